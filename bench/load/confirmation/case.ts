import { caseOf } from '../case.ts';
import { Confirmation } from './figures.ts';
import { measureConfirmation } from './measure.ts';
import { aimsOfConfirmation, reportConfirmation } from './report.ts';

const defaultResidents = 100_000;
const shareWithWorkflow = 0.1;

export const confirmation = caseOf<Confirmation>({
  name: 'confirmation',
  title: 'The answer about a whole city at once',
  Figures: Confirmation,
  parts: ({ sizes = [defaultResidents], rounds }) =>
    sizes.map((residents) => ({
      name: `confirmation-${residents}`,
      rounds,
      settings: { residents, workflows: Math.floor(residents * shareWithWorkflow) },
    })),
  async measure({ settings: { residents = 0, workflows = 0 } }, { openStack }) {
    return measureConfirmation(await openStack(), { residents, workflows });
  },
  report: reportConfirmation,
  aims: aimsOfConfirmation,
});
