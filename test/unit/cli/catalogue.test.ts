import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { messages, text } from '../../../cli/messages.ts';

const entries = Object.entries(messages);
const valuesOf = (sentence: string): string =>
  [...sentence.matchAll(/\{(\w+)\}/gu)]
    .map(([value]) => value)
    .toSorted()
    .join();

test('every sentence stands in both languages', () => {
  expect(entries.filter(([, { ja, en }]) => ja.trim() === '' || en.trim() === '')).toEqual([]);
});

test('a sentence names the same values in both languages', () => {
  expect(entries.filter(([, { ja, en }]) => valuesOf(ja) !== valuesOf(en))).toEqual([]);
});

test('a value that is not given stays visible, so that it is noticed', () => {
  expect(text('unreachable', 'en')).toContain('{url}');
  expect(text('unreachable', 'en', { url: 'http://127.0.0.1:1' })).toContain('http://127.0.0.1:1');
});

test('no two families of commands have a sentence of one name', async () => {
  const folder = join(import.meta.dirname, '../../../cli');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\/(?:.+-)?messages\.ts$/u.test(file),
  );
  const families = await Promise.all(
    files.map((file) => import(join(folder, file)) as Promise<Record<string, object>>),
  );
  const names = families.flatMap((family) => Object.values(family).flatMap((sentences) => Object.keys(sentences)));
  expect(names.toSorted()).toEqual(Object.keys(messages).toSorted());
});
