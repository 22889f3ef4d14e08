/** The incident of a day that stands still: one at most for each, open as long as it does. */
import { sql } from 'drizzle-orm';
import type { StepError, StepName } from '../../domain/operating-day.ts';
import type { Transaction } from '../database/database.ts';
import type { DayKey } from './rows.ts';

/** The cause that stands in the incident; its detail names the step and the error, as codes. */
export const haltedCause = 'OPERATING_DAY_HALTED';

const fingerprintOf = ({ organisation, day }: DayKey): string => `operating-day/${organisation}/${day}`;

export async function openDayIncident(
  tx: Transaction,
  key: DayKey,
  { step, error, awaits }: { step: StepName; error: StepError | null; awaits: readonly string[] },
): Promise<void> {
  const detail = [step, error ?? '', ...awaits].filter((word) => word !== '').join(' ');
  await tx.execute(sql`
    insert into incidents (fingerprint, organisation, severity, cause, detail, opened_at)
    values (${fingerprintOf(key)}, ${key.organisation}, 'critical', ${haltedCause}, ${detail}, now())
    on conflict (fingerprint) where closed_at is null do nothing`);
}

export async function closeDayIncident(tx: Transaction, key: DayKey): Promise<void> {
  await tx.execute(sql`
    update incidents set closed_at = now() where fingerprint = ${fingerprintOf(key)} and closed_at is null`);
}
