import type { Block } from './block.ts';
import { readCsvRecord } from './csv-record.ts';
import { addressPart, businessPart } from '../domain/checked-transfer.ts';
import { requiredFields, unreadHeading, type Column } from '../contracts/load-fields.ts';
import { findField, plainName } from './columns.ts';
import { LoadFileProblem, type FileProblem } from './problem.ts';
import { contentEnd, lineEndFrom } from './text-lines.ts';

/**
 * The field of each column. All problems are reported at once. An unknown name is not repeated: in a file without a
 * heading it is part of a resident's data. Empty cells at the right are columns that a spreadsheet has left behind.
 *
 * @throws LoadFileProblem
 */
export function readHeading(cells: readonly string[], { supplied }: { supplied: ReadonlySet<string> }): Column[] {
  const problems: FileProblem[] = [];
  const columns: Column[] = [];
  const named = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
  for (const [index, cell] of cells.slice(0, named).entries()) {
    const name = plainName(cell);
    const field = findField(name);
    if (name === unreadHeading) columns.push(unreadHeading);
    else if (!field) problems.push({ field: '', rule: 'UNKNOWN_HEADING', column: index + 1 });
    else if (columns.includes(field)) problems.push({ field, rule: 'REPEATED_HEADING', column: index + 1 });
    else columns.push(field);
  }
  // A file with business information alone has no address information, and so none that it needs (seed P:339).
  const isBusinessAlone =
    businessPart.some((field) => columns.includes(field)) && !addressPart.some((field) => columns.includes(field));
  for (const field of requiredFields) {
    if (isBusinessAlone && addressPart.some((each) => each === field)) continue;
    if (!columns.includes(field) && !supplied.has(field)) problems.push({ field, rule: 'MISSING_HEADING' });
  }
  const [first, ...others] = problems;
  if (first) throw new LoadFileProblem(first, ...others);
  return [...columns, ...Array.from({ length: cells.length - named }, () => null)];
}

/** The names that are no fields. */
export function findUnknownHeadings(cells: readonly string[]): string[] {
  return cells.map(plainName).filter((name) => name !== '' && name !== unreadHeading && findField(name) === undefined);
}

/** The first line that is not empty; null if the block has none. */
export function findHeading(block: Block): { line: number; cells: string[] } | null {
  const { text } = block;
  let line = 0;
  for (let at = 0; at < text.length; line += 1) {
    const lineEnd = lineEndFrom(text, at);
    if (contentEnd(text, at, lineEnd) > at) {
      const record = readCsvRecord(text, at);
      if (record.kind !== 'cells' || record.lines > 1 || block.brokenLines.has(line) || block.tooLongLines.has(line)) {
        throw new LoadFileProblem({ field: '', rule: 'UNREADABLE_HEADING' });
      }
      return { line, cells: record.cells };
    }
    at = lineEnd + 1;
  }
  return null;
}
