/** The clock that begins nets at their moment, on real servers and rows; nobody else begins any. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findJobDay } from '../../storage/jobs/days.ts';
import { createServerControlClient } from '../../participants/server-control/client.ts';
import type { JobDayKey } from '../../domain/jobs/definition.ts';
import { runJobClock } from '../../workers/job-clock.ts';
import { openStore, type Store } from '../storage/support.ts';
import { applyNets, driveJobs, job, net } from '../support/job-nets.ts';
import { municipalities, registerCountry, setNationalCalendar } from '../support/operating-days.ts';
import {
  startNetCluster,
  startParticipantNet,
  type NetCluster,
  type ParticipantNet,
} from '../support/participant-net.ts';

const [city] = municipalities;
let store: Store;
let cluster: NetCluster;
let servers: ParticipantNet;

beforeAll(async () => {
  store = await openStore(316);
  cluster = await startNetCluster();
  servers = await startParticipantNet({ ...cluster, serverMs: 20 });
  await registerCountry(store.api, servers.peers);
  await setNationalCalendar(store.see);
});
afterAll(async () => {
  await servers.stopAll();
  await cluster.stop();
});

test('nets of the same moment are begun and commanded at it, each once, before the engine is told of any', async () => {
  const names = ['n-0', 'n-1', 'n-2', 'n-3', 'n-4', 'n-5', 'n-6', 'n-7'];
  const drive = driveJobs(store.db, '2026-12-01T19:00');
  await applyNets(store.api, store.see, {
    organisation: city,
    at: drive.now,
    nets: names.map((name) => net(name, { jobs: [job('only')] })),
  });
  await drive.look();
  // The clock of this test comes to 20:00 in a moment.
  const [from, began] = [Date.parse('2026-12-01T19:59:59.500+09:00'), Date.now()];
  const told: JobDayKey[] = [];
  const commandedWhenTold: number[] = [];
  const ending = new AbortController();
  const running = runJobClock(
    {
      db: store.db,
      clock: () => new Date(from + Date.now() - began),
      serverControlAt: (url) => createServerControlClient(url, { timeoutMs: 5_000 }),
      async nudgeJobNet(key) {
        told.push(key);
        const rows = await store.see`select from job_runs where state = 'commanded'`;
        commandedWhenTold.push(rows.length);
        return 'nudged';
      },
    },
    { log: { warn: () => undefined }, signal: ending.signal },
  );
  await vi.waitFor(() => expect(told).toHaveLength(names.length), { timeout: 60_000 });
  ending.abort();
  await running;
  expect(commandedWhenTold).toEqual(names.map(() => names.length));
  // Their schedules, which come later, find nothing left to begin.
  drive.now = Date.parse('2026-12-01T20:00:05+09:00');
  for (const name of names) expect(await drive.consider({ organisation: city, net: name, server: city })).toEqual([]);
  for (const key of told) {
    const found = await findJobDay(store.api, city, key);
    expect(found?.runs.map(({ attempt, state }) => [attempt, state])).toEqual([[1, 'commanded']]);
  }
});
