import { caseOf } from '../case.ts';
import { ListsFigures } from './figures.ts';
import { measureLists } from './measure.ts';
import { aimsOfLists, reportLists } from './report.ts';

const defaultResidents = 1_000_000;

export const lists = caseOf<ListsFigures>({
  name: 'lists',
  title: 'Pages of lists with a large city in the tables',
  Figures: ListsFigures,
  parts: ({ sizes = [defaultResidents] }) =>
    // A thousand pages of each are rounds enough.
    sizes.map((residents) => ({ name: `lists-${residents}`, rounds: 1, settings: { residents } })),
  async measure({ settings: { residents = 0 } }, { openStack }) {
    return measureLists(await openStack(), residents);
  },
  report: reportLists,
  aims: aimsOfLists,
});
