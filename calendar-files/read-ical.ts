/**
 * Reads an iCalendar file: days on which the net is closed or open, one-day ends of online operation, and exceptions.
 * A file comes from outside. It is measured before it is parsed, and whatever it repeats is asked for the period only.
 *
 * An event of fugo's own says in X-FUGO-KIND what it is. Of others a whole-day event is a closed day, and an event with
 * times is none of the calendar's business.
 */
import ICAL from 'ical.js';
import { addDays, dayNumberOf, findInstant, isCalendarDate, tokyoIsoOf } from '../domain/calendar/civil-date.ts';
import { exceptionKinds } from '../domain/calendar/exception-kinds.ts';
import type { CalendarOverride } from '../domain/calendar/holidays.ts';
import type { OnlineEnd } from '../domain/calendar/parts.ts';
import { countCodePoints } from '../domain/values/name-folding.ts';
import { hasPersonalNumber } from '../domain/values/personal-number.ts';
import type { RuleCode } from '../domain/values/checked.ts';
import {
  largestCalendarFile,
  longestDayReason,
  mostDays,
  mostProblems,
  refuseFile,
  type FiledDays,
  type FileProblem,
  type FiledException,
  type ReadFile,
} from './days.ts';
import { hasDay, readRecurrence, type RecurrenceRule } from './recurrence.ts';

/** The longest line after unfolding, and the most lines that begin an event or another part. */
const longestContentLine = 8_192;
const mostComponents = 20_000;
/** How many days all repeating events together may be asked about: a thousand rules over three years, say. */
const mostAsked = 1_000_000;
/** Repeating events that began earlier are asked from here on; a rule with a count is refused. */
const firstDay = '1900-01-01';
/** The names by which calendar programs call Japan's time. */
const japaneseZones = new Set(['Asia/Tokyo', 'Japan', 'Tokyo Standard Time']);

export interface Period {
  from: string;
  to: string;
}

type Property = [name: string, parameters: Record<string, unknown>, type: string, ...values: unknown[]];
class Wrong extends Error {
  readonly part: string;
  readonly rule: RuleCode;
  constructor(part: string, rule: RuleCode) {
    super(rule);
    this.part = part;
    this.rule = rule;
  }
}

/** The days from `period.from` to `period.to`, both included. */
export function readCalendarFile(bytes: Uint8Array, period: Period): ReadFile<FiledDays> {
  if (bytes.length > largestCalendarFile) return refuseFile('FILE_TOO_LARGE');
  const text = decodeUtf8(bytes);
  if (text === null) return refuseFile('NOT_UTF_8');
  const shapeProblem = findShapeProblem(text);
  if (shapeProblem) return { kind: 'refused', problems: [shapeProblem] };
  const events = parseEvents(text);
  if (!events) return refuseFile('NOT_A_CALENDAR_FILE');
  return readEvents(events, period);
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** What would make parsing slow or deep, found in one pass over the text. */
function findShapeProblem(text: string): FileProblem | null {
  if (!/^BEGIN:VCALENDAR\r?\n/iu.test(text)) return { field: 'file', rule: 'NOT_A_CALENDAR_FILE' };
  let [number, components, length, start] = [0, 0, 0, 0];
  while (start < text.length) {
    number += 1;
    const end = text.indexOf('\n', start);
    const next = end < 0 ? text.length : end + 1;
    const isFolded = text[start] === ' ' || text[start] === '\t';
    length = isFolded ? length + next - start : next - start;
    if (length > longestContentLine) return { field: `lines[${String(number)}]`, rule: 'TOO_LONG' };
    if (/^begin:/iu.test(text.slice(start, start + 6))) components += 1;
    if (components > mostComponents) return { field: 'file', rule: 'TOO_MANY_DAYS' };
    start = next;
  }
  return null;
}

/** The events of the calendar, or null. What the library says of a file is not passed on: it repeats the line. */
function parseEvents(text: string): Property[][] | null {
  try {
    const parsed: unknown = ICAL.parse(text);
    if (!Array.isArray(parsed) || parsed[0] !== 'vcalendar' || !Array.isArray(parsed[2])) return null;
    return parsed[2].flatMap((part: unknown) =>
      Array.isArray(part) && part[0] === 'vevent' && Array.isArray(part[1]) ? [part[1].filter(isProperty)] : [],
    );
  } catch {
    return null;
  }
}

function isProperty(value: unknown): value is Property {
  if (!Array.isArray(value)) return false;
  const parts: unknown[] = value;
  const [name, parameters, type] = parts;
  return typeof name === 'string' && typeof parameters === 'object' && parameters !== null && typeof type === 'string';
}

function readEvents(events: Property[][], period: Period): ReadFile<FiledDays> {
  const problems: FileProblem[] = [];
  const days = new Map<string, CalendarOverride>();
  const ends = new Map<string, OnlineEnd>();
  const exceptions: FiledException[] = [];
  const budget = { asked: 0 };
  const moved = listMovedDays(events);
  let ignored = 0;
  for (const [index, properties] of events.entries()) {
    if (problems.length >= mostProblems) break;
    try {
      const event = new EventReader(properties);
      const { kind } = event;
      event.checkZones();
      if (event.text('status') === 'CANCELLED' || kind.startsWith('band-')) continue;
      if (kind === 'online-end') addOnce(ends, readOnlineEnd(event), period);
      else if (isExceptionKind(kind)) exceptions.push(readException(event, kind));
      else if (event.isWholeDay) {
        const reason = event.reason();
        for (const date of listDays(event, period, moved.get(event.text('uid') ?? '') ?? new Set(), budget)) {
          addOnce(days, { date, kind: kind === 'open' ? 'open' : 'closed', reason }, period);
        }
      } else ignored += 1;
      if (days.size + ends.size > mostDays) return refuseFile('TOO_MANY_DAYS');
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      problems.push({ field: `events[${String(index + 1)}].${error.part}`, rule: error.rule });
    }
  }
  if (problems.length > 0) return { kind: 'refused', problems };
  return {
    kind: 'read',
    value: { overrides: byDate(days), onlineEnds: byDate(ends), exceptions, ignored },
  };
}

/** Days that one event of a series takes to another place: the series itself does not have them. */
function listMovedDays(events: Property[][]): Map<string, Set<string>> {
  const moved = new Map<string, Set<string>>();
  for (const properties of events) {
    const uid = properties.find(([name]) => name === 'uid')?.[3];
    const day = properties.find(([name]) => name === 'recurrence-id')?.[3];
    if (typeof uid !== 'string' || typeof day !== 'string') continue;
    moved.set(uid, (moved.get(uid) ?? new Set()).add(day.slice(0, 10)));
  }
  return moved;
}

/** The first event about a day counts; one that contradicts it is a mistake. */
function addOnce<T extends { date: string }>(known: Map<string, T>, said: T, { from, to }: Period): void {
  if (said.date < from || said.date > to) return;
  const before = known.get(said.date);
  if (before && JSON.stringify({ ...before, reason: '' }) !== JSON.stringify({ ...said, reason: '' })) {
    throw new Wrong('dtstart', 'REPEATED_DATE');
  }
  if (!before) known.set(said.date, said);
}

function byDate<T extends { date: string }>(known: Map<string, T>): T[] {
  return [...known.values()].toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

function readOnlineEnd(event: EventReader): OnlineEnd {
  const from = event.moment('dtstart');
  const to = event.moment('dtend');
  const date = from.slice(0, 10);
  const isMidnight = to.startsWith(`${addDays(date, 1)}T00:00`);
  if (!isMidnight && !to.startsWith(date)) throw new Wrong('dtend', 'NOT_A_CLOCK_TIME');
  return { date, closes: isMidnight ? '24:00' : to.slice(11, 16), reason: event.reason() };
}

function readException(event: EventReader, kind: FiledException['kind']): FiledException {
  const exceptionId = /^exception-(?<id>[0-9a-f-]{36})@/u.exec(event.text('uid') ?? '')?.groups?.['id'];
  if (exceptionId === undefined) throw new Wrong('uid', 'NOT_A_CALENDAR_FILE');
  return { exceptionId, kind, from: event.moment('dtstart'), to: event.moment('dtend'), reason: event.reason() };
}

function isExceptionKind(kind: string): kind is FiledException['kind'] {
  return exceptionKinds.some((known) => known === kind);
}

/** The days of a whole-day event within the period, with what it repeats and without what it leaves out. */
function listDays(event: EventReader, period: Period, moved: ReadonlySet<string>, budget: { asked: number }): string[] {
  const start = event.date('dtstart');
  const length = event.length(start);
  const leftOut = new Set([...event.dates('exdate'), ...(event.text('recurrence-id') === null ? moved : [])]);
  const starts = [...listStarts(event.rule(), start, length, period, budget), ...event.dates('rdate')];
  const found = new Set<string>();
  for (const first of starts) {
    if (leftOut.has(first)) continue;
    const last = addDays(first, length - 1);
    for (let day = later(first, period.from); day <= earlier(last, period.to); day = addDays(day, 1)) {
      found.add(day);
      if (found.size > mostDays) throw new Wrong('dtstart', 'TOO_MANY_DAYS');
    }
  }
  return [...found];
}

function listStarts(
  rule: RecurrenceRule | null,
  start: string,
  length: number,
  period: Period,
  budget: { asked: number },
): string[] {
  if (!rule) return [start];
  if (start < firstDay) throw new Wrong('dtstart', 'TOO_MANY_DAYS');
  const until = earlier(rule.until ?? period.to, period.to);
  const reach = addDays(period.from, 1 - length);
  // With a count, those before the period have to be counted; otherwise the first that may reach into it is the first.
  const starts: string[] = [];
  let left = rule.count ?? Number.POSITIVE_INFINITY;
  for (let day = rule.count === null ? later(start, reach) : start; day <= until && left > 0; day = addDays(day, 1)) {
    budget.asked += 1;
    if (budget.asked > mostAsked) throw new Wrong('rrule', 'TOO_MANY_DAYS');
    if (day !== start && !hasDay(rule, start, day)) continue;
    left -= 1;
    if (day >= reach) starts.push(day);
  }
  return starts;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function later(a: string, b: string): string {
  return a < b ? b : a;
}

/** One event's properties; what breaks a rule is thrown with the name of its property. */
class EventReader {
  readonly #properties: readonly Property[];
  readonly kind: string;

  constructor(properties: readonly Property[]) {
    this.#properties = properties;
    this.kind = this.text('x-fugo-kind') ?? '';
  }

  #find(name: string): Property | undefined {
    return this.#properties.find((property) => property[0] === name);
  }

  text(name: string): string | null {
    const value = this.#find(name)?.[3];
    return typeof value === 'string' ? value : null;
  }

  get isWholeDay(): boolean {
    return this.#find('dtstart')?.[2] === 'date';
  }

  /** A time of a zone that is not known here would be shifted by nobody knows how much. */
  checkZones(): void {
    for (const [name, { tzid }] of this.#properties) {
      if (tzid !== undefined && !(typeof tzid === 'string' && japaneseZones.has(tzid))) {
        throw new Wrong(name, 'UNKNOWN_TIME_ZONE');
      }
    }
  }

  reason(): string {
    const reason = (this.text('summary') ?? '').trim();
    if (reason === '') throw new Wrong('summary', 'EMPTY');
    if (countCodePoints(reason) > longestDayReason) throw new Wrong('summary', 'TOO_LONG');
    if (/[^\P{Cc}\t\n\r]/u.test(reason)) throw new Wrong('summary', 'CONTROL_CHARACTER');
    if (hasPersonalNumber(reason)) throw new Wrong('summary', 'PERSONAL_NUMBER_INSIDE');
    return reason;
  }

  date(name: string): string {
    const property = this.#find(name);
    const value = property?.[3];
    if (property?.[2] !== 'date' || typeof value !== 'string' || !isCalendarDate(value)) {
      throw new Wrong(name, 'NOT_A_CALENDAR_DATE');
    }
    return value;
  }

  /** Dates of a property that may come often, each with several. */
  dates(name: string): string[] {
    return this.#properties
      .filter((property) => property[0] === name)
      .flatMap((property) => {
        const [, , type, ...values] = property;
        return values.map((value) => {
          if (type !== 'date' || typeof value !== 'string' || !isCalendarDate(value)) {
            throw new Wrong(name, 'NOT_A_CALENDAR_DATE');
          }
          return value;
        });
      });
  }

  /** How many days one occurrence has; the end of a whole-day event is the day after its last. */
  length(start: string): number {
    const duration = this.text('duration');
    if (duration !== null) {
      const { weeks, days } = /^P(?:(?<weeks>[0-9]{1,4})W|(?<days>[0-9]{1,5})D)$/u.exec(duration)?.groups ?? {};
      const count = weeks === undefined ? Number(days) : Number(weeks) * 7;
      if (!(count >= 1)) throw new Wrong('duration', 'NOT_A_CALENDAR_DATE');
      return count;
    }
    if (!this.#find('dtend')) return 1;
    const count = dayNumberOf(this.date('dtend')) - dayNumberOf(start);
    if (count < 1) throw new Wrong('dtend', 'CLOSES_BEFORE_OPENING');
    return count;
  }

  rule(): RecurrenceRule | null {
    const rules = this.#properties.filter((property) => property[0] === 'rrule');
    const [first] = rules;
    if (!first) return null;
    const rule = rules.length === 1 ? readRecurrence(first[3]) : null;
    if (!rule) throw new Wrong('rrule', 'RECURRENCE_NOT_READ');
    return rule;
  }

  /** A moment as Japan's clocks have it, to the minute, with their offset. A time without a zone is no moment. */
  moment(name: string): string {
    const [, parameters, type, value] = this.#find(name) ?? [];
    if (type !== 'date-time' || typeof value !== 'string') throw new Wrong(name, 'NOT_AN_INSTANT');
    const isUtc = value.endsWith('Z');
    if (!isUtc && parameters?.['tzid'] === undefined) throw new Wrong(name, 'NOT_AN_INSTANT');
    const instant = findInstant(isUtc ? value : `${value}+09:00`);
    if (instant === null) throw new Wrong(name, 'NOT_AN_INSTANT');
    return `${tokyoIsoOf(instant).slice(0, 16)}+09:00`;
  }
}
