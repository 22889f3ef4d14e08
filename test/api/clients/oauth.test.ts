import { generateKeyPair } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { revokeClient } from '../../../storage/clients/clients.ts';
import {
  askToken,
  city,
  getToken,
  openApi,
  problemIn,
  publicUrl,
  register,
  registerWithKey,
  type ApiTest,
  type KeyClient,
} from '../support.ts';

let api: ApiTest;
let keyClient: KeyClient;
beforeAll(async () => {
  api = await openApi(101);
  keyClient = await registerWithKey(api.store);
});

const grant = { grant_type: 'client_credentials' };
const ask = (form: Record<string, string>, client?: { clientId: string; clientSecret?: string }) =>
  askToken(api.app, form, client);
const withAssertion = (assertion: string) =>
  ask({
    ...grant,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  });
const errorOf = async (response: Response): Promise<unknown> => ((await response.json()) as { error: string }).error;

describe('a token by secret', () => {
  test('is given for ten minutes, with all scopes of the client, and may not be cached', async () => {
    const response = await ask(grant, api.clients.backbone);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toMatchObject({
      token_type: 'Bearer',
      expires_in: 600,
      scope: 'transfers:write residents:read',
    });
  });

  test('is given for credentials in the body as well', async () => {
    const { clientId, clientSecret } = api.clients.backbone;
    const response = await ask({ ...grant, client_id: clientId, client_secret: clientSecret });
    expect(response.status).toBe(200);
  });

  test('carries fewer scopes when fewer are asked for, and never more than the client has', async () => {
    const fewer = await ask({ ...grant, scope: 'residents:read' }, api.clients.backbone);
    expect(await fewer.json()).toMatchObject({ scope: 'residents:read' });
    const more = await ask({ ...grant, scope: 'residents:read operate' }, api.clients.backbone);
    expect([more.status, await errorOf(more)]).toEqual([400, 'invalid_scope']);
    const narrow = await getToken(api.app, api.clients.backbone, 'residents:read');
    await problemIn(await api.request('POST', 'transfers', { token: narrow, json: {} }), 403, 'FORBIDDEN');
  });

  test.each([
    ['a wrong secret', () => ({ ...api.clients.backbone, clientSecret: 'wrong' })],
    ['an unknown client', () => ({ clientId: 'nobody', clientSecret: 'wrong' })],
    ['a secret where there are keys', () => ({ clientId: keyClient.clientId, clientSecret: 'wrong' })],
  ])('is refused for %s', async (_name, client) => {
    const response = await ask(grant, client());
    expect([response.status, await errorOf(response)]).toEqual([401, 'invalid_client']);
    expect(response.headers.get('www-authenticate')).toMatch(/^Basic /);
  });

  test.each([
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
    [{}, 'invalid_request'],
    [{ ...grant, client_secret: 'also in the body' }, 'invalid_request'],
    [{ ...grant, client_id: 'another' }, 'invalid_request'],
  ])('is refused for the form %j with %s', async (form, error) => {
    const response = await ask(form, api.clients.backbone);
    expect([response.status, await errorOf(response)]).toEqual([400, error]);
  });

  test('is refused for a while after five wrong secrets, to this client id only', async () => {
    const victim = await register(api.store, city, 'backbone', ['01']);
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect((await ask(grant, { ...victim, clientSecret: 'guess' })).status).toBe(401);
    }
    const braked = await ask(grant, victim);
    expect(braked.status).toBe(429);
    expect(Number(braked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(grant, api.clients.backbone)).status).toBe(200);
    api.clock.ahead += 61_000;
    expect((await ask(grant, victim)).status).toBe(200);
    api.clock.ahead = 0;
  });
});

describe('a token by private_key_jwt', () => {
  test('is given once for an assertion, and not when it is replayed', async () => {
    const assertion = await keyClient.assertion();
    expect((await withAssertion(assertion)).status).toBe(200);
    const replayed = await withAssertion(assertion);
    expect([replayed.status, await errorOf(replayed)]).toEqual([401, 'invalid_client']);
  });

  test('is given to one of two that send the same assertion at once', async () => {
    const assertion = await keyClient.assertion();
    const statuses = (await Promise.all([withAssertion(assertion), withAssertion(assertion)])).map((r) => r.status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 401]);
  });

  test('is given for the issuer as audience as well', async () => {
    expect((await withAssertion(await keyClient.assertion({ aud: publicUrl }))).status).toBe(200);
  });

  test.each<[string, Record<string, unknown>]>([
    ['another audience', { aud: 'https://elsewhere.example' }],
    ['another issuer', { iss: 'somebody' }],
    ['an expired one', { exp: 1 }],
    ['one that lives for a day', { exp: Math.floor(Date.now() / 1_000) + 86_400 }],
    ['one without an id', { jti: undefined }],
  ])('is refused for %s', async (_name, claims) => {
    const response = await withAssertion(await keyClient.assertion(claims));
    expect([response.status, await errorOf(response)]).toEqual([401, 'invalid_client']);
    api.clock.ahead += 61_000; // past the brake
  });

  test('is refused for a signature by another key', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    expect((await withAssertion(await keyClient.assertion({}, privateKey))).status).toBe(401);
  });
});

describe('a request', () => {
  const path = `/v1/municipalities/${city}/residents/999999999999999`;

  test('without a token is answered 401 with a challenge', async () => {
    const response = await api.request('GET', path, { as: null });
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="fugo"');
    await problemIn(response, 401, 'UNAUTHENTICATED');
  });

  test.each(['not-a-token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'])(
    'with the token %j is answered 401',
    async (token) => {
      const response = await api.request('GET', path, { token });
      expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
      await problemIn(response, 401, 'UNAUTHENTICATED');
    },
  );

  test('with a token is answered 401 once the token has expired', async () => {
    const token = await getToken(api.app, api.clients.backbone);
    expect((await api.request('GET', path, { token })).status).toBe(404);
    api.clock.ahead += 601_000;
    await problemIn(await api.request('GET', path, { token }), 401, 'UNAUTHENTICATED');
    api.clock.ahead = 0;
  });

  test('of a client that was revoked is answered 401 within seconds, though its token lives on', async () => {
    const client = await register(api.store, city, 'backbone', ['01']);
    const token = await getToken(api.app, client);
    expect((await api.request('GET', path, { token })).status).toBe(404);
    await revokeClient(api.store.api, city, client.clientId);
    api.clock.ahead += 5_001;
    await problemIn(await api.request('GET', path, { token }), 401, 'UNAUTHENTICATED');
    expect((await ask(grant, client)).status).toBe(401);
    api.clock.ahead = 0;
  });
});

test('neither secrets nor tokens are kept in clear, logged, or told apart by who exists', async () => {
  const { clientSecret } = api.clients.backbone;
  const token = await getToken(api.app, api.clients.backbone);
  await api.request('GET', 'residents/999999999999999', { token });
  const [{ stored } = { stored: '' }] = await api.store.see<{ stored: string }[]>`
    select (select string_agg(c::text, '') from clients c) || (select string_agg(o::text, '') from oauth_state o) as stored`;
  expect(stored).not.toContain(clientSecret);
  expect(stored).not.toContain('"d"');
  expect(api.logged()).not.toContain(clientSecret);
  expect(api.logged()).not.toContain(token);
});

test('a refused client is in the audit log, and one that does not exist without the id it gave', async () => {
  await ask(grant, { ...api.clients.tax, clientSecret: 'wrong' });
  await ask(grant, { clientId: '123456789018', clientSecret: 'wrong' });
  await api.drain();
  const rows = await api.store.see`select municipality, client_id, outcome from audit_log where outcome = 'refused'`;
  expect(rows).toContainEqual({ municipality: city, client_id: api.clients.tax.clientId, outcome: 'refused' });
  expect(rows).toContainEqual({ municipality: 'installation', client_id: 'unknown', outcome: 'refused' });
  expect(JSON.stringify(rows)).not.toContain('123456789018');
});
