import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBackboneClient } from '../../../participants/backbone/client.ts';
import { createCodeRouteClient } from '../../../participants/code-route/client.ts';
import { createIntermediateServerClient } from '../../../participants/intermediate-server/client.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A participant on a real port that does what the test says. */
let handler: Handler;
const seen: { method: string | undefined; url: string | undefined; body: string }[] = [];
const sockets = new Set<number | undefined>();
const server = createServer((request, response) => {
  sockets.add(request.socket.remotePort);
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    seen.push({ method: request.method, url: request.url, body });
    handler(request, response, body);
  });
});
let baseUrl: string;

beforeEach(async () => {
  seen.length = 0;
  sockets.clear();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/peer/`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function answering(status: number, body?: unknown, headers: Record<string, string> = {}): Handler {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
}

const municipality = '292010';
const requestId = '292010/p-1/1/serial';
const lines = [{ lineId: 'p-1', integratedAddressNumber: '1', personalNumber: '000000000001' }];
const accepted = { requestId, results: [{ lineId: 'p-1', result: 'accepted' }] };
const client = (timeoutMs = 5_000) => createIntermediateServerClient(baseUrl, { timeoutMs });
const ask = () => client().requestSerials(municipality, { requestId, lines });

describe('a call to a participant', () => {
  test('sends the request as JSON to the contract’s address and answers what was answered', async () => {
    handler = answering(202, accepted);
    expect(await ask()).toEqual({ kind: 'answered', body: accepted });
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/peer/v1/municipalities/292010/serial-requests',
        body: JSON.stringify({ requestId, lines }),
      },
    ]);
  });

  test('carries ten thousand lines', async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => ({
      lineId: `p-${at}`,
      integratedAddressNumber: String(at),
      personalNumber: '000000000001',
    }));
    handler = (_, response, body) => {
      const request = JSON.parse(body) as { lines: typeof many };
      const results = request.lines.map(({ lineId }) => ({ lineId, result: 'accepted' }));
      answering(202, { requestId, results })(_, response, body);
    };
    const reply = await client().requestSerials(municipality, { requestId, lines: many });
    expect(reply.kind === 'answered' && reply.body.results.length).toBe(10_000);
  });

  test('keeps its connection for those that follow', async () => {
    handler = answering(202, accepted);
    for (let at = 0; at < 10; at += 1) await ask();
    expect(sockets.size).toBeLessThan(5);
  });

  test.each([
    ['closed', 503, { 'retry-after': '30' }, { kind: 'unavailable', retryAfterMs: 30_000 }],
    ['closed, without saying until when', 503, {}, { kind: 'unavailable' }],
    ['overloaded', 429, { 'retry-after': '2' }, { kind: 'unavailable', retryAfterMs: 2_000 }],
    ['broken', 500, {}, { kind: 'unavailable' }],
    ['behind a gateway without it', 502, { 'retry-after': 'soon' }, { kind: 'unavailable' }],
  ])('is unavailable when the participant is %s', async (_, status, headers, reply) => {
    handler = answering(status, { error: 'closed', message: 'x' }, headers);
    expect(await ask()).toEqual(reply);
  });

  test('understands a date as the time to try again', async () => {
    handler = answering(503, {}, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() });
    const reply = await ask();
    expect(reply.kind === 'unavailable' && reply.retryAfterMs).toBeGreaterThan(50_000);
  });

  test('is unavailable when nobody listens', async () => {
    const nobody = createIntermediateServerClient('http://127.0.0.1:1', { timeoutMs: 5_000 });
    expect(await nobody.requestSerials(municipality, { requestId, lines })).toEqual({ kind: 'unavailable' });
  });

  test('is unavailable when the answer is dropped, at its start or half-way', async () => {
    handler = (_, response) => response.destroy();
    expect(await ask()).toEqual({ kind: 'unavailable' });
    handler = (_, response) => {
      response.writeHead(202, { 'content-length': '1000' });
      response.write('{"requestId":', () => response.destroy());
    };
    expect(await ask()).toEqual({ kind: 'unavailable' });
  });

  test('is unavailable when the time limit passes, before the answer or within it', async () => {
    handler = () => undefined;
    expect(await client(50).requestSerials(municipality, { requestId, lines })).toEqual({ kind: 'unavailable' });
    handler = (_, response) => void response.writeHead(202).write('{');
    expect(await client(50).requestSerials(municipality, { requestId, lines })).toEqual({ kind: 'unavailable' });
  });

  test('that is cancelled throws, because that is no news of the participant', async () => {
    const cancel = new AbortController();
    handler = () => cancel.abort(new Error('cancelled by the workflow'));
    const reply = client().requestSerials(municipality, { requestId, lines }, { signal: cancel.signal });
    await expect(reply).rejects.toThrow('cancelled by the workflow');
    await expect(
      client().requestSerials(municipality, { requestId, lines }, { signal: cancel.signal }),
    ).rejects.toThrow('cancelled by the workflow');
    expect(seen).toHaveLength(1);
  });

  test.each([
    ['a status outside the contract', 400, accepted, 'status 400'],
    ['a redirection, which is not followed', 307, accepted, 'status 307'],
    [
      'an unknown result',
      202,
      { requestId, results: [{ lineId: 'p-1', result: 'readable' }] },
      'status 202: results.0.result invalid_value',
    ],
    ['no object', 202, 'readable', 'status 202: body invalid_type'],
    ['another request’s id', 202, { ...accepted, requestId: 'readable' }, 'requestId: of another request'],
    [
      'too few lines',
      202,
      { requestId, results: [] },
      'results: 1 of 1 lines without a result, 0 results of no such line',
    ],
    [
      'a line twice',
      202,
      { requestId, results: [...accepted.results, ...accepted.results] },
      'results: 0 of 1 lines without a result, 1 results of no such line',
    ],
    [
      'another line',
      202,
      { requestId, results: [{ lineId: 'readable', result: 'accepted' }] },
      'results: 1 of 1 lines without a result, 1 results of no such line',
    ],
  ])('reports %s without repeating a value', async (_, status, body, what) => {
    handler = answering(status, body, { location: `${baseUrl}elsewhere` });
    expect(await ask()).toEqual({ kind: 'unexpected', what });
    expect(what).not.toContain('readable');
    expect(seen).toHaveLength(1);
  });

  test('reports a body that is not JSON', async () => {
    handler = (_, response) => void response.writeHead(202).end('<html>readable</html>');
    expect(await ask()).toEqual({ kind: 'unexpected', what: 'status 202: the body is not JSON' });
  });
});

describe('the intermediate server', () => {
  const receiptNumber = 'R-1';
  const file = {
    receiptNumber,
    rowCount: 1,
    rows: [{ processingSerial: 'S-1', personalNumber: '000000000001' }],
    refused: [],
  };
  const fetchFile = () => client().fetchFile(municipality, receiptNumber);

  test.each([
    [200, file, {}, { kind: 'ready', file }],
    [202, undefined, {}, { kind: 'not-ready' }],
    [202, undefined, { 'retry-after': '5' }, { kind: 'not-ready', retryAfterMs: 5_000 }],
    [404, undefined, {}, { kind: 'unknown-receipt' }],
    [410, undefined, {}, { kind: 'expired' }],
    [503, { error: 'closed' }, {}, { kind: 'unavailable' }],
    [200, { ...file, rowCount: 2 }, {}, { kind: 'unexpected', what: 'rowCount: 2, but the file has 1 rows' }],
    [200, { ...file, receiptNumber: 'R-2' }, {}, { kind: 'unexpected', what: 'receiptNumber: of another file' }],
    [409, undefined, {}, { kind: 'unexpected', what: 'status 409' }],
  ])('answers the question for a file with %i %o %o', async (status, body, headers, reply) => {
    handler = answering(status, body, headers);
    expect(await fetchFile()).toEqual(reply);
    expect(seen).toMatchObject([{ method: 'GET', url: '/peer/v1/municipalities/292010/request-files/R-1' }]);
  });

  test('says whether it took a request whose answer was lost', async () => {
    handler = answering(200, { state: 'unknown', requestId });
    expect(await client().readSerialRequestState(municipality, requestId)).toMatchObject({
      body: { state: 'unknown' },
    });
    expect(seen[0]?.url).toBe('/peer/v1/municipalities/292010/serial-requests?requestId=292010%2Fp-1%2F1%2Fserial');
  });

  test('gives a receipt for a file request', async () => {
    handler = answering(202, { requestId, receiptNumber });
    const request = { requestId, lines: [{ lineId: 'p-1', integratedAddressNumber: '1' }] };
    expect(await client().requestFile(municipality, request)).toMatchObject({ body: { receiptNumber } });
  });

  test('confirms exactly the lines that were asked about', async () => {
    const request = { lines: [{ lineId: 'p-1', integratedAddressNumber: '1' }] };
    handler = answering(200, { results: [{ lineId: 'p-1', result: 'acquired' }] });
    expect((await client().confirmCodes(municipality, request)).kind).toBe('answered');
    handler = answering(200, { results: [{ lineId: 'p-2', result: 'acquired' }] });
    expect((await client().confirmCodes(municipality, request)).kind).toBe('unexpected');
  });
});

test('the code route takes requests and says what it knows of them', async () => {
  const route = createCodeRouteClient(baseUrl, { timeoutMs: 5_000 });
  const line = { lineId: 'p-1', processingSerial: 'S-1', personalNumber: '000000000001' };
  handler = answering(202, accepted);
  expect(await route.send(municipality, { requestId, lines: [line] })).toEqual({ kind: 'answered', body: accepted });
  handler = answering(200, { state: 'taken', ...accepted });
  expect(await route.readRequestState(municipality, requestId)).toMatchObject({ body: { state: 'taken' } });
  expect(seen.map(({ method, url }) => `${method} ${url?.split('?')[0]}`)).toEqual([
    'POST /peer/v1/municipalities/292010/code-requests',
    'GET /peer/v1/municipalities/292010/code-requests',
  ]);
});

test('a backbone takes notices', async () => {
  const backbone = createBackboneClient(baseUrl, { timeoutMs: 5_000 });
  handler = answering(200, { requestId, results: [{ lineId: 'n-1', result: 'repeated' }] });
  const notice = {
    lineId: 'n-1',
    kind: 'numbered' as const,
    numberSystem: '01',
    addressNumber: '7',
    integratedAddressNumber: '1',
    historySeq: 1,
  };
  expect((await backbone.sendNotices(municipality, { requestId, lines: [notice] })).kind).toBe('answered');
  expect(seen[0]?.url).toBe('/peer/v1/municipalities/292010/address-notices');
});
