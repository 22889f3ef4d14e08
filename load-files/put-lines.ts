import type { LoadLineProblem, ReadLine } from '../contracts/load-file.ts';
import type { TransferField } from '../domain/checked-transfer.ts';
import type { Block } from './block.ts';
import { isField, type Column } from '../contracts/load-fields.ts';
import type { LineJudge, ParsedLine } from './judge-line.ts';
import { isBlank, readCell } from './values.ts';

/** What the reader of a format needs to turn lines into judged lines. */
export interface LineOutput {
  judge: LineJudge;
  put: (line: ReadLine) => void;
}

/** The line in a block where a record begins that only the next block may close. */
export type LineOfOpenRecord = number;

/** The cells of a record, with its first line in the block and its number of lines. */
export interface CellRecord {
  line: number;
  lines: number;
  cells: string[];
  columns: readonly Column[];
  /** Problems found with cells before they were read. */
  problems?: LoadLineProblem[];
}

export function putCells(output: LineOutput, block: Block, record: CellRecord): void {
  const problems = record.problems ?? [];
  if (block.brokenLines.size > 0 || record.lines > 1) problems.push(...removeSpoiltCells(block, record));
  const { line, lines, cells, columns } = record;
  const parsedLine: ParsedLine = { transfer: createEmptyTransfer(), integratedAddressNumber: undefined, problems };
  for (let column = 0; column < columns.length; column += 1) {
    const cell = cells[column];
    const field = columns[column];
    if (cell === undefined || field === undefined || !isField(field) || isBlank(cell)) continue;
    if (field === 'integratedAddressNumber') parsedLine.integratedAddressNumber = cell;
    else parsedLine.transfer[field] = readCell(field, cell);
  }
  judgeAndPut(output, block, { line, lines, parsedLine });
}

/** Has every field from the start: an object that grows field by field costs as much as all other work on the line. */
function createEmptyTransfer(): Record<TransferField, unknown> {
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

/** Reports cells that cannot be read, and empties them, so that no rule of a field reports them again. */
function removeSpoiltCells(block: Block, { line, lines, cells, columns }: CellRecord): LoadLineProblem[] {
  const isBroken = Array.from({ length: lines }, (_, index) => line + index).some((each) =>
    block.brokenLines.has(each),
  );
  const problems: LoadLineProblem[] = [];
  for (const [column, field] of columns.entries()) {
    const cell = cells[column] ?? '';
    const rule =
      isBroken && cell.includes('\ufffd') ? 'BROKEN_ENCODING' : cell.includes('\n') ? 'CONTROL_CHARACTER' : null;
    if (!rule) continue;
    problems.push({ field: isField(field) ? field : '', rule });
    cells[column] = '';
  }
  if (isBroken && problems.length === 0) problems.push({ field: '', rule: 'BROKEN_ENCODING' });
  return problems;
}

/** Judges what some lines of a block hold, and passes the result on. */
export function judgeAndPut(
  { judge, put }: LineOutput,
  block: Block,
  { line, lines, parsedLine }: { line: number; lines: number; parsedLine: ParsedLine },
): void {
  const fileLine = block.firstLine + line;
  const result = judge(fileLine, parsedLine);
  if (Array.isArray(result)) put({ kind: 'bad', line: fileLine, raw: block.copyLines(line, lines), problems: result });
  else put({ kind: 'good', line: fileLine, value: result });
}

/** Passes on a line that cannot be parsed. */
export function putUnreadable({ put }: LineOutput, block: Block, line: number, rule: LoadLineProblem['rule']): void {
  // A byte outside the encoding is the likelier cause, whatever problem it led to.
  const cause = block.brokenLines.has(line) && rule !== 'LINE_TOO_LONG' ? 'BROKEN_ENCODING' : rule;
  put({
    kind: 'bad',
    line: block.firstLine + line,
    raw: block.copyLines(line, 1),
    problems: [{ field: '', rule: cause }],
  });
}
