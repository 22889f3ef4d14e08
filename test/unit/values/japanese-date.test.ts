import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../domain/calendar/civil-date.ts';
import {
  checkDate,
  eras,
  formatJapaneseDate,
  partlyKnownKey,
  spellEraCode,
} from '../../../domain/values/japanese-date.ts';

describe('a date is read and its text kept', () => {
  test.each([
    ['1990-04-01', '1990-04-01'],
    ['1990/4/1', '1990-04-01'],
    ['1990.4.1', '1990-04-01'],
    ['19900401', '1990-04-01'],
    ['１９９０年４月１日', '1990-04-01'],
    ['西暦1990年4月1日', '1990-04-01'],
    ['平成2年4月1日', '1990-04-01'],
    ['平成 2年 4月 1日', '1990-04-01'],
    ['　平成２年４月１日', '1990-04-01'],
    ['平成二年四月一日', '1990-04-01'],
    ['昭和六十三年十二月三十一日', '1988-12-31'],
    ['平成〇二年四月二〇日', '1990-04-20'],
    ['㍻2年4月1日', '1990-04-01'],
    ['H2.4.1', '1990-04-01'],
    ['h02/04/01', '1990-04-01'],
    ['Ｈ２．４．１', '1990-04-01'],
    ['H020401', '1990-04-01'],
    ['令和元年5月1日', '2019-05-01'],
    ['令和1年5月1日', '2019-05-01'],
    ['2024-02-29', '2024-02-29'],
    ['2000-02-29', '2000-02-29'],
    // First and last days of the eras.
    ['明治6年1月1日', '1873-01-01'],
    ['明治45年7月29日', '1912-07-29'],
    ['大正元年7月30日', '1912-07-30'],
    ['大正15年12月24日', '1926-12-24'],
    ['昭和元年12月25日', '1926-12-25'],
    ['昭和64年1月7日', '1989-01-07'],
    ['平成元年1月8日', '1989-01-08'],
    ['平成31年4月30日', '2019-04-30'],
    ['R1.5.1', '2019-05-01'],
    // As old systems, spreadsheets and registers write them.
    ['昭20.1.1', '1945-01-01'],
    ['S20年1月1日', '1945-01-01'],
    ['S.20.1.1', '1945-01-01'],
    ['R元.5.1', '2019-05-01'],
    ['平元.12.1', '1989-12-01'],
    ['令和元/5/1', '2019-05-01'],
    ['昭和20年1月1日生', '1945-01-01'],
    ['昭和20年1月1日生まれ', '1945-01-01'],
    ['1990/4/1 0:00', '1990-04-01'],
    ['1990/04/01 0:00:00', '1990-04-01'],
    ['1990-04-01 00:00:00.000', '1990-04-01'],
    ['1990−04−01', '1990-04-01'],
    ['1990ー4ー1', '1990-04-01'],
    ['昭和二○年一月一日', '1945-01-01'],
    ['昭和二◯年一月一日', '1945-01-01'],
    ['昭和弐拾年壱月壱日', '1945-01-01'],
    ['昭和参年参月参拾日', '1928-03-30'],
    ['1990年4月1日(日)', '1990-04-01'],
    ['1990年4月1日（日曜日）', '1990-04-01'],
    ['平成2年4月1日 日曜日', '1990-04-01'],
    ['昭200101', '1945-01-01'],
    ['昭和20・1・1', '1945-01-01'],
  ])('%s is %s', (text, date) => {
    const [year, month, day] = date.split('-').map(Number);
    expect(checkDate(text)).toEqual({ valid: true, value: { text, date, known: { year, month, day } } });
  });
});

describe('a date that is partly unknown has its text and no day', () => {
  test.each([
    '不詳',
    '生年月日不詳',
    '年月日不詳',
    '昭和30年月日不詳',
    '昭和30年4月日不詳',
    '昭和30年4月不詳日',
    '昭和３０年　月日不詳',
    '昭和30年不詳',
    '昭和年月日不詳',
    '昭和三十年月日不明',
    '1955年月日不詳',
    '1955-00-00',
    '1955-04-00',
    '1955/4/0',
    '19550400',
    '0000-00-00',
    '00000000',
    'S30.00.00',
    '昭和64年月日不詳',
    '明治6年月日不詳',
  ])('%s', (text) => {
    expect(checkDate(text)).toMatchObject({ valid: true, value: { text, date: null } });
  });
});

describe('the writings of one partly known date have the same known parts', () => {
  test.each([
    [
      '1940-00-00',
      [
        '昭和15年月日不詳',
        '昭和１５年月日不詳',
        'S15.00.00',
        '19400000',
        '昭和15年頃',
        '昭15年不詳',
        '1940年ごろ',
        'S150000',
      ],
    ],
    ['1940-01-00', ['昭和15年1月日不詳', 'S15.1.0', '19400100', '昭和十五年一月頃', '昭15年1月日不詳']],
    ['1940-01-00 early', ['昭和15年1月上旬頃', 'S15年1月上旬', '1940年1月上旬ごろ']],
    ['1940-01-01 about', ['昭和15年1月1日頃', '1940/1/1頃']],
    ['S0000-00-00', ['昭和年月日不詳', '昭和不詳']],
    ['S1989-00-00', ['昭和64年月日不詳', 'S64.00.00']],
    ['H1989-00-00', ['平成元年月日不詳']],
    ['1989-00-00', ['1989年月日不詳', '19890000']],
    ['1989-03-00', ['1989年3月日不詳', '平成元年3月日不詳']],
    ['0000-00-00', ['不詳', '生年月日不詳', '00000000']],
  ])('%s', (key, texts) => {
    for (const text of texts) expect(`${text} ${String(partlyKnownKey(text))}`).toBe(`${text} ${key}`);
  });

  test('and a whole date, or a text that is none, has no such key', () => {
    expect(partlyKnownKey('1940-01-01')).toBeNull();
    expect(partlyKnownKey('頃')).toBeNull();
  });
});

describe('a date that cannot be is refused', () => {
  test.each([
    ['2023-02-30', 'IMPOSSIBLE_DATE'],
    ['2023-02-29', 'IMPOSSIBLE_DATE'],
    ['1900-02-29', 'IMPOSSIBLE_DATE'],
    ['2023-13-01', 'IMPOSSIBLE_DATE'],
    ['2023-04-31', 'IMPOSSIBLE_DATE'],
    ['20230230', 'IMPOSSIBLE_DATE'],
    ['平成2年2月30日', 'IMPOSSIBLE_DATE'],
    ['1955-13-00', 'IMPOSSIBLE_DATE'],
    ['0000-02-30', 'IMPOSSIBLE_DATE'],
    ['昭和65年1月1日', 'OUTSIDE_ERA'],
    ['昭和65年月日不詳', 'OUTSIDE_ERA'],
    ['昭和64年1月8日', 'OUTSIDE_ERA'],
    ['昭和64年2月日不詳', 'OUTSIDE_ERA'],
    ['昭和元年12月24日', 'OUTSIDE_ERA'],
    ['平成32年1月1日', 'OUTSIDE_ERA'],
    ['平成31年5月1日', 'OUTSIDE_ERA'],
    ['平成元年1月7日', 'OUTSIDE_ERA'],
    ['令和元年4月30日', 'OUTSIDE_ERA'],
    ['大正元年7月29日', 'OUTSIDE_ERA'],
    ['大正15年12月25日', 'OUTSIDE_ERA'],
    ['明治45年7月30日', 'OUTSIDE_ERA'],
    ['昭和0年4月1日', 'OUTSIDE_ERA'],
    ['明治5年12月2日', 'BEFORE_MEIJI_6'],
    ['明治5年月日不詳', 'BEFORE_MEIJI_6'],
    ['1872-12-31', 'BEFORE_MEIJI_6'],
    ['', 'EMPTY'],
    ['　 ', 'EMPTY'],
    ['平成2年4月', 'UNREADABLE_DATE'],
    ['平成2年4月1日不詳', 'UNREADABLE_DATE'],
    ['昭和30', 'UNREADABLE_DATE'],
    ['昭和', 'UNREADABLE_DATE'],
    ['西暦', 'UNREADABLE_DATE'],
    ['30年4月1日', 'UNREADABLE_DATE'],
    ['90-4-1', 'UNREADABLE_DATE'],
    ['1990-4/1', 'UNREADABLE_DATE'],
    ['1990 4 1', 'UNREADABLE_DATE'],
    ['199041', 'UNREADABLE_DATE'],
    ['平成1990年4月1日', 'UNREADABLE_DATE'],
    ['慶応3年1月1日', 'UNREADABLE_DATE'],
    ['1990-04-01T00:00:00Z', 'UNREADABLE_DATE'],
    ['tomorrow', 'UNREADABLE_DATE'],
    ['1990年4月1日(月)', 'WRONG_WEEKDAY'],
    ['1990年4月日不詳(日)', 'UNREADABLE_DATE'],
    ['1990/4/1 12:00', 'UNREADABLE_DATE'],
    ['昭和15年', 'UNREADABLE_DATE'],
    ['昭和15年上旬頃', 'UNREADABLE_DATE'],
    ['頃', 'UNREADABLE_DATE'],
    ['日曜日', 'UNREADABLE_DATE'],
    ['元.5.1', 'UNREADABLE_DATE'],
  ])('%j by the rule %s', (text, rule) => {
    expect(checkDate(text)).toEqual({ valid: false, rule });
  });

  test('a birth date after the day of its transfer is in the future', () => {
    expect(checkDate('2026-04-02', { notAfter: '2026-04-01' })).toEqual({ valid: false, rule: 'DATE_IN_FUTURE' });
    expect(checkDate('令和8年5月日不詳', { notAfter: '2026-04-01' })).toMatchObject({ rule: 'DATE_IN_FUTURE' });
    expect(checkDate('2026-04-01', { notAfter: '2026-04-01' })).toMatchObject({ valid: true });
    expect(checkDate('令和8年月日不詳', { notAfter: '2026-04-01' })).toMatchObject({ valid: true });
  });
});

describe('a date in the Japanese calendar', () => {
  test.each([
    ['1873-01-01', '明治6年1月1日'],
    ['1912-07-30', '大正元年7月30日'],
    ['1926-12-25', '昭和元年12月25日'],
    ['1989-01-07', '昭和64年1月7日'],
    ['1989-01-08', '平成元年1月8日'],
    ['2019-04-30', '平成31年4月30日'],
    ['2019-05-01', '令和元年5月1日'],
    ['2026-12-01', '令和8年12月1日'],
  ])('%s is written %s', (date, written) => {
    expect(formatJapaneseDate(date)).toBe(written);
  });

  test.each(['1872-12-31', '2023-02-30', '', '1990-4-1'])('%j cannot be written', (date) => {
    expect(() => formatJapaneseDate(date)).toThrow(RangeError);
  });

  test('what is written is read back as the same day', () => {
    const days = fc.integer({ min: 0, max: 89_000 }).map((offset) => addDays('1873-01-01', offset));
    fc.assert(
      fc.property(days, (date) => {
        expect(checkDate(formatJapaneseDate(date))).toMatchObject({ value: { date } });
      }),
      { numRuns: 500 },
    );
  });

  test('each era begins the day after the one before it', () => {
    expect(eras.slice(1).map(({ first }) => first)).toEqual(eras.slice(0, -1).map(({ last }) => addDays(last, 1)));
    expect(eras.map(({ first }) => first.slice(0, 4))).toEqual(eras.map(({ firstYear }) => String(firstYear)));
  });

  test('no text makes the reader fail, and what it accepts it keeps', () => {
    const pieces = fc.constantFrom(
      '昭和',
      '平成',
      'H',
      '2',
      '30',
      '元',
      '年',
      '月',
      '日',
      '不詳',
      '0',
      '-',
      '.',
      ' ',
      '十',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces).map((parts) => parts.join('')),
        ),
        (text) => {
          const checked = checkDate(text);
          expect(checked.valid ? checked.value.text : text).toBe(text);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

test('an era code is spelled by its letter, and nothing else is changed', () => {
  expect(['4020401', '３４５０６０７', '5010501'].map(spellEraCode)).toEqual(['H020401', 'S450607', 'R010501']);
  for (const text of ['6020401', '0020401', '19900401', '平成2年4月1日', '']) expect(spellEraCode(text)).toBe(text);
});
