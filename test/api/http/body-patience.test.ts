import { serve, type ServerType } from '@hono/node-server';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { city, getToken, openApi, transferBody, type ApiTest } from '../support.ts';

const progress = { everyMs: 400, leastBytes: 100 };
let api: ApiTest;
let server: ServerType;
let port: number;
let token: string;
beforeAll(async () => {
  api = await openApi(131, { bodyPatience: { strangersMs: 300, ordinaryMs: 500, progress } });
  token = await getToken(api.app, api.clients.backbone);
  port = await new Promise<number>((resolve) => {
    server = serve({ fetch: api.app.fetch, hostname: '127.0.0.1', port: 0 }, (address) => resolve(address.port));
  });
});
afterAll(() => server.close());

interface Call {
  socket: Socket;
  answer: () => string;
  isClosed: () => boolean;
}

interface Sent {
  method?: string;
  type: string;
  first: string;
  headers?: Record<string, string | number>;
}

/** Sends the head of a request and the first bytes of a body that is said to be longer, or has no said end. */
function begin(path: string, { method = 'POST', type, first, headers = {} }: Sent): Call {
  const socket = connect(port, '127.0.0.1');
  const state = { text: '', isClosed: false };
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => (state.text += text));
  socket.on('close', () => (state.isClosed = true));
  socket.on('error', () => undefined);
  const lines = Object.entries({ host: 'fugo.example', 'content-type': type, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${first}`);
  return { socket, answer: () => state.text, isClosed: () => state.isClosed };
}

const until = (isSo: () => boolean): Promise<unknown> => vi.waitUntil(isSo, { timeout: 120_000 });
const unfinished = { 'content-length': 1_000 };
const asBackbone = () => ({ authorization: `Bearer ${token}` });
const piece = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

describe('a body that is never finished', () => {
  test.each([
    ['/oauth2/token', 'application/x-www-form-urlencoded'],
    ['/auth/sign-in/email', 'application/json'],
  ])('is not waited for where no credential was shown: 25 of them at %s are all closed', async (path, type) => {
    const headers = { ...unfinished, origin: 'https://fugo.example' };
    const calls = Array.from({ length: 25 }, () => begin(path, { type, first: '{', headers }));
    await until(() => calls.every(({ isClosed }) => isClosed()));
    for (const { answer } of calls) {
      expect(answer()).toMatch(/^HTTP\/1\.1 408 /u);
      expect(answer()).toContain('"code":"NOT_IN_TIME"');
    }
  });

  test('is not read at all where a credential is wanted and none was shown', async () => {
    const call = begin(`/v1/municipalities/${city}/transfers`, {
      type: 'application/json',
      first: '{',
      headers: unfinished,
    });
    await until(call.isClosed);
    expect(call.answer()).toMatch(/^HTTP\/1\.1 401 /u);
  });

  test('of a request that has no use for one keeps no connection either', async () => {
    const calls = ['GET', 'DELETE', 'POST'].map((method) =>
      begin('/healthz', { method, type: 'application/json', first: '{', headers: unfinished }),
    );
    await until(() => calls.every(({ isClosed }) => isClosed()));
    expect(calls.map(({ answer }) => answer().slice(9, 12))).toEqual(['200', '405', '405']);
  });

  test('of one transfer is not waited for either, and nothing is logged as unforeseen', async () => {
    const headers = { ...unfinished, ...asBackbone() };
    const call = begin(`/v1/municipalities/${city}/transfers`, { type: 'application/json', first: '{', headers });
    await until(call.isClosed);
    expect(call.answer()).toMatch(/^HTTP\/1\.1 408 /u);
    await until(() => api.logged().includes('NOT_IN_TIME'));
    expect(api.logged()).not.toContain('UNEXPECTED');
  });

  test('of one who goes away is nothing unforeseen', async () => {
    const headers = { ...unfinished, ...asBackbone() };
    const call = begin(`/v1/municipalities/${city}/transfers`, { type: 'application/json', first: '{', headers });
    const before = api.logged().length;
    // When the server has begun to read it.
    await new Promise((resolve) => setTimeout(resolve, 50));
    call.socket.destroy();
    await until(() => api.logged().slice(before).includes('"request"'));
    expect(api.logged()).not.toContain('UNEXPECTED');
  });
});

describe('a long body of who is signed in', () => {
  const lines = () =>
    begin(`/v1/municipalities/${city}/transfers`, {
      type: 'application/x-ndjson',
      first: '',
      headers: { ...asBackbone(), 'transfer-encoding': 'chunked' },
    });

  test('may take longer than any other, as long as it comes on', async () => {
    const call = lines();
    for (let sent = 1; sent <= 4; sent += 1) {
      const before = call.answer().length;
      call.socket.write(piece(`${JSON.stringify(transferBody(api.store))}\n`));
      await until(() => call.answer().length > before);
      // Four of these are longer than an ordinary body may take.
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    call.socket.write('0\r\n\r\n');
    await until(() => call.answer().endsWith('0\r\n\r\n'));
    expect(call.answer().match(/"status":201/gu)).toHaveLength(4);
    call.socket.destroy();
  });

  test('is ended where it stops coming, and what was answered is kept', async () => {
    const call = lines();
    const body = transferBody(api.store);
    call.socket.write(piece(`${JSON.stringify(body)}\n`));
    await until(() => call.answer().includes('"status":201'));
    await until(call.isClosed);
    const rows = await api.store.see`select 1 from inbox where transfer_id = ${body.transferId}`;
    expect(rows).toHaveLength(1);
  });
});
