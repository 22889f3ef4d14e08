import { beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(207);
  await web.api.store.see`
    insert into confirmation_runs
      (municipality, run_id, started_at, finished_at, asked, acquired, errors, unknown, overdue)
    values
      ('131016', 'r-1', now() - interval '3 days', null, 10, 0, 0, 10, 0),
      ('131016', 'r-2', now() - interval '2 hours', now() - interval '119 minutes', 1200, 1100, 7, 91, 2),
      ('131016', 'r-3', now() - interval '1 hour', now() - interval '1 hour', 93, 90, 0, 3, 0)`;
});

test.each(['ja', 'en'] as const)('the page is accessible (%s)', async (language) => {
  const page = await web.visit({ path: '/131016/confirmations', roles: ['supervisor'], language });
  await page.getByRole('row').nth(3).waitFor();
  await expectAccessible(page);
  await keepPicture(page, `confirmations-${language}`);
});

test('past runs are told with what came of them; errors lead to the error list', async () => {
  const page = await web.visit({ path: '/131016/confirmations', roles: ['clerk'] });
  await page.getByRole('row').nth(3).waitFor();
  const rows = await page.getByRole('row').allTextContents();
  expect(rows[1]).toMatch(/93903(?:00)$/u);
  expect(rows[2]).toMatch(/1,2001,1009172$/u);
  expect(rows[3]).toContain('中断');
  expect(await page.getByRole('button', { name: '今すぐ実行' }).count()).toBe(0);
  await page.getByRole('link', { name: '7', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'エラーリスト' }).waitFor();
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
  await expect.poll(() => running.count(), { timeout: 15_000 }).toBe(0);
});

test('what the engine cannot do is said in words', async () => {
  const page = await web.visit({ path: '/131016/confirmations', roles: ['supervisor'] });
  web.api.engine.away = true;
  await page.getByRole('button', { name: '今すぐ実行' }).click();
  await page.getByRole('alert').waitFor();
  web.api.engine.away = false;
  await expectAccessible(page);
});
