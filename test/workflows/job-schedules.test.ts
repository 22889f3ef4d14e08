/** The schedules of nets on a real Temporal server, and days that run there on the simulated servers. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createJobNetActivities } from '../../activities/job-net.ts';
import { taskQueue } from '../../contracts/acquire-code.ts';
import { jobNetsNowId, jobScheduleIdFor } from '../../contracts/job-net.ts';
import { millisOfDay, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { askForRun, findJobDay, orderJobDay } from '../../storage/jobs/days.ts';
import { pauseNet, skipDay } from '../../storage/jobs/nets.ts';
import { listNextRuns, listWantedSchedules } from '../../storage/jobs/next-runs.ts';
import { forgetWritten } from '../../storage/jobs/world.ts';
import { ensureJobNetsSchedule, findScheduleStanding, lookAfterJobsNow, nudgeJobNet } from '../../temporal/jobs.ts';
import { createJobDependencies } from '../../workers/dependencies.ts';
import { newKeys, openStore, type Store } from '../storage/support.ts';
import { applyNets, job, net } from '../support/job-nets.ts';
import { municipalities, registerCountry, setNationalCalendar } from '../support/operating-days.ts';
import {
  startNetCluster,
  startParticipantNet,
  type NetCluster,
  type ParticipantNet,
} from '../support/participant-net.ts';
import { openNamespace, type TestNamespace } from '../support/workflow-namespace.ts';

const [city] = municipalities;
let store: Store;
let cluster: NetCluster;
let servers: ParticipantNet;
let temporal: TestNamespace;
let worker: Awaited<ReturnType<TestNamespace['workerOn']>>;
let running: Promise<void>;

beforeAll(async () => {
  store = await openStore(316);
  cluster = await startNetCluster();
  servers = await startParticipantNet({ ...cluster, serverMs: 20 });
  await registerCountry(store.api, servers.peers);
  await setNationalCalendar(store.see);
  temporal = await openNamespace('jobs', newKeys());
  const { client } = temporal;
  worker = await temporal.workerOn(
    taskQueue,
    createJobNetActivities(createJobDependencies({ db: store.db, client, deliversFiles: false })),
  );
  running = worker.run();
});
afterAll(async () => {
  worker.shutdown();
  await running;
  await temporal.close();
  await servers.stopAll();
  await cluster.stop();
});

const place = (name: string) => ({ organisation: city, net: name, server: city });
const look = async (): Promise<void> => {
  await lookAfterJobsNow(temporal.client);
  await temporal.client.workflow.getHandle(jobNetsNowId).result();
};
const describeOf = (name: string) => temporal.client.schedule.getHandle(jobScheduleIdFor(place(name))).describe();
/** The next moments by Temporal and by the plan, as far as Temporal tells them. */
async function nextMoments(name: string): Promise<{ engine: number[]; plan: number[] }> {
  const { info } = await describeOf(name);
  const engine = info.nextActionTimes.map((at) => at.getTime());
  const runs = await listNextRuns(store.api, { organisation: city, net: name, days: 60, now: Date.now() });
  return { engine, plan: runs.flatMap(({ plannedAt }) => plannedAt ?? []).slice(0, engine.length) };
}
const standings = async (): Promise<string[]> =>
  Promise.all(
    (await listWantedSchedules(store.api, city, Date.now())).map(({ schedule, paused, ...each }) =>
      findScheduleStanding(temporal.client, each, { schedule, pause: paused ? { reason: null } : null }),
    ),
  );
const apply = (...nets: Parameters<typeof applyNets>[2]['nets']) =>
  applyNets(store.api, store.see, { organisation: city, at: Date.now(), nets });
const isIn = (key: Parameters<typeof findJobDay>[2], state: string) =>
  vi.waitUntil(async () => (await findJobDay(store.api, city, key))?.day.state === state, {
    timeout: 60_000,
    interval: 50,
  });

describe('a schedule', () => {
  test('starts when the plan says, leaves out closed days with their holiday, and follows every change', async () => {
    await apply(
      net('open', { days: 'open', closedDay: 'skip', at: '23:59' }),
      net('moved', { days: { weekdays: ['saturday', 'monday'] }, closedDay: 'before', at: '23:58' }),
      net('after-end', { days: 'open', closedDay: 'skip', at: { after: 'online-end', minutes: 30 } }),
    );
    await look();
    for (const name of ['open', 'moved', 'after-end']) {
      const { engine, plan } = await nextMoments(name);
      expect(engine.length).toBeGreaterThan(5);
      expect(engine).toEqual(plan);
    }
    const { spec, policies } = await describeOf('open');
    expect(spec.skip?.find(({ comment }) => comment?.includes('元日'))).toMatchObject({
      hour: [{ start: 23 }],
      minute: [{ start: 59 }],
      comment: "元日 / New Year's Day",
    });
    expect(policies.catchupWindow).toBe(10_000);
    expect(await standings()).toEqual(['same', 'same', 'same']);

    // The calendar changes: the next working day is closed.
    const [, second] = (await nextMoments('open')).plan;
    const date = tokyoDateOf(second ?? 0);
    await setNationalCalendar(store.see, { overrides: [{ date, kind: 'closed', reason: '臨時休業' }] });
    expect(await standings()).toContain('differs');
    await look();
    const { engine, plan } = await nextMoments('open');
    expect(engine).not.toContain(second);
    expect(engine).toEqual(plan);
    await setNationalCalendar(store.see);
    await look();
    expect((await nextMoments('open')).engine).toContain(second);
    expect(await standings()).toEqual(['same', 'same', 'same']);
  });

  test('is paused and its plan changed in one update, and comes back when Temporal has lost it', async () => {
    await pauseNet(store.api, city, place('open'), { paused: true, reason: '点検', changedBy: 's-1' });
    const [first] = (await nextMoments('open')).engine;
    await skipDay(store.api, city, place('open'), { day: tokyoDateOf(first ?? 0), reason: '停電', skippedBy: 's-1' });
    await look();
    const paused = await describeOf('open');
    expect(paused.state).toMatchObject({ paused: true, note: '点検' });
    expect(paused.spec.skip?.map(({ comment }) => comment)).toContain('停電 / 停電');

    await temporal.client.schedule.getHandle(jobScheduleIdFor(place('open'))).delete();
    expect(await standings()).toContain('missing');
    await forgetWritten(store.db);
    await look();
    expect((await describeOf('open')).state.paused).toBe(true);
    await pauseNet(store.api, city, place('open'), { paused: false, reason: '済み', changedBy: 's-1' });
    await look();
    expect((await describeOf('open')).state.paused).toBe(false);
  });

  test('that is triggered besides its time begins nothing', async () => {
    await temporal.client.schedule.getHandle(jobScheduleIdFor(place('open'))).trigger();
    await vi.waitUntil(async () => (await describeOf('open')).info.recentActions.length > 0, { timeout: 30_000 });
    await look();
    const days = await store.see`select 1 from job_days where net = 'open' and state <> 'not-run'`;
    expect(days).toHaveLength(0);
  });

  test('of a net that is gone, or that has no day left, is removed', async () => {
    await apply(net('open', { days: { dayOfMonth: 31 }, at: '23:59' }));
    await look();
    await expect(describeOf('moved')).rejects.toThrow();
    const today = Date.now();
    const closed = Array.from({ length: 430 }, (_, index) => tokyoDateOf(today + index * millisOfDay));
    await setNationalCalendar(store.see, {
      overrides: closed.map((date) => ({ date, kind: 'closed', reason: '休止' })),
    });
    await apply(net('open', { days: 'open', closedDay: 'skip' }));
    await look();
    await expect(describeOf('open')).rejects.toThrow();
    await setNationalCalendar(store.see);
  });
});

test('a missed day, a run that was asked for, and a halted day that is resumed run on Temporal to their end', async () => {
  await applyNets(store.api, store.see, {
    organisation: city,
    at: Date.now() - 3 * millisOfDay,
    nets: [
      net('missed', {
        at: '00:00',
        jobs: [job('a', { command: 'statistics', parameters: {} }), job('b', { after: ['a'] })],
      }),
      net('halting', { at: '23:59', catchUp: 'drop-and-alarm', jobs: [job('bad', { parameters: { failures: 1 } })] }),
    ],
  });
  await look();
  await isIn({ ...place('missed'), day: tokyoDateOf(Date.now()), no: 0 }, 'done');
  const asked = await askForRun(store.api, city, place('halting'), {
    day: tokyoDateOf(Date.now()),
    reason: 'a test',
    askedBy: 's-1',
  });
  if (asked.kind !== 'asked') throw new Error(asked.kind);
  await nudgeJobNet(temporal.client, asked.key);
  await isIn(asked.key, 'halted');
  await orderJobDay(store.api, city, asked.key, { order: 'resume', orderedBy: 's-1', reason: 'a test' });
  await nudgeJobNet(temporal.client, asked.key);
  await isIn(asked.key, 'done');
  expect(await findJobDay(store.api, city, asked.key)).toMatchObject({ day: { state: 'done' } });
});

test('the look at all nets is a schedule of its own, made once', async () => {
  expect(await ensureJobNetsSchedule(temporal.client)).toBe('made');
  expect(await ensureJobNetsSchedule(temporal.client)).toBe('kept');
  await temporal.client.schedule.getHandle('job-nets').delete();
});
