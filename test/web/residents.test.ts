import { beforeAll, describe, expect, test } from 'vitest';
import { otherCity, transferBody } from '../api/support.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(206);
  await resident({ name: '高山　次郎' });
});

interface Known {
  number: string;
  personalNumber: string;
  addressNumber: string;
}

async function resident(fields: Record<string, unknown> = {}, as = web.api.clients.backbone): Promise<Known> {
  const body = transferBody(web.api.store, fields);
  const response = await web.api.request('POST', 'transfers', { json: body, as });
  const { integratedAddressNumber: number } = (await response.json()) as { integratedAddressNumber: string };
  return { number, personalNumber: body.personalNumber, addressNumber: body.addressNumber };
}

/** Known to two backbones, with a name in a rare character, and moved since. */
async function mover(name: string): Promise<Known> {
  const person = { name, nameKana: 'タカハシ　ハナコ', sex: 'female' };
  const known = await resident(person);
  const { personalNumber, addressNumber } = known;
  const moved = { ...person, personalNumber, address: '架空市新町7-7', operatedAt: '2026-04-02T09:30:00+09:00' };
  await resident({ ...moved, addressNumber });
  await resident({ ...moved, numberSystem: '02', operatedAt: '2026-04-03T09:30:00+09:00' }, web.api.clients.tax);
  return known;
}

const audited = () =>
  web.api.store.see<{ action: string; subject: string | null; reason: string | null }[]>`
    select action, subject, reason from audit_log where action like 'residents.%' order by seq`;

describe('the search', () => {
  test('finds a name by the variant that everybody types, and keeps it out of the address', async () => {
    const { number } = await mover('髙橋　花子');
    // It signs out at the end, so nobody else has this session.
    const page = await web.visit({ path: '/131016/residents', roles: ['clerk', 'auditor'] });
    await page.getByLabel('氏名', { exact: true }).fill('高橋');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: number }).waitFor();
    await expectText(page, '髙橋　花子');
    await expectText(page, '検索結果 1件');
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('found');
    expect(page.url()).toBe(`${web.address}/131016/residents`);
    const kept = await page.evaluate('JSON.stringify([history.state, { ...localStorage }])');
    expect(kept).not.toContain('高橋');
    await page.getByLabel('和暦').check();
    await expectText(page, '平成2年4月1日');

    await page.getByRole('link', { name: number }).click();
    await page.getByRole('heading', { level: 1, name: `住民 ${number}` }).waitFor();
    expect(await page.title()).not.toContain('橋');
    await page.goBack();
    await page.getByRole('link', { name: number }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: number }).waitFor();
    await page.getByRole('button', { name: '条件を変える' }).click();
    expect(await page.getByLabel('氏名', { exact: true }).inputValue()).toBe('高橋');
    await page.getByRole('button', { name: 'サインアウト' }).click();
    await page.waitForURL('**/sign-in');
    expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).not.toContain('高橋');
  });

  test('finds by a reading, a date in either calendar and a number; a former address only when it is asked for', async () => {
    const { number, addressNumber } = await mover('探索　花子');
    const page = await web.visit({ path: '/131016/residents', roles: ['clerk'], language: 'en' });
    const search = () => page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.getByLabel('Name', { exact: true }).fill('たかはし');
    await page.getByLabel('Birth date').fill('H2.4.1');
    await search();
    await page.getByRole('link', { name: number }).waitFor();
    const change = () => page.getByRole('button', { name: 'Change' }).click();
    await change();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByLabel('Number system').selectOption('01 Juki system');
    await search();
    await expectText(page, 'With a number system, please enter an address number.');
    await page.getByLabel('Address number', { exact: true }).fill(addressNumber);
    await search();
    await expectText(page, '1 found');
    await change();
    await page.getByLabel('Address', { exact: true }).fill('見本町');
    await search();
    await expectText(page, 'No resident fits.');
    await page.getByLabel('Former names and addresses too').check();
    await search();
    await page.getByRole('link', { name: number }).waitFor();
    await expectText(page, 'Former');
  });

  test('goes on where a page ends, and says what is wrong beside its field', async () => {
    for (let each = 0; each < 51; each += 1) await resident({ name: `頁　${String(each)}` });
    const page = await web.visit({ path: '/131016/residents', roles: ['clerk'] });
    await page.getByLabel('氏名', { exact: true }).fill('頁');
    await page.keyboard.press('Enter');
    await expectText(page, '検索結果 51件');
    await expectText(page, '50件を表示しています');
    await page.getByRole('button', { name: 'さらに表示' }).click();
    await expect.poll(() => page.getByRole('row').count()).toBe(52);
    await page.getByRole('button', { name: '条件を変える' }).click();
    await page.getByLabel('生年月日').fill('平成40年1月1日');
    await page.keyboard.press('Enter');
    await expectText(page, 'その元号の期間にない日付です。');
    expect(await page.getByLabel('生年月日').getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('button', { name: '条件を消す' }).click();
    await page.keyboard.press('Enter');
    await expectText(page, '条件を1つ以上入力してください。');
  });

  test('says what to try where nobody is found, and tries it', async () => {
    const { number } = await resident({ name: '途中　桔梗' });
    const page = await web.visit({ path: '/131016/residents', roles: ['clerk'] });
    await page.getByLabel('氏名', { exact: true }).fill('桔梗');
    await page.keyboard.press('Enter');
    await expectText(page, /^氏名は先頭から一致するものだけを探しました。/u);
    await expectAccessible(page);
    await page.getByRole('button', { name: '「一部が一致」で探し直す' }).click();
    await page.getByRole('link', { name: number }).waitFor();
    await page.getByRole('button', { name: '条件を変える' }).click();
    expect(await page.getByLabel('氏名の一致').inputValue()).toBe('part');
    expect(await page.getByLabel('氏名', { exact: true }).inputValue()).toBe('桔梗');
    await page.getByRole('button', { name: '条件を消す' }).click();
    await page.getByLabel('団体内統合宛名番号').fill('77');
    await page.keyboard.press('Enter');
    await expectText(page, '番号は、先頭の0も含めてすべての桁を入力してください。');
  });

  test('does not even send a personal number that was typed in the wrong place', async () => {
    const { personalNumber } = await resident({ name: '欄違　花子' });
    const page = await web.visit({ path: '/131016/residents', roles: ['clerk'] });
    await page.getByLabel('氏名', { exact: true }).waitFor();
    const before = (await audited()).length;
    for (const label of ['氏名', '住所', '生年月日']) {
      await page.getByLabel(label, { exact: true }).fill(personalNumber);
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('個人番号は、この欄では探せません。').waitFor();
      await page.getByRole('button', { name: '条件を消す' }).click();
    }
    expect(await audited()).toHaveLength(before);
  });

  test('shows a resident under protection to a clerk as protected and nothing else, to a supervisor wholly', async () => {
    const { number } = await resident({ name: '支援　桜子', address: '架空市秘密町3-3', nonDisclosure: true });
    const find = async (roles: readonly ('clerk' | 'supervisor')[]) => {
      const page = await web.visit({ path: '/131016/residents', roles });
      await page.getByLabel('氏名', { exact: true }).fill('支援');
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: number }).waitFor();
      return page;
    };
    const masked = await find(['clerk']);
    expect(await masked.getByRole('row').nth(1).innerText()).toMatch(new RegExp(`^${number}\\s+保護対象\\s*$`, 'u'));
    await masked.getByRole('link', { name: number }).click();
    await expectText(masked, /支援措置の対象です。氏名、住所などは/u);
    await expectAccessible(masked);
    expect(await masked.locator('main').innerText()).not.toMatch(/桜子|秘密町|平成2年/u);
    expect(await masked.getByRole('link', { name: '更新する' }).count()).toBe(0);
    const seen = await find(['supervisor']);
    expect(await seen.getByRole('row').nth(1).innerText()).toMatch(/保護対象[^]*支援　桜子[^]*秘密町/u);
  });

  test('finds who has no integrated number yet, and leads to what is known, under an id that says nothing', async () => {
    const { addressNumber } = await resident({ name: '先客　一' });
    await resident({ name: '保留　凜', address: '架空市疑問町1-2', addressNumber });
    const held = await web.visit({ path: '/131016/residents', roles: ['clerk'] });
    await held.getByLabel('氏名', { exact: true }).fill('保留');
    await held.keyboard.press('Enter');
    await held.getByRole('link', { name: '番号なし' }).click();
    await held.getByRole('heading', { level: 1, name: '住民(統合宛名番号なし)' }).waitFor();
    expect(held.url()).toMatch(/\/residents\/by-person\/[0-9a-f-]{36}$/u);
    await expectText(held, /^本人確認を待っているため、/u);
    expect(await held.getByRole('group', { name: '本人確認を待つ異動の内容' }).innerText()).toMatch(
      /保留　凜[^]*疑問町/u,
    );
    await expectText(held, /IDENTITY_MISMATCH/u);
    await expectAccessible(held);

    const waiting = transferBody(web.api.store, { name: '待機　桃', personalNumber: undefined });
    expect((await web.api.request('POST', 'transfers', { json: waiting })).status).toBeLessThan(300);
    const page = await web.visit({ path: '/131016/residents', roles: ['supervisor'], language: 'en' });
    await page.getByLabel('Name', { exact: true }).fill('待機');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'No number' }).click();
    await expectText(page, 'There is no integrated number yet: a personal number is awaited.');
    await expectText(page, '待機　桃');
    expect(await page.getByRole('link', { name: 'Update', exact: true }).count()).toBe(0);
    await expectText(page, 'There is no personal number yet.');
    await expectAccessible(page);
  });

  test('by personal number is for who has the right, with a reason, and the number is forgotten', async () => {
    const { number, personalNumber } = await resident({ name: '番号　検索' });
    const clerk = await web.visit({ path: '/131016/residents', roles: ['clerk'] });
    await clerk.getByLabel('氏名', { exact: true }).waitFor();
    expect(await clerk.getByText('個人番号で検索').count()).toBe(0);

    const page = await web.visit({ path: '/131016/residents', roles: ['supervisor'] });
    await page.locator('main summary').click();
    const field = page.locator('#search-personal-number');
    await field.fill(personalNumber);
    await page.keyboard.press('Enter');
    await expectText(page, '理由を5文字以上で入力してください。');
    await page.getByLabel('理由').fill('窓口での本人確認');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: number }).waitFor();
    expect(await field.inputValue()).toBe('');
    expect(page.url()).not.toContain(personalNumber);
    const reason = '窓口での本人確認';
    expect((await audited()).slice(-2)).toEqual([
      { action: 'residents.search', subject: 'personalNumber', reason },
      { action: 'residents.search.found', subject: number, reason },
    ]);
  });

  test('is reached and used by keyboard alone', async () => {
    const { number } = await resident({ name: '鍵盤　一' });
    const page = await web.visit({ path: '/131016', roles: ['clerk'] });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await tabTo(page, '住民');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '住民の検索' }).waitFor();
    await tabTo(page, '氏名');
    await page.keyboard.type('鍵盤');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: number }).waitFor();
    await tabTo(page, number);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: `住民 ${number}` }).waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('H1');
  });

  test('is not for an administrator', async () => {
    const page = await web.visit({ path: '/131016', roles: ['administrator'] });
    await page.getByRole('navigation').waitFor();
    expect(await page.getByRole('link', { name: '住民', exact: true }).count()).toBe(0);
    await page.goto(`${web.address}/131016/residents`);
    await expectText(page, '必要な権限: 住民の宛名情報の表示。');
  });
});

describe('a resident', () => {
  test.each([
    { language: 'ja', width: 1280 },
    { language: 'en', width: 1280 },
    { language: 'ja', width: 768 },
  ] as const)('and the search are accessible ($language, $width px)', async ({ language, width }) => {
    const { number } = await mover('接近　花子');
    const viewport = { width, height: 900 };
    const page = await web.visit({ path: '/131016/residents', roles: ['supervisor'], language, viewport });
    await page.locator('#search-name').fill('接近');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: number }).waitFor();
    await expectAccessible(page);
    await keepPicture(page, 'residents');
    await page.getByRole('link', { name: number }).click();
    await page.getByRole('heading', { name: language === 'ja' ? '経過' : 'Timeline' }).waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await keepPicture(page, 'resident');
    await page.getByRole('link', { name: language === 'ja' ? '更新する' : 'Update', exact: true }).click();
    await page.locator('#update-name').waitFor();
    await expectAccessible(page);
    await keepPicture(page, 'address-update');
  });

  test('is told with the history and what changed in it, the numbers, the notices, the timeline and the workflow', async () => {
    const { number, addressNumber } = await mover('詳細　花子');
    // No worker is there that would begin the workflow.
    await web.api.store.see`update persons set has_run = true where integrated_address_number = ${number}`;
    const workflowsUrl = '/temporal/namespaces/default/workflows';
    const path = `/131016/residents/${number}`;
    const page = await web.visit({ path, roles: ['clerk', 'administrator'], session: { workflowsUrl } });
    const history = page.getByRole('group', { name: '宛名情報の履歴' });
    await history.waitFor();
    const rows = await history.getByRole('row').allInnerTexts();
    expect(rows.slice(1).map((row) => row.replaceAll(/\s+/gu, ' '))).toEqual([
      expect.stringMatching(/^3 現在 異動 02 税システム .*変更なし/u),
      expect.stringMatching(/^2 異動 01 住基システム .*住所.*変更 架空市新町7-7/u),
      expect.stringMatching(/^1 .*最初の登録/u),
    ]);
    expect(await history.evaluate((table) => table.scrollWidth - table.clientWidth)).toBe(0);
    expect(await history.locator('mark').allInnerTexts()).toEqual([expect.stringMatching(/^変更\s+架空市新町7-7$/u)]);
    const linked = page.getByRole('group', { name: '基幹システムの宛名番号' });
    expect(await linked.innerText()).toContain(addressNumber);
    const notices = page.getByRole('region', { name: '基幹システムへの通知' });
    expect(await notices.getByRole('group', { name: '履歴SEQ 3 宛名情報の更新' }).innerText()).toContain('送信待ち');
    expect(await notices.getByRole('status').first().innerText()).toContain('1件中0件 送達済');
    await page.getByRole('listitem').filter({ hasText: '採番' }).first().waitFor();
    await expectText(page, /続きは自動で進みます。|これから|運用時間外/u);
    const link = page.getByRole('link', { name: /Temporal Web UI/u });
    expect(await link.getAttribute('href')).toMatch(
      /^\/temporal\/namespaces\/default\/workflows\/acquire-code%2F131016%2F[0-9a-f-]{36}$/u,
    );
    expect(await page.getByRole('button', { name: '個人番号を表示' }).count()).toBe(0);
  });

  test('comes with its state first, jumps to each part, and shows what changes by itself', async () => {
    const { number } = await resident({ name: '自動　花子' });
    const page = await web.visit({ path: `/131016/residents/${number}`, roles: ['clerk'] });
    await expectText(page, '自動更新中');
    await page.getByRole('navigation', { name: 'この画面の目次' }).getByRole('link', { name: '経過' }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('timeline');
    const before = (await audited()).length;
    await web.api.store.see`
      update persons set stage = 'CANCELLED', code_request_status = 'NOT_REQUESTED'
      where integrated_address_number = ${number}`;
    await expectText(page, '依頼は職員が取り消しました。');
    expect(await audited()).toHaveLength(before);
  });

  test('has its open errors, each with the way to the error list', async () => {
    const { number, personalNumber } = await resident({ name: '誤り　花子' });
    await resident({ personalNumber, name: '別人　太郎', birthDate: '1950-01-02' });
    const page = await web.visit({ path: `/131016/residents/${number}`, roles: ['clerk'] });
    await expectText(page, /IDENTITY_MISMATCH/u);
    await page.getByRole('link', { name: 'このエラーを開く' }).click();
    await page.waitForURL(/\/131016\/errors\/[0-9a-f-]{36}$/u);
  });

  test('shows the personal number for a reason, and not for long', async () => {
    const { number, personalNumber } = await resident({ name: '表示　花子' });
    const page = await web.visit({ path: `/131016/residents/${number}`, roles: ['supervisor'] });
    await page.getByRole('button', { name: '個人番号を表示' }).waitFor();
    await page.clock.install();
    await page.getByRole('button', { name: '個人番号を表示' }).click();
    await page.getByLabel('理由').fill('確認');
    await page.keyboard.press('Enter');
    await expectText(page, '理由を5文字以上で入力してください。');
    await page.getByLabel('理由').fill('窓口での本人確認');
    await page.keyboard.press('Enter');
    const shown = page.getByText(personalNumber.replaceAll(/(.{4})(?=.)/gu, '$1 '));
    await shown.waitFor();
    expect((await audited()).at(-1)).toEqual({
      action: 'residents.personal-number',
      subject: number,
      reason: '窓口での本人確認',
    });
    await page.clock.fastForward(29_000);
    expect(await shown.count()).toBe(1);
    await page.clock.fastForward(2_000);
    await shown.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '個人番号を表示' }).waitFor();
  });

  test('of another municipality is not found', async () => {
    const json = transferBody(web.api.store, { name: '他市　花子' });
    const as = web.api.clients.stranger;
    const response = await web.api.request('POST', `/v1/municipalities/${otherCity}/transfers`, { json, as });
    const { integratedAddressNumber: number } = (await response.json()) as { integratedAddressNumber: string };
    const page = await web.visit({ path: `/131016/residents/${number}`, roles: ['supervisor'] });
    await expectText(page, '該当する住民が見つかりません。');
    await expectAccessible(page);
    await page.goto(`${web.address}/${otherCity}/residents/${number}`);
    await expectText(page, 'アドレスが正しいか確かめてください。');
  });
});

describe('the address information', () => {
  test('is updated by a clerk, and every backbone is told', async () => {
    const { number } = await mover('更新　花子');
    const page = await web.visit({ path: `/131016/residents/${number}`, roles: ['clerk'] });
    await page.getByRole('link', { name: '更新する' }).click();
    await page.getByLabel('住所').fill('架空市再開町8丁目8番');
    await page.getByRole('button', { name: '更新する' }).click();
    await page.getByRole('alert').getByText('理由を5文字以上').waitFor();
    await page.getByLabel('生年月日').fill('昭和65年1月1日');
    await page.getByLabel('理由').fill('届出の転記誤りを直すため');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('その元号の期間にない日付です。').waitFor();
    await page.getByLabel('生年月日').fill('平成2年4月1日');
    await page.getByLabel('理由').focus();
    await page.keyboard.press('Enter');
    await expectText(page, '更新しました。2件の基幹システムに通知します。');
    await expectText(page, '2件中0件 送達済 送達を待っています。自動で更新します。');
    await expectAccessible(page);
    await web.api.store.see`update outbox set delivered_at = now(), sends = 1 where delivered_at is null`;
    await expectText(page, /^2件中2件 送達済\s*$/u);
    await page.getByRole('link', { name: '住民の詳細に戻る' }).click();
    const history = page.getByRole('group', { name: '宛名情報の履歴' });
    await history.waitFor();
    const [, newest] = await history.getByRole('row').allInnerTexts();
    expect(newest?.replaceAll(/\s+/gu, ' ')).toMatch(/^4 現在 職員 見本 職員 .*変更 架空市再開町8丁目8番/u);
    expect((await audited()).findLast(({ action }) => action === 'residents.update')).toEqual({
      action: 'residents.update',
      subject: number,
      reason: '届出の転記誤りを直すため',
    });
  });

  test('stays in the form while the server is away, and a personal number does not get into the reason', async () => {
    const { number, personalNumber } = await resident({ name: '不在　花子' });
    const page = await web.visit({ path: `/131016/residents/${number}/update`, roles: ['clerk'] });
    await page.getByLabel('住所').fill('架空市不在町1');
    await page.getByLabel('理由').fill(`届出 ${personalNumber}`);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('理由: 個人番号を書くことはできません。').waitFor();
    await page.getByLabel('理由').fill('届出の転記誤りを直すため');
    await page.route('**/address-information', (route) => route.fulfill({ status: 503, body: '' }));
    await page.keyboard.press('Enter');
    await expectText(page, 'サーバーが混み合っているか、停止しています。しばらくしてからもう一度試してください。');
    await page.unroute('**/address-information');
    await page.getByRole('button', { name: '更新する' }).click();
    await expectText(page, /^更新しました。/u);
  });

  test('that another has updated meanwhile is not overwritten', async () => {
    const { number, personalNumber, addressNumber } = await resident({ name: '競合　花子' });
    const page = await web.visit({ path: `/131016/residents/${number}/update`, roles: ['clerk'] });
    await page.getByLabel('住所').fill('架空市甲町1');
    const moved = { name: '競合　花子', personalNumber, addressNumber, address: '架空市乙町2' };
    await resident({ ...moved, operatedAt: '2026-04-02T09:30:00+09:00' });
    await page.getByLabel('理由').fill('届出の転記誤りを直すため');
    await page.keyboard.press('Enter');
    await expectText(page, /宛名情報は、表示した後に更新されています。/u);
    await page.getByRole('button', { name: '最新の内容を読み込む' }).click();
    await expectText(page, /^変更前: 架空市乙町2$/u);
    expect(await page.getByLabel('住所').inputValue()).toBe('架空市甲町1');
  });
});

test('a resident is printed with who printed it and when, and nothing to press', async () => {
  const { number } = await resident({ name: '紙上 印子' });
  const page = await web.visit({ path: `/131016/residents/${number}`, roles: ['clerk'] });
  await page.evaluate(`print = () => { globalThis.printed = true; }`);
  await page.getByRole('button', { name: '印刷' }).click();
  expect(await page.evaluate('globalThis.printed')).toBe(true);
  await page.emulateMedia({ media: 'print' });
  await expectText(page, /^印刷: .+ \d+年\d+月\d+日 \d\d:\d\d$/u);
  expect(await page.getByRole('button').count()).toBe(0);
});
