/** Signing in at the organisation's own provider, as a person does it: with a browser, under the policy of the pages. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { NewStaffBody } from '../../contracts/api/staff.ts';
import { openProvider, type TestProvider } from '../api/sign-in/oidc-support.ts';
import { city } from '../api/support.ts';
import { expectAccessible, expectText, openWeb, type WebTest } from './support.ts';

let web: WebTest;
let provider: TestProvider;
beforeAll(async () => {
  provider = await openProvider();
  web = await openWeb(233, { staff: provider.settings });
  await provider.know(web.address);
});

async function registerPerson(email: string): Promise<void> {
  const json = NewStaffBody.parse({ name: '見本 職員', email, roles: ['clerk'], signIn: 'oidc' });
  const path = `/v1/organisations/${city}/staff`;
  const answer = await web.api.request('POST', path, { as: web.api.clients.administrator, json });
  expect(answer.status).toBe(201);
}

/** On the provider's own pages, which are not ours. */
async function signInThere(page: Page, sub: string): Promise<void> {
  await page.getByRole('button', { name: '庁内認証でサインイン' }).click();
  await page.waitForURL(`${provider.issuer}/**`);
  await page.locator('input[name=login]').fill(sub);
  await page.locator('input[name=password]').fill('anything');
  await page.locator('button[type=submit]').click();
  await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' });
  await page.locator('button[type=submit]').click();
}

test('somebody signs in there, comes back to the page that was asked for, and signs out', async () => {
  await registerPerson('oidc-1@mihon.example');
  provider.person = { sub: 's-1', email: 'oidc-1@mihon.example', verified: true };
  const page = await web.visit({ path: `/${city}/errors?state=all` });
  await page.waitForURL('**/sign-in?**');
  await expectAccessible(page);
  await signInThere(page, 's-1');
  await page.getByRole('heading', { level: 1, name: 'エラーリスト' }).waitFor();
  expect(page.url()).toBe(`${web.address}/${city}/errors?state=all`);
  const cookies = await page.context().cookies(web.address);
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  expect(await page.evaluate('document.cookie')).toBe('');

  await page.getByRole('button', { name: 'サインアウト' }).click();
  await page.getByRole('heading', { level: 1, name: 'サインイン' }).waitFor();
  await page.goto(`${web.address}/${city}`);
  await page.waitForURL('**/sign-in?**');
});

test('somebody whom nobody registered comes back to a page that says so', async () => {
  provider.person = { sub: 's-2', email: 'nobody@mihon.example', verified: true };
  const page = await web.visit({ path: '/sign-in' });
  await signInThere(page, 's-2');
  await page.waitForURL(`${web.address}/sign-in?error=**`);
  await expectText(page, 'このアカウントはfugoに登録されていません。');
  await expectAccessible(page);
});
