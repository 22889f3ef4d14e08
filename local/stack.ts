import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getCredentials } from './credentials.ts';
import { urlWith, type DatabaseUrls } from './database.ts';
import { findJson } from './files.ts';
import { findLock } from './locks.ts';
import { LocalError, type Note } from './messages.ts';
import { defaultPorts } from './ports.ts';
import { endOf, findIdentity, isRunning, parseIdentity, readLogTail, rotateLog, stopProcess } from './processes.ts';
import type { ProcessIdentity } from './processes.ts';
import { isHealthy, root } from './programs.ts';
import { readRun, supervisorLockPath, writeRun, type Part, type Run, type Step } from './run-file.ts';

export { readRun, type Run, type Step } from './run-file.ts';

export interface StackOptions {
  /** All state of the stack lives here. */
  home: string;
  /** Told of every step when it begins, has something to say, and ends. */
  onStep?: (step: Step) => void;
  /** What the supervisor is to see; `process.env` unless told otherwise. */
  env?: NodeJS.ProcessEnv;
}

export interface Stack {
  run: Run;
  /** It ran before; nothing was started. */
  alreadyRunning: boolean;
}

/**
 * Starts PostgreSQL, Temporal, the worker, the API and the simulators, and leaves them running under a supervisor of
 * their own. Resolves when all of them answer. A stack that already runs, or is just being started by somebody else,
 * is followed instead. Throws LocalError with the reason when a part does not start; then nothing is left running.
 */
export async function startStack({ home, onStep, env = process.env }: StackOptions): Promise<Stack> {
  mkdirSync(join(home, 'logs'), { recursive: true });
  while (findSupervisor(home) && readRun(home)?.state === 'stopping') await sleep(100);

  const found = findSupervisor(home);
  const alreadyRunning = found !== undefined && readRun(home)?.state === 'ready';
  const logPath = join(home, 'logs', 'supervisor.log');
  const since = found ? 0 : Date.now();
  const ended = found ? undefined : startSupervisor(home, logPath, env);
  let hasEnded = found !== undefined;
  void ended?.then(() => (hasEnded = true));

  const told = new Map<string, string>();
  for (let unsupervised = 0; unsupervised < 40; await sleep(50)) {
    const supervised = findSupervisor(home) !== undefined;
    const run = readRun(home);
    // What an earlier supervisor wrote says nothing about this start.
    if (run && (supervised || run.startedAt >= since)) {
      if (!alreadyRunning && onStep) tellSteps(run.steps, told, onStep);
      if (run.state === 'ready' && supervised) return { run, alreadyRunning };
      if (run.state === 'stopped' && !supervised) throw new LocalError({ key: 'stoppedMeanwhile' });
      if (run.state === 'failed' && !supervised) throw new LocalError(run.problem ?? failed(logPath));
    }
    // One that found another supervisor at work ends at once, and the other one is there to be followed.
    unsupervised = hasEnded && !supervised ? unsupervised + 1 : 0;
  }
  throw new LocalError(failed(logPath));
}

function startSupervisor(home: string, logPath: string, env: NodeJS.ProcessEnv): Promise<void> {
  rotateLog(logPath);
  const log = openSync(logPath, 'a', 0o600);
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'local', 'supervisor.ts')], {
    cwd: root,
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...env, FUGO_HOME: home },
  });
  closeSync(log);
  child.unref();
  const ended = endOf(child);
  // Until the supervisor has read its own source nobody would know of it; a `fugo down` now must find it.
  const identity = child.pid === undefined ? undefined : findIdentity(child.pid);
  if (identity) findLock(supervisorLockPath(home), identity);
  return ended;
}

function failed(logPath: string): Note {
  return { key: 'supervisorFailed', values: { logPath, tail: readLogTail(logPath) } };
}

/** Each step as often as it has something new to say. */
function tellSteps(steps: readonly Step[], told: Map<string, string>, onStep: (step: Step) => void): void {
  for (const step of steps) {
    const said = JSON.stringify(step);
    if (told.get(step.name) === said) continue;
    told.set(step.name, said);
    onStep(step);
  }
}

/**
 * Stops the stack of this home in good order; data, keys and logs stay. Also clears up after a supervisor that was
 * killed. False when there was nothing to stop.
 */
export async function stopStack(home: string): Promise<boolean> {
  const supervisor = findSupervisor(home);
  if (supervisor) await stopProcess(supervisor, 'SIGTERM', 180_000);
  const run = readRun(home);
  const left = (run?.parts ?? []).filter(({ identity }) => identity && isRunning(identity));
  for (const { identity, signal } of left.toReversed()) if (identity) await stopProcess(identity, signal, 60_000);
  if (run && run.state !== 'stopped' && run.state !== 'failed') {
    writeRun(home, { ...run, state: 'stopped', parts: run.parts.map((part) => ({ ...part, state: 'stopped' })) });
  }
  return supervisor !== undefined || left.length > 0;
}

export interface StackStatus {
  /** `killed`: the supervisor is gone without having stopped its parts. `none`: nothing was ever started here. */
  state: Run['state'] | 'killed' | 'none';
  run: Run | undefined;
  parts: PartStatus[];
}

export interface PartStatus extends Part {
  running: boolean;
  /** What the part answers; for one that has no health address, whether it runs. */
  healthy: boolean;
}

/** How the stack of this home is at this moment, asked of every part itself. */
export async function statusOf(home: string): Promise<StackStatus> {
  const run = readRun(home);
  if (!run) return { state: 'none', run, parts: [] };
  const over = run.state === 'stopped' || run.state === 'failed';
  const parts = await Promise.all(
    run.parts.map(async (part): Promise<PartStatus> => {
      const running = part.identity !== undefined && isRunning(part.identity);
      const healthy = running && (part.healthUrl === undefined || (await isHealthy(part.healthUrl)));
      return { ...part, running, healthy };
    }),
  );
  return { state: over || findSupervisor(home) ? run.state : 'killed', run, parts };
}

/** Addresses, with passwords, of the database that `fugo up` keeps in this home; for tools and tests. */
export function getDatabaseUrls(home: string): DatabaseUrls & { superuser: string } {
  const run = readRun(home);
  const { databaseSuperuser, databaseOwner, databaseApi, databaseWorker } = getCredentials(home);
  const port = run?.ports.database ?? defaultPorts.database;
  const superuser = `postgres://postgres:${databaseSuperuser}@127.0.0.1:${port}/fugo`;
  return {
    superuser,
    owner: urlWith(superuser, { user: 'fugo_owner', password: databaseOwner }),
    api: urlWith(superuser, { user: 'fugo_api', password: databaseApi }),
    worker: urlWith(superuser, { user: 'fugo_worker', password: databaseWorker }),
  };
}

function findSupervisor(home: string): ProcessIdentity | undefined {
  const identity = parseIdentity(findJson(supervisorLockPath(home)));
  return identity && isRunning(identity) ? identity : undefined;
}
