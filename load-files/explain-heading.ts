/**
 * For whoever has the file at hand and may see its heading: which names of a CSV's heading are no fields. fugo itself
 * never repeats a name, because a file without a heading has a resident there.
 */
import type { LoadEncoding } from '../contracts/load-file.ts';
import { seemsResident } from './columns.ts';
import { createBlock } from './block.ts';
import { checkEncoding } from './check-encoding.ts';
import { findHeading, findUnknownHeadings } from './csv-heading.ts';
import { japaneseHeadings, loadFields } from '../contracts/load-fields.ts';

/**
 * The names in the heading that are no fields, by what the file begins with. None when all are, when the file cannot be
 * read at all, or when a resident stands in the heading's place.
 */
export function explainHeading(beginning: Uint8Array, encoding: LoadEncoding): string[] {
  try {
    checkEncoding(beginning, encoding);
    const text = Buffer.from(beginning.map((byte) => (byte === 0x0d ? 0x0a : byte)));
    const block = createBlock(text, { encoding, firstLine: 1, last: true });
    const cells = findHeading(block)?.cells ?? [];
    return seemsResident(cells) ? [] : findUnknownHeadings(cells.map((cell) => cell.replace(/^\ufeff/u, '')));
  } catch {
    return [];
  }
}

/** An empty CSV with every field under its Japanese word. */
export const templateHeading = `${loadFields.map((field) => japaneseHeadings[field]).join(',')}\r\n`;
