import { caseOf } from '../case.ts';
import { Peers } from './figures.ts';
import { measurePeers } from './measure.ts';
import { aimsOfPeers, reportPeers } from './report.ts';

const defaultResidents = 20_000;

export const peers = caseOf<Peers>({
  name: 'peers',
  title: 'Other ways to do the same',
  Figures: Peers,
  parts: ({ sizes = [defaultResidents], rounds }) =>
    sizes.map((residents) => ({ name: `peers-${residents}`, rounds, settings: { residents } })),
  async measure({ settings: { residents = 0 } }, { openStack, round }) {
    return measurePeers(await openStack(), residents, round);
  },
  report: reportPeers,
  aims: aimsOfPeers,
});
