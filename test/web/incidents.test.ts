/** Incidents: who works on them, what was done, whom they affect; and silences with a message. */
import { beforeAll, describe, expect, test } from 'vitest';
import { nation, prefectureOf } from '../../domain/organisations.ts';
import { city, transferBody } from '../api/support.ts';
import { addDevice, addIncident, addServer, targetOf } from '../support/operation-data.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

const prefecture = prefectureOf(city);
let web: WebTest;
let ofPrefecture: number;
let ofCity: number;
beforeAll(async () => {
  web = await openWeb(224);
  const { see } = web.api.store;
  await addServer(see, nation);
  await addServer(see, prefecture, { state: 'down', cause: 'TIMEOUT', minutes: 30 });
  await addServer(see, city, { state: 'down', suppressedBy: targetOf(prefecture), cause: 'TIMEOUT' });
  await addDevice(see, prefecture, 'router');
  ofPrefecture = await addIncident(see, { organisation: prefecture, suppressed: 1 });
  await see`
    insert into check_changes (target, organisation, at, state, detail)
    values (${targetOf(prefecture)}, ${prefecture}, now() - interval '30 minutes', 'down', 'TIMEOUT')`;
  ofCity = await addIncident(see, {
    organisation: city,
    severity: 'warning',
    target: null,
    cause: 'REQUESTS_STUCK',
    minutes: 5,
  });
  await addIncident(see, { organisation: prefecture, target: null, cause: 'BACKUP_TOO_OLD', closed: true });
  await web.api.request('POST', 'transfers', { json: transferBody(web.api.store) });
  await see`
    insert into incident_requests (incident, organisation, person_id)
    select ${ofCity}, municipality, person_id from persons where municipality = ${city}`;
});

describe('incidents', () => {
  test.each([
    { language: 'ja', width: 1280 },
    { language: 'en', width: 1280 },
    { language: 'ja', width: 768 },
    { language: 'en', width: 320 },
  ] as const)('are accessible and stay inside the page ($language, $width px)', async ({ language, width }) => {
    const viewport = { width, height: 900 };
    const path = `/organisations/${prefecture}/incidents`;
    const page = await web.visit({ path, organisation: prefecture, roles: ['manager'], language, viewport });
    await page.getByRole('table').first().waitFor();
    await page.getByText(language === 'ja' ? '抑止はありません。' : 'There are none.', { exact: true }).waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await keepPicture(page, 'incidents');
    await page.goto(`${web.address}${path}/${String(ofPrefecture)}`);
    await page
      .getByText(language === 'ja' ? '監視の経過' : 'What the prober found')
      .first()
      .waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await keepPicture(page, 'incident');
  });

  test('the open ones are listed, and those that are over where they are asked for', async () => {
    const path = `/organisations/${prefecture}/incidents`;
    const page = await web.visit({ path, organisation: prefecture, roles: ['manager'] });
    const rows = page.getByRole('table', { name: '障害の一覧' }).getByRole('row');
    await expect.poll(() => rows.count()).toBe(3);
    await page
      .getByRole('row', { name: /見本市/u })
      .getByText('進まない符号要求がある')
      .waitFor();
    await page.getByRole('link', { name: '終わったもの' }).click();
    await expect.poll(() => rows.count()).toBe(2);
    await page.getByText('確認済みのバックアップが古い').waitFor();
  });

  test.each([
    { language: 'ja', words: '手順書: すること', title: 'サーバが応答しない' },
    { language: 'en', words: 'Runbook: what to do', title: 'A server does not answer' },
  ] as const)('one leads to its section of the runbook ($language)', async ({ language, words, title }) => {
    const path = `/organisations/${prefecture}/incidents/${String(ofPrefecture)}`;
    const viewport = { width: 390, height: 800 };
    const page = await web.visit({ path, organisation: prefecture, roles: ['manager'], language, viewport });
    await page.getByRole('link', { name: words }).click();
    await page.locator('h2:has(:target)').getByText(title).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await expectAccessible(page);
    await keepPicture(page, 'runbook');
  });

  test('one is acknowledged and a note written by keyboard, in the own name', async () => {
    const path = `/organisations/${prefecture}/incidents/${String(ofPrefecture)}`;
    const page = await web.visit({ path, organisation: prefecture, roles: ['administrator'] });
    await page.getByRole('heading', { level: 2, name: '概要' }).waitFor();
    await page.getByText('抑制している監視対象').waitFor();
    await tabTo(page, '引き受ける');
    await page.keyboard.press('Enter');
    await expectText(page, '引き受けました。');
    expect(await page.getByRole('button', { name: '引き受ける' }).count()).toBe(0);
    await tabTo(page, '記録する');
    await page.keyboard.press('Enter');
    await expectText(page, '記録を入力してください。');
    await page.keyboard.type('回線の切り替えを依頼した。');
    await page.getByRole('button', { name: '記録する' }).click();
    await page.getByRole('listitem').getByText('回線の切り替えを依頼した。').waitFor();
    await expectAccessible(page);
    const [row] = await web.api.store.see`
      select s.name from incidents i join staff s on s.staff_id = i.acknowledged_by where i.incident = ${ofPrefecture}`;
    expect(row).toEqual({ name: '見本 職員' });
  });

  test('whom one affects: the municipality’s people are led to the residents, those above see a number alone', async () => {
    const path = `/organisations/${city}/incidents/${String(ofCity)}`;
    const above = await web.visit({ path, organisation: prefecture, roles: ['manager'] });
    await above.getByText('見本市: 1件').waitFor();
    const links = await above.getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(links.filter((href) => href?.includes('residents'))).toEqual([]);
    // Only who works there acknowledges.
    expect(await above.getByRole('button', { name: '引き受ける' }).count()).toBe(0);

    const planner = await web.visit({ path, roles: ['manager'] });
    await planner.getByText('見本市: 1件').waitFor();
    expect(await planner.getByRole('link', { name: /住民を開く/u }).count()).toBe(0);

    const both = await web.visit({ path, roles: ['manager', 'supervisor'] });
    await both.getByRole('link', { name: /住民を開く/u }).click();
    await both.waitForURL('**/131016/residents/by-person/**');
  });
});

describe('silences', () => {
  test('one is set with a message, is shown to all on the board, and is withdrawn', async () => {
    const path = `/organisations/${prefecture}/incidents`;
    const page = await web.visit({ path, organisation: prefecture, roles: ['manager'] });
    await page.getByRole('button', { name: '抑止を設定' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '設定', exact: true }).click();
    await expectText(page, '終了の日時を入力してください。');
    await expectText(page, 'メッセージを入力してください。');
    await expectAccessible(page);
    await dialog.getByLabel('対象').selectOption({ label: '機器 router' });
    await dialog.getByLabel(/^終了/u).fill('2027-01-01T00:00');
    await dialog.getByLabel(/^メッセージ/u).fill('ルーターの交換');
    await dialog.getByRole('button', { name: '設定', exact: true }).click();
    // At most 31 days, as the server says.
    await dialog.getByText('処理できませんでした').waitFor();
    const tomorrow = new Date(Date.now() + 33 * 3_600_000).toISOString().slice(0, 16);
    await dialog.getByLabel(/^終了/u).fill(tomorrow);
    await dialog.getByRole('button', { name: '設定', exact: true }).click();
    await expectText(page, '抑止を設定しました。');
    await page
      .getByRole('row', { name: /機器 router/u })
      .getByText('抑止中')
      .waitFor();
    await page.getByRole('navigation').getByRole('link', { name: '監視盤' }).click();
    await page.getByRole('heading', { level: 1, name: '監視盤' }).waitFor();
    await expectText(page, 'ルーターの交換');
    await page.getByRole('navigation').getByRole('link', { name: '障害' }).click();
    await page.getByRole('button', { name: '取り消す: ルーターの交換' }).click();
    await expectText(page, '抑止を取り消しました。');
    await page
      .getByRole('row', { name: /機器 router/u })
      .getByText('取消')
      .waitFor();
  });
});
