/** Nothing that was typed is lost: not with the session, nor by a reload, in any form. */
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeOf, forgetUsedCodes, register } from '../api/sign-in/staff-support.ts';
import { transferBody } from '../api/support.ts';
import type { AnyRole } from '../../domain/rights.ts';
import { expectAccessible, expectText, openWeb, type WebTest } from './support.ts';

let web: WebTest;
let number: string;
beforeAll(async () => {
  web = await openWeb(246);
  const person = transferBody(web.api.store, { name: '入力　花子' });
  const answer = await web.api.request('POST', 'transfers', { json: person });
  ({ integratedAddressNumber: number } = (await answer.json()) as { integratedAddressNumber: string });
});

const password = 'kumo to yama to kawa';

/** Somebody who signs in with a password and a code, and is signed in. */
async function signedIn(roles: AnyRole[], path: string) {
  const member = await register(web.api, roles);
  const page = await web.visit();
  const post = async (route: string, data: unknown): Promise<unknown> => {
    const response = await page.request.post(`${web.address}/auth${route}`, {
      data,
      headers: { origin: web.address },
    });
    expect(response.status()).toBe(200);
    return response.json();
  };
  await post('/sign-in/email', { email: member.email, password: member.password });
  await post('/change-password', { currentPassword: member.password, newPassword: password });
  const { totpURI } = (await post('/two-factor/enable', { password })) as { totpURI: string };
  await post('/two-factor/verify-totp', { code: await codeOf(totpURI) });
  const code = async (): Promise<string> => {
    await forgetUsedCodes(web.api, member.email);
    return codeOf(totpURI);
  };
  await page.goto(`${web.address}${path}`);
  return { page, member, code };
}

/** As when the server has forgotten it; the answer gives it back. */
async function endSession(context: BrowserContext): Promise<() => Promise<void>> {
  const cookies = await context.cookies();
  await context.clearCookies();
  return () => context.addCookies(cookies);
}

async function reload(page: Page): Promise<void> {
  page.once('dialog', (question) => void question.accept());
  await page.reload();
}

const again = (page: Page) => page.getByRole('dialog', { name: 'もう一度サインインしてください' });

test('a session that ends asks for the sign-in over the form, and the update is sent with what was typed', async () => {
  const { page, code } = await signedIn(['clerk'], `/131016/residents/${number}/update`);
  await page.getByLabel('住所').fill('架空市続町1-1');
  await expectText(page, /^変更前: /u);
  await page.getByLabel('理由').fill('届出の転記誤りを直すため');
  await endSession(page.context());
  await page.getByRole('button', { name: '更新する' }).click();
  await again(page).waitFor();
  await expectAccessible(page);
  await again(page).getByRole('textbox', { name: 'パスワード' }).fill(password);
  await again(page).getByRole('button', { name: 'サインイン', exact: true }).click();
  await again(page)
    .getByLabel('確認コード')
    .fill(await code());
  await again(page).getByRole('button', { name: '確認する' }).click();
  await again(page).waitFor({ state: 'detached' });
  expect(await page.getByLabel('住所').inputValue()).toBe('架空市続町1-1');
  await page.getByRole('button', { name: '更新する' }).click();
  await expectText(page, /^更新しました。/u);
  expect(await page.evaluate('Object.keys(sessionStorage).filter((key) => key.startsWith("fugo.draft"))')).toEqual([]);
});

test('another person who signs in there finds nothing of it', async () => {
  const { page } = await signedIn(['clerk'], `/131016/residents/${number}/update`);
  await page.getByLabel('住所').fill('架空市別町1-1');
  await page.context().clearCookies();
  await page.getByLabel('理由').fill('届出の転記誤りを直すため');
  await page.getByRole('button', { name: '更新する' }).click();
  await again(page).waitFor();
  const other = await web.visit({ path: '/131016', roles: ['clerk'] });
  await page.context().addCookies(await other.context().cookies());
  await again(page).waitFor({ state: 'detached' });
  await page.getByLabel('住所').waitFor();
  expect(await page.getByLabel('住所').inputValue()).not.toContain('別町');
  expect(await page.evaluate('Object.keys(sessionStorage).filter((key) => key.startsWith("fugo.draft"))')).toEqual([]);
});

test('a role that is taken away leaves what was typed where it is', async () => {
  const { page, member } = await signedIn(['clerk', 'auditor'], `/131016/residents/${number}/update`);
  await page.getByLabel('住所').fill('架空市役町1-1');
  await page.getByLabel('理由').fill('届出の転記誤りを直すため');
  const path = `/v1/organisations/131016/staff/${member.staffId}/roles`;
  await web.api.request('PUT', path, { as: web.api.clients.administrator, json: { roles: ['auditor'] } });
  await page.getByRole('button', { name: '更新する' }).click();
  await expectText(page, /権限/u);
  await page.evaluate('window.dispatchEvent(new Event("visibilitychange"))');
  await expectText(page, /^あなたの役割が変わりました。/u);
  expect(await page.getByLabel('住所').inputValue()).toBe('架空市役町1-1');
});

test('a personal number is in no draft, neither whole nor while it is typed', async () => {
  const page = await web.visit({ path: `/131016/residents/${number}/update`, roles: ['clerk'] });
  await page.getByLabel('住所').fill('架空市番町1-1');
  for (const typed of ['12345678901', '1234 5678 901', '123456789018', '1234-5678-9018']) {
    await page.getByLabel('連絡先').fill(typed);
    const stored = await page.evaluate('JSON.stringify(Object.entries(sessionStorage))');
    expect(stored).toContain('番町');
    expect(stored).not.toMatch(/1234/u);
  }
});

interface FormCase {
  what: string;
  path: () => string;
  /** Brings the form onto the page. */
  open?: (page: Page) => Promise<void>;
  field: string;
}

const press = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click();
const all: AnyRole[] = ['clerk', 'supervisor', 'administrator'];

const forms: FormCase[] = [
  { what: 'the address information', path: () => `/131016/residents/${number}/update`, field: '氏名' },
  {
    what: 'the reason to see a personal number',
    path: () => `/131016/residents/${number}`,
    open: press('個人番号を表示'),
    field: '理由',
  },
  { what: 'a new member of staff', path: () => '/131016/staff', open: press('職員を登録'), field: 'メールアドレス' },
  { what: 'the hours', path: () => '/131016/hours', open: press('時間を変更'), field: '理由' },
  { what: 'an extension', path: () => '/131016/hours', open: press('延長を申請'), field: '理由' },
  { what: 'a question to the call centre', path: () => '/organisations/131016/inquiries/new', field: '件名' },
];

describe.each(forms)('$what', ({ path, open = () => Promise.resolve(), field }) => {
  test('outlasts the session and a reload, and is cancelled', async () => {
    const page = await web.visit({ path: path(), roles: all });
    page.setDefaultTimeout(20_000);
    const typed = page.locator('main').getByLabel(field, { exact: false }).first();
    await open(page);
    await typed.fill('書きかけの内容');
    const giveBack = await endSession(page.context());
    await page.evaluate('window.dispatchEvent(new Event("visibilitychange"))');
    await again(page).waitFor();
    await giveBack();
    await again(page).waitFor({ state: 'detached' });
    expect(await typed.inputValue()).toBe('書きかけの内容');

    await reload(page);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await open(page);
    await page.getByRole('button', { name: '入力を戻す' }).click();
    await expect.poll(() => typed.inputValue()).toBe('書きかけの内容');

    page.once('dialog', (question) => void question.accept());
    await page.getByRole('button', { name: /^(?:入力をやめる|やめる)$/u }).click();
    await expect
      .poll(() => page.evaluate('Object.keys(sessionStorage).filter((key) => key.startsWith("fugo.draft"))'))
      .toEqual([]);
  });
});
