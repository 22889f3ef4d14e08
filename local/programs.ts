import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { LocalError } from './messages.ts';
import { waitForEnd, findIdentity, inheritedEnvironment, isRunning, readLogTail, spawnLogged } from './processes.ts';
import { stopProcess, type ProcessIdentity } from './processes.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** A part of the stack that runs. */
export interface Running {
  identity: ProcessIdentity;
  ended: Promise<void>;
}

export interface ProgramOptions {
  name: string;
  /** A source below fugo's folder, or the path of a bundle. */
  entry: string;
  args?: readonly string[];
  env: NodeJS.ProcessEnv;
  logPath: string;
  healthUrl: string;
  signal: AbortSignal;
  onSpawn: (identity: ProcessIdentity) => void;
}

/** Starts one of fugo's programs. Resolves when its health address answers. */
export async function startProgram(options: ProgramOptions): Promise<Running> {
  const child = spawnLogged({
    command: process.execPath,
    args: [...argumentsFor(options.entry), ...(options.args ?? [])],
    env: { ...inheritedEnvironment(), ...options.env },
    logPath: options.logPath,
    cwd: root,
  });
  const ended = waitForEnd(child);
  const identity = child.pid === undefined ? undefined : findIdentity(child.pid);
  if (identity) options.onSpawn(identity);
  if (identity && (await waitUntilHealthy(options.healthUrl, identity, options.signal))) return { identity, ended };
  if (identity) await stopProcess(identity);
  const { name, logPath } = options;
  throw new LocalError({ key: 'programFailed', values: { name, logPath, tail: readLogTail(logPath) } });
}

function argumentsFor(entry: string): string[] {
  return entry.endsWith('.ts') ? [join(root, entry)] : ['--enable-source-maps', entry];
}

async function waitUntilHealthy(url: string, identity: ProcessIdentity, signal: AbortSignal): Promise<boolean> {
  // Long enough for twelve programs that start at once on a small, busy machine.
  const deadline = Date.now() + 120_000;
  while (isRunning(identity) && Date.now() < deadline && !signal.aborted) {
    if (await isHealthy(url)) return true;
    await sleep(100);
  }
  return false;
}

/** Whether a health address answers, and with a success. */
export async function isHealthy(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
