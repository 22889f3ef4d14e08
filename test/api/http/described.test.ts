/**
 * Every operation as the OpenAPI document describes it: requests of the described shape, generated, by programs and by
 * staff. None ends in a 5xx, each answer's status, code, broken rule and body are described for its operation.
 */
import * as fc from '../../support/fast-check.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Problem } from '../../../contracts/api/problem.ts';
import { failures } from '../../../domain/failures.ts';
import { readSchemas, type JsonSchema, type Schemas } from '../../support/json-schema.ts';
import { city, openApi, transferBody, type ApiTest } from '../support.ts';
import { newcomer, openBrowser, type SignedIn } from '../sign-in/staff-support.ts';

interface Described {
  operationId: string;
  'x-right'?: string;
  parameters?: { name: string; in: 'path' | 'query'; required?: boolean; schema: JsonSchema }[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: JsonSchema }> }>;
}
interface Operation extends Described {
  method: string;
  path: string;
}
interface Generated {
  address: string;
  mediaType: string | undefined;
  body: string | undefined;
}

const casesEach = 4;
const problemMediaType = 'application/problem+json';

let api: ApiTest;
let schemas: Schemas;
let operations: Operation[];
let known: Record<string, unknown[]>;
let members: Record<'supervisor' | 'administrator', SignedIn>;

beforeAll(async () => {
  api = await openApi(1219);
  const document = (await (await api.app.request('/openapi.json')).json()) as {
    paths: Record<string, Record<string, Described>>;
    components: { schemas: Record<string, JsonSchema> };
  };
  schemas = readSchemas(document.components.schemas);
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, described]) => ({ method: method.toUpperCase(), path, ...described })),
  );
  members = { supervisor: await newcomer(api, ['supervisor']), administrator: await newcomer(api, ['administrator']) };
  known = await somebodys();
});

/** Ids of what is there, so that not all of the answers are that there is nothing. */
async function somebodys(): Promise<Record<string, unknown[]>> {
  const colleague = await newcomer(api, ['clerk']);
  const body = transferBody(api.store);
  const { integratedAddressNumber } = z
    .object({ integratedAddressNumber: z.string() })
    .parse(await (await api.request('POST', 'transfers', { json: body })).json());
  const held = { ...transferBody(api.store), personalNumber: body.personalNumber, birthDate: '1950-01-02' };
  expect((await api.request('POST', 'transfers', { json: held })).status).toBe(202);
  const [failure] = await api.store.see<{ failure_id: string; person_id: string }[]>`
    select failure_id, person_id from failures limit 1`;
  const csv = { as: api.clients.operator, body: 'transferId\r\n', headers: { 'content-type': 'text/csv' } };
  const load = await api.request('POST', 'loads?format=csv&dryRun=true', csv);
  const { loadId } = z.object({ loadId: z.string() }).parse(await load.json());
  const staffIds = [colleague.staffId, members.supervisor.staffId];
  return {
    code: [city],
    organisation: [city],
    integratedAddressNumber: [integratedAddressNumber],
    failureId: [failure?.failure_id],
    failureIds: [[failure?.failure_id]],
    personId: [failure?.person_id],
    loadId: [loadId],
    // Whoever is taken away or gets other roles is none of those who ask.
    staffId: [colleague.staffId],
    assigneeId: staffIds,
    clientId: [api.clients.tax.clientId],
    personalNumber: [body.personalNumber],
    addressNumber: [body.addressNumber],
    numberSystem: ['01'],
  };
}

function requestsOf({ path, parameters = [], requestBody }: Operation): fc.Arbitrary<Generated> {
  const ofPlace = (place: 'path' | 'query') => {
    const wanted = parameters.filter((parameter) => parameter.in === place);
    const properties = Object.fromEntries(wanted.map(({ name, schema }) => [name, schema]));
    const required = wanted.filter((parameter) => parameter.required).map(({ name }) => name);
    return schemas.valuesOf({ type: 'object', properties, required }, known) as fc.Arbitrary<Record<string, unknown>>;
  };
  const bodies = Object.entries(requestBody?.content ?? {}).map(([mediaType, { schema }]) =>
    schemas.valuesOf(schema, known).map((value) => ({ mediaType, body: bodyOf(mediaType, value) })),
  );
  const nothing = fc.constant({ mediaType: undefined, body: undefined });
  return (
    fc
      .tuple(ofPlace('path'), ofPlace('query'), bodies.length > 0 ? fc.oneof(...bodies) : nothing)
      // A step in a path is no value: every client would go it.
      .filter(([ids]) => Object.values(ids).every((id) => id !== '' && id !== '.' && id !== '..'))
      .map(([ids, query, body]) => {
        const filled = path.replaceAll(/\{(\w+)\}/gu, (_all, name: string) => encodeURIComponent(String(ids[name])));
        const asked = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
        return { address: asked.size > 0 ? `${filled}?${asked.toString()}` : filled, ...body };
      })
  );
}

function bodyOf(mediaType: string, value: unknown): string {
  if (mediaType === 'application/json') return JSON.stringify(value);
  if (mediaType === 'application/x-www-form-urlencoded') {
    return new URLSearchParams(value as Record<string, string>).toString();
  }
  return String(value);
}

type Send = (operation: Operation, request: Generated) => Promise<Response>;

const byProgram =
  (client: 'operator' | 'backbone' | 'administrator'): Send =>
  ({ method }, { address, mediaType, body }) =>
    api.request(method, address, {
      as: api.clients[client],
      ...(body !== undefined && { body, headers: { 'content-type': mediaType ?? '' } }),
    });

const byMember =
  (role: keyof typeof members): Send =>
  ({ method }, request) =>
    sentByBrowser(members[role].browser, method, request);

function sentByBrowser(
  { cookies }: Pick<SignedIn['browser'], 'cookies'>,
  method: string,
  { address, mediaType, body }: Generated,
): Promise<Response> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return Promise.resolve(
    api.app.request(address, {
      method,
      headers: {
        ...(cookie !== '' && { cookie }),
        origin: 'https://fugo.example',
        ...(mediaType !== undefined && { 'content-type': mediaType }),
      },
      ...(body !== undefined && { body }),
    }),
  );
}

/** What of an answer is not described; nothing where all is. */
async function undescribed({ responses }: Operation, response: Response): Promise<string[]> {
  const { status } = response;
  if (status >= 500) return [`${String(status)} ${await response.text()}`];
  const described = responses[String(status)];
  if (!described) return [`status ${String(status)}: ${await response.text()}`];
  const mediaType = response.headers.get('content-type')?.split(';', 1)[0]?.trim() ?? '';
  const content = described.content?.[mediaType];
  if (!content) {
    await response.body?.cancel();
    return response.body === null || mediaType === '' ? [] : [`${String(status)} as ${mediaType}`];
  }
  if (mediaType !== 'application/json' && mediaType !== problemMediaType) {
    // A stream of events has no end.
    await response.body?.cancel();
    return [];
  }
  const text = await response.text();
  const body: unknown = JSON.parse(text);
  const shape = schemas.has(content.schema, body) ? [] : [`${String(status)} has not its shape: ${text}`];
  return [
    ...shape,
    ...(mediaType === problemMediaType ? undescribedIn(Problem.parse(body), described.description) : []),
  ];
}

function undescribedIn({ code, errors = [] }: Problem, description: string): string[] {
  const codes = [...description.matchAll(/(?<!^- .*)`([A-Z_]+)`:/gmu)].map(([, each]) => each);
  const rules = new Set(
    [...description.matchAll(/^- (?:`(?<field>[^`]*)`|any field) `(?<rule>[A-Z_]+)`/gmu)].map(
      ({ groups }) => `${groups?.['field'] ?? '*'} ${groups?.['rule'] ?? ''}`,
    ),
  );
  return [
    ...(codes.includes(code) ? [] : [`code ${code}`]),
    ...errors
      .map(({ field, rule }) => ({ field: field.replaceAll(/\[[0-9]+\]/gu, '[]'), rule }))
      .filter(({ field, rule }) => !rules.has(`${field} ${rule}`) && !rules.has(`* ${rule}`))
      .map(({ field, rule }) => `${field} ${rule}`),
  ];
}

describe('a request of the described shape is answered as described', () => {
  const callers: [string, Send][] = [
    ['the operator', byProgram('operator')],
    ['a backbone', byProgram('backbone')],
    ['the administrator of the installation', byProgram('administrator')],
    ['a supervisor', byMember('supervisor')],
    ['an administrator of the municipality', byMember('administrator')],
  ];

  test.each(callers)('asked by %s', async (_name, send) => {
    const asked = operations.filter(({ path }) => path.startsWith('/v1/'));
    expect(await undescribedOf(asked, send)).toEqual([]);
  });

  test('asked by nobody in particular', async () => {
    const others = operations.filter(({ path }) => !path.startsWith('/v1/'));
    const asStranger: Send = ({ method }, request) => sentByBrowser(openBrowser(api), method, request);
    expect(await undescribedOf(others, asStranger)).toEqual([]);
  });
});

/** Made once for all callers: that takes longer than to answer. */
const requests = new Map<Operation, fc.Arbitrary<Generated>>();
function requestsFor(operation: Operation): fc.Arbitrary<Generated> {
  const made = requests.get(operation) ?? requestsOf(operation);
  requests.set(operation, made);
  return made;
}

async function undescribedOf(asked: readonly Operation[], send: Send): Promise<string[]> {
  const found: string[] = [];
  for (const [at, operation] of asked.entries()) {
    for (const request of fc.sample(requestsFor(operation), { numRuns: casesEach, seed: 1219 + at })) {
      const response = await send(operation, request);
      const faults = await undescribed(operation, response);
      found.push(...faults.map((fault) => `${operation.operationId}: ${fault} ← ${JSON.stringify(request)}`));
    }
  }
  return found;
}

test('each refusal that is described has the status of its code', () => {
  const described = operations.flatMap(({ operationId, responses }) =>
    Object.entries(responses).flatMap(([status, { description, content = {} }]) =>
      problemMediaType in content ? [{ operationId, status: Number(status), description }] : [],
    ),
  );
  expect(described.length).toBeGreaterThan(300);
  for (const { operationId, status, description } of described) {
    const [first = '', ...others] = [...description.matchAll(/`([A-Z_]+)`: /gu)].map(([, code = '']) => code);
    const codes = status === 422 ? [first] : [first, ...others];
    const statuses = codes.map((code) => Object.entries(failures).find(([each]) => each === code)?.[1]);
    for (const failure of statuses) {
      expect({ operationId, status, said: failure?.kind === 'request' && failure.status }).toEqual({
        operationId,
        status,
        said: status,
      });
    }
  }
});
