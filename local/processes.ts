import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { membersOf } from './records.ts';

/**
 * Names a process by its pid and its start time. A pid alone may since belong to another program, which fugo must never
 * stop.
 */
export interface ProcessIdentity {
  pid: number;
  startedAt: string;
}

/**
 * Field 22 of /proc/PID/stat. The command in field 2 may hold spaces and brackets, so fields count after its last one.
 */
export function startTimeOfStat(stat: string): string | undefined {
  const rest = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return rest[0] === 'Z' ? undefined : rest[19];
}

/** When the process with this pid started, in the system's own words; undefined if there is none. */
export function findStartTime(pid: number): string | undefined {
  try {
    if (existsSync('/proc/self/stat')) return startTimeOfStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return started === '' ? undefined : started;
  } catch {
    return undefined;
  }
}

/** The identity of a running process; undefined if it has ended. */
export function findIdentity(pid: number): ProcessIdentity | undefined {
  const startedAt = findStartTime(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** An identity read from a file. */
export function parseIdentity(value: unknown): ProcessIdentity | undefined {
  const { pid, startedAt } = membersOf(value);
  return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : undefined;
}

/** Whether exactly this process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return findStartTime(identity.pid) === identity.startedAt;
}

export function isSameProcess(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return one.pid === other.pid && one.startedAt === other.startedAt;
}

/** Sends a signal to exactly this process; does nothing if it has ended. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isRunning(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch {
    // The process has ended since it was looked up.
  }
}

/** Asks a process to end, waits, and ends it by force after `graceMs`. */
export async function stopProcess(
  identity: ProcessIdentity,
  signal: NodeJS.Signals = 'SIGTERM',
  graceMs = 15_000,
): Promise<void> {
  signalProcess(identity, signal);
  const deadline = Date.now() + graceMs;
  while (isRunning(identity) && Date.now() < deadline) await sleep(25);
  signalProcess(identity, 'SIGKILL');
  while (isRunning(identity)) await sleep(25);
}

/** Keeps the logs of the last three starts, so that a crash can still be read after the next start. */
export function rotateLog(path: string): void {
  if (!existsSync(path)) return;
  for (const [from, to] of [
    [`${path}.2`, `${path}.3`],
    [`${path}.1`, `${path}.2`],
    [path, `${path}.1`],
  ] as const) {
    if (existsSync(from)) renameSync(from, to);
  }
}

export interface LoggedProcessOptions {
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  logPath: string;
  cwd?: string;
  uid?: number | undefined;
  gid?: number | undefined;
}

/**
 * Starts a process whose output goes to a file. It leads a process group of its own, so that Ctrl-C in the terminal
 * reaches only fugo, which then stops its parts in order.
 */
export function spawnLogged(options: LoggedProcessOptions): ChildProcess {
  mkdirSync(dirname(options.logPath), { recursive: true });
  const log = openSync(options.logPath, 'a', 0o600);
  try {
    return spawn(options.command, options.args, {
      env: options.env,
      detached: true,
      stdio: ['ignore', log, log],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      ...(options.gid === undefined ? {} : { gid: options.gid }),
    });
  } finally {
    closeSync(log);
  }
}

/** Resolves when a child has ended or could not be started. */
export function waitForEnd(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
}

/** The last lines of a log, for the sentence that says why a part did not start. */
export function readLogTail(path: string, lines = 8): string {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}

const inheritedNames =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|XDG_.*|SystemRoot|NODE_.*|FUGO_(LANG|LOG_LEVEL|CACHE|HOME))$/;

/**
 * The part of a person's environment that a program inherits. The rest is left out: a stray PGHOST or TEMPORAL_ADDRESS
 * must not lead a program elsewhere, and a password for one program is not for all.
 */
export function inheritedEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => inheritedNames.test(name)));
}
