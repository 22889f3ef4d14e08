import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { checkEncoding } from '../../../load-files/check-encoding.ts';
import { findCp932Code } from '../../../load-files/cp932.ts';
import { decode } from '../../../load-files/decode.ts';
import { encode } from '../../../load-files/encode.ts';
import { LoadFileProblem } from '../../../load-files/problem.ts';
import {
  allCp932Units,
  anyResident,
  fileOf,
  formsOfFile,
  judgements,
  linesBefore,
  readAll,
  resident,
} from './support.ts';

const bytesOf = (text: string, encoding: 'utf-8' | 'cp932'): Uint8Array => {
  const encoded = encode(text, encoding);
  if (!encoded.isWhole) throw new Error(`U+${encoded.codePoint.toString(16)}`);
  return encoded.bytes;
};

describe('CP932', () => {
  test.each([
    ['髙', 0xfbfc],
    ['﨑', 0xfab1],
    ['德', 0xfaba],
    ['①', 0x8740],
    ['Ⅲ', 0x8756],
    ['㈱', 0x878a],
    ['№', 0x8782],
    ['∵', 0x81e6],
    ['￢', 0x81ca],
    ['～', 0x8160],
    ['－', 0x817c],
    ['∥', 0x8161],
    ['―', 0x815c],
    ['＼', 0x815f],
    ['纊', 0xfa5c],
    ['ｱ', 0xb1],
    ['\\', 0x5c],
    ['~', 0x7e],
    ['\ue000', 0xf040],
    ['\ue757', 0xf9fc],
  ])('has %s where Windows has it', (character, code) => {
    expect(findCp932Code(character.charCodeAt(0))).toBe(code);
    const bytes = code > 0xff ? [code >> 8, code & 0xff] : [code];
    expect(decode(Uint8Array.from(bytes), 'cp932')).toBe(character);
    expect([...bytesOf(character, 'cp932')]).toEqual(bytes);
  });

  test.each([
    ['a second code of №', [0xfa, 0x59], '№'],
    ['NEC’s copy of 髙', [0xee, 0xe0], '髙'],
  ])('is read also by %s', (_, bytes, character) => {
    expect(decode(Uint8Array.from(bytes), 'cp932')).toBe(character);
  });

  test('has every character of its table there and back again', () => {
    expect(allCp932Units.length).toBe(9604 - duplicates + singles);
    const text = String.fromCharCode(...allCp932Units);
    expect(decode(bytesOf(text, 'cp932'), 'cp932')).toBe(text);
  });
  // 374 characters of the IBM extension have a code of NEC as well, and 24 characters have another second code.
  const duplicates = 374 + 24;
  const singles = 128 + 63;

  test.each([
    ['−', [0x81, 0x7c]],
    ['〜', [0x81, 0x60]],
    ['‖', [0x81, 0x61]],
    ['—', [0x81, 0x5c]],
    ['¢£¬', [0x81, 0x91, 0x81, 0x92, 0x81, 0xca]],
  ])('has %s, by whichever of its code points it comes', (text, bytes) => {
    expect(encode(text, 'cp932')).toEqual({ isWhole: true, bytes: Uint8Array.from(bytes) });
  });

  test.each(['𠮷', '葛\u{e0100}', 'é', '¥', '‾', '\u00a0', '\ud842', '\u0080', '\ufffd'])(
    'does not have %s',
    (text) => {
      expect(encode(text, 'cp932')).toMatchObject({ isWhole: false });
    },
  );

  test.each([[[0x82]], [[0xff]], [[0x80]], [[0xa0]], [[0xfd, 0x41]], [[0x85, 0x9f]], [[0x81, 0x7f]], [[0x82, 0x0a]]])(
    'has no character of the bytes %j',
    (bytes) => {
      expect(decode(Uint8Array.from(bytes), 'cp932')).toBeNull();
    },
  );
});

describe('UTF-8', () => {
  test.each([
    ['half a character', [0xe3, 0x81]],
    ['a longer form than needed', [0xc0, 0xaf]],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
    ['a code beyond the last', [0xf5, 0x80, 0x80, 0x80]],
  ])('has no character of %s', (_, bytes) => {
    expect(decode(Uint8Array.from(bytes), 'utf-8')).toBeNull();
  });

  test('keeps a byte order mark that is not at the beginning of the file', () => {
    expect(decode(Buffer.from('\ufeffa'), 'utf-8')).toBe('\ufeffa');
  });
});

describe.each(formsOfFile)('a byte that is no character in $format in $encoding', (form) => {
  test('makes its line bad, names the field where there are cells, and is not replaced', async () => {
    const marked = { ...resident, name: 'NAME' };
    const file = fileOf(form, [resident, marked, resident]).toString('latin1');
    const broken = Buffer.from(file.replace('NAME', `N\xffM${form.format === 'fixed' ? 'E' : ''}`), 'latin1');
    const lines = await readAll(broken, form);
    const first = linesBefore(form.format) + 1;
    const problem = form.format === 'ndjson' ? 'BROKEN_ENCODING' : 'name BROKEN_ENCODING';
    expect(judgements(lines)).toEqual([
      [first, null],
      [first + 1, [problem]],
      [first + 2, null],
    ]);
    const bad = lines[1];
    expect(bad?.kind === 'bad' && bad.raw.includes(0xff)).toBe(true);
  });

  test('is told beside whatever else is wrong with the line', async () => {
    if (form.format === 'ndjson') return;
    const marked = { ...resident, name: 'NAME', birthDate: '19900230' };
    const file = fileOf(form, [resident, marked]).toString('latin1').replace('NAME', '\xffAME');
    const [, line] = judgements(await readAll(Buffer.from(file, 'latin1'), form));
    expect(line?.[1]).toEqual(['name BROKEN_ENCODING', 'birthDate IMPOSSIBLE_DATE']);
  });
});

describe('a file in another encoding than was said', () => {
  const ruleOf = async (bytes: Uint8Array, encoding: 'utf-8' | 'cp932'): Promise<string | null> => {
    try {
      await readAll(bytes, { encoding });
      return null;
    } catch (err) {
      if (err instanceof LoadFileProblem) return err.rule;
      throw err;
    }
  };
  const csv = (encoding: 'utf-8' | 'cp932'): Buffer => fileOf({ format: 'csv', encoding }, [resident, resident]);

  test('is refused as a whole', async () => {
    expect(await ruleOf(csv('utf-8'), 'cp932')).toBe('NOT_CP932');
    expect(await ruleOf(csv('cp932'), 'utf-8')).toBe('NOT_UTF_8');
  });

  test('is refused by its byte order mark', async () => {
    expect(await ruleOf(Buffer.from('\ufeffa,b'), 'cp932')).toBe('NOT_CP932');
    const utf16 = Buffer.from('\ufeff氏名', 'utf16le');
    expect(await ruleOf(utf16, 'cp932')).toBe('IS_UTF_16');
    expect(await ruleOf(utf16, 'utf-8')).toBe('IS_UTF_16');
    expect(await ruleOf(utf16.swap16(), 'utf-8')).toBe('IS_UTF_16');
  });

  test('is named where it is one that fugo does not read', async () => {
    const utf16 = Buffer.from('番号体系,宛名番号,氏名\r\n01,123,符号花子\r\n', 'utf16le');
    // 氏名,住所 and a reading.
    const euc = Buffer.from([0xbb, 0xe1, 0xcc, 0xbe, 0x2c, 0xbd, 0xbb, 0xbd, 0xea, 0x0a, 0xa5, 0xcf, 0xa5, 0xca, 0x0a]);
    const jis = Buffer.from('\u001b$B;aL>\u001b(B,\u001b$B=;=j\u001b(B\n', 'latin1');
    for (const encoding of ['utf-8', 'cp932'] as const) {
      expect(await ruleOf(utf16, encoding)).toBe('IS_UTF_16');
      expect(await ruleOf(Buffer.from(utf16).swap16(), encoding)).toBe('IS_UTF_16');
      expect(await ruleOf(euc, encoding)).toBe('IS_EUC_JP');
      expect(await ruleOf(jis, encoding)).toBe('IS_ISO_2022_JP');
    }
  });

  test('is refused also where it has some broken characters of its own', async () => {
    const some = Buffer.concat([csv('utf-8'), Buffer.from([0xff, 0x0a])]);
    expect(await ruleOf(some, 'cp932')).toBe('NOT_CP932');
    expect(await ruleOf(Buffer.concat([csv('cp932'), Buffer.from([0xff, 0x0a])]), 'utf-8')).toBe('NOT_UTF_8');
  });

  test('is not seen in one of half-width kana, or of ASCII', () => {
    const kana = bytesOf('ﾔﾏﾀﾞ,ﾊﾅｺ,ﾂｩ\n'.repeat(9), 'cp932');
    expect(() => checkEncoding(kana, 'cp932')).not.toThrow();
    for (const encoding of ['utf-8', 'cp932'] as const) {
      expect(() => checkEncoding(Buffer.from('plain,text\n'), encoding)).not.toThrow();
      expect(() => checkEncoding(new Uint8Array(0), encoding)).not.toThrow();
    }
  });

  test('is not seen in one that ends in half a character, or was cut within one', () => {
    const long = Buffer.from('符号花子\n'.repeat(10_000));
    for (const length of [65_534, 65_535, 65_536, 65_537]) {
      expect(() => checkEncoding(long.subarray(0, length), 'utf-8')).not.toThrow();
    }
    expect(() => checkEncoding(Buffer.from('符号花子').subarray(0, -1), 'utf-8')).not.toThrow();
  });

  test('is never seen in a file of the right encoding', () => {
    fc.assert(
      fc.property(
        fc.array(anyResident, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...formsOfFile),
        (records, form) => {
          expect(() => checkEncoding(fileOf(form, records), form.encoding)).not.toThrow();
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is never seen in a text of its own encoding, whatever characters it has', () => {
    const units = fc.array(fc.constantFrom(...allCp932Units), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(units, (some) => {
        const text = `見出し,${String.fromCharCode(...some)}`;
        expect(() => checkEncoding(bytesOf(text, 'cp932'), 'cp932')).not.toThrow();
        expect(() => checkEncoding(bytesOf(text, 'utf-8'), 'utf-8')).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});
