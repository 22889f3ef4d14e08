/** What a person is told who is not looking, in the frame, on the own page and by notices of the browser. */
import { beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { Session } from '../../contracts/api/session.ts';
import { tellStaff } from '../../storage/news/tell.ts';
import { nation } from '../../domain/organisations.ts';
import { inMunicipality, inOrganisation } from '../../storage/database/database.ts';
import { city } from '../api/support.ts';
import { expectAccessible, expectText, keepPicture, openWeb, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(214);
});

const told = (staffId: string, subjects: string[]): Promise<void> =>
  inMunicipality(web.api.store.api, city, (tx) =>
    tellStaff(tx, { kind: 'assigned', organisation: city, subjects, to: [staffId] }),
  );
const idOf = async (page: Page): Promise<string> => {
  const session = (await page.evaluate(`fetch('/v1/session').then((answer) => answer.json())`)) as Session;
  return session.staffId;
};
const subject = (at: number): string => `00000000-0000-4000-8000-00000000000${String(at)}`;
const bell = (page: Page) => page.getByRole('banner').getByRole('link', { name: /^お知らせ/u });

test('news come into the frame by themselves, are seen on their page, and lead to what they tell of', async () => {
  const page = await web.visit({ path: '/131016', roles: ['supervisor'] });
  const staffId = await idOf(page);
  await told(staffId, [subject(1), subject(2)]);
  await bell(page).getByText('未読2件').waitFor();
  await bell(page).click();
  await page.getByRole('listitem').getByText('新着').nth(1).waitFor();
  await bell(page).getByText('未読').waitFor({ state: 'detached' });
  expect(await page.getByRole('link', { name: '担当になったエラー' }).first().getAttribute('href')).toMatch(
    /^\/131016\/errors\/0{8}-0000-4000-8000-0{11}[12]$/u,
  );
  await page.reload();
  await page.getByRole('link', { name: '担当になったエラー' }).first().waitFor();
  expect(await page.getByText('新着').count()).toBe(0);
});

test.each([
  { language: 'ja', width: 1280 },
  { language: 'en', width: 768 },
  { language: 'ja', width: 320 },
] as const)('the page is accessible ($language, $width px)', async ({ language, width }) => {
  const viewport = { width, height: 900 };
  const page = await web.visit({ path: '/news?at=131016', roles: ['supervisor'], language, viewport });
  await page
    .getByRole('checkbox', { name: /ブラウザーの通知$|Notice of the browser$/u })
    .first()
    .check();
  await page.getByRole('listitem').first().waitFor();
  await expectAccessible(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  await keepPicture(page, 'news');
});

test('each person chooses what comes by mail and by the browser, which is asked only on a press', async () => {
  const page = await web.visit({ path: '/news', roles: ['clerk'] });
  await page.evaluate(`Notification.requestPermission = async () => { globalThis.asked = true; return 'granted'; }`);
  await page.getByRole('rowheader').nth(1).waitFor();
  // A clerk is given no errors and approves nothing.
  expect(await page.getByRole('rowheader').allTextContents()).toEqual(['止まった一括登録', '毎日のまとめ']);
  await page.getByRole('checkbox', { name: '毎日のまとめ: メール' }).check();
  await page.getByRole('checkbox', { name: '止まった一括登録: ブラウザーの通知' }).check();
  expect(await page.evaluate('globalThis.asked')).toBeUndefined();
  await page.getByLabel('毎日のまとめの時刻').fill('07:45');
  await page.getByRole('button', { name: '保存する' }).click();
  await expectText(page, '保存しました。');
  const [kept] = await web.api.store.see`
    select mail_kinds, browser_kinds, summary_at from news_choices where staff_id = ${await idOf(page)}`;
  expect(kept).toEqual({ mail_kinds: ['summary'], browser_kinds: ['load-stopped'], summary_at: '07:45' });
});

test('people above the municipalities have their own kinds, and are led to their organisation’s pages', async () => {
  const page = await web.visit({ path: '/organisations/nation/hours', roles: ['manager'], organisation: nation });
  const to = [await idOf(page)];
  const news = { kind: 'calendar-change', organisation: nation, subjects: [subject(5)], to } as const;
  await inOrganisation(web.api.store.api, nation, (tx) => tellStaff(tx, news));
  await bell(page).getByText('未読1件').waitFor();
  await bell(page).click();
  const kind = 'あなたの承認を待つ全国の暦の変更';
  const link = page.getByRole('link', { name: kind });
  expect(await link.getAttribute('href')).toBe('/organisations/nation/hours');
  await page.getByRole('rowheader').first().waitFor();
  expect(await page.getByRole('rowheader').allTextContents()).toEqual([kind]);
  // They have no summary of a day.
  expect(await page.getByLabel('毎日のまとめの時刻').count()).toBe(0);
  await expectAccessible(page);
});

test('of several open pages one shows a notice, once, and another takes over when it is closed', async () => {
  const before = await web.visit({ path: '/131016', roles: ['supervisor'] });
  const staffId = await idOf(before);
  await web.api.store.see`
    insert into news_choices (staff_id, mail_kinds, browser_kinds, digest_minutes, summary_at)
    values (${staffId}, '{}', array['assigned'], 15, '08:30')
    on conflict (staff_id) do update set browser_kinds = array['assigned']`;
  const context = before.context();
  // What the system's own notices would show is noted in every page.
  await context.addInitScript(`
    globalThis.Notification = class extends EventTarget {
      static permission = 'granted';
      constructor(title) { super(); (globalThis.noticed ??= []).push(title); }
    }`);
  const open = async (path: string): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(`${web.address}${path}`);
    await bell(page).waitFor();
    return page;
  };
  const first = await open('/131016');
  const second = await open('/131016/errors');
  await before.close();
  const noticed = async (): Promise<number> => {
    const pages = context.pages().map((page) => page.evaluate('(globalThis.noticed ?? []).length'));
    return (await Promise.all(pages)).reduce<number>((sum, count) => sum + Number(count), 0);
  };
  await told(staffId, [subject(3)]);
  await bell(first).getByText('未読1件').waitFor();
  await bell(second).getByText('未読1件').waitFor();
  expect(await noticed()).toBe(1);
  await first.close();
  await told(staffId, [subject(4)]);
  await bell(second).getByText('未読2件').waitFor();
  await expect.poll(noticed).toBe(1);
});
