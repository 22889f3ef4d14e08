/** Who may ask, answer and read along, and what the API refuses. */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { Answer, AnswerConflict, SearchResult } from '../../../contracts/api/answers.ts';
import {
  Inquiries,
  InquiryAttachment,
  InquiryConflict,
  InquiryDetail,
  InquiryStatistics,
} from '../../../contracts/api/inquiries.ts';
import { nation, prefectureOf } from '../../../domain/organisations.ts';
import { newcomer, type SignedIn } from '../sign-in/staff-support.ts';
import { city, openApi, otherCity, problemIn, type ApiTest } from '../support.ts';

const personalNumber = '123456789018';
let api: ApiTest;
let asker: SignedIn;
let neighbour: SignedIn;
let agent: SignedIn;
let colleague: SignedIn;

beforeAll(async () => {
  api = await openApi(315);
  asker = await newcomer(api, ['administrator'], { organisation: city });
  neighbour = await newcomer(api, ['administrator'], { organisation: otherCity });
  agent = await newcomer(api, ['call-centre'], { organisation: nation });
  colleague = await newcomer(api, ['call-centre'], { organisation: nation });
});

const path = (organisation: string, ...rest: (string | number)[]) =>
  ['', 'v1', 'organisations', organisation, ...rest].join('/');
const post = ({ browser }: SignedIn, where: string, json: unknown) => browser.send('POST', where, { json });
async function ask(who = asker, organisation = city, more = {}): Promise<InquiryDetail> {
  const json = {
    requestKey: randomUUID(),
    kind: 'operation',
    subject: '再実行',
    text: '続きから再開できますか。',
    ...more,
  };
  const answer = await post(who, path(organisation, 'inquiries'), json);
  expect(answer.status).toBe(201);
  return InquiryDetail.parse(await answer.json());
}
const read = async ({ browser }: SignedIn, organisation: string, inquiry: number) =>
  InquiryDetail.parse(await (await browser.send('GET', path(organisation, 'inquiries', inquiry))).json());

test('an administrator asks, the call centre sees the inquiries of all, others nothing of it', async () => {
  const { inquiry, dueAt, tier } = await ask();
  expect(tier).toBe('municipality');
  expect(dueAt).not.toBeNull();
  await api.drain();
  expect(api.engine.asked).toContain(`nudgeInquiry ${inquiry}`);
  const listed = Inquiries.parse(await (await agent.browser.send('GET', path(nation, 'inquiries'))).json());
  expect(listed.inquiries.map((each) => each.inquiry)).toContain(inquiry);
  expect((await read(agent, city, inquiry)).inquiry).toBe(inquiry);
  await problemIn(await neighbour.browser.send('GET', path(otherCity, 'inquiries', inquiry)), 404, 'UNKNOWN_INQUIRY');
  await problemIn(await neighbour.browser.send('GET', path(city, 'inquiries', inquiry)), 403, 'FORBIDDEN');
  const above = await newcomer(api, ['administrator'], { organisation: prefectureOf(city) });
  await problemIn(await above.browser.send('GET', path(city, 'inquiries', inquiry)), 403, 'FORBIDDEN');
  const clerk = await newcomer(api, ['clerk'], { organisation: city });
  await problemIn(await clerk.browser.send('GET', path(city, 'inquiries')), 403, 'FORBIDDEN');
  const text = { requestKey: randomUUID(), text: 'x', version: 1 };
  await problemIn(await post(asker, path(city, 'inquiries', inquiry, 'answers'), text), 403, 'FORBIDDEN');
  const [entry] = await api.store.see`
    select staff_id, outcome from audit_log where action = 'inquiries.ask' and municipality = ${city} order by seq desc limit 1`;
  expect(entry).toEqual({ staff_id: asker.staffId, outcome: 'allowed' });
});

test('a prefecture asks as well', async () => {
  const prefecture = prefectureOf(city);
  const above = await newcomer(api, ['administrator'], { organisation: prefecture });
  expect(await ask(above, prefecture)).toMatchObject({ tier: 'prefecture', organisation: prefecture });
});

test('of two agents at once one answers; the other is shown both texts, and nothing is lost', async () => {
  const { inquiry, version } = await ask();
  const where = path(nation, 'inquiries', inquiry, 'answers');
  const answers = await Promise.all(
    [agent, colleague].map((who, index) =>
      post(who, where, { requestKey: randomUUID(), version, text: `回答その${index + 1}` }),
    ),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  const refused = answers.find(({ status }) => status === 409);
  const conflict = InquiryConflict.parse(await refused?.json());
  expect(conflict.code).toBe('INQUIRY_CHANGED');
  const stored = conflict.current?.messages.at(-1)?.text ?? '';
  expect(new Set([stored, conflict.sent?.text])).toEqual(new Set(['回答その1', '回答その2']));
  const again = { requestKey: randomUUID(), version: conflict.current?.version, text: conflict.sent?.text };
  expect((await post(agent, where, again)).status).toBe(201);
});

test('a note is never shown to who asked', async () => {
  const { inquiry } = await ask();
  const note = { requestKey: randomUUID(), text: '内部の話' };
  expect((await post(agent, path(nation, 'inquiries', inquiry, 'notes'), note)).status).toBe(201);
  expect((await read(agent, nation, inquiry)).messages.map(({ kind }) => kind)).toEqual(['question', 'note']);
  expect((await read(asker, city, inquiry)).messages.map(({ kind }) => kind)).toEqual(['question']);
});

test('what helped is closed and counted, what did not is open again', async () => {
  const body = { title: '再実行のしかた', body: '「再実行」を押します。', kind: 'operation' };
  const added = Answer.parse(await (await post(agent, path(nation, 'answers'), body)).json());
  await problemIn(await post(asker, path(city, 'answers'), body), 403, 'FORBIDDEN');
  const { inquiry, version } = await ask();
  await post(agent, path(nation, 'inquiries', inquiry, 'answers'), {
    requestKey: randomUUID(),
    version,
    text: body.body,
    answers: [added.answer],
  });
  const rate = (solved: boolean) =>
    post(asker, path(city, 'inquiries', inquiry, 'satisfaction'), { solved, satisfaction: 2 });
  expect(InquiryDetail.parse(await (await rate(false)).json())).toMatchObject({ status: 'open', satisfaction: 2 });
  expect(InquiryDetail.parse(await (await rate(true)).json())).toMatchObject({ status: 'closed' });
  const now = Answer.parse(await (await asker.browser.send('GET', path(city, 'answers', added.answer))).json());
  expect(now).toMatchObject({ used: 1, solved: 1 });
  const change = (title: string) =>
    agent.browser.send('PATCH', path(nation, 'answers', added.answer), { json: { version: added.version, title } });
  const [first, second] = [await change('一つ目の題'), await change('二つ目の題')];
  expect([first.status, second.status]).toEqual([200, 409]);
  expect(AnswerConflict.parse(await second.json())).toMatchObject({
    current: { title: '一つ目の題' },
    sent: { title: '二つ目の題' },
  });
  const found = await post(asker, path(city, 'inquiry-search'), { text: 'さいじっこう' });
  expect(SearchResult.parse(await found.json()).answers[0]?.answer).toBe(added.answer);
});

describe('a personal number', () => {
  test.each([
    ['subject', { subject: `番号${personalNumber}` }],
    ['text', { text: '１２３４ ５６７８ ９０１８' }],
    ['text', { text: '1234-5678-9018' }],
  ])('in the %s is refused', async (field, more) => {
    const json = { requestKey: randomUUID(), kind: 'other', subject: 'x', text: 'y', ...more };
    const problem = await problemIn(await post(asker, path(city, 'inquiries'), json), 422, 'INVALID_INPUT');
    expect(problem.errors).toMatchObject([{ field, rule: 'PERSONAL_NUMBER_INSIDE' }]);
  });

  test('in a note, a file or the name of a file is refused', async () => {
    const { inquiry } = await ask();
    const note = { requestKey: randomUUID(), text: personalNumber };
    await problemIn(await post(agent, path(nation, 'inquiries', inquiry, 'notes'), note), 422, 'INVALID_INPUT');
    const attach = (name: string, text: string) =>
      asker.browser.send(
        'POST',
        `${path(city, 'inquiries', inquiry, 'attachments')}?seq=1&name=${encodeURIComponent(name)}`,
        {
          body: new TextEncoder().encode(text),
          headers: { 'content-type': 'application/octet-stream' },
        },
      );
    await problemIn(await attach('a.txt', `番号は${personalNumber}`), 422, 'INVALID_INPUT');
    await problemIn(await attach(`${personalNumber}.txt`, 'x'), 422, 'INVALID_INPUT');
    await problemIn(await attach('a.exe', 'MZ\u0000'), 422, 'INVALID_INPUT');
    const attached = InquiryAttachment.parse(await (await attach('画面.txt', 'エラーの写し')).json());
    expect(attached.type).toBe('text/plain');
    const file = await asker.browser.send('GET', path(city, 'inquiries', inquiry, 'attachments', attached.attachment));
    expect(await file.text()).toBe('エラーの写し');
    expect(file.headers.get('content-disposition')).toMatch(/^attachment/u);
    const foreign = path(otherCity, 'inquiries', inquiry, 'attachments', attached.attachment);
    await problemIn(await neighbour.browser.send('GET', foreign), 404, 'NOT_FOUND');
    expect(api.logged()).not.toContain(personalNumber);
  });
});

test('statistics are of the own organisation, for the call centre of all', async () => {
  const day = new Date(Date.now() + 9 * 60 * 60_000).toISOString().slice(0, 10);
  const count = async ({ browser }: SignedIn, organisation: string) => {
    const answer = await browser.send('GET', `${path(organisation, 'inquiry-statistics')}?from=${day}&to=${day}`);
    return InquiryStatistics.parse(await answer.json()).all.asked;
  };
  expect(await count(neighbour, otherCity)).toBe(0);
  expect(await count(agent, nation)).toBeGreaterThan(0);
  const query = `${path(nation, 'inquiry-statistics')}?from=2026-01-02&to=2026-01-01`;
  await problemIn(await agent.browser.send('GET', query), 422, 'INVALID_INPUT');
});
