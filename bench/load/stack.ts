/** A stack as it is run in production: confirmation every ten minutes, a sweep a minute. */
import type { ApiClient } from '../../cli/client/api-client.ts';
import { registerClient, registerMunicipality } from '../common/registering.ts';
import { openBenchStack, type BenchStack } from '../common/stack.ts';
import { say } from '../common/say.ts';
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
