/** A file given to fugo, as an operator gives it, and followed until nobody of it waits any more. */
import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../../cli/client/api-client.ts';
import { ConfirmationStarted } from '../../contracts/api/confirmations.ts';
import { Load } from '../../contracts/api/loads.ts';
import { below } from '../../contracts/http.ts';
import { isOver } from '../../domain/load.ts';
import { bodyOf } from '../common/registering.ts';
import { say } from '../common/say.ts';
import { getResidentsFile } from './files.ts';
import { warmUpMunicipality, type LoadStack } from './stack.ts';

/** Looked at in the database, because a question to the API costs more than it should here. */
const lookEveryMs = 100;
/** When nothing has moved for so long, nothing will. */
const patienceMs = 5 * 60_000;

export interface TakenLoad {
  loadId: string;
  /** Epoch milliseconds: before the first byte was sent, the answer, its end, and when the last one was 依頼済. */
  sentAt: number;
  takenAt: number;
  doneAt: number;
  confirmedAt: number;
  /** Confirmation runs that were asked for until nobody was waited for. */
  confirmations: number;
  load: Load;
}

interface LoadToTake {
  municipality: string;
  path: string;
  query?: Record<string, string | number>;
}

export async function takeLoad(stack: LoadStack, { municipality, path, query }: LoadToTake): Promise<TakenLoad> {
  const operator = await stack.operatorOf(municipality);
  const sentAt = Date.now();
  const { loadId } = await sendFile(operator, { municipality, path, ...(query && { query }) });
  const takenAt = Date.now();
  const doneAt = await untilOver(stack, municipality, loadId);
  const { load, confirmations } = await confirmAll(stack, operator, { municipality, loadId });
  return { loadId, sentAt, takenAt, doneAt, ...(await lastConfirmed(stack, municipality)), confirmations, load };
}

export async function sendFile(operator: ApiClient, { municipality, path, query }: LoadToTake): Promise<Load> {
  return bodyOf(
    await operator.upload({
      path: below(municipality, 'loads'),
      query: { format: 'csv', staffId: 'bench', ...query },
      file: { path, bytes: statSync(path).size, mediaType: 'text/csv' },
      answer: Load,
    }),
  );
}

async function findLoad(operator: ApiClient, municipality: string, loadId: string): Promise<Load> {
  return bodyOf(await operator.call({ path: below(municipality, `loads/${loadId}`), answer: Load }));
}

/** Answers when it was seen to be over. Throws where it stopped by itself. */
export async function untilOver({ sql }: LoadStack, municipality: string, loadId: string): Promise<number> {
  let last = '';
  for (let movedAt = Date.now(); ; await sleep(lookEveryMs)) {
    const [row] = await sql<{ state: Load['state']; reason: string | null; moved: string }[]>`
      select state, state_reason as reason, concat(state, ' ', read_to, ' ', (
        select string_agg(concat(stage, routed, parked), ' ' order by chunk_no) from load_chunks c
        where c.municipality = l.municipality and c.load_id = l.load_id)) as moved
      from loads l where municipality = ${municipality} and load_id = ${loadId}`;
    if (!row) throw new Error('The load is not in the database.');
    if (row.state === 'DONE') return Date.now();
    if (row.state === 'STOPPED' || isOver(row.state)) throw new Error(`The load is ${row.state}: ${row.reason ?? ''}`);
    if (row.moved !== last) movedAt = Date.now();
    last = row.moved;
    if (Date.now() - movedAt > patienceMs) throw new Error(`The load has not moved for minutes: ${row.state}`);
  }
}

/** Confirms, again and again, until nobody of the load is waited for. */
export async function confirmAll(
  stack: LoadStack,
  operator: ApiClient,
  { municipality, loadId }: { municipality: string; loadId: string },
): Promise<{ load: Load; confirmations: number }> {
  let leastWaiting = Infinity;
  let movedAt = Date.now();
  for (let confirmations = 0; ; confirmations += 1) {
    const load = await findLoad(operator, municipality, loadId);
    if (load.waiting === 0) return { load, confirmations };
    if (load.waiting < leastWaiting) movedAt = Date.now();
    leastWaiting = Math.min(leastWaiting, load.waiting);
    if (Date.now() - movedAt > patienceMs) throw new Error(`${load.waiting} residents are never confirmed.`);
    await confirmOnce(stack, operator, municipality);
    if (confirmations % 10 === 1) say(`${load.waiting} residents are not confirmed yet`);
  }
}

export async function confirmOnce({ sql }: LoadStack, operator: ApiClient, municipality: string): Promise<void> {
  const finished = async (): Promise<number> => {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from confirmation_runs
      where municipality = ${municipality} and finished_at is not null`;
    return row?.count ?? 0;
  };
  const before = await finished();
  const path = below(municipality, 'confirmations');
  bodyOf(await operator.call({ method: 'POST', path, answer: ConfirmationStarted }));
  for (const deadline = Date.now() + patienceMs; (await finished()) === before; await sleep(lookEveryMs)) {
    if (Date.now() > deadline) throw new Error('A confirmation run does not end.');
  }
}

async function lastConfirmed({ sql }: LoadStack, municipality: string): Promise<{ confirmedAt: number }> {
  const [row] = await sql<{ at: number | null }[]>`
    select extract(epoch from max(finished_at))::float8 * 1000 as at from confirmation_runs
    where municipality = ${municipality} and acquired > 0`;
  return { confirmedAt: row?.at ?? Number.NaN };
}

const warmUpResidents = 2_000;

/** Programs that have just started run code that is not compiled yet; a load finds them at work. */
export async function warmUp(stack: LoadStack): Promise<void> {
  say('warm-up');
  const path = await getResidentsFile({ count: warmUpResidents, seed: 1 });
  await takeLoad(stack, { municipality: warmUpMunicipality, path });
}
