import { expect, test } from 'vitest';
import { oneAtATime } from '../../../simulators/base/one-at-a-time.ts';

test('a call begins when the one before has ended, also when that one failed', async () => {
  const seen: string[] = [];
  const work = oneAtATime(async (name: string) => {
    seen.push(`${name} begins`);
    await Promise.resolve();
    seen.push(`${name} ends`);
    if (name === 'b') throw new Error(name);
    return name;
  });
  const all = await Promise.allSettled(['a', 'b', 'c'].map((name) => work(name)));
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
