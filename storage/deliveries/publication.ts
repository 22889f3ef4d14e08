/** What the publication of the repository needs of the rows, one at a time for the installation. */
import { sql } from 'drizzle-orm';
import { commonHours, type HoursSetting } from '../../domain/calendar/operating-hours.ts';
import { nation } from '../../domain/organisations.ts';
import { nationalPartOf } from '../hours/calendars.ts';
import type { Database, Transaction } from '../database/database.ts';
import { readOrderedFiles, type OrderedFile } from './assignments.ts';

export interface ToPublish {
  files: OrderedFile[];
  /** The national calendar, by which signatures outlast the longest closure. */
  hours: HoursSetting;
}

/** Runs `work` with the rows as they are, while nobody else publishes. */
export function inPublication<T>(db: Database, work: (toPublish: ToPublish) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('fugo.deliveries.publication', 0))`);
    return work({ files: await readOrderedFiles(tx), hours: await readNationalHours(tx) });
  });
}

export async function readNationalHours(tx: Database | Transaction): Promise<HoursSetting> {
  const [row] = await tx.execute<{ setting: unknown }>(sql`
    select setting from calendars where organisation = ${nation}`);
  if (!row) return commonHours;
  const { enforced, opens, closes, closingMarginMinutes, overrides } = nationalPartOf(row.setting);
  return { enforced, opens, closes, closingMarginMinutes, overrides, exceptions: [] };
}

/** The incident of a trouble with deliveries: one at most for each cause, open as long as it lasts. */
export async function keepDeliveryIncident(
  db: Database,
  cause: 'DELIVERY_NOT_SIGNED' | 'DELIVERY_KEYS_EXPIRE',
  detail: string | null,
): Promise<void> {
  const fingerprint = `deliveries/${cause}`;
  await (detail === null
    ? db.execute(sql`update incidents set closed_at = now() where fingerprint = ${fingerprint} and closed_at is null`)
    : db.execute(sql`
        insert into incidents (fingerprint, organisation, severity, cause, detail, opened_at)
        values (${fingerprint}, ${nation}, ${cause === 'DELIVERY_NOT_SIGNED' ? 'critical' : 'warning'}, ${cause},
          ${detail.slice(0, 400)}, now())
        on conflict (fingerprint) where closed_at is null do nothing`));
}
