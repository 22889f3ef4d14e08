/** fugo's side of Temporal, and a worker as a process, on a namespace of their own so that nobody else's work is here. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Connection, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { acquireCodeIdFor, defaultLimits } from '../../contracts/acquire-code.ts';
import { confirmCodesIdFor } from '../../contracts/confirm-codes.ts';
import { readKeyRing } from '../../keys/key-ring.ts';
import { offerFreePort } from '../../local/ports.ts';
import { closeLater, connectClient, openClient } from '../../temporal/connection.ts';
import { ensureSchedules, triggerConfirmation } from '../../temporal/schedules.ts';
import { registerSearchAttributes } from '../../temporal/search-attributes.ts';
import { queryStatus, queryTimeline, sendTransfer, signalConfirmation } from '../../temporal/start-acquire-code.ts';
import { createTestDatabase } from '../support/database.ts';

const municipality = '292010';
const namespace = `engine-${randomBytes(4).toString('hex')}`;
const patience = { timeout: 60_000, interval: 100 };
const home = mkdtempSync(join(tmpdir(), 'fugo-engine-'));
const keysFile = join(home, 'keys.json');
const key = (): string => randomBytes(32).toString('base64');
const processes: ChildProcess[] = [];
let client: Client;

beforeAll(async () => {
  writeFileSync(
    keysFile,
    JSON.stringify({ current: 'k1', keys: { k1: { data: key(), index: key(), payload: key() } } }),
  );
  const address = inject('temporalAddress');
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  await connection.close();
  client = await vi.waitUntil(
    () => connectClient({ address, namespace, keys: readKeyRing(keysFile) }).catch(() => undefined),
    patience,
  );
});
afterAll(async () => {
  for (const child of processes) child.kill('SIGKILL');
  await client.connection.close();
  rmSync(home, { recursive: true, force: true });
});

async function startWorker(env: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; output: string[]; url: string }> {
  const port = await offerFreePort();
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('../../workers/main.ts', import.meta.url))],
    {
      env: {
        PATH: process.env['PATH'],
        TEMPORAL_ADDRESS: inject('temporalAddress'),
        TEMPORAL_NAMESPACE: namespace,
        FUGO_KEYS_FILE: keysFile,
        FUGO_HEALTH_PORT: String(port),
        FUGO_LANG: 'en',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  processes.push(child);
  const output: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  return { child, output, url: `http://127.0.0.1:${port}` };
}

describe('search attributes', () => {
  test('are registered once, and may be used at once', async () => {
    const connection = client.connection as Connection;
    await registerSearchAttributes(connection, namespace);
    await registerSearchAttributes(connection, namespace);
    expect((await client.workflow.count('FugoErrorCode IS NOT NULL AND ExecutionStatus="Running"')).count).toBe(0);
  });
});

describe('a connection', () => {
  test('to a namespace that is not there is refused with a sentence', async () => {
    const target = { address: inject('temporalAddress'), namespace: 'nowhere', keys: readKeyRing(keysFile) };
    await expect(connectClient(target)).rejects.toThrow('has no namespace nowhere.');
  });

  test('to a server that is not there is refused with a sentence, and its client answers in time', async () => {
    const target = { address: '127.0.0.1:1', namespace, keys: readKeyRing(keysFile) };
    await expect(connectClient(target, 500)).rejects.toThrow('The Temporal server at 127.0.0.1:1 does not answer.');
    const away = openClient(target);
    const began = Date.now();
    const input = { municipality, personId: 'p-away', limits: defaultLimits };
    expect(await sendTransfer(away, { ...input, inboxId: 'i-1' }, 500)).toMatchObject({ kind: 'pending' });
    expect(await queryStatus(away, municipality, 'p-away', 500)).toMatchObject({ kind: 'unavailable' });
    expect(await signalConfirmation(away, municipality, 'p-away', { result: 'acquired' }, 500)).toBe('unavailable');
    expect(Date.now() - began).toBeLessThan(2_200);
    closeLater(away.connection);
  });
});

const describeConfirmation = () => client.schedule.getHandle(confirmCodesIdFor(municipality)).describe();

describe('the schedules of a municipality', () => {
  test('are made once, changed when their settings differ, and stay paused', async () => {
    await ensureSchedules(client, municipality, { confirmEverySeconds: 600, sweepEverySeconds: 60 });
    const handle = client.schedule.getHandle(confirmCodesIdFor(municipality));
    await handle.pause('by an administrator');
    const made = await describeConfirmation();
    expect(made.spec.intervals).toMatchObject([{ every: 600_000 }]);
    expect(made.policies).toEqual({ overlap: 'BUFFER_ONE', catchupWindow: 600_000, pauseOnFailure: false });
    expect(made.action).toMatchObject({
      workflowType: 'confirmCodes',
      workflowId: 'confirm-codes/292010',
      args: [{ municipality }],
    });

    await ensureSchedules(client, municipality, { confirmEverySeconds: 600, sweepEverySeconds: 60 });
    expect((await describeConfirmation()).info.lastUpdatedAt).toEqual(made.info.lastUpdatedAt);

    await ensureSchedules(client, municipality, { confirmEverySeconds: 20, sweepEverySeconds: 60 });
    const changed = await describeConfirmation();
    expect(changed.spec.intervals).toMatchObject([{ every: 20_000 }]);
    expect(changed.state.paused).toBe(true);
  });

  test('are run by staff on demand', async () => {
    expect(await triggerConfirmation(client, municipality)).toBe('triggered');
    await vi.waitUntil(async () => (await describeConfirmation()).info.numActionsTaken === 1, patience);
    expect(await triggerConfirmation(client, '131016')).toBe('not-scheduled');
  });
});

describe('a worker process', () => {
  test('takes up what was sent before it came, tells its health and figures, and ends in order', async () => {
    const personId = randomUUID();
    const inboxId = randomUUID();
    const person = { municipality, personId, limits: defaultLimits };
    const pending = await sendTransfer(client, { ...person, inboxId }, 500);
    expect(pending).toMatchObject({ kind: 'pending', cause: { name: 'WorkflowUpdateRPCTimeoutOrCancelledError' } });

    const { workerUrl } = await createTestDatabase();
    const { child, output, url } = await startWorker({ DATABASE_URL: workerUrl });
    await vi.waitUntil(async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.status === 200, patience);

    // Stands for every failure of the workflow's own: it comes back to the client, and Temporal never reads it.
    const refused = await sendTransfer(client, { ...person, inboxId }, 30_000);
    expect(refused.kind === 'pending' && refused.cause).toBeInstanceOf(WorkflowUpdateFailedError);
    expect(refused).toMatchObject({
      cause: { cause: { type: 'NOT_FOUND', message: 'The transfer is not in the inbox' } },
    });
    const history = await client.workflow.getHandle(acquireCodeIdFor(municipality, personId)).fetchHistory();
    const text = JSON.stringify(history, (_, part: unknown) =>
      part instanceof Uint8Array ? Buffer.from(part).toString() : part,
    );
    expect(text).toContain('NOT_FOUND');
    expect(text).not.toContain('not in the inbox');
    expect(text).not.toContain('inboxId'); // the name in the update's argument

    expect(await queryStatus(client, municipality, personId)).toMatchObject({ kind: 'found', view: { stage: null } });
    expect(await queryTimeline(client, municipality, personId)).toEqual({ kind: 'found', view: [] });
    expect(await queryStatus(client, municipality, 'nobody')).toEqual({ kind: 'not-found' });
    expect(await signalConfirmation(client, municipality, personId, { result: 'acquired' })).toBe('told');
    expect(await signalConfirmation(client, municipality, 'nobody', { result: 'acquired' })).toBe('closed');

    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/^fugo_worker_running 1$/m);
    expect(metrics).toMatch(/^fugo_worker_cached_workflows \d+$/m);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);

    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    const lines = output.join('').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as { msg: string }).at(-1)?.msg).toBe('The worker has ended');
  });

  test('that lacks a setting ends with one sentence', async () => {
    const { child, output } = await startWorker({});
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output.join('')).toMatch(/^DATABASE_URL: [^\n]+\n$/);
  });

  test('that is told to end while it waits for Temporal ends at once', async () => {
    const { child, output, url } = await startWorker({
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      DATABASE_URL: 'postgres://fugo_worker:secret@127.0.0.1:1/fugo',
    });
    await vi.waitUntil(async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.status === 503, patience);
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(output.join('')).not.toContain('secret');
  });
});
