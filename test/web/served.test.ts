import { beforeAll, expect, test } from 'vitest';
import { contentSecurityPolicy } from '../../api/http/web.ts';
import { openWeb, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(201);
});
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${web.address}${path}`, { headers });

/** Of the first page: its own script and those that it cannot do without. */
async function scriptPaths(): Promise<string[]> {
  const page = await (await get('/')).text();
  return [...page.matchAll(/(?:src|href)="(?<path>\/assets\/[^"]+\.js)"/gu)].flatMap(
    ({ groups }) => groups?.['path'] ?? [],
  );
}

async function scriptPath(): Promise<string> {
  const [path] = await scriptPaths();
  if (path === undefined) throw new Error('the page names no script');
  return path;
}

test('every address of a page is answered with the same page, which is asked for again each time', async () => {
  for (const path of ['/', '/sign-in', '/131016', '/131016/errors?state=all']) {
    const response = await get(path);
    expect({ path, status: response.status }).toEqual({ path, status: 200 });
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  }
});

test('what is the API’s stays the API’s, and a file that is not there is no page', async () => {
  const paths = ['/v1/nothing', '/assets/nothing.js', '/oauth2/nothing', '/metrics/nothing', '/nothing.png'];
  const answers = await Promise.all(paths.map((path) => get(path)));
  expect(answers.map((each) => [each.status, each.headers.get('content-type')])).toEqual([
    [401, 'application/problem+json'],
    ...Array.from({ length: 4 }, () => [404, 'application/problem+json']),
  ]);
  expect((await get('/healthz')).headers.get('content-type')).toContain('json');
  expect((await get('/docs')).headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('files whose names change with their content are kept for a year, and come compressed', async () => {
  const path = await scriptPath();
  for (const [accepted, encoding] of [
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ] as const) {
    const response = await get(path, { 'accept-encoding': accepted });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await response.text()).toContain('import');
  }
});

test('nothing in the page is inline or from elsewhere', async () => {
  const page = await (await get('/')).text();
  expect(page).not.toMatch(/<style|style=|<script(?![^>]* src=")/u);
  const addresses = [...page.matchAll(/(?:src|href)="(?<address>[^"]+)"/gu)].map(({ groups }) => groups?.['address']);
  expect(addresses.length).toBeGreaterThan(2);
  for (const address of addresses) expect(address).toMatch(/^\/[^/]/u);
});

test('the first page needs less than 200 kB of script', async () => {
  const { gzipSync } = await import('node:zlib');
  const sizes = await Promise.all(
    (await scriptPaths()).map(async (path) => {
      const response = await get(path, { 'accept-encoding': 'identity' });
      return gzipSync(await response.bytes()).byteLength;
    }),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(200_000);
});

test('a request of the API is counted by its own route, although the pages are served at every other address', async () => {
  await get('/v1/sign-in-ways');
  await get('/131016/errors');
  const figures = await (await get('/metrics')).text();
  expect(figures).toMatch(/route="\/v1\/sign-in-ways"/u);
  expect(figures).toMatch(/route="unmatched"/u);
  expect(figures).not.toContain('131016');
});
