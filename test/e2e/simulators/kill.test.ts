/** What was answered is kept: a program is killed in the very moment of its answer. */
import { spawn, type ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offerFreePort } from '../../../local/ports.ts';
import {
  createPeople,
  eventually,
  routeLines,
  startNetCluster,
  startParticipantNet,
  type NetCluster,
  type NetName,
  type ParticipantNet,
} from '../../support/participant-net.ts';

let cluster: NetCluster;
let net: ParticipantNet;
const children: ChildProcess[] = [];

beforeAll(async () => {
  cluster = await startNetCluster();
  net = await startParticipantNet(cluster);
});
afterAll(async () => {
  for (const child of children) await kill(child);
  await net.stopAll();
  await cluster.stop();
});

/** In the place of the one that runs here. */
async function startAlone(name: NetName): Promise<ChildProcess> {
  await net.stop(name);
  const port = await offerFreePort();
  const child = spawn(process.execPath, ['simulators/main.ts', name], {
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      SIMULATOR_DATABASE_URL: net.databaseUrl,
      FUGO_SIMULATOR_PEERS: JSON.stringify(net.peers),
      FUGO_SIMULATOR_KEY_FILE: cluster.keyFile,
      FUGO_API_URL: 'http://127.0.0.1:9',
      FUGO_ALWAYS_OPEN: '1',
    },
  });
  children.push(child);
  net.peers[name] = `http://127.0.0.1:${port}`;
  await eventually(async () => (await net.ask(name, '/health').catch(() => undefined))?.status === 200);
  return child;
}
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

describe('a program killed right after its answer', () => {
  test('loses nothing and does nothing twice', async () => {
    const people = createPeople(3_000);
    const intermediateServer = await startAlone('intermediate-server');
    await net.requestSerials('a/serial', people);
    await kill(intermediateServer);
    await startAlone('intermediate-server');
    expect((await net.serialRequestState('a/serial')).state).toBe('taken');
    const receipt = await net.requestFile('a/fileRequest', people);
    const file = await eventually(() => net.findFile(receipt));

    const gateway = await startAlone('juki-gateway');
    await net.route('juki-gateway', 'a/route', routeLines(people, file));
    await kill(gateway);
    await startAlone('juki-gateway');
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
