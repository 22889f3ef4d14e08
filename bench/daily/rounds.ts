/** Residents taken all the way, from the first transfer to the last 依頼済, with what it costs whom. */
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireCodeIdFor } from '../../contracts/acquire-code.ts';
import type { TransferInput } from '../../contracts/transfer.ts';
import { drivenStages } from '../../domain/stages.ts';
import { readLedgers } from '../common/ledgers.ts';
import { readCpuMs, readCpuMsOf } from '../common/machine.ts';
import { senderOf } from '../common/sending.ts';
import { median, spreadOf } from '../common/statistics.ts';
import { readWal, readWalSince } from '../common/wal.ts';
import type { RunningPeer } from '../peers/process.ts';
import type { VariantName } from './options.ts';
import type { CpuShares, HistorySample, Round } from './result.ts';
import { municipalityOf, type DailyStack, type Group } from './stack.ts';

/**
 * As many counters as a busy office has. Each takes its next resident when one of those before is on the way, so that
 * nobody is gathered into a chunk: what is measured here is what one resident costs who goes alone.
 */
const concurrency = 8;
const lookEveryMs = 20;
/** When nobody has become 依頼済 for so long, nobody will. */
const limitMs = 60_000;
/** What closes a workflow after its resident is 依頼済 is over by then, in every variant. */
const settleMs = 1_500;
const sampleSize = 20;
const onTemporal: ReadonlySet<VariantName> = new Set(['residents', 'textbook']);

export async function runRound(
  stack: DailyStack,
  variant: VariantName,
  transfers: readonly TransferInput[],
): Promise<Omit<Round, 'round' | 'idleBefore'>> {
  const peer = variant === 'residents' ? undefined : await stack.getPeer(variant);
  const municipality = municipalityOf[variant];
  await stack.setSchedules(variant === 'residents' ? 'running' : 'resting');
  // Every round begins behind one, and none falls into it: after it the first change of a page is written whole.
  await stack.sql`checkpoint`;
  const residentsBefore = await countResidents(stack, municipality);
  const ledgersBefore = await readLedgers(stack.run);
  const walBefore = await readWal(stack.sql);
  const cpuBefore = readShares(stack, peer);

  const { beganAt } = peer
    ? await peer.work({ municipality, transfers: [...transfers] })
    : await sendByBackbones(stack, transfers);
  await untilRequested(stack, municipality, residentsBefore.all + transfers.length);
  await sleep(settleMs);

  const cpuAfter = readShares(stack, peer);
  const walBytes = await readWalSince(stack.sql, walBefore);
  const ledgers = await readLedgers(stack.run);
  const count = transfers.length;
  const { endedAt } = await countResidents(stack, municipality);
  const seconds = (endedAt - beganAt) / 1_000;
  const cpuMs = mapShares((name) => (cpuAfter[name] - cpuBefore[name]) / count);
  if (variant !== 'residents') cpuMs.api = 0; // the peers take their transfers in themselves
  if (variant === 'dbos') cpuMs.engine = 0; // and this one has no engine outside PostgreSQL
  return {
    variant,
    residents: count,
    seconds,
    perSecond: count / seconds,
    cpuMs,
    countedCpuMs: cpuMs.engine + cpuMs.api + cpuMs.own + cpuMs.database,
    walBytes: walBytes / count,
    serials: ledgers.serials - ledgersBefore.serials,
    codes: ledgers.codes - ledgersBefore.codes,
    duplicates: ledgers.duplicates - ledgersBefore.duplicates,
    ...(onTemporal.has(variant) && { history: await sampleHistories(stack, municipality) }),
  };
}

/** What it costs to be there, a second: schedules, polls, housekeeping. */
export async function measureStanding(stack: DailyStack, overMs: number): Promise<CpuShares> {
  await stack.setSchedules('running');
  const before = readShares(stack, undefined);
  await sleep(overMs);
  const after = readShares(stack, undefined);
  return mapShares((name) => ((after[name] - before[name]) / overMs) * 1_000);
}

async function sendByBackbones(
  { backbone, sql }: DailyStack,
  transfers: readonly TransferInput[],
): Promise<{ beganAt: number }> {
  const municipality = municipalityOf.residents;
  const send = senderOf(backbone, municipality);
  const beganAt = Date.now();
  let driven = 0;
  const underWay = new Set<Promise<void>>();
  for (const transfer of transfers) {
    while (underWay.size + driven >= concurrency) {
      await sleep(lookEveryMs);
      driven = await countDriven(sql, municipality);
    }
    const sending = sendOne(transfer);
    underWay.add(sending);
    sending.finally(() => underWay.delete(sending)).catch(() => undefined);
  }
  await Promise.all(underWay);
  return { beganAt };

  async function sendOne(transfer: TransferInput): Promise<void> {
    await send(transfer);
    driven += 1;
  }
}

async function countDriven(sql: DailyStack['sql'], municipality: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from persons
    where municipality = ${municipality} and stage = any(${[...drivenStages]})`;
  return row?.count ?? 0;
}

/** Until so many are 依頼済 and their workflows have been told. Throws with where the rest stands. */
export async function untilRequested(stack: DailyStack, municipality: string, wanted: number): Promise<void> {
  let deadline = Date.now() + limitMs;
  for (let last = -1; ;) {
    const { finished } = await countResidents(stack, municipality);
    if (finished >= wanted) return;
    if (finished > last) deadline = Date.now() + limitMs;
    last = finished;
    if (Date.now() > deadline) {
      const stages = await stack.sql`
        select stage, failure_code, count(*)::int as people from persons where municipality = ${municipality}
        group by 1, 2 order by 1, 2`;
      throw new Error(
        `${finished} of ${wanted} residents are 依頼済, and no more became so for a minute: ${JSON.stringify(stages)}`,
      );
    }
    await sleep(500);
  }
}

export async function countResidents(
  { sql }: DailyStack,
  municipality: string,
): Promise<{ all: number; finished: number; endedAt: number }> {
  const [row] = await sql<{ all: number; finished: number; ended_at: number | null }[]>`
    select count(*)::int as all,
      count(*) filter (where code_request_status = 'REQUESTED' and due_at is null)::int as finished,
      extract(epoch from max(acquired_at))::float8 * 1000 as ended_at
    from persons where municipality = ${municipality}`;
  return { all: row?.all ?? 0, finished: row?.finished ?? 0, endedAt: row?.ended_at ?? Number.NaN };
}

function readShares({ pidsOf }: DailyStack, peer: RunningPeer | undefined): CpuShares {
  const of = (group: Group): number => readCpuMs(pidsOf(group));
  return {
    engine: of('engine'),
    api: of('api'),
    own: of('worker'),
    database: of('database'),
    simulators: of('simulators'),
    simulatorDatabase: of('simulatorDatabase'),
    ...(peer && sharesOf(peer)),
  };
}

/** In one look, so that the time of an engine, which is a child of the peer's process, counts as the engine's alone. */
function sharesOf({ pid, enginePid }: RunningPeer): Pick<CpuShares, 'own'> & Partial<Pick<CpuShares, 'engine'>> {
  return enginePid === undefined ? readCpuMsOf({ own: pid }) : readCpuMsOf({ own: pid, engine: enginePid });
}

export function mapShares(valueOf: (name: keyof CpuShares) => number): CpuShares {
  return {
    engine: valueOf('engine'),
    api: valueOf('api'),
    own: valueOf('own'),
    database: valueOf('database'),
    simulators: valueOf('simulators'),
    simulatorDatabase: valueOf('simulatorDatabase'),
  };
}

/** Of the residents that came last. */
async function sampleHistories(stack: DailyStack, municipality: string): Promise<HistorySample> {
  const people = await stack.sql<{ person_id: string; alone: boolean }[]>`
    select person_id, chunk_id is null as alone from persons
    where municipality = ${municipality} order by created_at desc limit ${sampleSize}`;
  if (people.some(({ alone }) => !alone)) throw new Error('The result is void: residents went together as a chunk.');
  const handles = people.map((row) => stack.temporal.workflow.getHandle(acquireCodeIdFor(municipality, row.person_id)));
  const described = await Promise.all(handles.map((handle) => handle.describe()));
  const open = described.filter(({ status }) => status.name !== 'COMPLETED').length;
  if (open > 0) throw new Error(`${open} workflows have not ended although their residents are 依頼済.`);
  const events = described.map(({ historyLength }) => historyLength);
  const usual = median(events);
  const typical = handles[events.findIndex((length) => length >= usual)];
  return {
    count: described.length,
    events: spreadOf(events),
    bytes: spreadOf(described.map(({ historySize }) => historySize ?? Number.NaN)),
    eventTypes: typical ? typesOf(await typical.fetchHistory()) : {},
  };
}

function typesOf({ events }: { events?: object[] | null }): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const event of events ?? []) {
    const suffix = 'EventAttributes';
    const [attributes] = Object.entries(event).find(([key, value]) => key.endsWith(suffix) && value !== null) ?? [];
    const type = attributes?.slice(0, -suffix.length) ?? 'unknown';
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}
