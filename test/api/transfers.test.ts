import { beforeAll, describe, expect, test } from 'vitest';
import { findResident } from '../../storage/residents.ts';
import {
  city,
  fieldsIn,
  openApi,
  otherCity,
  problemIn,
  publicUrl,
  transferBody,
  unknownCity,
  type ApiTest,
  type RequestOptions,
} from './support.ts';

let api: ApiTest;
beforeAll(async () => {
  api = await openApi(102);
});

const send = (json: unknown, options: RequestOptions = {}) => api.request('POST', 'transfers', { json, ...options });
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
  });

  test('with other content under the same id is a conflict', async () => {
    const body = transferBody(api.store);
    await send(body);
    await problemIn(await send({ ...body, address: '架空市別町9丁目' }), 409, 'TRANSFER_CONFLICT');
  });

  test('is pending while the engine is away, kept, and judged when it is sent again', async () => {
    const body = transferBody(api.store);
    api.engine.away = true;
    const pending = await send(body);
    api.engine.away = false;
    expect(pending.status).toBe(202);
    expect(pending.headers.get('retry-after')).toBe('5');
    expect(await pending.json()).toMatchObject({ result: 'pending', codeRequestStatus: 'NOT_REQUESTED' });
    const key = { numberSystem: '01', addressNumber: body.addressNumber };
    expect(await findResident(api.store.api, city, key)).toMatchObject({ stage: null });
    expect((await send(body)).status).toBe(201);
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
  const real = api.engine.sendTransfer;
  api.engine.sendTransfer = () => Promise.reject(new Error(`broken near ${body.personalNumber}`));
  const problem = await problemIn(await send(transferBody(api.store)), 500, 'UNEXPECTED');
  api.engine.sendTransfer = real;
  expect(JSON.stringify(problem)).not.toContain('broken');
  const log = api.logged();
  expect(log).toContain(problem.errorId);
  for (const secret of [body.personalNumber, body.addressNumber, '記録 不可', '秘密町'])
    expect(log).not.toContain(secret);
  expect(log).toContain('"route":"/v1/municipalities/:code/transfers"');
});
