/** Many residents who were routed with a load and whose own workflow is open and waits for the confirmation. */
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultLimits } from '../../contracts/limits.ts';
import { nudgePerson } from '../../temporal/nudge.ts';
import { grouped } from '../common/markdown.ts';
import { say } from '../common/say.ts';
import type { LoadStack } from './stack.ts';

/** More at once would only time out. */
const atOnce = 12;

interface ToOpen {
  municipality: string;
  count: number;
  /** Told as often as a tenth of them is open. */
  onTenth?: (open: number) => void;
}

/** By a nudge of each, as after any change of its row; spread over all pages of the confirmation. */
export async function openSingleWorkflows(stack: LoadStack, { municipality, count, onTenth }: ToOpen): Promise<void> {
  const people = await stack.sql<{ person_id: string }[]>`
    select person_id from persons where municipality = ${municipality} and stage = 'ROUTED' and not has_run
    order by md5(person_id::text) limit ${count}`;
  if (people.length < count) throw new Error(`Only ${people.length} residents are on their way.`);
  const queue = people.values();
  let open = 0;
  const openSome = async (): Promise<void> => {
    for (const { person_id: personId } of queue) {
      const person = { municipality, personId, limits: defaultLimits };
      while ((await nudgePerson(stack.temporal, person, 'due')) === 'unavailable') say('the engine lets us wait');
      open += 1;
      if (open % Math.max(1, Math.floor(count / 10)) !== 0) continue;
      say(`${grouped(open)} workflows are open`);
      onTenth?.(open);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, openSome));
}

/** By Temporal's own list, which is a moment behind. */
export async function countOpenWorkflows({ temporal }: LoadStack): Promise<number> {
  const { count } = await temporal.workflow.count('WorkflowType = "acquireCode" and ExecutionStatus = "Running"');
  return count;
}

const lookEveryMs = 200;
const patienceMs = 5 * 60_000;

/** Of one municipality, as Temporal counts them. */
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

/** Until so many are open. Throws when their number stays another one. */
export async function untilOpen(stack: LoadStack, municipality: string, wanted: number): Promise<void> {
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
