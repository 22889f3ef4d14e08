/** The calendar by which nets on a server are planned. */
import { findMinutes, millisOfMinute, tokyoStartOf } from '../calendar/civil-date.ts';
import { findOwnedClosure } from '../calendar/bands.ts';
import { onlineClosesOf, type Calendar } from '../calendar/combined.ts';
import { planMoments, type CalendarOf } from '../operating-day-plan.ts';
import { standsBelow, tierOf } from '../organisations.ts';
import { fugoServer } from './definition.ts';
import type { PlanCalendar, Words } from './plan.ts';

/**
 * Those whose calendar has a say in the days of a server: its own organisation, which for fugo's own server is that whose
 * net it is, and of those below the prefectures and whoever has an exception, because a server runs as long as one below
 * it does. Null where the organisation has no server.
 */
export function listDeciding(
  organisations: readonly CalendarOf[],
  owner: string,
  server: string,
): { own: CalendarOf; all: CalendarOf[] } | null {
  const organisation = server === fugoServer ? owner : server;
  const own = organisations.find((each) => each.organisation === organisation);
  if (!own) return null;
  const below = organisations.filter(
    (each) =>
      standsBelow(each.organisation, organisation) &&
      (tierOf(each.organisation) === 'prefecture' || each.calendar.exceptions.length > 0),
  );
  return { own, all: [own, ...below] };
}

export function planCalendarOf({ own, all }: { own: CalendarOf; all: readonly CalendarOf[] }): PlanCalendar {
  // A plan asks for a date several times, when it looks for the next open one.
  const closures = new Map<string, Words | null>();
  const onlineByDate = new Map<string, { opensAt: number; closesAt: number }>();
  return {
    closureOf(date) {
      const known = closures.get(date);
      if (known !== undefined) return known;
      const closure = findOwnedClosure(own.calendar, date);
      closures.set(date, closure);
      return closure;
    },
    onlineOf(date) {
      const known =
        onlineByDate.get(date) ?? planMoments(all, date).get(own.organisation) ?? regularOf(own.calendar, date);
      onlineByDate.set(date, known);
      return known;
    },
  };
}

/** Online operation as it would be on a day that is closed. */
function regularOf(calendar: Calendar, date: string): { opensAt: number; closesAt: number } {
  const at = (clock: string): number => tokyoStartOf(date) + (findMinutes(clock) ?? 0) * millisOfMinute;
  return { opensAt: at(calendar.national.opens), closesAt: at(onlineClosesOf(calendar)) };
}
