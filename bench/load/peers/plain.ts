/** The plain script in a process of its own, as a municipality would start it at night. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { BenchStack } from '../../common/stack.ts';

const PlainResult = z.object({ beganAt: z.number(), endedAt: z.number(), acquired: z.number(), cpuMs: z.number() });
export type PlainResult = z.infer<typeof PlainResult>;

export async function runPlainScript(
  { home }: BenchStack,
  { path, municipality }: { path: string; municipality: string },
): Promise<PlainResult> {
  const entry = fileURLToPath(new URL('../plain-script.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [entry, home, path, municipality]);
  return PlainResult.parse(JSON.parse(stdout));
}
