/**
 * Many runs at once under an order of events that is drawn from a seed: whatever happens to a row, and whenever, is
 * followed by a nudge, as after every commit. Participants are slow, silent or say no, runs are replaced, and the worker
 * is ended and begun again in the middle.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { WorkerOptions } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createFailure } from '../../activities/failure.ts';
import * as contract from '../../contracts/acquire-code.ts';
import { codeRequestStatusOf, nextStep, type Acquisition, type LifecycleEvent } from '../../domain/lifecycle.ts';
import { randomFrom, type Random } from '../simulation/random.ts';
import { createRows, standing, type Answer, type StepCall, type Rows } from '../support/workflow-rows.ts';
import { startWorkflowTests, type WorkflowTests } from '../support/workflow-worker.ts';

let tests: WorkflowTests;
beforeAll(async () => {
  tests = await startWorkflowTests();
});
afterAll(() => tests.close());

/** The same unless asked for another. The engine has its own part in it, so the same seed is a similar order only. */
const seed = Number(process.env['FUGO_SIMULATION_SEED'] ?? 20_261_129);
const forMs = 6_000;
const eventsEach = 5;
const restarts = 3;

const municipality = '990019';
const limits: contract.Limits = {
  // Nobody is given up for silence here: a try whose time is up may go on for a moment beside what comes next.
  transientSeconds: 600,
  fileSeconds: 600,
  filePollSeconds: { first: 0.1, longest: 0.4 },
};
const patience = { timeout: 120_000, interval: 100 };

/** A slow other side that is silent now and then, and now and then refuses. */
function moody(random: Random): Rows['says'] {
  return vi.fn<(asked: StepCall) => Promise<Answer>>(async ({ step, isLocal }) => {
    const mood = random.next();
    // Now and then longer than a quick call may take.
    await Context.current().sleep(isLocal && random.chance(0.04) ? 2_500 : random.between(0, 120));
    if (mood < 0.15) throw createFailure('INTERMEDIATE_SERVER_UNAVAILABLE');
    if (mood < 0.22) return 'no';
    return step === 'file' && mood < 0.5 ? 'not-ready' : 'yes';
  });
}

const at = '2026-04-01T00:00:00.000Z';
const events: [LifecycleEvent, ...LifecycleEvent[]] = [
  { type: 'retried' },
  { type: 'retried' },
  { type: 'corrected' },
  { type: 'cancelled' },
  { type: 'confirmed' },
  { type: 'confirmationFailed', code: 'CODE_REFUSED', at },
  { type: 'overdue', at },
];

/** What staff, the confirmation or a new transfer does to a row. */
function happen(rows: Rows, personId: string, random: Random): void {
  const { stage, serialRequested, attempt } = rows.get(personId);
  if (stage === 'CANCELLED' && random.chance(0.5)) {
    rows.put(personId, { ...standing.NUMBERED, serialRequested, attempt: attempt + 1 });
  } else rows.move(personId, random.pick(events));
}

type PendingActivity = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];
/** A worker has been given this try: PENDING_ACTIVITY_STATE_STARTED, or …_CANCEL_REQUESTED since. */
const isBegun = ({ state }: PendingActivity): boolean => [2, 3].includes(Number(state));

/** Somebody else has the next step to do, or nobody. */
const isAtRest = (row: Acquisition): boolean =>
  !['requestSerial', 'requestFile', 'fetchFile', 'route', 'waitForHours'].includes(nextStep(row).do);

type Concurrency = Pick<WorkerOptions, 'maxConcurrentWorkflowTaskExecutions'> & { maxCachedWorkflows: number };
describe.each<Concurrency & { people: number }>([
  // Without a cache each run is replayed at each task. One at a time: a second one would make the first make room.
  { maxCachedWorkflows: 0, maxConcurrentWorkflowTaskExecutions: 1, people: 10 },
  { maxCachedWorkflows: 100, maxConcurrentWorkflowTaskExecutions: 40, people: 48 },
])('$people runs, $maxCachedWorkflows cached', ({ people, ...concurrency }) => {
  const random = randomFrom(seed + people);
  const rows = createRows();
  const taskQueue = randomUUID();
  let { client, worker } = {} as Awaited<ReturnType<typeof newWorker>>;
  let running: Promise<void> = Promise.resolve();

  function newWorker() {
    const shutdownGraceTime = random.pick(['1 millisecond', '300 milliseconds']);
    return tests.createWorker(rows.activities, { ...concurrency, shutdownGraceTime }, taskQueue);
  }
  async function beginWorker(): Promise<void> {
    ({ client, worker } = await newWorker());
    running = worker.run();
  }
  async function endWorker(): Promise<void> {
    worker.shutdown();
    await running;
  }
  beforeAll(beginWorker);
  afterAll(endWorker);

  const optionsOf = (personId: string) => ({
    workflowId: contract.acquireCodeIdFor(municipality, personId),
    taskQueue,
    args: [{ municipality, personId, limits }] as [contract.AcquireCodeInput],
  });
  const nudge = (personId: string) =>
    client.workflow.signalWithStart<contract.AcquireCode, [contract.NudgeReason]>('acquireCode', {
      ...optionsOf(personId),
      signal: contract.nudge,
      signalArgs: ['due'],
    });
  const replace = (personId: string) =>
    client.workflow.start<contract.AcquireCode>('acquireCode', {
      ...optionsOf(personId),
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    });
  const handleOf = (personId: string) =>
    client.workflow.getHandle<contract.AcquireCode>(contract.acquireCodeIdFor(municipality, personId));

  /** Null where a run knows all that the row says, and is open only where there is something to wait for. */
  async function strayOf(personId: string): Promise<string | null> {
    const row = rows.get(personId);
    const about = `${personId}, ${row.stage} ${String(row.attempt)}`;
    const { raw, runId, status } = await handleOf(personId).describe();
    if (raw.pendingActivities?.some(isBegun) && !rows.isUnderWay(runId)) {
      // A try that went with its worker is given up by the engine after a minute, which nobody waits for here.
      await replace(personId);
      return `${about}: its run is replaced`;
    }
    if (!isAtRest(row)) return `${about}: not at rest`;
    if (nextStep(row).do === 'end') {
      if (status.name !== 'COMPLETED') return `${about}: its run is ${status.name}`;
      const { stage, codeRequestStatus } = await handleOf(personId).result();
      const agrees = stage === row.stage && codeRequestStatus === codeRequestStatusOf(row);
      return agrees ? null : `${about}: its run has ended in ${String(stage)}`;
    }
    const { stage, attempt, failure: shown } = await handleOf(personId).query(contract.statusQuery);
    const known = row.stage === 'NEEDS_ATTENTION' ? row.failure.code : undefined;
    const agrees = stage === row.stage && attempt === row.attempt && shown?.code === known;
    return agrees ? null : `${about}: its run is in ${String(stage)} ${String(attempt)}`;
  }
  async function strays(ids: readonly string[]): Promise<string[]> {
    const found = [];
    for (const personId of ids) found.push(await strayOf(personId));
    return found.filter((stray) => stray !== null);
  }

  test(`follow their rows to where these rest, in any order of events (seed ${String(seed)})`, async () => {
    const ids = Array.from({ length: people }, () =>
      rows.add(random.chance(0.6) ? standing.NUMBERED : random.pick([standing.NUMBERED, ...Object.values(standing)])),
    );
    let opensAt: string | null = null;
    rows.says = moody(random);
    rows.opensAt = () => opensAt;
    async function changeCalendar(to: string | null): Promise<void> {
      opensAt = to;
      await Promise.all(ids.filter((personId) => rows.get(personId).stage === 'WAITING_FOR_HOURS').map(nudge));
    }

    const plan: { afterMs: number; act: () => Promise<unknown> }[] = [];
    for (const personId of ids) {
      plan.push({ afterMs: random.between(0, forMs / 4), act: () => nudge(personId) });
      for (let count = 0; count < eventsEach; count += 1) {
        const [happens, isReplaced, isNudgedTwice] = [random.chance(0.7), random.chance(0.08), random.chance(0.2)];
        plan.push({
          afterMs: random.between(0, forMs),
          async act() {
            if (happens) happen(rows, personId, random);
            if (isReplaced) await replace(personId);
            await Promise.all([nudge(personId), isNudgedTwice && nudge(personId)]);
          },
        });
      }
    }
    for (let count = 0; count < 6; count += 1) {
      const closedForMs = random.pick([0, 500, 3_600_000]);
      const act = () => changeCalendar(closedForMs === 0 ? null : new Date(Date.now() + closedForMs).toISOString());
      plan.push({ afterMs: random.between(0, forMs), act });
    }
    const began = performance.now();
    const reaches = (afterMs: number) => pause(Math.max(0, began + afterMs - performance.now()));
    async function restartNowAndThen(): Promise<void> {
      const moments = Array.from({ length: restarts }, () => random.between(500, forMs)).toSorted((a, b) => a - b);
      for (const moment of moments) {
        await reaches(moment);
        await endWorker();
        await beginWorker();
      }
    }
    async function play(): Promise<void> {
      const acts: Promise<unknown>[] = [];
      for (const { afterMs, act } of plan.toSorted((a, b) => a.afterMs - b.afterMs)) {
        await reaches(afterMs);
        acts.push(act());
      }
      await Promise.all(acts);
    }
    await Promise.all([play(), restartNowAndThen()]);
    await changeCalendar(null);
    await vi.waitFor(async () => expect(await strays(ids)).toEqual([]), patience);

    // Whoever waits for somebody is let go: then no run is left.
    for (const personId of ids) {
      rows.put(personId, { ...rows.get(personId), held: false });
      rows.move(personId, { type: 'confirmed' });
      if (nextStep(rows.get(personId)).do !== 'end') rows.move(personId, { type: 'cancelled' });
    }
    await Promise.all(ids.map(nudge));
    await vi.waitFor(async () => expect(await strays(ids)).toEqual([]), patience);
    expect(new Set(ids.map((personId) => nextStep(rows.get(personId)).do))).toEqual(new Set(['end']));
    expect(rows.overlaps()).toEqual([]);
  });
});
