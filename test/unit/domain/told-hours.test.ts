/** What fugo thinks of the hours and what the servers on the way think of them, as each was told. */
import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { ToldCalendar } from '../../../contracts/participants/control.ts';
import { addDays, findInstant, tokyoStartOf } from '../../../domain/calendar/civil-date.ts';
import { combineCalendar, type Calendar } from '../../../domain/calendar/combined.ts';
import type { HourException } from '../../../domain/calendar/exceptions.ts';
import { findNextSendTime, maySend } from '../../../domain/calendar/operating-hours.ts';
import { planMoments, tellingOf, type CalendarOf } from '../../../domain/operating-day-plan.ts';
import { nation, prefectureOf } from '../../../domain/organisations.ts';
import { readCalendar } from '../../../simulators/base/told-calendar.ts';
import { calendars, calendarWith } from '../calendar/calendars.ts';

const municipality = '131016';
const prefecture = prefectureOf(municipality);
const other = '131024';
const first = '2026-12-01';
const days = 60;

/** The organisations of one road, of which the municipality keeps this calendar. */
function roadOf(calendar: Calendar): CalendarOf[] {
  const { national, prefectural } = calendar;
  const above = { national, prefectural, municipal: null, exceptions: [] };
  return [
    { organisation: nation, parent: null, calendar: { ...above, prefectural: null }, isKept: true },
    { organisation: prefecture, parent: nation, calendar: above, isKept: true },
    { organisation: municipality, parent: prefecture, calendar, isKept: true },
  ];
}

/** As each server has it after the wire. */
function serversOf(calendar: Calendar) {
  const road = roadOf(calendar);
  return road.map((own, index) => {
    const told = ToldCalendar.parse({ hash: 'a', ...tellingOf(own, road.slice(index + 1)) });
    return { organisation: own.organisation, isOpen: readCalendar(told).isOpen };
  });
}

function hoursOf({ national, prefectural, municipal, exceptions }: Calendar) {
  return combineCalendar(national, prefectural, municipal, exceptions);
}

const at = (text: string): number => findInstant(`${text}+09:00`) ?? Number.NaN;
const sunday: HourException = {
  exceptionId: '0190a000-0000-7000-8000-000000000001',
  organisation: municipality,
  kind: 'wide-area-copy',
  from: '2026-12-06T10:00+09:00',
  to: '2026-12-06T12:00+09:00',
  reason: '選挙の準備',
  agreements: [{ organisation: other, decision: 'agreed' }],
  withdrawnAt: null,
};
const national = { requestsMayUseExceptions: true };
const unanswered = [{ ...sunday, agreements: [{ organisation: other, decision: null }] }];
const early = [{ date: '2026-12-03', closes: '15:00', reason: '機器の更新' }];
const late = [{ date: '2026-12-03', closes: '21:00', reason: '選挙の準備' }];

describe('a request', () => {
  test.each<[string, string, Parameters<typeof calendarWith>[0], boolean, string]>([
    ['within the hours', '2026-12-03T10:00', {}, true, '2026-12-03T10:00'],
    ['before the margin', '2026-12-03T16:49', {}, true, '2026-12-03T16:49'],
    ['at 16:59', '2026-12-03T16:59', {}, false, '2026-12-04T09:00'],
    ['at night', '2026-12-03T23:30', {}, false, '2026-12-04T09:00'],
    ['on a Friday evening', '2026-12-04T17:00', {}, false, '2026-12-07T09:00'],
    ['on the last day of the year’s work', '2026-12-28T16:00', {}, true, '2026-12-28T16:00'],
    ['on 12/29, a Tuesday', '2026-12-29T10:00', {}, false, '2027-01-04T09:00'],
    ['on a Sunday', '2026-12-06T10:30', {}, false, '2026-12-07T09:00'],
    ['on a Sunday with an exception', '2026-12-06T10:30', { national, exceptions: [sunday] }, true, '2026-12-06T10:30'],
    ['in its margin', '2026-12-06T11:50', { national, exceptions: [sunday] }, false, '2026-12-07T09:00'],
    ['before it begins', '2026-12-06T09:59', { national, exceptions: [sunday] }, false, '2026-12-06T10:00'],
    ['that the nation does not allow', '2026-12-06T10:30', { exceptions: [sunday] }, false, '2026-12-07T09:00'],
    ['that nobody agreed to', '2026-12-06T10:30', { national, exceptions: unanswered }, false, '2026-12-07T09:00'],
    [
      'that was withdrawn',
      '2026-12-06T10:30',
      { national, exceptions: [{ ...sunday, withdrawnAt: 1 }] },
      false,
      '2026-12-07T09:00',
    ],
    [
      'before an early end',
      '2026-12-03T14:49',
      { prefectural: { onlineCloses: '17:00', onlineEnds: early } },
      true,
      '2026-12-03T14:49',
    ],
    [
      'after an early end',
      '2026-12-03T15:00',
      { prefectural: { onlineCloses: '17:00', onlineEnds: early } },
      false,
      '2026-12-04T09:00',
    ],
    [
      'after the counter',
      '2026-12-03T18:00',
      { prefectural: { onlineCloses: '20:00', onlineEnds: [] } },
      false,
      '2026-12-04T09:00',
    ],
    [
      'in online operation, where the nation allows that',
      '2026-12-03T18:00',
      { national: { requestBand: 'online' }, prefectural: { onlineCloses: '20:00', onlineEnds: [] } },
      true,
      '2026-12-03T18:00',
    ],
    [
      'on a day that online operation ends later',
      '2026-12-03T20:30',
      { national: { requestBand: 'online' }, prefectural: { onlineCloses: '20:00', onlineEnds: late } },
      true,
      '2026-12-03T20:30',
    ],
  ])('%s (%s)', (_, moment, parts, allowed, next) => {
    const calendar = calendarWith(parts);
    const hours = hoursOf(calendar);
    expect(maySend(hours, at(moment))).toBe(allowed);
    expect(findNextSendTime(hours, at(moment))).toBe(at(next));
    const closed = (when: number) =>
      serversOf(calendar).flatMap(({ organisation, isOpen }) => (isOpen(municipality, when) ? [] : [organisation]));
    expect(closed(at(next))).toEqual([]);
    // Nobody else lets it through in the time that fugo does not use; the last minutes are for answers.
    const inMargin = maySend(hours, at(moment) - 10 * 60_000);
    if (!allowed && !inMargin) expect(closed(at(moment))).toContain(municipality);
  });
});

test('whenever fugo may send, all servers on the way are open, whatever the owners set', () => {
  fc.assert(
    fc.property(
      calendars({ first, days }),
      fc.array(fc.integer({ min: 0, max: days * 24 * 12 - 1 }), { minLength: 50, maxLength: 50 }),
      (calendar, steps) => {
        const hours = hoursOf(calendar);
        const servers = serversOf(calendar);
        const wrong = steps
          .map((step) => tokyoStartOf(first) + step * 5 * 60_000)
          .filter((moment) => maySend(hours, moment))
          .flatMap((moment) =>
            servers
              .filter(({ isOpen }) => !isOpen(municipality, moment))
              .map(({ organisation }) => ({ moment, organisation })),
          );
        expect(wrong).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

test('a copy that another municipality agreed to keeps its server running too, and opens no requests of its own', () => {
  const calendar = calendarWith({ national, exceptions: [sunday] });
  const road = [...roadOf(calendar), { organisation: other, parent: prefecture, calendar, isKept: true }];
  const moments = planMoments(road, '2026-12-06');
  expect([...moments.keys()].toSorted()).toEqual(road.map(({ organisation }) => organisation).toSorted());
  const [ofOther] = road.slice(-1).map((own) => tellingOf(own, []));
  expect(ofOther?.hours.exceptions).toEqual([]);
  const [ofPrefecture] = road.slice(1, 2).map((own) => tellingOf(own, road.slice(2)));
  expect(ofPrefecture?.windows).toEqual([{ municipality, from: sunday.from, to: sunday.to }]);
  expect(planMoments(road, addDays('2026-12-06', -1)).size).toBe(0);
});
