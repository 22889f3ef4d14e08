import { beforeAll, expect, test } from 'vitest';
import { applyConfirmation } from '../../storage/confirmations/confirming.ts';
import { actOnAcquisition } from '../../storage/errors/staff-actions.ts';
import { personAfter } from '../storage/support.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

let web: WebTest;
const numbers = new Map<'done' | 'refused' | 'resumed' | 'overdue', string>();
beforeAll(async () => {
  web = await openWeb(207);
  const { store } = web.api;
  await store.see`
    insert into confirmation_runs
      (municipality, run_id, started_at, finished_at, asked, acquired, errors, unknown, overdue)
    values
      ('131016', 'r-1', now() - interval '3 days', null, 10, 0, 0, 10, 0),
      ('131016', 'r-2', now() - interval '2 hours', now() - interval '119 minutes', 1200, 1100, 7, 91, 2)`;
  const done = await personAfter(store, 'route');
  const others = [];
  for (let count = 0; count < 4; count += 1) others.push(await personAfter(store, 'route'));
  const refused = await personAfter(store, 'route');
  const resumed = await personAfter(store, 'route');
  const overdue = await personAfter(store, 'route', { confirmBy: new Date('2020-01-01T00:00:00Z') });
  await applyConfirmation(
    store.db,
    '131016',
    [
      ...[done, ...others].map(({ personId }) => ({ personId, attempt: 1, result: 'acquired' as const })),
      { personId: refused.personId, attempt: 1, result: 'error', error: 'E-4711' },
      { personId: resumed.personId, attempt: 1, result: 'error', error: 'RESIDENT_RECORD_NOT_FOUND' },
      { personId: overdue.personId, attempt: 1, result: 'unknown' },
    ],
    { runId: 'r-3', finished: true },
  );
  const { personId } = resumed;
  const byStaff = { municipality: '131016', staffId: 's-1', reason: 'test', failureId: null };
  await actOnAcquisition(store, { ...byStaff, personId, action: 'retry' });
  for (const [who, person] of Object.entries({ done, refused, resumed, overdue })) {
    const [row] = await store.see<{ number: string }[]>`
      select integrated_address_number as number from persons where person_id = ${person.personId}`;
    numbers.set(who as 'done', row?.number ?? '');
  }
});

test.each(['ja', 'en'] as const)('the page is accessible (%s)', async (language) => {
  const page = await web.visit({ path: '/131016/confirmations', roles: ['supervisor'], language });
  await page.getByRole('row').nth(3).waitFor();
  await expectAccessible(page);
  await keepPicture(page, 'confirmations');
});

test.each([
  { language: 'ja', width: 1280 },
  { language: 'en', width: 1280 },
  { language: 'ja', width: 768 },
] as const)('a run is accessible ($language, $width px)', async ({ language, width }) => {
  const viewport = { width, height: 900 };
  const page = await web.visit({ path: '/131016/confirmations/r-3', roles: ['supervisor'], language, viewport });
  await page.getByRole('row').nth(3).waitFor();
  await page.getByRole('link', { name: numbers.get('done') ?? '', exact: true }).waitFor();
  await expectAccessible(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  await keepPicture(page, 'confirmation-run');
});

test('past runs are told with what came of them, the latest first', async () => {
  const page = await web.visit({ path: '/131016/confirmations', roles: ['clerk'] });
  await page.getByRole('row').nth(3).waitFor();
  const rows = await page.getByRole('row').allTextContents();
  expect(rows[1]).toMatch(/85021$/u);
  expect(rows[2]).toMatch(/1,2001,1009172$/u);
  expect(rows[3]).toContain('中断');
  expect(await page.getByRole('button', { name: '今すぐ実行' }).count()).toBe(0);
});

test('older runs are shown when they are asked for', async () => {
  const page = await web.visit({ path: '/131016', roles: ['clerk'] });
  await page.route('**/confirmations?**', (route) => {
    const address = new URL(route.request().url());
    address.searchParams.set('limit', '2');
    return route.continue({ url: address.href });
  });
  await page.route('**/confirmations', (route) => route.continue({ url: `${route.request().url()}?limit=2` }));
  await page.getByRole('link', { name: '取得確認' }).click();
  // The page before has rows as well.
  await page.getByRole('button', { name: 'さらに表示' }).waitFor();
  expect(await page.getByRole('row').count()).toBe(3);
  await page.getByRole('button', { name: 'さらに表示' }).click();
  await expectText(page, '中断');
});

test('by keyboard a run leads to whom it changed, and from there to the entry and to the resident', async () => {
  const page = await web.visit({ path: '/131016/confirmations', roles: ['clerk'] });
  await page.getByRole('row').nth(3).waitFor();
  await tabTo(page, /^\d+年\d+月\d+日 \d\d:\d\d:\d\d$/u);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /^取得確認 / }).waitFor();
  const row = (who: 'refused' | 'resumed' | 'overdue') =>
    page.getByRole('row', { name: new RegExp(numbers.get(who) ?? '', 'u') });
  await row('refused').waitFor();
  expect(await row('refused').textContent()).toContain('相手の応答: E-4711');
  expect(await row('overdue').textContent()).toContain('期限超過');
  // What is tried again stays open until the step succeeds.
  expect(await row('resumed').textContent()).toContain('未処理の項目を開く');
  await expectText(page, '全5人');
  await tabTo(page, `${numbers.get('refused') ?? ''} の未処理の項目を開く`);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/131016\/errors\/[0-9a-f-]{36}$/u);
  await page.goBack();
  await page.getByRole('link', { name: numbers.get('done') ?? '', exact: true }).click();
  await page.waitForURL(`**/residents/${numbers.get('done') ?? ''}`);
});

test('a system administrator sees numbers that lead nowhere', async () => {
  const page = await web.visit({ path: '/131016/confirmations/r-3', roles: ['administrator'] });
  await page.getByText(numbers.get('done') ?? '', { exact: true }).waitFor();
  expect(await page.getByRole('link', { name: numbers.get('done') ?? '' }).count()).toBe(0);
});

test('the changes come as a file with numbers and codes', async () => {
  const page = await web.visit({ path: '/131016/confirmations/r-3', roles: ['clerk'] });
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV(UTF-8)' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('confirmation-r-3.csv');
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString('utf8').split('\r\n');
  expect(lines).toHaveLength(10);
  expect(lines.slice(1, 4).filter((line) => line.includes('E-4711'))).toHaveLength(1);
});

test('a run of which only the counts were kept says so', async () => {
  const page = await web.visit({ path: '/131016/confirmations/r-2', roles: ['clerk'] });
  // In the error list of the run and among the acquired: each asks for its own.
  await expect.poll(() => page.getByText(/^件数だけが残っています。/u).count(), { timeout: 120_000 }).toBe(2);
});

test('a run that is not there is said in words', async () => {
  const page = await web.visit({ path: '/131016/confirmations/r-9', roles: ['clerk'] });
  await page.getByRole('alert').waitFor();
  await expectAccessible(page);
});

test('a run is asked for by keyboard, and followed to its end', async () => {
  const { engine, store } = web.api;
  const page = await web.visit({ path: '/131016/confirmations', roles: ['supervisor'] });
  await page.getByRole('row').nth(3).waitFor();
  await tabTo(page, '今すぐ実行');
  await page.keyboard.press('Enter');
  await expectText(page, /^実行を依頼しました。/u);
  expect(engine.asked).toContain('triggerConfirmation 131016');
  await store.see`insert into confirmation_runs (municipality, run_id, asked, unknown) values ('131016', 'r-4', 5, 5)`;
  const running = page.getByRole('cell', { name: '実行中', exact: true });
  await running.waitFor();
  await store.see`update confirmation_runs set acquired = 5, unknown = 0, finished_at = now() where run_id = 'r-4'`;
  await expect.poll(() => running.count(), { timeout: 120_000 }).toBe(0);
});

test('what the engine cannot do is said in words', async () => {
  const page = await web.visit({ path: '/131016/confirmations', roles: ['supervisor'] });
  web.api.engine.away = true;
  await page.getByRole('button', { name: '今すぐ実行' }).click();
  await page.getByRole('alert').waitFor();
  web.api.engine.away = false;
  await expectAccessible(page);
});
