import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createPeople,
  eventually,
  netNames,
  otherMunicipality,
  routeLines,
  startNetCluster,
  startParticipantNet,
  type NetCluster,
  type NetName,
  type ParticipantNet,
  type Person,
  type Route,
} from '../../support/participant-net.ts';

let cluster: NetCluster;
let net: ParticipantNet;

beforeAll(async () => {
  cluster = await startNetCluster();
});
afterAll(() => cluster.stop());
beforeEach(async () => {
  net = await startParticipantNet(cluster);
});
afterEach(() => net.stopAll());

/** Every effect that a resident has, and the operation's name at each participant. */
const effects: [NetName, string][] = [
  ['intermediate-server', 'serial-request-taken'],
  ['information-providing-nws', 'serial-issued'],
  ['communication-server', 'code-request-taken'],
  ['communication-server', 'code-request-forwarded'],
  ['juki-national-server', 'code-request-taken'],
  ['juki-national-server', 'code-request-forwarded'],
  ['information-providing-nws', 'code-generated'],
  ['intermediate-server', 'code-stored'],
];
async function expectEachEffectOnce(residents: number, route: Route): Promise<void> {
  const all: [NetName, string][] = [...effects, [route, 'code-request-taken'], [route, 'code-request-forwarded']];
  for (const [name, operation] of all) {
    // What was forwarded is noted after the answer.
    const found = await eventually(async () => {
      const counts = await net.effects(name, operation);
      return counts.effects >= residents && counts;
    });
    expect([name, operation, found]).toEqual([name, operation, { effects: residents, duplicates: 0 }]);
  }
  for (const name of netNames) {
    const { json } = await net.ask(name, '/ledger/summary');
    expect(JSON.stringify(json)).not.toMatch(/"duplicates":[1-9]/);
  }
}
const getFile = (receipt: string, of?: string) => eventually(() => net.findFile(receipt, of));
const untilAcquired = (people: readonly Person[], of?: string) =>
  eventually(async () => (await net.confirm(people, of)).every(({ result }) => result === 'acquired'));
const allOf = (result: string, people: readonly { lineId: string }[]) =>
  people.map(({ lineId }) => ({ lineId, result }));

/** S29 to S34, one request each. */
async function request(people: readonly Person[], route: Route, id = randomUUID(), of?: string): Promise<string> {
  await net.requestSerials(`${id}/serial`, people, of);
  const file = await getFile(await net.requestFile(`${id}/fileRequest`, people, of), of);
  await net.route(route, `${id}/route`, routeLines(people, file), of);
  return id;
}

describe('many residents in one request', () => {
  test.each(['juki-system', 'juki-gateway'] as const)('get a code each through the %s', async (route) => {
    const people = createPeople(2_500);
    await request(people, route);
    await untilAcquired(people);
    await expectEachEffectOnce(2_500, route);
  });

  test('and single residents of several municipalities go the same way together', async () => {
    const groups = Array.from({ length: 30 }, (_, index) => ({
      people: createPeople(1 + (index % 3)),
      of: index % 2 === 0 ? undefined : otherMunicipality,
    }));
    await Promise.all(groups.map(({ people, of }) => request(people, 'juki-gateway', undefined, of)));
    for (const { people, of } of groups) await untilAcquired(people, of);
    await expectEachEffectOnce(groups.flatMap(({ people }) => people).length, 'juki-gateway');
  });
});

describe('a request that comes again', () => {
  test('is answered line by line and has no second effect', async () => {
    const people = createPeople(50);
    const first = people.slice(0, 30);
    expect((await net.requestSerials('a/serial', first)).results).toEqual(allOf('accepted', first));
    expect((await net.requestSerials('a/serial', people)).results).toEqual([
      ...allOf('repeated', first),
      ...allOf('accepted', people.slice(30)),
    ]);
    expect((await net.requestSerials('a/serial', people)).results).toEqual(allOf('repeated', people));
    expect(await net.serialRequestState('a/serial')).toEqual({
      state: 'taken',
      requestId: 'a/serial',
      results: allOf('accepted', people),
    });
    expect(await net.serialRequestState('b/serial')).toEqual({ state: 'unknown', requestId: 'b/serial' });

    const receipt = await net.requestFile('a/fileRequest', people);
    expect(await net.requestFile('a/fileRequest', people)).toBe(receipt);
    const file = await getFile(receipt);
    expect(file.rows.map(({ personalNumber }) => personalNumber)).toEqual(
      people.map(({ personalNumber }) => personalNumber),
    );
    expect(await getFile(receipt)).toEqual(file);

    const lines = routeLines(people, file);
    for (const route of ['juki-system', 'juki-gateway'] as const) {
      await net.route(route, 'a/route', lines.slice(10));
      const again = await net.route(route, 'a/route', lines);
      expect(again.results.map(({ result }) => result)).toEqual(
        people.map((_, index) => (index < 10 ? 'accepted' : 'repeated')),
      );
      const state = await net.routeState(route, 'a/route');
      expect(state).toMatchObject({ state: 'taken' });
    }
    await untilAcquired(people);
    await expectEachEffectOnce(50, 'juki-system');
  });

  test('at the same time is taken once', async () => {
    const people = createPeople(200);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => net.requestSerials('a/serial', people.slice(index * 5))),
    );
    const accepted = answers.flatMap(({ results }) => results.filter(({ result }) => result === 'accepted'));
    expect(accepted.map(({ lineId }) => lineId).toSorted()).toEqual(people.map(({ lineId }) => lineId).toSorted());
    const file = await getFile(await net.requestFile('a/fileRequest', people));
    const lines = routeLines(people, file);
    await Promise.all(Array.from({ length: 4 }, () => net.route('juki-system', 'a/route', lines)));
    await untilAcquired(people);
    await expectEachEffectOnce(200, 'juki-system');
  });
});

describe('refusals', () => {
  test('of a wrong personal number are told at once and stand in the file', async () => {
    const people = createPeople(5);
    const [wrong, ...right] = people;
    if (!wrong) throw new Error('Nobody.');
    wrong.personalNumber = '123456789012';
    const { results } = await net.requestSerials('a/serial', people);
    expect(results[0]).toEqual({ lineId: wrong.lineId, result: 'refused', reason: 'SERIAL_REFUSED' });
    expect(results.slice(1)).toEqual(allOf('accepted', right));
    expect((await net.requestSerials('a/serial', people)).results[0]).toMatchObject({ result: 'refused' });
    const file = await getFile(await net.requestFile('a/fileRequest', people));
    expect(file.rows.map(({ personalNumber }) => personalNumber)).toEqual(
      right.map(({ personalNumber }) => personalNumber),
    );
    expect(file.refused).toEqual([{ lineId: wrong.lineId, reason: 'SERIAL_REFUSED' }]);
  });

  test('by the NWS reach the file, and by the communication server the question about the request', async () => {
    const people = createPeople(40);
    await net.fault('information-providing-nws', { kind: 'wrong-row', share: 0.5 });
    await net.requestSerials('a/serial', people);
    const file = await getFile(await net.requestFile('a/fileRequest', people));
    expect(file.rows.length + file.refused.length).toBe(40);
    expect(file.refused.length).toBeGreaterThan(5);
    await net.fault('information-providing-nws', {});
    await net.fault('communication-server', { kind: 'wrong-row', share: 0.5 });
    const lines = routeLines(people, file);
    await net.route('juki-gateway', 'a/route', lines);
    const refused = await eventually(async () => {
      const state = await net.routeState('juki-gateway', 'a/route');
      const found = state.state === 'taken' ? state.results.filter(({ result }) => result === 'refused') : [];
      return found.length > 0 && found;
    });
    expect(refused[0]).toMatchObject({ result: 'refused', reason: 'ROUTE_REFUSED' });
    await eventually(async () => {
      const results = await net.confirm(people);
      return results.filter(({ result }) => result === 'acquired').length === lines.length - refused.length;
    });
  });

  test('of an unknown resident are confirmed as an error, and a code of somebody else is refused', async () => {
    const [unknown, twice, same] = createPeople(3);
    if (!unknown || !twice || !same) throw new Error('Nobody.');
    await net.ask(
      'juki-national-server',
      '/v1/residents',
      { lines: [{ personalNumber: unknown.personalNumber, state: 'withheld' }] },
      'PUT',
    );
    same.personalNumber = twice.personalNumber;
    for (const person of [unknown, twice, same]) await request([person], 'juki-system');
    const results = await eventually(async () => {
      const found = await net.confirm([unknown, twice, same]);
      return found.every(({ result }) => result !== 'unknown') && found;
    });
    expect(results).toEqual([
      { lineId: unknown.lineId, result: 'error', error: 'RESIDENT_RECORD_NOT_FOUND' },
      { lineId: twice.lineId, result: 'acquired' },
      { lineId: same.lineId, result: 'error', error: 'CODE_REFUSED' },
    ]);
  });
});

describe('faults', () => {
  test.each<[NetName, Route]>([
    ['information-providing-nws', 'juki-system'],
    ['communication-server', 'juki-system'],
    ['juki-national-server', 'juki-system'],
    ['juki-gateway', 'juki-gateway'],
  ])('never-ready at the %s holds back its share of the lines, and lets them go when it ends', async (name, route) => {
    const people = createPeople(300);
    await net.fault(name, { kind: 'never-ready', share: 0.4, seed: 7 });
    await net.requestSerials('a/serial', people);
    const receipt = await net.requestFile('a/fileRequest', people);
    if (name === 'information-providing-nws') {
      await expect(eventually(() => net.findFile(receipt), 1_000)).rejects.toThrow('in time');
      await net.fault(name, {});
    }
    const lines = routeLines(people, await getFile(receipt));
    await net.fault(name, { kind: 'never-ready', share: 0.4, seed: 7 });
    await net.route(route, 'a/route', lines);
    const acquired = async () =>
      (await net.confirm(people)).filter(({ result }) => result === 'acquired').map(({ lineId }) => lineId);
    const some = await eventually(async () => {
      const found = await acquired();
      return found.length > 0 && found;
    });
    expect(some.length).toBeGreaterThan(120);
    expect(some.length).toBeLessThan(240);
    await net.fault(name, {});
    await untilAcquired(people);
    await expectEachEffectOnce(300, route);
  });

  test('those that are held stand in nobody’s way', async () => {
    await net.fault('communication-server', { kind: 'never-ready', share: 0.5, seed: 7 });
    const groups = Array.from({ length: 12 }, () => createPeople(2));
    for (const group of groups) await request(group, 'juki-gateway');
    const people = groups.flat();
    const acquired = async () => (await net.confirm(people)).filter(({ result }) => result === 'acquired').length;
    await eventually(async () => (await acquired()) >= 6);
    await net.stop('communication-server');
    await net.start('communication-server');
    const before = await acquired();
    expect(before).toBeLessThan(24);
    await net.fault('communication-server', { kind: 'never-ready', share: 0, seed: 7 });
    await untilAcquired(people);
    await expectEachEffectOnce(24, 'juki-gateway');
  });

  test('duplicate and drop-answer leave one effect a line', async () => {
    const people = createPeople(100);
    for (const name of netNames) await net.fault(name, { kind: 'duplicate' });
    await net.requestSerials('a/serial', people);
    const file = await getFile(await net.requestFile('a/fileRequest', people));
    for (const name of ['communication-server', 'juki-national-server', 'information-providing-nws'] as const) {
      await net.fault(name, { kind: 'drop-answer', share: 0.7, seed: 3 });
    }
    await net.route('juki-gateway', 'a/route', routeLines(people, file));
    await untilAcquired(people);
    for (const name of netNames) await net.fault(name, {});
    await expectEachEffectOnce(100, 'juki-gateway');
  });

  test('wrong-row at the intermediate server damages the file once for all', async () => {
    const people = createPeople(60);
    await net.fault('intermediate-server', { kind: 'wrong-row', share: 0.5, seed: 5 });
    await net.requestSerials('a/serial', people);
    const receipt = await net.requestFile('a/fileRequest', people);
    const file = await getFile(receipt);
    const right = new Set(people.map(({ personalNumber }) => personalNumber));
    expect(file.rows.length).toBeLessThan(60);
    expect(file.rows.filter(({ personalNumber }) => !right.has(personalNumber)).length).toBeGreaterThan(0);
    expect(await getFile(receipt)).toEqual(file);
  });

  test('a file may be asked for before its serials', async () => {
    const people = createPeople(20);
    const receipt = await net.requestFile('a/fileRequest', people);
    expect(await net.findFile(receipt)).toBeUndefined();
    await net.requestSerials('a/serial', people.slice(0, 10));
    expect(await net.findFile(receipt)).toBeUndefined();
    await net.requestSerials('b/serial', people.slice(10));
    expect((await getFile(receipt)).rows.map(({ personalNumber }) => personalNumber)).toEqual(
      people.map(({ personalNumber }) => personalNumber),
    );
  });

  test('the rest goes on after a participant was away and everybody was started again', async () => {
    const people = createPeople(120);
    await net.stop('communication-server');
    await net.requestSerials('a/serial', people);
    const file = await getFile(await net.requestFile('a/fileRequest', people));
    await net.route('juki-gateway', 'a/route', routeLines(people, file));
    await net.stopAll();
    for (const name of netNames) await net.start(name);
    await untilAcquired(people);
    await expectEachEffectOnce(120, 'juki-gateway');
  });
});
