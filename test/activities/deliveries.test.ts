/** File delivery from the proposal to the servers: real rows, the real API, a signed repository and the simulators. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDeliveryActivities } from '../../activities/deliveries.ts';
import { LineResults } from '../../contracts/participants/common.ts';
import type { CodeTable, DeliveredCalendar } from '../../contracts/delivered-files.ts';
import type { RolloutActivities } from '../../contracts/rollout.ts';
import type { ReleaseKind } from '../../domain/deliveries/names.ts';
import { nation } from '../../domain/organisations.ts';
import { openKeyVault } from '../../deliveries/keys.ts';
import { storeFile } from '../../deliveries/store.ts';
import { createServerControlClient } from '../../participants/server-control/client.ts';
import { readDeliveryBoard } from '../../storage/deliveries/board.ts';
import { decideRelease, proposeRelease, withdrawRelease } from '../../storage/deliveries/releases.ts';
import { findRollout, orderRollout, startRollout, type NewRollout } from '../../storage/deliveries/rollouts.ts';
import { openApi, type ApiTest } from '../api/support.ts';
import { daysNow, operatorOf, wholeDayHours } from '../support/juki-servers.ts';
import { municipalities, prefectures, registerCountry } from '../support/operating-days.ts';
import {
  createPeople,
  eventually,
  startNetCluster,
  startParticipantNet,
  type NetCluster,
  type ParticipantNet,
} from '../support/participant-net.ts';

const [city, town] = municipalities;
const targets = [...municipalities, ...prefectures].toSorted();
let api: ApiTest;
let server: ReturnType<typeof serve>;
let cluster: NetCluster;
let net: ParticipantNet;
let home: string;
let activities: ReturnType<typeof createDeliveryActivities>;
const env = new MockActivityEnvironment();

beforeAll(async () => {
  api = await openApi(271);
  home = mkdtempSync(join(tmpdir(), 'fugo-delivered-'));
  server = serve({ fetch: api.app.fetch, port: 0, hostname: '127.0.0.1' });
  const { port } = await new Promise<AddressInfo>((resolve) => {
    server.on('listening', () => resolve(server.address() as AddressInfo));
  });
  cluster = await startNetCluster();
  net = await startParticipantNet({
    ...cluster,
    deliveries: (name) => ({
      apiUrl: `http://127.0.0.1:${String(port)}`,
      deliveredFolder: join(home, name),
      deliveryRoot: join(api.deliveryFolder, 'metadata', '1.root.json'),
    }),
    alwaysOpen: false,
  });
  await registerCountry(api.store.api, net.peers);
  activities = createDeliveryActivities({
    db: api.store.db,
    clock: () => new Date(),
    serverControlAt: (url) => createServerControlClient(url, { timeoutMs: 5_000 }),
    repository: { folder: api.deliveryFolder, vault: openKeyVault(join(home, 'keys'), api.store.keys) },
  });
  await env.run(activities.publishDeliveries, {});
  // Closed by what they were told, so that they may apply at once.
  const overrides = daysNow.map((date) => ({ date, kind: 'closed' as const, reason: 'test' }));
  for (const each of targets) await operatorOf(net).tell(each, 'told', { hours: { ...wholeDayHours, overrides } });
});
afterAll(async () => {
  await net.stopAll();
  await cluster.stop();
  server.close();
  rmSync(home, { recursive: true, force: true });
});

let texts = 0;
async function publish(
  name: string,
  kind: ReleaseKind = 'program',
  content = `// version ${String((texts += 1))}`,
): Promise<string> {
  const stored = await storeFile(api.deliveryFolder, bytesOf(content), { limitBytes: 1_000_000 });
  const proposed = await proposeRelease(api.store.api, { ...stored, name, kind, reason: 'test', proposedBy: 's-1' });
  const { release } = proposed.release;
  const decided = await decideRelease(api.store.api, {
    release,
    decision: 'approve',
    decidedBy: 's-2',
    reason: 'test',
  });
  expect(decided.kind).toBe('decided');
  return release;
}
async function* bytesOf(text: string) {
  yield Buffer.from(text);
}
async function start(release: string, more: Partial<NewRollout> = {}): Promise<string> {
  const started = await startRollout(api.store.api, {
    release,
    applyAfter: Date.now() - 1_000,
    startedBy: 's-1',
    waves: [
      { share: 1, atLeastMinutes: 0 },
      { share: 100, atLeastMinutes: 0 },
    ],
    canary: [city],
    ...more,
  });
  if (started.kind !== 'started') throw new Error(started.kind);
  return started.rollout.rollout;
}
const look = (rollout: string): ReturnType<RolloutActivities['takeRolloutStep']> =>
  env.run(activities.takeRolloutStep, { rollout });
/** Looks until the rollout is so. */
const until = (rollout: string, state: string) =>
  eventually(async () => (await look(rollout)).state === state || undefined);
async function holdersOf(name: string, version: number): Promise<string[]> {
  const board = await readDeliveryBoard(api.store.api, nation);
  return board.targets.flatMap((each) => (each.holdings[name]?.version === version ? [each.organisation] : []));
}
const passes = async (municipality: string): Promise<boolean> =>
  (await fetch(`${net.peers['communication-server'] ?? ''}/passage?municipality=${municipality}`)).ok;

const calendar = (kind: 'open' | 'closed'): string =>
  JSON.stringify({
    kind: 'calendar',
    issuedAt: new Date().toISOString(),
    hours: {
      enforced: true,
      opens: '00:00',
      closes: '24:00',
      closingMarginMinutes: 10,
      overrides: daysNow.map((date) => ({ date, kind, reason: 'test' })),
    },
  } satisfies DeliveredCalendar);

describe('a rollout', () => {
  test('reaches the canary first, then all, and a server that got a calendar judges by it', async () => {
    const rollout = await start(await publish('national-calendar', 'calendar', calendar('open')));
    expect(await passes(city)).toBe(false);
    const waves: string[][] = [];
    await eventually(async () => {
      const { state } = await look(rollout);
      waves.push(await holdersOf('national-calendar', 1));
      return state === 'done' || undefined;
    });
    expect(waves.find((holders) => holders.length > 0)).toEqual([city]);
    expect(waves.at(-1)).toEqual(targets);
    expect(await passes(city)).toBe(true);
    expect(await passes(town)).toBe(true);
    const found = await findRollout(api.store.api, nation, rollout);
    expect(found?.rollout.counts).toMatchObject({ applied: targets.length, waiting: 0 });
  });

  test('waits until a server is out of online operation, then applies at once', async () => {
    // Open since the calendar of the first test.
    const rollout = await start(await publish('simulator'));
    await eventually(async () => {
      await look(rollout);
      const found = await findRollout(api.store.api, nation, rollout);
      return found?.rollout.counts.verified === 1 || undefined;
    });
    expect(await holdersOf('simulator', 1)).toEqual([]);
    const overrides = daysNow.map((date) => ({ date, kind: 'closed' as const, reason: 'test' }));
    for (const each of targets) await operatorOf(net).tell(each, 'again', { hours: { ...wholeDayHours, overrides } });
    await until(rollout, 'done');
    expect(await holdersOf('simulator', 1)).toEqual(targets);
  });

  test('that fails at the canary is held with an incident, reaches nobody else, and can be abandoned', async () => {
    const rollout = await start(await publish('codes', 'code-table', 'not a table'));
    await until(rollout, 'held');
    const found = await findRollout(api.store.api, nation, rollout);
    expect(found?.rollout).toMatchObject({ heldReason: 'FAILED', wave: 0 });
    expect(found?.deliveries.find(({ organisation }) => organisation === city)).toMatchObject({
      state: 'failed',
      error: 'UNUSABLE',
    });
    expect(found?.rollout.counts.waiting).toBe(targets.length - 1);
    expect(await openIncidents()).toContain('ROLLOUT_HELD');
    await orderRollout(api.store.api, rollout, { order: 'abandon', orderedBy: 's-1', reason: 'test' });
    await until(rollout, 'abandoned');
    expect(await openIncidents()).not.toContain('ROLLOUT_HELD');
  });

  test('that staff hold orders nobody else, and goes on when they say so', async () => {
    const rollout = await start(await publish('tables', 'program'), {
      waves: [
        { share: 1, atLeastMinutes: 0 },
        { share: 50, atLeastMinutes: 0 },
        { share: 100, atLeastMinutes: 0 },
      ],
    });
    const order = (what: 'hold' | 'go-on') =>
      orderRollout(api.store.api, rollout, { order: what, orderedBy: 's-1', reason: 'test' });
    expect(await order('go-on')).toEqual({ kind: 'notInState', state: 'running' });
    await look(rollout);
    expect(await order('hold')).toEqual({ kind: 'ordered' });
    await until(rollout, 'held');
    await eventually(async () => (await holdersOf('tables', 1)).length === 1 || undefined);
    expect(await look(rollout)).toMatchObject({ state: 'held' });
    expect(await holdersOf('tables', 1)).toEqual([city]);
    expect(await order('go-on')).toEqual({ kind: 'ordered' });
    await until(rollout, 'done');
    expect(await holdersOf('tables', 1)).toEqual(targets);
    expect(await order('hold')).toEqual({ kind: 'over' });
  });

  test('is started once for a name, and for nothing that is not published', async () => {
    const release = await publish('variants', 'variant-table', '{}');
    const rollout = await start(release);
    expect(await startRollout(api.store.api, { release, applyAfter: 0, startedBy: 's-1' })).toEqual({
      kind: 'underWay',
      rollout,
    });
    await withdrawRelease(api.store.api, { release, decidedBy: 's-2', reason: 'test' });
    expect(await look(rollout)).toEqual({ state: 'abandoned', waitSeconds: null });
    expect((await startRollout(api.store.api, { release, applyAfter: 0, startedBy: 's-1' })).kind).toBe('notPublished');
  });
});

test('a withdrawn version gives way to the one before at every server', async () => {
  const release = await publish('simulator');
  await until(await start(release), 'done');
  expect(await holdersOf('simulator', 2)).toEqual(targets);
  const withdrawn = await withdrawRelease(api.store.api, { release, decidedBy: 's-2', reason: 'it fails' });
  expect(withdrawn).toMatchObject({ kind: 'withdrawn', release: { replacedBy: 1 } });
  await env.run(activities.publishDeliveries, {});
  await eventually(async () => (await holdersOf('simulator', 1)).length === targets.length || undefined);
});

test('staff switch their own server back at once, and it stays there', async () => {
  const rollout = await start(await publish('simulator'));
  await until(rollout, 'done');
  const back = { organisation: town, name: 'simulator', requestId: 'back-1' };
  expect(await env.run(activities.switchBackDelivery, back)).toEqual({ kind: 'switched', version: 1 });
  expect(await env.run(activities.switchBackDelivery, back)).toEqual({ kind: 'switched', version: 1 });
  await eventually(async () => (await holdersOf('simulator', 1)).includes(town) || undefined);
  const found = await findRollout(api.store.api, nation, rollout);
  expect(found?.deliveries.find(({ organisation }) => organisation === town)?.state).toBe('rolled-back');
});

test('a server that got a code table takes no lines of a municipality whose code has ended', async () => {
  const codes = [
    { code: city, name: '見本市', from: '2000-01-01', to: null, succeededBy: null },
    { code: town, name: '合併前の町', from: '2000-01-01', to: '2020-03-31', succeededBy: city },
  ];
  const table: CodeTable = { kind: 'code-table', issuedAt: new Date().toISOString(), codes };
  await until(await start(await publish('codes', 'code-table', JSON.stringify(table))), 'done');
  for (const each of municipalities) await operatorOf(net).tell(each, 'open', { hours: wholeDayHours });
  const resultOf = async (municipality: string): Promise<unknown> => {
    const lines = createPeople(1).map(({ lineId, personalNumber }) => ({
      lineId,
      processingSerial: `serial-${municipality}`,
      personalNumber,
    }));
    const answer = await fetch(
      `${net.peers['communication-server'] ?? ''}/v1/municipalities/${municipality}/code-requests`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ requestId: `r/${municipality}`, lines }),
      },
    );
    const { results } = LineResults.parse(await answer.json());
    return results[0];
  };
  expect(await resultOf(city)).toMatchObject({ result: 'accepted' });
  expect(await resultOf(town)).toMatchObject({ result: 'refused', reason: 'ROUTE_REFUSED' });
});

describe('a program of jobs', () => {
  const command = (requestId: string, job: string): Promise<Response> =>
    fetch(`${net.peers['communication-server'] ?? ''}/v1/organisations/${city}/server/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ requestId, day: daysNow[0], job, parameters: { times: 3 } }),
    });
  const endOf = (requestId: string): Promise<unknown> =>
    eventually(async () => {
      const answer = await fetch(
        `${net.peers['communication-server'] ?? ''}/v1/organisations/${city}/server/jobs?requestId=${requestId}`,
      );
      const found = (await answer.json()) as { state: string; counts?: unknown; error?: string };
      return found.state === 'running' ? undefined : (found.counts ?? found.error);
    });
  const deliver = async (content: string): Promise<string> => start(await publish('server-jobs', 'program', content));
  beforeAll(async () => {
    const overrides = daysNow.map((date) => ({ date, kind: 'closed' as const, reason: 'test' }));
    for (const each of targets) await operatorOf(net).tell(each, 'closed', { hours: { ...wholeDayHours, overrides } });
  });

  test('brings a server jobs that it runs, until it is switched back; what is no such program is refused', async () => {
    expect((await command('p-0', 'tally')).status).toBe(409);
    await until(
      await deliver(
        'export const jobs = { tally: (figures, { times }) => ({ figures: Object.keys(figures).length, times }) };',
      ),
      'done',
    );
    expect((await command('p-1', 'tally')).status).toBe(202);
    expect(await endOf('p-1')).toMatchObject({ times: 3 });
    await until(
      await deliver('export const jobs = { tally: () => ({ second: 2 }), breaks: () => { throw new Error("x"); } };'),
      'done',
    );
    for (const [requestId, job] of [
      ['p-2', 'tally'],
      ['p-3', 'breaks'],
      ['p-4', 'breaks'],
    ] as const)
      expect((await command(requestId, job)).status).toBe(202);
    expect(await endOf('p-2')).toEqual({ second: 2 });
    expect(await endOf('p-3')).toBe('PROGRAM_FAILED');
    const back = { organisation: city, name: 'server-jobs', requestId: 'back-jobs' };
    expect(await env.run(activities.switchBackDelivery, back)).toEqual({ kind: 'switched', version: 1 });
    // Taken before, and known to the server no more.
    expect(await endOf('p-4')).toBe('UNKNOWN_JOB');
    expect((await command('p-5', 'breaks')).status).toBe(409);
    expect((await command('p-6', 'tally')).status).toBe(202);
    expect(await endOf('p-6')).toMatchObject({ times: 3 });
    const rollout = await deliver('export const jobs = { tally: 1 };');
    await until(rollout, 'held');
    await orderRollout(api.store.api, rollout, { order: 'abandon', orderedBy: 's-1', reason: 'test' });
  });
});

test('a server that is registered later gets what the others have, and whom staff have left out does not', async () => {
  const others = targets.filter((each) => each !== town);
  await until(await start(await publish('left-out'), { organisations: others, canary: [] }), 'done');
  await until(await start(await publish('late'), { organisations: others, canary: [] }), 'done');
  // As though it had been registered between the two.
  const [{ between }] = await api.store.see<[{ between: string }]>`
    select max(o.started_at)::text as between from rollouts o join releases r using (release) where r.name = 'late'`;
  await api.store.see`
    update rollouts o set started_at = now() + interval '1 hour' from releases r
    where r.release = o.release and r.name = 'left-out'`;
  await api.store
    .see`update servers set registered_at = ${between}::timestamptz + interval '1 ms' where organisation = ${town}`;
  await env.run(activities.publishDeliveries, {});
  await env.run(activities.publishDeliveries, {});
  const rollouts = await api.store.see<{ rollout: string; name: string }[]>`
    select rollout, name from rollouts join releases using (release) where started_by = 'fugo' and rollouts.state = 'running'`;
  expect(rollouts.map(({ name }) => name)).toEqual(['late']);
  await until(rollouts[0]?.rollout ?? '', 'done');
  expect(await holdersOf('late', 1)).toEqual(targets);
  expect(await holdersOf('left-out', 1)).toEqual(others);
});

test('what cannot be signed is an incident until it can be', async () => {
  const release = await publish('simulator');
  const [{ sha256 }] = await api.store.see<[{ sha256: string }]>`
    select sha256 from releases where release = ${release}`;
  rmSync(join(api.deliveryFolder, 'store', sha256));
  await expect(env.run(activities.publishDeliveries, {})).rejects.toThrow('simulator');
  expect(await openIncidents()).toContain('DELIVERY_NOT_SIGNED');
  await api.store.see`update releases set state = 'withdrawn' where release = ${release}`;
  await env.run(activities.publishDeliveries, {});
  expect(await openIncidents()).not.toContain('DELIVERY_NOT_SIGNED');
});

const openIncidents = async (): Promise<string[]> =>
  (await api.store.see<{ cause: string }[]>`select cause from incidents where closed_at is null`).map(
    ({ cause }) => cause,
  );
