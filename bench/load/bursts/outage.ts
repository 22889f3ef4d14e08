/** Thousands of new residents while the engine stands still, and how soon they are on their way when it goes on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../../common/say.ts';
import { whileStopped } from '../../common/stopping.ts';
import type { LoadStack } from '../stack.ts';
import type { Outage } from './figures.ts';
import { sendLines } from './lines.ts';
import { untilRouted } from './routed.ts';
import { closeTown, manyOf, openTown } from './town.ts';

const linesABody = 3_000;
/** At least: so long that connections to it are given up. */
const outageMs = 60_000;

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
