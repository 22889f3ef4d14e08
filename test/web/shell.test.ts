import { beforeAll, describe, expect, test } from 'vitest';
import { rightsOfRole } from '../../domain/rights.ts';
import { codeOf, forgetUsedCodes, register } from '../api/sign-in/staff-support.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(202);
});

describe('signing in', () => {
  test.each(['ja', 'en'] as const)('the page is accessible and named (%s)', async (language) => {
    const page = await web.visit({ language });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('textbox').first().waitFor();
    expect(await page.title()).toContain(language === 'ja' ? 'サインイン' : 'Sign in');
    expect(await page.evaluate('document.documentElement.lang')).toBe(language);
    await expectAccessible(page);
    await keepPicture(page, 'sign-in');
  });

  test('an address that needs a session leads to the sign-in page and back', async () => {
    const page = await web.visit({ path: '/131016/errors?state=all' });
    await page.waitForURL('**/sign-in?**');
    expect(new URL(page.url()).searchParams.get('back')).toBe('/131016/errors?state=all');
    await page.route('**/auth/sign-in/email', (route) => route.fulfill({ json: { twoFactorRedirect: true } }));
    await page.route('**/auth/two-factor/verify-totp', (route) => route.fulfill({ json: {} }));
    await page.getByLabel('メールアドレス').fill('ichiro@fugo.example');
    await page.getByLabel('パスワード').fill('a long password');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '確認コードの入力' }).waitFor();
    await expectAccessible(page);
    await page.getByLabel('確認コード').fill('123456');
    const sent = page.waitForRequest('**/v1/session');
    await page.keyboard.press('Enter');
    await sent;
    // Nobody is signed in behind this test, so the page asks again; the address it came back to is the one of before.
    await page.waitForURL('**/sign-in?**');
    expect(new URL(page.url()).searchParams.get('back')).toBe('/131016/errors?state=all');
  });

  test('what is missing is said in the language of the page, and not of the browser', async () => {
    const page = await web.visit();
    await page.getByRole('button', { name: 'サインイン', exact: true }).click();
    await expectText(page, 'メールアドレスを入力してください。');
    await expectText(page, 'パスワードを入力してください。');
    expect(await page.evaluate('document.activeElement.type')).toBe('email');
    await expectAccessible(page);
    await page.route('**/auth/sign-in/email', (route) => route.fulfill({ json: { twoFactorRedirect: true } }));
    await page.getByLabel('メールアドレス').fill('ichiro@fugo.example');
    await page.getByLabel('パスワード').fill('a long password');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '確認コードの入力' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expectText(page, 'コードを入力してください。');
    await page.getByRole('button', { name: '予備コードを使う' }).click();
    await expectText(page, /^2段階認証の設定のときに控えた予備コード/u);
  });

  test('a wrong password is said in words, and not which of the two was wrong', async () => {
    const page = await web.visit({ language: 'en' });
    await page.getByLabel('E-mail address').fill('ichiro@fugo.example');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expectText(page, 'The e-mail address or the password is wrong.');
  });

  test('a way back to somebody else’s pages is not taken', async () => {
    const page = await web.visit({ path: '/sign-in?back=//elsewhere.example/' });
    await page.route('**/auth/sign-in/email', (route) => route.fulfill({ json: {} }));
    await page.getByLabel('メールアドレス').fill('ichiro@fugo.example');
    await page.getByLabel('パスワード').fill('a long password');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.searchParams.has('back'));
    expect(new URL(page.url()).origin).toBe(web.address);
  });

  test('a newcomer chooses a password, sets up the second factor, and comes in; next time with a code', async () => {
    const member = await register(web.api, ['clerk']);
    const page = await web.visit();
    const signIn = async (password: string): Promise<void> => {
      await page.getByLabel('メールアドレス').fill(member.email);
      await page.getByLabel('パスワード').fill(password);
      await page.keyboard.press('Enter');
    };
    await signIn(member.password);

    await page.getByRole('heading', { name: 'パスワードの変更' }).waitFor();
    await expectAccessible(page);
    const password = 'a password of my own';
    await page.getByLabel('今のパスワード').fill(member.password);
    await page.getByLabel('新しいパスワード').first().fill('short');
    await page.getByLabel('新しいパスワード(確認)').fill('short');
    await page.keyboard.press('Enter');
    await expectText(page, '12文字以上にしてください。');
    await page.getByLabel('新しいパスワード').first().fill('password1234');
    await page.getByLabel('新しいパスワード(確認)').fill('password1234');
    await page.keyboard.press('Enter');
    await expectText(page, /^よく使われているパスワードや単語に似ていて/u);
    await page.getByLabel('新しいパスワード').first().fill(password);
    await page.getByLabel('新しいパスワード(確認)').fill(`${password}!`);
    await expectText(page, '2つの新しいパスワードが違います。');
    await page.getByLabel('新しいパスワード(確認)').fill(password);
    await expectText(page, '一致しています。');
    await page.getByRole('button', { name: '表示する' }).last().click();
    expect(await page.getByLabel('新しいパスワード(確認)').getAttribute('type')).toBe('text');
    await page.getByLabel('新しいパスワード(確認)').focus();
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { name: '2段階認証の設定' }).waitFor();
    await page.getByLabel('パスワード').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '予備コード' }).waitFor();
    const codes = await page.getByRole('listitem').allInnerTexts();
    expect(codes).toHaveLength(10);
    expect(codes.join(' ')).not.toMatch(/[^a-hj-km-np-z2-9 -]/u);
    await expectAccessible(page);
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'ファイルに保存' }).click();
    expect((await saved).suggestedFilename()).toBe('fugo-backup-codes.txt');
    await page.getByRole('button', { name: '控えたので次へ進む' }).click();
    const link = page.getByRole('link', { name: '認証アプリで開く' });
    await link.waitFor();
    await page.setViewportSize({ width: 1280, height: 800 });
    for (const part of [page.locator('svg[role=img]'), page.getByLabel('確認コード')]) {
      const box = await part.boundingBox();
      expect((box?.y ?? 900) + (box?.height ?? 0)).toBeLessThan(800);
    }
    await expect.poll(() => page.evaluate('document.activeElement !== document.body')).toBe(true);
    const secret = (await link.getAttribute('href')) ?? '';
    await page.getByRole('img', { name: /QRコード/u }).waitFor();
    await expectAccessible(page);
    await keepPicture(page, 'second-factor', { bothLanguages: true });
    // The very one is tried again below; another would be there by then where a half minute ends between.
    const code = await codeOf(secret);
    await page.getByLabel('確認コード').fill(code);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '見本市の状況' }).waitFor();

    await page.getByRole('button', { name: 'サインアウト' }).click();
    await page.getByRole('heading', { level: 1, name: 'サインイン' }).waitFor();
    await signIn(password);
    await page.getByLabel('確認コード').fill(code);
    await page.keyboard.press('Enter');
    await expectText(page, 'この確認コードはもう使われています。');
    await page.getByLabel('確認コード').fill('000000');
    await page.keyboard.press('Enter');
    await expectText(page, '確認コードが違うか、期限が過ぎています。');
    await forgetUsedCodes(web.api, member.email);
    await page.getByLabel('確認コード').fill(await codeOf(secret));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '見本市の状況' }).waitFor();
  });
});

describe('the frame', () => {
  test('shows the pages that the reader has the right to, and says what another needs', async () => {
    const page = await web.visit({ path: '/131016', roles: ['auditor'] });
    await page.getByRole('heading', { level: 1, name: '見本市の状況' }).waitFor();
    expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual([
      '状況',
      '運用時間',
      '監査ログ',
    ]);
    await page.goto(`${web.address}/131016/errors`);
    await page.getByRole('heading', { level: 1, name: 'この画面を見る権限がありません' }).waitFor();
    await page.getByText('必要な権限: エラーリストの表示。').waitFor();
    await expectAccessible(page);
  });

  test('language and calendar are switched and kept', async () => {
    const page = await web.visit({ path: '/131016', roles: ['clerk'] });
    await page.getByText(/\d{4}年\d+月\d+日 \d\d:\d\d 現在/u).waitFor();
    await page.getByLabel('和暦').check();
    await page.getByText(/令和\d+年\d+月\d+日 \d\d:\d\d 現在/u).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Overview of Mihon City' }).waitFor();
    await page.getByText(/as of R\d+\.\d+\.\d+/u).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Overview of Mihon City' }).waitFor();
    expect(await page.getByLabel('Japanese calendar').isChecked()).toBe(true);
  });

  test('another municipality is a page of its own', async () => {
    const organisations = [
      { organisation: '131016', name: '見本市', nameEn: 'Mihon City', roles: ['clerk' as const] },
      { organisation: '202011', name: '見本市東', nameEn: 'East Mihon City', roles: ['clerk' as const] },
    ].map((each) => ({ ...each, tier: 'municipality' as const, rights: [...rightsOfRole.clerk] }));
    const page = await web.visit({ path: '/', roles: ['clerk'], session: { organisations } });
    await page.waitForURL('**/131016');
    // By keyboard: choosing alone goes nowhere, so that one can come past the next one.
    await page.getByLabel('団体').focus();
    await page.keyboard.press('ArrowDown');
    expect(new URL(page.url()).pathname).toBe('/131016');
    await expectAccessible(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/202011');
    await page.goto(`${web.address}/010006`);
    await expectText(page, 'アドレスが正しいか確かめてください。');
  });

  test('by keyboard alone: the skip link, the pages, and the focus on the new heading', async () => {
    const page = await web.visit({ path: '/131016', roles: ['supervisor'] });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('本文へ進む');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await tabTo(page, 'エラーリスト');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'エラーリスト' }).waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('H1');
    expect(await page.title()).toBe('エラーリスト | 見本市 | 符号 fugo');
  });

  test('a session that is about to end is said in time', async () => {
    const expiresAt = new Date(Date.now() + 3 * 60_000).toISOString();
    const page = await web.visit({ path: '/131016', roles: ['clerk'], session: { expiresAt } });
    await expectText(page, /自動でサインアウトします/u);
    await expectAccessible(page);
  });

  test('a refused request is said in words, with the number that names it in the log', async () => {
    const page = await web.visit({ path: '/131016', roles: ['clerk'], language: 'en' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.route('**/v1/municipalities/131016/overview/events', (route) => route.abort());
    await page.route('**/v1/municipalities/131016/overview', (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        body: JSON.stringify({ type: 'x', title: 'x', status: 403, code: 'FORBIDDEN', errorId: 'e-1' }),
      }),
    );
    await page.reload();
    await page.getByRole('alert').getByText('This caller may not do this.').waitFor();
    await expectText(page, 'Reference: e-1');
  });

  test('whatever is asked when the session is over leads to the sign-in page', async () => {
    const page = await web.visit({ path: '/131016', roles: ['clerk'] });
    await page.route('**/overview/events', (route) => route.abort());
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    const over = { status: 401, json: {} };
    await page.route('**/v1/**', (route) =>
      route.request().url().endsWith('ways') ? route.fallback() : route.fulfill(over),
    );
    await page.waitForURL('**/sign-in?**');
    expect(new URL(page.url()).searchParams.get('back')).toBe('/131016');
  });
});
