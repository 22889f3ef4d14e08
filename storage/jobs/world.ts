/** All nets of the installation on their servers, with what decides when they run. */
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { addDays, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { listDeciding, planCalendarOf } from '../../domain/jobs/calendar.ts';
import { textOf } from '../../domain/jobs/canonical.ts';
import type { NetOnServer } from '../../domain/jobs/definition.ts';
import { listPlaces, type NetPlace } from '../../domain/jobs/places.ts';
import { planDays, type PlannedDay, type StaffWords } from '../../domain/jobs/plan.ts';
import { plannedAheadDays, scheduleOf, type NetSchedule } from '../../domain/jobs/schedule.ts';
import type { CalendarOf } from '../../domain/operating-day-plan.ts';
import type { Database, Transaction } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';
import type { Calendars } from '../operating-days/calendars.ts';
import { listServerNames, readPresent } from './definitions.ts';
import { at, ofNet } from './rows.ts';

/** A net on a server, as it is to be planned. */
export interface PlannedNet extends NetPlace {
  words: StaffWords;
  deciding: { own: CalendarOf; all: CalendarOf[] };
  /** Equal as long as the plan is; with the month, because the days ahead move on. */
  madeFrom: string;
  /** What its schedule was written from last; null when it is to be written anew. */
  writtenFrom: string | null;
  /** Epoch milliseconds; null when the net was never looked after. */
  consideredAt: number | null;
  nextAt: number | null;
}

/** Of all organisations, or of one. Nets whose server has no calendar are left out: nothing runs there. */
export function readPlannedNets(
  db: Database,
  { organisations }: Calendars,
  now: number,
  only: string | null = null,
): Promise<PlannedNet[]> {
  return db.transaction(async (tx) => {
    const owners = await tx.execute<{ organisation: string }>(sql`
      select distinct organisation from job_definitions where ${only}::text is null or organisation = ${only}`);
    const withServers = await listServerNames(tx);
    const places: NetPlace[] = [];
    for (const { organisation } of owners) {
      const { definition } = await readPresent(tx, organisation);
      places.push(...listPlaces(definition, organisation, withServers));
    }
    const wordsOf = await readAllWords(tx, addDays(tokyoDateOf(now), -62));
    const known = await readWritten(tx);
    const texts = new Map<CalendarOf, string>();
    const calendarText = (each: CalendarOf): string => {
      const text = texts.get(each) ?? textOf([each.organisation, each.calendar]);
      texts.set(each, text);
      return text;
    };
    return places.flatMap((place): PlannedNet[] => {
      const deciding = listDeciding(organisations, place.organisation, place.server);
      if (!deciding) return [];
      const words = wordsOf(place);
      const { at: time, days, closedDay } = place.definition;
      const madeFrom = createHash('sha256')
        .update(textOf([time, days, closedDay, words.pause, [...words.skips], tokyoDateOf(now).slice(0, 7)]))
        .update(deciding.all.map(calendarText).join())
        .digest('hex');
      const stored = known.get(idOf(place));
      return [
        {
          ...place,
          words,
          deciding,
          madeFrom,
          writtenFrom: stored?.writtenFrom ?? null,
          consideredAt: stored?.consideredAt ?? null,
          nextAt: stored?.nextAt ?? null,
        },
      ];
    });
  });
}

const idOf = ({ organisation, net, server }: NetOnServer): string => `${organisation}/${net}/${server}`;

async function readAllWords(tx: Transaction, from: string): Promise<(place: NetOnServer) => StaffWords> {
  const pauses = await tx.execute<{ organisation: string; net: string; server: string; reason: string | null }>(sql`
    select organisation, net, server, reason from job_net_states where paused`);
  const skips = await tx.execute<{ organisation: string; net: string; server: string; day: string; reason: string }>(
    sql`select organisation, net, server, day::text as day, reason from job_skips where day >= ${from}::date order by day`,
  );
  const pauseOf = new Map(pauses.map((row) => [idOf(row), { reason: row.reason }]));
  const skipsOf = new Map<string, Map<string, string>>();
  for (const row of skips) {
    const own = skipsOf.get(idOf(row)) ?? new Map<string, string>();
    own.set(row.day, row.reason);
    skipsOf.set(idOf(row), own);
  }
  return (place) => ({ pause: pauseOf.get(idOf(place)) ?? null, skips: skipsOf.get(idOf(place)) ?? new Map() });
}

async function readWritten(tx: Transaction) {
  const rows = await tx.execute<{
    organisation: string;
    net: string;
    server: string;
    written_from: string | null;
    considered: number;
    next_at_ms: number | null;
  }>(sql`
    select organisation, net, server, written_from, ${epochMs(sql`considered_at`)} as considered,
      ${epochMs(sql`next_at`)} as next_at_ms
    from job_schedules`);
  return new Map(
    rows.map((row) => [
      idOf(row),
      { writtenFrom: row.written_from, consideredAt: row.considered, nextAt: row.next_at_ms },
    ]),
  );
}

/** The plan of a net: paused and left-out days are skipped in it, with their reason. Both dates included. */
export function planOf(
  { definition, deciding, words }: Pick<PlannedNet, 'definition' | 'deciding' | 'words'>,
  span: { from: string; to: string },
): PlannedDay[] {
  return planDays(definition, planCalendarOf(deciding), span, words);
}

/**
 * The times of the net's schedule, as if it were not paused: a schedule that is paused keeps its times. Null when there
 * are none.
 */
export function wantedSchedule(net: PlannedNet, now: number): NetSchedule | null {
  const span = { from: tokyoDateOf(now), to: addDays(tokyoDateOf(now), plannedAheadDays) };
  const plan = planOf({ ...net, words: { ...net.words, pause: null } }, span);
  return scheduleOf(net.definition.days, plan, span);
}

/** Nets that are looked after and that no definition has any more. */
export async function listForgotten(db: Database, nets: readonly PlannedNet[]): Promise<NetOnServer[]> {
  const rows = await db.execute<{ organisation: string; net: string; server: string }>(sql`
    select organisation, net, server from job_schedules`);
  const wanted = new Set(nets.map(idOf));
  return [...rows].filter((row) => !wanted.has(idOf(row)));
}

/** Notes what the schedule was written from, unless the net is gone meanwhile. */
export async function markWritten(db: Database, place: NetOnServer, writtenFrom: string): Promise<void> {
  await db.execute(sql`update job_schedules set written_from = ${writtenFrom} where ${ofNet(place)}`);
}

/** All schedules are written anew: the engine has lost them. */
export async function forgetWritten(db: Database): Promise<void> {
  await db.execute(sql`update job_schedules set written_from = null where written_from is not null`);
}

/** How far behind the present the notes of {@link noteLook} may be. Seconds. */
const lookNotedSeconds = 60;

/**
 * Notes that all nets were looked after: what the plan says of moments before is behind them. So a plan that changes
 * later is known to have put a moment into the past, and is not taken for one that was missed.
 */
export async function noteLook(db: Database, now: number): Promise<void> {
  await db.execute(sql`
    update job_schedules set considered_at = ${at(now)}
    where next_at > ${at(now)} and considered_at < ${at(now)} - make_interval(secs => ${lookNotedSeconds})`);
}
