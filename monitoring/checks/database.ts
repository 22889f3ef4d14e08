/** Checks of PostgreSQL and of what lies in it. The database is fugo's own, as the monitor's role sees it. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { readKeyRing } from '../../keys/key-ring.ts';
import type { Database } from '../../storage/database/database.ts';
import {
  isRingOfDatabase,
  readBackupFacts,
  readServerFacts,
  readSigningKeyEnd,
  readStandingStill,
} from '../../storage/monitoring/facts.ts';
import type { Check } from '../prober.ts';

export function checkDatabase(db: Database): Check {
  return async () => {
    await db.execute(sql`select 1`);
    return { ok: true };
  };
}

/** Of the connections that may be open. */
const mostUsed = 0.9;
/** A standby that is so far behind would lose too much. Seconds. */
const longestLag = 60;
/** Longer open, a transaction keeps the tables from being cleaned. Seconds. */
const oldestTransaction = 30 * 60;

export function checkDatabaseHealth(db: Database): Check {
  return async () => {
    const facts = await readServerFacts(db);
    if (facts.connections >= facts.mostConnections * mostUsed) return { ok: false, error: 'TOO_MANY_CONNECTIONS' };
    if (facts.lostSlots > 0) return { ok: false, error: 'REPLICATION_SLOT_LOST' };
    if ((facts.replicationLagSeconds ?? 0) > longestLag) return { ok: false, error: 'REPLICATION_LAGS' };
    if (facts.archivingFails) return { ok: false, error: 'ARCHIVING_FAILS' };
    if (facts.oldestTransactionSeconds > oldestTransaction) return { ok: false, error: 'TRANSACTION_TOO_OLD' };
    return { ok: true };
  };
}

/** Only a backup that was restored once, to look whether it can be, counts. */
export function checkBackup(db: Database, home: string, maxAgeHours: number, now: () => number = Date.now): Check {
  return async () => {
    const { verifiedAt: told, since } = await readBackupFacts(db);
    const verifiedAt = Math.max(told ?? 0, (await findVerifiedFile(join(home, 'backups'))) ?? 0);
    const oldest = now() - maxAgeHours * 3_600_000;
    if (verifiedAt > oldest) return { ok: true };
    if (verifiedAt > 0) return { ok: false, error: 'BACKUP_TOO_OLD' };
    // An installation of today has none yet.
    return since > oldest ? { ok: true } : { ok: false, error: 'NO_BACKUP' };
  };
}

/** When the newest backup in this folder was verified: its `verified.json` was written then. Epoch milliseconds. */
async function findVerifiedFile(folder: string): Promise<number | undefined> {
  const names = await readdir(folder).catch(() => []);
  const times = await Promise.all(
    names.map((name) =>
      stat(join(folder, name, 'verified.json')).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return times.length === 0 ? undefined : Math.max(...times);
}

/** A key that signs tokens and ends sooner is made anew by starting an API process. Milliseconds. */
const signingKeyMs = 14 * 86_400_000;

export function checkKeys(db: Database, keysFile: string, now: () => number = Date.now): Check {
  return async () => {
    let ring;
    try {
      ring = readKeyRing(keysFile);
    } catch {
      return { ok: false, error: 'KEYS_UNREADABLE' };
    }
    if (!(await isRingOfDatabase(db, ring))) return { ok: false, error: 'KEYS_WRONG' };
    const ends = await readSigningKeyEnd(db);
    if (ends !== null && ends - now() < signingKeyMs) return { ok: false, error: 'SIGNING_KEY_EXPIRES' };
    return { ok: true };
  };
}

export function checkRequests(db: Database): Check {
  return async () => {
    const { stuck, unjudged, undelivered } = await readStandingStill(db);
    if (stuck > 0) return { ok: false, error: 'REQUESTS_STUCK' };
    if (unjudged > 0) return { ok: false, error: 'TRANSFERS_UNJUDGED' };
    return undelivered > 0 ? { ok: false, error: 'NOTICES_UNDELIVERED' } : { ok: true };
  };
}
