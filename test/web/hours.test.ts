import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { commonHours } from '../../domain/calendar/operating-hours.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(208);
});
const put = (json: unknown) => web.api.request('PUT', 'hours', { json, as: web.api.clients.operator });
const stored = async () =>
  (await (await web.api.request('GET', 'hours', { as: web.api.clients.operator })).json()) as typeof commonHours;
const may = {
  ...commonHours,
  overrides: [{ date: '2026-05-08', kind: 'closed', reason: '庁舎の停電' }],
  exceptions: [
    { from: '2026-05-09T09:00+09:00', to: '2026-05-09T12:00+09:00', approver: '情報政策課長', reason: '転入の集中' },
  ],
};
beforeEach(async () => {
  if ((await put(may)).status !== 200) throw new Error('the hours were not set');
});

const open = (path: string, options: Parameters<WebTest['visit']>[0] = {}): Promise<Page> =>
  web.visit({ path: `/131016/hours${path}`, roles: ['administrator'], ...options });
const lastChange = async () => {
  const rows = await web.api.store.see`
    select subject, reason from audit_log where action = 'hours.put' and staff_id is not null order by seq desc limit 1`;
  return rows[0];
};

test.each([
  { language: 'ja', width: 1280 },
  { language: 'en', width: 1280 },
  { language: 'ja', width: 768 },
] as const)('the page is accessible ($language, $width px)', async ({ language, width }) => {
  const page = await open('?month=2026-05', { language, viewport: { width, height: 900 } });
  await page.getByRole('cell', { name: /09:00/u }).first().waitFor();
  await page.getByText('庁舎の停電').first().waitFor();
  await expectAccessible(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  await keepPicture(page, 'hours');
});

test('a month shows its holidays by name, special days and extensions, and leads to the next one', async () => {
  const page = await open('?month=2026-05', { roles: ['clerk'] });
  const table = page.getByRole('table', { name: '2026年5月の運用日' });
  const cell = (text: RegExp) => table.getByRole('cell', { name: text });
  await cell(/^3 憲法記念日$/u).waitFor();
  const others = [
    /^6 (休日|憲法記念日の振替休日|振替休日)/u,
    /^7 09:00–17:00$/u,
    /^8 庁舎の停電$/u,
    /^9 09:00–12:00 ?延長: 転入の集中 土曜日$/u,
  ];
  for (const text of others) expect({ text, count: await cell(text).count() }).toEqual({ text, count: 1 });
  expect(await page.getByRole('button', { name: '追加' }).count()).toBe(0);
  await page.getByRole('link', { name: '次の月' }).click();
  await page.getByRole('table', { name: '2026年6月の運用日' }).waitFor();
  expect(new URL(page.url()).searchParams.get('month')).toBe('2026-06');
  await page.getByLabel('和暦').click();
  await page.getByRole('table', { name: '令和8年6月の運用日' }).waitFor();
});

test('today is marked, and whether the hours are open is said with what comes next', async () => {
  const page = await open('', { roles: ['auditor'] });
  await page.locator('td[aria-current=date]').waitFor();
  await expectText(page, /^(運用中。|時間外。|まもなく終了)/u);
});

test('the times are changed by keyboard, with a reason; what breaks a rule is said at its field', async () => {
  const page = await open('?month=2026-05');
  await tabTo(page, '時間を変更');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('開始').fill('10:00');
  await dialog.getByLabel('終了', { exact: false }).first().fill('18:00');
  await dialog.getByLabel('理由').fill('閉庁時間の変更');
  await page.keyboard.press('Enter');
  await dialog.getByRole('alert').waitFor();
  expect(await dialog.getByRole('alert').textContent()).toContain('共通運用時間の外です。');
  await expectAccessible(page);
  await dialog.getByRole('alert').getByRole('link').click();
  expect(await page.evaluate('document.activeElement.id')).toBe('hours-closes');
  await dialog.getByLabel('終了', { exact: false }).first().fill('16:00');
  await dialog.getByLabel('都道府県サーバー', { exact: false }).fill('15:30');
  await dialog.getByLabel('理由').focus();
  await page.keyboard.press('Enter');
  await expectText(page, /^保存しました。/u);
  expect(await stored()).toMatchObject({ opens: '10:00', closes: '16:00', prefecture: { closes: '15:30' } });
  expect(await lastChange()).toEqual({ subject: 'closes,opens,prefecture', reason: '閉庁時間の変更' });
  await page.getByRole('cell', { name: /^7 10:00–15:30/u }).waitFor();
});

test('a special day is added and removed, each with a reason', async () => {
  const page = await open('?month=2026-05');
  await page.getByRole('button', { name: '特別な日を追加' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('日付').fill('2026-05-08');
  await dialog.getByLabel('理由').fill('重ねた登録');
  await dialog.getByRole('button', { name: '保存' }).click();
  expect(await dialog.getByRole('alert').textContent()).toContain('同じ日付が2度あります。');
  await dialog.getByLabel('日付').fill('2026-05-06');
  await dialog.getByLabel('扱い').selectOption('open');
  // Key by key: what was found wrong does not take the focus again.
  await dialog.getByLabel('理由').fill('');
  await dialog.getByLabel('理由').pressSequentially('open day');
  expect(await dialog.getByLabel('理由').inputValue()).toBe('open day');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expectText(page, /^保存しました。/u);
  await page.getByRole('cell', { name: /^6 09:00–17:00/u }).waitFor();
  expect((await stored()).overrides).toHaveLength(2);
  await page.getByRole('button', { name: '削除 2026年5月8日' }).click();
  await dialog.getByLabel('理由').fill('停電の中止');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '削除' }).click();
  await expect.poll(async () => (await stored()).overrides.map(({ date }) => date)).toEqual(['2026-05-06']);
  expect(await lastChange()).toEqual({ subject: 'overrides', reason: '停電の中止' });
  await page.getByRole('button', { name: '削除 2026年5月8日' }).waitFor({ state: 'detached' });
  await expect.poll(() => page.evaluate(`document.activeElement.getAttribute('aria-label')`)).toBe('削除 2026年5月6日');
});

test('an extension is added and removed, in Japan’s time wherever the browser is', async () => {
  const page = await open('?month=2026-05', { language: 'en' });
  await page.getByRole('button', { name: 'Add an extension' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('From').fill('2026-05-07T19:00');
  await dialog.getByLabel('To (').fill('2026-05-07T18:00');
  await dialog.getByLabel('Reason').fill('Moving season');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const alert = dialog.getByRole('alert');
  expect(await alert.getByRole('link').allTextContents()).toEqual([
    'The end is not after the start.',
    'The value is empty.',
  ]);
  await dialog.getByLabel('To (').fill('2026-05-07T20:30');
  await dialog.getByLabel('Approved by').pressSequentially('Head of the section');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expectText(page, /^Saved\./u);
  await page.getByRole('cell', { name: /19:00–20:30 ?Extended: Moving season/u }).waitFor();
  expect((await stored()).exceptions.at(-1)).toEqual({
    from: '2026-05-07T19:00+09:00',
    to: '2026-05-07T20:30+09:00',
    approver: 'Head of the section',
    reason: 'Moving season',
  });
  await page.getByRole('button', { name: /^Remove 7 May 2026 19:00/u }).click();
  await dialog.getByLabel('Reason').fill('Not needed');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect.poll(async () => (await stored()).exceptions.length).toBe(1);
});

test('somebody else’s change of another part stays', async () => {
  const page = await open('?month=2026-05');
  await page.getByRole('button', { name: '延長を追加' }).click();
  await put({ ...may, closes: '16:00' });
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('始まり').fill('2026-05-07T17:00');
  await dialog.getByLabel('終わり').fill('2026-05-07T18:00');
  await dialog.getByLabel('承認者').fill('課長');
  await dialog.getByLabel('理由').fill('転出の集中');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expectText(page, /^保存しました。/u);
  expect(await stored()).toMatchObject({ closes: '16:00', exceptions: [{}, { reason: '転出の集中' }] });
});
