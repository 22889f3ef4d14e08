import { grouped, number, spread, table } from '../../common/markdown.ts';
import { median, spreadOf } from '../../common/statistics.ts';
import type { Aim, Measured } from '../case.ts';
import type { Confirmation } from './figures.ts';

/** Seconds; who had nothing to do is not in the table. */
const leastCpuShown = 0.1;

export function reportConfirmation(parts: readonly Measured<Confirmation>[]): string {
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
export function aimsOfConfirmation(parts: readonly Measured<Confirmation>[]): Aim[] {
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
