/** Reaching loads and bulk retries on the engine. A namespace of its own, because the queue of loads has one name. */
import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { taskQueue } from '../../contracts/acquire-code.ts';
import { defaultLimits } from '../../contracts/limits.ts';
import {
  defaultLoadOptions,
  initialLoadIdFor,
  loadTaskQueue,
  progressQuery,
  type InitialLoadActivities,
  type InitialLoadInput,
} from '../../contracts/initial-load.ts';
import type { RetryErrorsActivities, RetryErrorsInput } from '../../contracts/retry-errors.ts';
import { offerFreePort } from '../../local/ports.ts';
import { openClient } from '../../temporal/connection.ts';
import { actOnInitialLoad, startInitialLoad } from '../../temporal/start-initial-load.ts';
import { cancelRetryErrors, queryRetryErrors, startRetryErrors } from '../../temporal/start-retry-errors.ts';
import { newKeys } from '../storage/support.ts';
import { createResolvable } from '../support/resolvable.ts';
import { openNamespace, type TestNamespace } from '../support/workflow-namespace.ts';

const municipality = '292010';
const keys = newKeys();
const staff = { staffId: 's-1' };
let engine: TestNamespace;
let client: Client;
let away: Client;

beforeAll(async () => {
  engine = await openNamespace('loads', keys);
  ({ client } = engine);
  const nowhere = `127.0.0.1:${String(await offerFreePort())}`;
  away = openClient({ address: nowhere, namespace: engine.namespace, keys });
});
afterAll(() => engine.close());

describe('a load', () => {
  const progressOf = ({ loadId }: InitialLoadInput) =>
    client.workflow.getHandle(initialLoadIdFor(municipality, loadId)).query(progressQuery);
  const newLoad = (): InitialLoadInput => ({
    municipality,
    loadId: randomUUID(),
    dryRun: true,
    options: { ...defaultLoadOptions, format: 'csv', encoding: 'utf-8' },
    limits: defaultLimits,
  });

  test('is started once however often it is asked for, and paused, resumed and cancelled', async () => {
    const read = createResolvable<void>();
    const readLoadFile = vi.fn<InitialLoadActivities['readLoadFile']>(async () => {
      await read.promise;
      return { goodLines: 1, badLines: 0 };
    });
    const recordLoadState: InitialLoadActivities['recordLoadState'] = async () => {};
    const worker = await engine.workerOn(loadTaskQueue, { readLoadFile, recordLoadState });
    await worker.runUntil(async () => {
      const load = newLoad();
      expect(await startInitialLoad(client, load)).toEqual({ kind: 'started' });
      expect(await startInitialLoad(client, load)).toEqual({ kind: 'started' });
      expect(await actOnInitialLoad(client, load, 'resume', staff)).toEqual({ kind: 'not-paused' });
      expect(await actOnInitialLoad(client, load, 'pause', staff)).toMatchObject({
        kind: 'done',
        progress: { state: 'PAUSED' },
      });
      expect(await progressOf(load)).toMatchObject({ state: 'PAUSED' });
      expect(await actOnInitialLoad(client, load, 'resume', staff)).toMatchObject({
        kind: 'done',
        progress: { state: 'READING' },
      });
      read.resolve();
      await vi.waitUntil(async () => (await progressOf(load)).state === 'CHECKED', { timeout: 120_000, interval: 100 });
      expect(readLoadFile).toHaveBeenCalledTimes(1);

      // One whose start was lost: it is begun to be paused.
      const lost = newLoad();
      await expect(progressOf(lost)).rejects.toBeInstanceOf(WorkflowNotFoundError);
      expect(await actOnInitialLoad(client, lost, 'pause', staff)).toMatchObject({ kind: 'done' });
    });
  });

  test('on an engine that is away is an answer, for the sweep to make good', async () => {
    expect(await startInitialLoad(away, newLoad(), 500)).toMatchObject({ kind: 'unavailable' });
    expect(await actOnInitialLoad(away, newLoad(), 'pause', staff, 500)).toMatchObject({ kind: 'unavailable' });
  });
});

describe('a bulk retry', () => {
  const key = { municipality, code: 'SERIAL_REFUSED' } as const;
  const input: RetryErrorsInput = {
    ...key,
    ...staff,
    reason: 'test',
    perSecond: 1,
    canarySeconds: 60,
    limits: defaultLimits,
  };

  test('is one for each code, tells its progress, and is ended', async () => {
    const canary = { firstSeenAt: 1, failureId: 'f-1', personId: randomUUID(), step: 'serial' } as const;
    const retryCanary = vi.fn<RetryErrorsActivities['retryCanary']>(async () => ({ canary, refused: 0 }));
    const worker = await engine.workerOn(taskQueue, {
      retryCanary,
      countErrors: async () => ({ entries: 7 }),
      canaryStanding: async () => ({ standing: 'waiting', opensAt: null }),
    } satisfies Partial<RetryErrorsActivities>);
    await worker.runUntil(async () => {
      expect(await queryRetryErrors(client, key)).toEqual({ kind: 'not-found' });
      expect(await cancelRetryErrors(client, key, staff)).toEqual({ kind: 'not-running' });
      expect(await startRetryErrors(client, input)).toEqual({ kind: 'started' });
      await vi.waitUntil(() => retryCanary.mock.calls.length === 1, { timeout: 120_000 });
      expect(await startRetryErrors(client, input)).toEqual({ kind: 'started' });
      expect(await queryRetryErrors(client, key)).toMatchObject({
        kind: 'found',
        view: { state: 'CANARY', entries: 7 },
      });
      expect(await cancelRetryErrors(client, key, staff)).toMatchObject({ kind: 'done' });
      await vi.waitUntil(
        async () => {
          const reply = await queryRetryErrors(client, key);
          return reply.kind === 'found' && reply.view.state === 'CANCELLED';
        },
        { timeout: 120_000, interval: 100 },
      );
      expect(retryCanary).toHaveBeenCalledTimes(1);
    });
  });

  test('on an engine that is away is an answer', async () => {
    expect(await startRetryErrors(away, input, 500)).toMatchObject({ kind: 'unavailable' });
    expect(await queryRetryErrors(away, key, 500)).toMatchObject({ kind: 'unavailable' });
    expect(await cancelRetryErrors(away, key, staff, 500)).toMatchObject({ kind: 'unavailable' });
  });
});
