/** Backups: when each was made and proved by a restore, and one more on demand. */
import { beforeAll, expect, test } from 'vitest';
import { nation } from '../../domain/organisations.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(222);
});
const path = `/organisations/${nation}/backups`;

test('without one that a restore has proved, the page warns', async () => {
  const page = await web.visit({ path, organisation: nation, roles: ['manager'] });
  await expectText(page, '復元を確認できたバックアップがまだありません。');
  await expectText(page, 'まだバックアップがありません。');
  expect(await page.getByRole('button', { name: '今すぐバックアップ' }).count()).toBe(0);
});

test('one is asked for by keyboard, and the list follows it to its end', async () => {
  const page = await web.visit({ path, organisation: nation, roles: ['administrator'] });
  await page.getByText('まだバックアップがありません。').waitFor();
  await tabTo(page, '今すぐバックアップ');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page);
  await tabTo(page, '依頼する');
  await page.keyboard.press('Enter');
  await expectText(page, 'バックアップを依頼しました。');
  const row = page.getByRole('row').nth(1);
  await row.getByText('依頼済').waitFor();
  const { see } = web.api.store;
  await see`update backups set state = 'running', started_at = now()`;
  await row.getByText('作成中').waitFor();
  await see`update backups set state = 'done', ended_at = now(), bytes = 235000000, folder = 'f', verified_at = now()`;
  await row.getByText('235 MB').waitFor();
  await row.getByText(/復元できました$/u).waitFor();
  await expectText(page, /^最後に復元を確認: /u);
});

test.each([
  { language: 'ja', width: 1280 },
  { language: 'en', width: 1280 },
  { language: 'ja', width: 320 },
] as const)('the list is accessible and stays inside the page ($language, $width px)', async ({ language, width }) => {
  await web.api.store.see`
    insert into backups (state, day, asked_by, asked_at, started_at, ended_at, bytes, error)
    values ('failed', '2026-11-27', 'operating-day', now() - interval '2 days', now() - interval '2 days',
      now() - interval '2 days', null, 'ディスクの空きが足りません / the disk is full')
    on conflict do nothing`;
  const viewport = { width, height: 900 };
  const page = await web.visit({ path, organisation: nation, roles: ['administrator'], language, viewport });
  await page.getByRole('row').nth(1).waitFor();
  await expectAccessible(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  await keepPicture(page, 'backups');
});
