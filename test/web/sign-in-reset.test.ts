/** Who has lost the second factor is helped by another administrator, on the page of staff. */
import { beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectText, openWeb, tabTo, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(237);
});

test('an administrator lets somebody sign in anew by keyboard, with a reason; the first password is shown once', async () => {
  const answer = await web.api.request('POST', '/v1/organisations/131016/staff', {
    as: web.api.clients.administrator,
    json: { name: '紛失 花子', email: 'hanako@mihon.example', roles: ['clerk'] },
  });
  expect(answer.status).toBe(201);
  const page = await web.visit({ path: '/131016/staff', roles: ['administrator'] });
  await page.getByRole('row', { name: /紛失 花子/u }).waitFor();
  // Nobody resets their own.
  const own = page.getByRole('row', { name: /\(自分\)/u });
  expect(await own.getByRole('button', { name: /^やり直し/u }).count()).toBe(0);

  await tabTo(page, 'やり直し: 紛失 花子');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '紛失 花子さんのサインインを初めからやり直しますか' });
  await dialog.waitFor();
  await expectAccessible(page);
  await dialog.getByRole('textbox').fill('端末の紛失。窓口で本人を確認。');
  await tabTo(page, 'やり直す');
  await page.keyboard.press('Enter');
  await expectText(page, '紛失 花子さんは初めからサインインします。');
  expect(await page.getByLabel('最初のパスワード').inputValue()).toMatch(/^[\w-]{20}$/u);
  await expectAccessible(page);
});

test('who may not is told so, and why', async () => {
  const json = { name: '見本 職員', email: 'both@mihon.example', roles: ['clerk'] };
  const as = web.api.clients.administrator;
  for (const municipality of ['131016', '202011']) {
    const added = await web.api.request('POST', `/v1/organisations/${municipality}/staff`, { as, json });
    expect(added.status).toBe(201);
  }
  const page = await web.visit({ path: '/131016/staff', roles: ['administrator'], language: 'en' });
  await page
    .getByRole('row', { name: /both@mihon\.example/u })
    .getByRole('button', { name: /^Reset/u })
    .click();
  await page.getByRole('dialog').getByRole('textbox').fill('Lost the device.');
  await page.getByRole('dialog').getByRole('button', { name: 'Reset the sign-in' }).click();
  await expectText(page, /works for another municipality too/u);
});
