import { caseOf } from '../case.ts';
import { ReadingFigures } from './figures.ts';
import { measureReading } from './measure.ts';
import { aimsOfReading, reportReading } from './report.ts';

const defaultLines = 1_000_000;

export const reading = caseOf<ReadingFigures>({
  name: 'reading',
  title: 'A file to rows that are judged, sealed and indexed',
  Figures: ReadingFigures,
  parts: ({ sizes = [defaultLines], rounds }) =>
    sizes.map((lines) => ({ name: `reading-${lines}`, rounds, settings: { lines } })),
  async measure({ settings: { lines = 0 } }, { openStack, round }) {
    return measureReading(await openStack(), lines, round);
  },
  report: reportReading,
  aims: aimsOfReading,
});
