/** New residents on a server with nobody on it, and beside thousands who wait for their confirmation. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { TransferInput } from '../../../contracts/transfer.ts';
import { ledgersSince, readLedgers } from '../../common/ledgers.ts';
import { readMemory } from '../../common/machine.ts';
import { createTransfers, numberSystem, type NewTransfer } from '../../common/people.ts';
import { registerClient } from '../../common/registering.ts';
import { say } from '../../common/say.ts';
import { sendAll, senderOf, sendOneAtATime, type Send } from '../../common/sending.ts';
import { median, percentile } from '../../common/statistics.ts';
import { confirmEverybody, restConfirmation } from '../confirming.ts';
import { getResidentsFile } from '../files.ts';
import { countOpenWorkflows, openSingleWorkflows } from '../single-workflows.ts';
import { municipality, type LoadStack } from '../stack.ts';
import { sendFile, untilOver, warmUp } from '../take-load.ts';

const Moment = z.object({
  /** New residents through their steps until they are routed, a second. */
  perSecond: z.number(),
  /** Milliseconds to the number, one at a time. */
  p50: z.number(),
  p95: z.number(),
  workerMemory: z.number(),
});
export type Moment = z.infer<typeof Moment>;

export const OpenWorkflows = z.object({
  open: z.number(),
  /** Residents of a moment's measurement. */
  residents: z.number(),
  empty: Moment,
  full: Moment,
  /** Bytes that the worker held while they were opened: after each tenth of them. */
  memory: z.array(z.object({ open: z.number(), bytes: z.number() })),
  /** Workflows opened a second, past the API. */
  openedPerSecond: z.number(),
});
export type OpenWorkflows = z.infer<typeof OpenWorkflows>;

const seed = 17;
const connections = 8;
const warmUpTransfers = 60;
/** One measurement says little on a machine that drifts. */
const repeats = 5;
const answersARepeat = 60;
const residentsARepeat = 150;
/** What was set going before is over by then. */
const restMs = 5_000;
const patienceMs = 120_000;
/** Some residents have no personal number yet. */
const spare = 1.01;

export async function measureOpenWorkflows(stack: LoadStack, count: number): Promise<OpenWorkflows> {
  const residents = Math.ceil(count * spare) + 10;
  const path = await getResidentsFile({ count: residents, seed });
  const kind = 'backbone';
  const backbone = await registerClient(stack, municipality, { kind, name: 'bench', numberSystems: [numberSystem] });
  const send = senderOf(backbone, municipality);
  const newTransfer = createTransfers(1);
  await warmUp(stack);
  await sendAll(send, many(newTransfer, warmUpTransfers), connections);
  await confirmEverybody(stack, municipality);
  await restConfirmation(stack, municipality);
  const before = await readLedgers(stack.run);

  say('empty');
  const empty = await measureMoment(stack, send, newTransfer);
  await confirmEverybody(stack, municipality);
  await untilOpen(stack, (open) => open === 0);

  const { loadId } = await sendFile(await stack.operatorOf(municipality), { municipality, path });
  await untilOver(stack, municipality, loadId);
  const memory: OpenWorkflows['memory'] = [];
  const beganAt = Date.now();
  const onTenth = (open: number): void => void memory.push({ open, bytes: workerMemory(stack) });
  await openSingleWorkflows(stack, { municipality, count, onTenth });
  const seconds = (Date.now() - beganAt) / 1_000;
  const open = await untilOpen(stack, (found) => found >= count);

  say('beside open workflows');
  const full = await measureMoment(stack, send, newTransfer);
  const { serials, duplicates } = ledgersSince(before, await readLedgers(stack.run));
  const [asked] = await stack.sql<{ count: number }[]>`
    select count(*)::int as count from persons
    where municipality = ${municipality} and code_request_status <> 'NOT_REQUESTED'`;
  if (serials !== (asked?.count ?? 0) - warmUpTransfers || duplicates !== 0) {
    throw new Error(`The result is void: ${serials} serials, ${duplicates} done twice.`);
  }
  return { open, residents: residentsARepeat * repeats, empty, full, memory, openedPerSecond: count / seconds };
}

async function measureMoment(stack: LoadStack, send: Send, newTransfer: NewTransfer): Promise<Moment> {
  const rates: number[] = [];
  const answers: number[] = [];
  await sleep(restMs);
  await stack.sql`checkpoint`;
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    const alone = many(newTransfer, answersARepeat);
    answers.push(...(await sendOneAtATime(send, alone)).map(({ ms }) => ms));
    await untilRouted(stack, alone);
    const together = many(newTransfer, residentsARepeat);
    const beganAt = Date.now();
    await sendAll(send, together, connections);
    rates.push((together.length * 1_000) / ((await untilRouted(stack, together)) - beganAt));
  }
  return {
    perSecond: median(rates),
    p50: percentile(answers, 0.5),
    p95: percentile(answers, 0.95),
    workerMemory: workerMemory(stack),
  };
}

/** Answers when the last of them was routed. */
async function untilRouted({ sql }: LoadStack, transfers: readonly TransferInput[]): Promise<number> {
  const numbers = transfers.map(({ addressNumber }) => addressNumber);
  for (const deadline = Date.now() + patienceMs; ; await sleep(200)) {
    const [row] = await sql<{ count: number; at: number }[]>`
      select count(*)::int as count, extract(epoch from max(p.routed_at))::float8 * 1000 as at
      from address_numbers a join persons p using (municipality, person_id)
      where a.municipality = ${municipality} and a.number_system = ${numberSystem} and a.address_number = any(${numbers})
        and p.routed_at is not null`;
    if (row?.count === transfers.length) return row.at;
    if (Date.now() > deadline) throw new Error(`Only ${row?.count ?? 0} of ${transfers.length} residents were routed.`);
  }
}

async function untilOpen(stack: LoadStack, isWanted: (open: number) => boolean): Promise<number> {
  for (const deadline = Date.now() + patienceMs; ; await sleep(500)) {
    const open = await countOpenWorkflows(stack);
    if (isWanted(open)) return open;
    if (Date.now() > deadline) throw new Error(`${open} workflows are open, and their number stays so.`);
  }
}

const workerMemory = (stack: LoadStack): number => readMemory(stack.pids()['worker'] ?? 0);
const many = (newTransfer: NewTransfer, count: number) => Array.from({ length: count }, newTransfer);
