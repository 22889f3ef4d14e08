import { describe, expect, test } from 'vitest';
import { findBandsNow } from '../../../domain/calendar/bands-now.ts';
import { commonNationalCalendar } from '../../../domain/calendar/parts.ts';
import type { Calendar } from '../../../domain/calendar/combined.ts';

const calendar: Calendar = {
  national: commonNationalCalendar,
  prefectural: { onlineCloses: '19:00', onlineEnds: [] },
  municipal: null,
  exceptions: [],
};
const at = (local: string): number => Date.parse(`${local}:00+09:00`);
const shown = (moment: string) =>
  findBandsNow(calendar, at(moment)).map(({ band, now, next }) => [band, now?.to.at ?? null, next?.from.at ?? null]);

describe('the bands of a moment', () => {
  test('in the common hours: online operation to the prefecture’s end, counter acceptance to the common one', () => {
    expect(shown('2026-12-01T10:00')).toEqual([
      ['online', '2026-12-01T19:00+09:00', '2026-12-02T09:00+09:00'],
      ['counter', '2026-12-01T17:00+09:00', '2026-12-02T09:00+09:00'],
      ['daily', null, '2026-12-01T19:00+09:00'],
    ]);
  });

  test('a band holds from its first moment and not at its last', () => {
    expect(shown('2026-12-01T17:00')[1]).toEqual(['counter', null, '2026-12-02T09:00+09:00']);
    expect(shown('2026-12-01T19:00')[2]?.[1]).toBe('2026-12-01T22:00+09:00');
  });

  test('at the year’s end none holds, and the next is found beyond all closed days', () => {
    expect(shown('2026-12-29T10:00')).toEqual([
      ['online', null, '2027-01-04T09:00+09:00'],
      ['counter', null, '2027-01-04T09:00+09:00'],
      ['daily', null, '2027-01-04T19:00+09:00'],
    ]);
  });
});
