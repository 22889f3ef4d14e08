import { beforeAll, expect, test } from 'vitest';
import { expectText, openWeb, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(451);
});

interface Operation {
  operationId: string;
  tags: string[];
}

async function listOperations(): Promise<Operation[]> {
  const document = (await (await fetch(`${web.address}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  return Object.values(document.paths).flatMap((item) => Object.values(item));
}

test('the page of the API has every operation, and shows what one takes, answers and needs', async () => {
  const page = await web.visit({ path: '/docs' });
  await expectText(page, '符号 fugo API');
  await page.locator('.opblock').first().waitFor();
  const operations = (await listOperations()).map(({ tags, operationId }) => `operations-${tags[0]}-${operationId}`);
  // They come one after the other.
  const shown = () => page.locator('.opblock').evaluateAll((all: { id: string }[]) => all.map(({ id }) => id));
  await expect.poll(async () => (await shown()).toSorted(), { timeout: 60_000 }).toEqual(operations.toSorted());
  await page.locator('#operations-transfers-sendTransfer .opblock-summary-control').click();
  await expectText(page, /(?:必要な権限|Needs): transfers:write/u);
  await expectText(page, 'Numbered.');
  await expectText(page, 'transferId');
});

test('the page of the API asks this server for its files and nobody for anything else', async () => {
  const page = await web.visit({ path: '/docs' });
  await page.locator('.opblock').first().waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.reload();
  await page.locator('.opblock').first().waitFor();
  const paths = asked.filter((url) => !url.startsWith('data:')).map((url) => url.replace(web.address, ''));
  expect(paths.length).toBeGreaterThan(1);
  expect(paths.filter((path) => !/^\/docs(?:\/|$)/u.test(path))).toEqual([]);
});

test('the page of the API fits a narrow screen and takes no secret', async () => {
  const page = await web.visit({ path: '/docs', viewport: { width: 390, height: 800 } });
  await page.locator('.opblock').first().waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  expect(await page.locator('.authorize, .authorization__btn').count()).toBe(0);
  expect(await page.locator('input[type=password]').count()).toBe(0);
});
