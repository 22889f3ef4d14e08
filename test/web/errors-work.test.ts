/** The error list as a work queue, in a browser: found, written about, given away, decided, many at once, kept. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  heldStranger,
  heldTransfer,
  makeOlder,
  refusedSerial,
  runSerial,
  type TestEntry,
} from '../api/errors/error-list-support.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

let web: WebTest;
const held: TestEntry[] = [];
const refused: TestEntry[] = [];
beforeAll(async () => {
  web = await openWeb(207);
  for (let each = 0; each < 3; each += 1) held.push(await heldTransfer(web.api.store));
  for (let each = 0; each < 5; each += 1) refused.push(await refusedSerial(web.api.store));
  for (const [at, entry] of refused.entries()) await makeOlder(web.api.store, entry, 30 + at);
});

const list = '/131016/errors';
const supervisor = { roles: ['supervisor'] } as const;
const rows = (page: Page) => page.getByRole('row');
/** The heads are a row too. */
async function expectEntries(page: Page, count: number): Promise<void> {
  await expect.poll(() => rows(page).count(), { timeout: 120_000 }).toBe(count + 1);
}

test('filter, open, write a note, take it over, compare side by side, and it is the same person', async () => {
  const page = await web.visit({ path: list, ...supervisor });
  await page.getByRole('button', { name: '絞り込み', exact: true }).click();
  await page.getByRole('search').getByLabel('エラーの種類').selectOption({ value: 'IDENTITY_MISMATCH' });
  await expectEntries(page, held.length);
  expect(new URL(page.url()).searchParams.get('code')).toBe('IDENTITY_MISMATCH');
  await page.getByRole('link', { name: '本人の確認が必要', exact: true }).first().click();
  await expectText(page, /並べて比べ、同じ人かどうかを判断してください/u);
  const content = await page.getByRole('main').textContent();
  expect(content).not.toContain('符号 太郎');
  expect(content).not.toContain('別人 花子');
  await page.getByRole('button', { name: 'メモを書く' }).click();
  await expectText(page, 'メモを入力してください。');
  await page.getByLabel('新しいメモ').fill(`番号は${web.api.store.people.personalNumber()}`);
  await page.getByRole('button', { name: 'メモを書く' }).click();
  await expectText(page, '個人番号を書くことはできません。');
  await page.getByLabel('新しいメモ').fill('本籍地に照会した。\n同じ人との回答。');
  await page.getByRole('button', { name: 'メモを書く' }).click();
  await expectText(page, 'メモを書きました。');
  await page.getByRole('button', { name: '自分が担当する' }).click();
  await expectText(page, /^\S+ \d{2}:\d{2}から$/u);
  await expectAccessible(page);
  await keepPicture(page, 'error-entry', { bothLanguages: true });

  await page.getByRole('link', { name: '並べて比べる' }).click();
  await expectText(page, '別人 花子');
  const birthDate = page.getByRole('row').filter({ hasText: '生年月日' });
  expect(await birthDate.textContent()).toContain('≠ 異なる');
  expect(await page.getByRole('row').filter({ hasText: '性別' }).textContent()).toContain('同じ');
  await expectAccessible(page);
  await keepPicture(page, 'error-comparison', { bothLanguages: true });
  await page.getByRole('button', { name: '異動を受け入れない' }).click();
  await expectText(page, /^保留中の異動を受け入れません。/u);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '同じ人として取り込む' }).click();
  await page.getByRole('dialog').getByLabel('理由').fill('本籍地の回答による。');
  await page.getByRole('dialog').getByRole('button', { name: '同じ人として取り込む' }).click();
  await expectText(page, /を訂正しました。$/u);
  await expectText(page, 'この異動の扱いは決まっています。');
  await page.getByRole('link', { name: '戻る' }).click();
  await expectText(page, '本籍地の回答による。');
  await expectText(page, '失敗した手順を通り過ぎました');
});

test('an answer that is older than what is pushed meanwhile is given up', async () => {
  const path = `${list}/${held[2]?.failureId ?? ''}`;
  const page = await web.visit({ path: list, ...supervisor });
  const address = new RegExp(`/v1/.*/errors/${held[2]?.failureId ?? ''}$`, 'u');
  await page.route(address, () => undefined);
  const givenUp = page.waitForEvent('requestfailed', (request) => address.test(request.url()));
  await page.goto(`${web.address}${path}`);
  await expectText(page, '自動更新中');
  await givenUp;
  await page.getByRole('button', { name: '自分が担当する' }).waitFor();
});

test.each([
  { language: 'ja', width: 1280 },
  { language: 'en', width: 768 },
] as const)('the pages of an entry are accessible ($language, $width px)', async ({ language, width }) => {
  const viewport = { width, height: 900 };
  const [entry] = held.slice(1);
  const path = `${list}/${entry?.failureId ?? ''}`;
  const page = await web.visit({ path, ...supervisor, language, viewport });
  await page.getByRole('heading', { level: 2 }).nth(3).waitFor();
  await expectAccessible(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  await page.goto(`${web.address}${path}/comparison`);
  await page.getByRole('row').nth(5).waitFor();
  await expectAccessible(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
});

test('who may not see residents reads the entry and is not led to the comparison', async () => {
  const path = `${list}/${held[1]?.failureId ?? ''}`;
  const page = await web.visit({ path, roles: ['administrator'] });
  await expectText(page, /別人に紐付いている/u);
  expect(await page.getByRole('link', { name: '並べて比べる' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: '自分が担当する' }).count()).toBe(0);
  await page.goto(`${web.address}${path}/comparison`);
  await expectText(page, /住民の宛名情報の表示/u);
});

describe('chosen entries', () => {
  test('are assigned by keyboard, all that are shown, and found by who looks after them', async () => {
    const page = await web.visit({ path: `${list}?code=SERIAL_REFUSED`, ...supervisor });
    await expectEntries(page, refused.length);
    await tabTo(page, '表示中の未処理をすべて選ぶ');
    await page.keyboard.press('Space');
    await expectText(page, '5件を選んでいます');
    await expectAccessible(page);
    await keepPicture(page, 'errors-chosen', { bothLanguages: true });
    await page.getByRole('button', { name: '担当者を決める' }).click();
    await page.getByRole('dialog').waitFor();
    await expectAccessible(page);
    await tabTo(page, '決める');
    await page.keyboard.press('Enter');
    await expectText(page, '5件の担当者を決めました。');
    await page.getByRole('button', { name: '絞り込み', exact: true }).click();
    await page.getByRole('search').getByLabel('担当者').selectOption({ value: 'nobody' });
    await expectText(page, '該当するエラーはありません。');
    await page.getByRole('link', { name: '自分の担当' }).click();
    await expectEntries(page, refused.length);
  });

  test('are tried again: one first, and when it has got over its step the others follow', async () => {
    const page = await web.visit({ path: `${list}?code=SERIAL_REFUSED`, ...supervisor });
    await rows(page).nth(1).waitFor();
    for (const at of [0, 1, 2]) await page.getByRole('checkbox', { name: /^選ぶ/u }).nth(at).check();
    await page.getByRole('button', { name: '選んだものを再実行' }).click();
    await page.getByLabel('理由').fill('中間サーバーの復旧を確認した。');
    await page.getByRole('dialog').getByRole('button', { name: '再実行' }).click();
    await expectText(page, /はじめの1件が失敗した手順を通り過ぎるのを待っています/u);
    await expectText(page, '3件のうち1件を処理、0件は処理できず');
    await expectAccessible(page);
    const [first] = await web.api.store.see<{ person_id: string }[]>`
      select person_id from failures where trying is not null`;
    await runSerial(web.api.store, { personId: first?.person_id ?? '' }, { attempt: 2, refuse: false });
    await expectText(page, '終わりました。');
    await expectText(page, '3件のうち3件を処理、0件は処理できず');
    await page.getByRole('button', { name: '閉じる' }).click();
    // One has got over its step, and the two others are being tried.
    await expectEntries(page, refused.length - 1);
    expect(await page.getByText(/^再実行中 · 再実行1回/u).count()).toBe(2);
    const [{ count } = { count: 0 }] = await web.api.store.see<{ count: number }[]>`
      select count(*)::int as count from audit_log where action = 'errors.retry' and reason = '中間サーバーの復旧を確認した。'`;
    expect(count).toBe(3);
  });

  test('are left alone when the first one comes back', async () => {
    const page = await web.visit({ path: `${list}?code=IDENTITY_MISMATCH`, ...supervisor });
    await page.getByRole('checkbox', { name: '表示中の未処理をすべて選ぶ' }).check();
    await page.getByRole('button', { name: '選んだものを再実行' }).click();
    await page.getByLabel('理由').fill('もう一度判定する。');
    await page.getByRole('dialog').getByRole('button', { name: '再実行' }).click();
    await expectText(page, /はじめの1件がまたエラーリストに戻ったので/u);
    await expectText(page, '手を付けていません');
  });
});

describe('a kept filter', () => {
  test('is kept with a name, and its address shows the same list in another browser', async () => {
    const page = await web.visit({ path: `${list}?code=SERIAL_REFUSED&olderThan=24`, ...supervisor });
    await rows(page).nth(1).waitFor();
    const count = await rows(page).count();
    await page.locator('summary', { hasText: '保存した絞り込み' }).click();
    await page.getByRole('button', { name: 'この絞り込みを保存' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await expectText(page, '名前を入力してください。');
    await page.getByLabel('名前').fill('1日より古い通番の拒否');
    await page.getByLabel('同じ団体の職員と共有する').check();
    await expectAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await expectText(page, '「1日より古い通番の拒否」を保存しました。');
    const [row] = await web.api.store.see<{ view_id: string }[]>`select view_id from error_views`;
    const other = await web.visit({ path: `${list}/views/${row?.view_id ?? ''}`, roles: ['clerk'] });
    await expectEntries(other, count - 1);
    await other.getByRole('link', { name: '条件を外す: エラーの種類: 処理通番の発行を拒否' }).waitFor();
    await other.getByRole('link', { name: '条件を外す: 経過時間: 24時間より前から' }).waitFor();
    await other.locator('summary', { hasText: '1日より古い通番の拒否' }).waitFor();
    await expectAccessible(other);
  });

  test('is renamed and removed by whose it is; its address then says so', async () => {
    const page = await web.visit({ path: list, ...supervisor });
    await page.locator('summary', { hasText: '保存した絞り込み' }).click();
    await page.getByRole('button', { name: '保存した絞り込みの管理' }).click();
    await page.getByLabel('名前').fill('通番の拒否');
    await page.getByRole('button', { name: /^変更を保存/u }).click();
    await page.getByRole('button', { name: '削除: 通番の拒否' }).waitFor();
    await expectAccessible(page);
    const [row] = await web.api.store.see<{ view_id: string }[]>`select view_id from error_views`;
    await page.getByRole('button', { name: '削除: 通番の拒否' }).click();
    await expectText(page, '自分で保存した絞り込みはありません。');
    await page.goto(`${web.address}${list}/views/${row?.view_id ?? ''}`);
    await expectText(page, 'この絞り込みは削除されたか、あなたには共有されていません。');
  });
});

test('the filtered list is taken as a file without names', async () => {
  const page = await web.visit({ path: `${list}?code=SERIAL_REFUSED&state=all`, roles: ['clerk'] });
  const downloading = page.waitForEvent('download');
  await page.locator('summary', { hasText: 'ファイル' }).click();
  await page.getByRole('link', { name: 'CSV(UTF-8)' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('errors.csv');
  const file = join(mkdtempSync(join(tmpdir(), 'fugo-errors-')), 'errors.csv');
  await download.saveAs(file);
  const text = readFileSync(file, 'utf8');
  expect(text.trim().split('\r\n')).toHaveLength(refused.length + 1);
  expect(text).not.toContain('符号 太郎');
});

test('somebody without a number is reached from the list, and compared with whose address number it is', async () => {
  const stranger = await heldStranger(web.api.store);
  const page = await web.visit({ path: `${list}/${stranger.failureId}`, ...supervisor });
  await page.getByRole('link', { name: '並べて比べる' }).click();
  await expectText(page, '宛名番号が、別の住民のものになっています。');
  await expectText(page, '別の住民の宛名情報');
  await expectText(page, '持主 太郎');
  await expectAccessible(page);
  await page.getByRole('link', { name: '戻る' }).click();
  await page.getByRole('link', { name: '番号なし' }).click();
  await page.waitForURL(new RegExp(`/residents/by-person/${stranger.personId}$`, 'u'));
});

test('the newest are shown first when they are asked for, and the address says so', async () => {
  const page = await web.visit({ path: list, roles: ['clerk'], language: 'en' });
  await rows(page).nth(1).waitFor();
  await page.getByRole('button', { name: /^Since/u }).click();
  await page.getByRole('columnheader', { name: /newest first/u }).waitFor();
  expect(new URL(page.url()).searchParams.get('order')).toBe('newest');
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('search').getByLabel('Step that failed').selectOption('serial');
  await expect.poll(() => new URL(page.url()).searchParams.get('step'), { timeout: 120_000 }).toBe('serial');
  await expectAccessible(page);
});
