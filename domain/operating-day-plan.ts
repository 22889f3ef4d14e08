/**
 * What the calendars mean for the servers: when each organisation's day begins and ends, and what its server is told of
 * the hours.
 */
import { bandsOf, type Band } from './calendar/bands.ts';
import { findInstant, millisOfMinute } from './calendar/civil-date.ts';
import { combineCalendar, onlineClosesOf, type Calendar } from './calendar/combined.ts';
import type { HoursSetting } from './calendar/operating-hours.ts';
import type { NationalCalendar } from './calendar/parts.ts';
import type { DayMoments } from './operating-day.ts';
import { nation, tierOf } from './organisations.ts';

/**
 * An organisation that has a server, and what counts for it: of exceptions those that it asked for and those that name it,
 * because a copy needs the servers of both sides.
 */
export interface CalendarOf {
  organisation: string;
  parent: string | null;
  calendar: Calendar;
  /** False: whoever judges by it, opens at any time. */
  isKept: boolean;
}

/**
 * The moments of a date's day, by organisation; without those that are closed. A server runs as long as any below it
 * does, so that an exception of one municipality keeps its prefecture's and the national server running, and no other.
 */
export function planMoments(organisations: readonly CalendarOf[], date: string): Map<string, DayMoments> {
  const moments = new Map<string, DayMoments>();
  const lowestFirst = organisations.toSorted((a, b) => depthOf(b.organisation) - depthOf(a.organisation));
  for (const { organisation, parent, calendar } of lowestFirst) {
    const { online, daily } = bandsOf(calendar, date);
    const own = momentsOf(online, daily, calendar.national);
    const planned = mergeMoments(moments.get(organisation), own);
    if (!planned) continue;
    moments.set(organisation, planned);
    const above = parent === null ? undefined : mergeMoments(moments.get(parent), planned);
    if (parent !== null && above) moments.set(parent, above);
  }
  return moments;
}

function momentsOf(
  online: readonly Band[],
  daily: Band | null,
  { startLeadMinutes }: NationalCalendar,
): DayMoments | undefined {
  const [first] = online;
  if (!first) return undefined;
  const opensAt = instantOf(first.from.at);
  return {
    startsAt: opensAt - startLeadMinutes * millisOfMinute,
    opensAt,
    closesAt: Math.max(...online.map(({ to }) => instantOf(to.at))),
    dailyEndsAt: daily && instantOf(daily.to.at),
  };
}

function mergeMoments(a: DayMoments | undefined, b: DayMoments | undefined): DayMoments | undefined {
  if (!a || !b) return a ?? b;
  return {
    startsAt: Math.min(a.startsAt, b.startsAt),
    opensAt: Math.min(a.opensAt, b.opensAt),
    closesAt: Math.max(a.closesAt, b.closesAt),
    // Where one runs into the next day, those above it do too.
    dailyEndsAt: a.dailyEndsAt === null || b.dailyEndsAt === null ? null : Math.max(a.dailyEndsAt, b.dailyEndsAt),
  };
}

/** What a server is told (contracts/participants/control). */
export interface Telling {
  hours: HoursSetting;
  online: { closes: string; ends: { date: string; closes: string }[] } | null;
  windows: { municipality: string; from: string; to: string }[];
}

/** `below`: the prefectures and municipalities that stand below, directly or not. */
export function tellingOf(own: CalendarOf, below: readonly CalendarOf[]): Telling {
  const telling = hoursOf(own, below);
  return { ...telling, hours: { ...telling.hours, enforced: telling.hours.enforced && own.isKept } };
}

function hoursOf({ organisation, calendar }: CalendarOf, below: readonly CalendarOf[]): Telling {
  const { national } = calendar;
  if (tierOf(organisation) === 'municipality')
    return { hours: requestHoursOf(organisation, calendar), online: null, windows: [] };
  const parts = organisation === nation ? below.filter(isPrefecture) : [{ calendar }];
  const dates = new Set(parts.flatMap((part) => endsOf(part.calendar).map(({ date }) => date)));
  return {
    hours: combineCalendar(national, null, null, []),
    online: {
      closes: latestOf(parts.map((part) => onlineClosesOf(part.calendar))) ?? national.closes,
      ends: [...dates].toSorted().map((date) => ({
        date,
        closes: latestOf(parts.map((part) => closesOn(part.calendar, date))) ?? national.closes,
      })),
    },
    windows: below
      .filter(({ organisation: each }) => tierOf(each) === 'municipality')
      .flatMap(({ organisation: municipality, calendar: own }) =>
        requestHoursOf(municipality, own).exceptions.map(({ from, to }) => ({ municipality, from, to })),
      ),
  };
}

/** Whoever was asked keeps its server running, and sends no requests of its own for that. */
function requestHoursOf(
  organisation: string,
  { national, prefectural, municipal, exceptions }: Calendar,
): HoursSetting {
  const own = exceptions.filter((each) => each.organisation === organisation);
  return combineCalendar(national, prefectural, municipal, own);
}

const isPrefecture = ({ organisation }: CalendarOf): boolean => tierOf(organisation) === 'prefecture';

const depthOf = (organisation: string): number => ({ nation: 0, prefecture: 1, municipality: 2 })[tierOf(organisation)];

const endsOf = ({ prefectural }: Calendar) => prefectural?.onlineEnds ?? [];

const closesOn = (calendar: Calendar, date: string): string =>
  endsOf(calendar).find((end) => end.date === date)?.closes ?? onlineClosesOf(calendar);

function latestOf(clocks: readonly string[]): string | undefined {
  return clocks.toSorted().at(-1);
}

function instantOf(text: string): number {
  const instant = findInstant(text);
  if (instant === null) throw new RangeError('not a time with its offset');
  return instant;
}
