/** What agents and askers do to inquiries, also two at once, and whom the database tells of what. */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { nation } from '../../../domain/organisations.ts';
import { addAnswer, changeAnswer, findAnswer } from '../../../storage/inquiries/answers.ts';
import { attachFile, judgeFile } from '../../../storage/inquiries/attachments.ts';
import { takeInquiriesToLookAt, takeInquiryTurn } from '../../../storage/inquiries/escalation.ts';
import { askInquiry, findInquiry, listInquiries } from '../../../storage/inquiries/inquiries.ts';
import { sendNextMail, type DueMail } from '../../../storage/inquiries/mails.ts';
import { readInquiryStatistics } from '../../../storage/inquiries/statistics.ts';
import {
  answerInquiry,
  changeInquiry,
  mergeInquiry,
  noteInquiry,
  rateInquiry,
  writeQuestion,
} from '../../../storage/inquiries/work.ts';
import { databaseAs, openDatabase, operationRoleOf, type Database } from '../../../storage/database/database.ts';
import { municipality, openStore, otherMunicipality, type Store } from '../support.ts';
import { askedBy, registerAskers } from './support.ts';

/** A Wednesday at nine. */
const opening = Date.parse('2026-04-01T09:00:00+09:00');
const minute = 60_000;
const national = { acting: nation, organisation: nation };
const own = { acting: municipality, organisation: municipality };
let store: Store;
let agents: Database;

beforeAll(async () => {
  store = await openStore(152);
  await registerAskers(store);
  // As people of the call centre, within what row-level security lets them do.
  agents = databaseAs(store.api, operationRoleOf(['call-centre']), 'agent');
});

async function ask(subject = '質問', more = {}): Promise<number> {
  const result = await askInquiry(store.api, municipality, askedBy(municipality, subject, more), opening);
  if (result.kind !== 'asked') throw new Error(result.kind);
  return result.inquiry;
}
const find = async (inquiry: number, view = national, now = Date.now()) => {
  const found = await findInquiry(view === national ? agents : store.api, view, inquiry, now);
  if (!found) throw new Error('not found');
  return found;
};
const answerOf = (version: number, more = {}) => ({
  text: '回答します。',
  by: 'agent',
  requestKey: randomUUID(),
  version,
  answers: [],
  status: 'answered' as const,
  ...more,
});

test('an inquiry is due after so many open minutes, and is asked once however often it is sent', async () => {
  const asked = askedBy(municipality, '期限', { kind: 'fault', priority: 'normal' });
  const late = opening + 6 * 60 * minute;
  const results = [
    await askInquiry(store.api, municipality, asked, late),
    await askInquiry(store.api, municipality, asked, late),
  ];
  expect(results.map((result) => result.kind === 'asked' && result.isNew)).toEqual([true, false]);
  const [first] = results;
  const { dueAt, openMinutesLeft } = await find(first?.kind === 'asked' ? first.inquiry : 0, national, late);
  // Two hours are left of Wednesday, two are Thursday's.
  expect(dueAt).toBe(Date.parse('2026-04-02T11:00:00+09:00'));
  expect(openMinutesLeft).toBe(240);
});

describe('two agents at once', () => {
  test('one of two answers is stored, and the other is told of it', async () => {
    const inquiry = await ask();
    const { version } = await find(inquiry);
    const results = await Promise.all(
      ['一人目の回答', '二人目の回答'].map((text) =>
        answerInquiry(agents, national, inquiry, answerOf(version, { text }), opening),
      ),
    );
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['changed', 'done']);
    const { messages } = await find(inquiry);
    expect(messages.filter(({ kind }) => kind === 'answer')).toHaveLength(1);
  });

  test('an answer that is sent twice is written once', async () => {
    const inquiry = await ask();
    const answer = answerOf((await find(inquiry)).version);
    const first = await answerInquiry(agents, national, inquiry, answer, opening);
    expect(await answerInquiry(agents, national, inquiry, answer, opening)).toMatchObject({
      ...first,
      isNew: false,
    });
  });

  test('merges in both directions and along a ring, all at once, end without a circle', async () => {
    const ring = [await ask('一'), await ask('二'), await ask('三'), await ask('四')];
    const pairs = ring.flatMap((each, index) => {
      const next = ring[(index + 1) % ring.length] ?? 0;
      return [
        [each, next],
        [next, each],
      ] as const;
    });
    await Promise.all(
      pairs.map(async ([inquiry, into]) => {
        const { version } = await find(inquiry);
        return mergeInquiry(agents, national, inquiry, { version, into }, opening);
      }),
    );
    const rows = await store.see`
      select inquiry::int as inquiry, merged_into::int as into from inquiries where inquiry in ${store.see(ring)}`;
    for (const row of rows) if (row['into'] !== null) expect(row['into']).toBeLessThan(row['inquiry'] as number);
    expect(rows.filter((row) => row['into'] !== null).length).toBeGreaterThan(0);
    await expect(
      store.see`update inquiries set merged_into = ${ring[3] ?? 0}, status = 'merged' where inquiry = ${ring[0] ?? 0}`,
    ).rejects.toThrow(/inquiry_merged_into_earlier/u);
  });
});

test('what was merged goes on in the earlier one, with all that was written in either', async () => {
  const [earlier, later] = [await ask('先の質問'), await ask('後の質問')];
  const { version } = await find(earlier);
  const merged = await mergeInquiry(agents, national, earlier, { version, into: later }, opening);
  expect(merged).toEqual({ kind: 'done', inquiry: earlier });
  const written = await writeQuestion(
    store.api,
    own,
    later,
    { text: '続きです', by: 'asker', requestKey: randomUUID() },
    opening + minute,
  );
  expect(written).toMatchObject({ inquiry: earlier });
  expect((await find(earlier)).messages.map(({ text }) => text.slice(0, 4))).toEqual([
    '先の質問',
    '後の質問',
    '続きです',
  ]);
  const [stranger] = [await askInquiry(store.api, otherMunicipality, askedBy(otherMunicipality, '他市'), opening)];
  const of = stranger.kind === 'asked' ? stranger.inquiry : 0;
  const { version: seen } = await find(of);
  expect(await mergeInquiry(agents, national, of, { version: seen, into: earlier }, opening)).toEqual({
    kind: 'otherOrganisation',
  });
});

test('a note is the call centre’s own, and a neighbour sees nothing', async () => {
  const inquiry = await ask();
  await noteInquiry(agents, national, inquiry, { text: '内部メモ', by: 'agent', requestKey: randomUUID() }, opening);
  expect((await find(inquiry)).messages.map(({ kind }) => kind)).toEqual(['question', 'note']);
  const asker = databaseAs(store.api, operationRoleOf(['administrator']), 'asker');
  expect((await findInquiry(asker, own, inquiry, Date.now()))?.messages.map(({ kind }) => kind)).toEqual(['question']);
  const neighbour = { acting: otherMunicipality, organisation: otherMunicipality };
  expect(await findInquiry(asker, neighbour, inquiry, Date.now())).toBeUndefined();
  expect(await findInquiry(asker, { ...neighbour, organisation: municipality }, inquiry, Date.now())).toBeUndefined();
  // A question after the note has a place of its own.
  const question = { text: '追記', by: 'asker', requestKey: randomUUID() };
  expect(await writeQuestion(asker, own, inquiry, question, opening)).toMatchObject({ seq: 3 });
});

test('an answer of the collection counts as used, and as solved when the asker says so', async () => {
  const text = { title: '再実行', body: '再実行を押します。', kind: 'operation' as const };
  const { answer, version: first } = await addAnswer(agents, nation, text, 'agent');
  const inquiry = await ask();
  const { version } = await find(inquiry);
  expect(
    await rateInquiry(store.api, own, inquiry, { solved: true, satisfaction: 5, text: null, by: 'asker' }, opening),
  ).toEqual({
    kind: 'notAnswered',
  });
  await answerInquiry(
    agents,
    national,
    inquiry,
    answerOf(version, { answers: [answer, answer] }),
    opening + 30 * minute,
  );
  await changeAnswer(agents, nation, answer, { version: first, retired: true }, 'agent');
  for (const solved of [true, false, true]) {
    await rateInquiry(
      store.api,
      own,
      inquiry,
      { solved, satisfaction: 4, text: null, by: 'asker' },
      opening + 40 * minute,
    );
  }
  expect(await findAnswer(agents, nation, answer)).toMatchObject({ used: 1, solved: 1 });
  expect(await find(inquiry)).toMatchObject({
    status: 'closed',
    satisfaction: 4,
    dueAt: null,
    answeredWith: [{ answer, retired: true, solved: true }],
  });
  const statistics = await readInquiryStatistics(agents, national, { from: '2026-04-01', to: '2026-04-01' });
  expect(statistics.satisfaction.find(({ satisfaction }) => satisfaction === 4)?.inquiries).toBe(1);
  expect(statistics.hours[9]?.asked).toBeGreaterThan(0);
  expect(statistics.all.answered).toBeGreaterThan(0);
});

test('the owner is one of the call centre', async () => {
  const inquiry = await ask();
  const { version } = await find(inquiry);
  const give = (owner: string) =>
    changeInquiry(agents, national, inquiry, { version, owner, priority: 'high' }, opening);
  expect(await give('asker')).toEqual({ kind: 'unknownOwner' });
  expect(await give('colleague')).toEqual({ kind: 'done', inquiry });
  expect(await give('agent')).toEqual({ kind: 'changed' });
  expect(await find(inquiry)).toMatchObject({ owner: 'colleague', dueAt: opening + 240 * minute });
});

describe('an inquiry that nobody answers', () => {
  test('is escalated three times, each once, and its mails wait for the opening', async () => {
    await store.see`update inquiries set look_at = null`;
    await store.see`delete from inquiry_mails`;
    const inquiry = await ask('急ぎ', { kind: 'fault', priority: 'high' });
    let now = opening;
    const turns: number[] = [];
    for (let look = 0; look < 10; look += 1) {
      const { until } = await takeInquiryTurn(store.db, inquiry, now);
      if (until === null) break;
      if (until > now) turns.push((until - opening) / minute);
      now = until;
    }
    expect(turns).toEqual([60, 90, 120]);
    const mails = await store.see`select recipient, seq from inquiry_mails order by seq, recipient`;
    expect(mails.map((row) => `${String(row['seq'])} ${String(row['recipient'])}`)).toEqual([
      '1 agent@mihon.example',
      '1 colleague@mihon.example',
      '2 agent@mihon.example',
      '2 colleague@mihon.example',
      '2 decider@mihon.example',
      '3 agent@mihon.example',
      '3 colleague@mihon.example',
      '3 decider@mihon.example',
      '3 operator@mihon.example',
    ]);
    const { db, close } = openDatabase(store.database.monitorUrl, { max: 2, name: 'test-monitor' });
    try {
      const sent: DueMail[] = [];
      const send = async (at: number) => {
        while (
          await sendNextMail(
            db,
            async (mail) => {
              sent.push(mail);
              return { kind: 'sent' };
            },
            at,
          )
        );
      };
      // The evening, the night, and the last minute before the opening.
      for (const hour of ['2026-04-01T17:00', '2026-04-02T03:00', '2026-04-02T08:59']) {
        await send(Date.parse(`${hour}:00+09:00`));
        expect(sent).toEqual([]);
      }
      await send(Date.parse('2026-04-02T09:00:00+09:00'));
      expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(9);
    } finally {
      await close();
    }
  });

  test('is named to the schedule when it is due, and not again at once', async () => {
    await store.see`update inquiries set look_at = null`;
    const inquiry = await ask('忘れた', { kind: 'fault', priority: 'high' });
    expect(await takeInquiriesToLookAt(store.db, opening + 59 * minute)).toEqual([]);
    expect(await takeInquiriesToLookAt(store.db, opening + 60 * minute)).toEqual([inquiry]);
    expect(await takeInquiriesToLookAt(store.db, opening + 60 * minute)).toEqual([]);
  });
});

describe('a file', () => {
  const text = (content: string) => new TextEncoder().encode(content);
  test('is what its first bytes say, and hides no number', () => {
    expect(judgeFile(text('%PDF-1.7 …'))).toEqual({ kind: 'taken', type: 'application/pdf' });
    expect(judgeFile(text('ただの文'))).toEqual({ kind: 'taken', type: 'text/plain' });
    for (const bytes of [text('MZ\u0000'), text('PK\u0003\u0004'), text('<svg onload=x>'), text('#!/bin/sh')]) {
      expect(judgeFile(bytes)).toEqual({ kind: 'refused', rule: 'NOT_LISTED' });
    }
    const number = Uint8Array.from([0x82, 0x60, 0x82, 0x61]); // Shift_JIS before the digits
    const wide = Uint8Array.from([
      ...number,
      ...Array.from('123456789018').flatMap((digit) => [0x82, 0x4f + Number(digit)]),
    ]);
    for (const bytes of [text('1234-5678-9018'), text('１２３４　５６７８　９０１８'), wide]) {
      expect(judgeFile(bytes)).toEqual({ kind: 'refused', rule: 'PERSONAL_NUMBER_INSIDE' });
    }
  });

  test('is attached once to the own message, and to no other’s', async () => {
    const inquiry = await ask();
    const file = { seq: 1, name: '画面.png', type: 'image/png' as const, content: text('x'), by: 'asker' };
    const [first, again] = [
      await attachFile(store.api, own, inquiry, file),
      await attachFile(store.api, own, inquiry, file),
    ];
    expect(first).toMatchObject({ kind: 'attached' });
    expect(again).toEqual(first);
    expect(await attachFile(agents, national, inquiry, { ...file, by: 'agent' })).toEqual({ kind: 'unknown' });
  });
});

test('ten thousand inquiries are listed by index', async () => {
  await store.see`
    insert into inquiries (organisation, kind, subject, road, asked_by, request_key, due_at)
    select ${municipality}, 'other', '質問 ' || n, 'web', 'asker', gen_random_uuid(), now() + n * interval '1 minute'
    from generate_series(1, 10000) n`;
  await store.see`analyze inquiries`;
  const page = await listInquiries(agents, national, { state: 'open', sort: 'number', limit: 50 }, opening);
  expect(page.inquiries).toHaveLength(50);
  expect(page.open).toBeGreaterThanOrEqual(10_000);
  const before = page.inquiries.at(-1)?.inquiry;
  const next = await listInquiries(agents, national, { state: 'open', sort: 'number', before, limit: 50 }, opening);
  expect(next.inquiries[0]?.inquiry).toBeLessThan(before ?? 0);
});
