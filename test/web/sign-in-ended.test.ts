/** Somebody who is taken away while looking at a page sees no more of it. */
import { beforeAll, expect, test } from 'vitest';
import { openWeb, type WebTest } from './support.ts';

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
