/**
 * Reads the lines of a CSV.
 *
 * C1. A line without a quotation mark is one record, as most are, and is split at the commas.
 * C2. A quotation mark that is never closed spoils only its own line; reading goes on with the next.
 * C3. A record over several lines that could also be several records counts as none: each of its lines is bad. So a
 *     forgotten quotation mark hides no resident, and quoted text never becomes one.
 */
import type { Block } from './block.ts';
import { readCsvRecord, type CsvRecord } from './csv-record.ts';
import type { Column } from '../contracts/load-fields.ts';
import { putCells, putUnreadable, type LineOfOpenRecord, type LineOutput } from './put-lines.ts';
import { contentEnd, lineEndFrom } from './text-lines.ts';
import { isBlank } from './values.ts';

/**
 * The longest record over several lines, in UTF-16 units; no real one is as long. A quotation mark not closed within it
 * counts as a slip. It is shorter than any line that is too long, so none of those is inside.
 */
const longestRecord = 16_384;

/** Whether a record may be open at the end of these bytes; not if there is no quotation mark that could open one. */
export function mayEndInOpenRecord(bytes: Uint8Array): boolean {
  // A unit has at most three bytes, and a line end may have a byte that is no unit.
  return bytes.subarray(-4 * longestRecord).includes(quotationMark);
}
const quotationMark = 0x22;

/** Reads a block from the given line on. */
export type CsvReader = (block: Block, from: number) => LineOfOpenRecord | null;

export function createCsvReader(columns: readonly Column[], output: LineOutput): CsvReader {
  const onlyCommas = ','.repeat(columns.length - 1);
  const named = columns.findLastIndex((column) => column !== null) + 1;
  /** Cells under no heading must be empty, and may be left out. */
  const isRecord = (cells: readonly string[]): boolean =>
    cells.length <= columns.length && cells.length >= named && cells.slice(named).every(isBlank);

  return (block, from) => {
    const { text } = block;
    // A regular expression, because V8 moves `includes` into the loop and searches the whole block again at every line.
    const hasQuotes = /"/u.test(text);
    let line = 0;
    for (let at = 0; at < text.length;) {
      const lineEnd = lineEndFrom(text, at);
      const content = text.slice(at, contentEnd(text, at, lineEnd));
      const record = hasQuotes && content.includes('"') ? readCsvRecord(text, at) : null;
      if (line < from || content === '' || content === onlyCommas) {
        // The line is empty; spreadsheets end with such lines.
      } else if (block.tooLongLines.has(line)) {
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

  /** Whether a line between the first and the last would be a record on its own. */
  function hasRecordInside(text: string, from: number, { lines }: { lines: number }): boolean {
    let at = lineEndFrom(text, from) + 1;
    for (let line = 1; line < lines - 1; line += 1) {
      const single = readCsvRecord(text, at);
      if (single.kind === 'cells' && single.lines === 1 && isRecord(single.cells)) return true;
      at = lineEndFrom(text, at) + 1;
    }
    return false;
  }
}

function isClosed({ lines, next }: Extract<CsvRecord, { kind: 'cells' }>, at: number): boolean {
  return lines === 1 || next - at <= longestRecord;
}
