import { LRUCache } from 'lru-cache';
import { ageBy } from '../http/short-cache.ts';

/**
 * Slows down guessing: after some failures in a row the same caller waits before the next attempt is even looked at,
 * longer each time. Per client id *and* address, so that a stranger cannot shut a client out. In memory: a restart
 * forgives, and secrets of 256 bits are not found in the meantime.
 */
export interface Brake {
  /** Seconds still to wait; 0 when an attempt may be made. */
  waitFor: (key: string) => number;
  failed: (key: string) => void;
  succeeded: (key: string) => void;
}

const freeFailures = 5;
const longestWaitMs = 60_000;
const forgetAfterMs = 15 * 60_000;
const maxKeys = 10_000;

export function createBrake(now: () => number): Brake {
  const failures = new LRUCache<string, { count: number; at: number }>({
    max: maxKeys,
    ttl: forgetAfterMs,
    ...ageBy(now),
  });
  return {
    waitFor(key) {
      const entry = failures.get(key);
      if (!entry || entry.count < freeFailures) return 0;
      const wait = Math.min(1_000 * 2 ** (entry.count - freeFailures), longestWaitMs);
      return Math.max(0, Math.ceil((entry.at + wait - now()) / 1_000));
    },
    failed: (key) => void failures.set(key, { count: (failures.get(key)?.count ?? 0) + 1, at: now() }),
    succeeded: (key) => void failures.delete(key),
  };
}
