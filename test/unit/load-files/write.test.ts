import { describe, expect, test } from 'vitest';
import { createLineWriter, UnmappableCharacter, writeBadRows } from '../../../load-files/write.ts';
import { UnwritableCell } from '../../../load-files/write-fixed.ts';
import { fileOf, formsOfFile, judgements, readAll, resident, type FormOfFile } from './support.ts';

async function allOf(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts);
}

describe.each(formsOfFile.filter(({ encoding }) => encoding === 'cp932'))('in $format in CP932', (form) => {
  test.each([
    ['name', '𠮷田', 0x20bb7],
    ['address', '本町1¥2', 0xa5],
    ['contact', 'Renée', 0xe9],
    ['businessItem2', '葛\u{e0100}', 0xe0100],
  ])('a character that the encoding lacks is refused by its field %s, never written as ?', (field, text, codePoint) => {
    const { write } = createLineWriter(form);
    expect(() => write({ ...resident, [field]: text })).toThrow(UnmappableCharacter);
    try {
      write({ ...resident, [field]: text });
    } catch (err) {
      expect(err).toMatchObject({ field, codePoint });
      expect(String(err)).not.toContain(text);
    }
  });
});

test.each(formsOfFile)('half of a surrogate pair is no character in $format in $encoding', (form) => {
  const { write } = createLineWriter(form);
  expect(() => write({ ...resident, name: '\ud842花子' })).toThrow(UnmappableCharacter);
  if (form.encoding === 'utf-8') expect(write({ ...resident, name: '\\ud842' }).length).toBeGreaterThan(0);
});

describe('a cell of fixed length', () => {
  const { write } = createLineWriter({ format: 'fixed', encoding: 'utf-8' });

  test.each([
    ['name', '長'.repeat(101)],
    ['name', '花子 '],
    ['name', '花\n子'],
    ['addressNumber', '1'.repeat(16)],
    ['birthDate', '昭和30年月日不詳'],
    ['sex', 'x'],
    ['operatedAt', 'yesterday'],
  ])('refuses what it would lose: %s', (field, text) => {
    expect(() => write({ ...resident, [field]: text })).toThrow(UnwritableCell);
  });

  test.each([
    ['1990-04-01', '19900401'],
    ['平成2年4月1日', '19900401'],
    ['1990-04-00', '19900400'],
  ])('has the birth date %s as %s', async (birthDate, digits) => {
    const [line] = await readAll(write({ ...resident, birthDate }), { format: 'fixed' });
    expect(line?.kind === 'good' && line.value.birthDateText).toBe(digits);
  });

  test('has a moment of another offset in Japan', () => {
    const line = Buffer.from(write({ ...resident, operatedAt: '2026-11-23T23:30:00-02:00' })).toString();
    expect(line).toContain(',20261124103000000,');
  });
});

describe('the file of bad lines', () => {
  const wrong = { ...resident, name: '花\u0001子' };

  test.each(formsOfFile)('of $format in $encoding has the bad lines only, under the heading that was', async (form) => {
    const file = fileOf(form, [resident, wrong, resident, wrong]);
    const { bad, heading } = await badLinesOf(file, form);
    const written = await allOf(writeBadRows({ format: form.format, heading, rows: bad }));
    expect(written).toEqual(fileOf(form, [wrong, wrong]));
    const again = judgements(await readAll(written, form));
    expect(again.map(([, problems]) => problems)).toEqual([['name CONTROL_CHARACTER'], ['name CONTROL_CHARACTER']]);
  });

  test('keeps the heading’s own words, its quotation marks and the mark before it', async () => {
    const form: FormOfFile = { format: 'csv', encoding: 'utf-8' };
    const heading = '\ufeff"番号体系",宛名番号,氏名,生年月日,性別,住所';
    const rows = ['01,1,"花\n子",1990-04-01,1,本町', '01,1'];
    const { bad, heading: kept } = await badLinesOf(Buffer.from([heading, ...rows].join('\n')), form);
    const written = await allOf(writeBadRows({ format: 'csv', heading: kept, rows: bad }));
    expect(written.toString()).toBe([heading, ...rows, ''].join('\r\n'));
  });
});

async function badLinesOf(file: Uint8Array, form: FormOfFile) {
  let heading: Uint8Array | null = null;
  const onHeading = (raw: Uint8Array): void => {
    heading = raw;
  };
  const lines = await readAll(file, { ...form, onHeading });
  return { bad: lines.flatMap((line) => (line.kind === 'bad' ? [line.raw] : [])), heading };
}
