/** A row as TypeScript has it beside the columns that PostgreSQL answers. */
import ts from 'typescript';
import type { Column, Delivered } from './columns.ts';

/** What is wrong with the row type, a sentence each. */
export function compareRow(checker: ts.TypeChecker, row: ts.Type, columns: readonly Column[]): string[] {
  const alternatives = row.isUnion() ? row.types : [row];
  const names = new Set(alternatives.flatMap((each) => checker.getPropertiesOfType(each).map(({ name }) => name)));
  const answered = columns.map(({ name }) => name);
  const missing = [...names].filter((name) => !answered.includes(name));
  return [
    ...missing.map(
      (name) => `the row has \`${name}\`, and the statement answers ${answered.join(', ') || 'no column'}`,
    ),
    ...columns.flatMap((column) => compareColumn(checker, alternatives, column)),
  ];
}

/** Of a row that its caller completes, only what is said of it here can be compared. */
const isOpen = (type: ts.Type): boolean =>
  type.isIntersection() && type.types.some(({ flags }) => flags & ts.TypeFlags.TypeParameter);

function compareColumn(
  checker: ts.TypeChecker,
  alternatives: readonly ts.Type[],
  { name: column, type, delivered, nullable }: Column,
): string[] {
  const types = alternatives.flatMap((each) => {
    const property = checker.getPropertyOfType(each, column);
    return property ? [checker.getTypeOfSymbol(property)] : [];
  });
  if (types.length === 0) {
    if (alternatives.some(isOpen)) return [];
    return [`the statement answers \`${column}\`, which the row does not have`];
  }
  const written = types.map((each) => checker.typeToString(each)).join(' | ');
  const parts = types.flatMap(partsOf);
  if (parts.some((part) => !(part.flags & ts.TypeFlags.Null) && !isDelivered(checker, part, delivered))) {
    const arrives = `which arrives as ${nameOf(delivered)}`;
    return [`\`${column}\` is ${written} in the row, and ${type} in the statement, ${arrives}`];
  }
  // Where another alternative does not have it, nobody reads it there.
  const takesNull =
    types.length < alternatives.length ||
    parts.some(({ flags }) => flags & (ts.TypeFlags.Null | ts.TypeFlags.Unknown | ts.TypeFlags.Any));
  if (!nullable || takesNull) return [];
  return [`\`${column}\` may be null, and is ${written} in the row`];
}

const partsOf = (type: ts.Type): ts.Type[] => (type.isUnion() ? type.types : [type]);

function isDelivered(checker: ts.TypeChecker, type: ts.Type, delivered: Delivered): boolean {
  const { flags, symbol } = type;
  const name = (symbol as ts.Symbol | undefined)?.name;
  if (flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) return true;
  if (flags & ts.TypeFlags.Undefined) return false;
  if (typeof delivered === 'object') {
    if (!checker.isArrayType(type)) return false;
    const elements = checker.getTypeArguments(type as ts.TypeReference).flatMap(partsOf);
    return elements.every((each) => isDelivered(checker, each, delivered.arrayOf));
  }
  switch (delivered) {
    case 'string':
      return (flags & ts.TypeFlags.StringLike) !== 0;
    case 'number':
      return (flags & ts.TypeFlags.NumberLike) !== 0;
    case 'bigint':
      return (flags & ts.TypeFlags.BigIntLike) !== 0;
    case 'boolean':
      return (flags & ts.TypeFlags.BooleanLike) !== 0;
    case 'Date':
      return name === 'Date';
    case 'bytes':
      return name === 'Uint8Array' || name === 'Buffer';
    // What a document holds, its writer alone knows.
    case 'json':
      return name !== 'Date' && name !== 'Uint8Array' && name !== 'Buffer';
  }
}

const nameOf = (delivered: Delivered): string =>
  typeof delivered === 'object' ? `an array of ${nameOf(delivered.arrayOf)}` : delivered;
