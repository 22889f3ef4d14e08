/** What is refused in every JSON body, whatever its route is. */
import { beforeAll, describe, expect, test } from 'vitest';
import { personalNumberFrom } from '../../../domain/values/personal-number.ts';
import { TransferLineResult } from '../../../contracts/api/transfer-lines.ts';
import { city, fieldsIn, openApi, problemIn, transferBody, type ApiTest } from '../support.ts';

let api: ApiTest;
beforeAll(async () => {
  api = await openApi(137);
});

const json = { 'content-type': 'application/json' };
const asOperator = (method: string, path: string, body: string): Promise<Response> =>
  api.request(method, path, { as: api.clients.operator, body, headers: json });

describe('a key that stands there twice', () => {
  const bodyWith = (more: string): string => JSON.stringify(transferBody(api.store)).replace('{', `{${more},`);

  test('is refused and named in a transfer, of which nothing is stored', async () => {
    const transferId = 'with-two-names';
    const body = bodyWith(`"name":"別人","transferId":"${transferId}"`);
    const fields = await fieldsIn(await api.request('POST', 'transfers', { body, headers: json }));
    expect(fields).toEqual({ name: 'REPEATED_FIELD', transferId: 'REPEATED_FIELD' });
    expect(await api.store.see`select 1 from inbox where transfer_id = ${transferId}`).toEqual([]);
  });

  test('is refused and named in a line, and the other lines are taken', async () => {
    const lines = [bodyWith('"sex":"male"'), JSON.stringify(transferBody(api.store))];
    const headers = { 'content-type': 'application/x-ndjson' };
    const text = await (await api.request('POST', 'transfers', { body: lines.join('\n'), headers })).text();
    const results = text
      .trim()
      .split('\n')
      .map((line) => TransferLineResult.parse(JSON.parse(line)));
    expect(results.map(({ status }) => status)).toEqual([422, 201]);
    expect(results[0]?.problem?.errors).toMatchObject([{ field: 'sex', rule: 'REPEATED_FIELD' }]);
  });

  test.each([
    ['POST', 'number-conversions', '{"lines":[],"lines":[]}', { lines: 'REPEATED_FIELD' }],
    ['PUT', 'hours', '{"hours":{"opens":"09:00","opens":"10:00"}}', { 'hours.opens': 'REPEATED_FIELD' }],
    ['POST', 'errors/retries', '{"a":[{"b":1,"b":2}]}', { 'a[0].b': 'REPEATED_FIELD' }],
  ])('is refused and named by %s %s', async (method, path, body, fields) => {
    expect(await fieldsIn(await asOperator(method, path, body))).toEqual(fields);
  });

  test('is refused and named at the sign-in', async () => {
    const answer = await api.app.request('/auth/sign-in/email', {
      method: 'POST',
      headers: { ...json, origin: 'https://fugo.example' },
      body: '{"email":"a@mihon.example","email":"b@mihon.example","password":"x"}',
    });
    expect(await fieldsIn(answer)).toEqual({ email: 'REPEATED_FIELD' });
  });
});

test('a body of more members than any route takes is too large', async () => {
  const failureIds = Array.from({ length: 25_000 }, () => '');
  const body = JSON.stringify({ staffId: 'staff-7', failureIds, assigneeId: null });
  await problemIn(await asOperator('POST', 'errors/assignments', body), 413, 'TOO_LARGE');
});

describe('a personal number in a text', () => {
  const somebodys = personalNumberFrom('92345678901');
  const written = somebodys.replaceAll(/(.{4})(?=.)/gu, '$1-');

  test('of a transfer is refused with the field, is not stored, not said back and not logged', async () => {
    const body = transferBody(api.store, { name: somebodys, address: `架空市 ${written}` });
    const answer = await api.request('POST', 'transfers', { json: body });
    const text = await answer.clone().text();
    expect(await fieldsIn(answer)).toEqual({ name: 'PERSONAL_NUMBER_INSIDE', address: 'PERSONAL_NUMBER_INSIDE' });
    expect(await api.store.see`select 1 from inbox where transfer_id = ${body.transferId}`).toEqual([]);
    for (const secret of [somebodys, written]) expect(text + api.logged()).not.toContain(secret);
  });

  test.each([
    [
      'PUT',
      'hours',
      { hours: { closedDays: [{ date: '2026-05-01', reason: written }] } },
      'hours.closedDays[0].reason',
    ],
    ['POST', 'errors/retries', { code: 'CODE_REFUSED', staffId: somebodys, reason: '確認済' }, 'staffId'],
    ['POST', 'errors/assignments', { staffId: 'staff-7', failureIds: [], assigneeId: written }, 'assigneeId'],
    ['POST', 'errors/views', { staffId: 'staff-7', name: `${written} の件`, filter: {} }, 'name'],
  ])('that staff or a program write is refused by %s %s, with the field', async (method, path, body, field) => {
    const before = await audited();
    const answer = await asOperator(method, path, JSON.stringify(body));
    expect(await fieldsIn(answer)).toEqual({ [field]: 'PERSONAL_NUMBER_INSIDE' });
    expect(await audited()).toBe(before);
  });

  test.each([
    ['PUT', `/v1/municipalities/${city}`, { name: written }, 'name'],
    ['POST', 'clients', { kind: 'operator', name: somebodys }, 'name'],
    ['POST', `/v1/organisations/${city}/staff`, { name: written, email: 'a@mihon.example', roles: ['clerk'] }, 'name'],
    [
      'POST',
      `/v1/organisations/${city}/staff`,
      { name: '見本 太郎', email: `${somebodys}@mihon.example`, roles: ['clerk'] },
      'email',
    ],
  ])('that the administrator writes is refused by %s %s, with the field', async (method, path, body, field) => {
    const answer = await api.request(method, path, { as: api.clients.administrator, json: body });
    expect(await fieldsIn(answer)).toEqual({ [field]: 'PERSONAL_NUMBER_INSIDE' });
  });

  test.each([
    ['POST', `loads?format=csv&fileName=${somebodys}.csv`, 'fileName'],
    ['POST', `loads?format=csv&staffId=${somebodys}`, 'staffId'],
    ['GET', `errors?assignee=${somebodys}`, 'assignee'],
  ])('of an address is refused by %s %s, with the field', async (method, path, field) => {
    const answer = await api.request(method, path, {
      as: api.clients.operator,
      ...(method === 'POST' && { body: 'x', headers: { 'content-type': 'text/csv' } }),
    });
    expect(await fieldsIn(answer)).toEqual({ [field]: 'PERSONAL_NUMBER_INSIDE' });
  });

  test('is not looked for in another number, which may have twelve digits too', async () => {
    const lines = [{ numberSystem: '01', addressNumber: somebodys }, { integratedAddressNumber: somebodys }];
    const answer = await asOperator('POST', 'number-conversions', JSON.stringify({ lines }));
    expect(answer.status).toBe(200);
    const found = await api.request('GET', `residents?numberSystem=01&addressNumber=${somebodys}`);
    await problemIn(found, 404, 'UNKNOWN_RESIDENT');
  });

  test('is not found in an id of fugo’s own, which may end in such digits', async () => {
    const failureIds = [`0198c5a2-7b1e-7c3d-8e4f-${somebodys}`];
    const answer = await asOperator('POST', 'errors/assignments', JSON.stringify({ staffId: 'x', failureIds }));
    expect(await fieldsIn(answer)).toEqual({ assigneeId: 'MISSING' });
  });

  async function audited(): Promise<number> {
    const rows = await api.store.see`select 1 from audit_log`;
    return rows.length;
  }
});
