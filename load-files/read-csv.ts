/**
 * Lines of a CSV.
 *
 * C1. A line without a quotation mark is one record, and most are; they are split at the commas at once.
 * C2. A quotation mark that is never closed spoils its own line only: reading goes on with the next line.
 * C3. A record over several lines that could as well be several records is none: each of its lines is bad by itself.
 *     So a forgotten quotation mark hides no resident, and a quoted text never becomes one.
 */
import type { Block } from './block.ts';
import { readCsvRecord, type CsvRecord } from './csv-record.ts';
import type { LoadField } from './fields.ts';
import { putCells, putUnreadable, type LineOfOpenRecord, type LineOutput } from './lines.ts';
import { contentEnd, lineEndFrom } from './text-lines.ts';

/**
 * UTF-16 units of a record over several lines, more than any real one has: a mark that is not closed within so many is
 * taken for a slip. Fewer than those of the shortest line that is too long, so that no such line is inside.
 */
const longestRecord = 16_384;

/** Whether the reader may find a record open at the end of these bytes: not where there is no quotation mark to open it. */
export function mayEndInOpenRecord(bytes: Uint8Array): boolean {
  // A unit has three bytes at most, and a line end may have a byte that is no unit.
  return bytes.subarray(-4 * longestRecord).includes(quotationMark);
}
const quotationMark = 0x22;

/** Reads a block from a line on. */
export type CsvReader = (block: Block, from: number) => LineOfOpenRecord | null;

export function createCsvReader(columns: readonly LoadField[], output: LineOutput): CsvReader {
  const onlyCommas = ','.repeat(columns.length - 1);
  const isRecord = (cells: readonly string[]): boolean => cells.length === columns.length;

  return (block, from) => {
    const { text } = block;
    // No `includes`: V8 takes it for so cheap that it looks through the whole block again at every line.
    const hasQuotes = /"/u.test(text);
    let line = 0;
    for (let at = 0; at < text.length;) {
      const lineEnd = lineEndFrom(text, at);
      const content = text.slice(at, contentEnd(text, at, lineEnd));
      const record = hasQuotes && content.includes('"') ? readCsvRecord(text, at) : null;
      if (line < from || content === '' || content === onlyCommas) {
        // Nothing stands there; spreadsheets end with such lines.
      } else if (block.tooLong.has(line)) {
        putUnreadable(output, block, line, 'LINE_TOO_LONG');
      } else if (!record) {
        putRecord(line, 1, content.split(','));
      } else if (record.kind === 'open' && !block.last && text.length - at <= longestRecord) {
        return line;
      } else if (record.kind !== 'cells' || !isClosed(record, at)) {
        putUnreadable(output, block, line, 'UNREADABLE_LINE');
      } else if (record.lines === 1) {
        putRecord(line, 1, record.cells);
      } else if (!isRecord(record.cells)) {
        putUnreadable(output, block, line, 'UNREADABLE_LINE');
      } else {
        if (hasRecordInside(text, at, record)) {
          for (let each = 0; each < record.lines; each += 1) {
            putUnreadable(output, block, line + each, 'UNREADABLE_LINE');
          }
        } else {
          putRecord(line, record.lines, record.cells);
        }
        line += record.lines;
        at = record.next;
        continue;
      }
      line += 1;
      at = lineEnd + 1;
    }
    return null;

    function putRecord(first: number, lines: number, cells: string[]): void {
      if (isRecord(cells)) putCells(output, block, { line: first, lines, cells, columns });
      else putUnreadable(output, block, first, 'WRONG_CELL_COUNT');
    }
  };

  /** Whether a line between the first and the last would be a record if it stood alone. */
  function hasRecordInside(text: string, from: number, { lines }: { lines: number }): boolean {
    let at = lineEndFrom(text, from) + 1;
    for (let line = 1; line < lines - 1; line += 1) {
      const alone = readCsvRecord(text, at);
      if (alone.kind === 'cells' && alone.lines === 1 && isRecord(alone.cells)) return true;
      at = lineEndFrom(text, at) + 1;
    }
    return false;
  }
}

function isClosed({ lines, next }: Extract<CsvRecord, { kind: 'cells' }>, at: number): boolean {
  return lines === 1 || next - at <= longestRecord;
}
