/** An API that runs for longer than a signing key lives. */
import { decodeProtectedHeader } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { createAccessTokens } from '../../../api/clients/access-token.ts';
import { loadSigningKeys } from '../../../api/clients/signing-keys.ts';
import { city, getToken, openApi, publicUrl, type ApiTest } from '../support.ts';

const day = 24 * 60 * 60_000;
const path = `/v1/municipalities/${city}/residents/999999999999999`;
let api: ApiTest;
beforeAll(async () => {
  api = await openApi(213);
});

const keyOf = (token: string): string | undefined => decodeProtectedHeader(token).kid;
const now = (): number => Date.now() + api.clock.ahead;
const tokensOfNewProcess = async () =>
  createAccessTokens(await loadSigningKeys({ db: api.store.api, keys: api.store.keys }, now), {
    issuer: publicUrl,
    now,
  });

test('the key is renewed while the process runs, and the old one is known for as long as its tokens live', async () => {
  const before = await getToken(api.app, api.clients.backbone);
  api.clock.ahead = 89 * day;
  expect(keyOf(await getToken(api.app, api.clients.backbone))).toBe(keyOf(before));

  api.clock.ahead = 90 * day - 60_000;
  const last = await getToken(api.app, api.clients.backbone);
  api.clock.ahead = 90 * day + 60_000;
  const [first, second] = await Promise.all([1, 2].map(() => getToken(api.app, api.clients.backbone)));
  expect(keyOf(last)).toBe(keyOf(before));
  expect(keyOf(first ?? '')).not.toBe(keyOf(before));
  expect(keyOf(second ?? '')).toBe(keyOf(first ?? ''));
  for (const token of [last, first ?? '']) expect((await api.request('GET', path, { token })).status).toBe(404);
});

test('after two years a process that starts now knows what an old one signs, though the first keys are gone', async () => {
  api.clock.ahead = 730 * day;
  const token = await getToken(api.app, api.clients.backbone);
  const keys = await api.store.see<{ id: string }[]>`
    delete from oauth_state where kind = 'signing-key' and (value->>'expiresAt')::float8 < ${now()} returning id`;
  expect(keys.length).toBeGreaterThan(0);
  expect((await (await tokensOfNewProcess()).verify(token))?.clientId).toBe(api.clients.backbone.clientId);
});

test('a running process takes the key that another one has made', async () => {
  api.clock.ahead = 830 * day;
  const token = await (await tokensOfNewProcess()).issue(api.clients.backbone.clientId, []);
  expect(keyOf(await getToken(api.app, api.clients.backbone))).toBe(keyOf(token));
});
