import * as fc from '../../support/fast-check.ts';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { ToldCalendar } from '../../../contracts/participants/control.ts';
import { addDays, clockOfMinutes, findInstant } from '../../../domain/calendar/civil-date.ts';
import { commonHours } from '../../../domain/calendar/operating-hours.ts';
import { readCalendar, untoldCalendar, withDelivered } from '../../../simulators/base/told-calendar.ts';

const municipality = '990019';
const at = (date: string, clock: string): number => findInstant(`${date}T${clock}+09:00`) ?? Number.NaN;
const calendar = (told: Partial<z.input<typeof ToldCalendar>>) =>
  readCalendar(ToldCalendar.parse({ hash: 'a', hours: commonHours, ...told }));

test('before a calendar is told, a server keeps the common hours, or none in the demo', () => {
  const common = untoldCalendar(false);
  expect(common.hash).toBeNull();
  // 2026-04-01 is a Wednesday, 2026-04-29 昭和の日.
  expect(common.isOpen(municipality, at('2026-04-01', '16:59'))).toBe(true);
  expect(common.isOpen(municipality, at('2026-04-01', '17:00'))).toBe(false);
  expect(common.findNextOpening(municipality, at('2026-04-28', '17:00'))).toBe(at('2026-04-30', '09:00'));
  expect(untoldCalendar(true).isOpen(municipality, at('2026-04-29', '03:00'))).toBe(true);
});

test('the online end of the day takes the place of the close, earlier or later, on operating days only', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 400 }),
      fc.integer({ min: 0, max: 1_439 }),
      fc.integer({ min: 0, max: 1_440 }),
      fc.integer({ min: 0, max: 1_440 }),
      fc.boolean(),
      (day, minute, usualEnd, ownEnd, isOwn) => {
        const date = addDays('2026-01-01', day);
        const ends = [{ date: isOwn ? date : '2025-12-24', closes: clockOfMinutes(ownEnd) }];
        const told = calendar({ online: { closes: clockOfMinutes(usualEnd), ends } });
        const now = at(date, clockOfMinutes(minute));
        const isOperatingDay = untoldCalendar(false).isOpen(municipality, at(date, '12:00'));
        const end = isOwn ? ownEnd : usualEnd;
        expect(told.isOpen(municipality, now)).toBe(isOperatingDay && minute >= 9 * 60 && minute < end);
      },
    ),
  );
});

test('an agreed extension opens the road of its municipality alone, and is the next opening', () => {
  const told = calendar({
    windows: [{ municipality, from: '2026-04-04T09:00+09:00', to: '2026-04-04T12:00+09:00' }],
  });
  const saturday = at('2026-04-04', '10:00');
  expect(told.isOpen(municipality, saturday)).toBe(true);
  expect(told.isOpen('993018', saturday)).toBe(false);
  expect(told.findNextOpening(municipality, at('2026-04-03', '18:00'))).toBe(at('2026-04-04', '09:00'));
  expect(told.findNextOpening('993018', at('2026-04-03', '18:00'))).toBe(at('2026-04-06', '09:00'));
});

const delivered = {
  enforced: true,
  opens: '08:30',
  closes: '16:00',
  closingMarginMinutes: 5,
  overrides: [{ date: '2026-04-01', kind: 'closed' as const, reason: 'test' }],
};

test('a delivered calendar closes days and narrows the times of the day, but never widens them', () => {
  const told = ToldCalendar.parse({
    hash: 'a',
    hours: { ...commonHours, overrides: [{ date: '2026-04-02', kind: 'closed', reason: 'old' }] },
  });
  const merged = readCalendar(withDelivered(told, delivered));
  expect(merged.hash).toBe('a');
  expect(merged.isOpen(municipality, at('2026-04-01', '12:00'))).toBe(false);
  expect(merged.isOpen(municipality, at('2026-04-02', '12:00'))).toBe(true);
  expect(merged.isOpen(municipality, at('2026-04-02', '08:45'))).toBe(false);
  expect(merged.isOpen(municipality, at('2026-04-02', '16:00'))).toBe(false);
});

test('before a calendar is told, the delivered one counts as it is; the demo stays open', () => {
  const calendarOf = untoldCalendar(false, delivered);
  expect(calendarOf.isOpen(municipality, at('2026-04-01', '12:00'))).toBe(false);
  expect(calendarOf.isOpen(municipality, at('2026-04-02', '08:45'))).toBe(true);
  expect(untoldCalendar(true, delivered).isOpen(municipality, at('2026-04-01', '12:00'))).toBe(true);
});

test('online operation is under way while the road is open for anybody, and never where no hours are kept', () => {
  const told = calendar({
    online: { closes: '19:00', ends: [] },
    windows: [{ municipality, from: '2026-04-04T09:00+09:00', to: '2026-04-04T12:00+09:00' }],
  });
  expect(told.isOnline(at('2026-04-01', '18:59'))).toBe(true);
  expect(told.isOnline(at('2026-04-01', '19:00'))).toBe(false);
  expect(told.isOnline(at('2026-04-04', '10:00'))).toBe(true);
  expect(told.isOnline(at('2026-04-04', '12:00'))).toBe(false);
  expect(untoldCalendar(true).isOnline(at('2026-04-01', '12:00'))).toBe(false);
});
