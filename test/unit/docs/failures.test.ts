import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { failures } from '../../../domain/failures.ts';

const page = readFileSync(new URL('../../../docs/failures.md', import.meta.url), 'utf8');
const listed = [...page.matchAll(/^\| `(?<code>[A-Z_]+)`/gm)].map((match) => match.groups?.['code']);

test('the failure catalogue and its page list the same codes', () => {
  expect(new Set(listed)).toEqual(new Set(Object.keys(failures)));
  expect(listed).toHaveLength(Object.keys(failures).length);
});

test('the page has the sentences that staff read, in both languages', () => {
  for (const { ja, en } of Object.values(failures)) {
    expect(page).toContain(ja);
    expect(page).toContain(en);
  }
});
