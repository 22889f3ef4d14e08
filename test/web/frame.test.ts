/** The frame around every page: the field for residents, single keys, colours, columns. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { transferBody } from '../api/support.ts';
import { expectAccessible, expectText, openWeb, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(231);
});

async function resident(fields: Record<string, unknown>): Promise<{ number: string; personalNumber: string }> {
  const body = transferBody(web.api.store, fields);
  const response = await web.api.request('POST', 'transfers', { json: body, as: web.api.clients.backbone });
  const { integratedAddressNumber: number } = (await response.json()) as { integratedAddressNumber: string };
  return { number, personalNumber: body.personalNumber };
}

const fieldOf = (page: Page) => page.getByRole('searchbox', { name: '番号または氏名で住民を探す' });
const focused = (page: Page): Promise<unknown> =>
  page.evaluate('document.activeElement.id || document.activeElement.textContent');

describe('the field for residents', () => {
  test('leads from a number to its resident, and from a name to the search', async () => {
    const { number } = await resident({ name: '枠　花子', addressNumber: '000000000551001' });
    const page = await web.visit({ path: '/131016', roles: ['clerk'] });
    for (const typed of [number, '551001']) {
      await fieldOf(page).fill(typed);
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/131016/residents/${number}`);
      await page.goto(`${web.address}/131016/errors`);
    }
    await fieldOf(page).fill('枠');
    await page.keyboard.press('Enter');
    await expectText(page, '検索結果 1件');
    expect(page.url()).toBe(`${web.address}/131016/residents`);
    await expect.poll(() => focused(page)).toBe('found');
    await fieldOf(page).fill('誰もいない');
    await page.keyboard.press('Enter');
    await expectText(page, '検索結果 0件');
  });

  test('asks whom a number means that is two residents’', async () => {
    const { number } = await resident({ name: '二重　一' });
    await resident({ name: '二重　二', addressNumber: String(Number(number)) });
    const page = await web.visit({ path: '/131016/errors', roles: ['clerk'] });
    await fieldOf(page).fill(String(Number(number)));
    await page.keyboard.press('Enter');
    await expectText(page, '2つの番号に当てはまります。');
    await expectAccessible(page);
    await page.getByRole('link', { name: /^宛名番号/u }).click();
    await expectText(page, '二重　二');
  });

  test('brings a personal number to the form that asks for a reason, without an address, and keeps it nowhere', async () => {
    const { number, personalNumber } = await resident({ name: '番号　花子' });
    const page = await web.visit({ path: '/131016/errors', roles: ['supervisor'] });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await fieldOf(page).fill(personalNumber);
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: '理由' }).waitFor();
    await expect.poll(() => focused(page)).toBe('search-reason');
    await page.keyboard.type('窓口での本人確認');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: number }).waitFor();
    const kept = await page.evaluate(
      'JSON.stringify([location.href, history.state, { ...localStorage }, { ...sessionStorage }])',
    );
    expect(kept).not.toContain(personalNumber);
    expect(asked.filter((url) => url.includes(personalNumber))).toEqual([]);
    expect(await fieldOf(page).inputValue()).toBe('');

    const clerk = await web.visit({ path: '/131016/errors', roles: ['clerk'] });
    await fieldOf(clerk).fill(personalNumber);
    await clerk.keyboard.press('Enter');
    await clerk.getByRole('alert').getByText('個人番号は、この欄では探せません。').waitFor();
  });

  test('is only there for whoever may see residents', async () => {
    const page = await web.visit({ path: '/131016/staff', roles: ['administrator'] });
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByRole('searchbox').count()).toBe(0);
  });
});

test('single keys go to the search and through a list, show themselves, and stay off when they are switched off', async () => {
  const { number } = await resident({ name: '鍵　ア', nameKana: 'カギ　ア' });
  const { number: second } = await resident({ name: '鍵　イ', nameKana: 'カギ　イ' });
  const page = await web.visit({ path: '/131016/residents', roles: ['clerk'] });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('/');
  await expect.poll(() => focused(page)).toBe('quick-search');
  await page.keyboard.type('鍵j');
  expect(await fieldOf(page).inputValue()).toBe('鍵j');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await expectText(page, '検索結果 2件');
  await expect.poll(() => focused(page)).toBe('found');
  await page.keyboard.press('j');
  expect(await focused(page)).toBe(number);
  await page.keyboard.press('j');
  expect(await focused(page)).toBe(second);
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/residents/${number}`);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'キー操作の一覧' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'キー操作を使わない' }).click();
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('?');
  await page.keyboard.press('/');
  expect(await focused(page)).not.toBe('quick-search');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.getByText('表示設定').click();
  await page.getByLabel('1文字のキー操作を使う').check();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await expect.poll(() => focused(page)).toBe('quick-search');
});

describe('colours', () => {
  const background = (page: Page): Promise<unknown> =>
    page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
  const [light, dark] = ['rgb(255, 255, 255)', 'rgb(26, 26, 26)'];

  test('follow the system until the reader chooses, and the choice is kept', async () => {
    const page = await web.visit({ path: '/sign-in' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await background(page)).toBe(light);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await background(page)).toBe(dark);
    await expectAccessible(page);
    await page.getByText('表示設定').click();
    await expectAccessible(page);
    await page.getByLabel('明るい').check();
    expect(await background(page)).toBe(light);
    await page.getByLabel('暗い').check();
    await page.emulateMedia({ colorScheme: 'light' });
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await background(page)).toBe(dark);
  });

  test.each(['ja', 'en'] as const)(
    'have contrast enough where it is dark, from 320 to 1920 px (%s)',
    async (language) => {
      const { number } = await resident({ name: `配色　${language}`, nonDisclosure: true });
      const page = await web.visit({ path: '/131016/residents', roles: ['supervisor'], language });
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await page.locator('#search-name').fill('配色');
      await page.keyboard.press('Enter');
      await page.locator('#found').waitFor();
      for (const width of [320, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        await expectAccessible(page);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      }
      for (const path of [
        `residents/${number}`,
        `residents/${number}/update`,
        '',
        'errors?state=all',
        'movers',
        'loads',
      ]) {
        await page.goto(`${web.address}/131016/${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle').catch(() => undefined);
        await expectAccessible(page);
      }
    },
  );
});

test('a narrow list is cards with the names of their columns', async () => {
  const { number } = await resident({ name: '名刺　花子' });
  const viewport = { width: 390, height: 844 };
  const page = await web.visit({ path: '/131016/residents', roles: ['clerk'], viewport });
  await page.locator('#search-name').fill('名刺');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: number }).waitFor();
  const row = page.getByRole('row').nth(1);
  expect(await row.getByRole('cell').count()).toBe(5);
  expect(await row.evaluate((each) => getComputedStyle(each).display)).toBe('block');
  const [number_, address] = await row.evaluate((each) =>
    ['rowheader', 'cell:nth-last-child(2)'].map((role) => {
      const [name, rest = ''] = role.split(':');
      return each.querySelector(`[role="${name}"]${rest && `:${rest}`}`)?.getBoundingClientRect().left;
    }),
  );
  expect(number_).toBe(address);
  await expectAccessible(page);
  await page.getByRole('button', { name: '生年月日' }).click();
  await page.locator('th[aria-sort="ascending"]').filter({ hasText: '生年月日' }).waitFor();
});
