import { caseOf } from '../case.ts';
import { SearchesFigures } from './figures.ts';
import { measureSearches } from './measure.ts';
import { aimsOfSearches, reportSearches } from './report.ts';

const defaultResidents = 200_000;

export const searches = caseOf<SearchesFigures>({
  name: 'searches',
  title: 'Staff search among the residents of a city',
  Figures: SearchesFigures,
  parts: ({ sizes = [defaultResidents] }) =>
    // Hundreds of each search are rounds enough.
    sizes.map((residents) => ({ name: `searches-${residents}`, rounds: 1, settings: { residents } })),
  async measure({ settings: { residents = 0 } }, { openStack }) {
    return measureSearches(await openStack(), residents);
  },
  report: reportSearches,
  aims: aimsOfSearches,
});
