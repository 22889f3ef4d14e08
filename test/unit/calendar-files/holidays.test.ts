import holidayJp from '@holiday-jp/holiday_jp';
import { describe, expect, test } from 'vitest';
import { compareHolidays } from '../../../calendar-files/propose.ts';
import { readHolidayFile, type ListedHoliday } from '../../../calendar-files/read-holidays.ts';
import { encode } from '../../../load-files/encode.ts';

const heading = '国民の祝日・休日月日,国民の祝日・休日名称';
const sjis = (...lines: string[]): Uint8Array => encodeSjis([heading, ...lines, ''].join('\r\n'));
const slashed = (date: string): string => date.split('-').map(Number).join('/');
/** The list as the Cabinet Office would publish it, from the second source of the holidays. */
const official: ListedHoliday[] = Object.values(holidayJp.holidays)
  .map(({ date, name }) => ({ date, name }))
  .filter(({ date }) => date >= '1970' && date < '2051');
const lineOf = ({ date, name }: ListedHoliday): string => `${slashed(date)},${name.includes('振替') ? '休日' : name}`;

function encodeSjis(text: string): Uint8Array {
  const encoded = encode(text, 'cp932');
  if (!encoded.isWhole) throw new Error('not in Shift_JIS');
  return encoded.bytes;
}
function read(bytes: Uint8Array): ListedHoliday[] {
  const answer = readHolidayFile(bytes);
  if (answer.kind === 'refused') throw new Error(JSON.stringify(answer.problems));
  return answer.value;
}
const problems = (bytes: Uint8Array): string[] => {
  const answer = readHolidayFile(bytes);
  return answer.kind === 'refused' ? answer.problems.map(({ field, rule }) => `${field} ${rule}`) : [];
};

describe('the Cabinet Office’s list of holidays', () => {
  test('is read in Shift_JIS, and says of every year to 2050 what the rules say', () => {
    const listed = read(sjis(...official.map(lineOf)));
    expect(listed.length).toBe(official.length);
    const { overrides, years, partialYears } = compareHolidays(listed, []);
    expect(overrides).toEqual([]);
    expect([years.length, partialYears]).toEqual([51, []]);
  });

  test('what it has besides becomes a closed day, what it lacks an open one, and what is decided stays', () => {
    const listed = official
      .filter(({ date }) => date.startsWith('2027') && date !== '2027-03-22' && date !== '2027-05-03')
      .concat({ date: '2027-06-01', name: '特別の休日' }, { date: '2027-06-05', name: '土曜日の休日' })
      .concat({ date: '2027-06-02', name: '別の休日' });
    const standing = [{ date: '2027-06-02', kind: 'open' as const, reason: '決めた日' }];
    expect(compareHolidays(listed, standing).overrides).toEqual([
      { date: '2027-03-22', kind: 'open', reason: '振替休日は内閣府の一覧にありません' },
      { date: '2027-05-03', kind: 'open', reason: '憲法記念日は内閣府の一覧にありません' },
      { date: '2027-06-01', kind: 'closed', reason: '特別の休日' },
    ]);
  });

  test('nothing is concluded from a year that it has only in part', () => {
    const listed = official.filter(({ date }) => date >= '2026-01-01' && date < '2027-07-01');
    expect(compareHolidays(listed, [])).toEqual({ overrides: [], years: [2026], partialYears: [2027] });
  });

  test('each line that is wrong is named with its rule', () => {
    const bytes = sjis(
      '2026/1/1,元日',
      '2026-01-12,成人の日',
      '2026/2/30,建国記念の日',
      '2026/2/11',
      '2026/2/11,建国記念の日,x',
      '2026/2/23, ',
      `2026/3/20,${'長'.repeat(101)}`,
      '2026/1/1,元日',
    );
    expect(problems(bytes)).toEqual([
      'lines[3] NOT_A_SLASHED_DATE',
      'lines[4] IMPOSSIBLE_DATE',
      'lines[5] NOT_TWO_COLUMNS',
      'lines[6] NOT_TWO_COLUMNS',
      'lines[7] EMPTY',
      'lines[8] TOO_LONG',
      'lines[9] REPEATED_DATE',
    ]);
  });

  test('in UTF-8, with a broken line or of the wrong size it is refused', () => {
    expect(problems(new TextEncoder().encode(`${heading}\r\n2026/1/1,元日\r\n`))).not.toEqual([]);
    const broken = [...sjis('2026/1/1,元日'), 0x85, 0xff, 0x0a];
    expect(problems(new Uint8Array(broken))).toEqual(['lines[3] NOT_SHIFT_JIS']);
    expect(problems(new Uint8Array(300_000))).toEqual(['file FILE_TOO_LARGE']);
    expect(problems(sjis())).toEqual(['file EMPTY']);
  });
});
