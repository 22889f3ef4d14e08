import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createNoticeActivities } from '../../activities/notices.ts';
import { AddressNotices } from '../../contracts/participants/backbone.ts';
import { createBackboneClient, type BackboneClient } from '../../participants/backbone/client.ts';
import { createIntermediateServerClient } from '../../participants/intermediate-server/client.ts';
import { municipality, openStore, type Store } from '../storage/support.ts';
import { oweNotices } from '../support/owed-notices.ts';
import { createResolvable } from '../support/resolvable.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(216);
});
beforeEach(async () => {
  await store.see`delete from outbox`;
  await store.see`delete from notice_pauses`;
});

/** Longer than any test: a backbone is silent until the test lets it speak. */
const timeoutMs = 120_000;
const patient = { timeout: 120_000, interval: 20 };
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  clients.clear();
  for (const close of closers.splice(0)) await close();
});
const clients = new Map<string, BackboneClient>();

type Answer = (response: ServerResponse, asked: AddressNotices) => void | Promise<void>;

const json = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};
const takes: Answer = (response, { requestId, lines }) =>
  json(response, 200, { requestId, results: lines.map(({ lineId }) => ({ lineId, result: 'accepted' })) });
const closed: Answer = (response) => json(response, 503, { error: 'closed', message: 'closed' });
const saysNothing: Answer = () => undefined;

/** A backbone on a real port that does what the test says, and keeps the notices of each request. */
async function backboneOf(numberSystem: string, answer: Answer) {
  const backbone = { answer, asked: [] as AddressNotices[] };
  const answerTo = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = AddressNotices.parse(JSON.parse(await text(request)));
    backbone.asked.push(asked);
    await backbone.answer(response, asked);
  };
  const server = createServer((request, response) => {
    void answerTo(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  clients.set(numberSystem, createBackboneClient(`http://127.0.0.1:${port}`, { timeoutMs }));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return backbone;
}

const notHere = (): never => {
  throw new Error('No notice needs this.');
};
function newActivities(limits?: { sendForMs: number }) {
  const env = new MockActivityEnvironment();
  const neighbours = {
    intermediateServer: createIntermediateServerClient('http://127.0.0.1:9', { timeoutMs }),
    codeRoute: notHere,
    backbone: (numberSystem: string) => clients.get(numberSystem),
  };
  const activities = createNoticeActivities({ db: store.db, getNeighbours: async () => neighbours }, limits);
  const perform = <In, Out>(activity: (input: In) => Promise<Out>, input: In): Promise<Out> => env.run(activity, input);
  return {
    env,
    look: async () => (await perform(activities.lookForDueNotices, { municipality })).backbones,
    send: () => perform(activities.sendDueNotices, { municipality }),
  };
}

const owe = (numberSystem: string, count: number) => oweNotices(store.see, municipality, { numberSystem, count });
const idsOf = (requests: readonly AddressNotices[]) =>
  requests.flatMap(({ lines }) => lines.map(({ lineId }) => lineId));
const sizesOf = (requests: readonly AddressNotices[]) => requests.map(({ lines }) => lines.length);

async function undelivered(numberSystem: string): Promise<number> {
  const [row] = await store.see<{ count: number }[]>`
    select count(*)::int as count from outbox where number_system = ${numberSystem} and delivered_at is null`;
  return row?.count ?? 0;
}
const untilDelivered = (numberSystem: string) =>
  vi.waitUntil(async () => (await undelivered(numberSystem)) === 0, patient);
const pauses = async () => [
  ...(await store.see`
    select number_system, failures, next_send_at > now() as paused from notice_pauses order by number_system`),
];
async function endPauses(): Promise<void> {
  await store.see`update notice_pauses set next_send_at = now()`;
  await store.see`update outbox set next_send_at = now() where next_send_at > now()`;
}

describe('backbones that take their notices', () => {
  test('get all of them in one go, in the order in which they are due, batch after batch', async () => {
    const juki = await backboneOf('01', takes);
    const tax = await backboneOf('02', takes);
    const ids = { juki: await owe('01', 1_200), tax: await owe('02', 30) };
    const { look, send } = newActivities();
    expect(await look()).toBe(2);
    expect(await send()).toEqual({ delivered: 1_230, more: false });
    expect(idsOf(juki.asked)).toEqual(ids.juki);
    expect(sizesOf(juki.asked)).toEqual([500, 500, 200]);
    expect(idsOf(tax.asked)).toEqual(ids.tax);
    expect(await look()).toBe(0);
  });

  test('may refuse a line, which is not sent again', async () => {
    await backboneOf('01', (response, { requestId, lines }) =>
      json(response, 200, {
        requestId,
        results: lines.map(({ lineId }) => ({ lineId, result: 'refused', reason: 'UNKNOWN_ADDRESS_NUMBER' })),
      }),
    );
    await owe('01', 2);
    const { send } = newActivities();
    expect(await send()).toEqual({ delivered: 2, more: false });
    const rows = await store.see`select distinct refusal, delivered_at is not null as delivered from outbox`;
    expect([...rows]).toEqual([{ refusal: 'UNKNOWN_ADDRESS_NUMBER', delivered: true }]);
  });

  test('are begun nothing further with when the time is up, and there is more to do', async () => {
    const sendForMs = 200;
    const juki = await backboneOf('01', async (response, asked) => {
      const timeIsUp = performance.now() + sendForMs;
      await vi.waitUntil(() => performance.now() > timeIsUp, patient);
      await takes(response, asked);
    });
    const ids = await owe('01', 700);
    const { send } = newActivities({ sendForMs });
    expect(await send()).toEqual({ delivered: 500, more: true });
    expect(idsOf(juki.asked)).toEqual(ids.slice(0, 500));
  });
});

describe('a backbone that does not answer', () => {
  test('holds up none of the others, nor what comes for them meanwhile', async () => {
    const release = createResolvable<void>();
    const juki = await backboneOf('01', async (response, asked) => {
      await release.promise;
      await closed(response, asked);
    });
    await backboneOf('02', takes);
    await backboneOf('03', takes);
    await owe('01', 600);
    await owe('02', 1_500);
    const { send } = newActivities();
    const ended = vi.fn<() => void>();
    const sending = send().finally(ended);
    await untilDelivered('02');
    await owe('02', 20);
    await owe('03', 20);
    await Promise.all([untilDelivered('02'), untilDelivered('03')]);
    expect(ended).not.toHaveBeenCalled();
    expect(sizesOf(juki.asked)).toEqual([500]);
    release.resolve();
    expect(await sending).toEqual({ delivered: 1_540, more: false });
    expect(await pauses()).toEqual([{ number_system: '01', failures: 1, paused: true }]);
  });

  test('is left alone until its pause is over, and then gets everything, at first a smaller batch', async () => {
    const juki = await backboneOf('01', closed);
    await owe('01', 600);
    const { look, send } = newActivities();
    expect(await send()).toEqual({ delivered: 0, more: false });
    expect(await look()).toBe(0);
    expect(await send()).toEqual({ delivered: 0, more: false });
    expect(sizesOf(juki.asked)).toEqual([500]);
    await endPauses();
    expect(await send()).toEqual({ delivered: 0, more: false });
    expect(await pauses()).toEqual([{ number_system: '01', failures: 2, paused: true }]);

    juki.answer = takes;
    await endPauses();
    expect(await look()).toBe(1);
    expect(await send()).toEqual({ delivered: 600, more: false });
    expect(sizesOf(juki.asked)).toEqual([500, 250, 125, 250, 225]);
    expect(await pauses()).toEqual([]);
  });

  test.each<[string, Answer]>([
    ['tells of other notices', (response, { requestId }) => json(response, 200, { requestId, results: [] })],
    ['says what is not in the contract', (response) => json(response, 418, {})],
    ['hangs up', (response) => void response.destroy()],
  ])('is one that %s as well', async (_, answer) => {
    await backboneOf('01', answer);
    await owe('01', 3);
    expect(await newActivities().send()).toEqual({ delivered: 0, more: false });
    expect(await pauses()).toEqual([{ number_system: '01', failures: 1, paused: true }]);
    expect(await undelivered('01')).toBe(3);
  });
});

test('what is for a number system without an address lies until it has one', async () => {
  const ids = await owe('77', 2);
  const { look, send } = newActivities();
  expect(await look()).toBe(0);
  expect(await send()).toEqual({ delivered: 0, more: false });
  expect(await pauses()).toEqual([]);
  const late = await backboneOf('77', takes);
  expect(await look()).toBe(1);
  expect(await send()).toEqual({ delivered: 2, more: false });
  expect(idsOf(late.asked)).toEqual(ids);
});

test('a fault of ours at one backbone is told of when the others have theirs', async () => {
  clients.set('01', createBackboneClient('no address', { timeoutMs }));
  await backboneOf('02', takes);
  await owe('01', 2);
  await owe('02', 1_200);
  await expect(newActivities().send()).rejects.toThrow('Invalid URL');
  expect(await undelivered('02')).toBe(0);
});

test('sending that is cancelled ends at once, and what it was sending is neither lost nor held against the backbone', async () => {
  const juki = await backboneOf('01', saysNothing);
  await owe('01', 3);
  const { env, send } = newActivities();
  const sending = send();
  await vi.waitUntil(() => juki.asked.length === 1, patient);
  env.cancel();
  await expect(sending).rejects.toThrow(/cancel/iu);
  const rows = await store.see`
    select count(*)::int as count, bool_and(next_send_at between now() and now() + interval '1 minute') as soon
    from outbox where delivered_at is null`;
  expect([...rows]).toEqual([{ count: 3, soon: true }]);
  expect(await pauses()).toEqual([]);
});
