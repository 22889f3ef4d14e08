/** Programs that have just started run code that is not compiled yet; a load finds them at work. */
import { say } from '../common/say.ts';
import { getResidentsFile } from './files.ts';
import { warmUpMunicipality, type LoadStack } from './stack.ts';
import { takeLoad } from './take-load.ts';

const residents = 2_000;

export async function warmUp(stack: LoadStack): Promise<void> {
  say('warm-up');
  const path = await getResidentsFile({ count: residents, seed: 1 });
  await takeLoad(stack, { municipality: warmUpMunicipality, path });
}
