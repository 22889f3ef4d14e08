import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import type { CheckResult } from '../../../domain/monitoring/target-state.ts';
import { outcomeOfExpiry, checkCertificateFile } from '../../../monitoring/checks/certificate.ts';
import { checkDisk } from '../../../monitoring/checks/disk.ts';
import { checkHttp, closeHttpChecks } from '../../../monitoring/checks/http.ts';
import { checkReach, checkTcp } from '../../../monitoring/checks/tcp.ts';
import { errorCodeOf, Prober, type Check } from '../../../monitoring/prober.ts';

const opened: { close: () => unknown; closeAllConnections?: () => void }[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) {
    server.close();
    server.closeAllConnections?.();
  }
});
afterAll(closeHttpChecks);

async function serve(answer: (response: ServerResponse) => void): Promise<{ server: Server; url: string }> {
  const server = createServer((_, response) => answer(response));
  opened.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, url: `http://127.0.0.1:${portOf(server.address())}/probe` };
}
const portOf = (address: AddressInfo | string | null): number => (address as AddressInfo).port;
const never = (): AbortSignal => new AbortController().signal;
async function closedPort(): Promise<number> {
  const { server, url } = await serve((response) => response.end());
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return Number(new URL(url).port);
}

describe('a check by HTTP', () => {
  test('is well with a success and says the status of every other answer', async () => {
    for (const [status, outcome] of [
      [200, { ok: true }],
      [204, { ok: true }],
      [302, { ok: false, error: 'STATUS_302' }],
      [503, { ok: false, error: 'STATUS_503' }],
    ] as const) {
      const { url } = await serve((response) => response.writeHead(status).end());
      expect(await checkHttp(url)(never())).toEqual(outcome);
    }
  });

  test('keeps its connection, and a kept one that the server has closed is no failure', async () => {
    const { server, url } = await serve((response) => response.end('x'));
    let connections = 0;
    server.on('connection', () => (connections += 1));
    const check = checkHttp(url);
    for (let count = 0; count < 5; count += 1) expect(await check(never())).toEqual({ ok: true });
    expect(connections).toBe(1);
    // Each is closed while it is kept, some before and some after the next question is written.
    for (let count = 0; count < 50; count += 1) {
      server.closeAllConnections();
      expect(await check(never())).toEqual({ ok: true });
    }
  });

  test('reads no endless answer', async () => {
    const { url } = await serve((response) => {
      const write = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
        if (!response.destroyed) response.once('drain', write);
      };
      write();
    });
    expect(await checkHttp(url)(never())).toEqual({ ok: true });
  });

  test('ends with its deadline', async () => {
    const { url } = await serve(() => undefined);
    const deadline = new AbortController();
    const outcome = checkHttp(url)(deadline.signal).catch(errorCodeOf);
    deadline.abort();
    expect(await outcome).toBe('TIMEOUT');
  });
});

describe('a check by TCP', () => {
  test('is well where somebody listens', async () => {
    const server = createTcpServer((socket) => socket.end());
    opened.push(server);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    expect(await checkTcp('127.0.0.1', portOf(server.address()))(never())).toEqual({ ok: true });
    expect(await checkTcp('127.0.0.1', await closedPort())(never())).toEqual({ ok: false, error: 'REFUSED' });
  });

  test('a device is reached by ping, or where there is none also when it refuses a connection', async () => {
    expect(await checkReach('127.0.0.1', await closedPort())(never())).toEqual({ ok: true });
  });
});

describe('certificates and disks', () => {
  test('a certificate that ends within thirty days, or has ended, fails', async () => {
    const now = Date.parse('2026-04-01T00:00:00Z');
    expect(outcomeOfExpiry(new Date('2026-05-02T00:00:00Z'), now)).toEqual({ ok: true });
    expect(outcomeOfExpiry(new Date('2026-04-30T00:00:00Z'), now)).toMatchObject({ error: 'CERTIFICATE_EXPIRES_SOON' });
    expect(outcomeOfExpiry(new Date('2026-04-01T00:00:00Z'), now)).toMatchObject({ error: 'CERTIFICATE_EXPIRED' });
    expect(await checkCertificateFile('/nowhere')(never())).toMatchObject({ error: 'CERTIFICATE_UNREADABLE' });
  });

  test('a disk with less room than its limit fails', async () => {
    expect(await checkDisk('/', 1)(never())).toEqual({ ok: true });
    expect(await checkDisk('/', Number.MAX_SAFE_INTEGER)(never())).toMatchObject({ error: 'DISK_NEARLY_FULL' });
  });
});

describe('the prober', () => {
  const start = (checks: Record<string, Check>, options: { intervalMs?: number; concurrency?: number } = {}) => {
    const results: (CheckResult & { targetId: string })[] = [];
    const { intervalMs = 20, ...rest } = options;
    const prober = new Prober({
      tickMs: 2,
      confirmMs: 5,
      ...rest,
      onResult: (targetId, result) => {
        results.push({ targetId, ...result });
        return 'usual';
      },
    });
    prober.setTargets(
      Object.entries(checks).map(([targetId, check]) => ({ targetId, intervalMs, timeoutMs: 50, check })),
    );
    prober.start();
    opened.push({ close: () => prober.stop() });
    return { prober, results };
  };

  test('a check that never ends, and one that throws, hold up nobody', async () => {
    const { results } = start({
      hung: () => new Promise(() => undefined),
      broken: () => Promise.reject(new Error('a name and an address')),
      well: () => Promise.resolve({ ok: true }),
    });
    await vi.waitFor(() => expect(results.filter(({ targetId }) => targetId === 'well').length).toBeGreaterThan(5));
    await vi.waitFor(() =>
      expect(results).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ targetId: 'hung', ok: false, error: 'TIMEOUT' }),
          expect.objectContaining({ targetId: 'broken', ok: false, error: 'ERROR' }),
        ]),
      ),
    );
  });

  test('no more checks than allowed are under way at once, and each target has its turn', async () => {
    let [running, most] = [0, 0];
    const check: Check = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => {
        setTimeout(resolve, 2);
      });
      running -= 1;
      return { ok: true };
    };
    const checks = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`t${index}`, check]));
    const { results } = start(checks, { concurrency: 4 });
    await vi.waitFor(() => expect(new Set(results.map(({ targetId }) => targetId)).size).toBe(50));
    expect(most).toBe(4);
  });

  test('the first questions are spread over the interval', async () => {
    const asked: number[] = [];
    const begin = Date.now();
    const check: Check = () => {
      asked.push(Date.now() - begin);
      return Promise.resolve({ ok: true });
    };
    start(Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`t${index}`, check])), { intervalMs: 1_000 });
    await vi.waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(200), 10_000);
    // Not all at the beginning: some tenth of them comes in each tenth of the time, or a little more or less.
    const early = asked.slice(0, 200).filter((at) => at < 100).length;
    expect(early).toBeLessThan(100);
  });

  test('a target that is hurried is asked at once', async () => {
    let asked = 0;
    const { prober } = start(
      {
        slow: () => {
          asked += 1;
          return Promise.resolve({ ok: true });
        },
      },
      { intervalMs: 3_600_000 },
    );
    prober.hurry('slow');
    await vi.waitFor(() => expect(asked).toBe(1));
  });

  test('failures that fall into a pause of the process itself are not believed', async () => {
    let now = 1_000_000;
    const results: CheckResult[] = [];
    let fail: (() => void) | undefined;
    const prober = new Prober({
      now: () => now,
      tickMs: 1,
      confirmMs: 5,
      onResult: (_, result) => {
        results.push(result);
        return 'usual';
      },
    });
    opened.push({ close: () => prober.stop() });
    const check: Check = () =>
      new Promise((resolve) => {
        fail = () => resolve({ ok: false, error: 'TIMEOUT' });
      });
    prober.setTargets([{ targetId: 'a', intervalMs: 10, timeoutMs: 60_000, check }]);
    prober.start();
    now += 10;
    await vi.waitFor(() => expect(fail).toBeDefined());
    const first = fail;
    now += 60_000;
    // The prober notices that it did not run; then the answer that came too late is doubted and asked for again.
    await vi.waitFor(() => expect(prober.counts.tickedAt).toBe(now));
    first?.();
    await vi.waitFor(() => {
      now += 10;
      expect(fail).not.toBe(first);
    });
    expect(results).toEqual([]);
    fail?.();
    await vi.waitFor(() => expect(results).toHaveLength(1));
  });
});
