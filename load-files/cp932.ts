/**
 * CP932 (Windows-31J), as the `shift_jis` of the Encoding Standard defines it and Node decodes it: with 髙 and 﨑 of the
 * IBM extension, ① of NEC's row 13, and 0xF040–0xF9FC as the private use area U+E000–U+E757, which holds a
 * municipality's gaiji.
 *
 * The table for encoding is made by decoding every code once, so what is written reads back the same. Some characters
 * have two or three codes; as Windows does, the first is written, but none of NEC's copy (0xED40–0xEEFC) of the IBM
 * extension.
 *
 * Seven characters of JIS X 0208 have two code points: that of Windows, which the decoder gives, and that of JIS, which
 * Macs and many servers use. Both are the same character and are written as the one code that Japanese systems read
 * back. The Encoding Standard's encoder does so for − alone and has no code for the others. It also writes ¥ and ‾ as
 * 0x5C and 0x7E, which Windows reads back as \ and ~: fugo does not, and ￥ and ￣ are other characters.
 */
const sameCharacters = [
  ['\u2014', '\u2015'], // — ―
  ['\u2016', '\u2225'], // ‖ ∥
  ['\u2212', '\uff0d'], // − －
  ['\u301c', '\uff5e'], // 〜 ～
  ['\u00a2', '\uffe0'], // ¢ ￠
  ['\u00a3', '\uffe1'], // £ ￡
  ['\u00ac', '\uffe2'], // ¬ ￢
] as const;
const none = 0xffff;

/**
 * The code of a UTF-16 unit, below 0x100 for one byte, else two bytes; undefined if CP932 does not have the character.
 */
export function findCp932Code(unit: number): number | undefined {
  const code = codes()[unit];
  return code === none ? undefined : code;
}

let codeTable: Uint16Array | undefined;

function codes(): Uint16Array {
  codeTable ??= makeCodes();
  return codeTable;
}

function makeCodes(): Uint16Array {
  const table = new Uint16Array(0x10000).fill(none);
  const decoder = new TextDecoder('shift_jis');
  const note = (code: number, bytes: number[]): void => {
    const text = decoder.decode(Uint8Array.from(bytes));
    const unit = text.charCodeAt(0);
    // A lead byte without its trail decodes to U+FFFD, alone or before the other byte.
    if (text.length === 1 && unit !== 0xfffd && table[unit] === none) table[unit] = code;
  };
  for (let byte = 0; byte <= 0xff; byte += 1) note(byte, [byte]);
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    if ((lead >= 0xa0 && lead <= 0xdf) || lead === 0xed || lead === 0xee) continue;
    for (let trail = 0x40; trail <= 0xfc; trail += 1) note(lead * 0x100 + trail, [lead, trail]);
  }
  for (const [ofJis, ofWindows] of sameCharacters) {
    table[ofJis.charCodeAt(0)] = table[ofWindows.charCodeAt(0)] ?? none;
  }
  return table;
}
