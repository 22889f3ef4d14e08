import { describe, expect, test } from 'vitest';
import { addDays, tokyoDateOf, tokyoStartOf } from '../../../domain/calendar/civil-date.ts';
import { commonNationalCalendar } from '../../../domain/calendar/parts.ts';
import { listDeciding, planCalendarOf } from '../../../domain/jobs/calendar.ts';
import { longestShiftDays, planDays, type PlannedDay } from '../../../domain/jobs/plan.ts';
import { scheduleOf, type NetSchedule } from '../../../domain/jobs/schedule.ts';
import type { CalendarOf } from '../../../domain/operating-day-plan.ts';
import { randomFrom } from '../../simulation/random.ts';
import { oracleCase, oraclePlan, type OracleCase } from './plan-oracle.ts';

const span = { from: '2020-01-01', to: '2050-12-31' };
const municipality = '131016';

const calendarOf = (calendar: OracleCase['calendar']) => {
  const own: CalendarOf = { organisation: municipality, parent: '130001', calendar, isKept: true };
  return planCalendarOf(listDeciding([own], municipality, municipality) ?? { own, all: [own] });
};
const plannedOf = ({ net, calendar, skips }: OracleCase, of = span): PlannedDay[] =>
  planDays(net, calendarOf(calendar), of, { pause: null, skips });
const lineOf = ({ day, decision, plannedAt, movedTo, movedFrom }: PlannedDay): string =>
  `${day} ${decision} ${String(plannedAt ?? movedTo ?? '-')} ${movedFrom.join()}`;

test('the plans of 50 nets from 2020 to 2050 are those of an oracle that shares no code with them', () => {
  const random = randomFrom(2050);
  let decisions = 0;
  for (let index = 0; index < 50; index += 1) {
    const each = oracleCase(random);
    const first = addDays(span.from, longestShiftDays);
    const last = addDays(span.to, -longestShiftDays);
    const lines = plannedOf(each)
      .filter(({ day }) => day >= first && day <= last)
      .map(lineOf);
    const wanted = oraclePlan(each, longestShiftDays);
    expect(lines.filter((line, place) => line !== wanted[place]).slice(0, 3)).toEqual([]);
    expect(lines.length).toBe(wanted.length);
    decisions += lines.length;
  }
  expect(decisions).toBeGreaterThan(100_000);
});

test('a plan of a few days is a part of the plan of many: where it begins does not matter', () => {
  const random = randomFrom(9);
  for (let index = 0; index < 20; index += 1) {
    const each = oracleCase(random);
    const from = addDays('2026-01-01', random.between(0, 3_000));
    const whole = plannedOf(each, { from: addDays(from, -60), to: addDays(from, 90) });
    const part = plannedOf(each, { from, to: addDays(from, 30) });
    expect(part).toEqual(whole.filter(({ day }) => day >= from && day <= addDays(from, 30)));
  }
});

/** The moments at which a schedule starts, as the engine reads it: a second that is left out is left out. */
function momentsOf({ pattern, dates, skip }: NetSchedule, of: { from: string; to: string }): number[] {
  const left = new Set(skip.map(({ date, hour, minute }) => tokyoStartOf(date) + (hour * 60 + minute) * 60_000));
  const moments = new Set<number>();
  for (let date = of.from; date <= of.to; date = addDays(date, 1)) {
    if (!pattern) break;
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
    if (!pattern.weekdays.includes(names[weekday] ?? 'sunday')) continue;
    if (pattern.dayOfMonth !== null && Number(date.slice(8)) !== pattern.dayOfMonth) continue;
    moments.add(tokyoStartOf(date) + (pattern.hour * 60 + pattern.minute) * 60_000);
  }
  for (const { date, hour, minute } of dates) moments.add(tokyoStartOf(date) + (hour * 60 + minute) * 60_000);
  return [...moments].filter((moment) => !left.has(moment)).toSorted((a, b) => a - b);
}

test('a schedule starts at the moments of its plan and at no other, with the reason at every day that it leaves out', () => {
  const random = randomFrom(400);
  for (let index = 0; index < 50; index += 1) {
    const each = oracleCase(random);
    const from = addDays('2021-01-01', random.between(0, 9_000));
    const of = { from, to: addDays(from, 400) };
    const plan = plannedOf(each, of);
    const schedule = scheduleOf(each.net.days, plan, of);
    const wanted = [...new Set(plan.flatMap(({ plannedAt }) => (plannedAt === null ? [] : [plannedAt])))];
    if (!schedule) expect(wanted).toEqual([]);
    else {
      const late = addDays(of.to, 2);
      expect(momentsOf(schedule, { from, to: late }).filter((at) => tokyoDateOf(at) <= of.to)).toEqual(
        wanted.filter((at) => tokyoDateOf(at) <= of.to).toSorted((a, b) => a - b),
      );
      expect(schedule.skip.filter(({ comment }) => comment === '')).toEqual([]);
    }
  }
});

describe('the reasons', () => {
  const national = { ...commonNationalCalendar, overrides: [] };
  const calendar = { national, prefectural: null, municipal: null, exceptions: [] };
  const weekdays = ['saturday', 'sunday', 'monday'] as const;

  test('name the holiday for which a day is left out, and where it goes', () => {
    const plan = (closedDay: 'skip' | 'before' | 'after') =>
      plannedOf(
        { net: { at: '20:00', days: { weekdays }, closedDay }, calendar, skips: new Map() },
        {
          from: '2026-11-20',
          to: '2026-11-24',
        },
      ).map(({ day, decision, reason }) => `${day} ${decision} ${reason?.ja ?? ''}`.trim());
    expect(plan('skip')).toEqual(['2026-11-21 skip 土曜日', '2026-11-22 skip 日曜日', '2026-11-23 skip 勤労感謝の日']);
    expect(plan('before')).toEqual([
      '2026-11-20 shift 2026-11-21 (土曜日), 2026-11-22 (日曜日), 2026-11-23 (勤労感謝の日)の振替',
      '2026-11-21 skip 土曜日のため2026-11-20に振替',
      '2026-11-22 skip 日曜日のため2026-11-20に振替',
      '2026-11-23 skip 勤労感謝の日のため2026-11-20に振替',
    ]);
    expect(plan('after').at(-1)).toBe(
      '2026-11-24 shift 2026-11-21 (土曜日), 2026-11-22 (日曜日), 2026-11-23 (勤労感謝の日)の振替',
    );
  });

  test('a paused net keeps its closed days, and its other days say that it is paused', () => {
    const plan = planDays(
      { at: '20:00', days: 'open', closedDay: 'skip' },
      calendarOf(calendar),
      { from: '2026-11-22', to: '2026-11-24' },
      { pause: { reason: '点検' }, skips: new Map() },
    );
    expect(plan.map(({ plannedAt, reason }) => [plannedAt, reason?.en])).toEqual([
      [null, 'Sunday'],
      [null, 'Labour Thanksgiving Day'],
      [null, 'paused: 点検'],
    ]);
  });
});
