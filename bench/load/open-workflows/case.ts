import { atLeast, atMost, type Aim } from '../../common/aims.ts';
import { grouped, number, table } from '../../common/markdown.ts';
import { caseOf, type Measured } from '../case.ts';
import { measureOpenWorkflows, OpenWorkflows, type Moment } from './measure.ts';

const defaultCount = 10_000;
const fullCount = 100_000;

export const openWorkflows = caseOf<OpenWorkflows>({
  name: 'open-workflows',
  title: 'New residents beside open workflows',
  Figures: OpenWorkflows,
  parts: ({ sizes, full }) =>
    (sizes ?? (full ? [defaultCount, fullCount] : [defaultCount])).map((count) => ({
      name: `open-workflows-${count}`,
      // To open them takes minutes; the measurement repeats itself within.
      rounds: 1,
      settings: { count },
    })),
  async measure({ settings: { count = 0 } }, { openStack }) {
    return measureOpenWorkflows(await openStack(), count);
  },
  report: reportOpenWorkflows,
  aims: aimsOfOpenWorkflows,
});

function reportOpenWorkflows(parts: readonly Measured<OpenWorkflows>[]): string {
  return parts.flatMap(({ rounds }) => rounds.map(reportOne)).join('\n\n');
}

function reportOne({ open, residents, empty, full, memory, openedPerSecond }: OpenWorkflows): string {
  const row = (name: string, valueOf: (moment: Moment) => number): string[] => [
    name,
    number(valueOf(empty)),
    number(valueOf(full)),
    number(valueOf(full) / valueOf(empty)),
  ];
  const held = memory.map(({ open: opened, bytes }) => `${number(bytes / 1e6)} MB at ${grouped(opened)}`);
  return [
    table(
      [`${grouped(residents)} new residents`, 'nobody else', `${grouped(open)} open workflows`, 'ratio'],
      [
        row('residents a second, until routed', ({ perSecond }) => perSecond),
        row('time to the answer at p50, ms', ({ p50 }) => p50),
        row('time to the answer at p95, ms', ({ p95 }) => p95),
        row('memory of the worker, MB', ({ workerMemory }) => workerMemory / 1e6),
      ],
    ),
    `They were opened at ${number(openedPerSecond)} a second; the worker held ${held.join(', ')}.`,
  ].join('\n\n');
}

const share = 0.95;
const flat = 1.1;
/** The worker keeps so many workflows in memory; until then it must grow. */
const kept = 2_000;

function aimsOfOpenWorkflows([measured]: readonly Measured<OpenWorkflows>[]): Aim[] {
  const [figures] = measured?.rounds ?? [];
  if (!figures) return [];
  const { open, empty, full, memory } = figures;
  const beside = `beside ${grouped(open)} open workflows`;
  const aims = [
    aimOfRatio(`residents a second ${beside} at least 0.95`, full.perSecond / empty.perSecond),
    aimOfRatio(`speed of the answer (p50) ${beside} at least 0.95`, empty.p50 / full.p50),
  ];
  const filled = memory.find(({ open: opened }) => opened > kept);
  const last = memory.at(-1);
  if (!filled || !last || filled === last) return aims;
  const growth = last.bytes / filled.bytes;
  const from = grouped(filled.open);
  return [
    ...aims,
    atMost(`memory of the worker flat, from ${from} to ${grouped(last.open)}`, number(growth), growth, flat),
  ];
}

const aimOfRatio = (aim: string, ratio: number): Aim => atLeast(aim, number(ratio), ratio, share);
