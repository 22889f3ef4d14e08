import { beforeAll, describe, expect, test } from 'vitest';
import { city, openApi, transferBody, type ApiTest } from './support.ts';

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
        ({ method, path }) => method !== 'ALL' && !path.includes('*') && !['/docs', '/openapi.json'].includes(path),
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
      if (!path.startsWith('/v1/') || path === '/v1/sign-in-ways') continue;
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

test('the page to read has every operation and fetches nothing from elsewhere', async () => {
  const response = await get('/docs', { 'accept-language': 'en' });
  const page = await response.text();
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  const { paths } = await getDocument();
  for (const item of Object.values(paths)) {
    for (const { operationId } of Object.values(item)) expect(page).toContain(`id="${operationId}"`);
  }
  expect(page).not.toMatch(/<script|(?:src|href)="(?:https?:)?\/\//u);
  expect(page).toContain('<html lang="en"');
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
