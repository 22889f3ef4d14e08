/** Workflows of single residents, as Temporal counts them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadStack } from '../stack.ts';

const lookEveryMs = 200;
const patienceMs = 5 * 60_000;

export async function countWorkflows(
  { temporal }: LoadStack,
  municipality: string,
  status: 'Running' | 'Completed',
): Promise<number> {
  const { count } = await temporal.workflow.count(
    `WorkflowType = 'acquireCode' and FugoMunicipality = '${municipality}' and ExecutionStatus = '${status}'`,
  );
  return count;
}

/** Throws when their number stays another one. */
export async function untilRunning(stack: LoadStack, municipality: string, wanted: number): Promise<void> {
  let last = Number.NaN;
  for (let movedAt = Date.now(); ; await sleep(lookEveryMs)) {
    const running = await countWorkflows(stack, municipality, 'Running');
    if (running === wanted) return;
    if (running !== last) movedAt = Date.now();
    last = running;
    if (Date.now() - movedAt > patienceMs) {
      throw new Error(`The result is void: ${running} workflows are open in the place of ${wanted}.`);
    }
  }
}
