/**
 * Decides the days of a net on a server whose time has come. Its schedule asks for it at the planned moment; whoever was
 * away finds the same days later, because the rows know how far they were decided.
 *
 * C1. A day is decided once: its row is its key, whoever asks and however often.
 * C2. What the plan said when a moment passed counts. A moment that a change of the definition or the calendar has put
 *     into the past is not made up for; of today it is written down.
 */
import { sql } from 'drizzle-orm';
import { addDays, millisOfDay, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { listDeciding, planCalendarOf } from '../../domain/jobs/calendar.ts';
import type { JobDayKey, NetDefinition, NetOnServer } from '../../domain/jobs/definition.ts';
import {
  momentOf,
  pausedWords,
  planDays,
  type PlanCalendar,
  type PlannedDay,
  type Words,
} from '../../domain/jobs/plan.ts';
import type { JobDayDecision } from '../../domain/jobs/names.ts';
import type { Database, Transaction } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';
import type { Calendars } from '../operating-days/calendars.ts';
import { beginNext } from './beginning.ts';
import { readPresent } from './definitions.ts';
import { readPlaces } from './nets.ts';
import { at, lockNet, ofNet, sentence } from './rows.ts';

export interface Considered {
  /** Days that were written, whatever was decided about them. */
  decided: number;
  begun: JobDayKey[];
}

/** A day that follows online operation may begin two dates later. */
const latestDays = 2;
/** Whoever was away for longer makes up for no more than this. */
const mostDaysBack = 400;
/** So far ahead the next moment is looked for; without one it is looked for again then. */
const lookAheadDays = 40;

export function considerNet(db: Database, place: NetOnServer, calendars: Calendars, now: number): Promise<Considered> {
  return db.transaction(async (tx) => {
    await lockNet(tx, place);
    const { version, appliedAt } = await readPresent(tx, place.organisation);
    const found = (await readPlaces(tx, place.organisation)).find(
      ({ net, server }) => net === place.net && server === place.server,
    );
    const deciding = listDeciding(calendars.organisations, place.organisation, place.server);
    if (!found || !deciding || appliedAt === null) {
      await forgetNet(tx, place);
      return { decided: 0, begun: [] };
    }
    const { considered, began } = await readConsidered(tx, place, appliedAt);
    const since = Math.max(considered, now - mostDaysBack * millisOfDay);
    const calendar = planCalendarOf(deciding);
    const words = await readStaffWords(tx, place, tokyoDateOf(since));
    const from = addDays(tokyoDateOf(Math.min(since, now)), -latestDays);
    const moments = listMoments(
      found.definition,
      calendar,
      { from, to: addDays(tokyoDateOf(now), lookAheadDays) },
      words.skips,
    );
    const due = moments.filter(
      ({ momentAt, day }) => momentAt <= now && (momentAt > since || (momentAt > began && day.day >= tokyoDateOf(now))),
    );
    let decided = 0;
    for (const { day, momentAt } of due) {
      if (await writeDay(tx, place, { version, day, momentAt, since, pause: words.pause })) decided += 1;
    }
    const next = moments.find(({ momentAt }) => momentAt > now);
    const nextAt = next?.momentAt ?? now + (lookAheadDays - 1) * millisOfDay;
    await tx.execute(sql`
      update job_schedules set considered_at = greatest(considered_at, ${at(now)}), next_at = ${at(nextAt)}
      where ${ofNet(place)}`);
    const begun = await beginNext(tx, place, now);
    return { decided, begun: begun ? [begun] : [] };
  });
}

interface Moment {
  day: PlannedDay;
  /** When it runs, or would run. */
  momentAt: number;
}

/** As if it were not paused, so that a paused day has its moment too. By moment. */
function listMoments(
  net: NetDefinition,
  calendar: PlanCalendar,
  span: { from: string; to: string },
  skips: ReadonlyMap<string, string>,
): Moment[] {
  return planDays(net, calendar, span, { pause: null, skips })
    .map((day) => ({ day, momentAt: day.plannedAt ?? momentOf(net.at, day.day, calendar) }))
    .toSorted((a, b) => a.momentAt - b.momentAt);
}

/** False when the day was decided before. */
async function writeDay(
  tx: Transaction,
  { organisation, net, server }: NetOnServer,
  subject: {
    version: number;
    day: PlannedDay;
    momentAt: number;
    since: number;
    pause: { reason: string | null } | null;
  },
): Promise<boolean> {
  const { version, day, momentAt, since } = subject;
  const { decision, reason } = decisionOf(subject);
  const state = decision === 'skip' ? 'not-run' : 'planned';
  // A day that the calendar had closed, and opens again before its time, takes the place of the one that was skipped.
  const rows = await tx.execute(sql`
    insert into job_days as known (organisation, net, server, day, version, planned_at, decision, reason, state)
    values (${organisation}, ${net}, ${server}, ${day.day}::date, ${version}, ${at(momentAt)}, ${decision},
      ${reason ? sentence(reason) : null}, ${state})
    on conflict (organisation, net, server, day, no) do update set version = excluded.version,
      planned_at = excluded.planned_at, decision = excluded.decision, reason = excluded.reason, state = excluded.state
    where known.state = 'not-run' and known.decision = 'skip' and excluded.state = 'planned'
      and excluded.planned_at > ${at(since)}
    returning 1`);
  return rows.length > 0;
}

function decisionOf({
  day,
  momentAt,
  since,
  pause,
}: {
  day: PlannedDay;
  momentAt: number;
  since: number;
  pause: { reason: string | null } | null;
}): { decision: JobDayDecision; reason: Words | null } {
  if (day.plannedAt === null) return { decision: 'skip', reason: day.reason };
  if (momentAt <= since) return { decision: 'skip', reason: passedWords };
  if (pause) return { decision: 'skip', reason: pausedWords(pause.reason) };
  return { decision: day.decision, reason: day.reason };
}

const passedWords: Words = {
  ja: '定義または暦の変更で時刻が過ぎていたため実施しない',
  en: 'not run: a change of the definition or the calendar had put its time into the past',
};

/** Until when the days were decided, and since when there were any; of a net that is new, when it was applied. */
async function readConsidered(
  tx: Transaction,
  place: NetOnServer,
  appliedAt: number,
): Promise<{ considered: number; began: number }> {
  const { organisation, net, server } = place;
  await tx.execute(sql`
    insert into job_schedules (organisation, net, server, began_at, considered_at)
    values (${organisation}, ${net}, ${server}, ${at(appliedAt)}, ${at(appliedAt)}) on conflict do nothing`);
  const [row] = await tx.execute<{ considered: number; began: number }>(sql`
    select ${epochMs(sql`considered_at`)} as considered, ${epochMs(sql`began_at`)} as began
    from job_schedules where ${ofNet(place)}`);
  if (!row) throw new Error('what was just written is not there');
  return row;
}

async function readStaffWords(
  tx: Transaction,
  place: NetOnServer,
  from: string,
): Promise<{ pause: { reason: string | null } | null; skips: Map<string, string> }> {
  const [pause] = await tx.execute<{ reason: string | null }>(sql`
    select reason from job_net_states where ${ofNet(place)} and paused`);
  const skips = await tx.execute<{ day: string; reason: string }>(sql`
    select day::text as day, reason from job_skips where ${ofNet(place)} and day >= ${addDays(from, -62)}::date`);
  return { pause: pause ?? null, skips: new Map(skips.map(({ day, reason }) => [day, reason])) };
}

/** The definition has it no more: what waits is not begun, and what runs goes on to its end. */
async function forgetNet(tx: Transaction, place: NetOnServer): Promise<void> {
  await tx.execute(sql`delete from job_schedules where ${ofNet(place)}`);
  await tx.execute(sql`
    update job_days set state = 'not-run', decision = 'drop', look_at = null, ended_at = now(),
      reason = ${sentence(goneWords)}
    where ${ofNet(place)} and state = 'planned'`);
}

const goneWords: Words = {
  ja: '定義から外れたため実施しない',
  en: 'not run: the definition has it no more',
};
