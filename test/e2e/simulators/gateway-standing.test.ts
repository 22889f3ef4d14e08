/** What the Juki system asks the gateway (seed P:333), after table 246 has a line and after it was passed on. */
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CodeRequestStanding } from '../../../contracts/participants/code-route.ts';
import {
  createPeople,
  eventually,
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

test('a code request is unknown, then stored in table 246, then forwarded', async () => {
  const [person, other] = createPeople(2);
  if (!person || !other) throw new Error('nobody');
  const standingOf = async ({ personalNumber }: { personalNumber: string }) =>
    (await net.call('juki-gateway', net.at('/code-request-standing'), CodeRequestStanding, { personalNumber })).state;
  await net.requestSerials('s/serial', [person]);
  const receipt = await net.requestFile('s/fileRequest', [person]);
  const file = await eventually(() => net.findFile(receipt));
  expect(await standingOf(person)).toBe('none');

  await net.stop('communication-server');
  await net.route('juki-gateway', 's/route', routeLines([person], file));
  expect(await standingOf(person)).toBe('stored');
  const url = new URL(net.databaseUrl);
  url.pathname = `/${net.database}_juki_gateway`;
  const sql = postgres(url.href, { max: 1 });
  const rows = await sql`select line.*, batch.sealed_numbers from code_requests line join batches batch
    on line.id >= batch.first_line and line.id < batch.first_line + batch.size`;
  await sql.end();
  expect(rows).toHaveLength(1);
  expect(rows[0]?.['serial']).toBe(file.rows[0]?.processingSerial);
  expect(JSON.stringify(rows)).not.toContain(person.personalNumber);

  await net.start('communication-server');
  await eventually(async () => (await standingOf(person)) === 'forwarded');
  expect(await standingOf(other)).toBe('none');
});
