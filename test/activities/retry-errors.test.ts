import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { beforeAll, expect, test } from 'vitest';
import { createRetryErrorsActivities } from '../../activities/retry-errors.ts';
import { defaultLimits } from '../../contracts/limits.ts';
import type { AcquisitionFailureCode } from '../../domain/failures.ts';
import { actOnAcquisition } from '../../storage/errors/staff-actions.ts';
import { finishStep } from '../../storage/requests/steps.ts';
import { begin, endOf, keyOf, municipality, openStore, personAfter, standing, type Store } from '../storage/support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(208);
});

const notHere = (): never => {
  throw new Error('No test of a bulk retry needs this.');
};
const env = new MockActivityEnvironment();
const perform = <In, Out>(activity: (input: In) => Promise<Out>, input: In): Promise<Out> => env.run(activity, input);
const code: AcquisitionFailureCode = 'SERIAL_REFUSED';
const staff = { staffId: 's-1', reason: 'the reason is gone', limits: defaultLimits };

function activitiesOn() {
  return createRetryErrorsActivities({
    db: store.db,
    keys: store.keys,
    clock: () => new Date(),
    readSettings: notHere,
    getNeighbours: notHere,
    openLoadFile: notHere,
    startLoad: notHere,
  });
}

/** A resident whose serial was refused. */
async function refused(): Promise<string> {
  const { personId } = await personAfter(store, 'judge');
  const key = keyOf(personId, 'serial');
  const { lines } = await begin(store, key);
  const refusedLines = [{ personId, code, reason: 'X' }];
  await finishStep(store.db, key, { lines: 0, refused: refusedLines, end: endOf('serial', lines) });
  return personId;
}

const page = (after: { firstSeenAt: number; failureId: string } | null, before = new Date(Date.now() + 60_000)) => ({
  municipality,
  code,
  before: before.toISOString(),
  after,
  ...staff,
});

test('the oldest entry is tried first, and the others page by page, each once', async () => {
  const people = [];
  for (let count = 0; count < 7; count += 1) people.push(await refused());
  const activities = activitiesOn();
  expect(await perform(activities.countErrors, { municipality, code })).toEqual({ entries: 7 });

  const { canary } = await perform(activities.retryCanary, page(null));
  expect(canary).toMatchObject({ personId: people[0], step: 'serial' });
  if (!canary) throw new Error('nobody was tried');
  expect(await standing(store, canary.personId)).toMatchObject({ stage: 'NUMBERED', attempt: 2 });

  const first = await perform(activities.retryPage, { ...page(canary), limit: 4 });
  expect(first).toMatchObject({ retried: 4, refused: 0 });
  const second = await perform(activities.retryPage, { ...page(first.next), limit: 4 });
  expect(second).toEqual({ retried: 2, refused: 0, next: null });
  expect(await perform(activities.countErrors, { municipality, code })).toEqual({ entries: 0 });
});

test('the first one shows whether it has got over its step, or come back', async () => {
  const activities = activitiesOn();
  const look = async (personId: string, step: 'serial' | 'route' = 'serial') =>
    (await perform(activities.canaryStanding, { municipality, personId, step })).standing;
  const back = await refused();
  expect(await look(back)).toBe('back');
  expect(await look((await personAfter(store, 'judge')).personId)).toBe('waiting');
  expect(await look((await personAfter(store, 'serial')).personId)).toBe('past');
  expect(await look((await personAfter(store, 'file')).personId, 'route')).toBe('waiting');
  expect(await look((await personAfter(store, 'route')).personId, 'route')).toBe('past');
  await actOnAcquisition(store, { municipality, personId: back, action: 'cancel', ...staff, failureId: null });
  expect(await look(back)).toBe('gone');
});

test('entries that came while it ran are left for another time', async () => {
  const activities = activitiesOn();
  await refused();
  const past = new Date(Date.now() - 60_000);
  expect(await perform(activities.retryCanary, page(null, past))).toEqual({ canary: null, refused: 0 });
  expect(await perform(activities.retryPage, { ...page(null, past), limit: 10 })).toMatchObject({
    retried: 0,
    next: null,
  });
});

test('whoever was tried again is due at once, so that its workflow is nudged, also while the engine is away', async () => {
  const personId = await refused();
  await perform(activitiesOn().retryPage, { ...page(null), limit: 50 });
  const [row] = await store.see`
    select stage, attempt, due_at <= now() + interval '1 second' as due from persons where person_id = ${personId}`;
  expect(row).toEqual({ stage: 'NUMBERED', attempt: 2, due: true });
});

test('of a person who is not there nothing can be told', async () => {
  const nobody = { municipality, personId: randomUUID(), step: 'serial' } as const;
  await expect(perform(activitiesOn().canaryStanding, nobody)).rejects.toThrow('no such person');
});
