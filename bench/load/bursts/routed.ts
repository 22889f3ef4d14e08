/** How far residents have come who were sent at once, read past fugo. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TransferInput } from '../../../contracts/transfer.ts';
import { drivenStages } from '../../../domain/stages.ts';
import { numberSystem } from '../../common/people.ts';
import { municipality, type LoadStack } from '../stack.ts';

const lookEveryMs = 200;
/** Longer than whoever is not heard of is left alone. When nothing has moved for so long, nothing will. */
const patienceMs = 6 * 60_000;

/** Answers when they were seen to be routed, all of them; their address numbers follow each other. */
export function untilRouted({ sql }: LoadStack, transfers: readonly TransferInput[]): Promise<number> {
  const [first = '', last = ''] = [transfers.at(0)?.addressNumber, transfers.at(-1)?.addressNumber];
  return untilNone('are not routed', async () => {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from address_numbers a join persons p using (municipality, person_id)
      where a.municipality = ${municipality} and a.number_system = ${numberSystem}
        and a.address_number between ${first} and ${last} and p.routed_at is not null`;
    return transfers.length - (row?.count ?? 0);
  });
}

/** Answers when it was seen that nobody asks for a driver any more. */
export function untilDriven({ sql }: LoadStack): Promise<number> {
  return untilNone('still ask for a driver', async () => {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from persons
      where municipality = ${municipality} and stage = any(${[...drivenStages]})`;
    return row?.count ?? 0;
  });
}

/** Everybody asks for a driver, and for the file that is not there. */
export async function untilAskingForFile({ sql }: LoadStack, residents: number): Promise<void> {
  await untilNone('do not ask for their file', async () => {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from persons where municipality = ${municipality} and stage = 'FILE_REQUESTED'`;
    return residents - (row?.count ?? 0);
  });
}

async function untilNone(what: string, countLeft: () => Promise<number>): Promise<number> {
  let least = Infinity;
  for (let movedAt = Date.now(); ; await sleep(lookEveryMs)) {
    const left = await countLeft();
    const now = Date.now();
    if (left === 0) return now;
    if (left < least) movedAt = now;
    least = Math.min(least, left);
    if (now - movedAt > patienceMs) throw new Error(`The result is void: ${left} residents ${what}.`);
  }
}
