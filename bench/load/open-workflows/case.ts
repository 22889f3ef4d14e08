import { caseOf } from '../case.ts';
import { OpenWorkflows } from './figures.ts';
import { measureOpenWorkflows } from './measure.ts';
import { aimsOfOpenWorkflows, reportOpenWorkflows } from './report.ts';

const defaultCount = 10_000;
const fullCount = 100_000;

export const openWorkflows = caseOf<OpenWorkflows>({
  name: 'open-workflows',
  title: 'New residents beside open workflows',
  Figures: OpenWorkflows,
  parts: ({ sizes, full }) =>
    (sizes ?? (full ? [defaultCount, fullCount] : [defaultCount])).map((count) => ({
      name: `open-workflows-${count}`,
      // To open them takes minutes; the measurement repeats itself within.
      rounds: 1,
      settings: { count },
    })),
  async measure({ settings: { count = 0 } }, { openStack }) {
    return measureOpenWorkflows(await openStack(), count);
  },
  report: reportOpenWorkflows,
  aims: aimsOfOpenWorkflows,
});
