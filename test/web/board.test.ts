/** The board of each tier: what needs attention comes first, and a change is shown without a click. */
import { beforeAll, expect, test } from 'vitest';
import { nation, prefectureOf } from '../../domain/organisations.ts';
import { city, otherCity } from '../api/support.ts';
import {
  addDay,
  addDevice,
  addIncident,
  addServer,
  addSilence,
  setState,
  targetOf,
} from '../support/operation-data.ts';
import { expectAccessible, expectText, keepPicture, openWeb, type WebTest } from './support.ts';

const prefecture = prefectureOf(city);
const otherPrefecture = prefectureOf(otherCity);
let web: WebTest;
beforeAll(async () => {
  web = await openWeb(221);
  const { see } = web.api.store;
  await addServer(see, nation);
  await addServer(see, prefecture, { state: 'down', cause: 'TIMEOUT', minutes: 10 });
  await addServer(see, city, { state: 'down', suppressedBy: targetOf(prefecture), cause: 'TIMEOUT' });
  await addServer(see, otherPrefecture);
  await addServer(see, otherCity);
  await addDay(see, nation, 'open', [
    { step: 'start', state: 'verified' },
    { step: 'stop', state: 'waiting' },
  ]);
  await addDay(see, prefecture, 'halted', [{ step: 'start', state: 'failed', error: 'UNREACHABLE' }]);
  await addIncident(see, { organisation: prefecture, suppressed: 1 });
  await addIncident(see, { organisation: nation, severity: 'warning', target: null, cause: 'BACKUP_TOO_OLD' });
  await addDevice(see, nation, 'router', { state: 'down', cause: 'REFUSED' });
  await addDevice(see, nation, 'switch');
  await addSilence(see, nation, '22時から全国サーバの保守を行います');
});

test.each([
  { language: 'ja', width: 1280, organisation: nation },
  { language: 'en', width: 1280, organisation: nation },
  { language: 'ja', width: 768, organisation: prefecture },
  { language: 'en', width: 320, organisation: city },
] as const)(
  'it is accessible and stays inside the page ($language, $width px, $organisation)',
  async ({ language, width, organisation }) => {
    const viewport = { width, height: 900 };
    const path = `/organisations/${organisation}/board`;
    const page = await web.visit({ path, organisation, roles: ['administrator'], language, viewport });
    await page.getByText(language === 'ja' ? '自動更新中' : 'Live', { exact: true }).waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await keepPicture(page, 'board');
  },
);

test('the country is seen from above, a prefecture by a link, and its way back', async () => {
  const page = await web.visit({ path: '/', organisation: nation, roles: ['call-centre'] });
  await page.getByRole('heading', { level: 1, name: '指定情報処理機関の監視盤' }).waitFor();
  const servers = page.getByRole('table', { name: 'サーバ', exact: true });
  await servers.waitFor();
  const rows = await servers.getByRole('row').allTextContents();
  expect(rows[1]).toMatch(/^指定情報処理機関 \(この団体\)全国サーバ稼働中/u);
  // In trouble, so before the other one, whose code is greater but might be smaller.
  expect(rows[2]).toMatch(/^東京都都道府県サーバ応答なし応答なし/u);
  expect(rows[2]).toContain('中断起動: 失敗');
  expect(rows[3]).toMatch(/^長野県都道府県サーバ稼働中/u);
  await expectText(page, /全国サーバの保守を行います/u);
  await expectText(page, 'ほか1件を抑制');

  await page.getByRole('link', { name: '東京都' }).click();
  await page.getByRole('heading', { level: 1, name: '東京都の監視盤' }).waitFor();
  await page
    .getByRole('row', { name: /^見本市/u })
    .getByText('抑制')
    .waitFor();
  await page.getByRole('link', { name: '指定情報処理機関' }).click();
  await page.getByRole('heading', { level: 1, name: '指定情報処理機関の監視盤' }).waitFor();
});

test('what happens is shown by itself, and asked for only once', async () => {
  const page = await web.visit({ path: `/organisations/${nation}/board`, organisation: nation, roles: ['manager'] });
  await page.getByText('自動更新中', { exact: true }).waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const row = page.getByRole('row', { name: /^長野県/u });
  await row.getByText('稼働中').waitFor();
  const { see } = web.api.store;
  await setState(see, targetOf(otherPrefecture), otherPrefecture, { state: 'down', cause: 'REFUSED', minutes: 0 });
  await row.getByText('応答なし').waitFor();
  await row.getByText('接続拒否').waitFor();
  expect(asked.filter((url) => url.endsWith('/board'))).toEqual([]);
  await setState(see, targetOf(otherPrefecture), otherPrefecture, {});
});

test('a municipality’s people see what stands above theirs, and nobody beside it', async () => {
  const page = await web.visit({ path: '/131016', roles: ['clerk'] });
  await page.getByRole('navigation').getByRole('link', { name: '監視盤' }).click();
  await page.getByRole('heading', { level: 1, name: '見本市の監視盤' }).waitFor();
  const servers = page.getByRole('table', { name: 'サーバ', exact: true });
  await servers.waitFor();
  expect((await servers.getByRole('row').allTextContents()).slice(1).map((row) => row.slice(0, 3))).toEqual([
    '指定情',
    '東京都',
    '見本市',
  ]);
  await page.goto(`${web.address}/organisations/${otherCity}/board`);
  await page.getByRole('heading', { level: 1, name: 'ページが見つかりません' }).waitFor();
});
