import { hash } from 'node:crypto';
import { request } from 'node:http';
import { beforeAll, expect, test } from 'vitest';
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
  const path = (await scriptPaths()).find((each) => each.includes('/index-'));
  if (path === undefined) throw new Error('the page names no script');
  return path;
}

test('every address of a page is answered with the same page, which is asked for again each time', async () => {
  for (const path of ['/', '/sign-in', '/131016', '/131016/errors?state=all']) {
    const response = await get(path);
    expect({ path, status: response.status }).toEqual({ path, status: 200 });
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self';");
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

test('nothing in the page is inline but the style of its frame, or from elsewhere', async () => {
  const response = await get('/');
  const page = await response.text();
  expect(page).not.toMatch(/ style=|<script(?![^>]* src=")|javascript:/u);
  const [style = '', ...more] = [...page.matchAll(/<style>(.*?)<\/style>/gsu)].map(([, text]) => text ?? '');
  expect(more).toEqual([]);
  const policy = response.headers.get('content-security-policy');
  expect(policy).toContain(`style-src 'self' 'sha256-${hash('sha256', style, 'base64')}';`);
  expect(policy).not.toContain('unsafe');
  const addresses = [...page.matchAll(/(?:src|href)="(?<address>[^"]+)"/gu)].map(({ groups }) => groups?.['address']);
  expect(addresses.length).toBeGreaterThan(2);
  for (const address of addresses) expect(address).toMatch(/^\/[^/]/u);
});

// What these budgets are for, and how long it takes on a slow line: docs/performance.md, "On a slow line".
test('the frame is painted from 4 kB, and the first page from 135 kB', async () => {
  const sizeOf = async (path: string): Promise<number> => {
    const { port } = new URL(web.address);
    // As they come over the line; fetch would unpack them.
    return new Promise((resolve, reject) => {
      request({ port, path, headers: { 'accept-encoding': 'br' } }, (response) => {
        let size = 0;
        response.on('data', (part: Buffer) => (size += part.byteLength));
        response.on('end', () => resolve(size));
      })
        .on('error', reject)
        .end();
    });
  };
  const page = await (await get('/')).text();
  const [head = ''] = page.split('</head>');
  const blocking = [...head.matchAll(/<script src="([^"]+)"/gu)].map(([, path]) => path ?? '');
  expect(head).not.toContain('stylesheet');
  expect(blocking).toHaveLength(1);
  const sum = async (paths: readonly string[]): Promise<number> =>
    (await Promise.all(paths.map(sizeOf))).reduce((all, size) => all + size, 0);
  expect(await sum(['/', ...blocking])).toBeLessThan(4_000);
  const sheets = [...page.matchAll(/href="(\/assets\/[^"]+\.css)"/gu)].map(([, path]) => path ?? '');
  expect(sheets).toHaveLength(1);
  expect(await sum(['/', ...sheets, ...(await scriptPaths())])).toBeLessThan(135_000);
});

test('a page of the staff fetches its own script and words, not those of other rooms', async () => {
  const page = await web.visit({ roles: ['supervisor'], path: '/131016/movers' });
  await page.getByRole('heading', { name: '異動した住民' }).first().waitFor();
  const fetched = await page.evaluate<string[]>(
    `performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes('/assets/'))`,
  );
  const texts = await Promise.all(fetched.map(async (address) => (await fetch(address)).text()));
  const words = ['movers.registeredAt', 'errors.chooseAll', 'jobs.fact.at', 'staff.intro'];
  expect(words.map((key) => texts.some((text) => text.includes(key)))).toEqual([true, false, false, false]);
  expect(fetched.length).toBeLessThan(16);
});

test('a request of the API is counted by its own route, although the pages are served at every other address', async () => {
  await get('/v1/sign-in-ways');
  await get('/131016/errors');
  const figures = await (await get('/metrics')).text();
  expect(figures).toMatch(/route="\/v1\/sign-in-ways"/u);
  expect(figures).toMatch(/route="unmatched"/u);
  expect(figures).not.toContain('131016');
});
