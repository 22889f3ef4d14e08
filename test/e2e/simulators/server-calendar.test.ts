/** Residents pass Juki-net by the state and the told calendar of every server on the way: S60, S70, S80. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nation, prefectureOf } from '../../../domain/organisations.ts';
import {
  closedHours,
  daysNow,
  hourAround,
  operatorOf,
  verdictOf,
  wholeDayHours,
  neighbour,
} from '../../support/juki-servers.ts';
import {
  createPeople,
  eventually,
  municipality,
  routeLines,
  startNetCluster,
  startParticipantNet,
  type NetCluster,
  type NetName,
  type ParticipantNet,
  type Person,
  type Route,
} from '../../support/participant-net.ts';

const prefecture = prefectureOf(municipality);
/** 千代田区, of another prefecture. */
const ward = '131016';

let cluster: NetCluster;
let net: ParticipantNet;
let operator: ReturnType<typeof operatorOf>;

beforeAll(async () => {
  cluster = await startNetCluster();
});
afterAll(() => cluster.stop());
beforeEach(async () => {
  net = await startParticipantNet(cluster);
  operator = operatorOf(net);
});
afterEach(() => net.stopAll());

/** S29 to S33, and the lines for S34. */
async function linesOf(people: readonly Person[], of: string) {
  await net.requestSerials(`${randomUUID()}/serial`, people, of);
  const receipt = await net.requestFile(`${randomUUID()}/fileRequest`, people, of);
  return routeLines(people, await eventually(() => net.findFile(receipt, of)));
}
async function send(people: readonly Person[], of: string, route: Route = 'juki-gateway'): Promise<void> {
  await net.route(route, `${randomUUID()}/route`, await linesOf(people, of), of);
}
const untilAcquired = (people: readonly Person[], of: string) =>
  eventually(async () => (await net.confirm(people, of)).every(({ result }) => result === 'acquired'));
const untilTaken = (name: NetName, lines: number) =>
  eventually(async () => (await net.effects(name, 'code-request-taken')).effects >= lines);
async function expectOnce(name: NetName, operation: string, effects: number): Promise<void> {
  const found = await eventually(async () => {
    const counts = await net.effects(name, operation);
    return counts.effects >= effects && counts;
  });
  expect([name, found]).toEqual([name, { effects, duplicates: 0 }]);
}
async function stopAtRest(...organisations: string[]): Promise<void> {
  for (const organisation of organisations) {
    expect([organisation, verdictOf(await operator.stop(organisation))]).toEqual([organisation, 'taken']);
    expect(await operator.rest(organisation)).toBe('stopped');
  }
}
async function startAtRest(...organisations: string[]): Promise<void> {
  for (const organisation of organisations) {
    expect([organisation, verdictOf(await operator.start(organisation))]).toEqual([organisation, 'taken']);
    expect(await operator.rest(organisation)).toBe('running');
  }
}
/** The answer to S34 by the Juki system, which passes on at once what the communication server says. */
async function askJukiSystem(people: readonly Person[], of: string) {
  const lines = await linesOf(people, of);
  const response = await fetch(`${net.peers['juki-system'] ?? ''}${net.at('/code-requests', of)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ requestId: `${randomUUID()}/route`, lines }),
  });
  await response.body?.cancel();
  return { status: response.status, retryAfter: Number(response.headers.get('retry-after')) };
}

describe('an agreed extension', () => {
  test('reaches the national server once every server on the way was told of it, and only for its municipality', async () => {
    const [mine, others] = [createPeople(20), createPeople(20)];
    for (const organisation of [municipality, neighbour, prefecture, nation]) {
      await operator.tell(organisation, 'common', { hours: closedHours });
    }
    await send(mine, municipality);
    await send(others, neighbour);
    const closed = await askJukiSystem(createPeople(1), municipality);
    expect(closed.status).toBe(503);
    expect(closed.retryAfter).toBeGreaterThan(0);

    const exception = { ...hourAround, approver: 'test', reason: 'test' };
    const extended = { ...closedHours, exceptions: [exception] };
    // The gateway keeps no hours of its own: it goes by those of the communication server.
    await operator.tell(municipality, 'extended', { hours: extended });
    await untilTaken('communication-server', 20);

    const windows = [{ municipality, ...hourAround }];
    await operator.tell(prefecture, 'extended', { hours: closedHours, windows });
    expect((await net.ask('prefectural-server', `/passage?municipality=${municipality}`)).status).toBe(503);
    await operator.tell(nation, 'extended', { hours: closedHours, windows });
    await untilAcquired(mine, municipality);

    expect((await net.confirm(others, neighbour)).every(({ result }) => result === 'unknown')).toBe(true);
    for (const name of ['juki-gateway', 'communication-server', 'juki-national-server'] as const) {
      await expectOnce(name, 'code-request-forwarded', 20);
    }
    const view = await operator.clientOf(nation).readState(nation);
    expect(view).toMatchObject({ body: { calendarHash: 'extended' } });
    expect((await askJukiSystem(createPeople(1), neighbour)).status).toBe(503);
    expect((await askJukiSystem(createPeople(1), municipality)).status).toBe(202);
  });

  test('is kept by programs that are started again', async () => {
    const windows = [{ municipality, ...hourAround }];
    await operator.tell(prefecture, 'extended', { hours: closedHours, windows });
    await net.stop('prefectural-server');
    await net.start('prefectural-server');
    expect((await net.ask('prefectural-server', `/passage?municipality=${municipality}`)).status).toBe(200);
    expect((await net.ask('prefectural-server', `/passage?municipality=${neighbour}`)).status).toBe(503);
  });

  test('without a time that can be read is refused by field', async () => {
    const url = `/v1/organisations/${prefecture}/server/calendar`;
    const windows = [{ municipality, from: 'tomorrow', to: hourAround.to }];
    const { status, json } = await net.ask(
      'prefectural-server',
      url,
      { hash: 'x', hours: closedHours, windows },
      'PUT',
    );
    expect({ status, json }).toMatchObject({ status: 400, json: { error: 'invalid', field: 'windows.0.from' } });
  });
});

describe('the prefectural server', () => {
  test('refuses what comes after its own online end of the day, and passes it on when the end is later', async () => {
    const people = createPeople(30);
    const endsAt = (closes: string) => ({ closes: '24:00', ends: daysNow.map((date) => ({ date, closes })) });
    await operator.tell(prefecture, 'early', { hours: wholeDayHours, online: endsAt('00:00') });
    const lines = await linesOf(people, municipality);
    const asked = await net.ask('prefectural-server', '/v1/code-requests', {
      requestId: 'S70/test',
      lines: lines.map(({ processingSerial, personalNumber }) => ({
        lineId: processingSerial,
        municipality,
        processingSerial,
        personalNumber,
      })),
    });
    expect(asked).toMatchObject({ status: 503, json: { error: 'closed' } });
    await net.route('juki-system', 'a/route', lines);
    // 千代田区 belongs to a prefecture that is open, so what waits here stands in nobody's way.
    const neighbours = createPeople(5);
    await send(neighbours, ward);
    await untilAcquired(neighbours, ward);
    expect(await net.effects('juki-national-server', 'code-request-taken')).toEqual({ effects: 5, duplicates: 0 });

    await operator.tell(prefecture, 'late', { hours: wholeDayHours, online: endsAt('24:00') });
    await untilAcquired(people, municipality);
    await expectOnce('juki-national-server', 'code-request-taken', 35);
  });

  test('may stay online longer than the common hours', async () => {
    const common = { ...wholeDayHours, closes: '00:01' };
    await operator.tell(prefecture, 'late', { hours: common, online: { closes: '24:00', ends: [] } });
    expect((await net.ask('prefectural-server', `/passage?municipality=${municipality}`)).status).toBe(200);
  });
});

describe('a server that stops', () => {
  test('keeps what was taken, and goes on after the start: each resident once', async () => {
    const people = createPeople(200);
    await operator.tell(prefecture, 'closed', { hours: closedHours });
    await send(people, municipality);
    await untilTaken('communication-server', 200);
    await stopAtRest(municipality);
    await operator.tell(prefecture, 'open', {});
    const late = createPeople(3);
    await send(late, municipality);
    const closed = await askJukiSystem(createPeople(1), municipality);
    expect(closed.status).toBe(503);
    expect(closed.retryAfter).toBeGreaterThan(0);
    // Residents of another municipality pass the same programs, so what waits does so for the stopped server alone.
    const neighbours = createPeople(7);
    await send(neighbours, neighbour);
    await untilAcquired(neighbours, neighbour);
    expect(await net.effects('juki-national-server', 'code-request-taken')).toEqual({ effects: 7, duplicates: 0 });

    await net.stop('communication-server');
    await net.start('communication-server');
    expect(await operator.stateOf(municipality)).toBe('stopped');
    await startAtRest(municipality);
    await untilAcquired([...people, ...late], municipality);
    for (const name of ['juki-gateway', 'communication-server', 'juki-national-server'] as const) {
      await expectOnce(name, 'code-request-forwarded', 210);
    }
  });

  test('of the nation holds S80 back by the calendar, for each municipality', async () => {
    const [people, neighbours] = [createPeople(50), createPeople(5)];
    const lines = await linesOf(people, municipality);
    const others = await linesOf(neighbours, neighbour);
    await net.fault('information-providing-nws', { kind: 'closed' });
    await net.route('juki-gateway', 'a/route', lines);
    await untilTaken('juki-national-server', 50);
    await operator.tell(nation, 'closed', {
      hours: closedHours,
      windows: [{ municipality: neighbour, ...hourAround }],
    });
    // So that no sending that began before the calendar was told is still under way.
    await net.stop('juki-national-server');
    await net.start('juki-national-server');
    await net.fault('information-providing-nws', {});
    await net.route('juki-gateway', 'b/route', others, neighbour);
    await untilAcquired(neighbours, neighbour);
    await expectOnce('juki-national-server', 'code-request-forwarded', 5);
    await operator.tell(nation, 'open', {});
    await untilAcquired(people, municipality);
    await expectOnce('juki-national-server', 'code-request-forwarded', 55);
  });

  test('of the nation holds S80 back until it runs again', async () => {
    const people = createPeople(50);
    const lines = await linesOf(people, municipality);
    await net.fault('information-providing-nws', { kind: 'closed' });
    await net.route('juki-gateway', 'a/route', lines);
    await untilTaken('juki-national-server', 50);
    await stopAtRest(municipality, prefecture, nation);
    await net.fault('information-providing-nws', {});
    // The NWS works: it issues serials.
    await linesOf(createPeople(1), neighbour);
    expect((await net.confirm(people)).every(({ result }) => result === 'unknown')).toBe(true);
    await startAtRest(nation, prefecture, municipality);
    await untilAcquired(people, municipality);
    await expectOnce('juki-national-server', 'code-request-forwarded', 50);
  });
});

describe('daily processing', () => {
  const [, today = ''] = daysNow;

  test('runs after the stop, once a day and job, and counts the lines of the municipality', async () => {
    const people = createPeople(12);
    await send(people, municipality);
    await send(createPeople(4), neighbour);
    await untilAcquired(people, municipality);
    await untilTaken('juki-national-server', 16);
    expect(verdictOf(await operator.daily(municipality, today, 'statistics'))).toBe('ONLINE');
    await stopAtRest(municipality, neighbour, prefecture, nation);
    const counts: [string, Record<string, number>][] = [
      [municipality, { requests: 12, refused: 0 }],
      [neighbour, { requests: 4, refused: 0 }],
      [prefecture, { requests: 16, repeated: 0, refused: 0 }],
      [nation, { requests: 16, municipalities: 2 }],
    ];
    for (const [organisation, expected] of counts) {
      const reply = await operator.daily(organisation, today, 'statistics', 'day/1');
      expect(reply).toEqual({ kind: 'answered', body: { requestId: 'day/1', state: 'daily' } });
      expect(verdictOf(await operator.start(organisation))).not.toBe('taken');
      expect(await operator.rest(organisation)).toBe('stopped');
      const first = await operator.clientOf(organisation).readState(organisation);
      expect(first).toMatchObject({
        body: { lastDaily: { day: today, jobs: [{ job: 'statistics', counts: expected }] } },
      });
      // By its own id and by another: the job has been run.
      expect(await operator.daily(organisation, today, 'statistics', 'day/1')).toEqual(reply);
      expect(verdictOf(await operator.daily(organisation, today, 'statistics', 'day/2'))).toBe('taken');
      expect(await operator.clientOf(organisation).readState(organisation)).toEqual(first);
    }
    await operator.daily(municipality, today, 'backup');
    await operator.rest(municipality);
    expect(await operator.clientOf(municipality).readState(municipality)).toMatchObject({
      body: { lastDaily: { jobs: [{ job: 'statistics' }, { job: 'backup', counts: { rows: 12 } }] } },
    });
    expect(verdictOf(await operator.daily(municipality, today, 'backup', 'day/1'))).toBe('REQUEST_ID_USED');
  });

  test('goes to its end while the program is away', async () => {
    await stopAtRest(municipality);
    await operator.daily(municipality, today, 'backup');
    await net.stop('communication-server');
    await net.start('communication-server');
    expect(await operator.rest(municipality)).toBe('stopped');
  });
});

describe('a server with a fault', () => {
  test('that lies says that it runs, and neither is well nor takes anybody', async () => {
    await net.fault('communication-server', { kind: 'liar', organisation: municipality });
    expect(await operator.stateOf(municipality)).toBe('running');
    expect(await operator.probe(municipality)).toBe('unavailable');
    expect(await operator.probe(neighbour)).toBe('answered');
    expect((await askJukiSystem(createPeople(1), municipality)).status).toBe(503);
    expect((await askJukiSystem(createPeople(1), neighbour)).status).toBe(202);
    await net.fault('communication-server', {});
    await net.fault('prefectural-server', { kind: 'liar' });
    await stopAtRest(municipality);
    expect(verdictOf(await operator.start(municipality))).toBe('PREFECTURAL_SERVER_NOT_RUNNING');
  });

  test('that refuses changes nothing', async () => {
    await net.fault('communication-server', { kind: 'refuses' });
    expect(verdictOf(await operator.stop(municipality))).toBe('REFUSED');
    expect(await operator.stateOf(municipality)).toBe('running');
  });

  test('that hangs arrives when the fault ends', async () => {
    await net.fault('communication-server', { kind: 'hangs' });
    await operator.stop(municipality);
    await operator.stop(neighbour);
    // A command that came later has had its time, and the state still stands.
    await net.stop('communication-server');
    await net.start('communication-server');
    expect(await operator.stateOf(municipality)).toBe('stopping');
    expect(await operator.probe(municipality)).toBe('unavailable');
    await net.fault('communication-server', {});
    expect(await operator.rest(municipality)).toBe('stopped');
  });

  test('that hears everything twice, or whose answers are lost, does it once', async () => {
    await net.fault('communication-server', { kind: 'duplicate' });
    await stopAtRest(municipality);
    await net.fault('communication-server', { kind: 'drop-answer' });
    const client = operator.clientOf(municipality);
    expect(await client.start(municipality, 'lost/1')).toEqual({ kind: 'unavailable' });
    await net.fault('communication-server', {});
    expect(await client.start(municipality, 'lost/1')).toEqual({
      kind: 'answered',
      body: { requestId: 'lost/1', state: 'starting' },
    });
    expect(await operator.rest(municipality)).toBe('running');
  });
});
