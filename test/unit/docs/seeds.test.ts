/** The map from the seeds to the files: complete, and each name is found in the file that it leads to. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linksOf, readDocument, root, tableOf } from './markdown.ts';

const document = 'docs/technical-description.md';
const rows = tableOf(document, 'seeds').map(([name = '', , files = '']) => ({
  name,
  files: linksOf(files).map((link) => join('docs', link)),
}));

/** The steps of figures 6 to 10 of the specification; each flow chart numbers its own from a multiple of ten. */
const steps = [...range(10, 16), ...range(20, 34), ...range(40, 47), 50, 60, 70, 80, 90, 100, 110, 120].map(
  (step) => `S${step}`,
);
const tables = [21, 23, 25, 27, 33, 34, 46, 246].map((table) => `table ${table}`);

test('every step and every table of the specification leads to a file', () => {
  const mapped = new Set(rows.filter(({ files }) => files.length > 0).map(({ name }) => name));
  expect([...steps, ...tables].filter((name) => !mapped.has(name))).toEqual([]);
});

test('no step or table is listed that the specification does not have, and nothing twice', () => {
  const names = rows.map(({ name }) => name);
  const numbered = names.filter((name) => /^(?:S\d+|table \d+)$/u.test(name));
  expect(numbered.toSorted()).toEqual([...steps, ...tables].toSorted());
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test('each file that is named exists, and a search for the name finds it there', () => {
  const missing = rows.flatMap(({ name, files }) =>
    files.filter((file) => !existsSync(join(root, file)) || !findsIn(file, name)).map((file) => `${name}: ${file}`),
  );
  expect(missing).toEqual([]);
});

function findsIn(file: string, name: string): boolean {
  return new RegExp(`(?<![\\p{L}\\d])${name.replaceAll(/[()]/gu, String.raw`\$&`)}(?!\\d)`, 'iu').test(
    readDocument(file),
  );
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
