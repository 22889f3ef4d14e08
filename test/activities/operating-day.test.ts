/** Days of a country on the simulators: real servers, real rows, and a clock that the test moves. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DayMoments } from '../../domain/operating-day.ts';
import { nation, prefectureOf } from '../../domain/organisations.ts';
import { findDay, orderDay } from '../../storage/operating-days/days.ts';
import { findServerOpening } from '../../storage/operating-days/gate.ts';
import { takeStep } from '../../storage/operating-days/steps.ts';
import { openStore, type Store } from '../storage/support.ts';
import {
  driveDays,
  listDisorder,
  municipalities,
  organisations,
  positionsOf,
  prefectures,
  registerCountry,
  serverNameOf,
  setNationalCalendar,
} from '../support/operating-days.ts';
import {
  startNetCluster,
  startParticipantNet,
  type NetCluster,
  type ParticipantNet,
} from '../support/participant-net.ts';

const [city, town] = municipalities;
let store: Store;
let cluster: NetCluster;
let net: ParticipantNet;

beforeAll(async () => {
  store = await openStore(314);
  cluster = await startNetCluster();
  net = await startParticipantNet({ ...cluster, serverMs: 10 });
  await registerCountry(store.api, net.peers);
  await setNationalCalendar(store.see);
});
afterEach(async () => {
  for (const name of ['juki-national-server', 'prefectural-server', 'communication-server'] as const) {
    await net.fault(name, { kind: 'none' });
  }
  await setNationalCalendar(store.see);
});
afterAll(async () => {
  await net.stopAll();
  await cluster.stop();
});

const incidentsOf = (organisation: string, day: string) =>
  store.see<{ cause: string; detail: string; is_open: boolean }[]>`
    select cause, detail, closed_at is null as is_open from incidents
    where fingerprint = ${`operating-day/${organisation}/${day}`} order by incident`;

const openIncidents = async () =>
  (await store.see<{ organisation: string }[]>`select organisation from incidents where closed_at is null`).map(
    ({ organisation }) => organisation,
  );

const stepsOf = async (organisation: string, day: string) =>
  (await findDay(store.api, organisation, { organisation, day }))?.steps ?? [];

const order = (organisation: string, day: string, what: 'resume' | 'abandon') =>
  orderDay(store.api, organisation, { organisation, day }, { order: what, orderedBy: 's-1', reason: 'a test' });

const allDone = new Map(organisations.map((organisation) => [organisation, 'done']));

describe('a day', () => {
  test('runs from the first start to the last backup, in the order of the tiers', async () => {
    const day = '2026-12-01';
    const drive = driveDays(store.db, `${day}T06:00`);
    expect(await drive.look()).toMatchObject({ planned: organisations.length });
    expect(await drive.look()).toMatchObject({ planned: 0 });
    expect(await drive.run(day)).toEqual(allDone);

    expect(listDisorder(drive.taken)).toEqual([]);
    for (const organisation of organisations) {
      const position = (command: Parameters<typeof positionsOf>[1]) => positionsOf(drive.taken, command, organisation);
      const commands = (['calendar', 'start', 'stop', 'statistics', 'backup'] as const).map(position);
      expect(commands.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1]);
      expect(commands.flat()).toEqual(commands.flat().toSorted((a, b) => a - b));
    }
    const [started] = (await stepsOf(nation, day)).filter(({ step }) => step === 'start');
    expect(started).toMatchObject({ state: 'verified', attempt: 1, dueAt: Date.parse(`${day}T08:30:00+09:00`) });
    expect(await openIncidents()).toEqual([]);
    const backups = await store.see`select state, asked_by from backups where day = ${day}`;
    expect([...backups]).toEqual([{ state: 'asked', asked_by: 'operating-day' }]);
    const statistics = await store.see`select organisation from daily_statistics where day = ${day} order by 1`;
    expect(statistics.map((row) => row['organisation'] as string)).toEqual([...municipalities].toSorted());
  });

  test('is not planned on a closed day, nor while the national body keeps no calendar', async () => {
    expect(await driveDays(store.db, '2026-12-05T09:00').look()).toMatchObject({ planned: 0 });
    await setNationalCalendar(store.see, { enforced: false });
    expect(await driveDays(store.db, '2026-12-07T08:00').look()).toMatchObject({ planned: 0 });
  });

  test('that nobody could begin in time is one incident, and the next day begins all the same', async () => {
    const missed = '2026-12-07';
    await driveDays(store.db, `${missed}T06:00`).look();
    const late = driveDays(store.db, '2026-12-08T06:00');
    const states = await late.run(missed);
    expect(states.get(nation)).toBe('halted');
    expect([...states.values()].filter((state) => state !== 'halted')).toEqual(
      organisations.slice(1).map(() => 'abandoned'),
    );
    expect(await openIncidents()).toEqual([nation]);
    await late.look();
    expect(await late.run('2026-12-08')).toEqual(allDone);
    expect(await openIncidents()).toEqual([]);
    expect((await late.run(missed)).get(nation)).toBe('abandoned');
  });
});

describe('a server that', () => {
  const cases = [
    { fault: 'liar', failing: city, day: '2026-12-09', error: 'NOT_AS_IT_SAYS' },
    { fault: 'hangs', failing: prefectureOf(city), day: '2026-12-10', error: 'UNDER_WAY' },
    { fault: 'refuses', failing: nation, day: '2026-12-11', error: 'REFUSED' },
  ] as const;

  test.each(cases)('$fault at its start ($failing) halts its day with one incident, and is resumed', async (each) => {
    const { fault, failing, day, error } = each;
    const drive = driveDays(store.db, `${day}T06:00`);
    await drive.look();
    await net.fault(serverNameOf(failing), { kind: fault, organisation: failing });
    await drive.run(day, (states) => states.get(failing) === 'halted');
    expect(await incidentsOf(failing, day)).toMatchObject([{ detail: `start ${error}`, is_open: true }]);
    expect(await openIncidents()).toEqual([failing]);

    await net.fault(serverNameOf(failing), { kind: 'none' });
    expect(await order(failing, day, 'resume')).toEqual({ kind: 'ordered' });
    expect(await drive.run(day)).toEqual(allDone);
    expect(listDisorder(drive.taken)).toEqual([]);
    expect(await openIncidents()).toEqual([]);
    const [start] = (await stepsOf(failing, day)).filter(({ step }) => step === 'start');
    expect(start).toMatchObject({ attempt: 2, requestId: `operating-day/${failing}/${day}/start/2` });
  });

  test('is away at its stop is abandoned, and the tiers above go on at the word of their staff', async () => {
    const day = '2026-12-14';
    const drive = driveDays(store.db, `${day}T06:00`);
    await drive.look();
    await drive.run(day, (states) => [...states.values()].every((state) => state === 'open'));
    const prefecture = prefectureOf(city);
    await net.stop('communication-server');
    const states = await drive.run(day, (found) => found.get(city) === 'halted' && found.get(town) === 'halted');
    expect([states.get(prefecture), states.get(nation)]).toEqual(['stopping', 'stopping']);
    expect((await openIncidents()).toSorted()).toEqual([...municipalities].toSorted());

    for (const municipality of municipalities) await order(municipality, day, 'abandon');
    await drive.run(day, (found) => prefectures.every((each) => found.get(each) === 'halted'));
    expect(await incidentsOf(prefecture, day)).toMatchObject([{ detail: `stop AWAITED_ABANDONED ${city}` }]);
    // Now the server itself refuses, because nobody knows what those below it do.
    await order(prefecture, day, 'resume');
    await drive.run(day, (found) => found.get(prefecture) === 'halted');
    expect(await incidentsOf(prefecture, day)).toMatchObject([{}, { detail: 'stop WRONG_ORDER', is_open: true }]);
    await net.start('communication-server');
    for (const municipality of municipalities) await order(municipality, day, 'resume');
    await drive.run(day, (found) => municipalities.every((each) => found.get(each) === 'done'));
    for (const each of prefectures) await order(each, day, 'resume');
    const last = await drive.run(day);
    if (last.get(nation) === 'halted') {
      await order(nation, day, 'resume');
      await drive.run(day);
    }
    expect(await drive.run(day)).toEqual(allDone);
    expect(await openIncidents()).toEqual([]);
  });
});

test('a command that nobody heard the answer of is sent again under its id, and done once', async () => {
  const day = '2026-12-15';
  const drive = driveDays(store.db, `${day}T06:00`);
  await drive.look();
  drive.now = Date.parse(`${day}T08:30:00+09:00`);
  // The worker is killed after it has stored what it was about to send.
  const key = { organisation: nation, day };
  const first = await takeStep(store.db, key, drive.now);
  expect(first).toMatchObject({ do: 'perform', step: { step: 'tell-calendar', attempt: 1 } });
  await drive.run(day, (states) => states.get(nation) === 'open');
  expect(positionsOf(drive.taken, 'start', nation)).toHaveLength(1);
  expect(await drive.run(day)).toEqual(allDone);
});

test('a calendar that changes during the day is told anew, and moves what is not begun', async () => {
  const day = '2026-12-16';
  const drive = driveDays(store.db, `${day}T06:00`);
  await drive.look();
  await drive.run(day, (states) => [...states.values()].every((state) => state === 'open'));
  const told = positionsOf(drive.taken, 'calendar', city).length;
  await setNationalCalendar(store.see, { closes: '18:00' });
  drive.nudged.length = 0;
  expect(await drive.look()).toMatchObject({ planned: organisations.length });
  expect(drive.nudged.map(({ organisation }) => organisation).toSorted()).toEqual(organisations.toSorted());
  for (const organisation of organisations) await drive.take({ organisation, day });
  expect(positionsOf(drive.taken, 'calendar', city)).toHaveLength(told + 1);
  const [stop] = (await stepsOf(city, day)).filter(({ step }) => step === 'stop');
  expect(stop).toMatchObject({ dueAt: Date.parse(`${day}T18:00:00+09:00`) });
  expect(await drive.run(day)).toEqual(allDone);
});

describe('two days of one organisation', () => {
  const [earlier, later] = ['2026-12-21', '2026-12-22'] as const;

  test('an abandoned one is not taken up again once the next has begun, also not by an order of before', async () => {
    const drive = driveDays(store.db, `${earlier}T06:00`);
    await drive.look();
    await drive.run(earlier, (states) => [...states.values()].every((state) => state === 'open'));
    await net.fault('communication-server', { kind: 'refuses', organisation: city });
    await drive.run(earlier, (states) => states.get(city) === 'halted');
    // Two people answer the same incident at once, each in an own way: one of them is obeyed.
    const answers = await Promise.all([order(city, earlier, 'abandon'), order(city, earlier, 'resume')]);
    expect(answers.filter(({ kind }) => kind === 'ordered')).toHaveLength(1);
    await drive.take({ organisation: city, day: earlier });
    await drive.run(earlier, (states) => ['halted', 'abandoned'].includes(states.get(city) ?? ''));
    await order(city, earlier, 'abandon');
    await drive.run(earlier);
    expect((await drive.take({ organisation: city, day: earlier })).state).toBe('abandoned');
    await net.fault('communication-server', { kind: 'none' });

    // In the evening somebody orders that it goes on, and the worker is away until the next day is under way.
    expect(await order(city, earlier, 'resume')).toEqual({ kind: 'ordered' });
    drive.now = Date.parse(`${later}T08:00:00+09:00`);
    await drive.look();
    await drive.run(later, (states) => [...states.values()].every((state) => state === 'open'));
    const stops = positionsOf(drive.taken, 'stop', city).length;
    expect((await drive.take({ organisation: city, day: earlier })).state).toBe('abandoned');
    const [row] = await store.see`
      select staff_order, order_reason from operating_days where organisation = ${city} and day = ${earlier}`;
    expect(row).toMatchObject({ staff_order: null, order_reason: expect.stringContaining('a later day') as string });
    expect(await order(city, earlier, 'resume')).toEqual({ kind: 'overtaken' });
    expect(positionsOf(drive.taken, 'stop', city)).toHaveLength(stops);
    expect(await drive.run(later)).toEqual(allDone);
    expect(await openIncidents()).toEqual([]);
  });
});

test('where a server never stops and nobody looks, each day at rest has its incident, and the next day begins', async () => {
  const [day, next] = ['2026-12-23', '2026-12-24'];
  const drive = driveDays(store.db, `${day}T06:00`);
  await drive.look();
  await drive.run(day, (states) => [...states.values()].every((state) => state === 'open'));
  await net.fault('communication-server', { kind: 'hangs', organisation: city });
  const states = await drive.run(day);
  const resting = [...states].filter(([, state]) => state !== 'done').map(([organisation]) => organisation);
  expect(resting.toSorted()).toEqual([nation, prefectureOf(city), city].toSorted());
  expect((await openIncidents()).toSorted()).toEqual(resting.toSorted());
  await net.fault('communication-server', { kind: 'none' });
  await drive.look();
  drive.now = Date.parse(`${next}T08:00:00+09:00`);
  await drive.look();
  expect(await drive.run(next)).toEqual(allDone);
  expect(await openIncidents()).toEqual([]);
});

test('a Sunday has a day where an exception is agreed, for both sides of a copy and the servers above them', async () => {
  const sunday = '2027-01-10';
  await setNationalCalendar(store.see, { requestsMayUseExceptions: true });
  const [asked] = await store.see<{ exception_id: string }[]>`
    insert into hour_exceptions (organisation, kind, from_at, to_at, reason, agreeing, asked_by)
    values (${city}, 'wide-area-copy', ${`${sunday}T10:00+09:00`}, ${`${sunday}T12:00+09:00`}, 'x', ${[town]}, 's-1')
    returning exception_id`;
  const drive = driveDays(store.db, `${sunday}T06:00`);
  expect(await drive.look()).toMatchObject({ planned: 0 });
  await store.see`
    insert into hour_exception_agreements (exception_id, organisation, decision, decided_by)
    values (${asked?.exception_id ?? null}, ${town}, 'agreed', 's-2')`;
  expect(await drive.look()).toMatchObject({ planned: organisations.length });
  expect(await drive.run(sunday)).toEqual(allDone);
  const moments = await store.see<{ opens: string; closes: string }[]>`
    select distinct to_char(online_opens_at at time zone 'Asia/Tokyo', 'HH24:MI') as opens,
      to_char(online_closes_at at time zone 'Asia/Tokyo', 'HH24:MI') as closes
    from operating_days where day = ${sunday}`;
  expect([...moments]).toEqual([{ opens: '10:00', closes: '12:00' }]);
});

test('a rehearsal runs beside the calendar, and not where the calendar begins the days', async () => {
  const drive = driveDays(store.db, '2026-12-20T12:00');
  drive.leastSeconds = 1;
  const minute = 60_000;
  const rehearse = async () => {
    const [startsAt, opensAt, closesAt, dailyEndsAt] = [0, 1, 2, 4].map((minutes) => drive.now + minutes * minute);
    const rehearsal = { startsAt, opensAt, closesAt, dailyEndsAt } as DayMoments;
    return (await drive.look({ rehearsal })).rehearsal;
  };
  expect(await rehearse()).toEqual({ kind: 'kept' });
  await setNationalCalendar(store.see, { enforced: false });
  expect(await rehearse()).toEqual({ kind: 'planned', day: '2026-12-20' });
  expect(await rehearse()).toEqual({ kind: 'underWay', day: '2026-12-20' });
  expect(await drive.run('2026-12-20')).toEqual(allDone);
  expect(await rehearse()).toEqual({ kind: 'planned', day: '2026-12-19' });
  expect(await drive.run('2026-12-19')).toEqual(allDone);
});

describe('a day that runs into the next one', () => {
  const throughTheNight = { opens: '00:00', closes: '23:59', dailyProcessingMinutes: 0, startLeadMinutes: 0 };
  const all = (state: string) => new Map(organisations.map((organisation) => [organisation, state]));
  const isOpen = (states: ReadonlyMap<string, unknown>) => [...states.values()].every((state) => state === 'open');
  // Without a lead the servers have half a minute of the drive's clock, so it must not run ahead of them.
  const driveAtOnce = (at: string) => Object.assign(driveDays(store.db, at), { leastSeconds: 1 });
  const commands = ({ taken }: { taken: { command: string }[] }, command: string) =>
    taken.filter((each) => each.command === command).length;

  test('keeps its servers open, hears of a changed calendar, and makes way for the next day', async () => {
    await setNationalCalendar(store.see, throughTheNight);
    const drive = driveAtOnce('2027-02-01T06:00');
    await drive.look();
    expect(await drive.run('2027-02-01', isOpen)).toEqual(all('open'));
    const now = drive.now;
    expect(await findServerOpening(store.db, city, now)).toBeNull();
    const told = commands(drive, 'calendar');

    const later = { date: '2027-02-26', kind: 'closed', reason: 'a test' } as const;
    await setNationalCalendar(store.see, { ...throughTheNight, overrides: [later] });
    await drive.look();
    await drive.take({ organisation: city, day: '2027-02-01' });
    expect(commands(drive, 'calendar')).toBe(told + 1);

    drive.now = Date.parse('2027-02-02T00:00:30+09:00');
    await drive.look();
    expect(await drive.run('2027-02-02', isOpen)).toEqual(all('open'));
    const states = await store.see`select distinct state from operating_days where day = '2027-02-01'`;
    expect([...states]).toEqual([{ state: 'done' }]);
    expect(commands(drive, 'stop')).toBe(0);
    expect(await openIncidents()).toEqual([]);
  });

  test('is stopped when the calendar ends it after all', async () => {
    await setNationalCalendar(store.see, throughTheNight);
    const drive = driveAtOnce('2027-02-03T06:00');
    await drive.look();
    await drive.run('2027-02-03', isOpen);
    await setNationalCalendar(store.see);
    await drive.look();
    const states = await drive.run('2027-02-03');
    expect([states, await openIncidents()]).toEqual([all('done'), []]);
    const steps = await stepsOf(city, '2027-02-03');
    expect(steps.map(({ step, state }) => `${step} ${state}`).slice(2)).toEqual([
      'stop verified',
      'statistics verified',
      'backup verified',
    ]);
    expect(commands(drive, 'stop')).toBe(organisations.length);
    expect(listDisorder(drive.taken)).toEqual([]);
  });
});

test('an exception that is agreed to after the day’s end starts the servers again, those concerned and no other', async () => {
  const day = '2027-02-08';
  await setNationalCalendar(store.see, { requestsMayUseExceptions: true });
  const drive = driveDays(store.db, `${day}T06:00`);
  await drive.look();
  expect(await drive.run(day)).toEqual(allDone);
  drive.taken.length = 0;
  drive.now = Math.max(drive.now, Date.parse(`${day}T17:30+09:00`));
  expect(await drive.look()).toMatchObject({ planned: 0 });
  const [asked] = await store.see<{ exception_id: string }[]>`
    insert into hour_exceptions (organisation, kind, from_at, to_at, reason, agreeing, asked_by)
    values (${city}, 'identity-confirmation', ${`${day}T21:00+09:00`}, ${`${day}T22:00+09:00`}, 'x',
      ${[prefectureOf(city)]}, 's-1') returning exception_id`;
  await store.see`
    insert into hour_exception_agreements (exception_id, organisation, decision, decided_by)
    values (${asked?.exception_id ?? null}, ${prefectureOf(city)}, 'agreed', 's-2')`;
  const concerned = [nation, prefectureOf(city), city];
  expect(await drive.look()).toMatchObject({ planned: concerned.length });
  const states = await drive.run(day, () =>
    [...concerned].every((each) => positionsOf(drive.taken, 'start', each).length > 0),
  );
  expect(states.get(town)).toBe('done');
  expect(await drive.run(day)).toEqual(allDone);
  const inOrder = (command: 'start' | 'stop') =>
    concerned.map((each) => positionsOf(drive.taken, command, each)[0] ?? -1);
  expect(inOrder('start')).toEqual(inOrder('start').toSorted((a, b) => a - b));
  expect(inOrder('stop')).toEqual(inOrder('stop').toSorted((a, b) => b - a));
  for (const organisation of organisations) {
    const isConcerned = concerned.includes(organisation);
    expect([organisation, positionsOf(drive.taken, 'stop', organisation).length]).toEqual([
      organisation,
      isConcerned ? 1 : 0,
    ]);
  }
  expect(drive.now).toBeGreaterThanOrEqual(Date.parse(`${day}T22:00+09:00`));
  await drive.look();
  expect(await drive.run(day)).toEqual(allDone);
});
