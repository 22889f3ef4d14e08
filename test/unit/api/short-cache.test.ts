import { expect, test } from 'vitest';
import { createShortCache } from '../../../api/http/short-cache.ts';

function countLoads(options: { ttlMs: number | ((tookMs: number) => number); max?: number; tookMs?: number }) {
  const clock = { now: 1_000 };
  const loads: string[] = [];
  const cache = createShortCache(
    async (key) => {
      loads.push(key);
      await Promise.resolve();
      clock.now += options.tookMs ?? 0;
      if (key === 'wrong') throw new Error('not there');
      return `${key} ${loads.length}`;
    },
    { ...options, now: () => clock.now },
  );
  return { cache, clock, loads };
}

test('callers that come at once share one load, and later ones what it gave, until it is too old', async () => {
  const { cache, clock, loads } = countLoads({ ttlMs: 500 });
  expect(await Promise.all([cache.get('a'), cache.get('a')])).toEqual(['a 1', 'a 1']);
  clock.now += 499;
  expect(await cache.get('a')).toBe('a 1');
  clock.now += 2;
  expect(await cache.get('a')).toBe('a 2');
  cache.forget('a');
  expect(await cache.get('a')).toBe('a 3');
  expect(loads).toHaveLength(3);
});

test('a load that failed is asked for again', async () => {
  const { cache, loads } = countLoads({ ttlMs: 500 });
  await expect(Promise.all([cache.get('wrong'), cache.get('wrong')])).rejects.toThrow('not there');
  await expect(cache.get('wrong')).rejects.toThrow('not there');
  expect(loads).toHaveLength(2);
});

test('what takes long is kept for long, counted from its answer', async () => {
  const { cache, clock } = countLoads({ ttlMs: (tookMs) => 20 * tookMs, tookMs: 100 });
  expect(await Promise.all([cache.get('a'), cache.get('a')])).toEqual(['a 1', 'a 1']);
  clock.now += 1_999;
  expect(await cache.get('a')).toBe('a 1');
  clock.now += 2;
  expect(await cache.get('a')).toBe('a 2');
});

test('made-up keys push out whoever was not asked for longest', async () => {
  const { cache, loads } = countLoads({ ttlMs: 500, max: 2 });
  for (const key of ['a', 'b', 'a', 'c', 'a']) await cache.get(key);
  expect(loads).toEqual(['a', 'b', 'c']);
  await cache.get('b');
  expect(loads).toEqual(['a', 'b', 'c', 'b']);
});
