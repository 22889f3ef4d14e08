/** Four eyes in two browsers: a clerk proposes, a supervisor approves, and the backbones are seen to take it. */
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { putUpdatesNeedApproval } from '../../storage/settings/municipalities.ts';
import { heldTransfer } from '../api/errors/error-list-support.ts';
import { city, transferBody } from '../api/support.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(211);
});
beforeEach(() => putUpdatesNeedApproval(web.api.store.api, city, true));

async function resident(fields: Record<string, unknown>): Promise<string> {
  const person = { birthDate: '平成2年4月1日', sex: 'female', nameKana: 'ミホン　ハナコ', ...fields };
  const body = transferBody(web.api.store, person);
  const first = await web.api.request('POST', 'transfers', { json: body });
  const { integratedAddressNumber: number } = (await first.json()) as { integratedAddressNumber: string };
  const tax = transferBody(web.api.store, { ...person, personalNumber: body.personalNumber, numberSystem: '02' });
  await web.api.request('POST', 'transfers', { json: tax, as: web.api.clients.tax });
  return number;
}

const reason = '届出の転記誤りを直すため';

async function propose(
  number: string,
  { roles = ['clerk'] as ('clerk' | 'supervisor')[], address = '架空市再開町8-8' } = {},
) {
  const page = await web.visit({ path: `/131016/residents/${number}/update`, roles });
  await page.getByLabel('住所').fill(address);
  await page.getByLabel('理由').fill(reason);
  await page.getByRole('button', { name: '承認を申請する' }).click();
  await expectText(page, '申請しました。ほかの職員が承認すると反映されます。');
  return page;
}

const deliverAll = (number: string) => web.api.store.see`
  update outbox set delivered_at = now(), sends = 1 where delivered_at is null and person_id = (
    select person_id from persons where integrated_address_number = ${number})`;

/** What the notice of the resident's page leads to. */
async function openFromResident(page: Page, number: string): Promise<void> {
  await page.goto(`${web.address}/131016/residents/${number}`);
  await page.getByRole('link', { name: '申請の内容を開く' }).click();
  await page.getByRole('heading', { level: 1, name: `更新の申請 ${number}` }).waitFor();
}

describe('an update that needs approval', () => {
  test('is proposed by a clerk, found and approved by a supervisor, and seen to be delivered', async () => {
    const number = await resident({ name: '𠮷田　花子' });
    const clerk = await propose(number);
    await expectAccessible(clerk);
    await clerk.getByRole('link', { name: '住民の詳細に戻る' }).click();
    await expectText(clerk, '承認待ちの更新があります');
    const history = clerk.getByRole('group', { name: '宛名情報の履歴' });
    expect(await history.innerText()).not.toContain('再開町');

    const chief = await web.visit({ path: '/131016', roles: ['supervisor'] });
    await chief.getByRole('link', { name: /^承認待ち ?\d+件$/u }).click();
    const row = chief.getByRole('row').filter({ hasText: number });
    await row.waitFor();
    expect((await row.innerText()).replaceAll(/\s+/gu, ' ')).toMatch(new RegExp(`住所.*${reason}.*承認待ち`, 'u'));
    expect(await chief.locator('main').innerText()).not.toMatch(/花子|再開町/u);
    await row.getByRole('link', { name: `内容を確認: ${number}` }).click();
    const comparison = chief.getByRole('group', { name: '現在の内容と申請の内容' });
    await comparison.waitFor();
    expect(await comparison.locator('mark').allInnerTexts()).toEqual([
      expect.stringMatching(/^変更\s+架空市再開町8-8$/u),
    ]);
    expect(await comparison.innerText()).toContain('𠮷田　花子');
    await chief.getByRole('button', { name: '承認する' }).click();
    await chief.getByRole('dialog').getByRole('button', { name: '承認する' }).click();
    await expectText(chief, '承認しました。2件の基幹システムに通知します。');
    await expectText(chief, '2件中0件 送達済 送達を待っています。自動で更新します。');
    await expectText(chief, '承認済');
    await deliverAll(number);
    await expectText(chief, /^2件中2件 送達済\s*$/u);
    await expectAccessible(chief);

    await openedBy(clerk, number);
    const [, newest] = await history.getByRole('row').allInnerTexts();
    expect(newest?.replaceAll(/\s+/gu, ' ')).toMatch(/^3 現在 職員 .*変更 架空市再開町8-8/u);
    const notices = clerk.getByRole('group', { name: '履歴SEQ 3 宛名情報の更新' });
    expect((await notices.innerText()).match(/送達済 /gu)).toHaveLength(2);
    await clerk
      .getByRole('listitem')
      .filter({ hasText: /宛名情報を更新.*職員 見本 職員.*承認 見本 職員/u })
      .waitFor();
  });

  test('is rejected with a reason that the clerk reads', async () => {
    const number = await resident({ name: '却下　花子' });
    const clerk = await propose(number);
    const chief = await web.visit({ path: '/131016', roles: ['supervisor'] });
    await openFromResident(chief, number);
    await chief.getByRole('button', { name: '却下する' }).click();
    const dialog = chief.getByRole('dialog');
    await dialog.getByRole('button', { name: '却下する' }).click();
    await expectText(chief, '理由を入力してください。');
    await expectAccessible(chief);
    await dialog.getByLabel('理由').fill('届出書の住所と異なるため');
    await chief.keyboard.press('Enter');
    await expectText(chief, '却下しました。');
    await clerk.getByRole('link', { name: '申請の内容を開く' }).click();
    await expectText(clerk, '届出書の住所と異なるため');
    await expectText(clerk, '却下');
    expect(await clerk.getByRole('button', { name: '取り下げる' }).count()).toBe(0);
  });

  test('is withdrawn by who proposed it, by keyboard; then there can be another', async () => {
    const number = await resident({ name: '取下　花子' });
    const clerk = await propose(number);
    await clerk.getByRole('link', { name: '申請の内容を開く' }).click();
    await clerk.getByRole('button', { name: '取り下げる' }).waitFor();
    expect(await clerk.getByRole('button', { name: /^(?:承認|却下)する$/u }).count()).toBe(0);
    await tabTo(clerk, '取り下げる');
    await clerk.keyboard.press('Enter');
    await clerk.getByRole('dialog').waitFor();
    await tabTo(clerk, '取り下げる');
    await clerk.keyboard.press('Enter');
    await expectText(clerk, '取り下げました。');
    await propose(number);
    const other = await web.visit({ path: `/131016/residents/${number}/update`, roles: ['supervisor'] });
    await expectText(other, '承認待ちの更新があるため、新しい申請はできません。');
    expect(await other.getByLabel('住所').count()).toBe(0);
  });

  test('of a supervisor’s own is somebody else’s to approve', async () => {
    const number = await resident({ name: '自己　花子' });
    const chief = await propose(number, { roles: ['supervisor'] });
    await chief.getByRole('link', { name: '申請の内容を開く' }).click();
    await expectText(chief, '自分の申請です。承認または却下は、ほかの職員が行います。');
    expect(await chief.getByRole('button', { name: '承認する' }).count()).toBe(0);
    const both = await web.visit({ path: '/131016', roles: ['clerk', 'supervisor'] });
    await openFromResident(both, number);
    await both.getByRole('button', { name: '承認する' }).waitFor();
  });

  test.each([
    { how: 'is seen at once, and the question closes', isLive: true },
    { how: 'is refused in words where nothing is pushed, and shown as it is by now', isLive: false },
  ])('that somebody else has decided meanwhile $how', async ({ isLive }) => {
    const number = await resident({ name: '同時　花子' });
    const clerk = await propose(number);
    const chief = await web.visit({ path: '/131016', roles: ['supervisor'] });
    if (!isLive) await chief.route('**/proposed-updates/*/events', (route) => route.abort());
    await openFromResident(chief, number);
    await chief.getByRole('button', { name: '承認する' }).click();
    await clerk.getByRole('link', { name: '申請の内容を開く' }).click();
    await clerk.getByRole('button', { name: '取り下げる' }).click();
    await clerk.getByRole('dialog').getByRole('button', { name: '取り下げる' }).click();
    await expectText(clerk, '取り下げました。');
    if (!isLive) await chief.getByRole('dialog').getByRole('button', { name: '承認する' }).click();
    await expectText(chief, /^ほかの職員が、先に承認、却下または取下げをしました。/u);
    await chief.getByRole('dialog').waitFor({ state: 'detached' });
    await expectText(chief, '取下げ');
    await chief.getByRole('button', { name: '承認する' }).waitFor({ state: 'detached' });
  });

  test('that another change has outdated is said to be so, and cannot be approved', async () => {
    const number = await resident({ name: '競合　花子' });
    await propose(number);
    await putUpdatesNeedApproval(web.api.store.api, city, false);
    const direct = await web.visit({ path: `/131016/residents/${number}/update`, roles: ['clerk'] });
    await direct.getByLabel('住所').fill('架空市乙町2');
    await direct.getByLabel('理由').fill(reason);
    await direct.getByLabel('住所').focus();
    await direct.keyboard.press('Enter');
    await expectText(direct, /^更新しました。/u);
    const chief = await web.visit({ path: '/131016', roles: ['supervisor'] });
    await openFromResident(chief, number);
    await expectText(chief, /^申請の後に、宛名情報が更新されました。/u);
    expect(await chief.getByRole('button', { name: '承認する' }).count()).toBe(0);
    await chief.getByRole('button', { name: '却下する' }).waitFor();
  });

  test('of somebody who came under protection since is masked for the clerk', async () => {
    const number = await resident({ name: '秘匿　花子' });
    const clerk = await propose(number, { address: '架空市隠町1-1' });
    const [known] = await web.api.store.see<{ address_number: string }[]>`
      select address_number from address_numbers a join persons p using (municipality, person_id)
      where p.integrated_address_number = ${number} and a.number_system = '01'`;
    await web.api.store.see`update address_information set non_disclosure = true where person_id = (
      select person_id from persons where integrated_address_number = ${number})`;
    expect(known).toBeDefined();
    await clerk.getByRole('link', { name: '申請の内容を開く' }).click();
    await expectText(clerk, /^支援措置の対象です。内容は、/u);
    expect(await clerk.locator('main').innerText()).not.toMatch(/花子|隠町/u);
    await clerk.getByRole('button', { name: '取り下げる' }).waitFor();
  });

  test.each([
    { language: 'ja', width: 1280 },
    { language: 'en', width: 1280 },
    { language: 'ja', width: 768 },
  ] as const)('is accessible, in the list and by itself ($language, $width px)', async ({ language, width }) => {
    const number = await resident({ name: '髙橋　葛󠄀子' });
    await propose(number);
    const viewport = { width, height: 900 };
    const page = await web.visit({ path: '/131016/approvals', roles: ['supervisor'], language, viewport });
    const row = page.getByRole('row').filter({ hasText: number });
    await row.waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await keepPicture(page, 'approvals');
    await row.getByRole('link').nth(1).click();
    await page.locator('mark').waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await keepPicture(page, 'approval');
    await page.getByRole('button', { name: language === 'ja' ? '承認する' : 'Approve' }).click();
    await page.getByRole('dialog').waitFor();
    await expectAccessible(page);
  });
});

test('the page is for those who may change or approve', async () => {
  for (const role of ['administrator', 'auditor'] as const) {
    const page = await web.visit({ path: '/131016', roles: [role] });
    await page.getByRole('navigation').waitFor();
    expect(await page.getByRole('link', { name: /^承認待ち/u }).count()).toBe(0);
    await page.goto(`${web.address}/131016/approvals`);
    await expectText(page, '必要な権限: 宛名情報の更新。');
  }
});

test('four eyes are turned off by two: the administrator proposes it with a reason, a supervisor approves', async () => {
  const page = await web.visit({ path: '/131016/staff', roles: ['administrator'] });
  await page.getByRole('button', { name: '無効にする申請をする' }).click();
  await page.getByLabel('理由').fill('要綱の改正による');
  await page.getByRole('dialog').getByRole('button', { name: '無効にする申請をする' }).click();
  await expectText(page, /^無効にする申請をしました。/u);
  await expectText(page, /理由: 要綱の改正による$/u);
  await expectAccessible(page);
  const chief = await web.visit({ path: '/131016/approvals', roles: ['supervisor'] });
  await chief.getByRole('heading', { name: '承認(二者確認)を無効にする' }).waitFor();
  await expectAccessible(chief);
  await chief.getByRole('button', { name: '承認する' }).click();
  await chief.getByLabel('理由').fill('改正を確認した');
  await chief.getByRole('dialog').getByRole('button', { name: '承認する' }).click();
  await chief.getByRole('heading', { name: '承認(二者確認)を無効にする', exact: true }).waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('button', { name: '有効にする' }).click();
  await page.getByLabel('理由').fill('点検が終わったため');
  await page.getByRole('dialog').getByRole('button', { name: '有効にする' }).click();
  await expectText(page, '有効にしました。次の更新から承認が必要です。');
});

test('two supervisors at what a third proposes: what one approves, the other sees at once, and the question closes', async () => {
  const { failureId } = await heldTransfer(web.api.store);
  const path = `/131016/errors/${failureId}/comparison`;
  const supervisor = (other?: 'clerk' | 'administrator') =>
    web.visit({ path, roles: other ? [other, 'supervisor'] : ['supervisor'] });
  const [proposer, first, second] = [await supervisor(), await supervisor('clerk'), await supervisor('administrator')];
  const name = '同じ人として取り込む';
  await proposer.getByRole('button', { name }).click();
  await proposer.getByRole('dialog').getByLabel('理由').fill('窓口で本人を確認した');
  await proposer.getByRole('dialog').getByRole('button', { name }).click();
  // Nobody has to ask for it again: it comes to the page.
  await Promise.all([first, second].map((page) => page.getByRole('button', { name: '承認する' }).click()));
  await first.getByRole('dialog').getByLabel('理由').fill('本籍地に照会した');
  await second.getByRole('dialog').getByLabel('理由').fill('比較を確かめた');
  await expectAccessible(second);
  await first.getByRole('dialog').getByRole('button', { name: '承認する' }).click();
  await expectText(second, /^ほかの職員が、先に承認、却下または取下げをしました。/u);
  await expectText(second, 'この異動の扱いは決まっています。');
  expect(await second.getByRole('dialog').count()).toBe(0);
  await expectText(first, 'この異動の扱いは決まっています。');
  expect(await first.getByText(/^ほかの職員が、先に/u).count()).toBe(0);
});

async function openedBy(page: Page, number: string): Promise<void> {
  await page.goto(`${web.address}/131016/residents/${number}`);
  await page.getByRole('group', { name: '宛名情報の履歴' }).waitFor();
}
