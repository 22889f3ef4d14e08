/** What the machine is and what it is doing, from /proc: Linux only, like every figure of this bench. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, release, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Machine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  kernel: string;
  node: string;
}

/** No host name and no path: the figures may be shown to anybody. */
export function describeMachine(): Machine {
  return {
    cpu: /^model name\s*: (.*)$/mu.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 1_024 ** 3),
    kernel: release().split('-')[0] ?? '',
    node: process.versions.node,
  };
}

export const readCores = (): number => availableParallelism();

/** Share of the machine's CPU time that nobody used, in percent, over a while. */
export async function measureIdle(overMs = 2_000): Promise<number> {
  const before = readCpuTimes();
  await sleep(overMs);
  const after = readCpuTimes();
  return (100 * (after.idle - before.idle)) / Math.max(1, after.all - before.all);
}

function readCpuTimes(): { idle: number; all: number } {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  // user nice system idle iowait irq softirq steal; guest time is counted in user already.
  const times = line.trim().split(/\s+/u).slice(1, 9).map(Number);
  return { idle: (times[3] ?? 0) + (times[4] ?? 0), all: times.reduce((sum, time) => sum + time, 0) };
}

let tickMs: number | undefined;
const getTickMs = (): number =>
  (tickMs ??= 1_000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).trim()));

interface ProcessTimes {
  parent: number;
  own: number;
  /** Of children that have ended and were waited for. */
  reaped: number;
}

function findTimes(pid: number): ProcessTimes | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything, so fields are counted behind the last bracket.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const at = (index: number): number => fields[index] ?? 0;
    return { parent: at(1), own: at(11) + at(12), reaped: at(13) + at(14) };
  } catch {
    return undefined; // it ended meanwhile, and its parent has its time
  }
}

/**
 * CPU time in milliseconds that each of these processes has used up to now, with its children, live and reaped. A
 * server of PostgreSQL is its postmaster: every backend is a child of it, and one that ends is added to the reaped ones.
 */
export function readCpuMsOf<Name extends string>(pids: Readonly<Record<Name, number>>): Record<Name, number> {
  const ticks = new Map<number, number>();
  const add = (pid: number, { own, reaped }: ProcessTimes): void => {
    ticks.set(pid, (ticks.get(pid) ?? 0) + own + reaped);
  };
  const wanted = new Set(Object.values<number>(pids));
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/u.test(entry)) continue;
    const pid = Number(entry);
    const times = findTimes(pid);
    if (!times) continue;
    if (wanted.has(pid)) add(pid, times);
    else if (wanted.has(times.parent)) add(times.parent, times);
  }
  return mapRecord(pids, (pid) => (ticks.get(pid) ?? 0) * getTickMs());
}

export function readCpuMs(pids: readonly number[]): number {
  return Object.values(readCpuMsOf(Object.fromEntries(pids.map((pid) => [pid, pid])))).reduce((sum, ms) => sum + ms, 0);
}

function mapRecord<Name extends string, Value, Result>(
  record: Readonly<Record<Name, Value>>,
  resultOf: (value: Value) => Result,
): Record<Name, Result> {
  const entries = Object.entries<Value>(record).map(([name, value]) => [name, resultOf(value)] as const);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.fromEntries forgets the names it was given
  return Object.fromEntries(entries) as Record<Name, Result>;
}

/** The most memory that a process has held, in bytes, since it began or since `forgetPeak`. */
export function readPeakMemory(pid: number): number {
  return statusOf(pid, 'VmHWM');
}

/** What it holds now. */
export function readMemory(pid: number): number {
  return statusOf(pid, 'VmRSS');
}

export function forgetPeakMemory(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Not allowed everywhere; then its start is in the peak too.
  }
}

function statusOf(pid: number, field: 'VmHWM' | 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'mu').exec(status)?.[1] ?? NaN) * 1_024;
}

/** As part of a file's name. */
export const slugOf = ({ cpu, cores }: Machine): string =>
  `${cpu
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '')}-${cores}-cores`;
