import { caseOf } from '../case.ts';
import { DailyBesideLoad } from './figures.ts';
import { measureDailyBesideLoad } from './measure.ts';
import { aimsOfDailyBesideLoad, reportDailyBesideLoad } from './report.ts';

const defaultResidents = 100_000;

export const dailyBesideLoad = caseOf<DailyBesideLoad>({
  name: 'daily-beside-load',
  title: 'A resident at the counter while a city is loaded',
  Figures: DailyBesideLoad,
  parts: ({ sizes = [defaultResidents], rounds }) =>
    sizes.map((residents) => ({ name: `daily-beside-load-${residents}`, rounds, settings: { residents } })),
  async measure({ settings: { residents = 0 } }, { openStack, round }) {
    return measureDailyBesideLoad(await openStack(), residents, round);
  },
  report: reportDailyBesideLoad,
  aims: aimsOfDailyBesideLoad,
});
