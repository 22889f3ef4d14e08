import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { TemporalTarget } from '../temporal/connection.ts';
import { secured } from '../temporal/tls.ts';
import { registerSearchAttributes } from '../temporal/search-attributes.ts';
import { LocalError, reasonOf } from './messages.ts';
import {
  waitForEnd,
  findIdentity,
  inheritedEnvironment,
  isRunning,
  readLogTail,
  rotateLog,
  spawnLogged,
} from './processes.ts';
import { stopProcess, type ProcessIdentity } from './processes.ts';

export interface TemporalServerOptions {
  binary: string;
  home: string;
  port: number;
  uiPort: number;
  namespace?: string;
  /** Runs without the Web UI, which tests do not need. */
  headless?: boolean;
  /** Called as soon as the server process exists, before it is ready. */
  onSpawn?: (identity: ProcessIdentity) => void;
}

export interface TemporalServer {
  identity: ProcessIdentity;
  address: string;
  namespace: string;
  ended: Promise<void>;
  stop: () => Promise<void>;
}

/**
 * Few on purpose, because every attribute is written to each visibility index (design §3). The dev server takes them at
 * its start, which saves waiting for its caches; prepareTemporal checks afterwards that all are there.
 */
const searchAttributes = ['FugoMunicipality', 'FugoLoadId', 'FugoStage', 'FugoErrorCode'].flatMap((name) => [
  '--search-attribute',
  `${name}=Keyword`,
]);

/** Starts Temporal's dev server on a SQLite file below the home. Resolves when workflows can be started. */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  const folder = join(options.home, 'temporal');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const logPath = join(options.home, 'logs', 'temporal.log');
  rotateLog(logPath);
  const namespace = options.namespace ?? 'default';
  // Its inner services listen on ports of their own choice, on the same address; they take no other one.
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port), '--log-level', 'warn'];
  args.push('--db-filename', join(folder, 'temporal.sqlite'), '--namespace', namespace, ...searchAttributes);
  args.push(
    ...(options.headless
      ? ['--headless']
      : ['--ui-ip', '127.0.0.1', '--ui-port', String(options.uiPort), '--ui-public-path', '/temporal']),
  );
  // Without a codec endpoint it shows no payload: who may read them sees the UI through fugo's API, below /temporal.

  const child = spawnLogged({ command: options.binary, args, env: inheritedEnvironment(), logPath, cwd: folder });
  const ended = waitForEnd(child);
  const identity = child.pid === undefined ? undefined : findIdentity(child.pid);
  if (identity) options.onSpawn?.(identity);
  const address = `127.0.0.1:${options.port}`;
  if (!identity || !(await waitUntilReady({ address, namespace }, identity))) {
    if (identity) await stopProcess(identity);
    throw new LocalError({ key: 'temporalFailed', values: { logPath, tail: readLogTail(logPath) } });
  }
  await prepareTemporal({ address, namespace });
  return { identity, address, namespace, ended, stop: () => stopProcess(identity) };
}

async function waitUntilReady(target: TemporalTarget, identity: ProcessIdentity): Promise<boolean> {
  const deadline = Date.now() + 60_000;
  while (isRunning(identity) && Date.now() < deadline) {
    if (await isTemporalReady(target)) return true;
    await sleep(100);
  }
  return false;
}

/** Whether a Temporal server answers at this address and knows the namespace. */
export async function isTemporalReady(target: TemporalTarget): Promise<boolean> {
  try {
    const { namespace } = target;
    await withConnection(target, (connection) => connection.workflowService.describeNamespace({ namespace }));
    return true;
  } catch {
    return false;
  }
}

/** Makes sure that workflows can be started with fugo's search attributes, on any server. */
export async function prepareTemporal(target: TemporalTarget): Promise<void> {
  const { address, namespace } = target;
  try {
    await withConnection(target, (connection) => registerSearchAttributes(connection, namespace), 90_000);
  } catch (error) {
    throw new LocalError(
      { key: 'temporalUnusable', values: { address, namespace, reason: reasonOf(error) } },
      { cause: error },
    );
  }
}

async function withConnection<Value>(
  { address, tls }: TemporalTarget,
  work: (connection: Connection) => Promise<Value>,
  limitMs = 2_000,
): Promise<Value> {
  const connection = await Connection.connect({ address, ...secured(tls), connectTimeout: 2_000 });
  try {
    return await connection.withDeadline(Date.now() + limitMs, () => work(connection));
  } finally {
    await connection.close();
  }
}
