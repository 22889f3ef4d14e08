/**
 * The plan of a net on a server: for each date whether it runs, when, and otherwise why not. It depends on the definition,
 * the calendar and what staff have said, and on nothing else.
 *
 * P1. A date that the rule of days names and that is open runs. `open` names every date, and closed ones are skipped.
 * P2. A named date that is closed is skipped, runs all the same (`run`), or is moved to the nearest open date before or
 *     after. Several that are moved to one date, or to one that runs anyway, run there once.
 * P3. A date that staff leave out does not run, and is not moved either; what was moved to it is left out with it.
 * P4. A paused net is planned and does not run.
 */
import {
  addDays,
  daysInMonth,
  findMinutes,
  millisOfMinute,
  partsOf,
  tokyoStartOf,
  weekdayOf,
} from '../calendar/civil-date.ts';
import type { NetDays, NetDefinition, NetTime } from './definition.ts';

/** For people. */
export interface Words {
  ja: string;
  en: string;
}

/** What is decided about a date of a net on a server. */
export interface PlannedDay {
  day: string;
  /** `shift`: it runs here in the place of another day; `skip`: it does not run here. */
  decision: 'run' | 'skip' | 'shift';
  /** Epoch milliseconds; null where it does not run. */
  plannedAt: number | null;
  /** The day that takes this one's place. */
  movedTo: string | null;
  /** The days whose place this one takes. */
  movedFrom: readonly string[];
  reason: Words | null;
}

/** The calendar of the server on which a net runs. */
export interface PlanCalendar {
  /** Why a date is closed; null when it is open. */
  closureOf: (date: string) => Words | null;
  /** Online operation of a date, epoch milliseconds; on a closed date as it would be. */
  onlineOf: (date: string) => { opensAt: number; closesAt: number };
}

/** What staff have said of a net on a server. */
export interface StaffWords {
  /** Null while it is not paused. */
  pause: { reason: string | null } | null;
  /** Days to leave out, with the reason. */
  skips: ReadonlyMap<string, string>;
}
export const noWords: StaffWords = { pause: null, skips: new Map() };

type Planned = Pick<NetDefinition, 'at' | 'days' | 'closedDay'>;

/** For so many days an open one is searched: longer than any closure that is no mistake in the calendar. */
export const longestShiftDays = 31;

/** Both dates included. Dates that the rule of days does not name, and that take no other's place, are left out. */
export function planDays(
  net: Planned,
  calendar: PlanCalendar,
  { from, to }: { from: string; to: string },
  words: StaffWords = noWords,
): PlannedDay[] {
  const { before, after } = moveOf(net);
  const moves = listMoves(net, calendar, { from: addDays(from, -after), to: addDays(to, before) }, words);
  const movedTo = new Map(moves.flatMap(({ day, target }) => (target === null ? [] : [[day, target]])));
  const movedFrom = new Map<string, string[]>();
  for (const [day, target] of movedTo) movedFrom.set(target, [...(movedFrom.get(target) ?? []), day]);
  const days: PlannedDay[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const planned = planDay({ net, calendar, words, day, movedTo: movedTo.get(day), movedFrom: movedFrom.get(day) });
    if (planned) days.push(planned);
  }
  return days;
}

/** How far days are moved forwards in time (`before`: a target lies before its day), and back. */
function moveOf({ closedDay, days }: Planned): { before: number; after: number } {
  const isMoved = days !== 'open';
  return {
    before: isMoved && closedDay === 'before' ? longestShiftDays : 0,
    after: isMoved && closedDay === 'after' ? longestShiftDays : 0,
  };
}

function listMoves(
  net: Planned,
  calendar: PlanCalendar,
  { from, to }: { from: string; to: string },
  { skips }: StaffWords,
): { day: string; target: string | null }[] {
  const { closedDay, days } = net;
  if (days === 'open' || (closedDay !== 'before' && closedDay !== 'after')) return [];
  const step = closedDay === 'before' ? -1 : 1;
  const moves: { day: string; target: string | null }[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (!names(days, day) || skips.has(day) || calendar.closureOf(day) === null) continue;
    moves.push({ day, target: findOpen(calendar, day, step) });
  }
  return moves;
}

function findOpen(calendar: PlanCalendar, day: string, step: 1 | -1): string | null {
  for (let away = 1; away <= longestShiftDays; away += 1) {
    const date = addDays(day, away * step);
    if (calendar.closureOf(date) === null) return date;
  }
  return null;
}

interface Subject {
  net: Planned;
  calendar: PlanCalendar;
  words: StaffWords;
  day: string;
  movedTo: string | undefined;
  movedFrom: readonly string[] | undefined;
}

function planDay(subject: Subject): PlannedDay | null {
  const { net, calendar, words, day, movedTo, movedFrom = [] } = subject;
  const isNamed = names(net.days, day);
  if (!isNamed && movedFrom.length === 0) return null;
  const none = { day, decision: 'skip', plannedAt: null, movedTo: null, movedFrom } as const;
  const left = words.skips.get(day);
  if (left !== undefined) return { ...none, reason: { ja: left, en: left } };
  const closure = isNamed ? calendar.closureOf(day) : null;
  if (closure && movedTo !== undefined) return { ...none, movedTo, reason: movedWords(closure, movedTo) };
  if (closure && net.closedDay !== 'run') return { ...none, reason: closedWords(closure, net) };
  if (words.pause) return { ...none, reason: pausedWords(words.pause.reason) };
  const plannedAt = momentOf(net.at, day, calendar);
  if (isNamed) return { ...none, decision: 'run', plannedAt, reason: null };
  return { ...none, decision: 'shift', plannedAt, reason: placeWords(calendar, movedFrom) };
}

/** Whether the rule of days names the date. */
function names(days: NetDays, date: string): boolean {
  if (days === 'open' || days === 'every') return true;
  if ('weekdays' in days) return days.weekdays.includes(weekdayOf(date));
  const [year, month, day] = partsOf(date);
  return day === (days.dayOfMonth === 'last' ? daysInMonth(year, month) : days.dayOfMonth);
}

/** When a net would run on a date. Epoch milliseconds. */
export function momentOf(at: NetTime, day: string, calendar: PlanCalendar): number {
  if (typeof at === 'string') return tokyoStartOf(day) + minutesOf(at) * millisOfMinute;
  const { opensAt, closesAt } = calendar.onlineOf(day);
  return (at.after === 'online-start' ? opensAt : closesAt) + at.minutes * millisOfMinute;
}

function minutesOf(clock: string): number {
  const minutes = findMinutes(clock);
  if (minutes === null) throw new RangeError('not a time of day (HH:MM)');
  return minutes;
}

// ---- words ----------------------------------------------------------------------------------------------------------

const movedWords = ({ ja, en }: Words, to: string): Words => ({
  ja: `${ja}のため${to}に振替`,
  en: `${en}: moved to ${to}`,
});

function closedWords({ ja, en }: Words, { closedDay }: Planned): Words {
  if (closedDay !== 'before' && closedDay !== 'after') return { ja, en };
  return { ja: `${ja}。振替できる日がない`, en: `${en}, and no open day is near` };
}

function placeWords(calendar: PlanCalendar, movedFrom: readonly string[]): Words {
  const closures = movedFrom.map((day) => ({ day, closure: calendar.closureOf(day) }));
  const list = (language: keyof Words) =>
    closures.map(({ day, closure }) => `${day} (${closure?.[language] ?? ''})`).join(', ');
  return { ja: `${list('ja')}の振替`, en: `in the place of ${list('en')}` };
}

/** Why a day of a paused net does not run. */
export const pausedWords = (reason: string | null): Words => ({
  ja: reason === null ? '一時停止中' : `一時停止中: ${reason}`,
  en: reason === null ? 'paused' : `paused: ${reason}`,
});
