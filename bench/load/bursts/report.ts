import { atLeast, atMost, type Aim } from '../../common/aims.ts';
import { grouped, number, spread, table } from '../../common/markdown.ts';
import { median, spreadOf } from '../../common/statistics.ts';
import type { Measured } from '../case.ts';
import type { BurstFigures, Emptied, Notices, Outage, Sent } from './figures.ts';

export function reportBursts(parts: readonly Measured<BurstFigures>[]): string {
  const { sent, outages, emptied, notices } = sorted(parts);
  return [sentTable(sent), outageTable(outages), emptiedTable(emptied), noticesTable(notices)]
    .filter((part) => part !== '')
    .join('\n\n');
}

type RoundsOf<Figures> = readonly (readonly Figures[])[];

/** By what happens in them; each with its rounds, and without those that have none. */
function sorted(parts: readonly Measured<BurstFigures>[]) {
  const of = <Figures extends BurstFigures>(is: (round: BurstFigures) => round is Figures): RoundsOf<Figures> =>
    parts.map(({ rounds }) => rounds.filter(is)).filter((rounds) => rounds.length > 0);
  return {
    sent: of((round): round is Sent => round.kind === 'ndjson' || round.kind === 'posts'),
    outages: of((round): round is Outage => round.kind === 'outage'),
    emptied: of((round): round is Emptied => round.kind === 'emptied'),
    notices: of((round): round is Notices => round.kind === 'notices'),
  };
}

const waysToSend: Record<Sent['kind'], string> = { ndjson: 'lines of one body', posts: '16 connections' };

/** Of the rounds of one part. */
function figuresOf<Figures>(rounds: readonly Figures[]) {
  const valuesOf = (valueOf: (round: Figures) => number): number[] => rounds.map(valueOf);
  return {
    middle: (valueOf: (round: Figures) => number): string => spread(spreadOf(valuesOf(valueOf))),
    sum: (valueOf: (round: Figures) => number): string => grouped(sumOf(valuesOf(valueOf))),
    first: (valueOf: (round: Figures) => number): string => grouped(valuesOf(valueOf)[0] ?? 0),
  };
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const sentTable = (parts: RoundsOf<Sent>): string =>
  table(
    [
      'new residents at once',
      'residents',
      'a second',
      's to the last answer',
      's to the last route',
      'without the number',
      'done twice',
      'ms to a single answer meanwhile, p95',
    ],
    parts.map((rounds) => {
      const { middle, sum, first } = figuresOf(rounds);
      return [
        rounds[0] ? waysToSend[rounds[0].kind] : '',
        first(({ residents }) => residents),
        middle(({ perSecond }) => perSecond),
        middle(({ seconds }) => seconds.answered),
        middle(({ seconds }) => seconds.routed),
        sum(({ withoutNumber }) => withoutNumber),
        sum(({ duplicates }) => duplicates),
        middle(({ counter }) => counter.p95),
      ];
    }),
  );

const outageTable = (parts: RoundsOf<Outage>): string =>
  table(
    [
      'new residents while the engine stands still',
      's it stands still',
      's to the last answer',
      's from its going on to the last route',
      'without the number',
      'done twice',
    ],
    parts.map((rounds) => {
      const { middle, sum, first } = figuresOf(rounds);
      return [
        first(({ residents }) => residents),
        middle(({ seconds }) => seconds.outage),
        middle(({ seconds }) => seconds.taken),
        middle(({ seconds }) => seconds.routed),
        sum(({ withoutNumber }) => withoutNumber),
        sum(({ duplicates }) => duplicates),
      ];
    }),
  );

const emptiedTable = (parts: RoundsOf<Emptied>): string =>
  table(
    [
      'requests under way when the engine loses all its data',
      's until it is there again',
      's until nobody asks for a driver',
      'done twice',
    ],
    parts.map((rounds) => {
      const { middle, sum, first } = figuresOf(rounds);
      return [
        first(({ residents }) => residents),
        middle(({ seconds }) => seconds.engine),
        middle(({ seconds }) => seconds.driven),
        sum(({ duplicates }) => duplicates),
      ];
    }),
  );

const noticesTable = (parts: RoundsOf<Notices>): string =>
  table(
    [
      'notices owed to four backbones, one of which never answers',
      'delivered to the others',
      's',
      'a second',
      'stored twice',
    ],
    parts.map((rounds) => {
      const { middle, sum, first } = figuresOf(rounds);
      return [
        first(({ notices }) => notices),
        first(({ delivered }) => delivered),
        middle(({ seconds }) => seconds),
        middle(({ perSecond }) => perSecond),
        sum(({ duplicates }) => duplicates),
      ];
    }),
  );

const aims = { perSecond: 1_000, outageSeconds: 60, emptiedSeconds: 120, noticesSeconds: 60 } as const;

export function aimsOfBursts(parts: readonly Measured<BurstFigures>[]): Aim[] {
  const { sent, outages, emptied, notices } = sorted(parts);
  return [
    ...sent.flatMap((rounds) => {
      const what = `${residentsOf(rounds)} at once by ${rounds[0] ? waysToSend[rounds[0].kind] : ''}`;
      const rate = median(rounds.map(({ perSecond }) => perSecond));
      return [
        atLeast(`${grouped(aims.perSecond)} a second, ${what}`, number(rate), rate, aims.perSecond),
        aimOfNumbers(what, rounds),
      ];
    }),
    ...outages.flatMap((rounds) => {
      const what = `${residentsOf(rounds)} while the engine stands still`;
      const seconds = rounds.map(({ seconds: { routed } }) => routed);
      return [
        aimOfSeconds(`routed within a minute of its going on, ${what}`, seconds, aims.outageSeconds),
        aimOfNumbers(what, rounds),
      ];
    }),
    ...emptied.map((rounds) => {
      const seconds = rounds.map(({ seconds: { driven } }) => driven);
      const aim = `all driven within two minutes of the engine's loss of its data, ${residentsOf(rounds)}`;
      return aimOfSeconds(aim, seconds, aims.emptiedSeconds);
    }),
    ...notices.map((rounds) => {
      const aim = `${grouped(rounds[0]?.delivered ?? 0)} notices within a minute beside a backbone that never answers`;
      const seconds = rounds.map((round) => round.seconds);
      return aimOfSeconds(aim, seconds, aims.noticesSeconds);
    }),
  ];
}

const residentsOf = (rounds: readonly { residents: number }[]): string =>
  `${grouped(rounds[0]?.residents ?? 0)} residents`;

function aimOfSeconds(aim: string, values: readonly number[], limit: number): Aim {
  const seconds = median(values);
  return atMost(aim, `${number(seconds)} s`, seconds, limit);
}

function aimOfNumbers(what: string, rounds: readonly { withoutNumber: number }[]): Aim {
  const count = sumOf(rounds.map(({ withoutNumber }) => withoutNumber));
  return atMost(`no answer without the number, ${what}`, grouped(count), count, 0);
}
