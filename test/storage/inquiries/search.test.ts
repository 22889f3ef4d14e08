/** Whatever is stored is found by any two of its characters, also by other words, and nothing of others is shown. */
import { assert, property, string } from '../../support/fast-check.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { meaningsFrom } from '../../../domain/inquiries/meanings.ts';
import { fold } from '../../../domain/inquiries/fold.ts';
import { gramsOf, lexemesOf } from '../../../domain/inquiries/search.ts';
import { nation } from '../../../domain/organisations.ts';
import { addAnswer, changeAnswer } from '../../../storage/inquiries/answers.ts';
import { indexAnew } from '../../../storage/inquiries/index-anew.ts';
import { askInquiry } from '../../../storage/inquiries/inquiries.ts';
import { plainReader } from '../../../storage/inquiries/reader.ts';
import { searchInquiries } from '../../../storage/inquiries/search.ts';
import { municipality, openStore, otherMunicipality, type Store } from '../support.ts';
import { askedBy, registerAskers } from './support.ts';

let store: Store;
const national = { acting: nation, organisation: nation };
const texts = [
  '一括登録を続きから再開する',
  'ﾌﾟﾘﾝﾀｰで証明書が印刷できない',
  'がぎぐ と ｶﾞｷﾞｸﾞ、Àéî、ﬁ、㌔㍍、①Ⅳ',
  '𠮷野家の外字𠮟と葛󠄀城市',
  'ΑΣ ΣΑ İstanbul ẞ 100%_done \\ back',
  'Wi-Fi (5GHz) のログイン/ログアウト…',
];
const bodyOf = (text: string): string => `${text}\n本文の二行目です。`;

beforeAll(async () => {
  store = await openStore(151);
  await registerAskers(store);
  for (const title of texts) {
    await addAnswer(store.api, nation, { title, body: bodyOf(title), kind: 'operation' }, 'agent');
  }
});

const find = (text: string, view = national) =>
  searchInquiries(store.api, store.api, view, { text, answers: 50, inquiries: 50 });

describe('every two characters that stand side by side', () => {
  test('of every stored text find it', async () => {
    for (const text of texts) {
      const signs = Array.from(text);
      for (let at = 0; at + 1 < signs.length; at += 1) {
        const pair = `${signs[at] ?? ''}${signs[at + 1] ?? ''}`;
        if (pair.trim() === '') continue;
        const { answers } = await find(pair);
        expect(
          answers.map(({ title }) => title),
          `${JSON.stringify(pair)} of ${text}`,
        ).toContain(text);
      }
    }
  });

  test('are among the lexemes of any text, folded, composed or not', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 40 }), (text) => {
        const lexemes = new Set(lexemesOf(text, plainReader));
        const signs = Array.from(text);
        for (let at = 0; at + 1 < signs.length; at += 1) {
          for (const gram of gramsOf(fold(`${signs[at] ?? ''}${signs[at + 1] ?? ''}`))) expect(lexemes).toContain(gram);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

test('signs of LIKE are signs like others', async () => {
  const titles = async (text: string) => (await find(text)).answers.map(({ title }) => title);
  expect((await find('100%_done')).exact).toBe(true);
  expect((await find('100__done')).exact).toBe(false);
  expect(await titles('\\ back')).toContain(texts[4]);
});

test('other words of the same meaning find it: hiragana, English, a typing error', async () => {
  for (const text of ['いんさつできない', 'the printer does not print', '証明書が印冊できない', 'プリンタ 印刷']) {
    const [best] = (await find(text)).answers;
    expect(best?.title, text).toBe(texts[1]);
  }
});

test('a question in hiragana finds kanji by their reading, also of words that no list has', async () => {
  const title = '離島航路の欠航を知らせる';
  await addAnswer(store.api, nation, { title, body: '船が出ない日の扱い。', kind: 'other' }, 'agent');
  for (const text of ['りとうこうろのけっこう', '欠航をしらせたい']) {
    const [best] = (await find(text)).answers;
    expect(best?.title, text).toBe(title);
  }
});

test('words of politeness that share some kana with a word find nothing', async () => {
  const title = '申込書の送付のお願い';
  await addAnswer(
    store.api,
    nation,
    { title, body: '早めに送ってください。よろしくお願いします。', kind: 'other' },
    'agent',
  );
  const { answers } = await find('サインイン');
  expect(answers.map((each) => each.title)).not.toContain(title);
});

test('marks name the characters that agree', async () => {
  const [best] = (await find('再開')).answers;
  expect(best?.titleMarks.map(([from, to]) => best.title.slice(from, to))).toEqual(['再開']);
});

test('a retired answer is found no more, and again when it is brought back', async () => {
  const { answer, version } = await addAnswer(
    store.api,
    nation,
    { title: '引退する回答', body: '古い手順', kind: 'other' },
    'agent',
  );
  const isFound = async () => (await find('引退する')).answers.some((each) => each.answer === answer);
  expect(await isFound()).toBe(true);
  await changeAnswer(store.api, nation, answer, { version, retired: true }, 'agent');
  expect(await isFound()).toBe(false);
  await changeAnswer(store.api, nation, answer, { version: version + 1, retired: false }, 'agent');
  expect(await isFound()).toBe(true);
});

test('past inquiries are the own organisation’s, for the call centre those of all', async () => {
  for (const organisation of [municipality, otherMunicipality]) {
    await askInquiry(store.api, organisation, askedBy(organisation, '符号が届かない件'), Date.now());
  }
  const seenBy = async (organisation: string) =>
    (await find('符号が届かない', { acting: organisation, organisation })).inquiries.map((each) => each.organisation);
  expect(await seenBy(municipality)).toEqual([municipality]);
  expect((await seenBy(nation)).toSorted()).toEqual([municipality, otherMunicipality].toSorted());
});

test('texts that were indexed by other words are indexed anew, and only those', async () => {
  await store.see`update answers set grams = '{}', folded = '', index_version = 'older' where title = ${texts[0] ?? ''}`;
  await store.see`update inquiry_messages set grams = '{}', index_version = 'older'`;
  const isFound = async () => (await find('続きから再開')).answers.some(({ title }) => title === texts[0]);
  expect(await isFound()).toBe(false);
  const [messages] = await store.see`select count(*)::int as count from inquiry_messages`;
  expect(await indexAnew(store.db)).toBe(1 + (messages?.['count'] as number));
  expect(await indexAnew(store.db)).toBe(0);
  expect(await isFound()).toBe(true);
  expect((await find('符号が届かない')).inquiries).toHaveLength(2);
});

test('a word of the list is no part of another word in kana or Latin letters', () => {
  const meanings = meaningsFrom([
    { id: 'log', words: ['ログ', 'log', '履歴'] },
    { id: 'program', words: ['プログラム', 'program'] },
  ]);
  expect(meanings(fold('プログラム')).flat()).toEqual(['program']);
  expect(meanings(fold('catalogue')).flat()).toEqual([]);
  expect(meanings(fold('the LOG')).flat()).toEqual(['log']);
});
