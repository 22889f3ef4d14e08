import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds. */
export interface HealthWatchTimes {
  everyMs: number;
  /** A busy machine answers late; one that has not answered for so long will not. */
  silentMs: number;
}
const usual: HealthWatchTimes = { everyMs: 10_000, silentMs: 120_000 };

/**
 * Resolves with true when a part that runs has not been well for long, so that it is to be started again; with false
 * when it has ended by itself. A process can go on without doing its work, as a worker does that lost its server for
 * good on a full disk.
 */
export async function untilSilent(
  isWell: () => Promise<boolean>,
  ended: Promise<void>,
  { everyMs, silentMs }: HealthWatchTimes = usual,
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
    // A machine that slept, or this process that was held up, says nothing about the part.
    else if (performance.now() - before > silentMs) wellAt = performance.now();
    else if (performance.now() - wellAt > silentMs) return true;
  }
}
