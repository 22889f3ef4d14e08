/** Job nets on the simulators: real servers, real rows, and a clock that the test moves. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LedgerEntry } from '../../contracts/participants/common.ts';
import { nation } from '../../domain/organisations.ts';
import { takeJobs } from '../../storage/jobs/steps.ts';
import { askForRun, findJobDay, listJobDays, orderJobDay } from '../../storage/jobs/days.ts';
import { findVersion, readDefinition } from '../../storage/jobs/definitions.ts';
import { pauseNet, skipDay, unskipDay } from '../../storage/jobs/nets.ts';
import { listNextRuns } from '../../storage/jobs/next-runs.ts';
import { createServerControlClient } from '../../participants/server-control/client.ts';
import { randomFrom } from '../simulation/random.ts';
import { openStore, type Store } from '../storage/support.ts';
import { applyNets, driveJobs, job, net, type JobDrive } from '../support/job-nets.ts';
import { municipalities, registerCountry, setNationalCalendar } from '../support/operating-days.ts';
import {
  startNetCluster,
  startParticipantNet,
  type NetCluster,
  type ParticipantNet,
} from '../support/participant-net.ts';

const [city, town] = municipalities;
let store: Store;
let cluster: NetCluster;
let servers: ParticipantNet;

beforeAll(async () => {
  store = await openStore(315);
  cluster = await startNetCluster();
  servers = await startParticipantNet({ ...cluster, serverMs: 20 });
  await registerCountry(store.api, servers.peers);
  await setNationalCalendar(store.see);
});
beforeEach(async () => {
  for (const table of ['job_runs', 'job_days', 'job_schedules', 'job_skips', 'job_net_states', 'job_definitions']) {
    await store.see.unsafe(`delete from ${table}`);
  }
  await store.see`delete from incidents`;
});
afterEach(async () => {
  for (const name of ['juki-national-server', 'prefectural-server', 'communication-server'] as const) {
    await servers.fault(name, { kind: 'none' });
  }
  await setNationalCalendar(store.see);
});
afterAll(async () => {
  await servers.stopAll();
  await cluster.stop();
});

const place = (name: string, server: string = city, organisation: string = city) => ({
  organisation,
  net: name,
  server,
});
const apply = (drive: JobDrive, nets: Parameters<typeof applyNets>[2]['nets'], organisation: string = city) =>
  applyNets(store.api, store.see, { organisation, at: drive.now, nets });
const daysOf = async (name: string, server: string = city, organisation: string = city) =>
  (
    await listJobDays(store.api, organisation, {
      organisation,
      net: name,
      server,
      from: '2026-01-01',
      to: '2027-12-31',
      before: null,
      limit: 1_000,
    })
  ).toReversed();
const decisionsOf = async (name: string) =>
  (await daysOf(name)).map(({ day, decision, state }) => `${day} ${decision} ${state}`);
const openIncidents = () =>
  store.see<{ cause: string; detail: string }[]>`select cause, detail from incidents where closed_at is null`;
const moveTo = (drive: JobDrive, at: string): void => {
  drive.now = Date.parse(`${at}+09:00`);
};

/** What the server of a municipality really did: the jobs of a day, each by its step. */
async function effectsOf(name: string): Promise<string[]> {
  const done: string[] = [];
  for (let after = 0; ;) {
    const response = await fetch(
      `${servers.peers['communication-server'] ?? ''}/ledger?after=${String(after)}&limit=1000`,
    );
    const { entries, next } = (await response.json()) as { entries: unknown[]; next: number | null };
    for (const entry of entries.map((each) => LedgerEntry.parse(each))) {
      const [, , netName, , day, no, step] = entry.requestId.split('/');
      if (entry.operation === 'job-done' && netName === name) done.push(`${day ?? ''}/${no ?? ''}/${step ?? ''}`);
    }
    if (next === null) return done;
    after = next;
  }
}

const order = (
  key: { organisation: string; net: string; server: string; day: string; no: number },
  what: 'resume' | 'abandon',
) => orderJobDay(store.api, key.organisation, key, { order: what, orderedBy: 's-1', reason: 'a test' });

describe('a day of a net', () => {
  test('begins at its time, runs its jobs in their order, and is over', async () => {
    const drive = driveJobs(store.db, '2026-12-01T12:00');
    await apply(drive, [
      net('order', {
        jobs: [
          job('c', { after: ['a', 'b'] }),
          job('a', { command: 'statistics', parameters: {} }),
          job('b', { after: ['a'], command: 'snapshot', parameters: {} }),
        ],
      }),
    ]);
    expect(await drive.look()).toMatchObject({ decided: 0, schedules: 1, nudged: 0 });
    expect(await drive.look()).toMatchObject({ schedules: 0 });
    moveTo(drive, '2026-12-01T20:00');
    expect(await drive.consider(place('order'))).toEqual(['2026-12-01/0']);
    await drive.run();
    const [day] = await daysOf('order');
    expect(day).toMatchObject({ day: '2026-12-01', no: 0, decision: 'run', state: 'done', version: 1 });
    const found = await findJobDay(store.api, city, { ...place('order'), day: '2026-12-01', no: 0 });
    expect(found?.jobs.map((each) => [each.job, each.state])).toEqual([
      ['a', 'done'],
      ['b', 'done'],
      ['c', 'done'],
    ]);
    expect(found?.runs.map(({ job: name, attempt, counts }) => [name, attempt, counts])).toEqual([
      ['a', 1, { requests: 0, refused: 0 }],
      ['b', 1, { rows: 0 }],
      ['c', 1, { failed: 0 }],
    ]);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => found?.runs.find((run) => run.job === name));
    expect(a?.endedAt).toBeLessThanOrEqual(b?.startedAt ?? 0);
    expect(b?.endedAt).toBeLessThanOrEqual(c?.startedAt ?? 0);
  });

  test('never runs twice, whoever asks for it and however often, also when its time is moved', async () => {
    const drive = driveJobs(store.db, '2026-12-01T12:00');
    await apply(drive, [net('once', { at: '13:00' })]);
    moveTo(drive, '2026-12-01T13:00');
    const begun = await Promise.all(Array.from({ length: 10 }, () => drive.consider(place('once'))));
    expect(begun.flat()).toEqual(['2026-12-01/0']);
    await drive.run();
    // The base time is moved to later on the same day.
    await apply(drive, [net('once', { at: '15:00' })]);
    moveTo(drive, '2026-12-01T15:00');
    expect(await drive.consider(place('once'))).toEqual([]);
    await drive.look();
    await drive.run();
    expect(await decisionsOf('once')).toEqual(['2026-12-01 run done']);
    expect(await effectsOf('once')).toEqual(['2026-12-01/0/only']);
  });

  test('whose time a change has put into the past is written down, and does not run by itself', async () => {
    const drive = driveJobs(store.db, '2026-12-01T12:00');
    await apply(drive, [net('earlier', { at: '22:00' })]);
    await drive.look();
    moveTo(drive, '2026-12-01T20:59');
    await drive.look();
    moveTo(drive, '2026-12-01T21:00');
    await apply(drive, [net('earlier', { at: '20:30' })]);
    await drive.look();
    const [day] = await daysOf('earlier');
    expect(day).toMatchObject({ day: '2026-12-01', decision: 'skip', state: 'not-run' });
    expect(day?.reason).toMatch(/変更で時刻が過ぎていた.*put its time into the past/u);
    moveTo(drive, '2026-12-02T20:30');
    expect(await drive.consider(place('earlier'))).toEqual(['2026-12-02/0']);
  });

  test('on a closed day is skipped with the name of the holiday, and the day of a shift says whose place it takes', async () => {
    const drive = driveJobs(store.db, '2026-12-30T12:00');
    await apply(drive, [
      net('open', { days: 'open', closedDay: 'skip' }),
      net('after', { days: { dayOfMonth: 31 }, closedDay: 'after' }),
    ]);
    moveTo(drive, '2027-01-04T20:01');
    await drive.look();
    expect(await decisionsOf('open')).toEqual([
      '2026-12-30 skip not-run',
      '2026-12-31 skip not-run',
      '2027-01-01 skip not-run',
      '2027-01-02 skip not-run',
      '2027-01-03 skip not-run',
      '2027-01-04 run running',
    ]);
    expect((await daysOf('open')).map(({ reason }) => reason)).toContain("元日 / New Year's Day");
    const [, shifted] = await daysOf('after');
    expect(shifted).toMatchObject({ day: '2027-01-04', decision: 'shift', state: 'running' });
    expect(shifted?.reason).toMatch(/^2026-12-31 \(年末年始\)の振替/u);
    await drive.run();
  });
});

describe('three days down', () => {
  const policies = [
    {
      catchUp: 'latest',
      days: ['2026-12-02 drop not-run', '2026-12-03 drop not-run', '2026-12-04 caught-up done'],
      effects: ['2026-12-04/0/only'],
      incidents: 0,
    },
    {
      catchUp: 'each-in-order',
      days: ['2026-12-02 caught-up done', '2026-12-03 caught-up done', '2026-12-04 caught-up done'],
      effects: ['2026-12-02/0/only', '2026-12-03/0/only', '2026-12-04/0/only'],
      incidents: 0,
    },
    {
      catchUp: 'drop-and-alarm',
      days: ['2026-12-02 drop not-run', '2026-12-03 drop not-run', '2026-12-04 drop not-run'],
      effects: [],
      incidents: 1,
    },
  ] as const;

  test.each(policies)('a net does as it says: $catchUp', async ({ catchUp, days, effects, incidents }) => {
    const drive = driveJobs(store.db, '2026-12-01T21:00');
    const name = `down-${catchUp}`;
    await apply(drive, [net(name, { catchUp })]);
    await drive.look();
    moveTo(drive, '2026-12-05T09:00');
    await drive.look();
    await drive.run();
    expect(await decisionsOf(name)).toEqual(days);
    expect(await effectsOf(name)).toEqual(effects);
    const open = await openIncidents();
    expect(open).toHaveLength(incidents);
    if (incidents > 0) {
      expect(open).toMatchObject([
        { cause: 'JOB_DAY_DROPPED', detail: `${name} ${city} 2026-12-02 2026-12-03 2026-12-04` },
      ]);
    }
    // The next day runs as if nothing had been, and ends the alarm.
    moveTo(drive, '2026-12-05T20:00');
    expect(await drive.consider(place(name))).toEqual(['2026-12-05/0']);
    await drive.run();
    expect(await decisionsOf(name)).toEqual([...days, '2026-12-05 run done']);
    expect(await openIncidents()).toEqual([]);
  });

  test('of thirty nets at most four days run at once, and each of them in its order (temporal PR #4332)', async () => {
    const drive = driveJobs(store.db, '2026-12-01T21:00');
    const names = Array.from({ length: 30 }, (_, index) => `storm-${String(index)}`);
    await apply(
      drive,
      names.map((name) => net(name, { catchUp: 'each-in-order' })),
    );
    await drive.look();
    moveTo(drive, '2026-12-04T20:30');
    let most = 0;
    const countRunning = async (): Promise<void> => {
      const [row] = await store.see<{ running: number }[]>`
        select count(*)::int as running from job_days where state = 'running'`;
      most = Math.max(most, row?.running ?? 0);
    };
    await drive.look();
    await countRunning();
    await drive.run(countRunning);
    expect(most).toBe(4);
    for (const name of names) {
      expect(await effectsOf(name)).toEqual(['2026-12-02/0/only', '2026-12-03/0/only', '2026-12-04/0/only']);
    }
  });

  test('a paused net makes up for none of its days, and each says that it was paused', async () => {
    const drive = driveJobs(store.db, '2026-12-01T21:00');
    await apply(drive, [net('paused', { catchUp: 'each-in-order' })]);
    await drive.look();
    expect(
      await pauseNet(store.api, city, place('paused'), { paused: true, reason: '点検', changedBy: 's-1' }),
    ).toEqual({ kind: 'changed' });
    await drive.look();
    expect(drive.schedules.get(`${city}/paused/${city}`)?.pause).toEqual({ reason: '点検' });
    moveTo(drive, '2026-12-04T09:00');
    await drive.look();
    await pauseNet(store.api, city, place('paused'), { paused: false, reason: '済み', changedBy: 's-1' });
    await drive.look();
    expect(drive.schedules.get(`${city}/paused/${city}`)?.pause).toBeNull();
    expect(await decisionsOf('paused')).toEqual(['2026-12-02 skip not-run', '2026-12-03 skip not-run']);
    expect((await daysOf('paused'))[0]?.reason).toBe('一時停止中: 点検 / paused: 点検');
    expect(await effectsOf('paused')).toEqual([]);
  });

  test('a database restored to days ago makes up as the net says, and nothing is done again (airflow#19343)', async () => {
    const drive = driveJobs(store.db, '2026-12-01T21:00');
    await apply(drive, [net('restored', { catchUp: 'each-in-order' }), net('restored-late', { catchUp: 'latest' })]);
    await drive.look();
    const [saved] = await store.see<
      { considered: string }[]
    >`select considered_at::text as considered from job_schedules limit 1`;
    for (const day of ['2026-12-02', '2026-12-03', '2026-12-04']) {
      moveTo(drive, `${day}T20:00`);
      await drive.look();
      for (const name of ['restored', 'restored-late']) await drive.consider(place(name));
      await drive.run();
    }
    expect(await effectsOf('restored')).toHaveLength(3);
    // As the database was on the first evening; the servers remember what they did.
    await store.see`delete from job_runs`;
    await store.see`delete from job_days`;
    await store.see`update job_schedules set considered_at = ${saved?.considered ?? ''}::timestamptz, next_at = null`;
    moveTo(drive, '2026-12-05T09:00');
    await drive.look();
    await drive.run();
    expect(await decisionsOf('restored')).toEqual([
      '2026-12-02 caught-up done',
      '2026-12-03 caught-up done',
      '2026-12-04 caught-up done',
    ]);
    expect(await decisionsOf('restored-late')).toEqual([
      '2026-12-02 drop not-run',
      '2026-12-03 drop not-run',
      '2026-12-04 caught-up done',
    ]);
    expect(await effectsOf('restored')).toHaveLength(3);
    expect(await effectsOf('restored-late')).toHaveLength(3);
  });

  test('a run that was missed leaves a row with its reason, so that nobody has to look for it (temporal#8087)', async () => {
    const drive = driveJobs(store.db, '2026-12-01T21:00');
    await apply(drive, [net('seen', { catchUp: 'latest' })]);
    moveTo(drive, '2026-12-03T21:00');
    await drive.look();
    const [dropped] = await daysOf('seen');
    expect(dropped).toMatchObject({ day: '2026-12-02', decision: 'drop', state: 'not-run' });
    expect(dropped?.reason).toMatch(
      /より新しい2026-12-03を実施 \/ could not begin at its time; the newer 2026-12-03 runs/u,
    );
    await drive.run();
  });
});

describe('a job that', () => {
  const day = '2026-12-01';
  const start = async (name: string, more: Parameters<typeof net>[1]) => {
    const drive = driveJobs(store.db, `${day}T12:00`);
    await apply(drive, [net(name, more)]);
    moveTo(drive, `${day}T20:00`);
    await drive.consider(place(name));
    await drive.run();
    return { drive, key: { ...place(name), day, no: 0 } };
  };
  const statesOf = async (key: Parameters<typeof order>[0]) =>
    Object.fromEntries((await findJobDay(store.api, city, key))?.jobs.map((each) => [each.job, each.state]) ?? []);

  test('fails is tried again as often as it says, with a pause, under another id', async () => {
    const { key } = await start('retry', {
      jobs: [job('shaky', { parameters: { name: 'shaky', failures: 2 }, retry: { attempts: 3, pauseSeconds: 300 } })],
    });
    const found = await findJobDay(store.api, city, key);
    expect(found?.day.state).toBe('done');
    expect(found?.runs.map(({ state, error }) => [state, error])).toEqual([
      ['failed', 'JOB_FAILED'],
      ['failed', 'JOB_FAILED'],
      ['done', null],
    ]);
    expect(new Set(found?.runs.map(({ requestId }) => requestId)).size).toBe(3);
    const [first, second] = found?.runs ?? [];
    expect((second?.startedAt ?? 0) - (first?.endedAt ?? 0)).toBeGreaterThanOrEqual(300_000);
    expect(await openIncidents()).toEqual([]);
  });

  test('fails for good halts the day with an incident; what follows its failure runs, and staff resume it', async () => {
    const { drive, key } = await start('halting', {
      jobs: [
        job('bad', { parameters: { name: 'bad', failures: 1 } }),
        job('next', { after: ['bad'] }),
        job('clean-up', { after: ['bad'], when: 'failed' }),
        job('always', { after: ['next'], when: 'ended' }),
        job('apart'),
      ],
    });
    expect(await statesOf(key)).toEqual({
      bad: 'failed',
      next: 'not-run',
      'clean-up': 'done',
      always: 'done',
      apart: 'done',
    });
    expect(await openIncidents()).toEqual([{ cause: 'JOB_FAILED', detail: `halting ${city} ${day} bad JOB_FAILED` }]);
    // It holds the next day back until staff have decided.
    moveTo(drive, '2026-12-02T20:00');
    expect(await drive.consider(place('halting'))).toEqual([]);
    expect(await order(key, 'resume')).toEqual({ kind: 'ordered' });
    expect(await order(key, 'resume')).toEqual({ kind: 'pending', order: 'resume' });
    await drive.look();
    await drive.run();
    expect(await statesOf(key)).toMatchObject({ bad: 'done', next: 'done', 'clean-up': 'done', always: 'done' });
    expect(await openIncidents()).toMatchObject([{ detail: `halting ${city} 2026-12-02 bad JOB_FAILED` }]);
    expect(await decisionsOf('halting')).toEqual([`${day} run done`, '2026-12-02 run halted']);
  });

  test('is abandoned by staff lets the next day begin', async () => {
    const { drive, key } = await start('given-up', { jobs: [job('bad', { parameters: { failures: 1 } })] });
    moveTo(drive, '2026-12-02T20:00');
    await drive.consider(place('given-up'));
    expect(await order(key, 'abandon')).toEqual({ kind: 'ordered' });
    await drive.look();
    await drive.run();
    expect(await decisionsOf('given-up')).toEqual([`${day} run abandoned`, '2026-12-02 run halted']);
    expect(await order(key, 'abandon')).toEqual({ kind: 'notHalted', state: 'abandoned' });
    expect(await openIncidents()).toMatchObject([{ detail: `given-up ${city} 2026-12-02 bad JOB_FAILED` }]);
  });

  test('the server does not know is refused, and the day says which', async () => {
    const { key } = await start('unknown', { jobs: [job('odd', { command: 'make-coffee', parameters: {} })] });
    const found = await findJobDay(store.api, city, key);
    expect(found?.day.state).toBe('halted');
    expect(found?.runs).toMatchObject([{ state: 'failed', error: 'UNKNOWN_JOB' }]);
    expect(found?.runs[0]?.message).toMatch(/このサーバにないジョブ.*no such job/u);
  });

  test('is not over within its limit fails, and a resumed day asks for the same one again', async () => {
    await servers.fault('communication-server', { kind: 'hangs', organisation: city });
    const { drive, key } = await start('hanging', { jobs: [job('slow', { limitMinutes: 1 })] });
    expect((await findJobDay(store.api, city, key))?.runs).toMatchObject([{ state: 'failed', error: 'TIME_LIMIT' }]);
    await servers.fault('communication-server', { kind: 'none' });
    await order(key, 'resume');
    await drive.look();
    await drive.run();
    const found = await findJobDay(store.api, city, key);
    expect(found?.day.state).toBe('done');
    expect(new Set(found?.runs.map(({ requestId }) => requestId)).size).toBe(1);
    expect(await effectsOf('hanging')).toEqual([`${day}/0/slow`]);
  });

  test('takes the net beyond its own limit halts the day', async () => {
    await servers.fault('communication-server', { kind: 'hangs', organisation: city });
    const { key } = await start('too-long', { limitMinutes: 1, jobs: [job('slow', { limitMinutes: 60 })] });
    expect((await findJobDay(store.api, city, key))?.day.state).toBe('halted');
    expect(await openIncidents()).toMatchObject([{ detail: `too-long ${city} ${day} TIME_LIMIT` }]);
  });

  test('a server that is away is asked again until it is there, and does the job once', async () => {
    await servers.fault('communication-server', { kind: 'drop-answer', share: 0.5, seed: 7 });
    const { key } = await start('lossy', { jobs: Array.from({ length: 12 }, (_, index) => job(`j-${String(index)}`)) });
    expect((await findJobDay(store.api, city, key))?.day.state).toBe('done');
    await servers.fault('communication-server', { kind: 'none' });
    const effects = await effectsOf('lossy');
    expect(effects).toHaveLength(12);
    expect(new Set(effects).size).toBe(12);
  });

  test('a killed worker had just stored the command of is commanded under its id', async () => {
    const drive = driveJobs(store.db, `${day}T12:00`);
    await apply(drive, [net('killed')]);
    moveTo(drive, `${day}T20:00`);
    await drive.consider(place('killed'));
    const key = { ...place('killed'), day, no: 0 };
    expect((await takeJobs(store.db, key, drive.now))?.open).toHaveLength(1);
    await drive.run();
    expect(await effectsOf('killed')).toEqual([`${day}/0/only`]);
  });
});

test('a worker that is killed fifty times at any moment leaves each of forty jobs done once', async () => {
  const random = randomFrom(50);
  let kills = 0;
  const killed = async <T>(work: () => Promise<T>): Promise<T> => {
    // Before the command leaves, or after the server has taken it and before anybody has noted it.
    if (kills < 50 && random.chance(0.2)) {
      kills += 1;
      throw new Error('killed');
    }
    const reply = await work();
    if (kills < 50 && random.chance(0.2)) {
      kills += 1;
      throw new Error('killed');
    }
    return reply;
  };
  const drive = driveJobs(store.db, '2026-12-01T12:00', {
    serverControlAt(url) {
      const client = createServerControlClient(url, { timeoutMs: 2_000 });
      return {
        ...client,
        runJob: (...args) => killed(() => client.runJob(...args)),
        findJob: (...args) => killed(() => client.findJob(...args)),
      };
    },
  });
  await apply(drive, [
    net('killed-often', {
      jobs: Array.from({ length: 40 }, (_, index) =>
        job(`j-${String(index)}`, { after: index < 4 ? [] : [`j-${String(index - 4)}`] }),
      ),
    }),
  ]);
  moveTo(drive, '2026-12-01T20:00');
  await drive.consider(place('killed-often'));
  for (;;) {
    // The next worker takes the day where the rows stand.
    const ended = await drive.run().then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof Error) || error.message !== 'killed') throw error;
        return false;
      },
    );
    if (ended) break;
  }
  expect(kills).toBe(50);
  expect(await decisionsOf('killed-often')).toEqual(['2026-12-01 run done']);
  const effects = await effectsOf('killed-often');
  expect(effects).toHaveLength(40);
  expect(new Set(effects).size).toBe(40);
});

describe('the word of staff', () => {
  test('runs a net besides its plan, today and again, one after the other', async () => {
    const drive = driveJobs(store.db, '2026-12-01T12:00');
    await apply(drive, [net('now')]);
    const ask = () => askForRun(store.api, city, place('now'), { day: '2026-12-01', reason: 'a test', askedBy: 's-1' });
    const asked = [await ask(), await ask()];
    expect(asked.map((each) => each.kind === 'asked' && each.key.no)).toEqual([1, 2]);
    await drive.look();
    await drive.run();
    moveTo(drive, '2026-12-01T20:00');
    await drive.consider(place('now'));
    await drive.run();
    expect((await daysOf('now')).map(({ no, decision, state }) => [no, decision, state])).toEqual([
      [0, 'run', 'done'],
      [1, 'asked', 'done'],
      [2, 'asked', 'done'],
    ]);
    expect(await askForRun(store.api, city, place('none'), { day: '2026-12-01', reason: 'x', askedBy: 's-1' })).toEqual(
      {
        kind: 'unknown',
      },
    );
  });

  test('leaves out a day with a reason, and puts it back', async () => {
    const drive = driveJobs(store.db, '2026-12-01T12:00');
    await apply(drive, [net('left')]);
    const skip = { day: '2026-12-02', reason: '停電', skippedBy: 's-1' };
    expect(await skipDay(store.api, city, place('left'), skip)).toEqual({ kind: 'changed' });
    expect(await skipDay(store.api, city, place('left'), { ...skip, day: '2026-12-03' })).toEqual({ kind: 'changed' });
    expect(await unskipDay(store.api, city, place('left'), '2026-12-03')).toEqual({ kind: 'changed' });
    await drive.look();
    const written = drive.schedules.get(`${city}/left/${city}`)?.schedule;
    expect(written?.skip).toEqual([{ date: '2026-12-02', hour: 20, minute: 0, second: 0, comment: '停電 / 停電' }]);
    const next = await listNextRuns(store.api, { organisation: city, days: 3, now: drive.now });
    expect(next.map(({ day, decision, reason }) => [day, decision, reason?.ja ?? null])).toEqual([
      ['2026-12-01', 'run', null],
      ['2026-12-02', 'skip', '停電'],
      ['2026-12-03', 'run', null],
    ]);
    moveTo(drive, '2026-12-03T20:01');
    await drive.look();
    await drive.run();
    expect(await decisionsOf('left')).toEqual([
      '2026-12-01 drop not-run',
      '2026-12-02 skip not-run',
      '2026-12-03 run done',
    ]);
    expect(await skipDay(store.api, city, place('left'), { ...skip, day: '2026-12-03' })).toEqual({ kind: 'begun' });
  });

  test('a pause and a left-out day stay here: no file carries them along (rundeck#9473)', async () => {
    const drive = driveJobs(store.db, '2026-12-01T12:00');
    await apply(drive, [net('kept')]);
    await pauseNet(store.api, city, place('kept'), { paused: true, reason: '点検', changedBy: 's-1' });
    await skipDay(store.api, city, place('kept'), { day: '2026-12-09', reason: '停電', skippedBy: 's-1' });
    const exported = await readDefinition(store.api, city, city);
    expect(JSON.stringify(exported.definition)).not.toMatch(/paused|点検|停電|skipped/u);
    // Another organisation takes the file over, and this one applies it again after a change.
    await applyNets(store.api, store.see, {
      organisation: town,
      at: drive.now,
      nets: [...exported.definition.nets] as never,
    });
    await apply(drive, [net('kept', { at: '21:00' })]);
    await apply(drive, [...exported.definition.nets] as never);
    await drive.look();
    expect(drive.schedules.get(`${town}/kept/${town}`)?.pause).toBeNull();
    expect(drive.schedules.get(`${city}/kept/${city}`)?.pause).toEqual({ reason: '点検' });
    expect(drive.schedules.get(`${city}/kept/${city}`)?.schedule?.skip.map(({ date }) => date)).toEqual(['2026-12-09']);
    expect((await findVersion(store.api, city, city, 1))?.hash).toBe(exported.hash);
  });
});

describe('the calendar', () => {
  test('that was just changed counts at the start, before any schedule was written anew', async () => {
    const drive = driveJobs(store.db, '2026-12-01T21:00');
    await apply(drive, [net('just', { days: 'open', closedDay: 'skip' })]);
    await drive.look();
    await setNationalCalendar(store.see, {
      overrides: [{ date: '2026-12-02', kind: 'closed', reason: '臨時休業' }],
    });
    moveTo(drive, '2026-12-02T20:00');
    expect(await drive.consider(place('just'))).toEqual([]);
    expect(await daysOf('just')).toMatchObject([
      { day: '2026-12-02', decision: 'skip', state: 'not-run', reason: '臨時休業' },
    ]);
    // And the look writes the schedule anew, once.
    expect(await drive.look()).toMatchObject({ schedules: 1 });
    expect(await drive.look()).toMatchObject({ schedules: 0 });
    const skipped = drive.schedules.get(`${city}/just/${city}`)?.schedule?.skip ?? [];
    expect(skipped).toContainEqual({
      date: '2026-12-02',
      hour: 20,
      minute: 0,
      second: 0,
      comment: '臨時休業 / 臨時休業',
    });
    expect(skipped).toContainEqual(expect.objectContaining({ date: '2027-01-01', comment: "元日 / New Year's Day" }));
  });

  test('moves what follows online operation with its end', async () => {
    const drive = driveJobs(store.db, '2026-12-01T12:00');
    await apply(drive, [
      net('after-end', { at: { after: 'online-end', minutes: 15 }, days: 'open', closedDay: 'skip' }),
    ]);
    await drive.look();
    await setNationalCalendar(store.see, { closes: '18:30' });
    moveTo(drive, '2026-12-01T17:15');
    expect(await drive.consider(place('after-end'))).toEqual([]);
    moveTo(drive, '2026-12-01T18:45');
    expect(await drive.consider(place('after-end'))).toEqual(['2026-12-01/0']);
    await drive.look();
    expect(drive.schedules.get(`${city}/after-end/${city}`)?.schedule?.pattern).toMatchObject({ hour: 18, minute: 45 });
    await drive.run();
  });
});

test('a net of the nation runs on every server that it names, and one that is gone leaves its schedule', async () => {
  const drive = driveJobs(store.db, '2026-12-01T12:00');
  await apply(drive, [net('wide', { servers: ['own', 'prefectures', 'municipalities'] })], nation);
  await drive.look();
  expect(drive.schedules.size).toBe(5);
  moveTo(drive, '2026-12-01T20:01');
  await drive.look();
  await drive.run();
  for (const server of [nation, ...municipalities]) {
    expect(await daysOf('wide', server, nation)).toMatchObject([{ state: 'done' }]);
  }
  await apply(drive, [], nation);
  await drive.look();
  expect(drive.schedules.size).toBe(0);
});

test('fugo’s own jobs run as on a server of its own', async () => {
  const drive = driveJobs(store.db, '2026-12-01T12:00');
  const own = (command: string) => job(command, { command, parameters: {} });
  await apply(drive, [
    net('own', { servers: ['fugo'], jobs: ['statistics', 'confirmation', 'sweep', 'retention', 'backup'].map(own) }),
  ]);
  moveTo(drive, '2026-12-01T20:00');
  await drive.consider(place('own', 'fugo'));
  const making = setInterval(
    () => void store.see`update backups set state = 'done', bytes = 7 where state = 'asked'`.execute(),
    50,
  );
  await drive.run();
  clearInterval(making);
  const found = await findJobDay(store.api, city, { ...place('own', 'fugo'), day: '2026-12-01', no: 0 });
  expect(Object.fromEntries(found?.runs.map((run) => [run.job, run.counts]) ?? [])).toEqual({
    backup: { bytes: 7 },
    confirmation: { triggered: 1, notScheduled: 0 },
    retention: { days: 0, runs: 0, skips: 0 },
    statistics: { municipalities: 1 },
    sweep: { triggered: 1, notScheduled: 0 },
  });
});
