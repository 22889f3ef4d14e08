/** Each page and each error leads to a section of the guides that is there, in both languages. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ApiEnv } from '../../../api/context.ts';
import { addGuides } from '../../../api/documentation/guides.ts';
import { failureCodes } from '../../../domain/failures.ts';
import { failureSection } from '../../../web/components/failure-link.tsx';
import { guideAddress, guideSections } from '../../../web/shell/guide-sections.ts';

const app = new OpenAPIHono<ApiEnv>();
addGuides(app);

const pages = new Map<string, Set<string>>();
async function sectionsOf(path: string): Promise<Set<string>> {
  const known = pages.get(path);
  if (known) return known;
  const text = await (await app.request(path)).text();
  const ids = new Set([...text.matchAll(/<(?:h[1-6]|span) id="([^"]+)"/gu)].map(([, id = '']) => id));
  pages.set(path, ids);
  return ids;
}
async function isThere(address: string): Promise<boolean> {
  const [path = '', section = ''] = address.split('#');
  return (await sectionsOf(path)).has(section);
}

test('every address of the staff web has its section, and no other has', () => {
  const router = readFileSync(join(import.meta.dirname, '../../../web/router.tsx'), 'utf8');
  const parents = { municipalityRoute: '/$municipality', organisationRoute: '/organisations/$organisation' };
  const prefixOf = (parent: string): string => Object.entries(parents).find(([name]) => name === parent)?.[1] ?? '';
  const routes = [...router.matchAll(/getParentRoute: \(\) => (\w+),\s+path: '([^']+)'/gu)];
  const paths = routes.map(([, parent = '', path = '']) => `${prefixOf(parent)}${path}`.replace(/(?<=.)\/$/u, ''));
  expect(routes.length).toBe([...router.matchAll(/\bpath: '/gu)].length);
  expect([...new Set(paths)].toSorted()).toEqual(Object.keys(guideSections).toSorted());
});

test('every section that a page leads to is there, in both languages', async () => {
  const wanted = Object.values(guideSections).flatMap((section) =>
    (['ja', 'en'] as const).map((language) => guideAddress(section, language)),
  );
  const missing: string[] = [];
  for (const address of wanted) if (!(await isThere(address))) missing.push(address);
  expect(missing).toEqual([]);
});

test('every error has a section that says what it means and what to do, in both languages', async () => {
  const missing: string[] = [];
  for (const code of failureCodes) {
    for (const language of ['ja', 'en'] as const) {
      const address = failureSection(code, language);
      if (!(await isThere(address))) missing.push(address);
    }
  }
  expect(missing).toEqual([]);
});
