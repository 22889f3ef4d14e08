/** fugo's side of Temporal, and a worker as a process, on a namespace of their own so that nobody else's work is here. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { acquireCodeIdFor, statusQuery, taskQueue, timelineQuery } from '../../contracts/acquire-code.ts';
import { defaultLimits } from '../../contracts/limits.ts';
import { confirmCodesIdFor } from '../../contracts/confirm-codes.ts';
import { readKeyRing } from '../../keys/key-ring.ts';
import { offerFreePort } from '../../local/ports.ts';
import { connectWorker, openClient } from '../../temporal/connection.ts';
import { dataConverterFor } from '../../temporal/data-converter.ts';
import { ensureSchedules, triggerConfirmation } from '../../temporal/schedules.ts';
import { registerSearchAttributes } from '../../temporal/search-attributes.ts';
import { RegisteredHours } from '../../contracts/api/hours.ts';
import { MunicipalityLimits } from '../../contracts/municipality.ts';
import { openDatabase } from '../../storage/database/database.ts';
import { takeTransfers } from '../../storage/transfers/intake.ts';
import { putMunicipality } from '../../storage/settings/municipalities.ts';
import { nudgePerson, tellPerson } from '../../temporal/nudge.ts';
import { findRunState } from '../../temporal/run-state.ts';
import { createTestDatabase } from '../support/database.ts';
import { checkedTransfer, inventedPersonalNumber } from '../support/transfers.ts';
import { bundleWorkflows } from '../support/workflow-bundle.ts';
import { keepHistories } from '../support/workflow-histories.ts';
import { closeLater, registerNamespace } from '../support/workflow-namespace.ts';

const municipality = '292010';
const patience = { timeout: 120_000, interval: 100 };
const home = mkdtempSync(join(tmpdir(), 'fugo-engine-'));
const keysFile = join(home, 'keys.json');
const key = (): string => randomBytes(32).toString('base64');
const processes: ChildProcess[] = [];
let namespace: string;
let client: Client;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  writeFileSync(
    keysFile,
    JSON.stringify({ current: 'k1', keys: { k1: { data: key(), index: key(), payload: key() } } }),
    { mode: 0o600 },
  );
  ({ namespace, client } = await registerNamespace('engine', readKeyRing(keysFile)));
});
afterAll(async () => {
  for (const child of processes) child.kill('SIGKILL');
  const dataConverter = dataConverterFor(readKeyRing(keysFile), namespace);
  const options = { workflowBundle: await bundleWorkflows(), dataConverter };
  await keepHistories().replayAll(client, new Set([taskQueue]), options);
  await client.connection.close();
  rmSync(home, { recursive: true, force: true });
});

async function startWorker(env: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; output: string[]; url: string }> {
  const port = await offerFreePort();
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../workers/main.ts', import.meta.url))], {
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
  });
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
    const target = { address: inject('temporalAddress'), namespace: 'nowhere' };
    await expect(connectWorker(target)).rejects.toThrow('has no namespace nowhere.');
  });

  test('to a server that is not there is refused with a sentence, and its client says so', async () => {
    const target = { address: '127.0.0.1:1', namespace, keys: readKeyRing(keysFile) };
    await expect(connectWorker(target)).rejects.toThrow('The Temporal server at 127.0.0.1:1 does not answer.');
    const away = openClient(target);
    const person = { municipality, personId: 'p-away', limits: defaultLimits };
    expect(
      await Promise.all([
        nudgePerson(away, person, 'due'),
        tellPerson(away, person),
        findRunState(away, acquireCodeIdFor(municipality, 'p-away')),
      ]),
    ).toEqual(['unavailable', 'unavailable', 'unavailable']);
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
    const { apiUrl, workerUrl } = await createTestDatabase();
    const { db, close } = openDatabase(apiUrl, { max: 1, name: 'test-api' });
    // Without the addresses of its participants, so the first step fails.
    await putMunicipality(db, {
      municipality,
      name: '試験市',
      nameEn: 'Test City',
      route: 'JUKI_GATEWAY',
      participants: {},
      hours: RegisteredHours.parse({ enforced: false }),
      limits: MunicipalityLimits.parse({}),
    });
    const transfers = [checkedTransfer({ personalNumber: inventedPersonalNumber(1), addressNumber: '1' })];
    const [taken] = await takeTransfers(
      { db, keys: readKeyRing(keysFile) },
      { municipality, clientId: 'c-1', transfers },
    );
    await close();
    if (!taken || !('personId' in taken)) throw new Error('The test did not mean a conflict');
    const { personId } = taken;
    expect(await findRunState(client, acquireCodeIdFor(municipality, personId))).toBe('closed');

    const { child, output, url } = await startWorker({ DATABASE_URL: workerUrl });
    await vi.waitUntil(async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.status === 200, patience);
    const handle = client.workflow.getHandle(acquireCodeIdFor(municipality, personId));
    await vi.waitUntil(
      async () => ((await handle.describe().catch(() => undefined))?.raw.pendingActivities ?? []).length > 0,
      patience,
    );
    expect(await handle.query(statusQuery)).toMatchObject({ stage: 'NUMBERED', codeRequestStatus: 'REQUESTING' });
    expect(await handle.query(timelineQuery)).toMatchObject([{ stage: 'NUMBERED', attempt: 1 }]);
    // Stands for every failure: Temporal never reads what it says, nor what the run was given.
    const text = JSON.stringify(await handle.fetchHistory(), (_, part: unknown) =>
      part instanceof Uint8Array ? Buffer.from(part).toString() : part,
    );
    expect(text).toContain('requestSerial');
    expect(text).not.toContain('has no address');
    expect(text).not.toContain('transientSeconds');

    const person = { municipality, personId, limits: defaultLimits };
    expect(await findRunState(client, acquireCodeIdFor(municipality, personId))).toBe('busy');
    expect(await tellPerson(client, person)).toBe('nudged');
    expect(await tellPerson(client, { municipality, personId: 'nobody' })).toBe('closed');
    expect(await findRunState(client, acquireCodeIdFor(municipality, 'nobody'))).toBe('closed');

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
