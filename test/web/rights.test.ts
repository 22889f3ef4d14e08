/** Whose page it is: another municipality's is nobody's, and each role sees its own pages and no others. */
import { beforeAll, describe, expect, test } from 'vitest';
import { tierOf } from '../../domain/organisations.ts';
import { rights, rightsInTier, rightsOfRole, roles, rolesOfTier, type Right } from '../../domain/rights.ts';
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

const addressOf = (to: string, organisation: string): string =>
  to.replace('$municipality', organisation).replace('$organisation', organisation);
const [ofMunicipality, ofOthers] = (['municipality', 'nation'] as const).map((tier) =>
  pages.filter(({ tiers }) => tiers.includes(tier)),
);
if (!ofMunicipality || !ofOthers) throw new Error('a tier has no pages');

test('another municipality’s pages are not there, and nothing is asked about it', async () => {
  const page = await web.visit({ path: '/131016', roles: [...roles] });
  await page.getByRole('heading', { level: 1 }).waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  for (const { to } of ofMunicipality) {
    await page.goto(`${web.address}${addressOf(to, '202011')}`);
    await page.getByRole('heading', { level: 1, name: 'ページが見つかりません' }).waitFor();
  }
  await expectAccessible(page);
  expect(asked.filter((url) => /\/v1\/(?:municipalities|organisations)\/202011/u.test(url))).toEqual([]);
  const status = await page.evaluate(
    `fetch('/v1/municipalities/202011/movers?from=2026-04-01&to=2026-04-01').then((answer) => answer.status)`,
  );
  expect(status).toBe(403);
});

const people = [
  ...roles.map((role) => ({ organisation: '131016', role, given: rightsOfRole[role] })),
  ...['130001', 'nation'].flatMap((organisation) =>
    rolesOfTier[tierOf(organisation)].map((role) => ({
      organisation,
      role,
      given: [...rightsInTier(tierOf(organisation), [role])],
    })),
  ),
];

describe.each(people)('the role $role of $organisation', ({ organisation, role, given }) => {
  const has = (right: Right): boolean => given.some((each) => each === right);
  const own = pages.filter(({ tiers }) => tiers.includes(tierOf(organisation)));

  test('is led to its own pages, and told what the others need', async () => {
    const page = await web.visit({ path: '/', organisation, roles: [role] });
    const allowed = own.filter(({ right }) => has(right));
    await page.getByRole('heading', { level: 1 }).waitFor();
    // The calendar, with which some begin, has a navigation of its own between months.
    const navigation = page.getByRole('navigation').first();
    await expect.poll(() => navigation.getByRole('link').count()).toBe(allowed.length);
    if (allowed[0]) await page.waitForURL(`${web.address}${addressOf(allowed[0].to, organisation)}`);
    const refused: string[] = [];
    page.on('response', (response) => {
      if (response.status() === 403) refused.push(response.url());
    });
    for (const { to, right } of own) {
      await page.goto(`${web.address}${addressOf(to, organisation)}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const title = page.getByRole('heading', { level: 1, name: 'この画面を見る権限がありません' });
      expect({ to, refused: await title.count() }).toEqual({ to, refused: has(right) ? 0 : 1 });
      await page.waitForLoadState('load');
    }
    expect(refused).toEqual([]);
  });
});

describe.each(people.filter(({ organisation }) => organisation !== '131016'))(
  'the role $role of $organisation, above a municipality',
  ({ organisation, role }) => {
    test('finds no page of a municipality and no link to a resident, and none is asked about', async () => {
      const page = await web.visit({ path: '/', organisation, roles: [role] });
      await page.getByRole('heading', { level: 1 }).waitFor();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      const links = async (): Promise<string[]> =>
        page.getByRole('link').evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
      for (const { to } of ofMunicipality.filter((each) => each.to.startsWith('/$municipality'))) {
        await page.goto(`${web.address}${addressOf(to, '131016')}`);
        await page.getByRole('heading', { level: 1, name: 'ページが見つかりません' }).waitFor();
      }
      for (const { to } of ofOthers) {
        await page.goto(`${web.address}${addressOf(to, organisation)}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        expect((await links()).filter((href) => href.includes('residents'))).toEqual([]);
      }
      expect(asked.filter((url) => url.includes('/v1/municipalities/'))).toEqual([]);
    });
  },
);

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
