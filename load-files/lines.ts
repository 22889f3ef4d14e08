import type { LoadLineProblem, ReadLine } from '../contracts/load-file.ts';
import type { Block } from './block.ts';
import type { LoadField } from './fields.ts';
import type { LineJudge, TakenApart } from './judge-line.ts';
import { isBlank, readCell } from './values.ts';

/** What the reader of a format needs to turn the lines of a block into lines that are judged. */
export interface LineOutput {
  judge: LineJudge;
  put: (line: ReadLine) => void;
}

/** Where in a block a record begins that only the next block may close. */
export type LineOfOpenRecord = number;

/** A record of cells, at a line of its block and over so many. */
export interface CellRecord {
  line: number;
  lines: number;
  cells: string[];
  columns: readonly LoadField[];
  /** What was wrong with cells before they were read. */
  problems?: LoadLineProblem[];
}

export function putCells(output: LineOutput, block: Block, record: CellRecord): void {
  const problems = record.problems ?? [];
  if (block.broken.size > 0 || record.lines > 1) problems.push(...spoiltCells(block, record));
  const { line, lines, cells, columns } = record;
  const takenApart: TakenApart = { transfer: emptyTransfer(), integratedAddressNumber: undefined, problems };
  for (let column = 0; column < columns.length; column += 1) {
    const cell = cells[column];
    const field = columns[column];
    if (cell === undefined || field === undefined || isBlank(cell)) continue;
    if (field === 'integratedAddressNumber') takenApart.integratedAddressNumber = cell;
    else takenApart.transfer[field] = readCell(field, cell);
  }
  putJudged(output, block, { line, lines, takenApart });
}

/** With every field from the beginning: an object that grows field by field costs as much as the rest of the line. */
function emptyTransfer(): Record<Exclude<LoadField, 'integratedAddressNumber'>, unknown> {
  return {
    transferId: undefined,
    operatedAt: undefined,
    personalNumber: undefined,
    numberSystem: undefined,
    addressNumber: undefined,
    name: undefined,
    nameKana: undefined,
    birthDate: undefined,
    sex: undefined,
    address: undefined,
    contact: undefined,
    delivery: undefined,
    nonDisclosure: undefined,
    dataType: undefined,
    confirmedAt: undefined,
    businessItem1: undefined,
    businessItem2: undefined,
    senderStaffId: undefined,
  };
}

/** Notes the cells that no rule of a field needs to see, and empties them. */
function spoiltCells(block: Block, { line, lines, cells, columns }: CellRecord): LoadLineProblem[] {
  const isBroken = Array.from({ length: lines }, (_, index) => line + index).some((each) => block.broken.has(each));
  const problems: LoadLineProblem[] = [];
  for (const [column, field] of columns.entries()) {
    const cell = cells[column] ?? '';
    const rule =
      isBroken && cell.includes('\ufffd') ? 'BROKEN_ENCODING' : cell.includes('\n') ? 'CONTROL_CHARACTER' : null;
    if (!rule) continue;
    problems.push({ field, rule });
    cells[column] = '';
  }
  if (isBroken && problems.length === 0) problems.push({ field: '', rule: 'BROKEN_ENCODING' });
  return problems;
}

/** Judges what stands in some lines of a block. */
export function putJudged(
  { judge, put }: LineOutput,
  block: Block,
  { line, lines, takenApart }: { line: number; lines: number; takenApart: TakenApart },
): void {
  const inFile = block.firstLine + line;
  const judged = judge(inFile, takenApart);
  if (Array.isArray(judged)) put({ kind: 'bad', line: inFile, raw: block.raw(line, lines), problems: judged });
  else put({ kind: 'good', line: inFile, value: judged });
}

/** A line that cannot be taken apart. */
export function putUnreadable({ put }: LineOutput, block: Block, line: number, rule: LoadLineProblem['rule']): void {
  // A byte that is no character is the likelier cause, whatever else it led to.
  const cause = block.broken.has(line) && rule !== 'LINE_TOO_LONG' ? 'BROKEN_ENCODING' : rule;
  put({
    kind: 'bad',
    line: block.firstLine + line,
    raw: block.raw(line, 1),
    problems: [{ field: '', rule: cause }],
  });
}
