/** The incidents of nets: one at most for each day that stands still, and for each net whose days were dropped. */
import { sql } from 'drizzle-orm';
import type { JobDayKey, NetOnServer } from '../../domain/jobs/definition.ts';
import type { JobError } from '../../domain/jobs/names.ts';
import type { Transaction } from '../database/database.ts';

/** A job of a day has failed; the detail names the net, the server, the job and the error. */
export const failedCause = 'JOB_FAILED';
/** A day could not begin at its time, and its net says that it is dropped then. */
export const droppedCause = 'JOB_DAY_DROPPED';

const dayFingerprint = ({ organisation, net, server, day, no }: JobDayKey): string =>
  `job-net/${organisation}/${net}/${server}/${day}/${String(no)}`;
const netFingerprint = ({ organisation, net, server }: NetOnServer): string =>
  `job-net-dropped/${organisation}/${net}/${server}`;

export function openFailedIncident(
  tx: Transaction,
  key: JobDayKey,
  { job, error }: { job: string | null; error: JobError | null },
): Promise<void> {
  const detail = [key.net, key.server, key.day, job ?? '', error ?? ''].filter((word) => word !== '').join(' ');
  return open(tx, { fingerprint: dayFingerprint(key), organisation: key.organisation, cause: failedCause, detail });
}

export function openDroppedIncident(tx: Transaction, place: NetOnServer, days: readonly string[]): Promise<void> {
  const detail = [place.net, place.server, ...days].join(' ');
  return open(tx, {
    fingerprint: netFingerprint(place),
    organisation: place.organisation,
    cause: droppedCause,
    detail,
  });
}

async function open(
  tx: Transaction,
  incident: { fingerprint: string; organisation: string; cause: string; detail: string },
): Promise<void> {
  const { fingerprint, organisation, cause, detail } = incident;
  await tx.execute(sql`
    insert into incidents (fingerprint, organisation, severity, cause, detail, opened_at)
    values (${fingerprint}, ${organisation}, 'critical', ${cause}, ${detail}, now())
    on conflict (fingerprint) where closed_at is null do nothing`);
}

/** Staff have decided about the day. */
export function closeFailedIncident(tx: Transaction, key: JobDayKey): Promise<void> {
  return close(tx, dayFingerprint(key));
}
/** The net runs again. */
export function closeDroppedIncident(tx: Transaction, place: NetOnServer): Promise<void> {
  return close(tx, netFingerprint(place));
}

async function close(tx: Transaction, fingerprint: string): Promise<void> {
  await tx.execute(sql`
    update incidents set closed_at = now() where fingerprint = ${fingerprint} and closed_at is null`);
}
