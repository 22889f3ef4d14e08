/** Every statement of the source, with the row that its caller reads it as. */
import ts from 'typescript';
import { Fragments } from './fragments.ts';
import { nodesIn, placeOf, placeText, tagOf, Unread } from './syntax.ts';

export interface Statement {
  file: string;
  line: number;
  /** One for each way in which its conditions can come out; parameters are `$1`, `$2`, … */
  texts: string[];
  /** As the caller says; undefined where it says nothing. */
  row: ts.Type | undefined;
}

export interface Read {
  statements: Statement[];
  /** What could not be followed, each with its place. */
  unread: string[];
}

export function readStatements(program: ts.Program, files: readonly ts.SourceFile[]): Read {
  const checker = program.getTypeChecker();
  const fragments = new Fragments(checker, files);
  const statements: Statement[] = [];
  const unread = new Set<string>();
  for (const { node, row } of files.flatMap((file) => statementsIn(checker, file))) {
    try {
      statements.push({ ...placeOf(node), texts: fragments.textsOf(node), row });
    } catch (err) {
      if (!(err instanceof Unread)) throw err;
      unread.add(`${placeText(node)}: ${err.message}`);
    }
  }
  return { statements, unread: [...unread] };
}

/** What is given to drizzle's `execute`, and each whole statement that is a template of postgres.js. */
function statementsIn(
  checker: ts.TypeChecker,
  file: ts.SourceFile,
): { node: ts.Expression; row: ts.Type | undefined }[] {
  const executed = nodesIn(file, ts.isCallExpression).flatMap((call) => {
    const [node] = call.arguments;
    const [row] = call.typeArguments ?? [];
    return node && isExecute(checker, call) ? [{ node, row: row && checker.getTypeFromTypeNode(row) }] : [];
  });
  const templates = nodesIn(file, ts.isTaggedTemplateExpression).flatMap((node) => {
    const [rows] = node.typeArguments ?? [];
    return tagOf(checker, node.tag) === 'postgres' && isWholeStatement(node)
      ? [{ node, row: rows && elementOf(checker, checker.getTypeFromTypeNode(rows)) }]
      : [];
  });
  return [...executed, ...templates];
}

function isExecute(checker: ts.TypeChecker, call: ts.CallExpression): boolean {
  if (!ts.isPropertyAccessExpression(call.expression) || call.expression.name.text !== 'execute') return false;
  const declared = checker.getResolvedSignature(call)?.declaration?.getSourceFile().fileName;
  return declared?.includes('/drizzle-orm/') ?? false;
}

/** A part of one may be a template as well, and is what a function gives out as a query that nobody has sent. */
function isWholeStatement(node: ts.TaggedTemplateExpression): boolean {
  const makes = ts.findAncestor(node, ts.isFunctionLike)?.type?.getText() ?? '';
  const begins = /^`\s*(?:--.*\s+)*(?:select|with|insert|update|delete|merge|values|copy)\b/u.test(
    node.template.getText(),
  );
  return begins && !makes.startsWith('PendingQuery');
}

const elementOf = (checker: ts.TypeChecker, rows: ts.Type): ts.Type | undefined =>
  checker.getTypeArguments(rows as ts.TypeReference)[0];
