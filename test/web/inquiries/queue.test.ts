/** The call centre's queue and its pages: by what is due, whose each is, and for everybody's eyes and hands. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { nation } from '../../../domain/organisations.ts';
import { otherCity } from '../../api/support.ts';
import { addIncident, addServer } from '../../support/operation-data.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from '../support.ts';
import { addAnswer, answer, asAgent, asAsker, ask, openPeople, pathOf, type People } from './support.ts';

let web: WebTest;
let people: People;
let late: number;
let quiet: number;
let answered: number;
let incident: number;
beforeAll(async () => {
  web = await openWeb(262);
  const { see } = web.api.store;
  await addServer(see, nation);
  incident = await addIncident(see, { organisation: nation });
  people = await openPeople(web);
  await addAnswer(people);
  await addAnswer(people, { title: 'CSが応答なしと表示される', body: '電源と庁内の回線を確かめます。', kind: 'fault' });
  quiet = (await ask(people)).inquiry;
  late = (await ask(people, { kind: 'fault', priority: 'high', subject: 'CSが応答なしです' })).inquiry;
  const done = await ask(people, { subject: '統計を受け取りたい', text: '先月分をまとめて受け取る方法はありますか。' });
  answered = done.inquiry;
  await answer(people, done, '「統計」の画面でCSVを受け取れます。');
  await see`update inquiries set due_at = now() - interval '10 minutes', late = true where inquiry = ${late}`;
});

describe.each([
  { language: 'ja', width: 1280 },
  { language: 'en', width: 1280 },
  { language: 'ja', width: 768 },
  { language: 'en', width: 320 },
] as const)('the pages of inquiries ($language, $width px)', ({ language, width }) => {
  const viewport = { width, height: 900 };
  const words = {
    ja: { thread: 'やりとり', finder: '過去の問い合わせ' },
    en: { thread: 'Thread', finder: 'Past inquiries' },
  };

  test.each([
    ['the queue', () => asAgent('', { language, viewport }), 'inquiries-queue'],
    ['one for the call centre', () => asAgent(`/${String(quiet)}`, { language, viewport }), 'inquiry-work'],
    ['the own ones', () => asAsker('', { language, viewport }), 'inquiries'],
    ['one for who asked', () => asAsker(`/${String(answered)}`, { language, viewport }), 'inquiry'],
    ['asking', () => asAsker('/new', { language, viewport }), 'inquiry-ask'],
    ['the statistics', () => asAgent('/statistics', { language, viewport }), 'inquiry-statistics'],
    [
      'the answers',
      () => asAgent('', { language, viewport, path: '/organisations/nation/answers' }),
      'inquiry-answers',
    ],
  ] as const)('%s: accessible, and inside the page', async (_, options, picture) => {
    const page = await web.visit(options());
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expect.poll(() => page.locator('.animate-pulse').count()).toBe(0);
    if (picture === 'inquiry-work') await page.getByRole('heading', { name: words[language].finder }).first().waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await keepPicture(page, picture);
  });
});

test('what is due first comes first, and overdue ones can be seen alone', async () => {
  const page = await web.visit(asAgent());
  const rows = page.getByRole('table', { name: '問い合わせの一覧' }).getByRole('row');
  await expect.poll(() => rows.count()).toBe(4);
  expect(await rows.nth(1).textContent()).toContain('CSが応答なしです');
  expect(await rows.nth(1).textContent()).toContain('期限超過');
  await page.getByRole('link', { name: '期限超過' }).click();
  await expect.poll(() => rows.count()).toBe(2);
  await page.getByRole('link', { name: '担当なし' }).click();
  await expect.poll(() => rows.count()).toBe(3);
  await page.getByLabel('種類').selectOption('fault');
  await expect.poll(() => rows.count()).toBe(2);
  expect(page.url()).toContain('kind=fault');
});

test('an inquiry is taken, linked and handed over by keyboard, and what is noted is for the call centre alone', async () => {
  const page = await web.visit(asAgent(`/${String(late)}`));
  await page.getByRole('button', { name: '自分が担当する' }).waitFor();
  await tabTo(page, '自分が担当する');
  await page.keyboard.press('Enter');
  await expectText(page, '担当になりました。');
  await page.getByText('対応中', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: '種類と関連' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('関連する障害の番号').fill('999999');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect.poll(() => dialog.getByLabel('関連する障害の番号').getAttribute('aria-invalid')).toBe('true');
  await dialog.getByLabel('関連する障害の番号').fill(String(incident));
  await dialog.getByRole('button', { name: '保存' }).click();
  await page.getByRole('link', { name: `障害 ${String(incident)}` }).waitFor();
  await page.getByRole('textbox', { name: '内部メモ' }).fill('回線の担当に確かめる。');
  await page.getByRole('button', { name: 'メモを残す' }).click();
  await expectText(page, 'メモを残しました。');
  await page.getByRole('article').filter({ hasText: '問い合わせ元には見えません' }).waitFor();
  const other = await web.visit(asAgent('', { roles: ['call-centre', 'auditor'] }));
  await other.getByRole('table').waitFor();
  await page.getByRole('button', { name: '引き継ぐ' }).click();
  await page
    .getByRole('dialog')
    .getByLabel(/引き継ぐ相手/u)
    .selectOption({ index: 1 });
  await page.getByRole('dialog').getByRole('button', { name: '引き継ぐ' }).click();
  await expectText(page, /に引き継ぎました。/u);
  await other.getByRole('link', { name: '自分の担当' }).click();
  await other.getByRole('link', { name: /CSが応答なしです/u }).waitFor();

  const asker = await web.visit(asAsker(`/${String(late)}`));
  await asker.getByRole('heading', { name: 'やりとり' }).waitFor();
  expect(await asker.getByText('回線の担当に確かめる。').count()).toBe(0);
  expect(await asker.getByRole('button', { name: '引き継ぐ' }).count()).toBe(0);
});

test('two about the same become one, whose number is told before', async () => {
  const first = await ask(people, { subject: '月末の締めの時刻' });
  const second = await ask(people, { subject: '月末の締め時刻について' });
  const page = await web.visit(asAgent(`/${String(second.inquiry)}`));
  await page.getByRole('button', { name: '統合する' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '統合する' }).click();
  await expectText(page, '別の問い合わせの番号を入力してください。');
  await dialog.getByLabel(/問い合わせの番号/u).fill(String(first.inquiry));
  await dialog.getByText('月末の締めの時刻').waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '統合する' }).click();
  await page.getByRole('heading', { level: 1, name: `問い合わせ ${String(first.inquiry)}` }).waitFor();
  await page.getByRole('link', { name: `問い合わせ ${String(second.inquiry)}` }).waitFor();
});

test('answers are found as somebody types, made out of what was answered, changed and retired', async () => {
  const page = await web.visit(asAgent(`/${String(answered)}`));
  await page.getByRole('button', { name: '回答集に加える' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByLabel(/見出し/u).inputValue()).toBe('統計を受け取りたい');
  await dialog.getByLabel(/見出し/u).fill('先月の統計を受け取る');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expectText(page, '回答を追加しました。');
  await page.getByRole('navigation').getByRole('link', { name: '回答集' }).click();
  await page.getByRole('searchbox', { name: '検索' }).fill('統計');
  await page.getByRole('heading', { name: '先月の統計を受け取る' }).waitFor();
  await page.getByRole('searchbox', { name: '検索' }).fill('');
  await page.getByRole('button', { name: '変更: 先月の統計を受け取る' }).click();
  await page
    .getByRole('dialog')
    .getByLabel(/回答の文/u)
    .fill('「統計」の画面で期間を選び、CSVを受け取れます。');
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await expectText(page, '回答を変更しました。');
  await page.getByRole('button', { name: '廃止: 先月の統計を受け取る' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '廃止' }).click();
  await expectText(page, '回答を廃止しました。');
  await page.getByRole('searchbox', { name: '検索' }).fill('先月の統計');
  await page
    .getByText(/回答集 \d+件|見つかりません。/u)
    .first()
    .waitFor();
  await expect.poll(() => page.getByRole('heading', { name: '先月の統計を受け取る' }).count()).toBe(0);
});

test('a search is asked for when the typing pauses, and what is typed stands in no address', async () => {
  const page = await web.visit(asAgent('', { path: '/organisations/nation/answers' }));
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('inquiry-search')) asked.push(request.url());
  });
  await page.getByRole('searchbox', { name: '検索' }).pressSequentially('電源と庁内の回線', { delay: 20 });
  await page.getByRole('heading', { level: 3, name: 'CSが応答なしと表示される' }).waitFor();
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.length).toBeLessThan(8);
  expect(asked.filter((url) => /%|\?/u.test(url))).toEqual([]);
  expect(page.url()).not.toContain('%');
});

test('the statistics are a file too', async () => {
  const page = await web.visit(asAgent('/statistics'));
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV(UTF-8)' }).click(),
  ]);
  const path = join(mkdtempSync(join(tmpdir(), 'fugo-statistics-')), 'statistics.csv');
  await file.saveAs(path);
  const text = readFileSync(path, 'utf8');
  rmSync(dirname(path), { recursive: true });
  expect(text).toContain('"区分","値","受付","回答","期限超過"');
  expect(text).toMatch(/^"合計","","\d+"/mu);
});

test('whoever is of another organisation sees none of it', async () => {
  const page = await web.visit(asAsker('', { organisation: otherCity, path: pathOf(otherCity) }));
  await page.getByText('該当する問い合わせはありません。').waitFor();
  await page.goto(`${web.address}${pathOf(otherCity, `/${String(late)}`)}`);
  await expectText(page, '該当する問い合わせが見つかりません。');
  expect(await page.getByText('CSが応答なしです').count()).toBe(0);
});
