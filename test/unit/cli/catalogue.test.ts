import { expect, test } from 'vitest';
import { families, messages, text } from '../../../cli/messages.ts';

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

test('no two families of commands have a sentence of one name', () => {
  const names = families.flatMap((family) => Object.keys(family));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
