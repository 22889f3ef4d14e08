/** What people have set: who is told, and what is not told for a time. */
import { sql } from 'drizzle-orm';
import type { Recipient } from '../../domain/monitoring/recipients.ts';
import type { Silence } from '../../domain/monitoring/silences.ts';
import { recipients } from '../../schema/monitoring.ts';
import type { Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

export async function listAllRecipients(db: Database): Promise<Recipient[]> {
  const rows = await db.select().from(recipients);
  return rows.map(({ organisation, kind, address, severity, afterMinutes }) => ({
    organisation,
    kind,
    address,
    severity,
    afterMinutes,
  }));
}

interface SilenceRow extends Record<string, unknown> {
  silence_id: string;
  organisation: string;
  target: string | null;
  from: number;
  to: number;
  message: string;
}

/** Silences that cover something now or will. */
export async function listSilencesToKeep(db: Database): Promise<Silence[]> {
  const rows = await db.execute<SilenceRow>(sql`
    select silence_id, organisation, target, ${epochMs(sql`from_at`)} as "from", ${epochMs(sql`to_at`)} as "to", message
    from silences where withdrawn_at is null and to_at > now()`);
  return rows.map(({ silence_id: silenceId, organisation, target, from, to, message }) => ({
    silenceId,
    organisation,
    targetId: target,
    from,
    to,
    message,
  }));
}
