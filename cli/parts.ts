import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Context } from './context.ts';
import { exitCodes, type ExitCode } from './exit.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs one program of fugo's in the foreground, by its path: what it needs stands in the environment
 * (docs/commands.md). It is told to end when this command is, and ends in its own good order.
 */
export async function runPart(
  { env }: Context,
  entry: string,
  args: readonly string[],
  variables: Record<string, number | undefined>,
): Promise<ExitCode> {
  const given: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(variables)) if (value !== undefined) given[name] = String(value);
  const child = spawn(process.execPath, ['--import', 'tsx', entry, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...env, ...given },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', () => resolve(exitCodes.internal));
    child.once('close', (code) => resolve(code === 0 || code === null ? exitCodes.ok : exitCodes.internal));
  });
}
