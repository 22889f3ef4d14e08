import { beforeAll, describe, expect, test } from 'vitest';
import { transferBody } from '../api/support.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(204);
  for (let each = 0; each < 4; each += 1) await holdOne();
});

/** A transfer that is held beside one that was numbered: an entry of the error list. */
async function holdOne(): Promise<void> {
  const { api } = web;
  const body = transferBody(api.store);
  await api.request('POST', 'transfers', { json: body });
  const other = transferBody(api.store, { personalNumber: body.personalNumber, birthDate: '1950-01-02' });
  await api.request('POST', 'transfers', { json: other });
}

test.each([
  { language: 'ja', width: 1280 },
  { language: 'en', width: 1280 },
  { language: 'ja', width: 768 },
] as const)('the list and its dialogs are accessible ($language, $width px)', async ({ language, width }) => {
  const viewport = { width, height: 900 };
  const page = await web.visit({ path: '/131016/errors', roles: ['supervisor'], language, viewport });
  await page.getByRole('row').nth(1).waitFor();
  await expectAccessible(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  if (width === 1280) {
    // Nothing is hidden behind the edge of the table.
    const hidden = `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('table').parentElement)`;
    expect(await page.evaluate(hidden)).toBe(0);
  }
  await keepPicture(page, 'errors');
  await page
    .getByRole('button', { name: language === 'ja' ? /^訂正/u : /^Correct/u })
    .first()
    .click();
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page);
});

test('an entry is corrected by keyboard alone, with a reason that the audit log keeps', async () => {
  const page = await web.visit({ path: '/131016/errors', roles: ['supervisor'] });
  await page.getByRole('row').nth(1).waitFor();
  const before = await page.getByRole('row').count();
  await tabTo(page, /^訂正: \d+$/u);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo(page, '訂正');
  await page.keyboard.press('Enter');
  await expectText(page, '理由を入力してください。');
  await page.keyboard.type('窓口で確認した。');
  await page.keyboard.press('Enter');
  // Nothing is chosen beforehand, and the same person's it is only for who has compared.
  await expectText(page, '訂正の内容を選んでください。');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expectText(page, /^先に、保留中の異動と現在の宛名情報の比較を開いて/u);
  await page.keyboard.press('ArrowDown');
  await page.locator('#personal-number').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.type(web.api.store.people.personalNumber());
  await page.keyboard.press('Enter');
  await expectText(page, /を訂正しました。$/u);
  await expect.poll(() => page.getByRole('row').count()).toBe(before - 1);
  const [entry] = await web.api.store.see<{ staff_id: string; reason: string }[]>`
    select staff_id, reason from audit_log where action like 'errors.correct%' or action like '%correct%'`;
  expect(entry?.reason).toBe('窓口で確認した。');
});

test('a wrong personal number is refused where it is typed, and what was entered is not lost by chance', async () => {
  const page = await web.visit({ path: '/131016/errors', roles: ['supervisor'] });
  await page.getByRole('button', { name: /^訂正/u }).first().click();
  await page.getByLabel('個人番号が誤りで、正しい番号を入力する').check();
  await page.getByLabel('正しい個人番号').fill('123456789012');
  await page.getByLabel('理由').fill('番号の誤り');
  await page.getByRole('dialog').getByRole('button', { name: '訂正' }).click();
  await expectText(page, /検査用数字/u);
  const asked: string[] = [];
  page.once('dialog', (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  await page.getByRole('button', { name: 'やめる' }).click();
  await expect.poll(() => asked.length).toBe(1);
  expect(await page.getByLabel('理由').inputValue()).toBe('番号の誤り');
});

test('the filter stands in the address, and who may only read is offered nothing to do', async () => {
  const page = await web.visit({ path: '/131016/errors', roles: ['clerk'] });
  await page.getByRole('row').nth(1).waitFor();
  expect(await page.getByRole('button', { name: /^再実行/u }).count()).toBe(0);
  await page.getByRole('button', { name: '絞り込み', exact: true }).click();
  await page.getByRole('search').getByLabel('段階').selectOption('取得済');
  await expectText(page, '該当するエラーはありません。');
  expect(new URL(page.url()).searchParams.get('stage')).toBe('ACQUIRED');
  await page.reload();
  await expectText(page, '該当するエラーはありません。');
  await page.getByRole('link', { name: '条件を外す: 段階: 取得済' }).click();
  await page.getByRole('row').nth(1).waitFor();
});

describe('all entries of one kind', () => {
  const code = 'IDENTITY_MISMATCH';

  test('are tried again by keyboard: how fast and why, one first, followed in the page, and ended', async () => {
    const { errorRetries } = web.api;
    const page = await web.visit({ path: '/131016/errors', roles: ['supervisor'] });
    await page.getByRole('row').nth(1).waitFor();
    await tabTo(page, 'まとめて再実行');
    await page.keyboard.press('Enter');
    await page.getByLabel('1秒あたりの件数').waitFor();
    expect(await page.getByRole('dialog').getByLabel('エラーの種類').locator('option').allTextContents()).toEqual([
      expect.stringMatching(/^\d+件 /u),
    ]);
    await page.getByLabel('理由').fill('住民課で確認した。');
    await page.getByLabel('1秒あたりの件数').fill('0');
    await page.keyboard.press('Enter');
    await expectText(page, '0.1から100までの数を入力してください。');
    await expectAccessible(page);
    await page.getByLabel('1秒あたりの件数').fill('２');
    await page.keyboard.press('Enter');
    await expectText(page, 'はじめの1件の結果を待っています。');
    expect(new URL(page.url()).searchParams.get('code')).toBe(code);
    expect(errorRetries.started).toMatchObject([{ code, perSecond: 2, reason: '住民課で確認した。' }]);
    await expectText(page, '3件のうち1件を再実行、0件は対象外');

    const progress = errorRetries.progressOf.get(code);
    if (!progress) throw new Error('it was not begun');
    errorRetries.progressOf.set(code, { ...progress, state: 'RUNNING', retried: 2 });
    await expectText(page, '残りを再実行しています。');
    await expectAccessible(page);
    await page.getByRole('button', { name: '中止' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '中止' }).click();
    await expectText(page, '職員が中止しました。');
  });

  test('stop when the first one comes back, which is said to whoever may read the list', async () => {
    const stopped = { state: 'STOPPED', reason: 'CANARY_CAME_BACK', entries: 9, retried: 1, refused: 0 } as const;
    web.api.errorRetries.progressOf.set(code, { ...stopped, canary: null });
    const page = await web.visit({ path: `/131016/errors?code=${code}`, roles: ['clerk'], language: 'en' });
    await expectText(page, 'Stopped; the others were left alone.');
    await expectText(page, 'The first entry came back to the error list.');
    expect(await page.getByRole('button', { name: 'Try many again' }).count()).toBe(0);
    await expectAccessible(page);
  });
});
