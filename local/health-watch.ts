import { setTimeout as sleep } from 'node:timers/promises';

/** How often a part is asked, and how long it may be unwell. */
export interface HealthWatchTimes {
  everyMs: number;
  /** A busy machine answers late; one that has not answered for so long will not. */
  silentMs: number;
}
const usualTimes: HealthWatchTimes = { everyMs: 10_000, silentMs: 120_000 };

/**
 * Watches a running part. Resolves with true once it has been unwell for too long and should be started again, with
 * false when it has ended by itself. A process may go on without working, such as a worker that lost its server for
 * good on a full disk.
 */
export async function watchUntilSilent(
  isWell: () => Promise<boolean>,
  ended: Promise<void>,
  { everyMs, silentMs }: HealthWatchTimes = usualTimes,
): Promise<boolean> {
  const over = ended.then(() => true as const);
  const pause = new AbortController();
  let wellAt = performance.now();
  void over.then(() => pause.abort());
  for (;;) {
    const waited = sleep(everyMs, false, { signal: pause.signal }).catch(() => true);
    if (await Promise.race([waited, over])) return false;
    const before = performance.now();
    if (await isWell()) wellAt = performance.now();
    // A machine that slept, or a supervisor that was held up, says nothing about the part.
    else if (performance.now() - before > silentMs) wellAt = performance.now();
    else if (performance.now() - wellAt > silentMs) return true;
  }
}
