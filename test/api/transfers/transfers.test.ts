import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { TransferAnswer } from '../../../contracts/transfer.ts';
import { lookAtPerson } from '../../../storage/transfers/judging.ts';
import {
  city,
  fieldsIn,
  openApi,
  otherCity,
  problemIn,
  publicUrl,
  register,
  transferBody,
  unknownCity,
  type ApiTest,
  type RequestOptions,
  type TestClient,
  type TransferFields,
} from '../support.ts';

let api: ApiTest;
beforeAll(async () => {
  api = await openApi(102);
});

const send = (json: unknown, options: RequestOptions = {}) => api.request('POST', 'transfers', { json, ...options });
const answerIn = async (response: Response): Promise<TransferAnswer> => TransferAnswer.parse(await response.json());
const inboxCount = async (): Promise<number> => (await api.store.see`select 1 from inbox`).length;

describe('a transfer', () => {
  test('of a new resident is numbered, and its status address says so', async () => {
    const body = transferBody(api.store);
    const response = await send(body);
    expect(response.status).toBe(201);
    const answer = (await response.json()) as Record<string, string>;
    expect(answer).toEqual({
      result: 'numbered',
      integratedAddressNumber: expect.stringMatching(/^\d{15}$/),
      codeRequestStatus: 'REQUESTING',
      statusUrl: `${publicUrl}/v1/municipalities/${city}/residents?numberSystem=01&addressNumber=${body.addressNumber}`,
    });
    expect(response.headers.get('location')).toBe(answer['statusUrl']);
    const status = await api.request('GET', answer['statusUrl']?.slice(publicUrl.length) ?? '');
    expect(await status.json()).toMatchObject({
      integratedAddressNumber: answer['integratedAddressNumber'],
      stage: 'NUMBERED',
      codeRequestStatus: 'REQUESTING',
      historyCount: 1,
    });
  });

  test('of the same resident from a second backbone joins and learns the number', async () => {
    const body = transferBody(api.store);
    const first = (await (await send(body)).json()) as Record<string, string>;
    const second = await send(
      { ...body, transferId: 'tax-1', numberSystem: '02', addressNumber: api.store.people.addressNumber() },
      { as: api.clients.tax },
    );
    expect(second.status).toBe(200);
    expect(await second.json()).toMatchObject({
      result: 'joined',
      integratedAddressNumber: first['integratedAddressNumber'],
      codeRequestStatus: 'REQUESTING',
    });
  });

  test('without a personal number waits for it', async () => {
    const { personalNumber: _none, ...body } = transferBody(api.store);
    const response = await send(body);
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({
      result: 'awaitingPersonalNumber',
      codeRequestStatus: 'NOT_REQUESTED',
    });
  });

  test('of another person behind a known personal number is held, and no number is disclosed', async () => {
    const body = transferBody(api.store);
    await send(body);
    const held = await send(
      transferBody(api.store, { personalNumber: body.personalNumber, name: '別人 次郎', birthDate: '1950-01-02' }),
    );
    expect(held.status).toBe(202);
    expect(await held.json()).toEqual({
      result: 'held',
      codeRequestStatus: expect.any(String),
      statusUrl: expect.any(String),
    });
  });

  test('that is sent again is answered the same, with the same status', async () => {
    const body = transferBody(api.store);
    const first = await send(body);
    const again = await send(body);
    expect(again.status).toBe(first.status);
    expect(await again.json()).toEqual(await first.json());
  });

  test('that is sent three times at once is one transfer', async () => {
    const body = transferBody(api.store);
    const answers = await Promise.all([send(body), send(body), send(body)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const rows = await api.store.see`select 1 from address_information where address_number = ${body.addressNumber}`;
    expect(rows).toHaveLength(1);
    const inbox = await api.store.see`select 1 from inbox where transfer_id = ${body.transferId}`;
    expect(inbox).toHaveLength(1);
  });

  test('with other content under the same id is a conflict', async () => {
    const body = transferBody(api.store);
    await send(body);
    await problemIn(await send({ ...body, address: '架空市別町9丁目' }), 409, 'TRANSFER_CONFLICT');
  });

  test('is numbered while the engine is away, as ever', async () => {
    api.engine.away = true;
    const response = await send(transferBody(api.store));
    api.engine.away = false;
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({
      result: 'numbered',
      integratedAddressNumber: expect.stringMatching(/^\d{15}$/),
      codeRequestStatus: 'REQUESTING',
    });
  });
});

describe('a transfer of somebody whom somebody else keeps locked', () => {
  interface Locked {
    personId: string;
    body: TransferFields;
    number: string;
  }
  async function numbered(): Promise<Locked> {
    const body = transferBody(api.store);
    const { integratedAddressNumber: number } = await answerIn(await send(body));
    const [row] = await api.store.see<{ person_id: string }[]>`
      select person_id from persons where integrated_address_number = ${number ?? ''}`;
    return { personId: row?.person_id ?? '', body, number: number ?? '' };
  }
  /** As the transaction of a chunk does, for as long as `work` takes. */
  const whileLocked = <T>({ personId }: Locked, work: () => Promise<T>) =>
    api.store.see.begin(async (tx) => {
      await tx`select 1 from persons where person_id = ${personId} for no key update`;
      return work();
    });
  const moved = ({ body }: Locked, fields: Record<string, unknown> = {}): TransferFields => ({
    ...body,
    transferId: `t-${randomUUID()}`,
    address: '架空市新町7-7',
    ...fields,
  });

  test('is kept and answered pending, and its sender is told what came of it once the person’s workflow has looked', async () => {
    const person = await numbered();
    const second = moved(person);
    const response = await whileLocked(person, () => send(second));
    expect(response.status).toBe(202);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await response.json()).toMatchObject({ result: 'pending', codeRequestStatus: 'NOT_REQUESTED' });
    const state = async () => {
      const [row] = await api.store.see`
        select state, result, owes_answer from inbox where transfer_id = ${second.transferId}`;
      return row;
    };
    expect(await state()).toEqual({ state: 'RECEIVED', result: null, owes_answer: true });

    const key = { municipality: city, personId: person.personId };
    expect(await lookAtPerson(api.store.db, key)).toMatchObject({ judged: 1, standing: { stage: 'NUMBERED' } });
    expect(await state()).toEqual({ state: 'JUDGED', result: 'joined', owes_answer: true });
    const told = await api.store.see`
      select number_system, address_number, history_seq from outbox where person_id = ${person.personId}`;
    expect(told).toEqual([{ number_system: '01', address_number: person.body.addressNumber, history_seq: 2 }]);
  });

  test('is judged at once when it is sent again after the lock is gone', async () => {
    const person = await numbered();
    const second = moved(person);
    expect((await whileLocked(person, () => send(second))).status).toBe(202);
    const again = await send(second);
    expect([again.status, await again.json()]).toMatchObject([
      200,
      { result: 'joined', integratedAddressNumber: person.number },
    ]);
  });

  test('waits for a lock that is gone in a moment, and has its answer then', async () => {
    const person = await numbered();
    let answer: Promise<Response> | undefined;
    await whileLocked(person, async () => {
      answer = send(moved(person));
      await vi.waitUntil(isSomebodyWaiting, { timeout: 120_000 });
    });
    expect((await answer)?.status).toBe(200);
  });

  const isSomebodyWaiting = async (): Promise<boolean> => {
    const rows = await api.store.see`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return rows.length > 0;
  };
});

describe('transfers of one person at once', () => {
  let everywhere: TestClient;
  beforeAll(async () => {
    everywhere = await register(api.store, city, 'backbone', ['01', '02', '03', '04']);
  });

  interface Found {
    person_id: string;
    last_history_seq: number;
    held_transfers: number;
  }
  /** Whoever has one of these address numbers, linked or in the history. */
  const personsOf = (addressNumbers: readonly string[]): Promise<Found[]> => api.store.see<Found[]>`
    select person_id, last_history_seq, held_transfers from persons where person_id in (
      select person_id from address_numbers where address_number in ${api.store.see(addressNumbers)}
      union select person_id from inbox where address_number in ${api.store.see(addressNumbers)})`;

  async function historyOf(personId: string): Promise<number[]> {
    const rows = await api.store.see<{ seq: number }[]>`
      select history_seq as seq from address_information where person_id = ${personId} order by history_seq`;
    return rows.map(({ seq }) => seq);
  }

  test('from four backbones, in one body of lines and beside it, are one person with a dense history, and nobody is held', async () => {
    const { personalNumber } = transferBody(api.store);
    const sent = ['01', '02', '03', '04'].map((numberSystem) =>
      transferBody(api.store, { personalNumber, numberSystem }),
    );
    const again = sent.map((body) => ({ ...body, transferId: `t-${randomUUID()}` }));
    const [lines, ...single] = await Promise.all([
      api.request('POST', 'transfers', {
        as: everywhere,
        body: sent.map((body) => JSON.stringify(body)).join('\n'),
        headers: { 'content-type': 'application/x-ndjson' },
      }),
      ...again.map((body) => send(body, { as: everywhere })),
    ]);
    const answers = (await lines.text()).trim().split('\n');
    for (const response of single) answers.push(await response.text());
    const results = answers.map((answer) => TransferAnswer.parse(JSON.parse(answer)));
    expect(results.map(({ result }) => result).toSorted()).toEqual([...Array<string>(7).fill('joined'), 'numbered']);
    expect(new Set(results.map((each) => each.integratedAddressNumber)).size).toBe(1);
    const persons = await personsOf(sent.map(({ addressNumber }) => addressNumber));
    expect(persons).toMatchObject([{ last_history_seq: 8, held_transfers: 0 }]);
    expect(await historyOf(persons[0]?.person_id ?? '')).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('with the personal number and without it, forty times, are one person each, and nobody is held', async () => {
    const pairs = Array.from({ length: 40 }, (_, at) => {
      const known = transferBody(api.store);
      const { personalNumber: _none, ...unknown } = { ...known, transferId: `t-${randomUUID()}` };
      // Now one of them is sent first, now the other.
      return at % 2 === 0 ? [known, unknown] : [unknown, known];
    });
    const results = await Promise.all(
      pairs.map(async (pair) => {
        const answers = await Promise.all(pair.map(async (body) => answerIn(await send(body))));
        return answers.map(({ result }) => result).toSorted();
      }),
    );
    for (const result of results) {
      expect([
        ['awaitingPersonalNumber', 'numbered'],
        ['joined', 'numbered'],
      ]).toContainEqual(result);
    }
    for (const [body] of pairs) {
      const persons = await personsOf([body?.addressNumber ?? '']);
      expect(persons).toMatchObject([{ last_history_seq: 2, held_transfers: 0 }]);
      expect(await historyOf(persons[0]?.person_id ?? '')).toEqual([1, 2]);
    }
  });

  test('twenty of them without a personal number are one person, and one more with it numbers that person', async () => {
    const { personalNumber, ...body } = transferBody(api.store);
    const waiting = await Promise.all(
      Array.from({ length: 20 }, () => send({ ...body, transferId: `t-${randomUUID()}` })),
    );
    expect(new Set(waiting.map(({ status }) => status))).toEqual(new Set([202]));
    expect(await personsOf([body.addressNumber])).toMatchObject([{ last_history_seq: 20, held_transfers: 0 }]);
    expect((await send({ ...body, personalNumber, transferId: `t-${randomUUID()}` })).status).toBe(201);
    expect(await personsOf([body.addressNumber])).toMatchObject([{ last_history_seq: 21, held_transfers: 0 }]);
  });
});

describe('a transfer that breaks a rule', () => {
  test('is refused with every field and its rule, and nothing is stored', async () => {
    const before = await inboxCount();
    const response = await send(
      transferBody(api.store, {
        personalNumber: '123456789012',
        birthDate: '昭和65年1月1日',
        numberSystem: '1',
        name: '',
        sex: 'x',
        nonDisclosure: 'yes',
        dataType: undefined,
        extra: 1,
      }),
    );
    expect(await fieldsIn(response)).toEqual({
      personalNumber: 'CHECK_DIGIT',
      birthDate: 'OUTSIDE_ERA',
      numberSystem: 'NOT_2_DIGITS',
      name: 'EMPTY',
      sex: 'NOT_LISTED',
      nonDisclosure: 'NOT_A_BOOLEAN',
      dataType: 'MISSING',
      extra: 'UNKNOWN_FIELD',
    });
    expect(await inboxCount()).toBe(before);
  });

  test('is told so in Japanese unless English is preferred, and never its own values', async () => {
    const sent = '123456789012';
    const body = transferBody(api.store, { personalNumber: sent, [sent]: sent });
    const japanese = await problemIn(await send(body), 422, 'INVALID_INPUT');
    expect(japanese.title).toBe('入力に誤りがあります。');
    expect(JSON.stringify(japanese)).not.toContain(sent);
    const english = await problemIn(
      await send(body, { headers: { 'accept-language': 'en-GB,ja;q=0.5' } }),
      422,
      'INVALID_INPUT',
    );
    expect(english.title).toBe('The input breaks a rule.');
  });
});

describe('a request is refused', () => {
  test('401 without a token', async () => {
    await problemIn(await send(transferBody(api.store), { as: null }), 401, 'UNAUTHENTICATED');
  });

  test('403 for another municipality, for another number system, and without the scope; each is audited', async () => {
    const body = transferBody(api.store);
    await problemIn(await send(body, { as: api.clients.stranger }), 403, 'FORBIDDEN');
    await problemIn(await send(body, { as: api.clients.tax }), 403, 'FORBIDDEN');
    await problemIn(await send(body, { as: api.clients.operator }), 403, 'FORBIDDEN');
    const rows = await api.store.see<{ client_id: string }[]>`
      select client_id from audit_log
      where municipality = ${city} and outcome = 'refused' and action = 'transfers:write' order by seq`;
    const { stranger, tax, operator } = api.clients;
    expect(rows.map((row) => row.client_id)).toEqual([stranger.clientId, tax.clientId, operator.clientId]);
  });

  test('404 for a municipality that is not registered, 422 for a code that cannot be one', async () => {
    const to = (code: string) => api.request('POST', `/v1/municipalities/${code}/transfers`, { json: {} });
    await problemIn(await to(unknownCity), 404, 'UNKNOWN_MUNICIPALITY');
    expect(await fieldsIn(await to('131011'))).toEqual({ code: 'CHECK_DIGIT' });
    expect(await fieldsIn(await to('x'))).toEqual({ code: 'NOT_6_DIGITS' });
    await problemIn(await to(otherCity), 403, 'FORBIDDEN');
  });

  test.each(['{"transferId":', '"a"x', '\u0000', ''])('400 for the body %j', async (body) => {
    const headers = { 'content-type': 'application/json' };
    await problemIn(await api.request('POST', 'transfers', { body, headers }), 400, 'MALFORMED');
  });

  test('400 for bytes that are no UTF-8', async () => {
    const bytes = Uint8Array.from([...Buffer.from('{"name":"'), 0x83, 0x5c, ...Buffer.from('"}')]);
    const response = await api.request('POST', 'transfers', {
      body: new Blob([bytes]).stream(),
      headers: { 'content-type': 'application/json' },
    });
    await problemIn(response, 400, 'MALFORMED');
  });

  test.each(['[]', 'null', '"x"', '1'])('422 for the JSON %s, which is no transfer', async (body) => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect(await fieldsIn(await api.request('POST', 'transfers', { body, headers }))).toEqual({ '': 'NOT_AN_OBJECT' });
  });

  test('413 for more than 1 MiB, whether or not its length is said', async () => {
    const body = JSON.stringify(transferBody(api.store, { address: 'あ'.repeat(400_000) }));
    const headers = { 'content-type': 'application/json' };
    await problemIn(await api.request('POST', 'transfers', { body, headers }), 413, 'TOO_LARGE');
    const streamed = await api.request('POST', 'transfers', { body: new Blob([body]).stream(), headers });
    await problemIn(streamed, 413, 'TOO_LARGE');
  });

  test.each(['text/plain', 'application/xml', 'application/jsonx'])('415 for %s', async (type) => {
    const response = await api.request('POST', 'transfers', { body: '{}', headers: { 'content-type': type } });
    await problemIn(response, 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  test('405 where the address takes other methods, 404 where there is nothing', async () => {
    const response = await api.request('DELETE', 'transfers');
    expect(response.headers.get('allow')).toBe('POST');
    await problemIn(response, 405, 'METHOD_NOT_ALLOWED');
    await problemIn(await api.request('GET', 'nothing'), 404, 'NOT_FOUND');
  });
});

test('what was sent is not in the log, and an unforeseen error tells the caller its id only', async () => {
  const body = transferBody(api.store, { name: '記録 不可', address: '架空市秘密町7' });
  await send(body);
  const broken = transferBody(api.store, { name: '記録 不可', address: '架空市秘密町7' });
  await api.store.see.unsafe(`
    create function break() returns trigger language plpgsql as
      $$ begin raise exception 'broken near % and %', new.payload, '${broken.personalNumber}'; end $$;
    create trigger breaks before insert on inbox for each row
      when (new.transfer_id = '${broken.transferId}') execute function break()`);
  const problem = await problemIn(await send(broken), 500, 'UNEXPECTED');
  await api.store.see.unsafe('drop trigger breaks on inbox; drop function break()');
  expect(JSON.stringify(problem)).not.toContain('broken');
  const log = api.logged();
  expect(log).toContain(problem.errorId);
  for (const secret of [
    body.personalNumber,
    body.addressNumber,
    broken.personalNumber,
    broken.addressNumber,
    '記録 不可',
    '秘密町',
  ]) {
    expect(log).not.toContain(secret);
  }
  expect(log).toContain('"route":"/v1/municipalities/:code/transfers"');
  expect((await send(broken)).status).toBe(201);
});
