/** What somebody can do to the token endpoint who has no credential at all. */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultStaffSettings } from '../../../api/sign-in/settings.ts';
import { askToken, city, openApi, problemIn, publicUrl, register, type ApiTest } from '../support.ts';

let api: ApiTest;
beforeAll(async () => {
  api = await openApi(133, { staff: { ...defaultStaffSettings, trustedProxies: ['10.0.0.1'] } });
});

const grant = { grant_type: 'client_credentials' };
const madeUp = () => ({ clientId: randomUUID(), clientSecret: 'guessed' });

async function tryMany(count: number, from: { peer: string; forwarded?: string }): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  for (let attempt = 0; attempt < count; attempt += 50) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => askToken(api.app, grant, madeUp(), from)));
    for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  return statuses;
}

describe('clients that are made up', () => {
  test('are braked together: of 300 from one address some fifty are looked at, and the log counts them', async () => {
    const statuses = await tryMany(300, { peer: '192.0.2.1' });
    expect((statuses.get(401) ?? 0) + (statuses.get(429) ?? 0)).toBe(300);
    expect(statuses.get(401)).toBeLessThan(100);
    await api.drain();
    const rows = await api.store.see<{ client_id: string; action: string; reason: string | null }[]>`
      select client_id, action, reason from audit_log where outcome = 'refused' order by seq`;
    expect(rows.map(({ client_id: id }) => id)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    // Each kind is one entry at once and one with the number of the others.
    const counted = rows.map(({ reason }) =>
      Number(/^and (\d+) more within 10 minutes$/u.exec(reason ?? '')?.[1] ?? 1),
    );
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(300);
  });

  test('do not hold up a client that was given a token from the same address before', async () => {
    const from = { peer: '192.0.2.2' };
    const known = await register(api.store, city, 'backbone', ['01']);
    expect((await askToken(api.app, grant, known, from)).status).toBe(200);
    const braked = await tryMany(100, from);
    expect(braked.get(429)).toBeGreaterThan(0);
    expect((await askToken(api.app, grant, known, from)).status).toBe(200);
  });

  test('hold up whoever comes from the same address for the first time, whether such a client exists or not', async () => {
    const from = { peer: '192.0.2.3' };
    await tryMany(100, from);
    const known = await register(api.store, city, 'backbone', ['01']);
    const answers = [await askToken(api.app, grant, known, from), await askToken(api.app, grant, madeUp(), from)];
    expect(answers.map(({ status }) => status)).toEqual([429, 429]);
    expect(Number(answers[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    api.clock.ahead += 60_000;
    expect((await askToken(api.app, grant, known, from)).status).toBe(200);
  });

  test('are of the address that a known proxy saw, so they hold up nobody else behind it', async () => {
    const proxy = '10.0.0.1';
    await tryMany(100, { peer: proxy, forwarded: '203.0.113.9, 192.0.2.4' });
    const known = await register(api.store, city, 'backbone', ['01']);
    expect((await askToken(api.app, grant, known, { peer: proxy, forwarded: '192.0.2.5' })).status).toBe(200);
    const other = { peer: proxy, forwarded: '198.51.100.1, 192.0.2.4' };
    expect((await askToken(api.app, grant, madeUp(), other)).status).toBe(429);
  });

  test('do not lock a known client by its id from elsewhere', async () => {
    const known = await register(api.store, city, 'backbone', ['01']);
    const guess = { ...known, clientSecret: 'guessed' };
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await askToken(api.app, grant, guess, { peer: '10.0.0.1', forwarded: '192.0.2.6' });
    }
    expect((await askToken(api.app, grant, known, { peer: '10.0.0.1', forwarded: '192.0.2.7' })).status).toBe(200);
  });
});

describe('a text that no database keeps', () => {
  const nul = '\0';
  const jwt = (sub: string): string =>
    [{ alg: 'ES256' }, { sub }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') + '.x';

  test.each<[string, Record<string, string>, { clientId: string; clientSecret: string } | undefined]>([
    ['in the form', { client_id: `a${nul}b`, client_secret: 'x' }, undefined],
    ['in another field of the form', { client_id: 'a', client_secret: `x${nul}` }, undefined],
    ['in HTTP Basic', {}, { clientId: `a${nul}b`, clientSecret: 'x' }],
    ['in an assertion', assertionOf(jwt(`a${nul}b`)), undefined],
    ['as half a character in an assertion', assertionOf(jwt('a\ud800')), undefined],
  ])('is refused as a malformed request for a token: %s', async (_name, form, client) => {
    const answer = await askToken(api.app, { ...grant, ...form }, client);
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: 'invalid_request' }]);
  });

  function assertionOf(assertion: string): Record<string, string> {
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    return { client_assertion_type: type, client_assertion: assertion };
  }

  test.each([
    ['GET', '/auth/callback/oidc?state=a%00b&code=x', 422],
    ['GET', '/auth/callback/%00', 404],
    ['GET', '/healthz?x=%00', 422],
    ['POST', '/oauth2/token?x=%00', 422],
    ['GET', '/docs/%00', 404],
  ])('is refused in any address: %s %s', async (method, path, status) => {
    const answer = await api.app.request(path, { method });
    await problemIn(answer, status, status === 404 ? 'NOT_FOUND' : 'INVALID_INPUT');
  });

  test.each([
    ['/auth/sign-in/email', { email: 'a@mihon.example', password: `pass${nul}word-long-enough` }, 'password'],
    ['/auth/two-factor/verify-backup-code', { code: `a${nul}b` }, 'code'],
  ])('is refused in the body of %s', async (path, body, field) => {
    const answer = await api.app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: publicUrl },
      body: JSON.stringify(body),
    });
    expect((await problemIn(answer, 422, 'INVALID_INPUT')).errors).toMatchObject([
      { field, rule: 'CONTROL_CHARACTER' },
    ]);
  });
});
