/** A stack as it is run in production: confirmation every ten minutes, a sweep a minute. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../../cli/client/api-client.ts';
import type { ProcessIdentity } from '../../local/processes.ts';
import { readRun } from '../../local/stack.ts';
import { registerClient, registerMunicipality } from '../common/registering.ts';
import { say } from '../common/say.ts';
import { openBenchStack, type BenchStack } from '../common/stack.ts';
import { readVersions, type Versions } from '../common/versions.ts';

/** Prefecture 99 does not exist. */
export const municipality = '990019';
/** What warms the programs up is done here, so that it stands in nobody's figures. */
export const warmUpMunicipality = '990027';

export interface LoadStack extends BenchStack {
  versions: Versions;
  /** An operator of a municipality, with a token by OAuth. */
  operatorOf: (municipality: string) => Promise<ApiClient>;
}

/** Opens one; it is closed when the round is over, whatever came of it. */
export type StackSource = () => Promise<LoadStack>;

export async function openLoadStack(): Promise<LoadStack> {
  const stack = await openBenchStack(say);
  try {
    const operators = new Map<string, Promise<ApiClient>>();
    for (const code of [municipality, warmUpMunicipality]) await registerMunicipality(stack, code, {});
    return {
      ...stack,
      versions: await readVersions(stack),
      operatorOf(code) {
        const known = operators.get(code) ?? registerClient(stack, code, { kind: 'operator', name: 'bench' });
        operators.set(code, known);
        return known;
      },
    };
  } catch (err) {
    await stack.close();
    throw err;
  }
}

const lookEveryMs = 50;
const patienceMs = 3 * 60_000;

/** The supervisor starts a program again that ends unasked. Answers the process as soon as it is there and well, having been started again so many times. */
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
