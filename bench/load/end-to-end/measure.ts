/** A city from the first byte of its file until the last of its residents is 依頼済. */
import { participantNames } from '../../../domain/participants.ts';
import { readLedgers } from '../../common/ledgers.ts';
import { forgetPeakMemory, readCores, readCpuMsOf, readPeakMemory } from '../../common/machine.ts';
import { readWal, readWalSince } from '../../common/wal.ts';
import { accountFor } from '../accounting.ts';
import { getResidentsFile } from '../files.ts';
import { municipality, type LoadStack } from '../stack.ts';
import { readStepTimes } from '../step-times.ts';
import { takeLoad, type TakenLoad } from '../take-load.ts';
import { warmUp } from '../warm-up.ts';
import type { EndToEnd } from './figures.ts';
import { growthOf, readTableSizes } from './table-sizes.ts';

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
