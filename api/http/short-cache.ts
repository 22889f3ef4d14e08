import { LRUCache } from 'lru-cache';

export interface ShortCache<T> {
  get: (key: string) => Promise<T>;
  forget: (key: string) => void;
}

interface ShortCacheOptions {
  /** At least 1. Counted from the call, or from the answer where it depends on how long the answer took. */
  ttlMs: number | ((tookMs: number) => number);
  now: () => number;
  /** Keys come from callers, so that made-up ones must not fill the memory: the one not asked for longest makes room. */
  max?: number;
}

/** Keeps what `load` gave for a while; callers that come at once share one load. A failed load is not kept. */
export function createShortCache<T>(
  load: (key: string) => Promise<T>,
  { ttlMs, now, max = 10_000 }: ShortCacheOptions,
): ShortCache<T> {
  const kept = new LRUCache<string, Promise<T>>({ max, ...ageBy(now) });
  const keepAnswer = async (key: string, value: Promise<T>, startedAt: number): Promise<void> => {
    const isAnswered = await value.then(
      () => true,
      () => false,
    );
    // Another load may have taken its place.
    if (kept.peek(key) !== value) return;
    if (!isAnswered) kept.delete(key);
    else if (typeof ttlMs === 'function') kept.set(key, value, { ttl: ttlMs(now() - startedAt) });
  };
  return {
    get(key) {
      const found = kept.get(key);
      if (found) return found;
      const startedAt = now();
      const value = load(key);
      // Whose age is not known yet has none, and everybody waits for the same load.
      kept.set(key, value, typeof ttlMs === 'number' ? { ttl: ttlMs } : {});
      void keepAnswer(key, value, startedAt);
      return value;
    },
    forget: (key) => void kept.delete(key),
  };
}

/** What is kept grows old by this clock, which tests move, and by no older reading of it. */
export function ageBy(now: () => number): { perf: { now: () => number }; ttlResolution: 0 } {
  return { perf: { now }, ttlResolution: 0 };
}
