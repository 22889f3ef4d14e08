import { LRUCache } from 'lru-cache';

/**
 * Limits failures by key: so many at once, then one more each `everyMs`. The counts are in memory, as the brake's are.
 * Each attempt takes one and gives it back if it did not fail, so parallel attempts cannot exceed the limit.
 */
export interface Budget {
  /** Seconds to wait. 0 if the attempt may be made; it counts as failed until it is given back. */
  take: (key: string) => number;
  giveBack: (key: string) => void;
}

const maxKeys = 10_000;

export function createBudget(now: () => number, { most, everyMs }: { most: number; everyMs: number }): Budget {
  const levels = new LRUCache<string, { level: number; at: number }>({ max: maxKeys });
  const levelOf = (key: string): number => {
    const kept = levels.get(key);
    return kept ? Math.max(0, kept.level - Math.max(0, now() - kept.at) / everyMs) : 0;
  };
  const keep = (key: string, level: number): void => {
    if (level > 0) levels.set(key, { level, at: now() });
    else levels.delete(key);
  };
  return {
    take(key) {
      const level = levelOf(key);
      if (level + 1 > most) return Math.max(1, Math.ceil(((level + 1 - most) * everyMs) / 1_000));
      keep(key, level + 1);
      return 0;
    },
    giveBack: (key) => keep(key, Math.max(0, levelOf(key) - 1)),
  };
}
