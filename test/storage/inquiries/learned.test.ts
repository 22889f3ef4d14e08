/** An answer is found by the words of those who were answered with it, as long as these are there. */
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { mostQuestions } from '../../../domain/inquiries/learned.ts';
import { nation } from '../../../domain/organisations.ts';
import { addAnswer } from '../../../storage/inquiries/answers.ts';
import { indexAnew } from '../../../storage/inquiries/index-anew.ts';
import { askInquiry } from '../../../storage/inquiries/inquiries.ts';
import { searchInquiries } from '../../../storage/inquiries/search.ts';
import { answerInquiry, mergeInquiry, rateInquiry } from '../../../storage/inquiries/work.ts';
import { municipality, openStore, otherMunicipality, type Store } from '../support.ts';
import { askedBy, registerAskers } from './support.ts';

let store: Store;
const national = { acting: nation, organisation: nation };
const now = Date.UTC(2026, 5, 1, 3);

beforeAll(async () => {
  store = await openStore(158);
  await registerAskers(store);
  for (const [title, body] of [
    ['時刻の同期', '時計は自動で合わせます。'],
    ['帳票の様式', '様式は年度ごとに配布します。'],
    ['外字の登録', '外字は申請してください。'],
  ] as const) {
    await addAnswer(store.api, nation, { title, body, kind: 'operation' }, 'agent');
  }
});

async function add(title: string): Promise<number> {
  const text = { title, body: `${title}は回線事業者に連絡します。`, kind: 'operation' as const };
  return (await addAnswer(store.api, nation, text, 'agent')).answer;
}

async function ask(subject: string, organisation = municipality): Promise<number> {
  const asked = await askInquiry(store.api, organisation, askedBy(organisation, subject, { text: subject }), now);
  return asked.kind === 'asked' ? asked.inquiry : 0;
}

async function answerWith(inquiry: number, answer: number): Promise<void> {
  const [row] = await store.see<{ version: number }[]>`select version from inquiries where inquiry = ${inquiry}`;
  const sent = { text: 'ご案内します。', by: 'agent', requestKey: randomUUID(), status: 'answered' as const };
  const { kind } = await answerInquiry(
    store.api,
    national,
    inquiry,
    { ...sent, version: row?.version ?? 1, answers: [answer] },
    now,
  );
  expect(kind).toBe('done');
}

const find = (text: string, organisation = nation) =>
  searchInquiries(store.api, store.api, { acting: organisation, organisation }, { text, answers: 20, inquiries: 20 });
const isFound = async (answer: number, text: string) =>
  (await find(text)).answers.some((each) => each.answer === answer);

test('it is found by other words once it was used, and not after the inquiry was removed', async () => {
  const answer = await add('通信断の切り分け');
  const question = 'ぷつぷつ途絶えるのが煩わしい';
  const inquiry = await ask(question, otherMunicipality);
  expect(await isFound(answer, question)).toBe(false);
  await answerWith(inquiry, answer);

  // Whoever may not see the inquiry finds the answer, and of the inquiry nothing.
  const found = await find('ぷつぷつ途絶える', municipality);
  const [best] = found.answers;
  expect(best).toMatchObject({ answer, titleMarks: [], excerptMarks: [] });
  expect(JSON.stringify(found)).not.toContain('ぷつ');
  expect(found).toMatchObject({ inquiries: [], exact: false });

  // Indexed anew by other words, it is found still.
  await store.see`update inquiry_messages set grams = '{}', index_version = 'older'`;
  expect(await isFound(answer, question)).toBe(false);
  await indexAnew(store.db);
  expect(await isFound(answer, question)).toBe(true);

  for (const table of ['inquiry_mails', 'inquiry_answers', 'inquiry_messages', 'inquiries']) {
    await store.see`delete from ${store.see(table)} where inquiry = ${inquiry}`;
  }
  expect(await isFound(answer, question)).toBe(false);
});

test('a merged inquiry teaches what the one is answered with in which it goes on', async () => {
  const [answer, later] = [await add('配線の点検'), await add('交換の申込み')];
  const earlier = await ask('ケーブルがゆるゆるだ');
  await answerWith(earlier, answer);
  const merged = await ask('線がぐらぐらして抜け落ちる');
  expect(await isFound(answer, '線がぐらぐらして抜け落ちる')).toBe(false);
  const [row] = await store.see<{ version: number }[]>`select version from inquiries where inquiry = ${merged}`;
  await mergeInquiry(store.api, national, merged, { version: row?.version ?? 1, into: earlier }, now);
  expect(await isFound(answer, '線がぐらぐらして抜け落ちる')).toBe(true);
  await answerWith(earlier, later);
  expect(await isFound(later, '線がぐらぐらして抜け落ちる')).toBe(true);
});

test('what did not help teaches nothing', async () => {
  const answer = await add('電源の確認');
  const inquiry = await ask('うんともすんとも言わぬ');
  await answerWith(inquiry, answer);
  expect(await isFound(answer, 'うんともすんとも言わぬ')).toBe(true);
  const rating = { satisfaction: null, text: null, by: 'asker' };
  await rateInquiry(store.api, national, inquiry, { ...rating, solved: false }, now);
  expect(await isFound(answer, 'うんともすんとも言わぬ')).toBe(false);
  await rateInquiry(store.api, national, inquiry, { ...rating, solved: true }, now);
  expect(await isFound(answer, 'うんともすんとも言わぬ')).toBe(true);
});

test('of an answer that is used all the time the latest questions count', async () => {
  const answer = await add('証明書の更新');
  const inquiries = [];
  for (let each = 0; each <= mostQuestions; each += 1) {
    const inquiry = await ask(`${each}番目の件`);
    await answerWith(inquiry, answer);
    inquiries.push(inquiry);
  }
  const rows = await store.see<{ inquiry: number }[]>`
    select inquiry::float8 as inquiry from inquiry_messages where answered_with @> array[${answer}::bigint] order by inquiry`;
  expect(rows.map(({ inquiry }) => inquiry)).toEqual(inquiries.slice(1));
});
