import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commonHours } from '../../../domain/calendar/operating-hours.ts';
import { createServerControlClient, type ServerControlClient } from '../../../participants/server-control/client.ts';

/** A server on a real port that answers what the test says. */
let answer: { status: number; body: unknown };
const seen: { method: string | undefined; url: string | undefined }[] = [];
const server = createServer((request: IncomingMessage, response) => {
  seen.push({ method: request.method, url: request.url });
  request.resume().on('end', () => {
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  });
});
let client: ServerControlClient;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = createServerControlClient(`http://127.0.0.1:${String(port)}/`, { timeoutMs: 5_000 });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  seen.length = 0;
});

const prefecture = '130001';
const view = {
  organisation: prefecture,
  kind: 'prefectural-server',
  state: 'running',
  since: '2026-04-01T00:00:00.000Z',
  calendarHash: null,
  lastDaily: null,
};

describe('the client of a server of Juki-net', () => {
  test('speaks to the addresses of the contract', async () => {
    answer = { status: 202, body: { requestId: 'r', state: 'starting' } };
    await client.start(prefecture, 'r');
    await client.stop(prefecture, 'r');
    await client.daily(prefecture, { requestId: 'r', day: '2026-04-01', job: 'statistics' });
    await client.readState(prefecture);
    await client.probe('nation');
    await client.tellCalendar('nation', { hash: 'a', hours: commonHours });
    const at = `/v1/organisations/${prefecture}/server`;
    expect(seen).toEqual([
      { method: 'POST', url: `${at}/start` },
      { method: 'POST', url: `${at}/stop` },
      { method: 'POST', url: `${at}/daily` },
      { method: 'GET', url: at },
      { method: 'GET', url: '/v1/organisations/nation/server/probe' },
      { method: 'PUT', url: '/v1/organisations/nation/server/calendar' },
    ]);
  });

  test('gives the reason of a refusal as a value', async () => {
    const refusal = { code: 'WRONG_ORDER', reason: 'NATIONAL_SERVER_NOT_RUNNING', message: '順序が違います。' };
    answer = { status: 409, body: refusal };
    expect(await client.start(prefecture, 'r')).toEqual({ kind: 'refused', refusal });
  });

  test.each<[string, number, unknown]>([
    ['a refusal without a known reason', 409, { code: 'WRONG_ORDER', reason: 'BECAUSE', message: '' }],
    ['a refusal that the contract does not know', 409, 'no'],
    ['the answer to another request', 202, { requestId: 'other', state: 'starting' }],
    ['a state that the contract does not know', 202, { requestId: 'r', state: 'sleeping' }],
  ])('does not take %s for an answer', async (_, status, body) => {
    answer = { status, body };
    expect(await client.start(prefecture, 'r')).toMatchObject({ kind: 'unexpected' });
  });

  test('does not take the state or the probe of another organisation, nor another calendar, for the one asked for', async () => {
    answer = { status: 200, body: view };
    expect(await client.readState(prefecture)).toEqual({ kind: 'answered', body: view });
    expect(await client.readState('400009')).toMatchObject({ kind: 'unexpected' });
    answer = { status: 200, body: { organisation: prefecture, kind: 'prefectural-server', at: view.since } };
    expect(await client.probe('400009')).toMatchObject({ kind: 'unexpected' });
    answer = { status: 200, body: { calendarHash: 'before' } };
    expect(await client.tellCalendar(prefecture, { hash: 'now', hours: commonHours })).toMatchObject({
      kind: 'unexpected',
    });
  });

  test('takes a server that answers 503 for one that is not there', async () => {
    answer = { status: 503, body: { error: 'closed', message: '' } };
    expect(await client.probe(prefecture)).toEqual({ kind: 'unavailable' });
  });
});
