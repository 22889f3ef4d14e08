/** What calendar each server was told last. */
import { sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import type { DayKey } from './rows.ts';

export interface ToldServer extends DayKey {
  controlUrl: string;
  hash: string;
}

/** The servers whose day is under way and that were told a calendar for it: all, or that of one day. */
export async function listToldCalendars(db: Database, key?: DayKey): Promise<ToldServer[]> {
  const rows = await db.execute<{ organisation: string; day: string; control_url: string; told_calendar: string }>(sql`
    select d.organisation, d.day::text as day, s.control_url, s.told_calendar
    from operating_days d join servers s using (organisation)
    where d.state in ('starting', 'open', 'stopping') and s.told_calendar is not null
      and (${key?.organisation ?? null}::text is null
        or (d.organisation = ${key?.organisation ?? null} and d.day = ${key?.day ?? null}::date))
      and exists (select from day_steps t where t.organisation = d.organisation and t.day = d.day
        and t.step = 'tell-calendar' and t.state = 'verified')`);
  return rows.map(({ organisation, day, control_url: controlUrl, told_calendar: hash }) => ({
    organisation,
    day,
    controlUrl,
    hash,
  }));
}

export async function markTold(db: Database, organisation: string, hash: string): Promise<void> {
  await db.execute(
    sql`update servers set told_calendar = ${hash}, told_at = now() where organisation = ${organisation}`,
  );
}

export async function markDaysToTell(db: Database, days: readonly DayKey[]): Promise<void> {
  for (const { organisation, day } of days) {
    await db.execute(sql`
      update operating_days set look_at = now() where organisation = ${organisation} and day = ${day}`);
  }
}
