import type { Download, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { addDays, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { transferBody } from '../api/support.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

let web: WebTest;
const today = tokyoDateOf(Date.now());

beforeAll(async () => {
  web = await openWeb(206);
  const { api } = web;
  const people = [
    { name: '符号 花子', nameKana: 'フゴウ ハナコ' },
    { name: '𠮷田 一郎' },
    { name: '支援 桜子', nonDisclosure: true },
    { name: '見本 次郎' },
    { name: '架空 三郎' },
  ];
  for (const fields of people) await api.request('POST', 'transfers', { json: transferBody(api.store, fields) });
});

/** Pages of two lines, so that few residents make many pages. */
async function pageByTwo(page: Page): Promise<void> {
  await page.route('**/movers?**', (route) =>
    route.continue({ url: route.request().url().replace('limit=200', 'limit=2') }),
  );
}

async function bytesOf(download: Download): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

test.each([
  { language: 'ja', width: 1280 },
  { language: 'en', width: 1280 },
  { language: 'ja', width: 768 },
] as const)('the list is accessible ($language, $width px)', async ({ language, width }) => {
  const viewport = { width, height: 900 };
  const page = await web.visit({ path: '/131016/movers', roles: ['supervisor'], language, viewport });
  await page.getByRole('row').nth(5).waitFor();
  await expectAccessible(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  await keepPicture(page, 'movers');
});

test('today’s movers are listed a page at a time, and who is under protection is masked', async () => {
  const page = await web.visit({ path: '/131016', roles: ['clerk'] });
  await pageByTwo(page);
  await page.getByRole('link', { name: '異動一覧' }).click();
  await expectText(page, '2件を表示しています');
  await page.getByRole('button', { name: 'さらに表示' }).click();
  await expectText(page, '4件を表示しています');
  const more = page.getByRole('button', { name: 'さらに表示' });
  await more.focus();
  await page.keyboard.press('Enter');
  await expectText(page, '全5件');
  await more.waitFor({ state: 'detached' });
  // The way on is gone; reading goes on at the end of the list.
  await expect.poll(() => page.evaluate(`document.activeElement.closest('tr') !== null`)).toBe(true);
  await expectText(page, '(支援措置のため非表示)');
  expect(await page.getByText('支援 桜子').count()).toBe(0);
});

test('who may see residents under protection sees them marked', async () => {
  const page = await web.visit({ path: '/131016/movers', roles: ['supervisor'] });
  const row = page.getByRole('row', { name: /支援 桜子/u });
  await row.waitFor();
  expect(await row.getByText('支援措置対象').count()).toBe(1);
});

test('the period is chosen by keyboard, and stands in the address', async () => {
  const page = await web.visit({ path: '/131016/movers', roles: ['clerk'] });
  await page.getByRole('row').nth(5).waitFor();
  await tabTo(page, /^始まりの日/u);
  await page.getByLabel('始まりの日').fill('2020-04-01');
  await page.getByLabel('終わりの日').fill('2020-03-01');
  await page.keyboard.press('Enter');
  await expectText(page, '終わりの日が始まりの日より前になっています。');
  await page.getByLabel('終わりの日').fill('2020-04-30');
  await page.keyboard.press('Enter');
  await expectText(page, 'この期間に異動はありません。');
  expect(await page.evaluate('document.activeElement.id')).toBe('movers-to');
  const { searchParams } = new URL(page.url());
  expect([searchParams.get('from'), searchParams.get('to')]).toEqual(['2020-04-01', '2020-04-30']);
  await page.reload();
  expect(await page.getByLabel('終わりの日').inputValue()).toBe('2020-04-30');
  await page.goBack();
  await page.getByRole('row').nth(5).waitFor();
  expect(await page.getByLabel('始まりの日').inputValue()).toBe(today);
});

test('periods of every day are one press away, and the period is told in the calendar of the reader', async () => {
  const page = await web.visit({ path: '/131016/movers', roles: ['clerk'] });
  await page.getByRole('row').nth(5).waitFor();
  const preset = (name: string) => page.getByRole('navigation', { name: 'よく使う期間' }).getByRole('link', { name });
  expect(await preset('今日').getAttribute('aria-current')).toBe('page');
  await page.getByLabel('和暦').click();
  await expectText(page, /^対象期間 令和\d+年\d+月\d+日$/u);
  await tabTo(page, '昨日');
  await page.keyboard.press('Enter');
  await expectText(page, 'この期間に異動はありません。');
  const yesterday = addDays(today, -1);
  await page.waitForURL(`**/movers?from=${yesterday}&to=${yesterday}`);
  expect(await preset('昨日').getAttribute('aria-current')).toBe('page');
  expect(await preset('今日').getAttribute('aria-current')).toBeNull();
  expect(await page.getByLabel('始まりの日').inputValue()).toBe(yesterday);
  await preset('今週').click();
  await page.getByRole('row').nth(5).waitFor();
  await expectText(page, '全5件');
  await expectText(page, /^対象期間 令和\d+年\d+月\d+日/u);
});

test('the file comes in both encodings, and each is audited', async () => {
  const page = await web.visit({ path: '/131016/movers', roles: ['clerk'] });
  const take = async (name: string): Promise<Buffer> => {
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe(`movers-${today}-${today}.csv`);
    return bytesOf(download);
  };
  const utf8 = await take('CSV(UTF-8)');
  expect([...utf8.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(utf8.toString('utf8')).toContain('𠮷田 一郎');
  const cp932 = new TextDecoder('shift_jis').decode(await take('CSV(CP932)'));
  expect(cp932).toContain('符号 花子');
  expect(cp932).toContain('〓田 一郎');
  expect(cp932).not.toContain('支援 桜子');
  const entries = await web.api.store.see`select subject from audit_log where action = 'movers.export'`;
  expect([...entries]).toEqual([{ subject: `${today}/${today}` }, { subject: `${today}/${today}` }]);
});

test('on paper the whole list stands under municipality, period and moment, and nothing to press', async () => {
  const page = await web.visit({ path: '/131016', roles: ['supervisor'] });
  await pageByTwo(page);
  await page.getByRole('link', { name: '異動一覧' }).click();
  await expectText(page, '2件を表示しています');
  await page.evaluate(
    `print = () => { globalThis.printed = document.querySelectorAll('[data-printed] tbody tr').length; }`,
  );
  await page.getByRole('button', { name: '印刷' }).click();
  await expect.poll(() => page.evaluate('globalThis.printed')).toBe(5);
  await page.emulateMedia({ media: 'print' });
  await expectText(page, /^見本市 対象期間 \d+年\d+月\d+日〜\d+年\d+月\d+日\(\d+年\d+月\d+日 \d\d:\d\d 現在\)$/u);
  await expectText(page, '全5件');
  expect(await page.getByRole('navigation').count()).toBe(0);
  expect(await page.getByRole('button').count()).toBe(0);
  expect(await page.evaluate(`getComputedStyle(document.querySelector('thead')).display`)).toBe('table-header-group');
});

test('nothing is cut off on paper: as wide as the sheet, with a long name and the longest words', async () => {
  const name = 'アレクサンドリア・マクシミリアン・フォン・ヴィッテルスバッハ・デ・ラ・クルス・サンティアゴ・ロドリゲス';
  await web.api.request('POST', 'transfers', {
    json: transferBody(web.api.store, { name, operatedAt: '2020-04-05T09:00:00+09:00' }),
  });
  for (const language of ['ja', 'en'] as const) {
    // A4 across, less its margins.
    const viewport = { width: Math.floor(((297 - 24) / 25.4) * 96), height: 700 };
    const page = await web.visit({ path: '/131016/movers', roles: ['supervisor'], language, viewport });
    await page.getByRole('row').nth(6).waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(`document.querySelector('table').getBoundingClientRect().right`)).toBeLessThanOrEqual(
      viewport.width,
    );
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  }
});
