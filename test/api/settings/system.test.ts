import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { city, openApi, transferBody, type ApiTest } from '../support.ts';

let api: ApiTest;
beforeAll(async () => {
  api = await openApi(107);
});
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  api.request('GET', path, { as: null, headers });

interface Document {
  openapi: string;
  paths: Record<
    string,
    Record<string, { responses: Record<string, unknown>; security?: object[]; operationId: string }>
  >;
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
}
const getDocument = async (): Promise<Document> => (await (await get('/openapi.json')).json()) as Document;

describe('the OpenAPI document', () => {
  test('lists every route that is served, and no other', async () => {
    const { openapi, paths } = await getDocument();
    expect(openapi).toBe('3.1.0');
    const listed = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = api.app.routes
      .filter(
        ({ method, path }) =>
          method !== 'ALL' && !path.includes('*') && !/^\/(?:docs|guides|openapi\.json)(?:\/|$)/u.test(path),
      )
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/gu, '{$1}')}`);
    expect(listed.toSorted()).toEqual([...new Set(served)].toSorted());
  });

  test('describes for each what it needs and how it is refused', async () => {
    const { paths, components } = await getDocument();
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.values(item).map((each) => ({ path, ...each })),
    );
    for (const { path, responses, security, operationId } of operations) {
      // What a delivery says is proved by its signature, also a receipt.
      const isForAll = path === '/v1/sign-in-ways' || path.startsWith('/v1/deliveries/');
      if (!path.startsWith('/v1/') || isForAll) continue;
      const ways = (security ?? []).flatMap((each) => Object.keys(each));
      expect({
        operationId,
        secured: ways.length > 0 && ways.every((way) => way === 'oauth2' || way === 'session'),
        refusals: '401' in responses && '403' in responses,
      }).toEqual({ operationId, secured: true, refusals: true });
    }
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    expect(components.schemas).toMatchObject({ Transfer: {}, TransferAnswer: {}, Problem: {}, ResidentStatus: {} });
    expect(components.securitySchemes['oauth2']).toMatchObject({
      flows: { clientCredentials: { tokenUrl: 'https://fugo.example/oauth2/token' } },
    });
  });

  test('refers to nothing that is not in it', async () => {
    const text = await (await get('/openapi.json')).text();
    const { components } = JSON.parse(text) as Document;
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/gu)].map(([, name]) => name ?? '');
    expect(references.length).toBeGreaterThan(20);
    expect(references.filter((name) => !(name in components.schemas))).toEqual([]);
  });
});

describe('what the description demands of a text', () => {
  interface Schema {
    type?: string | string[];
    pattern?: string;
    maxLength?: number;
    properties?: Record<string, Schema>;
    required?: string[];
    anyOf?: Schema[];
  }
  const getSchemas = async () => (await getDocument()).components.schemas as Record<string, Schema>;

  test('is of every text at least that it has no U+0000, which no database keeps', async () => {
    const texts: object[] = [];
    const waiting: unknown[] = [await getDocument()];
    for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
      if (typeof each !== 'object' || each === null) continue;
      waiting.push(...Object.values(each).filter((inner) => inner !== undefined));
      if ('type' in each && [each.type].flat().includes('string')) texts.push(each);
    }
    const free = texts.filter((schema) => !['pattern', 'format', 'enum', 'const'].some((key) => key in schema));
    expect(texts.length).toBeGreaterThan(100);
    expect(free).toEqual([]);
    const patterns = texts.flatMap((schema) => ('pattern' in schema ? [String(schema.pattern)] : []));
    for (const pattern of patterns) expect(() => new RegExp(pattern, 'u')).not.toThrow();
  });

  test('is what the code demands: lengths, control characters, and who has to be named by a program', async () => {
    const { Transfer: transfers, NoteBody, ErrorViewBody, NewStaffBody } = await getSchemas();
    // With both of its parts.
    const Transfer = transfers?.anyOf?.[0];
    expect(Transfer?.properties).toMatchObject({
      name: { minLength: 1, maxLength: 200 },
      address: { maxLength: 400 },
      contact: { maxLength: 200 },
      businessItem1: { maxLength: 400 },
      senderStaffId: { maxLength: 40 },
    });
    expect(ErrorViewBody?.required).toContain('staffId');
    const cases: [Schema | undefined, string, boolean][] = [
      [Transfer?.properties?.['name'], '𠮷田　葛󠄀子', true],
      [Transfer?.properties?.['name'], '　', false],
      [Transfer?.properties?.['address'], '架空市\u0007', false],
      [NoteBody?.properties?.['note'], '一行目\n二行目', true],
      [NoteBody?.properties?.['note'], ' \u001b[2J', false],
      [NoteBody?.properties?.['staffId'], 'staff-7', true],
      [NoteBody?.properties?.['staffId'], 'a\nb', false],
      [NewStaffBody?.properties?.['name'], '   ', false],
    ];
    for (const [schema, text, isTaken] of cases) {
      expect({ text, isTaken: new RegExp(schema?.pattern ?? '$^', 'u').test(text) }).toEqual({ text, isTaken });
    }
  });

  test('is no more than what is taken: an address of its own names the methods of its own', async () => {
    const asked = (path: string) => api.request('OPTIONS', path, { as: api.clients.operator });
    const allowed = async (path: string) => (await asked(path)).headers.get('allow');
    expect(await allowed('errors/assignments')).toBe('POST');
    expect(await allowed('errors/assignees')).toBe('GET');
    expect(await allowed('errors/0198c5a2-7b1e-7c3d-8e4f-0123456789ab')).toBe('GET');
    expect(await allowed('loads')).toBe('GET, POST');
    const { status, headers } = await api.request('GET', 'errors/retries', { as: api.clients.operator });
    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
    expect((await api.request('GET', 'errors/assignments', { as: api.clients.operator })).status).toBe(405);
    expect((await api.request('POST', '/v1/sign-in-ways', { as: null })).status).toBe(405);
  });
});

test('the page to read is made of files of this server, and may neither fetch nor send anything', async () => {
  const response = await get('/docs', { 'accept-language': 'en' });
  const page = await response.text();
  const policy = response.headers.get('content-security-policy')?.split('; ') ?? [];
  expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'self'"]));
  expect(policy.filter((each) => /^connect-src|unsafe-eval|https?:/u.test(each))).toEqual([]);
  expect(page).toContain('<html lang="en"');
  expect(page).not.toMatch(/<script(?! src=)|(?:src|href)="(?:https?:)?\/\//u);
  const files = [...page.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/gu)].map(([, path]) => path ?? '');
  expect(files).toHaveLength(3);
  for (const path of files) {
    const plain = await get(path);
    const compressed = await get(path, { 'accept-encoding': 'gzip' });
    expect([plain.status, compressed.headers.get('content-encoding')]).toEqual([200, 'gzip']);
    const length = (await plain.arrayBuffer()).byteLength;
    expect((await compressed.arrayBuffer()).byteLength).toBeLessThan(length / 2);
  }
});

describe('health', () => {
  test('is alive while the engine is away, but not ready, and says which is down', async () => {
    expect(await (await get('/readyz')).json()).toEqual({ database: 'up', engine: 'up' });
    api.engine.away = true;
    const response = await get('/readyz');
    expect([response.status, await response.json()]).toEqual([503, { database: 'up', engine: 'down' }]);
    expect((await get('/healthz')).status).toBe(200);
    api.engine.away = false;
  });

  test('is not ready while a worker that is named takes no work', async () => {
    let state = 200;
    const worker = createServer((_request, response) => response.writeHead(state).end());
    await new Promise<void>((resolve) => worker.listen(0, '127.0.0.1', () => resolve()));
    const { port } = worker.address() as AddressInfo;
    const named = await openApi(108, { workerHealth: [`http://127.0.0.1:${port}/healthz`] });
    const ready = async (): Promise<unknown[]> => {
      const response = await named.request('GET', '/readyz', { as: null });
      return [response.status, (await response.json()) as object];
    };
    expect(await ready()).toEqual([200, { database: 'up', engine: 'up', worker: 'up' }]);
    state = 503;
    expect(await ready()).toEqual([503, { database: 'up', engine: 'up', worker: 'down' }]);
    await new Promise((resolve) => worker.close(resolve));
    expect(await ready()).toEqual([503, { database: 'up', engine: 'up', worker: 'down' }]);
  });

  test('metrics count requests by pattern and transfers by result, and hold no value that was sent', async () => {
    const body = transferBody(api.store);
    await api.request('POST', 'transfers', { json: body });
    await api.request('POST', 'transfers', { json: { ...body, transferId: undefined } });
    await api.request('GET', `residents?numberSystem=01&addressNumber=${body.addressNumber}`);
    await get(`/v1/municipalities/${city}/residents/${body.personalNumber}`);
    await get(`/${body.personalNumber}`);
    const text = await (await get('/metrics')).text();
    expect(text).toContain('fugo_transfers_total{result="numbered"} 1');
    expect(text).toContain('fugo_transfers_total{result="INVALID_INPUT"} 1');
    expect(text).toContain('route="/v1/municipalities/:code/residents",status="200"');
    expect(text).not.toContain(body.personalNumber);
    expect(text).not.toContain(body.addressNumber);
    expect(api.logged()).not.toContain(body.personalNumber);
    expect(api.logged()).not.toContain(body.addressNumber);
  });
});
