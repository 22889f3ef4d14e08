/** Somebody who is taken away while looking at a page sees no more of it. */
import { beforeAll, expect, test } from 'vitest';
import { register } from '../api/sign-in/staff-support.ts';
import { expectText, openWeb, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(238);
});

test('who is taken away is led to the sign-in page, although nothing was clicked', async () => {
  const page = await web.visit({ path: '/131016', roles: ['clerk'] });
  await page.getByRole('heading', { level: 1, name: '見本市の状況' }).waitFor();
  const staffId: unknown = await page.evaluate(`fetch('/v1/session').then((r) => r.json()).then((s) => s.staffId)`);
  const removed = await web.api.request('DELETE', `/v1/organisations/131016/staff/${String(staffId)}`, {
    as: web.api.clients.administrator,
  });
  expect(removed.status).toBe(204);
  await page.waitForURL('**/sign-in?**');
});

test('who has no role any more is told so at the sign-in', async () => {
  const { staffId, email, password } = await register(web.api, ['clerk']);
  const path = `/v1/organisations/131016/staff/${staffId}`;
  await web.api.request('DELETE', path, { as: web.api.clients.administrator });
  const page = await web.visit();
  await page.getByLabel('メールアドレス').fill(email);
  await page.getByLabel('パスワード').fill(password);
  await page.keyboard.press('Enter');
  await expectText(page, /^このアカウントには、どの団体の役割もない/u);
});
