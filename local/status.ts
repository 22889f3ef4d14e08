import { createDiskWatch, findDisks, type DiskState } from './disk-watch.ts';
import { findJson } from './files.ts';
import { isRunning, isSameProcess, parseIdentity, type ProcessIdentity } from './processes.ts';
import { isHealthy } from './programs.ts';
import { readRun, supervisorLockPath, type Part, type Run } from './run-file.ts';

export interface StackStatus {
  /** `killed`: the supervisor ended without stopping its parts. `none`: nothing was ever started here. */
  state: Run['state'] | 'killed' | 'none';
  /** Absent also until a supervisor that was just started has written it. */
  run: Run | undefined;
  parts: PartStatus[];
  /** The disks that hold this home, as they are now. */
  disks: DiskState[];
}

export interface PartStatus extends Part {
  running: boolean;
  /** Whether its health address answers well; for a part without one, whether it runs. */
  healthy: boolean;
}

/** The state of this home's stack now; every part is asked. */
export async function readStatus(home: string): Promise<StackStatus> {
  const supervisor = findSupervisor(home);
  const run = readRun(home);
  // The file of an earlier supervisor says nothing about this one.
  if (supervisor && (!run || !isSameProcess(run.supervisor, supervisor))) {
    return { state: 'starting', run: undefined, parts: [], disks: [] };
  }
  if (!run) return { state: 'none', run, parts: [], disks: [] };
  const isOver = run.state === 'stopped' || run.state === 'failed';
  const { states: disks } = createDiskWatch(() => findDisks(home), { alarmBytes: run.diskAlarmBytes }).look();
  return { state: isOver || supervisor ? run.state : 'killed', run, parts: await askParts(run), disks };
}

/** What every part of a run answers now. */
export function askParts({ parts }: Pick<Run, 'parts'>): Promise<PartStatus[]> {
  return Promise.all(
    parts.map(async (part): Promise<PartStatus> => {
      const running = part.identity !== undefined && isRunning(part.identity);
      const healthy = running && (part.healthUrl === undefined || (await isHealthy(part.healthUrl)));
      return { ...part, running, healthy };
    }),
  );
}

/** The process that supervises this home's stack, or was just started to do so. */
export function findSupervisor(home: string): ProcessIdentity | undefined {
  const identity = parseIdentity(findJson(supervisorLockPath(home)));
  return identity && isRunning(identity) ? identity : undefined;
}
