/** What the tables keep of days: figures made again, requests that wait for a server, and who is woken by whom. */
import { beforeAll, describe, expect, test } from 'vitest';
import { newStep, planSteps, type Day, type DayState } from '../../../domain/operating-day.ts';
import { nation, prefectureOf, tierOf } from '../../../domain/organisations.ts';
import { registerOrganisation } from '../../../storage/organisations/organisations.ts';
import { askForBackup } from '../../../storage/operating-days/backup.ts';
import { findServerOpening } from '../../../storage/operating-days/gate.ts';
import { insertDay } from '../../../storage/operating-days/rows.ts';
import { listStatistics } from '../../../storage/operating-days/statistics-period.ts';
import { makeStatistics, readStatistics } from '../../../storage/operating-days/statistics.ts';
import { recordLook, takeDaysToLookAt, takeStep, tellNeighbours } from '../../../storage/operating-days/steps.ts';
import { municipality, openStore, otherMunicipality, personAfter, type Store } from '../support.ts';

const hour = 60 * 60_000;
const day = '2026-12-01';
const opensAt = Date.parse(`${day}T09:00:00+09:00`);
const moments = {
  startsAt: opensAt - hour / 2,
  opensAt,
  closesAt: opensAt + 8 * hour,
  dailyEndsAt: opensAt + 11 * hour,
};
const prefecture = prefectureOf(municipality);
let store: Store;

beforeAll(async () => {
  store = await openStore(315);
  for (const each of [municipality, otherMunicipality]) {
    await store.api.transaction((tx) => registerOrganisation(tx, { municipality: each, name: each, nameEn: each }));
  }
  for (const organisation of [nation, prefecture, municipality, prefectureOf(otherMunicipality)])
    await plan(organisation);
});

function plan(organisation: string, { rehearsal = false, date = day } = {}): Promise<boolean> {
  const planned: Day = {
    organisation,
    day: date,
    state: 'planned',
    moments,
    steps: planSteps(tierOf(organisation), moments).map(newStep),
  };
  return store.db.transaction((tx) => insertDay(tx, planned, { rehearsal }));
}

const setState = (state: DayState, start = 'waiting') =>
  store.see.begin(async (tx) => {
    await tx`update operating_days set state = ${state} where organisation = ${municipality}`;
    await tx`update day_steps set state = ${start} where organisation = ${municipality} and step = 'start'`;
  });

test('a day is planned once, and looked at from a minute before it begins', async () => {
  expect(await plan(municipality)).toBe(false);
  expect(await takeDaysToLookAt(store.db, moments.startsAt - 2 * 60_000)).toEqual([]);
  const due = await takeDaysToLookAt(store.db, moments.startsAt - 60_000);
  expect(due.map(({ organisation }) => organisation).toSorted()).toEqual(
    [nation, prefecture, municipality, prefectureOf(otherMunicipality)].toSorted(),
  );
  // Taken for a while, so that a second sweep nudges nobody.
  expect(await takeDaysToLookAt(store.db, moments.startsAt - 60_000)).toEqual([]);
});

test('who waits hears of those directly above and below, and of no neighbour', async () => {
  const told = await tellNeighbours(store.db, { organisation: prefecture, day });
  expect(told.map(({ organisation }) => organisation).toSorted()).toEqual([municipality, nation].toSorted());
});

test('two workers take one step, and what the slower one has seen of an older attempt counts for nothing', async () => {
  const key = { organisation: nation, day };
  const [first, second] = await Promise.all([
    takeStep(store.db, key, moments.startsAt),
    takeStep(store.db, key, moments.startsAt),
  ]);
  if (first?.do !== 'perform' || second?.do !== 'perform') throw new Error('nothing is due');
  expect(first.step.requestId).toBe(second.step.requestId);
  const look = { kind: 'verified' } as const;
  const after = await recordLook(store.db, key, { step: first.step, look, result: null }, moments.startsAt);
  expect(after?.steps[0]).toMatchObject({ state: 'verified' });
  const late = { step: second.step, look: { kind: 'refused' } as const, result: null };
  expect((await recordLook(store.db, key, late, moments.startsAt))?.state).toBe('starting');
});

describe('requests wait for the server', () => {
  const opening = (now: number) => findServerOpening(store.db, municipality, now);

  test('from the start of its day until it was seen to run, and again when it stops', async () => {
    expect(await opening(moments.startsAt - 1)).toBeNull();
    for (const state of ['planned', 'starting', 'halted', 'stopping', 'daily', 'done'] as const) {
      await setState(state);
      expect([state, await opening(moments.startsAt)]).toEqual([state, new Date(moments.startsAt + 60_000)]);
    }
    await setState('open', 'verified');
    expect(await opening(moments.opensAt)).toBeNull();
  });

  test('not for one of which nobody knows: without a day, abandoned, or halted after its start', async () => {
    expect(await findServerOpening(store.db, otherMunicipality, moments.opensAt)).toBeNull();
    await setState('abandoned');
    expect(await opening(moments.opensAt)).toBeNull();
    await setState('halted', 'verified');
    expect(await opening(moments.opensAt)).toBeNull();
  });
});

test('statistics made again for the same day take the place of the former ones', async () => {
  const today = new Date(Date.now() + 9 * hour).toISOString().slice(0, 10);
  const key = { organisation: municipality, day: today };
  const period = { acting: municipality, organisation: municipality, from: today, to: today };
  const read = async () => (await listStatistics(store.db, period)).statistics;
  await personAfter(store, 'route');
  await makeStatistics(store.db, key);
  expect(await read()).toMatchObject([
    { newRequests: 1, requested: 1, confirmed: 0, errors: 0, secondsToCodeP50: null },
  ]);
  const { personId } = await personAfter(store, 'route');
  await store.see`
    update persons set stage = 'ACQUIRED', code_request_status = 'REQUESTED', due_at = null,
      acquired_at = created_at + interval '90 seconds'
    where person_id = ${personId}`;
  await makeStatistics(store.db, key);
  await makeStatistics(store.db, key);
  expect(await read()).toMatchObject([
    { newRequests: 2, requested: 2, confirmed: 1, secondsToCodeMean: 90, secondsToCodeP50: 90 },
  ]);
  const now = await readStatistics(store.db, key);
  const { madeAt: _read, durations: _counted, ...figures } = now;
  expect(await read()).toMatchObject([figures]);
  // What was made before counts no second time beside the figures of this moment.
  const { statistics, period: whole } = await listStatistics(store.db, { ...period, present: [now] });
  expect(statistics).toEqual([{ ...figures, madeAt: now.madeAt }]);
  expect(whole).toMatchObject({ newRequests: 2, confirmed: 1, secondsToCodeP95: 90 });
});

test('the backup of a day is asked for once, whoever asks', async () => {
  await Promise.all([1, 2, 3].map(() => askForBackup(store.db, { day })));
  const rows = await store.see`select state from backups where day = ${day}`;
  expect([...rows]).toEqual([{ state: 'asked' }]);
});
