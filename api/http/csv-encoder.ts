/** CSV for people: it opens in a spreadsheet, in UTF-8 with its mark or in CP932. */
import type { CsvEncoding } from '../../contracts/api/csv-file.ts';
import { findCp932Code } from '../../load-files/cp932.ts';

/** Printers have always set it where a type is missing. */
const missingType = '〓';

export interface CsvEncoder {
  line: (fields: readonly string[]) => Uint8Array;
  /** Characters that the encoding does not have: replaced by 〓, or left out where they only choose a glyph. */
  replaced: () => number;
}

export function createCsvEncoder(encoding: CsvEncoding): CsvEncoder {
  let replaced = 0;
  return {
    line(fields) {
      const text = `${fields.map(quoted).join(',')}\r\n`;
      if (encoding === 'utf-8') return Buffer.from(text);
      const bytes: number[] = [];
      for (const character of text) {
        const code = character.length === 1 ? findCp932Code(character.charCodeAt(0)) : undefined;
        if (code === undefined) replaced += 1;
        if (code === undefined && /\p{Variation_Selector}/u.test(character)) continue;
        const written = code ?? findCp932Code(missingType.charCodeAt(0)) ?? 0x3f;
        if (written > 0xff) bytes.push(written >> 8);
        bytes.push(written & 0xff);
      }
      return Uint8Array.from(bytes);
    },
    replaced: () => replaced,
  };
}

/** 2026-04-01 09:30:00, of epoch milliseconds, as Japan's clocks have it. */
export function tokyoTime(millis: number): string {
  return new Date(millis + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * A spreadsheet would take a text that begins so for a formula, and do what it says: a Japanese one also the wide signs,
 * and what stands behind a character that is not seen or that CP932 leaves out.
 */
const formula = /^(?:[\t\r]|[\s\p{C}\p{Variation_Selector}]*[=+\-@＝＋－＠−])/u;

function quoted(field: string): string {
  const text = formula.test(field) ? `'${field}` : field;
  return `"${text.replaceAll('"', '""')}"`;
}
