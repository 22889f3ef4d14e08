import { setTimeout as sleep } from 'node:timers/promises';

interface Patience {
  /** When to give up, in epoch milliseconds. */
  untilMs: number;
  /** Pause between two tries, in milliseconds. */
  everyMs: number;
  signal: AbortSignal;
}

/**
 * Tries until it works: what a process needs may be starting at the same time. Throws the last error when the time is
 * over, and the signal's reason when the process is told to end meanwhile.
 */
export async function tryUntil<T>({ untilMs, everyMs, signal }: Patience, work: () => Promise<T>): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (err) {
      if (Date.now() + everyMs > untilMs) throw err;
      await sleep(everyMs, undefined, { signal }).catch(() => undefined); // the next turn throws its reason
    }
  }
}
