import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeFormerStores, stops } from '../../support/former-simulator-stores.ts';
import {
  createPeople,
  eventually,
  municipality,
  netNames,
  routeLines,
  startNetCluster,
  startParticipantNet,
  type NetCluster,
  type ParticipantNet,
} from '../../support/participant-net.ts';

const people = createPeople(stops.length);
let cluster: NetCluster;
let net: ParticipantNet;

beforeAll(async () => {
  cluster = await startNetCluster();
  await makeFormerStores({ ...cluster, database: 'former', municipality, people });
  net = await startParticipantNet({ ...cluster, database: 'former' });
});
afterAll(async () => {
  await net.stopAll();
  await cluster.stop();
});

describe('stores of the earlier shape', () => {
  test('go on where they stopped, whatever the step was', async () => {
    const file = await eventually(() => net.findFile('R-former'));
    expect(file.rows.map(({ personalNumber }) => personalNumber)).toEqual(
      people.map(({ personalNumber }) => personalNumber),
    );
    expect(await net.requestFile('a/fileRequest', people)).toBe('R-former');

    const late = people.slice(0, stops.indexOf('S60'));
    await net.route('juki-gateway', 'late/route', routeLines(late, file));
    await eventually(async () => (await net.confirm(people)).every(({ result }) => result === 'acquired'));
    for (const name of netNames) {
      const { json } = await net.ask(name, '/ledger/summary');
      expect(JSON.stringify(json)).not.toMatch(/"duplicates":[1-9]/);
    }
  });

  test('know the requests they have taken', async () => {
    const accepted = people.map(({ lineId }) => ({ lineId, result: 'accepted' }));
    expect(await net.serialRequestState('a/serial')).toMatchObject({ state: 'taken', results: accepted });
    const { results } = await net.requestSerials('a/serial', people);
    expect(results.map(({ result }) => result)).toEqual(people.map(() => 'repeated'));
    expect(await net.routeState('juki-gateway', 'a/route')).toMatchObject({
      state: 'taken',
      results: accepted.slice(stops.indexOf('S60')),
    });
    const { effects } = await net.effects('information-providing-nws', 'serial-issued');
    expect(effects).toBe(1); // of the one that had not been sent on
  });

  test('are taken over once', async () => {
    await net.stopAll();
    for (const name of netNames) await net.start(name);
    expect((await net.confirm(people)).map(({ result }) => result)).toEqual(people.map(() => 'acquired'));
  });
});
