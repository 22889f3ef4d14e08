/** What was answered is kept: a program is killed in the very moment of its answer. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createPeople,
  eventually,
  kill,
  routeLines,
  startNetCluster,
  startParticipantNet,
  type NetCluster,
  type ParticipantNet,
} from '../../support/participant-net.ts';

let cluster: NetCluster;
let net: ParticipantNet;

beforeAll(async () => {
  cluster = await startNetCluster();
  net = await startParticipantNet(cluster);
});
afterAll(async () => {
  await net.stopAll();
  await cluster.stop();
});

describe('a program killed right after its answer', () => {
  test('loses nothing and does nothing twice', async () => {
    const people = createPeople(3_000);
    const intermediateServer = await net.startAlone('intermediate-server');
    await net.requestSerials('a/serial', people);
    await kill(intermediateServer);
    await net.startAlone('intermediate-server');
    expect((await net.serialRequestState('a/serial')).state).toBe('taken');
    const receipt = await net.requestFile('a/fileRequest', people);
    const file = await eventually(() => net.findFile(receipt));

    const gateway = await net.startAlone('juki-gateway');
    await net.route('juki-gateway', 'a/route', routeLines(people, file));
    await kill(gateway);
    await net.startAlone('juki-gateway');
    await eventually(async () => (await net.confirm(people)).every(({ result }) => result === 'acquired'));
    const counts = { effects: 3_000, duplicates: 0 };
    expect(await net.effects('intermediate-server', 'serial-request-taken')).toEqual(counts);
    expect(await net.effects('information-providing-nws', 'serial-issued')).toEqual(counts);
    expect(await net.effects('juki-gateway', 'code-request-taken')).toEqual(counts);
    expect(await net.effects('juki-gateway', 'code-request-forwarded')).toEqual(counts);
    expect(await net.effects('communication-server', 'code-request-taken')).toEqual(counts);
    expect(await net.effects('intermediate-server', 'code-stored')).toEqual(counts);
  });
});
