/** A load whose programs are killed, and the same file once more in peace: both must leave the same behind. */
import { readLedgers } from '../../common/ledgers.ts';
import { registerMunicipality } from '../../common/registering.ts';
import { say } from '../../common/say.ts';
import { accountFor, type Accounts } from '../accounting.ts';
import { getResidentsFile } from '../files.ts';
import { municipality, type LoadStack } from '../stack.ts';
import { confirmAll, sendFile, warmUp } from '../take-load.ts';
import { killInTurn, type Kill, type KillFigures } from './kills.ts';
import { untilProgress, type WatchedLoad } from './progress.ts';
import { countSameRows } from './same-tables.ts';

const quietMunicipality = '990035';
const seed = 7;

interface KillSettings {
  residents: number;
  kills: number;
  linesPerChunk: number;
  /** Of the moments. */
  seed: number;
}

export async function measureKill(stack: LoadStack, settings: KillSettings): Promise<KillFigures> {
  const { residents, linesPerChunk } = settings;
  const path = await getResidentsFile({ count: residents, seed });
  await registerMunicipality(stack, quietMunicipality, {});
  await warmUp(stack);
  say('the load that is interrupted');
  const interrupted = await loadIn(municipality, (load) => killInTurn(stack, load, settings));
  say('the load in peace');
  const quiet = await loadIn(quietMunicipality, () => Promise.resolve([]));
  const { acquired, otherwise, serials, duplicates, persons } = interrupted.accounts;
  return {
    residents,
    kills: interrupted.kills,
    seconds: { interrupted: interrupted.seconds, quiet: quiet.seconds },
    acquired,
    otherwise,
    serials,
    duplicates,
    lost: residents - persons,
    sameRows: await countSameRows(stack.sql, [municipality, quietMunicipality]),
  };

  async function loadIn(
    code: string,
    meanwhile: (load: WatchedLoad) => Promise<Kill[]>,
  ): Promise<{ kills: Kill[]; seconds: number; accounts: Accounts }> {
    await stack.sql`checkpoint`;
    const before = await readLedgers(stack.run);
    const operator = await stack.operatorOf(code);
    const sentAt = Date.now();
    const { loadId } = await sendFile(operator, { municipality: code, path, query: { linesPerChunk } });
    const load = { municipality: code, loadId, lines: residents };
    const kills = await meanwhile(load);
    await untilProgress(stack, load, ({ state }) => state === 'DONE');
    const seconds = (Date.now() - sentAt) / 1_000;
    await confirmAll(stack, operator, { municipality: code, loadId });
    return { kills, seconds, accounts: await accountFor(stack, { municipality: code, before, residents }) };
  }
}
