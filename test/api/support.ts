/** An API of one test file's own: real PostgreSQL, and an engine that only notes what it is asked, or is away. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { generateKeyPair, exportJWK, SignJWT, type CryptoKey } from 'jose';
import { expect } from 'vitest';
import { whenFileEnds } from '../support/ending.ts';
import { createApp, type Api } from '../../api/app.ts';
import type { ApiDeps } from '../../api/context.ts';
import type { Engine } from '../../api/engine/engine.ts';
import type { WebUi } from '../../api/engine/web-ui-address.ts';
import { hashSecret, newSecret } from '../../api/clients/secrets.ts';
import type { ClientKind, Scope } from '../../contracts/api/administration.ts';
import { Problem } from '../../contracts/api/problem.ts';
import { MunicipalityLimits } from '../../contracts/municipality.ts';
import { commonHours } from '../../domain/calendar/operating-hours.ts';
import { addClient, putAdministrator } from '../../storage/clients/clients.ts';
import { putMunicipality } from '../../storage/settings/municipalities.ts';
import { createLogger } from '../../temporal/logging.ts';
import { createPayloadCodec } from '../../temporal/payload-codec.ts';
import { openStore, type Store } from '../storage/support.ts';
import type { TestDatabase } from '../support/database.ts';
import { keptRetries, type TestErrorRetries } from './errors/error-retry-support.ts';
import { openLoads, type TestLoads } from './loads/load-support.ts';

export const publicUrl = 'https://fugo.example';
export const city = '131016';
export const otherCity = '202011';
export const unknownCity = '010006';

export interface ApiTest extends Api {
  /** The repository of deliveries; empty at first. */
  deliveryFolder: string;
  store: Store;
  engine: TestEngine;
  loads: TestLoads;
  errorRetries: TestErrorRetries;
  /** All that was logged so far. */
  logged: () => string;
  /** Milliseconds added to the clock. */
  clock: { ahead: number };
  clients: Record<'backbone' | 'tax' | 'operator' | 'stranger' | 'administrator', TestClient>;
  request: (method: string, path: string, options?: RequestOptions) => Promise<Response>;
}
export interface TestClient {
  clientId: string;
  clientSecret: string;
}
export interface RequestOptions {
  as?: TestClient | null;
  token?: string;
  json?: unknown;
  body?: string | ReadableStream<Uint8Array>;
  headers?: Record<string, string>;
}

export async function openApi(
  seed: number,
  {
    staff,
    bodyPatience,
    workerHealth,
    publicUrl: address = publicUrl,
    database,
    webUi,
  }: Partial<Pick<ApiDeps, 'staff' | 'bodyPatience' | 'workerHealth' | 'publicUrl'>> & {
    database?: TestDatabase;
    webUi?: Omit<WebUi, 'codec'>;
  } = {},
): Promise<ApiTest> {
  const store = await openStore(seed, { database });
  const engine = keptEngine();
  const loads = await openLoads(store);
  const errorRetries = keptRetries();
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  const deliveryFolder = mkdtempSync(join(tmpdir(), 'fugo-api-deliveries-'));
  whenFileEnds(() => rmSync(deliveryFolder, { recursive: true, force: true }));
  const clock = { ahead: 0 };
  const log = createLogger({ name: 'api', level: 'info', destination });
  const now = () => Date.now() + clock.ahead;
  await registerCities(store);
  const clients = {
    backbone: await register(store, city, 'backbone', ['01']),
    tax: await register(store, city, 'backbone', ['02']),
    operator: await register(store, city, 'operator', []),
    stranger: await register(store, otherCity, 'backbone', ['01']),
    administrator: { clientId: 'administrator', clientSecret: newSecret() },
  };
  await putAdministrator(store.api, 'administrator', await hashSecret(clients.administrator.clientSecret));
  const { app, drain: settled } = await createApp({
    db: store.api,
    keys: store.keys,
    engine,
    loads,
    errorRetries,
    deliveryFolder,
    log,
    publicUrl: address,
    now,
    ...(staff && { staff }),
    ...(bodyPatience && { bodyPatience }),
    ...(workerHealth && { workerHealth }),
    ...(webUi && { webUi: { ...webUi, codec: createPayloadCodec(store.keys, webUi.namespace) } }),
  });
  whenFileEnds(settled);

  const tokens = new Map<string, Promise<string>>();
  const tokenFor = (client: TestClient): Promise<string> => {
    const token = tokens.get(client.clientId) ?? getToken(app, client);
    tokens.set(client.clientId, token);
    return token;
  };
  return {
    app,
    drain: settled,
    store,
    engine,
    loads,
    errorRetries,
    deliveryFolder,
    clock,
    clients,
    logged: () => lines.join(''),
    async request(method, path, { as = clients.backbone, token, json, body, headers = {} } = {}) {
      const bearer = token ?? (as && (await tokenFor(as)));
      return app.request(path.startsWith('/') ? path : `/v1/municipalities/${city}/${path}`, {
        method,
        headers: {
          ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
        ...(body !== undefined && { body, duplex: 'half' }),
      });
    },
  };
}

async function registerCities({ api }: Store): Promise<void> {
  for (const municipality of [city, otherCity]) {
    await putMunicipality(api, {
      municipality,
      name: '見本市',
      nameEn: 'Mihon City',
      route: 'JUKI_SYSTEM',
      participants: {},
      hours: commonHours,
      limits: MunicipalityLimits.parse({}),
    });
  }
}

export async function register(
  { api }: Pick<Store, 'api'>,
  municipality: string,
  kind: Exclude<ClientKind, 'administrator'>,
  numberSystems: string[],
  jwks: { keys: Record<string, unknown>[] } | null = null,
): Promise<TestClient> {
  const clientId = `${kind}-${randomUUID()}`;
  const clientSecret = newSecret();
  const secretHash = jwks ? null : await hashSecret(clientSecret);
  await addClient(api, { clientId, municipality, kind, name: kind, numberSystems, secretHash, jwks });
  return { clientId, clientSecret };
}

/** The token endpoint as it is spoken to: a form, and HTTP Basic unless the form has credentials of its own. */
export async function askToken(
  app: Api['app'],
  form: Record<string, string>,
  { clientId, clientSecret }: Partial<TestClient> = {},
  from?: { peer: string; forwarded?: string },
): Promise<Response> {
  const basic = clientId === undefined ? undefined : `${encodeURIComponent(clientId)}:${clientSecret ?? ''}`;
  const request = {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(basic !== undefined && { authorization: `Basic ${Buffer.from(basic).toString('base64')}` }),
      ...(from?.forwarded !== undefined && { 'x-forwarded-for': from.forwarded }),
    },
    body: new URLSearchParams(form).toString(),
  };
  return app.request('/oauth2/token', request, from && { incoming: { socket: { remoteAddress: from.peer } } });
}

export async function getToken(app: Api['app'], client: TestClient, scope?: Scope): Promise<string> {
  const form = { grant_type: 'client_credentials', ...(scope && { scope }) };
  const response = await askToken(app, form, client);
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}

export interface KeyClient {
  clientId: string;
  assertion: (claims?: Record<string, unknown>, key?: CryptoKey) => Promise<string>;
}

export async function registerWithKey(store: Store): Promise<KeyClient> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k-1' };
  const { clientId } = await register(store, city, 'backbone', ['01'], { keys: [jwk] });
  return {
    clientId,
    assertion: (claims = {}, key = privateKey) =>
      new SignJWT({
        iss: clientId,
        sub: clientId,
        aud: `${publicUrl}/oauth2/token`,
        jti: randomUUID(),
        exp: Math.floor(Date.now() / 1_000) + 60,
        ...claims,
      })
        .setProtectedHeader({ alg: 'ES256', kid: 'k-1' })
        .sign(key),
  };
}

export interface TestEngine extends Engine {
  away: boolean;
  /** What it was asked, such as `ensureSchedules 131016`. */
  asked: string[];
}

/** Remembers what it was asked, and is away when a test wants it to be. */
function keptEngine(): TestEngine {
  const asked: string[] = [];
  const noteOf = async <T>(what: string, answer: T): Promise<T> => {
    if (engine.away) throw new Error('the engine is away');
    asked.push(what);
    return answer;
  };
  const engine: TestEngine = {
    away: false,
    asked,
    ensureSchedules: (municipality) => noteOf(`ensureSchedules ${municipality}`, undefined),
    triggerConfirmation: (municipality) => noteOf(`triggerConfirmation ${municipality}`, 'triggered' as const),
    nudgeInquiry: (inquiry) => noteOf(`nudgeInquiry ${inquiry}`, undefined),
    nudgeDay: ({ organisation, day }) => noteOf(`nudgeDay ${organisation} ${day}`, undefined),
    rehearseDay: () => noteOf('rehearseDay', { kind: 'planned' as const, day: '2026-11-30' }),
    nudgeJobDay: ({ organisation, net, server, day, no }) =>
      noteOf(['nudgeJobDay', organisation, net, server, day, no].join(' '), undefined),
    lookAfterJobs: () => noteOf('lookAfterJobs', undefined),
    compareJobSchedules: (wanted) =>
      noteOf(
        'compareJobSchedules',
        wanted.map(({ organisation, net, server }) => ({ organisation, net, server, standing: 'same' as const })),
      ),
    nudgeRollout: ({ rollout }) => noteOf(`nudgeRollout ${rollout}`, undefined),
    startPublication: () => noteOf('startPublication', undefined),
    signDeliveries: () =>
      noteOf('signDeliveries', {
        published: true,
        versions: { root: 1, targets: 1, snapshot: 1, timestamp: 2 },
        alarms: [],
      }),
    rotateDeliveryKey: (role) =>
      noteOf(`rotateDeliveryKey ${role}`, {
        published: true,
        versions: { root: 2, targets: 1, snapshot: 1, timestamp: 1 },
        alarms: [],
      }),
    switchBackDelivery: ({ organisation, name }) =>
      noteOf(`switchBackDelivery ${organisation} ${name}`, { kind: 'switched' as const, version: 1 }),
    isReachable: () => Promise.resolve(!engine.away),
  };
  return engine;
}

export interface TransferFields {
  [field: string]: unknown;
  transferId: string;
  personalNumber: string;
  addressNumber: string;
}

/** A transfer as a backbone sends it, of an invented person of its own. */
export function transferBody({ people }: Store, fields: Record<string, unknown> = {}): TransferFields {
  return {
    transferId: `t-${randomUUID()}`,
    operatedAt: '2026-04-01T09:30:00+09:00',
    personalNumber: people.personalNumber(),
    numberSystem: '01',
    addressNumber: people.addressNumber(),
    name: '符号 花子',
    birthDate: '平成2年4月1日',
    sex: 'female',
    address: '架空市見本町1丁目2番3号',
    dataType: 'JM',
    confirmedAt: '2026-04-01T09:30:00+09:00',
    ...fields,
  };
}

/** The body of a refusal, which must be a problem document with the code that is expected. */
export async function problemIn(response: Response, status: number, code: string): Promise<Problem> {
  const problem = Problem.parse(await response.json());
  expect({ status: response.status, code: problem.code, said: problem.status }).toEqual({ status, code, said: status });
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(problem.type).toBe(`urn:fugo:problem:${code}`);
  return problem;
}

export async function fieldsIn(response: Response): Promise<Record<string, string>> {
  const { errors = [] } = await problemIn(response, 422, 'INVALID_INPUT');
  return Object.fromEntries(errors.map(({ field, rule }) => [field, rule]));
}
