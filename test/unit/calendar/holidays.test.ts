import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { addDays, weekdayOf } from '../../../domain/calendar/civil-date.ts';
import { findClosure, findHoliday, listHolidays } from '../../../domain/calendar/holidays.ts';

// 2000 to 2050 by jpholiday 1.0.3 and holidays 0.109 (Python), which agree with each other and, day for day, with ours.
const referenceYears = Array.from({ length: 51 }, (_, index) => 2000 + index);
const referenceCounts = [
  15, 19, 18, 15, 15, 16, 16, 19, 17, 17, 16, 15, 18, 17, 17, 17, 17, 17, 20, 22, 18, 17, 16, 17, 21, 19, 18, 17, 16,
  19, 19, 19, 17, 17, 17, 19, 18, 18, 16, 16, 18, 19, 19, 18, 17, 17, 19, 19, 18, 17, 17,
];
const referenceSprings = [
  20, 20, 21, 21, 20, 20, 21, 21, 20, 20, 21, 21, 20, 20, 21, 21, 20, 20, 21, 21, 20, 20, 21, 21, 20, 20, 20, 21, 20,
  20, 20, 21, 20, 20, 20, 21, 20, 20, 20, 21, 20, 20, 20, 21, 20, 20, 20, 21, 20, 20, 20,
];
const referenceAutumns = [
  23, 23, 23, 23, 23, 23, 23, 23, 23, 23, 23, 23, 22, 23, 23, 23, 22, 23, 23, 23, 22, 23, 23, 23, 22, 23, 23, 23, 22,
  23, 23, 23, 22, 23, 23, 23, 22, 23, 23, 23, 22, 23, 23, 23, 22, 22, 23, 23, 22, 22, 23,
];

function dayOf(year: number, ja: string): number {
  return Number(
    listHolidays(year)
      .find((each) => each.ja === ja)
      ?.date.slice(8),
  );
}

describe('the national holidays', () => {
  test.each([
    ['2024-08-12', '振替休日', 'substitute'],
    ['2025-02-24', '振替休日', 'substitute'],
    ['2025-05-06', '振替休日', 'substitute'],
    ['2026-05-06', '振替休日', 'substitute'], // 5/3 is the Sunday, 5/4 and 5/5 are holidays
    ['2026-09-22', '国民の休日', 'citizens'],
    ['2027-03-22', '振替休日', 'substitute'],
    ['2032-09-21', '国民の休日', 'citizens'],
    ['2002-05-06', '振替休日', 'substitute'],
    ['2004-05-04', '国民の休日', 'citizens'],
    ['2006-04-29', 'みどりの日', 'national'],
    ['2007-04-29', '昭和の日', 'national'],
    ['2007-05-04', 'みどりの日', 'national'],
    ['2009-09-22', '国民の休日', 'citizens'],
    ['2002-07-20', '海の日', 'national'],
    ['2003-07-21', '海の日', 'national'],
    ['2002-09-16', '振替休日', 'substitute'],
    ['2016-08-11', '山の日', 'national'],
    ['2018-12-24', '振替休日', 'substitute'],
    ['2019-04-30', '国民の休日', 'citizens'],
    ['2019-05-01', '即位の日', 'national'],
    ['2019-05-02', '国民の休日', 'citizens'],
    ['2019-10-22', '即位礼正殿の儀', 'national'],
    ['2020-02-24', '振替休日', 'substitute'],
    ['2020-07-23', '海の日', 'national'],
    ['2020-07-24', 'スポーツの日', 'national'],
    ['2020-08-10', '山の日', 'national'],
    ['2021-07-22', '海の日', 'national'],
    ['2021-07-23', 'スポーツの日', 'national'],
    ['2021-08-09', '振替休日', 'substitute'],
    ['2026-01-01', '元日', 'national'],
    ['2026-10-12', 'スポーツの日', 'national'],
  ])('%s is %s', (date, ja, kind) => {
    expect(findHoliday(date)).toMatchObject({ date, ja, kind });
  });

  test.each([
    ['2015-08-11', 'before Mountain Day'],
    ['2019-02-23', 'the year without an Emperor’s Birthday'],
    ['2019-12-23', 'the year without an Emperor’s Birthday'],
    ['2020-07-20', 'moved for the Olympics'],
    ['2020-10-12', 'moved for the Olympics'],
    ['2021-08-11', 'moved for the Olympics'],
    ['2003-05-04', 'a Sunday between two holidays'],
    ['2003-07-20', 'a Happy Monday from this year on'],
    ['2024-05-07', 'the day after the substitute'],
    ['2026-05-07', 'the day after the substitute'],
    ['2025-09-22', 'a Monday before the equinox'],
  ])('%s is none: %s', (date) => {
    expect(findHoliday(date)).toBeUndefined();
  });

  test('are as many in each year as two other implementations say', () => {
    expect(referenceYears.map((year) => listHolidays(year).length)).toEqual(referenceCounts);
  });

  test('have the equinoxes of two other implementations', () => {
    expect(referenceYears.map((year) => dayOf(year, '春分の日'))).toEqual(referenceSprings);
    expect(referenceYears.map((year) => dayOf(year, '秋分の日'))).toEqual(referenceAutumns);
  });

  test('are in order, each day once, for every year that is kept', () => {
    for (let year = 2000; year <= 2099; year += 1) {
      const dates = listHolidays(year).map(({ date }) => date);
      expect(dates).toEqual([...new Set(dates)].toSorted());
      expect(dates.every((date) => date.startsWith(String(year)))).toBe(true);
    }
  });

  test('leave no Sunday without a day off after it, and never put a substitute on a holiday', () => {
    for (let year = 2000; year <= 2099; year += 1) {
      const national = listHolidays(year).filter(({ kind }) => kind === 'national');
      const others = listHolidays(year).filter(({ kind }) => kind !== 'national');
      const onSunday = national.filter(({ date }) => weekdayOf(date) === 'sunday');
      expect(onSunday.filter(({ date }) => !findHoliday(addDays(date, 1)))).toEqual([]);
      expect(others.filter(({ date }) => national.some((each) => each.date === date))).toEqual([]);
    }
  });

  test.each([1999, 2100])('of %i are not known, and that is said', (year) => {
    expect(() => listHolidays(year)).toThrow(RangeError);
  });
});

describe('a day without common hours', () => {
  test.each([
    ['2026-04-04', 'saturday'],
    ['2026-04-05', 'sunday'],
    ['2026-04-29', 'holiday'],
    ['2026-05-03', 'holiday'], // a Sunday too
    ['2026-12-29', 'year-end'],
    ['2026-12-31', 'year-end'],
    ['2027-01-01', 'holiday'],
    ['2027-01-02', 'year-end'], // a Saturday too
    ['2027-01-03', 'year-end'],
  ])('%s: %s', (date, kind) => {
    expect(findClosure(date)?.kind).toBe(kind);
  });

  test.each(['2026-12-28', '2027-01-04', '2026-04-01', '2026-05-07'])('%s is none', (date) => {
    expect(findClosure(date)).toBeNull();
  });

  test('an override closes a weekday and opens a holiday', () => {
    const overrides = [
      { date: '2026-04-01', kind: 'closed', reason: '機器更新' },
      { date: '2026-04-29', kind: 'open', reason: '臨時開庁' },
    ] as const;
    expect(findClosure('2026-04-01', overrides)).toEqual({ kind: 'override', ja: '機器更新', en: '機器更新' });
    expect(findClosure('2026-04-29', overrides)).toBeNull();
    expect(findClosure('2026-05-03', overrides)?.kind).toBe('holiday');
  });

  test('every Saturday and Sunday is one', () => {
    const days = fc.integer({ min: 0, max: 36_000 }).map((offset) => addDays('2000-01-01', offset));
    fc.assert(
      fc.property(days, (date) => {
        const weekend = ['saturday', 'sunday'].includes(weekdayOf(date));
        expect(weekend && findClosure(date) === null).toBe(false);
      }),
    );
  });
});
