/** Every form is the shared one, so that what is typed in it outlasts the session and a reload. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const web = fileURLToPath(new URL('../../../web/', import.meta.url));
const sources = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.tsx'));
const using = (text: string | RegExp): string[] =>
  sources.filter((path) => readFileSync(join(web, path), 'utf8').search(text) >= 0).toSorted();

test('no page has a form element of its own', () => {
  expect(using(/<form\b/u)).toEqual(['components/form.tsx']);
  expect(using(/<Form\b/u).length).toBeGreaterThan(20);
});

test('only searches, switches and the sign-in keep no draft', () => {
  expect(using('keeps={false}')).toEqual([
    'audit/kept-searches.tsx',
    'audit/search-form.tsx',
    'audit/subject-finder.tsx',
    'residents/movers/filter-form.tsx',
    'residents/personal-number-search.tsx',
    'residents/search-form.tsx',
    'shell/frame.tsx',
    'shell/quick-search.tsx',
    'shell/statistics-period.tsx',
    'sign-in/code-form.tsx',
    'sign-in/own-password-page.tsx',
    'sign-in/second-factor-page.tsx',
    'sign-in/ways.tsx',
  ]);
});

test('no draft keeps a personal number', () => {
  const unmarked = sources.flatMap((path) =>
    [...readFileSync(join(web, path), 'utf8').matchAll(/<TextField\b[^]*?\/>/gu)]
      .map(([field]) => field)
      .filter((field) => /personalNumber|numberField/u.test(field) && !/\bsecret\b/u.test(field))
      .map((field) => `${path}: ${field}`),
  );
  expect(unmarked).toEqual([]);
});
