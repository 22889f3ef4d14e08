/** Two agents at once: both texts are in sight, and nothing is lost. */
import { beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectText, openWeb, type WebTest } from '../support.ts';
import { addAnswer, answer, asAgent, ask, openPeople, type People } from './support.ts';

let web: WebTest;
let people: People;
beforeAll(async () => {
  web = await openWeb(263);
  people = await openPeople(web);
});

const mine = '回線を切り替えてください。';
const theirs = 'ルーターの電源を入れ直してください。';

test('the later answer is not sent: it stands beside the other one, and stays in the field', async () => {
  const inquiry = await ask(people);
  const page = await web.visit(asAgent(`/${String(inquiry.inquiry)}`, { roles: ['call-centre', 'auditor'] }));
  const field = page.getByRole('textbox', { name: '回答', exact: true });
  await field.fill(mine);
  await answer(people, inquiry, theirs);
  // The page is told; the writer is warned, and the text is left alone.
  await expectText(page, '入力している間に、この問い合わせが更新されました。');
  expect(await field.inputValue()).toBe(mine);
  await page.getByRole('button', { name: '回答を送る' }).click();
  const conflict = page.getByRole('alert').filter({ hasText: 'ほかの人が先に更新しました' });
  await conflict.getByText(theirs).waitFor();
  await conflict.getByText(mine).waitFor();
  await expectAccessible(page);
  expect(await field.inputValue()).toBe(mine);
  const messages = () =>
    web.api.store.see<{ text: string }[]>`
      select text from inquiry_messages where inquiry = ${inquiry.inquiry} and kind = 'answer' order by seq`;
  expect(await messages()).toEqual([{ text: theirs }]);
  await conflict.getByRole('button', { name: 'それでも自分の文を送る' }).click();
  await expectText(page, '回答を送りました。');
  expect(await messages()).toEqual([{ text: theirs }, { text: mine }]);
});

test('whoever changes their own text answers to what they have seen', async () => {
  const inquiry = await ask(people, { subject: '二つ目の問い合わせ' });
  const page = await web.visit(asAgent(`/${String(inquiry.inquiry)}`, { roles: ['call-centre', 'auditor'] }));
  const field = page.getByRole('textbox', { name: '回答', exact: true });
  await field.fill(mine);
  await answer(people, inquiry, theirs);
  await page.getByRole('button', { name: '回答を送る' }).click();
  await page.getByRole('button', { name: '自分の文を直す' }).click();
  expect(await field.inputValue()).toBe(mine);
  await field.fill(`${mine} 電源の後でお願いします。`);
  await page.getByRole('button', { name: '回答を送る' }).click();
  await expectText(page, '回答を送りました。');
});

test('who takes what somebody else has just taken is shown whose it is', async () => {
  const inquiry = await ask(people, { subject: '三つ目の問い合わせ' });
  const page = await web.visit(asAgent(`/${String(inquiry.inquiry)}`, { roles: ['call-centre', 'auditor'] }));
  await page.getByRole('button', { name: '自分が担当する' }).waitFor();
  // The page is not told in time.
  await page.route('**/inquiry-changes**', (route) => route.abort());
  await page.context().setOffline(true);
  await web.api.store.see`
    update inquiries set owner = 'somebody', status = 'in-progress', version = version + 1 where inquiry = ${inquiry.inquiry}`;
  await page.context().setOffline(false);
  await page.getByRole('button', { name: '自分が担当する' }).click();
  await page.getByRole('alert').getByText('状態: 対応中、担当: somebody').waitFor();
  await page.getByRole('button', { name: '確かめた' }).click();
  const [row] = await web.api.store.see`select owner from inquiries where inquiry = ${inquiry.inquiry}`;
  expect(row).toEqual({ owner: 'somebody' });
});

test('an answer of the collection that two change at once keeps both texts', async () => {
  const stored = await addAnswer(people);
  const page = await web.visit(asAgent('', { path: '/organisations/nation/answers' }));
  await page.getByRole('button', { name: `変更: ${stored.title}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/回答の文/u).fill(mine);
  await web.api.store.see`
    update answers set body = ${theirs}, version = version + 1 where answer = ${stored.answer}`;
  await dialog.getByRole('button', { name: '保存' }).click();
  await dialog.getByRole('alert').getByText(theirs).waitFor();
  expect(await dialog.getByLabel(/回答の文/u).inputValue()).toBe(mine);
  await dialog.getByRole('button', { name: '自分の文で上書きする' }).click();
  await expectText(page, '回答を変更しました。');
  const [row] = await web.api.store.see`select body from answers where answer = ${stored.answer}`;
  expect(row).toEqual({ body: mine });
});
