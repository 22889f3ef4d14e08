/** The engine stands still, or loses all its data, while thousands of new residents are under way. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import { sendLines } from './sent.ts';
import { initialLoadIdFor } from '../../../contracts/initial-load.ts';
import { stopProcess } from '../../../local/processes.ts';
import { setFault } from '../../common/faults.ts';
import { say } from '../../common/say.ts';
import { whileStopped } from '../../common/stopping.ts';
import { untilRunning, warmUpMunicipality, type LoadStack } from '../stack.ts';
import type { Emptied, Outage } from './figures.ts';
import { untilAskingForFile, untilDriven, untilRouted } from './routed.ts';
import { closeTown, manyOf, openTown } from './town.ts';

const linesABody = 3_000;
/** At least: so long that connections to it are given up. */
const outageMs = 60_000;

/** How soon those who came meanwhile are on their way when it goes on. */
export async function measureOutage(
  stack: LoadStack,
  { residents, round }: { residents: number; round: number },
): Promise<Outage> {
  const town = await openTown(stack, round);
  const transfers = manyOf(town.newTransfer, residents);
  say('the engine stands still');
  const stoppedAt = Date.now();
  const { takenAt, withoutNumber } = await whileStopped(stack, 'temporal', async () => {
    let without = 0;
    for (let from = 0; from < residents; from += linesABody) {
      without += (await sendLines(town, transfers.slice(from, from + linesABody))).withoutNumber;
    }
    const now = Date.now();
    await sleep(Math.max(0, stoppedAt + outageMs - now));
    return { takenAt: now, withoutNumber: without };
  });
  const goesOnAt = Date.now();
  say('the engine goes on');
  const routedAt = await untilRouted(stack, transfers);
  const { duplicates } = await closeTown(town, residents);
  return {
    kind: 'outage',
    residents,
    seconds: {
      outage: (goesOnAt - stoppedAt) / 1_000,
      taken: (takenAt - stoppedAt) / 1_000,
      routed: (routedAt - goesOnAt) / 1_000,
    },
    withoutNumber,
    duplicates,
  };
}

/** Everybody must be driven to the end all the same. */
export async function measureEmptied(
  stack: LoadStack,
  { residents, round }: { residents: number; round: number },
): Promise<Emptied> {
  const { run } = stack;
  const town = await openTown(stack, round);
  await setFault(run, 'intermediate-server', { kind: 'never-ready' });
  await sendLines(town, manyOf(town.newTransfer, residents));
  await untilAskingForFile(stack, residents);
  say('the engine loses all its data');
  const killedAt = Date.now();
  const secondsTo = (at: number): number => (at - killedAt) / 1_000;
  const back = await emptyEngine(stack);
  await setFault(run, 'intermediate-server', { kind: 'none' });
  await back();
  const engineAt = Date.now();
  const drivenAt = await untilDriven(stack);
  await requireForgotten(stack);
  const { duplicates } = await closeTown(town, residents);
  return {
    kind: 'emptied',
    residents,
    seconds: { engine: secondsTo(engineAt), driven: secondsTo(drivenAt) },
    duplicates,
  };
}

/** Its supervisor starts it again half a second after its end, on an empty folder. Answers what waits for that. */
async function emptyEngine(stack: LoadStack): Promise<() => Promise<unknown>> {
  const { identity, restarts } = await untilRunning(stack, 'temporal', 0);
  await stopProcess(identity, 'SIGKILL');
  const folder = join(stack.home, 'temporal');
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  return () => untilRunning(stack, 'temporal', restarts + 1);
}

/** By the load of the warm-up, which was over before and has no part in this. */
async function requireForgotten({ sql, temporal }: LoadStack): Promise<void> {
  const [load] = await sql<{ load_id: string }[]>`
    select load_id from loads where municipality = ${warmUpMunicipality} limit 1`;
  try {
    await temporal.workflow.getHandle(initialLoadIdFor(warmUpMunicipality, load?.load_id ?? '')).describe();
  } catch (err) {
    if (err instanceof WorkflowNotFoundError) return;
    throw err;
  }
  throw new Error('The result is void: the engine has kept its data.');
}
