/** Confirmation by hand: while the schedule rests, nobody is confirmed who is to wait. */
import { setTimeout as sleep } from 'node:timers/promises';
import { confirmCodesIdFor } from '../../contracts/confirm-codes.ts';
import { confirmOnce } from './take-load.ts';
import type { LoadStack } from './stack.ts';

const patienceMs = 5 * 60_000;

export async function restConfirmation({ temporal }: LoadStack, municipality: string): Promise<void> {
  await temporal.schedule.getHandle(confirmCodesIdFor(municipality)).pause();
}

async function countWaiting({ sql }: LoadStack, municipality: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from persons
    where municipality = ${municipality} and code_request_status = 'REQUESTING'
      and stage not in ('NEEDS_ATTENTION', 'CANCELLED')`;
  return row?.count ?? 0;
}

/** Until everybody is 依頼済 or in the error list, however they came. */
export async function confirmEverybody(stack: LoadStack, municipality: string): Promise<void> {
  const operator = await stack.operatorOf(municipality);
  let least = Infinity;
  for (let movedAt = Date.now(); ;) {
    const waiting = await countWaiting(stack, municipality);
    if (waiting === 0) return;
    if (waiting < least) movedAt = Date.now();
    least = Math.min(least, waiting);
    if (Date.now() - movedAt > patienceMs) throw new Error(`${waiting} residents are never confirmed.`);
    await confirmOnce(stack, operator, municipality);
    await sleep(200);
  }
}
