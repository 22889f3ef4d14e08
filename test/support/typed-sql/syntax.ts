/** Small questions to the syntax and the types of the source. */
import { relative } from 'node:path';
import ts from 'typescript';

export type Function = ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression;

export class Unread extends Error {}

export const unreadAt = (node: ts.Node): Unread =>
  new Unread(`this part of a statement cannot be followed: ${node.getText()} (${placeText(node)})`);

export function placeOf(node: ts.Node): { file: string; line: number } {
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return { file: relative(process.cwd(), source.fileName), line: line + 1 };
}

export function placeText(node: ts.Node): string {
  const { file, line } = placeOf(node);
  return `${file}:${String(line)}`;
}

export function nodesIn<Node extends ts.Node>(within: ts.Node, is: (node: ts.Node) => node is Node): Node[] {
  const nodes: Node[] = [];
  const look = (node: ts.Node): void => {
    if (is(node)) nodes.push(node);
    ts.forEachChild(node, look);
  };
  look(within);
  return nodes;
}

export const constituentsOf = (type: ts.Type): ts.Type[] => (type.isUnion() ? type.types : [type]);

const symbolNameOf = (type: ts.Type): string | undefined => (type.symbol as ts.Symbol | undefined)?.name;

/** A statement or a part of one, a name, a value of its own kind, or a table or column of schema/. */
export const isSql = (type: ts.Type): boolean => sqlTypes.has(symbolNameOf(type) ?? '');
const sqlTypes = new Set(
  'SQL SQLWrapper Name PgColumn PgTableWithColumns PendingQuery Helper Identifier Parameter'.split(' '),
);

export const wordsOf = (type: ts.Type): string[] =>
  constituentsOf(type).flatMap((each) => (each.isStringLiteral() ? [each.value] : []));

export function isWrapped(
  node: ts.Node,
): node is ts.ParenthesizedExpression | ts.AsExpression | ts.SatisfiesExpression | ts.AwaitExpression {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isAwaitExpression(node)
  );
}

export const isFunction = (node: ts.Node): node is Function =>
  ts.isFunctionDeclaration(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node);

export function nameOf(node: Function): string | undefined {
  if (node.name) return node.name.text;
  return ts.isVariableDeclaration(node.parent) && ts.isIdentifier(node.parent.name) ? node.parent.name.text : undefined;
}

/** What makes a template of SQL, and whose it is. */
export function tagOf(checker: ts.TypeChecker, node: ts.Expression): 'drizzle' | 'postgres' | undefined {
  const name = symbolNameOf(checker.getTypeAtLocation(node));
  if (name === 'sql') return 'drizzle';
  return name === 'Sql' || name === 'TransactionSql' ? 'postgres' : undefined;
}
