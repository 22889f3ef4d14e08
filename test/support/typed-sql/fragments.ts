/**
 * The text of a statement that the source puts together from fragments. The expressions that make it are followed through
 * constants, functions and their callers. Where a condition decides, each of its outcomes is read at least once: a
 * condition is known by its words, so the same words have one outcome within one reading.
 *
 * What is no SQL becomes a parameter. What is SQL and cannot be followed is an error, so nothing passes unread.
 */
import ts from 'typescript';
import {
  constituentsOf,
  isFunction,
  isSql,
  isWrapped,
  nameOf,
  nodesIn,
  placeText,
  tagOf,
  Unread,
  unreadAt,
  wordsOf,
  type Function,
} from './syntax.ts';

/** What an expression comes to, as far as SQL is concerned. */
type Value =
  | { kind: 'sql'; text: string }
  | { kind: 'word'; text: string }
  | { kind: 'list'; items: Value[] }
  | { kind: 'object'; node: ts.ObjectLiteralExpression; names: Names }
  | { kind: 'function'; node: Function; names: Names }
  | { kind: 'nothing' }
  /** Known only when the program runs. */
  | { kind: 'given' };

type Bound = Value | { node: ts.Expression; names: Names };
/** What the parameters of the functions stand for that a reading has gone into. */
type Names = ReadonlyMap<ts.ParameterDeclaration, Bound>;

const given: Value = { kind: 'given' };
const nothing: Value = { kind: 'nothing' };
const noNames: Names = new Map();
/** Stands for a parameter until all of them are counted. */
const parameter = '\0';
const mostReadings = 300;

/** SQL is asked for where a condition says that there is none. */
class Impossible extends Error {}

export class Fragments {
  readonly #checker: ts.TypeChecker;
  readonly #calls = new Map<string, ts.CallExpression[]>();
  /** Which outcome each condition has in this reading, and how many it can have. */
  #outcomes = new Map<string, number>();
  #met = new Map<string, number>();

  constructor(checker: ts.TypeChecker, files: readonly ts.SourceFile[]) {
    this.#checker = checker;
    for (const call of files.flatMap((file) => nodesIn(file, ts.isCallExpression))) {
      if (!ts.isIdentifier(call.expression)) continue;
      const { text } = call.expression;
      this.#calls.set(text, [...(this.#calls.get(text) ?? []), call]);
    }
  }

  /** Reads again and again, until each outcome of each condition was read. */
  textsOf(statement: ts.Expression): string[] {
    const texts = new Set<string>();
    const read = new Set<string>();
    const left: ReadonlyMap<string, number>[] = [new Map()];
    for (let readings = 0; ; readings += 1) {
      const outcomes = left.pop();
      if (!outcomes && texts.size === 0) throw unreadAt(statement);
      if (!outcomes) return [...texts];
      if (readings === mostReadings) throw new Unread('has more outcomes of its conditions than can be read');
      this.#outcomes = new Map(outcomes);
      this.#met = new Map();
      const text = this.#textOf(statement);
      if (text !== undefined) texts.add(text);
      for (const [condition, count] of this.#met) {
        read.add(`${condition} ${String(this.#outcomes.get(condition) ?? 0)}`);
        for (let outcome = 0; outcome < count; outcome += 1) {
          if (read.has(`${condition} ${String(outcome)}`)) continue;
          read.add(`${condition} ${String(outcome)}`);
          left.push(new Map([...this.#outcomes, [condition, outcome]]));
        }
      }
    }
  }

  /** Undefined where these outcomes cannot come together. */
  #textOf(statement: ts.Expression): string | undefined {
    try {
      const value = this.#valueOf(statement, noNames);
      if (value.kind !== 'sql') throw unreadAt(statement);
      return numbered(value.text);
    } catch (err) {
      if (err instanceof Impossible) return undefined;
      throw err;
    }
  }

  #choose(condition: string, count: number): number {
    this.#met.set(condition, count);
    return Math.min(this.#outcomes.get(condition) ?? 0, count - 1);
  }

  #valueOf(node: ts.Expression, names: Names): Value {
    if (isWrapped(node)) return this.#valueOf(node.expression, names);
    if (ts.isTaggedTemplateExpression(node)) return this.#template(node, names);
    if (ts.isCallExpression(node)) return this.#call(node, names);
    if (ts.isIdentifier(node)) return this.#identifier(node, names);
    if (ts.isPropertyAccessExpression(node)) {
      return this.#property(this.#valueOf(node.expression, names), node.name.text);
    }
    if (ts.isElementAccessExpression(node)) return this.#element(node, names);
    if (ts.isConditionalExpression(node)) {
      return this.#valueOf(this.#isTrue(node.condition, names) ? node.whenTrue : node.whenFalse, names);
    }
    if (ts.isBinaryExpression(node)) return this.#binary(node, names);
    if (ts.isArrayLiteralExpression(node)) return this.#list(node, names);
    if (ts.isObjectLiteralExpression(node)) return { kind: 'object', node, names };
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return { kind: 'function', node, names };
    if (ts.isStringLiteralLike(node)) return { kind: 'word', text: node.text };
    if (ts.isTemplateExpression(node)) return this.#wordTemplate(node, names);
    return given;
  }

  #template({ tag, template }: ts.TaggedTemplateExpression, names: Names): Value {
    if (!tagOf(this.#checker, tag)) return given;
    if (ts.isNoSubstitutionTemplateLiteral(template)) return { kind: 'sql', text: template.text };
    const spans = template.templateSpans.map((span) => this.#fragment(span.expression, names) + span.literal.text);
    return { kind: 'sql', text: template.head.text + spans.join('') };
  }

  #fragment(node: ts.Expression, names: Names): string {
    if (!this.#saysSql(node)) return parameter;
    const value = this.#valueOf(node, names);
    if (value.kind === 'sql') return value.text;
    if (value.kind === 'nothing') throw new Impossible();
    if (value.kind === 'word' || this.#saysElse(node)) return parameter;
    throw unreadAt(node);
  }

  #call(node: ts.CallExpression, names: Names): Value {
    const { expression: callee, arguments: args } = node;
    const [first, second] = args;
    if (first && tagOf(this.#checker, callee)) return { kind: 'sql', text: `"${this.#word(first, names)}"` };
    if (ts.isPropertyAccessExpression(callee) && first) {
      const called = callee.name.text;
      if (tagOf(this.#checker, callee.expression)) {
        if (called === 'json') return { kind: 'sql', text: parameter };
        if (called === 'raw' || called === 'unsafe') return { kind: 'sql', text: this.#word(first, names) };
        if (called === 'identifier') return { kind: 'sql', text: `"${this.#word(first, names)}"` };
        if (called === 'join') return this.#joined(first, second, names);
        return given;
      }
      if (called === 'map') return this.#mapped(callee.expression, first, names);
      if (called === 'join') return this.#wordsJoined(callee.expression, first, names);
    }
    const called = this.#valueOf(callee, names);
    if (called.kind !== 'function') return given;
    return this.#result(
      called,
      args.map((arg) => ({ node: arg, names })),
    );
  }

  #result({ node, names }: Value & { kind: 'function' }, args: readonly Bound[]): Value {
    const inside = new Map(names);
    node.parameters.forEach((declared, at) => inside.set(declared, args[at] ?? nothing));
    if (!node.body) return given;
    if (!ts.isBlock(node.body)) return this.#valueOf(node.body, inside);
    return this.#returned(node.body.statements, inside) ?? nothing;
  }

  /** Undefined where these statements return nothing. */
  #returned(statements: readonly ts.Statement[], names: Names): Value | undefined {
    for (const statement of statements) {
      if (ts.isReturnStatement(statement)) {
        return statement.expression ? this.#valueOf(statement.expression, names) : nothing;
      }
      const value = this.#branch(statement, names);
      if (value) return value;
    }
    return undefined;
  }

  #branch(statement: ts.Statement, names: Names): Value | undefined {
    if (ts.isBlock(statement)) return this.#returned(statement.statements, names);
    if (ts.isIfStatement(statement)) {
      const branch = this.#isTrue(statement.expression, names) ? statement.thenStatement : statement.elseStatement;
      return branch && this.#returned([branch], names);
    }
    if (ts.isSwitchStatement(statement)) {
      const { clauses } = statement.caseBlock;
      const chosen = this.#choose(`switch ${statement.expression.getText()}`, clauses.length);
      return this.#returned(
        clauses.slice(chosen).flatMap((clause) => [...clause.statements]),
        names,
      );
    }
    return undefined;
  }

  /** A text that becomes SQL itself: one that stands there, or each of those that its type allows. */
  #word(node: ts.Expression, names: Names): string {
    const value = this.#valueOf(node, names);
    if (value.kind === 'word') return value.text;
    if (value.kind === 'nothing') throw new Impossible();
    const words = wordsOf(this.#checker.getTypeAtLocation(node));
    if (words.length === 0) throw unreadAt(node);
    return words[this.#choose(node.getText(), words.length)] ?? '';
  }

  #joined(list: ts.Expression, separator: ts.Expression | undefined, names: Names): Value {
    const value = this.#valueOf(list, names);
    if (value.kind !== 'list') throw unreadAt(list);
    const texts = value.items.map((item) => {
      if (item.kind !== 'sql') throw unreadAt(list);
      return item.text;
    });
    return { kind: 'sql', text: texts.join(separator ? this.#fragment(separator, names) : '') };
  }

  /** Characters that are reckoned when the program runs are left out: between quotes nothing hangs on them. */
  #wordTemplate({ head, templateSpans }: ts.TemplateExpression, names: Names): Value {
    const spans = templateSpans.map(({ expression, literal }) => {
      const value = this.#valueOf(expression, names);
      return (value.kind === 'word' ? value.text : '') + literal.text;
    });
    return { kind: 'word', text: head.text + spans.join('') };
  }

  #wordsJoined(list: ts.Expression, separator: ts.Expression, names: Names): Value {
    const value = this.#valueOf(list, names);
    if (value.kind !== 'list' || !ts.isStringLiteral(separator)) return given;
    const words = value.items.flatMap((item) => (item.kind === 'word' ? [item.text] : []));
    return words.length === value.items.length ? { kind: 'word', text: words.join(separator.text) } : given;
  }

  /** A list that is not known has one element, so that what is made of each is read. */
  #mapped(list: ts.Expression, callback: ts.Expression, names: Names): Value {
    const value = this.#valueOf(list, names);
    const made = this.#valueOf(callback, names);
    if (made.kind !== 'function') return given;
    const items = value.kind === 'list' ? value.items : [given];
    return { kind: 'list', items: items.map((item) => this.#result(made, [item])) };
  }

  #list(node: ts.ArrayLiteralExpression, names: Names): Value {
    const items = node.elements.flatMap((element) => {
      if (!ts.isSpreadElement(element)) return [this.#valueOf(element, names)];
      const spread = this.#valueOf(element.expression, names);
      return spread.kind === 'list' ? spread.items : [given];
    });
    return { kind: 'list', items };
  }

  #identifier(node: ts.Identifier, names: Names): Value {
    if (node.text === 'undefined') return nothing;
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? this.#checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.#checker.getSymbolAtLocation(node);
    const meant = symbol && symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
    const declared = meant?.declarations?.[0];
    return declared ? this.#declared(declared, names) : given;
  }

  #declared(node: ts.Node, names: Names): Value {
    if (ts.isFunctionDeclaration(node)) return { kind: 'function', node, names };
    if (ts.isParameter(node)) return this.#parameter(node, names);
    if (ts.isBindingElement(node)) return this.#bindingElement(node, names);
    if (!ts.isVariableDeclaration(node) || !node.initializer) return given;
    const value = this.#valueOf(node.initializer, names);
    return value.kind === 'list' && ts.isIdentifier(node.name)
      ? { kind: 'list', items: [...value.items, ...this.#pushed(node, node.name.text, names)] }
      : value;
  }

  /** What is pushed to a list in the function that makes it; whether a condition holds for it does not matter here. */
  #pushed(declared: ts.VariableDeclaration, name: string, names: Names): Value[] {
    const block = ts.findAncestor(declared, ts.isBlock);
    const calls = block ? nodesIn(block, ts.isCallExpression) : [];
    return calls
      .filter(({ expression }) => expression.getText() === `${name}.push`)
      .flatMap((call) => call.arguments.map((arg) => this.#valueOf(arg, names)));
  }

  #parameter(declared: ts.ParameterDeclaration, names: Names): Value {
    const bound = names.get(declared);
    const value = bound ? this.#boundValue(bound) : this.#fromCallers(declared);
    return value.kind === 'nothing' && declared.initializer ? this.#valueOf(declared.initializer, names) : value;
  }

  #boundValue(bound: Bound): Value {
    return 'kind' in bound ? bound : this.#valueOf(bound.node, bound.names);
  }

  /** The statement is in a function that gets a part of it: as each of its callers gives it. */
  #fromCallers(declared: ts.ParameterDeclaration): Value {
    const { parent } = declared;
    if (!isFunction(parent)) return given;
    const name = nameOf(parent);
    const calls = (name === undefined ? [] : (this.#calls.get(name) ?? [])).filter(
      (call) => this.#checker.getResolvedSignature(call)?.declaration === parent,
    );
    if (calls.length === 0) return given;
    const call = calls[this.#choose(`the caller of ${placeText(parent)}`, calls.length)];
    const arg = call?.arguments[parent.parameters.indexOf(declared)];
    return arg ? this.#valueOf(arg, noNames) : nothing;
  }

  #bindingElement(node: ts.BindingElement, names: Names): Value {
    const pattern = node.parent;
    const owner = pattern.parent;
    const whole = this.#declared(owner, names);
    if (!ts.isObjectBindingPattern(pattern) || node.dotDotDotToken) return given;
    const value = this.#property(whole, (node.propertyName ?? node.name).getText());
    return value.kind === 'nothing' && node.initializer ? this.#valueOf(node.initializer, names) : value;
  }

  #property(owner: Value, name: string): Value {
    if (owner.kind === 'nothing') return nothing;
    if (owner.kind !== 'object') return given;
    const { node, names } = owner;
    for (const property of node.properties.toReversed()) {
      if (ts.isSpreadAssignment(property)) {
        const value = this.#property(this.#valueOf(property.expression, names), name);
        if (value.kind !== 'nothing') return value;
      } else if (property.name.getText() === name) {
        if (ts.isPropertyAssignment(property)) return this.#valueOf(property.initializer, names);
        return ts.isShorthandPropertyAssignment(property) ? this.#identifier(property.name, names) : given;
      }
    }
    return nothing;
  }

  /** One of an object's properties, whichever it is. */
  #element(node: ts.ElementAccessExpression, names: Names): Value {
    const owner = this.#valueOf(node.expression, names);
    if (owner.kind !== 'object') return given;
    const { properties } = owner.node;
    const chosen = properties[this.#choose(node.getText(), properties.length)];
    return chosen?.name ? this.#property(owner, chosen.name.getText()) : given;
  }

  #binary(node: ts.BinaryExpression, names: Names): Value {
    const { left, right, operatorToken } = node;
    if (operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) {
      return this.#isTrue(left, names) ? this.#valueOf(right, names) : nothing;
    }
    if (operatorToken.kind !== ts.SyntaxKind.QuestionQuestionToken) return given;
    const value = this.#valueOf(left, names);
    return value.kind === 'nothing' ? this.#valueOf(right, names) : value;
  }

  #isTrue(condition: ts.Expression, names: Names): boolean {
    if (isWrapped(condition)) return this.#isTrue(condition.expression, names);
    if (ts.isPrefixUnaryExpression(condition) && condition.operator === ts.SyntaxKind.ExclamationToken) {
      return !this.#isTrue(condition.operand, names);
    }
    if (ts.isBinaryExpression(condition)) {
      const { left, right, operatorToken } = condition;
      switch (operatorToken.kind) {
        case ts.SyntaxKind.AmpersandAmpersandToken:
          return this.#isTrue(left, names) && this.#isTrue(right, names);
        case ts.SyntaxKind.BarBarToken:
          return this.#isTrue(left, names) || this.#isTrue(right, names);
        case ts.SyntaxKind.EqualsEqualsEqualsToken:
          return this.#isEqual(left, right, names);
        case ts.SyntaxKind.ExclamationEqualsEqualsToken:
          return !this.#isEqual(left, right, names);
        default:
          return this.#choose(condition.getText(), 2) === 0;
      }
    }
    if (this.#saysSql(condition)) return this.#valueOf(condition, names).kind !== 'nothing';
    return this.#choose(condition.getText(), 2) === 0;
  }

  #isEqual(left: ts.Expression, right: ts.Expression, names: Names): boolean {
    const value = this.#valueOf(left, names);
    if (right.getText() === 'undefined' && value.kind !== 'given') return value.kind === 'nothing';
    if (ts.isStringLiteral(right) && value.kind === 'word') return value.text === right.text;
    return this.#choose(`${left.getText()} === ${right.getText()}`, 2) === 0;
  }

  /** SQL, or what may be it. */
  #saysSql(node: ts.Expression): boolean {
    return constituentsOf(this.#checker.getTypeAtLocation(node)).some(isSql);
  }

  #saysElse(node: ts.Node): boolean {
    return constituentsOf(this.#checker.getTypeAtLocation(node)).some((type) => !isSql(type));
  }
}

function numbered(text: string): string {
  const [head = '', ...parts] = text.split(parameter);
  return head + parts.map((part, at) => `$${String(at + 1)}${part}`).join('');
}
