import type { Result, Round, VariantSummary } from './result.ts';
import { mapShares } from './rounds.ts';
import type { VariantName } from './options.ts';
import { median, spreadOf, type Spread } from '../common/statistics.ts';

const variantNames = ['residents', 'textbook', 'dbos', 'restate'] as const satisfies readonly VariantName[];

export function summariesOf(rounds: readonly Round[]): Result['variants'] {
  const variants: Result['variants'] = {};
  for (const name of variantNames) {
    const own = rounds.filter(({ variant }) => variant === name);
    if (own.length > 0) variants[name] = summaryOf(own);
  }
  return variants;
}

function summaryOf(rounds: readonly Round[]): VariantSummary {
  const histories = rounds.flatMap(({ history }) => history ?? []);
  const sum = (valueOf: (round: Round) => number): number => rounds.reduce((total, each) => total + valueOf(each), 0);
  return {
    rounds: rounds.length,
    perSecond: spreadOf(rounds.map(({ perSecond }) => perSecond)),
    countedCpuMs: spreadOf(rounds.map(({ countedCpuMs }) => countedCpuMs)),
    cpuMs: mapShares((name) => median(rounds.map(({ cpuMs }) => cpuMs[name]))),
    walBytes: median(rounds.map(({ walBytes }) => walBytes)),
    ...(histories.length > 0 && {
      events: joined(histories.map(({ events }) => events)),
      historyBytes: joined(histories.map(({ bytes }) => bytes)),
    }),
    serials: sum(({ serials }) => serials),
    duplicates: sum(({ duplicates }) => duplicates),
  };
}

/** Of several samples: the middle of their middles, and the extremes of all. */
function joined(spreads: readonly Spread[]): Spread {
  return {
    median: median(spreads.map((spread) => spread.median)),
    least: Math.min(...spreads.map(({ least }) => least)),
    most: Math.max(...spreads.map(({ most }) => most)),
  };
}

/** Each round of fugo against the same round of the peer, because the two were measured within a minute. */
export function ratiosOf(rounds: readonly Round[]): Result['ratios'] {
  const against = (peer: VariantName, valueOf: (round: Round) => number): Spread | undefined => {
    const ratios = rounds
      .filter(({ variant }) => variant === 'residents')
      .flatMap((fugo) => {
        const other = rounds.find(({ variant, round }) => variant === peer && round === fugo.round);
        return other ? [valueOf(fugo) / valueOf(other)] : [];
      });
    return ratios.length > 0 ? spreadOf(ratios) : undefined;
  };
  return withoutUndefined({
    cpuToTextbook: against('textbook', ({ countedCpuMs }) => countedCpuMs),
    cpuToDbos: against('dbos', ({ countedCpuMs }) => countedCpuMs),
    cpuToRestate: against('restate', ({ countedCpuMs }) => countedCpuMs),
    speedToTextbook: against('textbook', ({ perSecond }) => perSecond),
    speedToDbos: against('dbos', ({ perSecond }) => perSecond),
    speedToRestate: against('restate', ({ perSecond }) => perSecond),
  });
}

function withoutUndefined(ratios: Record<keyof Result['ratios'], Spread | undefined>): Result['ratios'] {
  return Object.fromEntries(Object.entries(ratios).filter(([, value]) => value !== undefined));
}
