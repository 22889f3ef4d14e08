import { caseOf } from '../case.ts';
import { EndToEnd } from './figures.ts';
import { measureEndToEnd } from './measure.ts';
import { aimsOfEndToEnd, reportEndToEnd } from './report.ts';

const sizes = [10_000, 100_000, 1_000_000];
/** So many take minutes, and vary less. */
const measuredOnce = 1_000_000;

export const endToEnd = caseOf<EndToEnd>({
  name: 'end-to-end',
  title: 'A city from its file to the last code',
  Figures: EndToEnd,
  parts: (options) =>
    (options.sizes ?? sizes).map((residents) => ({
      name: `end-to-end-${residents}`,
      rounds: residents >= measuredOnce ? 1 : options.rounds,
      settings: { residents },
    })),
  async measure({ settings: { residents = 0 } }, { openStack }) {
    return measureEndToEnd(await openStack(), residents);
  },
  report: reportEndToEnd,
  aims: aimsOfEndToEnd,
});
