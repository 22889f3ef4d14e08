/** From a question to its rating: what whoever asks and the call centre see of each other. */
import { beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectText, openWeb, tabTo, type WebTest } from '../support.ts';
import { addAnswer, asAgent, asAsker, openPeople } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(261);
});

/** The beginning of a picture, which is what says that it is one. */
const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');

test('a question is answered from the collection, seen without asking again, and rated', async () => {
  await addAnswer(await openPeople(web));
  const asker = await web.visit(asAsker());
  await asker.getByRole('link', { name: '問い合わせる' }).click();
  await asker.getByLabel(/^件名/u).fill('職員が端末を買い替えました');
  await asker.getByLabel(/^内容/u).fill('確認コードが表示できません。');
  // Before it is sent: what the call centre has answered before.
  await asker.getByRole('heading', { name: '確認コードを作る端末をなくしたとき' }).waitFor();
  await asker.getByText('全文を読む').click();
  await asker.getByText('「職員」の画面で「サインインのやり直し」を行います。').last().waitFor();
  await asker.setInputFiles('input[type=file]', { name: '画面の写し.png', mimeType: 'image/png', buffer: png });
  await asker.getByText('画面の写し.png').waitFor();
  await asker.getByRole('button', { name: '送る', exact: true }).click();
  await expectText(asker, /受け付けました。番号は\d+です。/u);
  await asker.getByRole('link', { name: /画面の写し\.png/u }).waitFor();
  const number = /\/inquiries\/(\d+)/u.exec(asker.url())?.[1] ?? '';

  const agent = await web.visit(asAgent());
  await agent.getByRole('link', { name: /職員が端末を買い替えました/u }).click();
  await agent.getByRole('button', { name: '自分が担当する' }).click();
  await expectText(agent, '担当になりました。');
  await agent.getByRole('button', { name: '差し込む: 確認コードを作る端末をなくしたとき' }).click();
  await expectText(agent, '「確認コードを作る端末をなくしたとき」を差し込みました。');
  const field = agent.getByRole('textbox', { name: '回答', exact: true });
  expect(await field.inputValue()).toContain('サインインのやり直し');
  await agent.getByRole('button', { name: '回答を送る' }).click();
  await expectText(agent, '回答を送りました。');

  // Told of it by the stream: nobody loads the page anew.
  await asker.getByRole('article').filter({ hasText: 'サインインのやり直し' }).waitFor();
  await asker.getByRole('heading', { name: '解決しましたか' }).waitFor();
  await expectAccessible(asker);
  await asker.getByLabel('満足度').selectOption('5');
  await asker.getByLabel('ひとこと(任意)').fill('すぐに直りました。');
  await asker.getByRole('button', { name: '評価を送る' }).click();
  await asker.getByText('完了', { exact: true }).first().waitFor();
  await asker.getByText('5段階の5').waitFor();

  await agent.getByText('解決した', { exact: false }).first().waitFor();
  const [counted] = await web.api.store.see<{ used: number; solved: number }[]>`select used, solved from answers`;
  expect(counted).toEqual({ used: 1, solved: 1 });
  await agent.goto(`${web.address}/organisations/nation/inquiries/statistics`);
  await expectText(agent, '平均 5.0(1件)');
  expect(Number(number)).toBeGreaterThan(0);
});

test('whoever finds the answer while asking sends nothing', async () => {
  const asker = await web.visit(asAsker('/new'));
  const [before] = await web.api.store.see`select count(*)::int as inquiries from inquiries`;
  await asker.getByLabel(/^件名/u).fill('確認コードの端末をなくした');
  await asker
    .getByRole('button', { name: /これで解決した/u })
    .first()
    .click();
  await expectText(asker, '問い合わせを送らずに終わりました。');
  expect(await asker.getByLabel(/^件名/u).inputValue()).toBe('');
  expect(await web.api.store.see`select count(*)::int as inquiries from inquiries`).toEqual([before]);
});

test('what is missing is named, and a personal number is refused at its field, before anything is stored', async () => {
  const asker = await web.visit(asAsker('/new'));
  await tabTo(asker, '送る');
  await asker.keyboard.press('Enter');
  await expectText(asker, '件名を入力してください。');
  await expectText(asker, '内容を入力してください。');
  await expectAccessible(asker);
  await asker.getByLabel(/^件名/u).fill('番号の確認');
  const number = web.api.store.people.personalNumber();
  await asker
    .getByLabel(/^内容/u)
    .fill(`個人番号は${number.slice(0, 4)} ${number.slice(4, 8)} ${number.slice(8)}です。`);
  await asker.getByRole('button', { name: '送る', exact: true }).click();
  await asker
    .getByText(/個人番号/u)
    .nth(1)
    .waitFor();
  await expect.poll(() => asker.getByLabel(/^内容/u).getAttribute('aria-invalid')).toBe('true');
  const stored = await web.api.store.see`select 1 from inquiry_messages where text like ${`%${number.slice(8)}%`}`;
  expect(stored).toHaveLength(0);
  // What was typed stays.
  expect(await asker.getByLabel(/^件名/u).inputValue()).toBe('番号の確認');
});
