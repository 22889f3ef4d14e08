/** The programs of the stack, as the supervisor keeps them: one that ends unasked is started again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessIdentity } from '../../local/processes.ts';
import { readRun } from '../../local/stack.ts';
import type { LoadStack } from './stack.ts';

const lookEveryMs = 50;
const patienceMs = 3 * 60_000;

/** Answers the process as soon as it is there and well, having been started again so many times. */
export async function untilRunning(
  { home }: LoadStack,
  program: string,
  leastRestarts: number,
): Promise<{ identity: ProcessIdentity; restarts: number }> {
  for (const deadline = Date.now() + patienceMs; ; await sleep(lookEveryMs)) {
    const part = readRun(home)?.parts.find(({ name }) => name === program);
    if (part?.state === 'running' && part.identity && part.restarts >= leastRestarts) {
      return { identity: part.identity, restarts: part.restarts };
    }
    if (Date.now() > deadline) throw new Error(`The result is void: ${program} is not started again.`);
  }
}
