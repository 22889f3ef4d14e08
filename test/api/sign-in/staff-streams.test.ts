/** Answers that last: they end with the session or the right behind them, however long they would have lasted. */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Overview } from '../../../contracts/api/overview.ts';
import { personAfter } from '../../storage/support.ts';
import { newcomer, type Browser, type SignedIn } from './staff-support.ts';
import { city, openApi, otherCity, type ApiTest } from '../support.ts';

let api: ApiTest;
beforeAll(async () => {
  api = await openApi(230);
});

const address = `/v1/municipalities/${city}/overview/events`;

interface Stream {
  events: () => string[];
  readUntil: (count: number) => Promise<void>;
  ended: () => Promise<void>;
}

async function open(send: (method: string, path: string) => Promise<Response>): Promise<Stream> {
  const response = await send('GET', address);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error('There is no stream.');
  let text = '';
  const events = (): string[] => text.split('\n\n').filter((event) => event.startsWith('event: overview\ndata: '));
  return {
    events,
    async readUntil(count) {
      while (events().length < count) {
        const { value, done } = await reader.read();
        if (done) throw new Error('The stream ended.');
        text += value;
      }
    },
    async ended() {
      for (;;) if ((await reader.read()).done) return;
    },
  };
}

async function expectEnd(browser: Browser, end: () => Promise<unknown>): Promise<void> {
  const stream = await open(browser.send);
  await stream.readUntil(1);
  await end();
  await stream.ended();
}

describe('a stream of the overview', () => {
  let member: SignedIn;
  beforeAll(async () => {
    member = await newcomer(api, ['clerk']);
  });
  const rolesOf = (roles: string[]): Promise<Response> =>
    api.request('PUT', `/v1/organisations/${city}/staff/${member.staffId}/roles`, {
      as: api.clients.administrator,
      json: { roles },
    });

  test('sends the overview at first and again when it changed', async () => {
    const stream = await open(member.browser.send);
    await stream.readUntil(1);
    await personAfter(api.store, 'judge');
    await vi.waitFor(async () => stream.readUntil(2), { timeout: 120_000 });
    const [first, second] = stream.events().map((event) => JSON.parse(event.split('data: ')[1] ?? '') as Overview);
    expect(second?.codeRequests.requesting.hour).toBe((first?.codeRequests.requesting.hour ?? 0) + 1);
  });

  test('ends within seconds when the session is signed out', async () => {
    const other = await newcomer(api, ['clerk']);
    const stream = await open(member.browser.send);
    await stream.readUntil(1);
    await expectEnd(other.browser, () => other.browser.send('POST', '/auth/sign-out', { json: {} }));
    // That of somebody else goes on.
    await personAfter(api.store, 'judge');
    await stream.readUntil(2);
  });

  test('ends within seconds when the person is taken away', async () => {
    const gone = await newcomer(api, ['supervisor']);
    await expectEnd(gone.browser, () =>
      api.request('DELETE', `/v1/organisations/${city}/staff/${gone.staffId}`, { as: api.clients.administrator }),
    );
  });

  test('ends within seconds when the session has not been used for too long, and is itself no use', async () => {
    const idle = await newcomer(api, ['clerk']);
    await expectEnd(
      idle.browser,
      () => api.store.see`
        update staff_sessions set expires_at = now() + interval '2 seconds' where staff_id = ${idle.staffId}`,
    );
  });

  test('ends within seconds when the role in this municipality goes, whatever the person is in another', async () => {
    const elsewhere = { name: '見本 職員', email: member.email, roles: ['clerk'] };
    const there = `/v1/organisations/${otherCity}/staff`;
    expect((await api.request('POST', there, { as: api.clients.administrator, json: elsewhere })).status).toBe(201);
    await expectEnd(member.browser, () =>
      api.request('DELETE', `/v1/organisations/${city}/staff/${member.staffId}`, { as: api.clients.administrator }),
    );
  });

  test('goes on when the new role has the right as well', async () => {
    member = await newcomer(api, ['clerk']);
    const stream = await open(member.browser.send);
    await stream.readUntil(1);
    expect((await rolesOf(['auditor'])).status).toBe(200);
    await personAfter(api.store, 'judge');
    await stream.readUntil(2);
  });
});
