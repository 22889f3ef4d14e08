export interface ShortCache<T> {
  get: (key: string) => Promise<T>;
  forget: (key: string) => void;
}

/** Keeps what `load` gave for `ttlMs`; callers that come at once share one load. A failed load is not kept. */
export function createShortCache<T>(
  load: (key: string) => Promise<T>,
  { ttlMs, now, max = 10_000 }: { ttlMs: number; now: () => number; max?: number },
): ShortCache<T> {
  const entries = new Map<string, { until: number; value: Promise<T> }>();
  return {
    get(key) {
      const kept = entries.get(key);
      if (kept && kept.until > now()) return kept.value;
      // Keys come from callers; the oldest makes room, so that made-up ones cannot fill the memory.
      const [oldest] = entries.keys();
      if (entries.size >= max && oldest !== undefined) entries.delete(oldest);
      const value = load(key);
      entries.delete(key);
      entries.set(key, { until: now() + ttlMs, value });
      value.catch(() => entries.delete(key));
      return value;
    },
    forget: (key) => void entries.delete(key),
  };
}
