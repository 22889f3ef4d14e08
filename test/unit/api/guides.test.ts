/** The guides as fugo serves them: whoever meets an incident or an error, or prepares a file, finds what to do. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ApiEnv } from '../../../api/context.ts';
import { addGuides } from '../../../api/documentation/guides.ts';
import { renderMarkdown } from '../../../api/documentation/markdown.ts';
import { knownCauses } from '../../../domain/monitoring/causes.ts';
import { runbookOf } from '../../../domain/monitoring/runbook.ts';

const app = new OpenAPIHono<ApiEnv>();
addGuides(app);
const folder = join(import.meta.dirname, '../../../docs/operating');
const names = [
  ...readdirSync(folder).map((name) => name.replace(/\.md$/u, '')),
  'load-files',
  'staff-guide',
  'staff-guide-en',
  'failures',
  'failures-en',
];
const read = async (path: string): Promise<string> => {
  const answer = await app.request(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
};
const idsOf = (page: string): Set<string> => new Set([...page.matchAll(/ id="([^"]+)"/gu)].map(([, id = '']) => id));
const linksOf = (page: string): string[] =>
  [...page.matchAll(/ href="([^"]+)"/gu)].map(([, href = '']) => href).filter((href) => href !== 'data:,');

describe.each(names)('the guide %s', (name) => {
  test('is a page in its language, whose links all lead somewhere', async () => {
    const page = await read(`/guides/${name}`);
    expect(page).toContain(`<html lang="${name.endsWith('-en') ? 'en' : 'ja'}">`);
    expect(page.match(/<h1 /gu)).toHaveLength(1);
    for (const href of linksOf(page)) {
      const [path = '', anchor] = href.split('#');
      const target = path === '' ? page : await read(path);
      if (anchor !== undefined) expect([href, idsOf(target).has(decodeURI(anchor))]).toEqual([href, true]);
    }
    expect(page).not.toMatch(/\*\*|\]\(|<!--/u);
  });

  test('has every name once', async () => {
    const ids = [...(await read(`/guides/${name}`)).matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
});

test.each(['ja', 'en'] as const)('every incident leads to a section of the runbook (%s)', async (language) => {
  const targets = [null, 'server/131016', 'device/131016/router', 'fugo/postgres'];
  // That each cause has a section is a rule of the document itself.
  const text = await read(`/guides/runbook${language === 'en' ? '-en' : ''}`);
  const described = knownCauses.filter((cause) => text.includes(`<code>${cause}</code>`));
  const causes = [...described, 'STATUS_503', 'an alarm of another system'];
  for (const cause of causes) {
    for (const target of targets) {
      const [path = '', section = ''] = runbookOf({ cause, target }, language).split('#');
      expect([cause, target, idsOf(await read(path)).has(section)]).toEqual([cause, target, true]);
    }
  }
});

test('a server that does not answer is looked at as a server, whatever the reason', () => {
  const of = (cause: string) => runbookOf({ cause, target: 'server/131016' }, 'en');
  expect(of('TIMEOUT')).toBe('/guides/runbook-en#server');
  expect(of('STATUS_503')).toBe('/guides/runbook-en#server');
  expect(runbookOf({ cause: 'OPERATING_DAY_HALTED', target: null }, 'ja')).toBe('/guides/runbook#OPERATING_DAY_HALTED');
});

test('/guides leads to the overview in the reader’s language', async () => {
  const to = async (language: string) =>
    (await app.request('/guides', { headers: { 'accept-language': language } })).headers.get('location');
  expect([await to('en'), await to('ja')]).toEqual(['/guides/README-en', '/guides/README']);
});

test.each(['../operations', '..%2foperations', '%2e%2e%2fSECURITY', 'runbook.md', 'nothing', '__proto__'])(
  'nothing but the guides is served (%s)',
  async (name) => {
    expect((await app.request(`/guides/${name}`)).status).toBe(404);
  },
);

test('a guide runs no program and takes nothing from elsewhere', async () => {
  const answer = await app.request('/guides/runbook');
  expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/u);
  expect(await answer.text()).not.toMatch(/<script|<img|https?:/u);
});

test('what looks like HTML in a guide stands there as text', () => {
  const options = { linkOf: (target: string) => target, idsOf: () => ['"><script>'] };
  const page = renderMarkdown(
    '# <b>&\n\n- `<i>` **<u>** <script>alert(1)</script>\n  and [<s>](x"y)\n\n| <th> |\n| --- |\n| a \\| <td> |\n',
    options,
  );
  expect(page).not.toMatch(/<(?:b|i|u|s|script)>/u);
  expect(page).not.toContain('x"y');
  expect(page).toContain('a | &lt;td&gt;');
});
