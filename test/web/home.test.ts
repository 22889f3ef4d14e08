import { beforeAll, expect, test } from 'vitest';
import { transferBody } from '../api/support.ts';
import { expectAccessible, keepPicture, openWeb, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(203);
  const { api } = web;
  for (let each = 0; each < 4; each += 1) {
    const body = transferBody(api.store);
    await api.request('POST', 'transfers', { json: body });
    if (each > 1) continue;
    const other = transferBody(api.store, { personalNumber: body.personalNumber, birthDate: '1950-01-02' });
    await api.request('POST', 'transfers', { json: other });
  }
});

test.each([
  { language: 'ja', width: 1280 },
  { language: 'en', width: 1280 },
  { language: 'ja', width: 768 },
] as const)(
  'the overview is accessible and stays inside the page ($language, $width px)',
  async ({ language, width }) => {
    const page = await web.visit({
      path: '/131016',
      roles: ['supervisor'],
      language,
      viewport: { width, height: 900 },
    });
    await page
      .getByRole('heading', { level: 2, name: language === 'ja' ? '取得確認の実行' : 'Confirmation runs' })
      .waitFor();
    await page.getByText(language === 'ja' ? 'まだ実行されていません。' : 'None has run yet.').waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await keepPicture(page, `home-${language}-${String(width)}`);
  },
);

test('the numbers are those of the database, and follow it', async () => {
  const page = await web.visit({ path: '/131016', roles: ['supervisor'] });
  const numberOf = (name: string) => page.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd[1]');
  await expect.poll(() => numberOf('依頼中').textContent()).toMatch(/^4/u);
  await page.getByText('2件が処理を待っています。').waitFor();
  await web.api.request('POST', 'transfers', { json: transferBody(web.api.store) });
  await expect.poll(() => numberOf('依頼中').textContent(), { timeout: 15_000 }).toMatch(/^5/u);
});

test('an error leads to the list of its kind', async () => {
  const page = await web.visit({ path: '/131016', roles: ['supervisor'] });
  await page
    .getByRole('region', { name: 'エラー', exact: true })
    .getByRole('listitem')
    .getByRole('link')
    .first()
    .click();
  await page.waitForURL('**/131016/errors?**');
  expect(new URL(page.url()).searchParams.get('code')).toBe('IDENTITY_MISMATCH');
});
