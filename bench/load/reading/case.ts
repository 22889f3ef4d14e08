import { atLeast, type Aim } from '../../common/aims.ts';
import { grouped, number, spread, table } from '../../common/markdown.ts';
import { median, spreadOf } from '../../common/statistics.ts';
import { caseOf, type Measured } from '../case.ts';
import { measureReading, ReadingFigures, readingShapes, type ReadingShape } from './measure.ts';

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

const titles: Record<ReadingShape, string> = {
  fugo: 'fugo: read, judged, sealed, stored by COPY',
  withUnnest: 'the same with unnest in the place of COPY',
  unnest: 'unnest alone, of rows made ready',
  copy: 'COPY alone, of text made ready',
};

function reportReading(parts: readonly Measured<ReadingFigures>[]): string {
  return parts
    .map(({ rounds }) =>
      table(
        [
          `${grouped(rounds[0]?.rows ?? 0)} rows`,
          'rows a second',
          'CPU µs a row, reader',
          'CPU µs a row, PostgreSQL',
          'fugo is … times as fast',
        ],
        readingShapes.map((shape) => [
          titles[shape],
          spread(spreadOf(rounds.map((round) => round[shape].perSecond))),
          // The making ready of the rows is in this process too.
          shape === 'unnest' ? '–' : number(median(rounds.map((round) => round[shape].ownCpu))),
          number(median(rounds.map((round) => round[shape].databaseCpu))),
          shape === 'fugo' ? '1' : spread(spreadOf(ratiosTo(rounds, shape))),
        ]),
      ),
    )
    .join('\n\n');
}

const ratiosTo = (rounds: readonly ReadingFigures[], shape: ReadingShape): number[] =>
  rounds.map((round) => round.fugo.perSecond / round[shape].perSecond);

const aims = [
  ['withUnnest', 2, 'reading: twice the rate with unnest in the place of COPY'],
  ['unnest', 2, 'reading: twice the rate of unnest alone'],
  ['copy', 0.5, 'reading: half the rate of COPY alone'],
] as const;

function aimsOfReading([measured]: readonly Measured<ReadingFigures>[]): Aim[] {
  if (!measured) return [];
  return aims.map(([shape, limit, aim]) => {
    const ratio = median(ratiosTo(measured.rounds, shape));
    return atLeast(aim, number(ratio), ratio, limit);
  });
}
