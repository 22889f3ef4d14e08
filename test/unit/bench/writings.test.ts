import { expect, test } from 'vitest';
import { judgePairs } from '../../../bench/writings/judge-pairs.ts';
import { meetsAims, writingsTable } from '../../../bench/writings/main.ts';
import { writingPairs } from '../../../bench/writings/pairs.ts';

test('of over 400 pairs of writings of one thing and 400 of two, every kind is found and nothing else', () => {
  const kinds = judgePairs();
  const count = (agrees: boolean) => writingPairs.filter(({ agree }) => agree === agrees).length;
  expect(count(true)).toBeGreaterThanOrEqual(400);
  expect(count(false)).toBeGreaterThanOrEqual(400);
  expect(writingPairs.filter(({ unseen }) => unseen).length).toBeGreaterThanOrEqual(200);
  expect(kinds.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(meetsAims(kinds)).toBe(true);
});

test('no pair stands in the set twice, and a wrong one is counted and named', () => {
  const texts = writingPairs.map(({ kind, one, other }) => `${kind} ${one} ${other}`);
  expect(new Set(texts).size).toBe(texts.length);
  const kinds = judgePairs().map((kind) => ({ ...kind, wrong: kind.agree ? writingPairs.slice(0, 9) : kind.wrong }));
  expect(meetsAims(kinds)).toBe(false);
  expect(writingsTable(kinds)).toContain('| old forms | one | 302 | 0 | 9 |');
});
