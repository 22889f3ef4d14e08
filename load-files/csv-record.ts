/**
 * One record of RFC 4180. No field of a resident may hold a line break, so a record over several lines is always wrong.
 * It is parsed all the same, because text between quotation marks is never a record of its own: a text that one
 * resident has chosen must not become another resident.
 */
import { contentEnd, lineEndFrom } from './text-lines.ts';

export type CsvRecord =
  | { kind: 'cells'; cells: string[]; lines: number; next: number }
  /** The last quotation mark is not closed in this text. */
  | { kind: 'open' }
  /** A quotation mark stands where none may stand. */
  | { kind: 'unreadable' };

/** Parses the record that begins at `from`; `next` is where the line after it begins. */
export function readCsvRecord(text: string, from: number): CsvRecord {
  const cells: string[] = [];
  let lines = 1;
  let at = from;
  let lineEnd = lineEndFrom(text, from);
  for (;;) {
    // ="0123" keeps a spreadsheet from taking the zeros away.
    const opening = text[at] === '"' ? 1 : text.startsWith('="', at) ? 2 : 0;
    if (opening > 0) {
      const quoted = readQuoted(text, at + opening);
      if (!quoted) return { kind: 'open' };
      cells.push(opening === 1 ? quoted.cell.replace(/^="([^"]*)"$/u, '$1') : quoted.cell);
      at = quoted.next;
      for (; lineEnd < at; lineEnd = lineEndFrom(text, lineEnd + 1)) lines += 1;
    } else {
      const comma = text.indexOf(',', at);
      const end = comma < 0 || comma > lineEnd ? contentEnd(text, at, lineEnd) : comma;
      const cell = text.slice(at, end);
      if (cell.includes('"')) return { kind: 'unreadable' };
      cells.push(cell);
      at = end;
    }
    if (at >= contentEnd(text, from, lineEnd)) return { kind: 'cells', cells, lines, next: lineEnd + 1 };
    if (text[at] !== ',') return { kind: 'unreadable' };
    at += 1;
  }
}

/** Reads from behind the opening quotation mark; `next` is behind the closing one. */
function readQuoted(text: string, from: number): { cell: string; next: number } | null {
  let cell = '';
  for (let at = from; ;) {
    const mark = text.indexOf('"', at);
    if (mark < 0) return null;
    if (text[mark + 1] !== '"') return { cell: cell + text.slice(at, mark), next: mark + 1 };
    cell += text.slice(at, mark + 1);
    at = mark + 2;
  }
}
