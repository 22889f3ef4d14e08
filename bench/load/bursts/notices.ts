/** Notices owed to four backbones of which one never answers: the others must have theirs all the same. */
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { numberSystems } from '../../../domain/number-systems.ts';
import { readOperations } from '../../common/ledgers.ts';
import { registerMunicipality } from '../../common/registering.ts';
import { say } from '../../common/say.ts';
import { municipality, type LoadStack } from '../stack.ts';
import { warmUp } from '../take-load.ts';
import type { Notices } from './figures.ts';
import { oweNotices } from './owed.ts';

const silent = '04';
const lookEveryMs = 100;
/** When none was delivered for so long, none will be. */
const patienceMs = 3 * 60_000;

export async function measureNotices(stack: LoadStack, notices: number): Promise<Notices> {
  const server = await startSilentServer();
  stack.onClose(server.close);
  await registerMunicipality(stack, municipality, {}, { [numberSystems[silent].participant]: server.url });
  await warmUp(stack);
  say('notices are owed');
  const residents = Math.ceil(notices / Object.keys(numberSystems).length);
  const owedAt = await oweNotices(stack, residents);
  const deliveredAt = await untilDelivered(stack);
  const seconds = (deliveredAt - owedAt) / 1_000;
  const { delivered, duplicates } = await accountForNotices(stack, residents);
  return {
    kind: 'notices',
    notices: residents * Object.keys(numberSystems).length,
    delivered,
    seconds,
    perSecond: delivered / seconds,
    duplicates,
  };
}

/** Answers when it was seen that nothing but what is owed to the silent one is left. */
async function untilDelivered({ sql }: LoadStack): Promise<number> {
  let least = Infinity;
  for (let movedAt = Date.now(); ; await sleep(lookEveryMs)) {
    const [row] = await sql<{ left: number }[]>`
      select count(*)::int as left from outbox
      where municipality = ${municipality} and number_system <> ${silent} and delivered_at is null`;
    const left = row?.left ?? 0;
    const now = Date.now();
    if (left === 0) return now;
    if (left < least) movedAt = now;
    least = Math.min(least, left);
    if (now - movedAt > patienceMs) throw new Error(`The result is void: ${left} notices are not delivered.`);
  }
}

/** Correct or void: each backbone that answers has stored each of its notices once, and the silent one is still owed all. */
async function accountForNotices(
  { run, sql }: LoadStack,
  residents: number,
): Promise<{ delivered: number; duplicates: number }> {
  const wrong: string[] = [];
  let delivered = 0;
  let duplicates = 0;
  for (const [numberSystem, { participant }] of Object.entries(numberSystems)) {
    const stored = (await readOperations(run, participant))['notice-stored'] ?? { effects: 0, duplicates: 0 };
    const wanted = numberSystem === silent ? 0 : residents;
    delivered += stored.effects;
    duplicates += stored.duplicates;
    if (stored.effects !== wanted) wrong.push(`${participant} has stored ${stored.effects} of ${wanted} notices`);
  }
  const [row] = await sql<{ left: number; refused: number }[]>`
    select count(*) filter (where delivered_at is null)::int as left,
      count(*) filter (where refusal is not null)::int as refused
    from outbox where municipality = ${municipality}`;
  const { left = 0, refused = 0 } = row ?? {};
  if (left !== residents) wrong.push(`the silent one is owed ${left} of ${residents}`);
  if (refused > 0) wrong.push(`${refused} were refused`);
  if (duplicates > 0) wrong.push(`${duplicates} were stored twice`);
  if (wrong.length > 0) throw new Error(`The result is void: ${wrong.join('; ')}.`);
  return { delivered, duplicates };
}

/** Somebody who takes every connection and never says a word. */
async function startSilentServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    // What is said to it is read and forgotten.
    socket.resume();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The silent server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
