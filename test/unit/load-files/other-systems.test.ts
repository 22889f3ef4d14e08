import { describe, expect, test } from 'vitest';
import type { LoadLine } from '../../../contracts/load-file.ts';
import {
  checkColumns,
  guessField,
  readColumnsOf,
  seemsResident,
  type ColumnNames,
} from '../../../load-files/columns.ts';
import { explainHeading, templateHeading } from '../../../load-files/explain-heading.ts';
import { readColumns } from '../../../load-files/heading-columns.ts';
import { mapHeading } from '../../../load-files/map-heading.ts';
import { encode } from '../../../load-files/encode.ts';
import { createLineWriter } from '../../../load-files/write.ts';
import { readAll, resident, fileOf, type ReadOptions } from './support.ts';

const heading = 'numberSystem,addressNumber,name,birthDate,sex,address';
const good = '01,0123,符号　花子,1990-04-01,2,架空県符号市本町1';

async function valuesIn(bytes: Uint8Array, options?: ReadOptions): Promise<LoadLine[]> {
  return (await readAll(bytes, options)).map((line) => {
    if (line.kind === 'bad') throw new Error(JSON.stringify(line.problems));
    return line.value;
  });
}
const valuesOf = (text: string, options?: ReadOptions): Promise<LoadLine[]> => valuesIn(Buffer.from(text), options);

describe('a file as other systems write it has the same residents', () => {
  test.each([
    ['a mainframe, with 0x1A behind the last line', `${heading}\r\n${good}\r\n${good}\r\n\u001a`],
    ['a mainframe, with 0x1A in the last line', `${heading}\r\n${good}\r\n${good}\u001a`],
    ['Excel for Mac, with CR alone', `${heading}\r${good}\r${good}\r`],
    ['Excel, with empty columns at the right', `${heading},,\r\n${good},,\r\n${good}, ,\r\n,,,,,,,\r\n`],
    ['an editor that has cut the empty columns of a line', `${heading},,\r\n${good}\r\n${good},\r\n`],
    ['Excel, with numbers kept as text', `${heading}\r\n${good.replace('0123', '="0123"')}\r\n${good}\r\n`],
    [
      'Excel, with such numbers in quotation marks',
      `${heading}\r\n${good.replace('0123', '"=""0123"""')}\r\n${good}\r\n`,
    ],
  ])('%s', async (_, text) => {
    const plain = await valuesOf(`${heading}\r\n${good}\r\n${good}\r\n`);
    expect(plain).toHaveLength(2);
    expect(await valuesOf(text)).toEqual(plain);
  });

  test.each([
    ['男 ', 'male'],
    ['男性', 'male'],
    ['　女性', 'female'],
    [' 2', 'female'],
    ['不明 ', 'unknown'],
  ])('the sex %j is %s', async (cell, sex) => {
    expect(await valuesOf(`${heading}\n${good.replace(',2,', `,${cell},`)}\n`)).toMatchObject([{ sex }]);
  });

  test('blanks around a value mean nothing, and in a text they stay', async () => {
    const cells = ' 01 , 123 , 花子 , 1990-04-01 , 1 , 本町1 , 1 , JM , 電話 ';
    expect(await valuesOf(`${heading},nonDisclosure,dataType,contact\n${cells}\n`)).toMatchObject([
      {
        numberSystem: '01',
        addressNumber: '123',
        name: ' 花子 ',
        birthDate: '1990-04-01',
        sex: 'male',
        nonDisclosure: true,
        dataType: 'JM',
        contact: ' 電話 ',
      },
    ]);
  });

  test.each(['fixed', 'ndjson'] as const)('0x1A at the end of a file of the format %s', async (format) => {
    const options = { format, encoding: 'cp932' } as const;
    const bytes = fileOf(options, [resident, resident]);
    expect(await valuesIn(Buffer.concat([bytes, Buffer.from([0x1a])]), options)).toEqual(
      await valuesIn(bytes, options),
    );
  });

  test('but a cell under no heading that is not empty makes its line bad, and 0x1A elsewhere is a control character', async () => {
    const lines = await readAll(Buffer.from(`${heading},,\n${good},x,\n\u001a${good},,\n`));
    const rules = lines.map((line) => line.kind === 'bad' && line.problems[0]?.rule);
    expect(rules).toEqual(['WRONG_CELL_COUNT', 'NOT_2_DIGITS']);
  });
});

describe('whoever has the file at hand', () => {
  test('learns which names of its heading are no fields', () => {
    const names = (text: string) => explainHeading(Buffer.from(text), 'utf-8');
    expect(names('\ufeff番号体系,氏 名,備考,住所\r\n01,花子,x,本町\r\n')).toEqual(['氏 名', '備考']);
    expect(names(`${heading}\r\n${good}`)).toEqual([]);
    expect(names(`${heading},\r${good},\r`)).toEqual([]);
    expect(names('"')).toEqual([]);
    expect(names('コード,姓名\r\n1,花子')).toEqual(['コード', '姓名']);
    // A resident in the place of the heading.
    expect(names(`${good}\r\n${good}`)).toEqual([]);
  });

  test('gets an empty file whose heading is read', () => {
    expect(explainHeading(Buffer.from(templateHeading), 'utf-8')).toEqual([]);
    expect(templateHeading.split(',')).toHaveLength(19);
  });
});

describe('a file with the columns of another system', () => {
  const theirs = '\ufeff体系,宛名コード,備考,漢字氏名,生年月日,性別,"住所,方書"\r\n';
  const line = '01,123,何か,符号　花子,1990-04-01,女,本町1\r\n';
  const names: ColumnNames = {
    体系: 'numberSystem',
    宛名コード: 'addressNumber',
    備考: null,
    漢字氏名: 'name',
    '住所,方書': 'address',
  };

  test.each(['utf-8', 'cp932'] as const)('is read under the names that were given, in %s', async (encoding) => {
    const text = (encoding === 'utf-8' ? theirs : theirs.slice(1)) + line;
    const encoded = encode(text, encoding);
    if (!encoded.isWhole) throw new Error('the encoding lacks a character');
    const { bytes } = encoded;
    const mapped = mapHeading(bytes, encoding, names);
    if (!mapped) throw new Error('no name was mapped');
    const sent = Buffer.concat([mapped.bytes, bytes.subarray(mapped.from)]);
    expect(await valuesIn(sent, { encoding })).toMatchObject([
      { numberSystem: '01', addressNumber: '123', name: '符号　花子', sex: 'female', address: '本町1' },
    ]);
    expect(explainHeading(sent, encoding)).toEqual([]);
  });

  test('has fields that are guessed by names equal but for case, blanks and marks, and none that is said twice or lacks', () => {
    expect(['氏名（カナ）', 'Address_Number', '業務項目１', '性 別', '宛名'].map(guessField)).toEqual([
      'nameKana',
      'addressNumber',
      'businessItem1',
      'sex',
      undefined,
    ]);
    const chosen = readColumnsOf(['体系', '宛名コード', '備考', '漢字氏名', 'sex', '-', '', '何か'], names);
    expect(chosen).toEqual(['numberSystem', 'addressNumber', null, 'name', 'sex', null, null, undefined]);
    expect(checkColumns([...chosen, 'name', 'name'])).toEqual({
      repeated: ['name'],
      missing: ['birthDate', 'address'],
    });
  });

  test('has a heading, and no resident in its place', () => {
    for (const somebody of [good, '01,7,花子,S20.1.1,2,本町', '01,7,花子,昭和二十年一月一日,女,本町', '19450101,男']) {
      expect([somebody, seemsResident(somebody.split(','))]).toEqual([somebody, true]);
    }
    expect(seemsResident(theirs.split(','))).toBe(false);
  });

  test('is as it is where nothing is to be mapped', () => {
    expect(mapHeading(Buffer.from(`${heading}\n${good}`), 'utf-8', names)).toBeNull();
    expect(mapHeading(Buffer.from(heading), 'utf-8', { name: 'name' })).toBeNull();
  });

  test('has its lines written in its own order', () => {
    const columns = readColumns(Buffer.from('住所,-,氏名,'), 'utf-8');
    const { write } = createLineWriter({ format: 'csv', encoding: 'utf-8', columns });
    expect(Buffer.from(write(resident)).toString()).toBe(`${resident.address},,${resident.name},\r\n`);
  });
});
