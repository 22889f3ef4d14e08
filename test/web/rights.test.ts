/** Whose page it is: another municipality's is nobody's, and each role sees its own pages and no others. */
import { beforeAll, describe, expect, test } from 'vitest';
import { rights, rightsOfRole, roles, type Role } from '../../domain/rights.ts';
import { pages } from '../../web/shell/pages.ts';
import { transferBody } from '../api/support.ts';
import { expectAccessible, expectText, openWeb, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(210);
  const { api } = web;
  const body = transferBody(api.store);
  await api.request('POST', 'transfers', { json: body });
  const other = transferBody(api.store, { personalNumber: body.personalNumber, birthDate: '1950-01-02' });
  await api.request('POST', 'transfers', { json: other });
});

const addressOf = (to: string, municipality: string): string => to.replace('$municipality', municipality);

test('another municipality’s pages are not there, and nothing is asked about it', async () => {
  const page = await web.visit({ path: '/131016', roles: [...roles] });
  await page.getByRole('heading', { level: 1 }).waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  for (const { to } of pages) {
    await page.goto(`${web.address}${addressOf(to, '202011')}`);
    await page.getByRole('heading', { level: 1, name: 'ページが見つかりません' }).waitFor();
  }
  await expectAccessible(page);
  expect(asked.filter((url) => url.includes('/municipalities/202011'))).toEqual([]);
  const status = await page.evaluate(
    `fetch('/v1/municipalities/202011/movers?from=2026-04-01&to=2026-04-01').then((answer) => answer.status)`,
  );
  expect(status).toBe(403);
});

describe.each([...roles])('the role %s', (role: Role) => {
  test('is led to its own pages, and told what the others need', async () => {
    const page = await web.visit({ path: '/131016', roles: [role] });
    await page.getByRole('heading', { level: 1, name: '見本市の状況' }).waitFor();
    const links = await page.getByRole('navigation').getByRole('link').count();
    expect(links).toBe(pages.filter(({ right }) => rightsOfRole[role].some((each) => each === right)).length);
    const refused: string[] = [];
    page.on('response', (response) => {
      if (response.status() === 403) refused.push(response.url());
    });
    for (const { to, right } of pages) {
      await page.goto(`${web.address}${addressOf(to, '131016')}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const isAllowed = rightsOfRole[role].some((each) => each === right);
      const title = page.getByRole('heading', { level: 1, name: 'この画面を見る権限がありません' });
      expect({ to, refused: await title.count() }).toEqual({ to, refused: isAllowed ? 0 : 1 });
      await page.waitForLoadState('load');
    }
    expect(refused).toEqual([]);
  });
});

test('an auditor sees figures, and nothing that leads to a resident, an error or a load', async () => {
  const page = await web.visit({ path: '/131016', roles: ['auditor'] });
  await expectText(page, '符号依頼状態');
  await expectText(page, '運用時間');
  expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual([
    '状況',
    '運用時間',
    '監査ログ',
  ]);
  expect(await page.getByRole('main').getByRole('link').allTextContents()).toEqual(['運用時間を開く']);
  expect(await page.getByText('停止した一括登録').count()).toBe(0);
  expect(await page.getByText('進行中の一括登録').count()).toBe(0);
  expect(rights.filter((right) => rightsOfRole.auditor.some((each) => each === right))).toEqual([
    'counts:read',
    'hours:read',
    'audit:read',
  ]);
});
