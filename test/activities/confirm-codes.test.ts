import { MockActivityEnvironment } from '@temporalio/testing';
import { beforeAll, expect, test } from 'vitest';
import { createConfirmCodesActivities } from '../../activities/confirm-codes.ts';
import type { Dependencies, Neighbours } from '../../activities/dependencies.ts';
import type { ConfirmCodesActivities } from '../../contracts/confirm-codes.ts';
import { findConfirmationRun, listConfirmationChanges } from '../../storage/confirmations/runs.ts';
import { municipality, openStore, personAfter, type Store } from '../storage/support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(209);
});

const notHere = (): never => {
  throw new Error('No test of a confirmation page needs this.');
};
const env = new MockActivityEnvironment();

type Answer = 'acquired' | 'unknown' | 'error';

/** An intermediate server that answers each number as it is told, and a number it knows nothing of as unknown. */
function activitiesWith(answers: ReadonlyMap<string, Answer>): ConfirmCodesActivities {
  const intermediateServer: Pick<Neighbours['intermediateServer'], 'confirmCodes'> = {
    confirmCodes: (_municipality, { lines }) =>
      Promise.resolve({
        kind: 'answered' as const,
        body: {
          results: lines.map(({ lineId }) => {
            const result = answers.get(lineId) ?? 'unknown';
            return result === 'error' ? { lineId, result, error: 'CODE_UNLINKED' } : { lineId, result };
          }),
        },
      }),
  };
  const deps: Dependencies = {
    db: store.db,
    keys: store.keys,
    clock: () => new Date(),
    readSettings: notHere,
    getNeighbours: () => Promise.resolve({ intermediateServer } as unknown as Neighbours),
    openLoadFile: notHere,
    startLoad: notHere,
  };
  return createConfirmCodesActivities(deps);
}

const confirm = (activities: ConfirmCodesActivities, runId: string) =>
  env.run(activities.confirmPage, { municipality, runId, after: null });
const changed = async (runId: string): Promise<string[]> => {
  const parts = await Promise.all(
    (['acquired', 'failed'] as const).map((part) =>
      listConfirmationChanges(store.api, municipality, { runId, part, limit: 100 }),
    ),
  );
  return parts.flat().map(({ personId, outcome }) => `${personId} ${outcome}`);
};

test('a run that finds nobody to ask about stands among the runs all the same', async () => {
  await confirm(activitiesWith(new Map()), 'run-0');
  expect(await findConfirmationRun(store.api, municipality, 'run-0')).toMatchObject({
    asked: 0,
    finishedAt: expect.any(Date) as Date,
  });
  expect(await changed('run-0')).toEqual([]);
});

test('a page writes down under its run whom it changed, with counts that agree; a repeated one adds nobody', async () => {
  const done = await personAfter(store, 'route');
  const refused = await personAfter(store, 'route');
  const waiting = await personAfter(store, 'route');
  const activities = activitiesWith(
    new Map<string, Answer>([
      [done.personId, 'acquired'],
      [refused.personId, 'error'],
    ]),
  );
  expect(await confirm(activities, 'run-1')).toEqual({
    asked: 3,
    acquired: 1,
    errors: 1,
    unknown: 1,
    overdue: 0,
    next: null,
  });
  expect(await changed('run-1')).toEqual([`${done.personId} acquired`, `${refused.personId} error`]);
  expect(await findConfirmationRun(store.api, municipality, 'run-1')).toMatchObject({ acquired: 1, errors: 1 });

  // Whoever had asked for it was killed before he knew.
  await confirm(activities, 'run-1');
  expect(await changed('run-1')).toHaveLength(2);
  expect(await findConfirmationRun(store.api, municipality, 'run-1')).toMatchObject({ acquired: 1, errors: 1 });
  expect((await changed('run-1')).join(' ')).not.toContain(waiting.personId);
});
