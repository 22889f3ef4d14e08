/** Programs of the bench and of fugo as processes of their own: they can be killed, and their CPU time is theirs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { offerFreePort } from '../../local/ports.ts';
import type { DatabaseHome } from './home.ts';
import type { Surroundings } from './part.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Program {
  pid: number;
  /** The first line that it writes to its standard output. Rejects when it ends before. */
  firstLine: Promise<string>;
  /** `kill -9`; resolves when it has ended. */
  kill: () => Promise<void>;
}

/** `path`: of its source, from the root of the repository. Nothing of this process's environment goes along. */
export function startProgram(
  { onClose }: Pick<Surroundings, 'onClose'>,
  path: string,
  env: Readonly<Record<string, string>>,
): Program {
  const child = spawn(process.execPath, [path], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', process.env['FUGO_LOG_LEVEL'] === 'debug' ? 'inherit' : 'ignore'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const firstLine = new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('error', reject);
    void ended.then(() => reject(new Error(`${path} ended before it had said anything.`)));
  });
  // Nobody may wait for it.
  firstLine.catch(() => undefined);
  const kill = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  };
  onClose(kill);
  return { pid: child.pid ?? 0, firstLine, kill };
}

export interface TargetProgram extends Program {
  urls: string[];
}

/** So many HTTP targets in one process, each at a port of its own. */
export async function startTargets(surroundings: Pick<Surroundings, 'onClose'>, count: number): Promise<TargetProgram> {
  const program = startProgram(surroundings, 'bench/operations/target-program.ts', { TARGETS: String(count) });
  const ports: unknown = JSON.parse(await program.firstLine);
  if (!Array.isArray(ports)) throw new Error('The targets do not say where they are.');
  return { ...program, urls: ports.map((port) => `http://127.0.0.1:${String(port)}/`) };
}

/** `fugo monitor` as it is, with the product's own times and thresholds. */
export async function startMonitor(
  surroundings: Pick<Surroundings, 'onClose'>,
  { home, urls }: DatabaseHome,
  { smtpPort }: { smtpPort?: number } = {},
): Promise<Program> {
  return startProgram(surroundings, 'monitoring/main.ts', {
    FUGO_HOME: home,
    FUGO_LOG_LEVEL: 'warn',
    FUGO_MONITOR_PORT: String(await offerFreePort()),
    DATABASE_URL: urls.monitor,
    ...(smtpPort === undefined
      ? {}
      : { FUGO_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, FUGO_ALARM_TO: 'administrator@nation.example' }),
  });
}

export interface NewTarget {
  target: string;
  url: string;
  parent?: string;
  intervalSeconds?: number;
}

/** In the thresholds that the product gives whoever names none. */
export async function registerTargets({ sql }: DatabaseHome, targets: readonly NewTarget[]): Promise<void> {
  const rows = targets.map(({ target, url, parent = null, intervalSeconds = 10 }) => ({
    target,
    organisation: 'nation',
    kind: 'http',
    address: url,
    name: `対象 ${target}`,
    name_en: `target ${target}`,
    parent,
    interval_seconds: intervalSeconds,
  }));
  await sql`insert into check_targets ${sql(rows)}`;
}

/** By what is stored. */
export async function countTargets({ sql }: DatabaseHome, state: 'up' | 'down'): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from check_states where state = ${state} and target not like 'fugo/%'`;
  return row?.count ?? 0;
}
