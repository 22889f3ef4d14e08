/** Reaching the workflows that drive requests, on the real engine: what the reconciler asks of it, and is told. */
import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { acquireCodeIdFor, statusQuery, taskQueue, type AcquireCodeInput } from '../../contracts/acquire-code.ts';
import { defaultLimits } from '../../contracts/limits.ts';
import { acquireCodesIdFor, loadTaskQueue, type AcquireCodesInput } from '../../contracts/initial-load.ts';
import { searchAttributes } from '../../contracts/search-attributes.ts';
import {
  nudgeChunk,
  nudgePerson,
  replaceChunkRun,
  replaceRun,
  startPerson,
  tellChunk,
  tellPerson,
} from '../../temporal/nudge.ts';
import { findRunState } from '../../temporal/run-state.ts';
import { newKeys } from '../storage/support.ts';
import { createChunks } from '../support/workflow-chunks.ts';
import { openNamespace, type TestNamespace } from '../support/workflow-namespace.ts';
import { createRows, standing } from '../support/workflow-rows.ts';

const municipality = '292010';
const patience = { timeout: 120_000, interval: 50 };

let engine: TestNamespace;
beforeAll(async () => {
  engine = await openNamespace('nudge', newKeys());
});
afterAll(() => engine.close());

const keyed = (personId: string): AcquireCodeInput => ({ municipality, personId, limits: defaultLimits });
const chunkOf = (chunkId: string): AcquireCodesInput => ({
  municipality,
  chunkId,
  loadId: null,
  limits: defaultLimits,
  linesPerSecond: null,
});
const stateOf = ({ personId }: AcquireCodeInput) =>
  findRunState(engine.client, acquireCodeIdFor(municipality, personId));
/** The engine's list lags behind. */
const expectRuns = (workflowId: string, runs: number) =>
  vi.waitFor(async () => {
    const { count } = await engine.client.workflow.count(`WorkflowId = '${workflowId}'`);
    expect(count).toBe(runs);
  }, patience);
/** As a worker of an earlier deploy, whose tasks fail each time. */
const withoutActivities = {};

describe('the run of a person', () => {
  test('is started once however often it is asked for, and nudged where it is open', async () => {
    const { client } = engine;
    const rows = createRows();
    const person = keyed(rows.add(standing.ROUTED));
    const worker = await engine.workerOn(taskQueue, rows.activities);
    await worker.runUntil(async () => {
      expect(await startPerson(engine.eager, person)).toBe('nudged');
      expect(await startPerson(engine.eager, person)).toBe('nudged');
      await vi.waitUntil(() => rows.activities.judge.mock.calls.length >= 1, patience);
      expect(await nudgePerson(client, person, 'not-heard-of')).toBe('nudged');
      await vi.waitUntil(() => rows.activities.judge.mock.calls.length >= 2, patience);
      expect(await tellPerson(client, person)).toBe('nudged');
      await vi.waitUntil(() => rows.activities.judge.mock.calls.length >= 3, patience);
      const { typedSearchAttributes, status } = await client.workflow
        .getHandle(acquireCodeIdFor(municipality, person.personId))
        .describe();
      expect(status.name).toBe('RUNNING');
      expect(typedSearchAttributes.get(searchAttributes.municipality)).toBe(municipality);
    });
    await expectRuns(acquireCodeIdFor(municipality, person.personId), 1);
  });

  test('that has ended is closed to be told, and begun anew by a nudge', async () => {
    const { client } = engine;
    const rows = createRows();
    const person = keyed(rows.add(standing.CANCELLED));
    const worker = await engine.workerOn(taskQueue, rows.activities);
    await worker.runUntil(async () => {
      await nudgePerson(client, person, 'due');
      await vi.waitUntil(async () => (await stateOf(person)) === 'closed', patience);
      expect(await tellPerson(client, person)).toBe('closed');
      rows.put(person.personId, standing.ROUTED);
      expect(await nudgePerson(client, person, 'due')).toBe('nudged');
      await vi.waitUntil(async () => {
        const handle = client.workflow.getHandle(acquireCodeIdFor(municipality, person.personId));
        return (await handle.query(statusQuery)).stage === 'ROUTED';
      }, patience);
    });
  });

  test('is busy while a worker is missing or at it, and idle where it waits for somebody else', async () => {
    const rows = createRows();
    const person = keyed(rows.add(standing.NUMBERED));
    await startPerson(engine.eager, person);
    expect(await stateOf(person)).toBe('busy');
    rows.says.mockImplementation(async ({ isLocal }) => {
      if (isLocal) throw new Error('silent');
      await Context.current().cancelled;
      return 'yes';
    });
    const worker = await engine.workerOn(taskQueue, rows.activities);
    await worker.runUntil(async () => {
      await vi.waitUntil(() => rows.says.mock.calls.some(([{ isLocal }]) => !isLocal), patience);
      expect(await stateOf(person)).toBe('busy');
    });
    const waiting = keyed(rows.add(standing.ROUTED));
    const other = await engine.workerOn(taskQueue, rows.activities);
    await other.runUntil(async () => {
      await startPerson(engine.eager, waiting);
      await vi.waitUntil(async () => (await stateOf(waiting)) === 'idle', patience);
    });
  });

  test('whose task fails each time is told apart, and the one in its place goes on from the row', async () => {
    const { client } = engine;
    const rows = createRows();
    const person = keyed(rows.add(standing.FILE_RECEIVED));
    const broken = await engine.workerOn(taskQueue, withoutActivities);
    await broken.runUntil(async () => {
      await startPerson(engine.eager, person);
      await vi.waitUntil(async () => (await stateOf(person)) === 'failing', patience);
    });
    expect(await replaceRun(client, person)).toBe('nudged');
    const worker = await engine.workerOn(taskQueue, rows.activities);
    await worker.runUntil(() => vi.waitUntil(() => rows.get(person.personId).stage === 'ROUTED', patience));
    expect(rows.asked(person.personId)).toEqual(['route 1']);
    await expectRuns(acquireCodeIdFor(municipality, person.personId), 2);
  });
});

describe('the run of a chunk', () => {
  test('is begun by a nudge, told only where it is open, and replaced where its task fails', async () => {
    const { client } = engine;
    const { activities, get } = createChunks(10);
    const chunk = chunkOf(randomUUID());
    expect(await tellChunk(client, chunk)).toBe('closed');
    expect(await findRunState(client, acquireCodesIdFor(municipality, chunk.chunkId))).toBe('closed');
    const broken = await engine.workerOn(loadTaskQueue, withoutActivities);
    await broken.runUntil(async () => {
      expect(await nudgeChunk(client, chunk, 'due')).toBe('nudged');
      expect(await tellChunk(client, chunk)).toBe('nudged');
      // It is an activity that it waits for, which nobody takes here.
      await vi.waitUntil(
        async () => (await findRunState(client, acquireCodesIdFor(municipality, chunk.chunkId))) === 'busy',
        patience,
      );
    });
    expect(await replaceChunkRun(client, chunk)).toBe('nudged');
    const endChunk = async () => ({ stage: 'ROUTED', members: 10, routed: 10, parked: 0 });
    const worker = await engine.workerOn(loadTaskQueue, { ...activities, endChunk });
    await worker.runUntil(() =>
      vi.waitUntil(
        async () => (await findRunState(client, acquireCodesIdFor(municipality, chunk.chunkId))) === 'closed',
        patience,
      ),
    );
    expect(get(chunk.chunkId)).toBeNull();
    await expectRuns(acquireCodesIdFor(municipality, chunk.chunkId), 2);
  });
});
