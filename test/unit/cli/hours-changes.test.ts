import { describe, expect, test } from 'vitest';
import { proposalLines } from '../../../cli/hours/files.ts';
import { applyChanges } from '../../../cli/hours/part.ts';
import { readCalendarPeriod } from '../../../cli/hours/calendar.ts';
import type { CalendarPart } from '../../../contracts/api/calendars.ts';
import { commonNationalCalendar } from '../../../domain/calendar/parts.ts';
import type { Context } from '../../../cli/terminal/context.ts';

const context = { language: 'en' } as const;
const day = { date: '2026-08-14', kind: 'closed' as const, reason: '設備点検' };
const municipal: CalendarPart = { overrides: [day] };
const prefectural: CalendarPart = { onlineCloses: '20:00', onlineEnds: [] };
const national: CalendarPart = { ...commonNationalCalendar, overrides: [day] };
const reason = '計画の変更';

describe('fugo hours set', () => {
  test('changes only what is named', () => {
    expect(applyChanges(context, municipal, { closes: '16:00', reason })).toEqual({ ...municipal, closes: '16:00' });
    expect(applyChanges(context, national, { enforced: 'no', requestBand: 'online', reason })).toEqual({
      ...national,
      enforced: false,
      requestBand: 'online',
    });
    expect(applyChanges(context, prefectural, { onlineCloses: '21:00', reason })).toEqual({
      ...prefectural,
      onlineCloses: '21:00',
    });
  });

  test('a day is set once: the newer word replaces the older', () => {
    expect(applyChanges(context, national, { openDay: '2026-08-14', reason })).toMatchObject({
      overrides: [{ date: '2026-08-14', kind: 'open', reason }],
    });
    expect(applyChanges(context, municipal, { resetDay: '2026-08-14', reason })).toEqual({ overrides: [] });
    const ended = applyChanges(context, prefectural, { endDay: '2026-08-14', endAt: '15:00', reason });
    expect(ended).toMatchObject({ onlineEnds: [{ date: '2026-08-14', closes: '15:00', reason }] });
    expect(applyChanges(context, ended, { resetDay: '2026-08-14', reason })).toEqual(prefectural);
  });

  test.each([
    [municipal, { openDay: '2026-08-15' }, '--open-day'],
    [municipal, { enforced: 'no' as const }, '--enforced'],
    [municipal, { onlineCloses: '20:00' }, '--online-closes'],
    [prefectural, { closes: '16:00' }, '--closes'],
    [prefectural, { openDay: '2026-08-15' }, '--open-day'],
    [national, { endDay: '2026-08-15' }, '--end-day'],
  ])('what another tier sets is refused by its option: %j %j', (part, changes, option) => {
    expect(() => applyChanges(context, part, { ...changes, reason })).toThrow(new RegExp(`^${option}: `, 'u'));
  });
});

test('fugo hours import shows days that come, go and become others, and what is left out', () => {
  const ignored = { events: 2, exceptions: 0, days: 0, partialYears: [2027] };
  const lines = proposalLines({ language: 'en' } as Context, {
    basedOn: 0,
    setting: municipal,
    added: [{ ...day, date: '2026-08-15' }],
    changed: [{ before: day, after: { ...day, reason: '延期' } }],
    removed: [{ date: '2026-08-16', closes: '15:00', reason: '更新' }],
    ignored,
  });
  expect(lines).toEqual([
    '- 2026-08-16 15:00 更新',
    '- 2026-08-14 closed 設備点検',
    '+ 2026-08-14 closed 延期',
    '+ 2026-08-15 closed 設備点検',
    'events that say nothing about the calendar: 2',
    'years that the list has only in part: 2027',
  ]);
});

describe('the period of fugo hours', () => {
  const now = Date.parse('2026-04-01T00:00:00+09:00');

  test('is two weeks from today in Japan', () => {
    expect(readCalendarPeriod(context, {}, now)).toEqual({ from: '2026-04-01', to: '2026-04-14' });
  });

  test('ends with the last year whose holidays are kept', () => {
    expect(readCalendarPeriod(context, { from: '2099-12-25' }, now)).toEqual({ from: '2099-12-25', to: '2099-12-31' });
  });

  test.each([
    [{ from: '2026-02-29' }, '--from'],
    [{ from: '1999-12-31' }, '--from'],
    [{ from: '2026-04-01', to: '2100-01-01' }, '--to'],
    [{ from: '2026-04-02', to: '2026-04-01' }, '--to'],
  ])('names the option that is wrong: %o', (options, option) => {
    expect(() => readCalendarPeriod(context, options, now)).toThrow(new RegExp(`^${option}: `, 'u'));
  });
});
