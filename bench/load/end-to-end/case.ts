import { atLeast, type Aim } from '../../common/aims.ts';
import { grouped, number, spread, table } from '../../common/markdown.ts';
import { median, spreadOf } from '../../common/statistics.ts';
import { caseOf, type Measured } from '../case.ts';
import { EndToEnd, isSimulators, measureEndToEnd } from './measure.ts';

const usualSizes = [10_000, 100_000, 1_000_000];
/** So many take minutes, and vary less. */
const measuredOnce = 1_000_000;

export const endToEnd = caseOf<EndToEnd>({
  name: 'end-to-end',
  title: 'A city from its file to the last code',
  Figures: EndToEnd,
  parts: (options) =>
    (options.sizes ?? usualSizes).map((residents) => ({
      name: `end-to-end-${residents}`,
      rounds: residents >= measuredOnce ? 1 : options.rounds,
      settings: { residents },
    })),
  async measure({ settings: { residents = 0 } }, { openStack }) {
    return measureEndToEnd(await openStack(), residents);
  },
  report: reportEndToEnd,
  aims: aimsOfEndToEnd,
});

type Sizes = readonly Measured<EndToEnd>[];

function reportEndToEnd(sizes: Sizes): string {
  const head = (first: string): string[] => [
    first,
    ...sizes.map(({ rounds: [round] }) => grouped(round?.residents ?? 0)),
  ];
  const row = (name: string, valueOf: (round: EndToEnd) => number, unit = 1): string[] => [
    name,
    ...sizes.map(({ rounds }) =>
      rounds.length > 1
        ? spread(spreadOf(rounds.map(valueOf)), unit)
        : number(median(rounds.map((round) => valueOf(round) / unit))),
    ),
  ];
  const namesOf = (recordOf: (round: EndToEnd) => Readonly<Record<string, unknown>>): string[] => [
    ...new Set(sizes.flatMap(({ rounds }) => rounds.flatMap((round) => Object.keys(recordOf(round))))),
  ];
  return [
    table(head('residents'), [
      row('**residents a second**', ({ perSecond }) => perSecond),
      row('seconds', ({ seconds }) => seconds),
      row('– upload', ({ phases }) => phases.upload),
      row('– from reading to the last route', ({ phases }) => phases.load),
      row('– confirmation', ({ phases }) => phases.confirmation),
      row('confirmation runs asked for', ({ confirmations }) => confirmations),
      row('cores used, %', ({ busy }) => busy),
      row('WAL a resident, kB', ({ walBytes }) => walBytes, 1_000),
      ...namesOf(({ peakMemory }) => peakMemory).map((name) =>
        row(`most memory of ${name}, MB`, ({ peakMemory }) => peakMemory[name] ?? Number.NaN, 1_000_000),
      ),
      row('依頼済', ({ acquired }) => acquired),
      row('waiting for a personal number, or in the error list', ({ otherwise }) => otherwise),
      row('serials issued', ({ serials }) => serials),
      row('done twice', ({ duplicates }) => duplicates),
    ]),
    table(head('CPU ms a resident'), [
      row('**counted**', ({ countedCpuMs }) => countedCpuMs),
      ...namesOf(({ cpuMs }) => cpuMs)
        .toSorted((a, b) => Number(isSimulators(a)) - Number(isSimulators(b)))
        .map((name) =>
          row(isSimulators(name) ? `${name} (not counted)` : name, ({ cpuMs }) => cpuMs[name] ?? Number.NaN),
        ),
    ]),
    table(
      head('seconds by step: sum of its runs (mean wait for a worker)'),
      namesOf(({ steps }) => steps).map((name) => stepRow(sizes, name)),
    ),
    table(
      head('bytes a resident: table + indexes'),
      namesOf(({ tableBytes }) => tableBytes).map((name) => sizeRow(sizes, name)),
    ),
  ].join('\n\n');
}

function stepRow(sizes: Sizes, name: string): string[] {
  return [
    name,
    ...sizes.map(({ rounds }) => {
      const steps = rounds.flatMap(({ steps: { [name]: step } }) => (step ? [step] : []));
      if (steps.length === 0) return '–';
      const seconds = median(steps.map((step) => step.seconds));
      return `${number(seconds)} (${number(median(steps.map(({ waited, runs }) => waited / runs)))})`;
    }),
  ];
}

function sizeRow(sizes: Sizes, name: string): string[] {
  return [
    name,
    ...sizes.map(({ rounds }) => {
      const of = (which: 'table' | 'indexes'): number =>
        median(rounds.map(({ tableBytes }) => tableBytes[name]?.[which] ?? 0));
      return `${number(of('table'))} + ${number(of('indexes'))}`;
    }),
  ];
}

const aimPerSecond = 2_000;
const large = 1_000_000;
const shareAtLarge = 0.8;

function aimsOfEndToEnd(sizes: Sizes): Aim[] {
  const rateOf = (residents: number): number | undefined => {
    const rounds = sizes.flatMap((size) => size.rounds).filter((round) => round.residents === residents);
    return rounds.length > 0 ? median(rounds.map(({ perSecond }) => perSecond)) : undefined;
  };
  const [small, middle, million] = [rateOf(10_000), rateOf(100_000), rateOf(large)];
  return [
    ...rateAim(10_000, small),
    ...rateAim(100_000, middle),
    ...(small !== undefined && million !== undefined
      ? [
          atLeast(
            'at 1,000,000 at least 0.8 of the rate at 10,000',
            number(million / small),
            million / small,
            shareAtLarge,
          ),
        ]
      : []),
  ];
}

function rateAim(residents: number, found: number | undefined): Aim[] {
  if (found === undefined) return [];
  return [atLeast(`2,000 residents a second, ${grouped(residents)}`, number(found), found, aimPerSecond)];
}
