import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getCredentials } from './credentials.ts';
import { urlWith, type DatabaseUrls } from './database-urls.ts';
import { takeLock } from './locks.ts';
import { LocalError, type Note } from './messages.ts';
import { defaultPorts } from './ports.ts';
import {
  waitForEnd,
  findIdentity,
  isRunning,
  isSameProcess,
  readLogTail,
  rotateLog,
  stopProcess,
} from './processes.ts';
import { root } from './programs.ts';
import { readRun, supervisorLockPath, writeRun, type Run, type Step } from './run-file.ts';
import { findSupervisor, readStatus } from './status.ts';

export { readRun, type Run, type Step } from './run-file.ts';

export interface StackOptions {
  /** Folder of all state of the stack. */
  home: string;
  /** Called with every step when it begins, has something to say, and ends. */
  onStep?: (step: Step) => void;
  /** The supervisor's environment; `process.env` by default. */
  env?: NodeJS.ProcessEnv;
  /** Allows another port for a part whose own is taken; otherwise a taken port ends the start. */
  movePorts?: boolean;
  /** Milliseconds in which the parts of a stack that claims to run must answer. */
  patienceMs?: number;
}

export interface Stack {
  run: Run;
  /** Whether the stack ran before, so that nothing was started. */
  alreadyRunning: boolean;
}

/** Long enough for a part that is just being started again. */
const answerMs = 60_000;

/**
 * Starts PostgreSQL, Temporal, the workers, the API and the simulators under a supervisor that outlives this process.
 * Resolves when all have answered. If the stack already runs, or somebody else is starting it, follows that instead.
 * Throws LocalError with the reason if a part does not start; then nothing is left running.
 */
export async function startStack({
  home,
  onStep,
  env = process.env,
  movePorts = false,
  patienceMs = answerMs,
}: StackOptions): Promise<Stack> {
  mkdirSync(join(home, 'logs'), { recursive: true });
  while (findSupervisor(home) && readRun(home)?.state === 'stopping') await sleep(100);

  const found = findSupervisor(home);
  const before = readRun(home);
  // A supervisor that was killed leaves a file that says "ready"; only what a new one writes is about this start.
  const isOld = (run: Run): boolean =>
    before !== undefined && !isRunning(before.supervisor) && isSameProcess(run.supervisor, before.supervisor);
  const alreadyRunning = found !== undefined && before?.state === 'ready' && isSameProcess(before.supervisor, found);
  const logPath = join(home, 'logs', 'supervisor.log');
  const ended = found ? undefined : startSupervisor(home, logPath, { env, movePorts });
  let hasEnded = found !== undefined;
  void ended?.then(() => (hasEnded = true));

  const lastTexts = new Map<string, string>();
  for (let unsupervised = 0; unsupervised < 40; await sleep(50)) {
    const supervised = findSupervisor(home) !== undefined;
    const run = readRun(home);
    if (run && !isOld(run)) {
      if (!alreadyRunning && onStep) reportSteps(run.steps, lastTexts, onStep);
      if (run.state === 'ready' && supervised) {
        await waitUntilAllAnswer(home, patienceMs);
        return { run: readRun(home) ?? run, alreadyRunning };
      }
      if (run.state === 'stopped' && !supervised) throw new LocalError({ key: 'stoppedMeanwhile' });
      if (run.state === 'failed' && !supervised) throw new LocalError(run.problem ?? failureNoteOf(logPath));
    }
    // A supervisor that finds another one at work ends at once; then that one is followed.
    unsupervised = hasEnded && !supervised ? unsupervised + 1 : 0;
  }
  throw new LocalError(failureNoteOf(logPath));
}

/** Asks every part, because a file that says "ready" may be old. */
async function waitUntilAllAnswer(home: string, patienceMs: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const { state, parts } = await readStatus(home);
    if (state !== 'ready') throw new LocalError({ key: 'stoppedMeanwhile' });
    const silent = parts.filter(({ healthy }) => !healthy);
    if (silent.length === 0) return;
    if (performance.now() > deadline) {
      const names = silent.map(({ name }) => name).join(', ');
      throw new LocalError({ key: 'partsSilent', values: { names, logs: join(home, 'logs') } });
    }
    await sleep(250);
  }
}

function startSupervisor(
  home: string,
  logPath: string,
  { env, movePorts }: { env: NodeJS.ProcessEnv; movePorts: boolean },
): Promise<void> {
  rotateLog(logPath);
  const log = openSync(logPath, 'a', 0o600);
  const args = [join(root, 'local', 'supervisor.ts'), ...(movePorts ? ['--move-ports'] : [])];
  const child = spawn(process.execPath, args, {
    cwd: root,
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...env, FUGO_HOME: home },
  });
  closeSync(log);
  child.unref();
  const ended = waitForEnd(child);
  // Holds the lock for the supervisor until it takes it itself, so that a `fugo down` meanwhile finds it.
  const identity = child.pid === undefined ? undefined : findIdentity(child.pid);
  if (identity) takeLock(supervisorLockPath(home), identity);
  return ended;
}

function failureNoteOf(logPath: string): Note {
  return { key: 'supervisorFailed', values: { logPath, tail: readLogTail(logPath) } };
}

/** Calls `onStep` with each step that has changed. */
function reportSteps(steps: readonly Step[], told: Map<string, string>, onStep: (step: Step) => void): void {
  for (const step of steps) {
    const latest = JSON.stringify(step);
    if (told.get(step.name) === latest) continue;
    told.set(step.name, latest);
    onStep(step);
  }
}

/**
 * Stops this home's stack in order; data, keys and logs stay. Also stops what a killed supervisor left running. False
 * if there was nothing to stop.
 */
export async function stopStack(home: string): Promise<boolean> {
  const supervisor = findSupervisor(home);
  if (supervisor) await stopProcess(supervisor, 'SIGTERM', 180_000);
  const run = readRun(home);
  const leftovers = (run?.parts ?? []).filter(({ identity }) => identity && isRunning(identity));
  for (const { identity, signal } of leftovers.toReversed()) if (identity) await stopProcess(identity, signal, 60_000);
  if (run && run.state !== 'stopped' && run.state !== 'failed') {
    writeRun(home, { ...run, state: 'stopped', parts: run.parts.map((part) => ({ ...part, state: 'stopped' })) });
  }
  return supervisor !== undefined || leftovers.length > 0;
}

/** Addresses, with passwords, of the database that `fugo up` keeps in this home; for tools and tests. */
export function getDatabaseUrls(home: string): DatabaseUrls & { superuser: string } {
  const run = readRun(home);
  const { databaseSuperuser, databaseOwner, databaseApi, databaseWorker, databaseMonitor } = getCredentials(home);
  const port = run?.ports.database ?? defaultPorts.database;
  const superuser = `postgres://postgres:${databaseSuperuser}@127.0.0.1:${port}/fugo`;
  return {
    superuser,
    owner: urlWith(superuser, { user: 'fugo_owner', password: databaseOwner }),
    api: urlWith(superuser, { user: 'fugo_api', password: databaseApi }),
    worker: urlWith(superuser, { user: 'fugo_worker', password: databaseWorker }),
    monitor: urlWith(superuser, { user: 'fugo_monitor', password: databaseMonitor }),
  };
}
