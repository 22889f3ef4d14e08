import { beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(209);
});

test.each([
  { language: 'ja', width: 1280 },
  { language: 'en', width: 1280 },
  { language: 'ja', width: 768 },
] as const)('the list and its dialogs are accessible ($language, $width px)', async ({ language, width }) => {
  const viewport = { width, height: 900 };
  const page = await web.visit({ path: '/131016/staff', roles: ['administrator'], language, viewport });
  await page.getByRole('row').nth(1).waitFor();
  await expectAccessible(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  await keepPicture(page, 'staff');
  await page.getByRole('button', { name: language === 'ja' ? '職員を登録' : 'Register a member of staff' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: language === 'ja' ? '登録' : 'Register', exact: true })
    .click();
  await page.getByRole('alert').waitFor();
  await expectAccessible(page);
});

test('a person is registered by keyboard; the first password is shown once, and can be copied', async () => {
  const page = await web.visit({ path: '/131016/staff', roles: ['administrator'] });
  await page.getByRole('row').nth(1).waitFor();
  await tabTo(page, '職員を登録');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo(page, '登録');
  await page.keyboard.press('Enter');
  await expectText(page, '氏名を入力してください。');
  await expectText(page, '役割を1つ以上選んでください。');
  await page.getByLabel('氏名').fill('見本 太郎');
  await page.getByLabel('メールアドレス').fill('taro@mihon.example');
  await page.getByLabel(/^業務担当者/u).check();
  await tabTo(page, '登録');
  await page.keyboard.press('Enter');
  await expectText(page, '見本 太郎さんを登録しました。');
  expect(await page.getByLabel('最初のパスワード').inputValue()).toMatch(/^[\w-]{20}$/u);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'コピー' }).click();
  await expectText(page, /^(?:コピー|選択)しました。/u);
  await page
    .getByRole('row', { name: /^見本 太郎/u })
    .getByText('業務担当者')
    .waitFor();
  await page.getByRole('button', { name: '控えたので消す' }).click();
  expect(await page.getByLabel('最初のパスワード').count()).toBe(0);
  // What had the focus is gone; it goes on from what stands next.
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('職員を登録');
  await page.reload();
  await page.getByRole('row', { name: /^見本 太郎/u }).waitFor();
  expect(await page.getByLabel('最初のパスワード').count()).toBe(0);
});

test('roles are changed, and a person is taken away only after asking; the audit log has both', async () => {
  const page = await web.visit({ path: '/131016/staff', roles: ['administrator'] });
  await page.getByRole('button', { name: '職員を登録' }).click();
  await page.getByLabel('氏名').fill('見本 次郎');
  await page.getByLabel('メールアドレス').fill('jiro@mihon.example');
  await page.getByLabel(/^監査担当者/u).check();
  await page.getByLabel(/^組織のアカウント/u).check();
  await page.getByRole('button', { name: '登録', exact: true }).click();
  await expectText(page, '組織のアカウントでサインインします。');

  await page.getByRole('button', { name: '役割を変更: 見本 次郎' }).click();
  await page.getByLabel(/^監査担当者/u).uncheck();
  await page.getByRole('button', { name: '変更', exact: true }).click();
  await expectText(page, '役割を1つ以上選んでください。');
  await page.getByLabel(/^監督者/u).check();
  await page.getByRole('button', { name: '変更', exact: true }).click();
  await expectText(page, '見本 次郎さんの役割を変えました。');
  await page
    .getByRole('row', { name: /^見本 次郎/u })
    .getByText('監督者')
    .waitFor();

  await page.getByRole('button', { name: '外す: 見本 次郎' }).click();
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  expect(await page.getByRole('row', { name: /^見本 次郎/u }).count()).toBe(1);
  await page.getByRole('button', { name: '外す: 見本 次郎' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '外す' }).click();
  await expectText(page, '見本 次郎さんを外しました。');
  await expect.poll(() => page.getByRole('row', { name: /^見本 次郎/u }).count()).toBe(0);
  await expect
    .poll(() => page.evaluate(`document.activeElement.closest('tr') !== null`), { message: 'the focus is in the list' })
    .toBe(true);
  const entries = await web.api.store.see`
    select action, reason from audit_log where action in ('staff.roles', 'staff.remove') order by seq`;
  expect([...entries]).toEqual([
    { action: 'staff.roles', reason: 'supervisor' },
    { action: 'staff.remove', reason: null },
  ]);
});

test('who changes their own roles is told what it means', async () => {
  const page = await web.visit({ path: '/131016/staff', roles: ['administrator'] });
  const own = page.getByRole('row', { name: /\(自分\)/u });
  await own.getByRole('button', { name: /^役割を変更/u }).click();
  await expectText(page, /^自分自身です。/u);
});

test('above a municipality, the roles of that tier are given; nothing there is about residents', async () => {
  const page = await web.visit({ path: '/', organisation: 'nation', roles: ['administrator'] });
  await page.getByRole('link', { name: '職員' }).click();
  await page.getByRole('button', { name: '職員を登録' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('checkbox').count()).toBe(4);
  await page.getByLabel('氏名').fill('見本 花子');
  await page.getByLabel('メールアドレス').fill('hanako@nation.example');
  await page.getByLabel(/^コールセンター/u).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: '登録', exact: true }).click();
  await expectText(page, '見本 花子さんを登録しました。');
  await page.getByRole('button', { name: '控えたので消す' }).click();
  await page
    .getByRole('row', { name: /^見本 花子/u })
    .getByText('コールセンター')
    .waitFor();
  expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual(['職員の一覧']);

  await page.getByRole('button', { name: 'やり直し: 見本 花子' }).click();
  await page.getByLabel(/^理由/u).fill('端末をなくしたため');
  await page.getByRole('button', { name: 'やり直す', exact: true }).click();
  await expectText(page, '見本 花子さんは初めからサインインします。');
  expect(await page.getByLabel('最初のパスワード').inputValue()).toMatch(/^[\w-]{20}$/u);

  await page.getByRole('button', { name: '外す: 見本 花子' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '外す' }).click();
  await expectText(page, '見本 花子さんを外しました。');
});
