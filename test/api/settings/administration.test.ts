import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Clients, Municipalities, NewClient } from '../../../contracts/api/administration.ts';
import {
  askToken,
  city,
  fieldsIn,
  getToken,
  openApi,
  problemIn,
  transferBody,
  type ApiTest,
  type RequestOptions,
} from '../support.ts';

let api: ApiTest;
beforeAll(async () => {
  api = await openApi(106);
});
beforeEach(() => {
  api.engine.away = false;
  api.engine.asked.length = 0;
});

const administer = (method: string, path: string, options: RequestOptions = {}): Promise<Response> =>
  api.request(method, path, { as: api.clients.administrator, ...options });
const fresh = {
  name: '試市',
  nameEn: 'Tameshi City',
  route: 'JUKI_GATEWAY',
  participants: { 'juki-gateway': 'http://127.0.0.1:9/', 'intermediate-server': 'https://is.example/base/' },
};

describe('a municipality', () => {
  test('is registered with defaults, set up anew, listed, and gets its schedules', async () => {
    const path = '/v1/municipalities/141003';
    const created = await administer('PUT', path, { json: fresh });
    expect(created.status).toBe(201);
    expect(await created.json()).toMatchObject({
      municipality: '141003',
      route: 'JUKI_GATEWAY',
      participants: { 'juki-gateway': 'http://127.0.0.1:9', 'intermediate-server': 'https://is.example/base' },
      hours: { enforced: true, opens: '09:00' },
      limits: { confirmWithin: { workingDays: 3 } },
    });
    const changed = await administer('PUT', path, { json: { ...fresh, limits: { confirmEverySeconds: 5 } } });
    expect([changed.status, await changed.json()]).toMatchObject([200, { limits: { confirmEverySeconds: 5 } }]);
    expect(api.engine.asked).toEqual(['ensureSchedules 141003', 'ensureSchedules 141003']);
    const list = Municipalities.parse(await (await administer('GET', '/v1/municipalities')).json());
    expect(list.municipalities.map(({ municipality }) => municipality)).toEqual(['131016', '141003', '202011']);
  });

  test('is stored while the engine is away, and said to lack its schedules', async () => {
    api.engine.away = true;
    await problemIn(await administer('PUT', '/v1/municipalities/011002', { json: fresh }), 503, 'ENGINE_AWAY');
    api.engine.away = false;
    expect((await administer('PUT', '/v1/municipalities/011002', { json: fresh })).status).toBe(200);
  });

  test('that breaks a rule is refused with the field', async () => {
    const put = (code: string, json: unknown) => administer('PUT', `/v1/municipalities/${code}`, { json });
    expect(await fieldsIn(await put('141002', fresh))).toEqual({ code: 'CHECK_DIGIT' });
    expect(
      await fieldsIn(await put('141003', { ...fresh, route: 'PIGEON', hours: { opens: 7 }, nameEn: undefined })),
    ).toEqual({ route: 'NOT_LISTED', 'hours.opens': 'NOT_TEXT', nameEn: 'MISSING' });
    expect(await fieldsIn(await put('141003', { ...fresh, hours: { opens: '07:00' } }))).toEqual({
      'hours.opens': 'OUTSIDE_COMMON_HOURS',
    });
    expect(
      await fieldsIn(await put('141003', { ...fresh, participants: { 'juki-system': 'ftp://x', nobody: 'http://x' } })),
    ).toMatchObject({ 'participants.juki-system': 'WRONG_FORMAT' });
  });

  test('is the administrator’s matter only', async () => {
    for (const as of [api.clients.backbone, api.clients.operator]) {
      await problemIn(await api.request('PUT', `/v1/municipalities/${city}`, { as, json: fresh }), 403, 'FORBIDDEN');
      await problemIn(await api.request('GET', '/v1/municipalities', { as }), 403, 'FORBIDDEN');
      await problemIn(await api.request('POST', 'clients', { as, json: {} }), 403, 'FORBIDDEN');
    }
  });
});

describe('a client', () => {
  const add = (json: unknown): Promise<Response> => administer('POST', 'clients', { json });

  test('is added with a secret that is shown once, serves at once, and is gone when revoked', async () => {
    const response = await add({ kind: 'backbone', name: '国保システム', numberSystems: ['03'] });
    expect(response.status).toBe(201);
    const { clientId, clientSecret } = NewClient.parse(await response.json());
    const client = { clientId, clientSecret: clientSecret ?? '' };
    const token = await getToken(api.app, client);
    const json = transferBody(api.store, { numberSystem: '03' });
    expect((await api.request('POST', 'transfers', { token, json })).status).toBe(201);

    const list = await (await administer('GET', 'clients')).text();
    expect(list).not.toContain(client.clientSecret);
    expect(list).not.toContain('scrypt');
    expect((await administer('DELETE', `clients/${clientId}`)).status).toBe(204);
    await problemIn(await api.request('POST', 'transfers', { token, json }), 401, 'UNAUTHENTICATED');
    expect((await askToken(api.app, { grant_type: 'client_credentials' }, client)).status).toBe(401);
    await problemIn(await administer('DELETE', `clients/${clientId}`), 404, 'NOT_FOUND');
    const { clients } = Clients.parse(await (await administer('GET', 'clients')).json());
    expect(clients.find((each) => each.clientId === clientId)?.revokedAt).not.toBeNull();
  });

  test('with public keys gets no secret', async () => {
    const key = {
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    };
    const response = await add({ kind: 'operator', name: '運用', jwks: { keys: [key] } });
    expect(await response.json()).toMatchObject({
      clientSecret: null,
      authentication: 'private_key_jwt',
      numberSystems: [],
    });
  });

  test.each([
    [{ kind: 'administrator', name: 'x' }, { kind: 'NOT_LISTED' }],
    [{ kind: 'backbone', name: 'x' }, { numberSystems: 'WRONG_FORMAT' }],
    [{ kind: 'operator', name: 'x', numberSystems: ['01'] }, { numberSystems: 'WRONG_FORMAT' }],
    [{ kind: 'backbone', name: 'x', numberSystems: ['1'] }, { 'numberSystems[0]': 'WRONG_FORMAT' }],
    [{ kind: 'operator', name: 'x', jwks: { keys: [{ kty: 'EC', d: 'x' }] } }, { 'jwks.keys[0]': 'WRONG_FORMAT' }],
  ])('%j is refused', async (json, fields) => {
    expect(await fieldsIn(await add(json))).toEqual(fields);
  });

  test('is added to municipalities that are registered only', async () => {
    const response = await administer('POST', '/v1/municipalities/010006/clients', { json: {} });
    await problemIn(response, 404, 'UNKNOWN_MUNICIPALITY');
  });
});
