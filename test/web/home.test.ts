import type { Page } from 'playwright-core';
import { sumLines } from '../../domain/load-sums.ts';
import { beforeAll, expect, test } from 'vitest';
import type { Overview } from '../../contracts/api/overview.ts';
import { transferBody } from '../api/support.ts';
import { expectAccessible, expectText, keepPicture, openWeb, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(203);
  const { api } = web;
  for (let each = 0; each < 4; each += 1) {
    const body = transferBody(api.store);
    await api.request('POST', 'transfers', { json: body });
    if (each > 1) continue;
    const other = transferBody(api.store, { personalNumber: body.personalNumber, birthDate: '1950-01-02' });
    await api.request('POST', 'transfers', { json: other });
  }
});

/** The stream as far as a picture needs it: one event, and no end. */
const quietStream = `globalThis.EventSource = class extends EventTarget {
  readyState = 1;
  constructor(address) {
    super();
    void fetch(address.replace('/events', '')).then(async (answer) =>
      this.dispatchEvent(new MessageEvent('overview', { data: await answer.text() })));
  }
  close() {}
};`;

/** What the server says, changed, and by polling alone. */
async function answerOverview(page: Page, change: (overview: Overview) => Overview): Promise<void> {
  await page.route('**/overview/events', (route) => route.abort());
  await page.route('**/131016/overview', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change((await response.json()) as Overview) });
  });
}

const load = {
  dryRun: false,
  done: 0.6,
  secondsLeft: null,
  sums: sumLines({
    goodLines: 20_000,
    badLines: 3,
    results: { numbered: 20_000 },
    members: 20_000,
    underWay: {},
    acquired: 12_345,
    inErrorList: 0,
    cancelled: 0,
    retried: 0,
  }),
};
const busyDay = (overview: Overview): Overview => ({
  ...overview,
  errors: { hour: 1, day: 4, threeDays: 0, older: 2 },
  forStaff: { errors: 5, unassigned: 3, proposedUpdates: 2, oldestProposedAt: overview.at },
  codeRequests: { ...overview.codeRequests, waitingForHours: 120 },
  today: [9, 10, 11, 13, 14].map((hour) => ({
    hour,
    acquired: hour * 120,
    routed: 2_000 - hour * 90,
    errors: hour % 3,
  })),
  participants: overview.participants.map((each) =>
    each.participant === 'intermediate-server'
      ? { ...each, state: 'not-answering', lastAskedAt: overview.at, lastAnsweredAt: overview.at, unanswered: 3 }
      : each,
  ),
  notices: [{ numberSystem: '02', undelivered: 5, retrying: 4, oldestAt: overview.at }],
  loads: [
    { ...load, loadId: 'a', fileName: '住民.csv', state: 'RUNNING', createdAt: overview.at },
    { ...load, loadId: 'b', fileName: '転入.zip', state: 'STOPPED', createdAt: overview.at },
  ],
});

test.each([
  { language: 'ja', width: 1280 },
  { language: 'en', width: 1280 },
  { language: 'ja', width: 768 },
  { language: 'en', width: 320 },
] as const)(
  'the overview is accessible and stays inside the page ($language, $width px)',
  async ({ language, width }) => {
    const viewport = { width, height: 900 };
    const page = await web.visit({ path: '/131016/errors', roles: ['supervisor'], language, viewport });
    await page.addInitScript(quietStream);
    await answerOverview(page, busyDay);
    await page.goto(`${web.address}/131016`);
    await page.getByText(language === 'ja' ? '自動更新中' : 'Live', { exact: true }).waitFor();
    await page.getByText(language === 'ja' ? '警報' : 'Alarms', { exact: true }).waitFor();
    await page.getByText('09:00–17:00').first().waitFor();
    await keepPicture(page, 'overview');
    await page.getByText(language === 'ja' ? '表で見る' : 'As a table').click();
    await page.getByText(language === 'ja' ? '段階とエラーの種類の内訳' : 'By stage and by error').click();
    await page.getByText(language === 'ja' ? 'エラーの種類ごとの件数' : 'Open errors by kind').waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  },
);

test('the numbers are those of the database, and follow it by themselves', async () => {
  const page = await web.visit({ path: '/131016', roles: ['supervisor'] });
  const numberOf = (name: string) => page.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd[1]');
  await expect.poll(() => numberOf('依頼中').textContent()).toMatch(/^4/u);
  const errors = page.getByRole('row', { name: /^エラー/u }).getByRole('cell');
  expect(await errors.allTextContents()).toEqual(['2', '0', '0', '0', '2']);
  await expectText(page, '自動更新中');
  expect(await page.getByText('警報', { exact: true }).count()).toBe(0);
  const toDo = page.getByRole('region', { name: '職員の対応を待つもの' });
  expect(await toDo.getByRole('listitem').allTextContents()).toEqual([
    '判断が必要なエラー2うち担当者なし 2件エラーリストを開く',
    '承認を待つ申請0',
    '停止した一括登録0',
  ]);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await web.api.request('POST', 'transfers', { json: transferBody(web.api.store) });
  await expect.poll(() => numberOf('依頼中').textContent(), { timeout: 120_000 }).toMatch(/^5/u);
  expect(asked.filter((url) => url.endsWith('/overview') || url.endsWith('/counts'))).toEqual([]);
});

test('without the stream the figures are asked for; what needs attention comes first, and the bars have a table', async () => {
  const page = await web.visit({ path: '/131016/errors', roles: ['supervisor'] });
  let older = 2;
  await answerOverview(page, (overview) => {
    const busy = busyDay(overview);
    return { ...busy, errors: { ...busy.errors, older } };
  });
  await page.goto(`${web.address}/131016`);
  await expectText(page, '自動更新に接続できないため、5秒ごとに取得中');
  await expectText(page, /^中間サーバーが応答していません。未応答の依頼3件/u);
  await expectText(page, /^3日を過ぎても処理されていないエラーが2件あります。/u);
  await expectText(page, '番号体系02への通知4件が届かず、再送しています。');
  await expectText(page, /一括登録「転入.zip」が停止/u);
  await expectText(page, 'ほかに接続先の復旧を待つもの 2件');
  await expectText(page, /^最も古い申請 /u);
  await expectText(page, '運用時間の開始を待つ依頼 120件');
  await page.getByText('表で見る').click();
  const nine = page.getByRole('table', { name: '今日の処理' }).getByRole('row', { name: /^9時/u }).getByRole('cell');
  expect(await nine.allTextContents()).toEqual(['1,080', '1,190', '0']);
  older = 3;
  await expectText(page, /^3日を過ぎても処理されていないエラーが3件あります。/u);
});

test('where the network drops, the page says so at once, and it goes on by itself when it is back', async () => {
  const page = await web.visit({ path: '/131016', roles: ['clerk'] });
  const status = page.getByRole('status');
  await status.getByText('自動更新中').waitFor();
  await page.context().setOffline(true);
  await status.getByText('自動更新に接続できないため').waitFor();
  await expectText(page, /^サーバー.*接続できません/u);
  expect(await page.getByText('依頼中').first().isVisible()).toBe(true);
  await page.context().setOffline(false);
  await status.getByText('自動更新中').waitFor();
  await expect.poll(() => page.getByRole('alert').count()).toBe(0);
});

test('a kind of error leads to the list of its kind', async () => {
  const page = await web.visit({ path: '/131016', roles: ['supervisor'] });
  await page.getByText('段階とエラーの種類の内訳').click();
  await page.getByRole('group').getByRole('listitem').getByRole('link').first().click();
  await page.waitForURL('**/131016/errors?**');
  expect(new URL(page.url()).searchParams.get('code')).toBe('IDENTITY_MISMATCH');
});
