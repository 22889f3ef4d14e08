import type { Aim } from '../../common/aims.ts';
import { grouped, number, spread, table } from '../../common/markdown.ts';
import { median, spreadOf } from '../../common/statistics.ts';
import { caseOf, type Measured } from '../case.ts';
import { Confirmation, measureConfirmation } from './measure.ts';

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

/** Seconds; who had nothing to do is not in the table. */
const leastCpuShown = 0.1;

function reportConfirmation(parts: readonly Measured<Confirmation>[]): string {
  return parts.map(({ rounds }) => tableOf(rounds)).join('\n\n');
}

function tableOf(rounds: readonly Confirmation[]): string {
  const of = (valueOf: (round: Confirmation) => number): string => {
    const values = rounds.map(valueOf);
    return values.length > 1 ? spread(spreadOf(values)) : number(median(values));
  };
  const count = (valueOf: (round: Confirmation) => number): string => grouped(median(rounds.map(valueOf)));
  const programs = [...new Set(rounds.flatMap(({ cpu }) => Object.keys(cpu)))].filter(
    (name) => median(rounds.map(({ cpu }) => cpu[name] ?? 0)) >= leastCpuShown,
  );
  return table(
    [`${count(({ lines }) => lines)} lines, ${count(({ workflows }) => workflows)} open workflows`, ''],
    [
      ['**lines a second**', of(({ linesPerSecond }) => linesPerSecond)],
      ['**workflows told a second**', of(({ toldPerSecond }) => toldPerSecond)],
      ['seconds of the pages', of(({ seconds }) => seconds.pages)],
      ['seconds from the asking to the end of the last workflow', of(({ seconds }) => seconds.all)],
      ['pages', count(({ pages }) => pages)],
      ['longest page, s', of(({ seconds }) => seconds.longestPage)],
      ['longest transaction seen, s', of(({ longestTransaction }) => longestTransaction)],
      ['依頼済', count(({ acquired }) => acquired)],
      ['told', count(({ told }) => told)],
      ['lost', count(({ lost }) => lost)],
      ...programs.map((name) => [`CPU s of ${name}`, of(({ cpu }) => cpu[name] ?? Number.NaN)]),
    ],
  );
}

/** A run that loses one has no result at all. */
function aimsOfConfirmation(parts: readonly Measured<Confirmation>[]): Aim[] {
  return parts.flatMap(({ rounds }) => {
    const [first] = rounds;
    if (!first) return [];
    const lost = Math.max(...rounds.map((round) => round.lost));
    return [
      {
        aim: `a confirmation of ${grouped(first.lines)} lines: all ${grouped(first.workflows)} workflows told, none lost`,
        measured: `${grouped(lost)} lost`,
        missedBy: lost === 0 ? 1 : Infinity,
      },
    ];
  });
}
