/** The days to come of an organisation's nets, with what is decided about each and why. */
import { addDays, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import type { NetOnServer } from '../../domain/jobs/definition.ts';
import type { PlannedDay } from '../../domain/jobs/plan.ts';
import type { NetSchedule } from '../../domain/jobs/schedule.ts';
import type { Database } from '../database/database.ts';
import { readCalendars } from '../operating-days/calendars.ts';
import { planOf, readPlannedNets, wantedSchedule } from './world.ts';

export interface NextRun extends NetOnServer, PlannedDay {}

/**
 * From the day of `now` on, `days` of them, by day; what is past by `now` is left out. `db` is the program's own: the plan
 * asks for the calendars of all servers, so whoever calls has asked for the right before. Days that staff leave out, and
 * all days of a paused net, are skipped with the reason.
 */
export async function listNextRuns(
  db: Database,
  filter: { organisation: string; net?: string | undefined; server?: string | undefined; days: number; now: number },
): Promise<NextRun[]> {
  const { organisation, days, now } = filter;
  const nets = await readPlannedNets(db, await readCalendars(db), now, organisation);
  const from = tokyoDateOf(now);
  return nets
    .filter(({ net, server }) => (filter.net ?? net) === net && (filter.server ?? server) === server)
    .flatMap((planned) =>
      planOf(planned, { from, to: addDays(from, days - 1) })
        .filter(({ plannedAt }) => plannedAt === null || plannedAt > now)
        .map((day) => ({ organisation, net: planned.net, server: planned.server, ...day })),
    )
    .toSorted((a, b) => compare(a.day, b.day) || (a.plannedAt ?? 0) - (b.plannedAt ?? 0) || compare(a.net, b.net));
}

const compare = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** What the engine's schedules of an organisation are to be; null for a net that has no time to run. */
export async function listWantedSchedules(
  db: Database,
  organisation: string,
  now: number,
): Promise<(NetOnServer & { schedule: NetSchedule | null; paused: boolean })[]> {
  const nets = await readPlannedNets(db, await readCalendars(db), now, organisation);
  return nets.map((planned) => ({
    organisation,
    net: planned.net,
    server: planned.server,
    schedule: wantedSchedule(planned, now),
    paused: planned.words.pause !== null,
  }));
}
