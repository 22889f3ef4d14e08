/** The operating day: its steps in order, what staff decide when one has failed; and the statistics over time. */
import { beforeAll, describe, expect, test } from 'vitest';
import { nation, prefectureOf } from '../../domain/organisations.ts';
import { city } from '../api/support.ts';
import { addDay, addServer, addStatistics, targetOf } from '../support/operation-data.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

const prefecture = prefectureOf(city);
const sibling = '132012';
let web: WebTest;
beforeAll(async () => {
  web = await openWeb(223);
  const { see } = web.api.store;
  await see`
    insert into organisations (organisation, tier, parent, name, name_en)
    values (${sibling}, 'municipality', ${prefecture}, '見本西市', 'West Mihon City')`;
  await addServer(see, nation);
  await addServer(see, prefecture, { state: 'down', cause: 'TIMEOUT' });
  await addServer(see, city, { state: 'down', suppressedBy: targetOf(prefecture), cause: 'TIMEOUT' });
  await addDay(see, nation, 'open', [
    { step: 'tell-calendar', state: 'verified' },
    { step: 'start', state: 'verified' },
    { step: 'stop', state: 'waiting' },
    { step: 'statistics', state: 'waiting' },
    { step: 'backup', state: 'waiting' },
  ]);
  await addDay(see, prefecture, 'halted', [
    { step: 'tell-calendar', state: 'verified' },
    { step: 'start', state: 'failed', error: 'NOT_AS_IT_SAYS' },
    { step: 'stop', state: 'waiting' },
  ]);
  await addDay(see, city, 'starting', [
    { step: 'tell-calendar', state: 'verified' },
    { step: 'start', state: 'waiting' },
  ]);
  await addStatistics(see, city);
  await addStatistics(see, sibling);
});

describe('the operating day', () => {
  test.each([
    { language: 'ja', width: 1280, organisation: nation },
    { language: 'en', width: 1280, organisation: prefecture },
    { language: 'ja', width: 768, organisation: prefecture },
    { language: 'en', width: 320, organisation: city },
  ] as const)('is accessible and stays inside the page ($language, $width px)', async ({ organisation, ...look }) => {
    const viewport = { width: look.width, height: 900 };
    const path = `/organisations/${organisation}/days`;
    const page = await web.visit({ path, organisation, roles: ['administrator'], language: look.language, viewport });
    await page.getByRole('table', { name: look.language === 'ja' ? '手順' : 'Steps', exact: true }).waitFor();
    await page
      .getByText(look.language === 'ja' ? '前後の団体' : 'The others in the order')
      .first()
      .waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width);
    await keepPicture(page, 'operating-day');
  });

  test('that is halted leads to its section of the runbook', async () => {
    const page = await web.visit({
      path: `/organisations/${prefecture}/days`,
      organisation: prefecture,
      roles: ['administrator'],
    });
    await page.getByRole('link', { name: '手順書: 運用日が中断したとき' }).click();
    await page.locator('h2:has(:target)').waitFor();
    expect(await page.locator('h2:has(:target)').textContent()).toContain('運用日が中断した');
  });

  test('shows the steps in their order, and whom others wait for', async () => {
    const page = await web.visit({ path: '/', organisation: nation, roles: ['manager'] });
    await page.getByRole('navigation').getByRole('link', { name: '運用日' }).click();
    const steps = page.getByRole('table', { name: '手順', exact: true });
    await steps.waitFor();
    expect(await steps.getByRole('rowheader').allTextContents()).toEqual([
      '運用時間の通知',
      '起動',
      '停止',
      '統計',
      'バックアップ',
    ]);
    const around = page.getByRole('table', { name: '前後の団体' });
    await around
      .getByRole('row', { name: /^東京都/u })
      .getByText('中断')
      .waitFor();
    await around.getByText('起動: 失敗').waitFor();
    // Who plans orders nothing.
    expect(await page.getByRole('button', { name: '再開' }).count()).toBe(0);
    await around.getByRole('link', { name: '東京都' }).click();
    await expectText(page, 'サーバの申告と監視の結果が異なります');
  });

  test('that stands still is resumed by keyboard with a reason, and moves on by itself on the page', async () => {
    const path = `/organisations/${prefecture}/days`;
    const page = await web.visit({ path, organisation: prefecture, roles: ['administrator'] });
    await expectText(page, /^手順が失敗し、止まっています。/u);
    await tabTo(page, '再開');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await expectAccessible(page);
    await tabTo(page, '再開');
    await page.keyboard.press('Enter');
    await expectText(page, '理由を入力してください。');
    await page.getByLabel(/^理由/u).fill('配線を直したため');
    await page.keyboard.press('Enter');
    await expectText(page, '再開の指示を出しました。まもなく始まります。');
    expect(await page.getByRole('button', { name: '再開' }).count()).toBe(0);
    await expectText(page, /配線を直したため$/u);

    // What the workflow does then.
    const { see } = web.api.store;
    await see`
      update day_steps set state = 'verified', error = null, attempt = 2, verified_at = now()
      where organisation = ${prefecture} and step = 'start'`;
    await see`update operating_days set state = 'open', staff_order = null where organisation = ${prefecture}`;
    await page.getByRole('row', { name: /起動/u }).getByText('2回目').waitFor();
    await expect.poll(() => page.getByText('まもなく始まります').count()).toBe(0);
    const [entry] = await see`select reason from audit_log where action = 'operating-days.resume'`;
    expect(entry).toEqual({ reason: '配線を直したため' });
  });

  test('is read again only when something has moved, because each look is audited', async () => {
    const path = `/organisations/${city}/days`;
    const page = await web.visit({ path, roles: ['administrator'] });
    await page.getByText('自動更新中', { exact: true }).waitFor();
    await page.getByRole('table', { name: '手順', exact: true }).waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const { see } = web.api.store;
    await see`update day_steps set state = 'commanded' where organisation = ${city} and step = 'start'`;
    await page.getByRole('row', { name: /起動/u }).getByText('指示済').first().waitFor();
    expect(asked.filter((each) => /operating-days\/[-0-9]+$/u.test(each))).toHaveLength(1);
  });
});

describe('the statistics', () => {
  test.each([
    { language: 'ja', width: 1280 },
    { language: 'en', width: 1280 },
    { language: 'en', width: 320 },
  ] as const)('are accessible and stay inside the page ($language, $width px)', async ({ language, width }) => {
    const viewport = { width, height: 900 };
    const path = `/organisations/${prefecture}/statistics`;
    const page = await web.visit({ path, organisation: prefecture, roles: ['manager'], language, viewport });
    await page.getByRole('table').first().waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await keepPicture(page, 'statistics');
  });

  test('of a prefecture are the sum of its municipalities, or one of them; the file has the period', async () => {
    const path = `/organisations/${prefecture}/statistics`;
    const page = await web.visit({ path, organisation: prefecture, roles: ['manager'] });
    const first = page.getByRole('table', { name: '日ごとの数値' }).getByRole('row').nth(2).getByRole('cell');
    // Yesterday's: 137 in each of the two; above it stands today.
    await expect.poll(() => first.first().textContent()).toBe('274');
    const own = page.getByRole('table', { name: '市区町村ごとの数値' }).getByRole('row').nth(1);
    // Thirty days of 50 to 79 seconds, by who got a code on each.
    expect(await own.textContent()).toMatch(/^見本市.*(?:5|6|7)\d秒/u);
    // On each day ten of about a hundred take six minutes, and its 95 % are 300 to 499 s; of the month they are six minutes.
    const whole = page.getByRole('region', { name: '期間全体' });
    expect(await whole.getByRole('definition').last().textContent()).toBe('6分');
    await page.getByLabel('市区町村', { exact: true }).selectOption({ label: '見本市' });
    await expect.poll(() => first.first().textContent()).toBe('137');
    expect(new URL(page.url()).searchParams.get('municipality')).toContain(city);
    await page.getByRole('link', { name: '1年' }).click();
    const href = (await page.getByRole('link', { name: 'CSV(UTF-8)' }).getAttribute('href')) ?? '';
    const file: unknown = await page.evaluate(`fetch(${JSON.stringify(href)}).then((answer) => answer.text())`);
    expect(String(file).trim().split('\n')).toHaveLength(1 + 60 + 2 + 3);
    expect(String(file)).toContain('運用日');
  });

  test('of a period that cannot be are not asked for; the field says why', async () => {
    const path = `/organisations/${city}/statistics?from=2026-05-01&to=2026-04-01`;
    const page = await web.visit({ path, roles: ['administrator'] });
    await expectText(page, /^終わりの日は始まりの日から400日までにしてください。/u);
    expect(await page.getByRole('table').count()).toBe(0);
    expect(await page.getByLabel('市区町村').count()).toBe(0);
  });
});
