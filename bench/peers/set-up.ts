/** A municipality for each peer. */
import { RegisteredHours } from '../../contracts/api/hours.ts';
import { MunicipalityLimits } from '../../contracts/municipality.ts';
import { openDatabase } from '../../storage/database/database.ts';
import { putMunicipality } from '../../storage/settings/municipalities.ts';
import { settingOf } from '../common/registering.ts';
import type { BenchStack } from '../common/stack.ts';
import { peerNames, type PeerName } from './messages.ts';
import { confirmEverySeconds } from './steps.ts';

/** As the demonstration has them; whoever measures will not wait ten minutes for a confirmation. */
export const peerLimits = { confirmWithin: { seconds: 600 }, confirmEverySeconds, sweepEverySeconds: 10 };

/** fugo's own schedules are there for every municipality, and hardly ever run for those of the peers. */
const ownLimits = { ...peerLimits, confirmEverySeconds: 86_400, sweepEverySeconds: 86_400 };

/** Past the API, which needs no token for it here. */
export async function setUpPeers(
  { run, databaseUrls }: BenchStack,
  municipalityOf: Record<PeerName, string>,
): Promise<void> {
  const { db, close } = openDatabase(databaseUrls.api, { max: 1, name: 'fugo-bench' });
  for (const name of peerNames) {
    const { participants, ...setting } = settingOf(run, name, ownLimits);
    await putMunicipality(db, {
      ...setting,
      municipality: municipalityOf[name],
      participants: { ...participants },
      hours: RegisteredHours.parse(setting.hours),
      limits: MunicipalityLimits.parse(ownLimits),
    });
  }
  await close();
}
