/** A city from the first byte of its file until the last of its residents is 依頼済. */
import type postgres from 'postgres';
import { z } from 'zod';
import { participantNames } from '../../../domain/participants.ts';
import { readLedgers } from '../../common/ledgers.ts';
import { forgetPeakMemory, readCores, readCpuMsOf, readPeakMemory } from '../../common/machine.ts';
import { readWal, readWalSince } from '../../common/wal.ts';
import { accountFor } from '../accounting.ts';
import { getResidentsFile } from '../files.ts';
import { municipality, type LoadStack } from '../stack.ts';
import { readStepTimes } from '../step-times.ts';
import { takeLoad, warmUp, type TakenLoad } from '../take-load.ts';

const StepTime = z.object({ runs: z.number(), seconds: z.number(), longest: z.number(), waited: z.number() });
/** The table itself with what is stored out of line. */
const TableSize = z.object({ table: z.number(), indexes: z.number() });
type TableSize = z.infer<typeof TableSize>;

export const EndToEnd = z.object({
  residents: z.number(),
  /** From the first byte of the file to the end of the confirmation run that found the last code. */
  seconds: z.number(),
  perSecond: z.number(),
  /** Parts of it, one after the other. */
  phases: z.object({ upload: z.number(), load: z.number(), confirmation: z.number() }),
  confirmations: z.number(),
  /** By activity. */
  steps: z.record(z.string(), StepTime),
  /** A resident, by process. */
  cpuMs: z.record(z.string(), z.number()),
  /** Without the simulators. */
  countedCpuMs: z.number(),
  /** Of the machine's cores, how much was used in the whole time, in percent. */
  busy: z.number(),
  /** A resident. */
  walBytes: z.number(),
  tableBytes: z.record(z.string(), TableSize),
  /** The most that was held, in bytes, by process. */
  peakMemory: z.record(z.string(), z.number()),
  acquired: z.number(),
  otherwise: z.number(),
  serials: z.number(),
  duplicates: z.number(),
});
export type EndToEnd = z.infer<typeof EndToEnd>;

const seed = 7;
/** Whose memory must stay flat. */
const watched = ['load-worker', 'api', 'worker'];

export async function measureEndToEnd(stack: LoadStack, residents: number): Promise<EndToEnd> {
  const path = await getResidentsFile({ count: residents, seed });
  await warmUp(stack);
  // Behind one, so that none falls into the load of a small town; a large one has its own, as in production.
  await stack.sql`checkpoint`;
  const pids = stack.pids();
  for (const name of watched) forgetPeakMemory(pids[name] ?? 0);
  const before = await look(stack, pids);
  const taken = await takeLoad(stack, { municipality, path });
  const cpuAfter = readCpuMsOf(pids);
  const peakMemory = Object.fromEntries(watched.map((name) => [name, readPeakMemory(pids[name] ?? 0)]));
  const walBytes = await readWalSince(stack.sql, before.wal);
  const accounts = await accountFor(stack, { municipality, before: before.ledgers, residents });
  const tables = growthOf(before.tables, await readTableSizes(stack.sql), residents);

  const cpuMs = Object.fromEntries(
    Object.entries(cpuAfter).map(([name, ms]) => [name, (ms - (before.cpu[name] ?? 0)) / residents]),
  );
  const sumOf = (names: readonly string[]): number => names.reduce((sum, name) => sum + (cpuMs[name] ?? 0), 0);
  const seconds = (taken.confirmedAt - taken.sentAt) / 1_000;
  return {
    residents,
    seconds,
    perSecond: residents / seconds,
    phases: phasesOf(taken),
    confirmations: taken.confirmations,
    steps: await readStepTimes(stack, { municipality, loadId: taken.loadId }),
    cpuMs,
    countedCpuMs: sumOf(Object.keys(cpuMs).filter((name) => !isSimulators(name))),
    busy: (100 * sumOf(Object.keys(cpuMs)) * residents) / (seconds * 1_000 * readCores()),
    walBytes: walBytes / residents,
    tableBytes: tables,
    peakMemory,
    acquired: accounts.acquired,
    otherwise: accounts.otherwise,
    serials: accounts.serials,
    duplicates: accounts.duplicates,
  };
}

async function look(stack: LoadStack, pids: Record<string, number>) {
  return {
    ledgers: await readLedgers(stack.run),
    tables: await readTableSizes(stack.sql),
    wal: await readWal(stack.sql),
    cpu: readCpuMsOf(pids),
  };
}

function phasesOf({ sentAt, takenAt, doneAt, confirmedAt }: TakenLoad): EndToEnd['phases'] {
  return {
    upload: (takenAt - sentAt) / 1_000,
    load: (doneAt - takenAt) / 1_000,
    confirmation: (confirmedAt - doneAt) / 1_000,
  };
}

export const isSimulators = (part: string): boolean =>
  part === 'simulator-database' || participantNames.some((name) => name === part);

async function readTableSizes(sql: postgres.Sql): Promise<Record<string, TableSize>> {
  const rows = await sql<{ name: string; table_bytes: number; index_bytes: number }[]>`
    select relname as name, pg_table_size(oid)::float8 as table_bytes, pg_indexes_size(oid)::float8 as index_bytes
    from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`;
  return Object.fromEntries(rows.map((row) => [row.name, { table: row.table_bytes, indexes: row.index_bytes }]));
}

/** What each table has grown by, a resident; without those that have not. */
export function growthOf(
  before: Readonly<Record<string, TableSize>>,
  after: Readonly<Record<string, TableSize>>,
  residents: number,
): Record<string, TableSize> {
  const grown = Object.entries(after).map(([name, size]) => {
    const table = (size.table - (before[name]?.table ?? 0)) / residents;
    const indexes = (size.indexes - (before[name]?.indexes ?? 0)) / residents;
    return [name, { table, indexes }] as const;
  });
  return Object.fromEntries(grown.filter(([, { table, indexes }]) => table + indexes >= 1));
}
