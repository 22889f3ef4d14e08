/**
 * Residents on their way whose backbone sends them once more: each gets a workflow of its own, which joins what the
 * load has begun and waits for the word of the confirmation. Through the API, as every day.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { TransferAnswer, type TransferInput } from '../../../contracts/transfer.ts';
import { numberSystem } from '../../common/people.ts';
import { bodyOf, registerClient } from '../../common/registering.ts';
import type { LoadStack } from '../stack.ts';

const connections = 12;
const patienceMs = 5 * 60_000;

export async function joinAgain(stack: LoadStack, municipality: string, count: number): Promise<void> {
  const backbone = await registerClient(stack, municipality, {
    kind: 'backbone',
    name: 'bench',
    numberSystems: [numberSystem],
  });
  const path = `/v1/municipalities/${municipality}/transfers`;
  const queue = (await readTransfers(stack, municipality, count)).values();
  const sendSome = async (): Promise<void> => {
    for (const body of queue) {
      const { result } = bodyOf(await backbone.call({ method: 'POST', path, body, answer: TransferAnswer }));
      // Pending: the engine is busy with the others, and takes it all the same.
      if (result !== 'joined' && result !== 'pending') throw new Error(`One who is on the way was answered ${result}.`);
    }
  };
  await Promise.all(Array.from({ length: connections }, sendSome));
  await untilJudged(stack, municipality, count);
}

/** A pending one is judged a moment later; confirmed before that, it would have nothing to be told. */
async function untilJudged({ sql }: LoadStack, municipality: string, wanted: number): Promise<void> {
  for (const deadline = Date.now() + patienceMs; ; await sleep(200)) {
    const [row] = await sql<{ judged: number }[]>`
      select count(*)::int as judged from persons
      where municipality = ${municipality} and stage = 'ROUTED' and has_run`;
    if (row?.judged === wanted) return;
    if (Date.now() > deadline) throw new Error(`Only ${row?.judged ?? 0} of ${wanted} transfers are judged.`);
  }
}

/** Spread over all pages of the confirmation, as those who move house in these days are. */
async function readTransfers(
  { sql }: LoadStack,
  municipality: string,
  count: number,
): Promise<readonly TransferInput[]> {
  const now = new Date().toISOString();
  const rows = await sql<
    Pick<TransferInput, 'numberSystem' | 'addressNumber' | 'name' | 'birthDate' | 'sex' | 'address'>[]
  >`
    select a.number_system as "numberSystem", a.address_number as "addressNumber", a.name,
      a.birth_date_text as "birthDate", a.sex, a.address
    from persons p
    join address_information a on a.municipality = p.municipality and a.person_id = p.person_id
      and a.history_seq = p.current_history_seq
    where p.municipality = ${municipality} and p.stage = 'ROUTED'
    order by md5(p.person_id::text) limit ${count}`;
  if (rows.length < count) throw new Error(`Only ${rows.length} residents are on their way.`);
  return rows.map((row) => ({
    ...row,
    transferId: randomUUID(),
    operatedAt: now,
    confirmedAt: now,
    dataType: 'JM',
  }));
}
