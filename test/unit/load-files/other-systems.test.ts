import { describe, expect, test } from 'vitest';
import type { LoadLine } from '../../../contracts/load-file.ts';
import { explainHeading, templateHeading } from '../../../load-files/explain-heading.ts';
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
  });

  test('gets an empty file whose heading is read', () => {
    expect(explainHeading(Buffer.from(templateHeading), 'utf-8')).toEqual([]);
    expect(templateHeading.split(',')).toHaveLength(19);
  });
});
