/** Due in open minutes: what others got wrong with holidays, midnight and closed calendars must not happen here. */
import { expect, test } from 'vitest';
import { commonNationalCalendar, type NationalCalendar } from '../../../domain/calendar/parts.ts';
import {
  addOpenMinutes,
  escalationOf,
  minutesFor,
  mostEscalations,
  nextOpenMoment,
  openMinutesBetween,
  type CounterHours,
} from '../../../domain/inquiries/due.ts';
import { inquiryKinds, inquiryPriorities } from '../../../domain/inquiries/names.ts';
import { randomFrom } from '../../simulation/random.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const at = (text: string): number => Date.parse(`${text}:00+09:00`);
const isCounterOpen = (hours: CounterHours, moment: number): boolean => nextOpenMoment(hours, moment) === moment;
const hoursOf = (national: Partial<NationalCalendar> = {}): CounterHours => ({
  calendar: {
    national: { ...commonNationalCalendar, ...national },
    prefectural: null,
    municipal: null,
    exceptions: [],
  },
  enforced: true,
});

test('a holiday closes its own day, not the one before or after (zammad#3706, zammad#390)', () => {
  // 昭和の日 is Wednesday 2026-04-29; from 05-03 to 05-06 four days are closed, one of them a substitute.
  expect(addOpenMinutes(hoursOf(), at('2026-04-28T16:00'), 120)).toBe(at('2026-04-30T10:00'));
  expect(isCounterOpen(hoursOf(), at('2026-04-28T16:59'))).toBe(true);
  expect(isCounterOpen(hoursOf(), at('2026-04-29T10:00'))).toBe(false);
  expect(isCounterOpen(hoursOf(), at('2026-04-30T09:00'))).toBe(true);
  expect(nextOpenMoment(hoursOf(), at('2026-05-01T17:00'))).toBe(at('2026-05-07T09:00'));
});

test('24:00 is the end of its day (zammad#3180)', () => {
  const late = hoursOf({ opens: '09:00', closes: '24:00', startLeadMinutes: 0, dailyProcessingMinutes: 0 });
  expect(addOpenMinutes(late, at('2026-04-01T23:30'), 30)).toBe(at('2026-04-02T00:00'));
  expect(addOpenMinutes(late, at('2026-04-01T23:30'), 31)).toBe(at('2026-04-02T09:01'));
  expect(isCounterOpen(late, at('2026-04-02T00:00'))).toBe(false);
});

test('a calendar without an open minute ends the search (zammad#2497)', () => {
  const closed = Array.from({ length: 800 }, (_, ahead) => ({
    date: new Date(Date.parse('2026-03-01') + ahead * day).toISOString().slice(0, 10),
    kind: 'closed' as const,
    reason: 'x',
  }));
  const hours = hoursOf({ overrides: closed });
  expect(addOpenMinutes(hours, at('2026-04-01T10:00'), 1)).toBeNull();
  expect(nextOpenMoment(hours, at('2026-04-01T10:00'))).toBeNull();
  const waiting = {
    kind: 'fault',
    priority: 'high',
    dueAt: at('2026-04-01T10:00'),
    escalation: 0,
    escalatedAt: null,
  } as const;
  expect(escalationOf(waiting, hours, at('2026-04-01T11:00'))).toEqual({ do: 'rest' });
});

test('of 10,000 random inquiries none escalates while the counter is closed, and each after its open minutes', () => {
  const random = randomFrom(15);
  const calendars = [
    hoursOf(),
    hoursOf({ opens: '08:30', closes: '24:00', startLeadMinutes: 0, dailyProcessingMinutes: 0 }),
    hoursOf({ overrides: [{ date: '2026-05-08', kind: 'closed', reason: 'x' }] }),
  ];
  for (let each = 0; each < 10_000; each += 1) {
    const hours = calendars[each % calendars.length] ?? hoursOf();
    const kind = inquiryKinds[random.between(0, inquiryKinds.length - 1)] ?? 'other';
    const priority = inquiryPriorities[random.between(0, inquiryPriorities.length - 1)] ?? 'low';
    const askedAt = at('2026-04-20T00:00') + random.between(0, 30 * day);
    const due = addOpenMinutes(hours, askedAt, minutesFor({ kind, priority }));
    expect(due).not.toBeNull();
    expect(openMinutesBetween(hours, askedAt, due ?? 0)).toBe(minutesFor({ kind, priority }));
    let waiting = { kind, priority, dueAt: due, escalation: 0, escalatedAt: null as number | null };
    let now = askedAt;
    for (let turn = 0; turn < 20; turn += 1) {
      const next = escalationOf(waiting, hours, now);
      if (next.do === 'rest') break;
      if (next.do === 'wait') {
        // A worker looks when it is told to, or somewhat later, at any time of the night.
        now = next.until + (random.chance(0.5) ? 0 : random.between(0, day));
        continue;
      }
      expect(isCounterOpen(hours, now)).toBe(true);
      expect(now).toBeGreaterThanOrEqual(due ?? 0);
      waiting = { ...waiting, escalation: waiting.escalation + 1, escalatedAt: now };
    }
    expect(waiting.escalation).toBe(mostEscalations);
  }
});
