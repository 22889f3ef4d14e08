import { setTimeout as sleep } from 'node:timers/promises';

interface Patience {
  /** When to give up. Milliseconds since the epoch. */
  untilMs: number;
  /** The pause between two tries. Milliseconds. */
  everyMs: number;
  signal: AbortSignal;
}

/**
 * Tries `work` until it succeeds, because what a process needs may still be starting. Throws the last error when the
 * time is over, and the signal's reason when the process is told to end.
 */
export async function tryUntil<T>({ untilMs, everyMs, signal }: Patience, work: () => Promise<T>): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (err) {
      if (Date.now() + everyMs > untilMs) throw err;
      await sleep(everyMs, undefined, { signal }).catch(() => undefined); // the next turn throws the signal's reason
    }
  }
}
