/** One problem in a browser: tried again three times, it keeps who looks after it, its notes, its age and each try. */
import { beforeAll, expect, test } from 'vitest';
import { heldTransfer, makeOlder, refusedSerial, runSerial, type TestEntry } from '../api/errors/error-list-support.ts';
import { expectAccessible, expectText, keepPicture, openWeb, type WebTest } from './support.ts';

let web: WebTest;
const entries: TestEntry[] = [];
beforeAll(async () => {
  web = await openWeb(208);
  for (let each = 0; each < 4; each += 1) entries.push(await refusedSerial(web.api.store));
  entries.push(await heldTransfer(web.api.store));
  for (const [at, entry] of entries.entries()) await makeOlder(web.api.store, entry, 100 - at);
});

const list = '/131016/errors';
const supervisor = { roles: ['supervisor'] } as const;

test('what is retried three times stays one entry, and the page says how each try ended', async () => {
  const [entry] = entries;
  if (!entry) throw new Error('nothing stands in the list');
  const page = await web.visit({ path: `${list}?olderThan=72`, ...supervisor });
  await page.getByRole('link', { name: '処理通番の発行を拒否', exact: true }).first().click();
  await page.getByRole('button', { name: '自分が担当する' }).click();
  await expectText(page, '1件の担当者を決めました。');
  await page.getByRole('button', { name: '期限を決める' }).click();
  await page.getByLabel('期限の日').fill('2026-01-31');
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: '決める' }).click();
  await expectText(page, '期限切れ');
  await page.getByLabel('新しいメモ').fill('本市の記録を確認中。');
  await page.getByRole('button', { name: 'メモを書く' }).click();
  await expectText(page, 'メモを書きました。');
  for (const tried of [1, 2, 3]) {
    await page.getByRole('button', { name: '再実行', exact: true }).click();
    await page
      .getByRole('dialog')
      .getByLabel('理由')
      .fill(`${String(tried)}回目の確認`);
    await page.getByRole('dialog').getByRole('button', { name: '再実行' }).click();
    await expectText(page, `${String(tried)}回目の再実行中です。終わると、この画面に結果が出ます。`);
    await runSerial(web.api.store, entry, { attempt: tried + 1, refuse: true });
    await expectText(page, new RegExp(`^${String(tried)}回目の再実行は失敗しました`, 'u'));
  }
  const tries = page.getByRole('table', { name: '再実行の記録' });
  expect(await tries.getByRole('row').count()).toBe(4);
  expect(await tries.textContent()).toContain('2回目の確認');
  await expectText(page, '本市の記録を確認中。');
  await expectAccessible(page);
  await keepPicture(page, 'error-tries', { bothLanguages: true });

  await page.getByRole('link', { name: 'エラーリストへ' }).click();
  await page.getByRole('link', { name: '自分の担当' }).click();
  const row = page.getByRole('row').nth(1);
  await row.getByText('再実行3回 · メモ 1件').waitFor();
  await page.getByRole('link', { name: '期限切れ' }).click();
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
  await page.getByRole('link', { name: '担当者なし' }).click();
  await expect.poll(() => page.getByRole('row').count()).toBe(entries.length);
  const [{ count } = { count: 0 }] = await web.api.store.see<{ count: number }[]>`
    select count(*)::int as count from failures where person_id = ${entry.personId}`;
  expect(count).toBe(1);
});

test('next and previous stay within the list that one was in, and lead back to it', async () => {
  const page = await web.visit({ path: `${list}?assignee=nobody&order=newest&code=SERIAL_REFUSED`, ...supervisor });
  await page.getByRole('link', { name: '処理通番の発行を拒否', exact: true }).first().click();
  for (const at of [3, 2, 1]) {
    await page.waitForURL(new RegExp(`/${entries[at]?.failureId ?? ''}\\?`, 'u'));
    if (at > 1) await page.getByRole('link', { name: '次へ' }).click();
  }
  await page.getByRole('link', { name: '前へ' }).waitFor();
  expect(await page.getByRole('link', { name: '次へ' }).count()).toBe(0);
  await page.getByRole('link', { name: 'エラーリストへ' }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('assignee')).toBe('nobody');
});

test.each([
  { language: 'ja', width: 1280 },
  { language: 'en', width: 1280 },
  { language: 'ja', width: 390 },
  { language: 'en', width: 320 },
] as const)('the list is dense: rows are low and begin high ($language, $width px)', async ({ language, width }) => {
  const page = await web.visit({ path: list, ...supervisor, language, viewport: { width, height: 800 } });
  await page.getByRole('row').nth(1).waitFor();
  await expectAccessible(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  const box = await page.getByRole('row').nth(1).boundingBox();
  if (width === 1280) {
    expect(box?.y).toBeLessThan(400);
    expect(box?.height).toBeLessThan(64);
    const buttons = await page.getByRole('row').nth(1).getByRole('button').all();
    const tops = await Promise.all(buttons.map(async (button) => (await button.boundingBox())?.y));
    expect(new Set(tops).size).toBe(1);
  }
  await keepPicture(page, width === 1280 ? 'errors-dense' : 'errors-cards');
});

test('names are a column that one asks for, kept, and offered only to who may see residents', async () => {
  const page = await web.visit({ path: list, ...supervisor });
  await page.getByRole('row').nth(1).waitFor();
  expect(await page.getByRole('table').textContent()).not.toContain('符号 太郎');
  await page.locator('main summary', { hasText: '表示' }).click();
  await page.getByRole('checkbox', { name: '氏名' }).click();
  await page.getByText('符号 太郎').first().waitFor();
  await page.reload();
  await page.getByText('符号 太郎').first().waitFor();
  const other = await web.visit({ path: list, roles: ['administrator'] });
  await other.getByRole('row').nth(1).waitFor();
  await other.locator('main summary', { hasText: '表示' }).click();
  expect(await other.getByLabel('氏名').count()).toBe(0);
});
