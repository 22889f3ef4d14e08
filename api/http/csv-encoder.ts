/** CSV for people: opens in a spreadsheet, as UTF-8 with a byte order mark or as CP932. */
import type { CsvEncoding } from '../../contracts/api/csv-file.ts';
import { findCp932Code } from '../../load-files/cp932.ts';

/** The geta mark, which Japanese printers set in place of a missing type. */
const missingType = '〓';

export interface CsvEncoder {
  encodeLine: (fields: readonly string[]) => Uint8Array;
  /** How many characters CP932 does not have: replaced by 〓, or left out if they only choose a glyph. */
  countReplaced: () => number;
}

export function createCsvEncoder(encoding: CsvEncoding): CsvEncoder {
  let replaced = 0;
  return {
    encodeLine(fields) {
      const text = `${fields.map(quote).join(',')}\r\n`;
      if (encoding === 'utf-8') return Buffer.from(text);
      const bytes: number[] = [];
      for (const character of ofCp932(text)) {
        const code = character.length === 1 ? findCp932Code(character.charCodeAt(0)) : undefined;
        if (code === undefined) replaced += 1;
        if (code === undefined && /\p{Variation_Selector}/u.test(character)) continue;
        const outputCode = code ?? findCp932Code(missingType.charCodeAt(0)) ?? 0x3f;
        if (outputCode > 0xff) bytes.push(outputCode >> 8);
        bytes.push(outputCode & 0xff);
      }
      return Uint8Array.from(bytes);
    },
    countReplaced: () => replaced,
  };
}

/**
 * CP932 has no blank that keeps words together, and no voiced marks that join a kana, as Macs write ガ. Only kana are
 * composed: NFC would change names (神 for U+FA19).
 */
function ofCp932(text: string): string {
  return text.replaceAll('\u00a0', ' ').replace(/[\u3041-\u30ff][\u3099\u309a]/gu, (marked) => marked.normalize('NFC'));
}

/**
 * A spreadsheet would run a text that begins like this as a formula. Japanese ones also take the full-width signs, and
 * skip characters that are invisible or that CP932 leaves out.
 */
const formula = /^(?:[\t\r]|[\s\p{C}\p{Variation_Selector}]*[=+\-@＝＋－＠−])/u;

function quote(field: string): string {
  const text = formula.test(field) ? `'${field}` : field;
  return `"${text.replaceAll('"', '""')}"`;
}
