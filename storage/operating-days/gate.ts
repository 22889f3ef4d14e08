/** Whether a municipality's server is meant to run now, as its operating day says. */
import { sql } from 'drizzle-orm';
import type { DayState, StepState } from '../../domain/operating-day.ts';
import { tierOf } from '../../domain/organisations.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';
import { wakeWaitingForHours } from '../requests/moves.ts';
import { at } from './rows.ts';

/** When nobody knows when the server runs again, that is looked at after this time. Milliseconds. */
const lookAgainMs = 60_000;

/**
 * Null when the server runs as far as its day says, or when nothing is known: without a day the server is taken to run.
 * Otherwise when to look again; the day itself wakes those who wait once its server was seen to run. A rehearsal counts
 * only while it is under way, because at its end somebody starts the servers again.
 */
export async function findServerOpening(db: Database, municipality: string, now: number): Promise<Date | null> {
  const [day] = await db.execute<{
    state: DayState;
    start: StepState;
    stops: boolean;
    rehearsal: boolean;
    opens: number;
  }>(sql`
    select d.state, s.state as start, d.rehearsal, ${epochMs(sql`d.online_opens_at`)} as opens,
      exists (select from day_steps t where t.organisation = d.organisation and t.day = d.day and t.step = 'stop') as stops
    from operating_days d join day_steps s on s.organisation = d.organisation and s.day = d.day and s.step = 'start'
    where d.organisation = ${municipality} and d.starts_at <= ${at(now)}
    order by d.starts_at desc limit 1`);
  if (!day) return null;
  const { state, start, stops, rehearsal, opens } = day;
  if (state === 'open' || state === 'abandoned' || (state === 'done' && (rehearsal || !stops))) return null;
  // What has failed after the start is the hours' to say.
  if (state === 'halted' && start === 'verified') return null;
  return new Date(opens > now ? Math.min(opens, now + lookAgainMs) : now + lookAgainMs);
}

/** The server runs: requests that wait for it go on. Of another tier than a municipality there are none. */
export async function wakeRequests(db: Database, organisation: string): Promise<void> {
  if (tierOf(organisation) !== 'municipality') return;
  await inMunicipality(db, organisation, (tx) => wakeWaitingForHours(tx, organisation));
}
