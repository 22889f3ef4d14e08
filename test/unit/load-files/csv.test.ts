import { describe, expect, test } from 'vitest';
import type { ReadLine } from '../../../contracts/load-file.ts';
import { readColumns } from '../../../load-files/heading-columns.ts';
import { japaneseHeadings, loadFields } from '../../../contracts/load-fields.ts';
import { LoadFileProblem } from '../../../load-files/problem.ts';
import { inChunks, judgements, now, readAll, type ReadOptions } from './support.ts';

const heading = 'numberSystem,addressNumber,name,birthDate,sex,address';
const good = '01,123,符号　花子,1990-04-01,2,架空県符号市本町1';

const read = (lines: string[], options?: ReadOptions): Promise<ReadLine[]> =>
  readAll(Buffer.from(lines.join('\r\n')), options);
const judged = async (lines: string[], options?: ReadOptions) => judgements(await read(lines, options));
const valueOf = async (lines: string[], options?: ReadOptions) => {
  const [line] = await read(lines, options);
  if (line?.kind !== 'good') throw new Error(JSON.stringify(line?.problems));
  return line.value;
};
async function problemsIn(lines: string[], options?: ReadOptions): Promise<LoadFileProblem['problems']> {
  try {
    await read(lines, options);
  } catch (err) {
    if (err instanceof LoadFileProblem) return err.problems;
    throw err;
  }
  throw new Error('the file could be read');
}

describe('the heading', () => {
  test('may have the names of the API, in any order', async () => {
    const reversed = (line: string): string => line.split(',').toReversed().join(',');
    expect(await valueOf([reversed(heading), reversed(good)])).toEqual(await valueOf([heading, good]));
  });

  test('may have the words of the municipality, one and all', async () => {
    const all = loadFields.map((field) => japaneseHeadings[field]).join(',');
    const cells =
      'x-1,2026-11-24T09:30:00+09:00,123456789018,01,123,7,花子,ハナコ,1990-04-01,女,本町1,c,d,1,JM,2026-11-24T09:30:00Z,一,二,s-1';
    expect(await valueOf([all, cells])).toMatchObject({
      transferId: 'x-1',
      personalNumber: '123456789018',
      integratedAddressNumber: '7',
      nameKana: 'ハナコ',
      nonDisclosure: true,
      businessItem1: '一',
      businessItem2: '二',
      senderStaffId: 's-1',
    });
  });

  test.each(['番号体系,宛名番号, 氏名 ,"生年月日",性別,住所,業務項目１', `\ufeff${heading},業務項目1`])(
    'may be written %s',
    async (written) => {
      expect(await valueOf([written, `${good},世帯主`])).toMatchObject({ businessItem1: '世帯主' });
    },
  );

  test.each<[string, string, unknown[]]>([
    ['a name that is no field', `${heading},remark`, [{ field: '', rule: 'UNKNOWN_HEADING', column: 7 }]],
    ['a field twice', `${heading},氏名`, [{ field: 'name', rule: 'REPEATED_HEADING', column: 7 }]],
    ['no address', heading.replace(/,address$/u, ''), [{ field: 'address', rule: 'MISSING_HEADING' }]],
    ['no number system', heading.replace('numberSystem,', ''), [{ field: 'numberSystem', rule: 'MISSING_HEADING' }]],
    ['a quotation mark that is not closed', `"${heading}`, [{ field: '', rule: 'UNREADABLE_HEADING' }]],
    ['a line break in a name', `${heading},"業務\n項目1"`, [{ field: '', rule: 'UNREADABLE_HEADING' }]],
  ])('with %s is a problem of the whole file', async (_, written, problems) => {
    expect(await problemsIn([written, good])).toEqual(problems);
  });

  test('tells all its problems at once, and nothing of a resident who stands in its place', async () => {
    const problems = await problemsIn([good, good]);
    expect(problems.map(({ rule }) => rule)).toEqual([
      ...Array.from({ length: 6 }, () => 'UNKNOWN_HEADING'),
      ...Array.from({ length: 6 }, () => 'MISSING_HEADING'),
    ]);
    expect(JSON.stringify(problems)).not.toContain('花子');
  });

  test.each(['', '\r\n\r\n', '\ufeff'])('is missing from an empty file', async (text) => {
    expect(await problemsIn([text])).toEqual([{ field: '', rule: 'EMPTY_FILE' }]);
  });

  test('without a line under it is a file of no residents', async () => {
    expect(await judged([heading])).toEqual([]);
  });

  test('is handed on as it stands, so that bad lines can be given back under it', async () => {
    const headings: string[] = [];
    const onHeading = async (raw: Uint8Array): Promise<void> => {
      await Promise.resolve();
      headings.push(Buffer.from(raw).toString());
    };
    await read([`\ufeff "${heading.replaceAll(',', '","')}"`.replace(' ', ''), good], { onHeading });
    expect(headings).toEqual([`\ufeff"${heading.replaceAll(',', '","')}"`]);
    expect(readColumns(Buffer.from(headings[0] ?? ''), 'utf-8')).toEqual(heading.split(','));
  });
});

describe('what a load may leave out', () => {
  test('is the load’s own: the line as transfer id, the moment of the load', async () => {
    expect(await valueOf([heading, good], { fileKey: 'abc' })).toMatchObject({
      transferId: 'abc:2',
      operatedAt: now,
      // Without a field of business information it carries none.
      confirmedAt: null,
      dataType: null,
      personalNumber: null,
      integratedAddressNumber: null,
      nonDisclosure: false,
    });
  });

  test('is what was said for the whole file', async () => {
    const defaults = {
      numberSystem: '07',
      dataType: 'KOKUHO',
      operatedAt: '2026-04-01T00:00:00+09:00',
      confirmedAt: '2026-03-31T00:00:00+09:00',
    };
    const [, ...fields] = heading.split(',');
    const [, ...cells] = good.split(',');
    expect(await valueOf([fields.join(','), cells.join(',')], { defaults })).toMatchObject({
      numberSystem: '07',
      dataType: 'KOKUHO',
      operatedAt: Date.parse(defaults.operatedAt),
      confirmedAt: Date.parse(defaults.confirmedAt),
    });
  });

  test('but a line that says it itself is believed', async () => {
    const defaults = { numberSystem: '07', dataType: 'KOKUHO' };
    expect(await valueOf([`${heading},dataType,transferId`, `${good},JM,x`], { defaults })).toMatchObject({
      numberSystem: '01',
      dataType: 'JM',
      transferId: 'x',
    });
  });
});

describe('a cell', () => {
  test.each([
    ['1', 'male'],
    ['男', 'male'],
    ['male', 'male'],
    ['2', 'female'],
    ['２', 'female'],
    ['女', 'female'],
    ['0', 'unknown'],
    ['不明', 'unknown'],
    ['unknown', 'unknown'],
  ])('of sex may say %s', async (cell, sex) => {
    expect(await valueOf([heading, good.replace(',2,', `,${cell},`)])).toMatchObject({ sex });
  });

  test.each([
    ['1', true],
    ['true', true],
    ['TRUE', true],
    ['0', false],
    ['False', false],
    ['', false],
    ['  ', false],
  ])('of non-disclosure may say "%s"', async (cell, nonDisclosure) => {
    expect(await valueOf([`${heading},nonDisclosure`, `${good},${cell}`])).toMatchObject({ nonDisclosure });
  });

  test('that is empty or blank is no value', async () => {
    const more = 'personalNumber,integratedAddressNumber,nameKana,contact,businessItem1';
    expect(await valueOf([`${heading},${more}`, `${good},            ,,　,"",`])).toMatchObject({
      personalNumber: null,
      integratedAddressNumber: null,
      nameKana: null,
      contact: null,
      businessItem1: '',
    });
  });

  test('is kept to the character, quoted or not', async () => {
    const name = ' 髙橋　"𠮷"之,花子 ';
    const quoted = good.replace('符号　花子', `"${name.replaceAll('"', '""')}"`);
    expect(await valueOf([heading, quoted])).toMatchObject({ name });
    expect(await valueOf([heading, good.replace('符号　花子', ' 髙橋　花子 ')])).toMatchObject({
      name: ' 髙橋　花子 ',
    });
  });
});

describe('a line that is wrong', () => {
  test('tells all that is wrong with it', async () => {
    const header = `${heading},personalNumber,integratedAddressNumber,nonDisclosure,confirmedAt`;
    expect(await judged([header, 'A,,花\u0001子,1990-02-30,3,,123456789012,x,9,昨日'])).toEqual([
      [
        2,
        [
          'personalNumber CHECK_DIGIT',
          'numberSystem NOT_2_DIGITS',
          'addressNumber MISSING',
          'name CONTROL_CHARACTER',
          'birthDate IMPOSSIBLE_DATE',
          'sex NOT_LISTED',
          'address MISSING',
          'nonDisclosure NOT_A_BOOLEAN',
          'confirmedAt NOT_A_MOMENT',
          'integratedAddressNumber NOT_1_TO_15_DIGITS',
        ],
      ],
    ]);
  });

  test.each([
    ['too few cells', good.replace(/,[^,]*$/u, ''), 'WRONG_CELL_COUNT'],
    ['too many cells', `${good},`, 'WRONG_CELL_COUNT'],
    ['a stray quotation mark', good.replace('花子', '"花子"'), 'UNREADABLE_LINE'],
    ['text behind a quoted cell', good.replace('符号　花子', '"符号"花子'), 'UNREADABLE_LINE'],
    ['a quotation mark that is not closed', good.replace('符号', '"符号'), 'UNREADABLE_LINE'],
  ])('for %s is given back as it stands, between neighbours that are good', async (_, wrong, rule) => {
    const lines = await read([heading, good, wrong, good]);
    expect(judgements(lines)).toEqual([
      [2, null],
      [3, [rule]],
      [4, null],
    ]);
    expect(lines[1]?.kind === 'bad' && Buffer.from(lines[1].raw).toString()).toBe(wrong);
  });

  test('may not hide a control character in a birth date, where blanks are forgiven', async () => {
    for (const birthDate of ['\t1990-04-01', '1990年\t4月1日', '1990-04-01\u000b']) {
      expect(await judged([heading, good.replace('1990-04-01', birthDate)])).toEqual([
        [2, ['birthDate CONTROL_CHARACTER']],
      ]);
    }
    expect(await judged([heading, good.replace('1990-04-01', ' 平成 2年　4月 1日 ')])).toEqual([[2, null]]);
  });

  test('says nothing of the values that are wrong', async () => {
    const [line] = await read([`${heading},personalNumber`, `${good},123456789012`]);
    expect(line?.kind === 'bad' && JSON.stringify(line.problems)).not.toContain('1234');
  });

  test('of commas only is an empty line, as spreadsheets leave them', async () => {
    expect(await judged([heading, ',,,,,', good, ',,,,,', ''])).toEqual([[3, null]]);
  });
});

describe('a quoted cell over several lines', () => {
  const long = good.replace('符号　花子', '"符号\r\n花子"');

  test('is one record, bad by its line break, and the next line has the number an editor shows', async () => {
    const lines = await read([heading, long, good]);
    expect(judgements(lines)).toEqual([
      [2, ['name CONTROL_CHARACTER']],
      [4, null],
    ]);
    expect(lines[0]?.kind === 'bad' && Buffer.from(lines[0].raw).toString()).toBe(long);
  });

  test('is bad also where blanks are forgiven', async () => {
    expect(await judged([heading, good.replace('01,', '"01\n",')])).toEqual([[2, ['numberSystem CONTROL_CHARACTER']]]);
  });

  test('never lets a line inside it become a resident', async () => {
    const inside = good.replace('符号　花子', `"\n${good}\n"`);
    expect(await judged([heading, good, inside, good])).toEqual([
      [2, null],
      [3, ['UNREADABLE_LINE']],
      [4, ['UNREADABLE_LINE']],
      [5, ['UNREADABLE_LINE']],
      [6, null],
    ]);
  });

  test('that is not closed within any real length is taken for a slip', async () => {
    const opened = good.replace('符号', '"符号');
    const between = Array.from({ length: 600 }, () => good);
    const lines = await judged([heading, opened, ...between, good.replace('花子', '花子"'), good]);
    expect(lines.filter(([, problems]) => problems)).toEqual([
      [2, ['UNREADABLE_LINE']],
      [603, ['UNREADABLE_LINE']],
    ]);
    expect(lines).toHaveLength(603);
  });
});

describe('a line that is longer than any may be', () => {
  const tooLong = good.replace('花子', '花'.repeat(40_000));

  test.each([1000, 65_537, 1_000_000])('is one bad line, when it comes in pieces of %i bytes', async (size) => {
    const file = Buffer.from([heading, good, tooLong, good].join('\n'));
    const lines = await readAll(inChunks(file, [size]));
    expect(judgements(lines)).toEqual([
      [2, null],
      [3, ['LINE_TOO_LONG']],
      [4, null],
    ]);
    expect(lines[1]?.kind === 'bad' && lines[1].raw.length).toBe(65_536);
  });

  test('takes no more memory however long it is, and closes no quotation mark', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${heading}\n${good.replace('符号', '"符号')}\n${good}`);
      for (let times = 0; times < 200; times += 1) yield Buffer.alloc(65_536, 'あ",');
      yield Buffer.from(`\n${good}\n`);
      await Promise.resolve();
    }
    expect(judgements(await readAll(endless()))).toEqual([
      [2, ['UNREADABLE_LINE']],
      [3, ['LINE_TOO_LONG']],
      [4, null],
    ]);
  });
});

describe('a file of many blocks', () => {
  // Each kind of record that a block may end in the middle of, with what is said of its lines.
  const kinds: [text: string, lines: [at: number, problems: string[] | null][]][] = [
    [good, [[0, null]]],
    [good.replace('符号　花子', '"符号,花子"'), [[0, null]]],
    [good.replace('符号　花子', '"符号\r\n""花子"""'), [[0, ['name CONTROL_CHARACTER']]]],
    [good.replace('花子', '\u0001'.repeat(60)), [[0, ['name CONTROL_CHARACTER']]]],
    [
      good.replace('符号　花子', `"\r\n${good}\r\n"`),
      [
        [0, ['UNREADABLE_LINE']],
        [1, ['UNREADABLE_LINE']],
        [2, ['UNREADABLE_LINE']],
      ],
    ],
    ['', []],
    [good.replace('符号', '"'), [[0, ['UNREADABLE_LINE']]]],
    // Ends what a slip before it could have opened.
    [good.replace('符号　花子', '"花子"'), [[0, null]]],
  ];
  const pattern = kinds.map(([text]) => text);
  const times = 2000;

  test.each([[[1009]], [[65_536]], [[300_007]], [[10_000_000]], [[40_000, 1, 7]]])(
    'says the same of each line, when it comes in pieces of %j bytes',
    async (sizes) => {
      const file = Buffer.from([heading, ...Array.from({ length: times }, () => pattern).flat()].join('\r\n'));
      const expected: [number, string[] | null][] = [];
      let line = 2;
      for (let turn = 0; turn < times; turn += 1) {
        for (const [text, judgedLines] of kinds) {
          expected.push(...judgedLines.map(([at, problems]): [number, string[] | null] => [line + at, problems]));
          line += text.split('\n').length;
        }
      }
      expect(file.length).toBeGreaterThan(4 * 262_144);
      expect(judgements(await readAll(inChunks(file, sizes)))).toEqual(expected);
    },
  );
});
