import { atLeast, type Aim } from '../../common/aims.ts';
import { number, spread, table } from '../../common/markdown.ts';
import { median, spreadOf } from '../../common/statistics.ts';
import { caseOf, type Measured } from '../case.ts';
import { Peers, measurePeers } from './measure.ts';

const defaultResidents = 20_000;

export const peers = caseOf<Peers>({
  name: 'peers',
  title: 'Other ways to do the same',
  Figures: Peers,
  parts: ({ sizes = [defaultResidents], rounds }) =>
    sizes.map((residents) => ({ name: `peers-${residents}`, rounds, settings: { residents } })),
  async measure({ settings: { residents = 0 } }, { openStack, round }) {
    return measurePeers(await openStack(), residents, round);
  },
  report: reportPeers,
  aims: aimsOfPeers,
});

const titles = {
  fugo: 'fugo, a load',
  plain: 'plain script, no durability',
  restate: 'Restate, one by one',
  dbos: 'DBOS Transact, one by one',
  textbook: 'textbook Temporal, one by one',
} as const satisfies Record<keyof Peers, string>;
const shapes = ['fugo', 'plain', 'restate', 'dbos', 'textbook'] as const;

export function reportPeers([measured]: readonly Measured<Peers>[]): string {
  const rounds = measured?.rounds ?? [];
  const rows = shapes.flatMap((shape) => {
    const own = rounds.flatMap((round) => round[shape] ?? []);
    if (own.length === 0) return [];
    return [
      [
        titles[shape],
        spread(spreadOf(own.map(rateOf))),
        number(median(own.map(({ cpuMs }) => cpuMs))),
        number(median(own.map(({ residents }) => residents))),
        shape === 'fugo' ? '1' : spread(spreadOf(ratiosTo(rounds, shape))),
      ],
    ];
  });
  return table(
    ['shape', 'residents a second', 'CPU ms a resident, counted', 'residents a round', 'fugo is … times as fast'],
    rows,
  );
}

/** Of one that was stopped, what it did in the second half of its time, when it was in full swing. */
const rateOf = (spent: Peers['fugo'] | Peers['dbos']): number =>
  'perSecondAtEnd' in spent ? spent.perSecondAtEnd : spent.perSecond;

/** Within a round, because its shapes were measured within minutes of each other. */
const ratiosTo = (rounds: readonly Peers[], shape: keyof Peers): number[] =>
  rounds.flatMap((round) => {
    const other = round[shape];
    return other ? [rateOf(round.fugo) / rateOf(other)] : [];
  });

const aims = { dbos: 30, textbook: 300, plain: 0.5 } as const;

export function aimsOfPeers([measured]: readonly Measured<Peers>[]): Aim[] {
  if (!measured) return [];
  return (['dbos', 'textbook', 'plain'] as const).map((shape) => {
    const ratio = median(ratiosTo(measured.rounds, shape));
    return atLeast(`${aims[shape]} times ${titles[shape]}`, number(ratio), ratio, aims[shape]);
  });
}
