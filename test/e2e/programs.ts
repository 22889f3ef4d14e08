/** The programs of a stack under test, and what befalls them. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Home } from './support.ts';

interface Run {
  addresses: { simulators: Record<string, string>; temporal: string; temporalNamespace: string };
  files: { keys: string };
  parts: { name: string; identity?: { pid: number }; state: string; restarts: number }[];
}

export const patience = { timeout: 240_000, interval: 250 };

export const runOf = (home: Home): Run => JSON.parse(readFileSync(join(home.path, 'run.json'), 'utf8')) as Run;

/** As a machine that loses power would do it; the supervisor starts it again. `meanwhile`: once it is dead. */
export async function kill(home: Home, name: string, meanwhile: () => void = () => {}): Promise<void> {
  const part = runOf(home).parts.find((each) => each.name === name);
  const { restarts } = part ?? { restarts: 0 };
  process.kill(part?.identity?.pid ?? 0, 'SIGKILL');
  meanwhile();
  await vi.waitUntil(() => {
    const now = runOf(home).parts.find((each) => each.name === name);
    return now?.state === 'running' && now.restarts > restarts;
  }, patience);
}

/** Temporal begins again with nothing: no workflow, no schedule. */
export const emptyTemporal = (home: Home): Promise<void> =>
  kill(home, 'temporal', () => {
    const folder = join(home.path, 'temporal');
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
  });

/** As many busy loops as are asked for, which take the machine from everybody else. Answers how to end them. */
export function startHogs(count: number): () => void {
  const hogs = Array.from({ length: count }, () => spawn(process.execPath, ['-e', 'for(;;);'], { stdio: 'ignore' }));
  return () => hogs.forEach((hog) => hog.kill('SIGKILL'));
}
