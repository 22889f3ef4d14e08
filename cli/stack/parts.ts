import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readMailInConfig } from '../../config/mail-in.ts';
import { readMonitorConfig } from '../../config/monitor.ts';
import { readApiConfig, readSimulatorConfig, readWorkerConfig } from '../../config/processes.ts';
import { isPortFree } from '../../local/ports.ts';
import type { Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';

/** Each program, the variable of its port, and how it reads the environment. */
const parts = {
  api: { entry: '../../api/main.ts', port: 'PORT', portOf: (env: NodeJS.ProcessEnv) => readApiConfig(env).port },
  worker: {
    entry: '../../workers/main.ts',
    port: 'FUGO_HEALTH_PORT',
    portOf: (env: NodeJS.ProcessEnv) => readWorkerConfig(env).healthPort,
  },
  monitor: {
    entry: '../../monitoring/main.ts',
    port: 'FUGO_MONITOR_PORT',
    portOf: (env: NodeJS.ProcessEnv) => readMonitorConfig(env).port,
  },
  'mail-in': {
    entry: '../../mail-in/main.ts',
    port: 'FUGO_MAIL_IN_PORT',
    portOf: (env: NodeJS.ProcessEnv) => readMailInConfig(env).port,
  },
  simulator: {
    entry: '../../simulators/main.ts',
    port: 'PORT',
    portOf: (env: NodeJS.ProcessEnv) => readSimulatorConfig(env).port,
  },
} as const;

/**
 * Runs one program of fugo's in the foreground, started by its path. The environment (docs/operations.md) is checked
 * first, so that a sentence names what is missing. A signal to this command is passed on, and the program ends in its
 * own order.
 */
export async function runPart(
  { env }: Context,
  part: keyof typeof parts,
  args: readonly string[],
  { port }: { port?: number },
): Promise<ExitCode> {
  const { entry, port: portVariable, portOf } = parts[part];
  const own = port === undefined ? env : { ...env, [portVariable]: String(port) };
  const address = '127.0.0.1';
  const wanted = portOf(own);
  if (!(await isPortFree(wanted))) {
    throw Object.assign(new Error(`Port ${wanted} is in use.`), { code: 'EADDRINUSE', address, port: wanted });
  }
  // The working folder stays the caller's: paths in the environment may be relative to it.
  const program = fileURLToPath(new URL(entry, import.meta.url));
  const child = spawn(process.execPath, [program, ...args], {
    stdio: 'inherit',
    env: own,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', () => resolve(exitCodes.internal));
    child.once('close', (code) => resolve(code === 0 || code === null ? exitCodes.ok : exitCodes.internal));
  });
}
