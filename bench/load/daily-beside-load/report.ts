import { grouped, number, spread, table } from '../../common/markdown.ts';
import { median, spreadOf } from '../../common/statistics.ts';
import { atMost, type Aim, type Measured } from '../case.ts';
import type { DailyBesideLoad } from './figures.ts';

const titles = { idle: 'nothing else', besideLoad: 'beside a load' } as const;
const measures = ['p50', 'p95', 'p99', 'most', 'pending'] as const;

export function reportDailyBesideLoad(parts: readonly Measured<DailyBesideLoad>[]): string {
  return parts
    .map(({ rounds }) => {
      const rows = (['idle', 'besideLoad'] as const).map((when) => [
        titles[when],
        number(rounds.reduce((sum, round) => sum + round[when].count, 0)),
        ...measures.map((measure) => spread(spreadOf(rounds.map((round) => round[when][measure])))),
      ]);
      const head = ['time to the answer, ms', 'answers', 'p50', 'p95', 'p99', 'longest', 'without the number'];
      const rate = median(rounds.map(({ residents, loadSeconds }) => residents / loadSeconds));
      return `${table(head, rows)}\n\nThe load of ${grouped(rounds[0]?.residents ?? 0)} went on at ${number(rate)} residents a second meanwhile, until the last one was routed.`;
    })
    .join('\n\n');
}

const timesIdle = 2;

export function aimsOfDailyBesideLoad([measured]: readonly Measured<DailyBesideLoad>[]): Aim[] {
  if (!measured) return [];
  const ratio = median(measured.rounds.map(({ idle, besideLoad }) => besideLoad.p95 / idle.p95));
  return [atMost('p95 of a transfer beside a load at most twice its idle value', number(ratio), ratio, timesIdle)];
}
