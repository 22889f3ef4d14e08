import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  clockOfMinutes,
  dateOfDayNumber,
  dayNumberOf,
  findInstant,
  findMinutes,
  isCalendarDate,
  tokyoDateOf,
  tokyoInstantOf,
  tokyoIsoOf,
  tokyoStartOf,
  tokyoTimeOf,
  weekdayOf,
} from '../../../domain/calendar/civil-date.ts';

describe('days in Japan', () => {
  test.each([
    ['2026-04-01T14:59:59.999Z', '2026-04-01'],
    ['2026-04-01T15:00:00.000Z', '2026-04-02'],
    ['1969-12-31T15:00:00.000Z', '1970-01-01'],
  ])('at %s it is %s', (instant, date) => {
    expect(tokyoDateOf(Date.parse(instant))).toBe(date);
    expect(tokyoDateOf(instant)).toBe(date);
  });

  test.each([
    ['2026-04-01T00:30:00Z', '2026-04-01 09:30:00', '2026-04-01T09:30:00.000+09:00'],
    ['2025-12-31T15:00:00.999Z', '2026-01-01 00:00:00', '2026-01-01T00:00:00.999+09:00'],
    ['1969-12-31T15:00:00-01:00', '1970-01-01 01:00:00', '1970-01-01T01:00:00.000+09:00'],
  ])('at %s clocks say %s', (instant, time, iso) => {
    expect(tokyoTimeOf(instant)).toBe(time);
    expect(tokyoTimeOf(Date.parse(instant))).toBe(time);
    expect(tokyoIsoOf(instant)).toBe(iso);
    expect(Date.parse(tokyoIsoOf(instant))).toBe(Date.parse(instant));
  });

  test('what clocks say is a moment, to the minute or to the second', () => {
    for (const local of ['2026-04-01T09:30', '2026-04-01T09:30:00']) {
      expect(Date.parse(tokyoInstantOf(local))).toBe(Date.UTC(2026, 3, 1, 0, 30));
    }
  });

  test.each([
    ['1868-10-23', 'friday'],
    ['1970-01-01', 'thursday'],
    ['2000-02-29', 'tuesday'],
    ['2026-05-03', 'sunday'],
  ])('%s is a %s', (date, weekday) => {
    expect(weekdayOf(date)).toBe(weekday);
  });

  test.each(['2023-02-29', '2023-00-10', '2023-13-01', '2023-1-1', '0000-01-01', ''])('%j is no date', (text) => {
    expect(isCalendarDate(text)).toBe(false);
    expect(() => dayNumberOf(text)).toThrow(RangeError);
  });

  test('a day is found again from its number and from its midnight', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 60_000 }), (dayNumber) => {
        const date = dateOfDayNumber(dayNumber);
        expect(dayNumberOf(date)).toBe(dayNumber);
        expect(tokyoDateOf(tokyoStartOf(date))).toBe(date);
        expect(tokyoDateOf(tokyoStartOf(date) - 1)).toBe(addDays(date, -1));
      }),
    );
  });
});

describe('a time of day', () => {
  test('is written and read in minutes', () => {
    for (const minutes of [0, 1, 540, 1020, 1439, 1440]) expect(findMinutes(clockOfMinutes(minutes))).toBe(minutes);
  });

  test.each(['9:00', '25:00', '24:01', '09:60', '0900', '', '09:00:00'])('%j is none', (text) => {
    expect(findMinutes(text)).toBeNull();
  });
});

describe('a moment', () => {
  test.each([
    '2026-04-01T17:00+09:00',
    '2026-04-01T17:00:00+09:00',
    '2026-04-01T17:00:00.000+09:00',
    '2026-04-01T08:00Z',
    '2026-03-31T22:30-09:30',
  ])('%s is one moment', (text) => {
    expect(findInstant(text)).toBe(Date.UTC(2026, 3, 1, 8));
  });

  test.each(['2026-04-01T17:00', '2026-04-01', '2026-04-01T17:00:30Z', '2026-02-30T17:00Z', '2026-04-01T25:00Z', ''])(
    '%j is none',
    (text) => {
      expect(findInstant(text)).toBeNull();
    },
  );
});
