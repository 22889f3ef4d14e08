/**
 * Makes search keys of earlier versions anew beside the work, in small steps: after an update that changed the rules of
 * the keys, and never again. Any number of workers may do so at once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../storage/database/database.ts';
import { remakeKeys } from '../storage/residents/remake-keys.ts';
import { listMunicipalities } from '../storage/settings/municipalities.ts';
import type { Logger } from '../temporal/logging.ts';

const rowsAStep = 1_000;

/** A program that was not updated yet may write earlier keys for a while. Milliseconds. */
const lookEveryMs = 60_000;

/** Runs until the signal aborts. */
export async function runRemakingKeys(
  db: Database,
  { log, signal }: { log: Logger; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    try {
      for (const { municipality } of await listMunicipalities(db)) {
        const rows = await remakeAll(db, municipality, signal);
        if (rows > 0) log.info({ municipality, rows }, 'search keys were made anew');
      }
    } catch (err) {
      log.warn({ err }, 'search keys could not be made anew; it is tried again');
    }
    await rest(lookEveryMs, signal);
  }
}

async function remakeAll(db: Database, municipality: string, signal: AbortSignal): Promise<number> {
  let rows = 0;
  while (!signal.aborted) {
    const began = performance.now();
    const made = await remakeKeys(db, municipality, { limit: rowsAStep });
    rows += made;
    if (made === 0) break;
    // As long as the step took, so that half of the database's time is left to others.
    await rest(performance.now() - began, signal);
  }
  return rows;
}

const rest = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined);
