import type { Part } from '../../common/store.ts';
import { caseOf } from '../case.ts';
import type { LoadStack } from '../stack.ts';
import { measureEmptied, measureOutage } from './outages.ts';
import { BurstFigures } from './figures.ts';
import { measureNotices } from './notices.ts';
import { aimsOfBursts, reportBursts } from './report.ts';
import { measureSent } from './sent.ts';

interface Burst {
  name: string;
  /** Residents, or notices. */
  count: number;
  measure: (stack: LoadStack, count: number, round: number) => Promise<BurstFigures>;
}

const known: readonly Burst[] = [
  {
    name: 'burst-ndjson',
    count: 10_000,
    measure: (stack, residents, round) => measureSent(stack, { kind: 'ndjson', residents, round }),
  },
  {
    name: 'burst-posts',
    count: 10_000,
    measure: (stack, residents, round) => measureSent(stack, { kind: 'posts', residents, round }),
  },
  {
    name: 'burst-outage',
    count: 12_000,
    measure: (stack, residents, round) => measureOutage(stack, { residents, round }),
  },
  {
    name: 'burst-emptied',
    count: 5_000,
    measure: (stack, residents, round) => measureEmptied(stack, { residents, round }),
  },
  { name: 'notices', count: 40_000, measure: measureNotices },
];

export const bursts = caseOf<BurstFigures>({
  name: 'bursts',
  title: 'Thousands at once, and after an outage',
  Figures: BurstFigures,
  parts: ({ sizes, rounds }) =>
    known.flatMap((burst) =>
      (sizes ?? [burst.count]).map((count) => ({ name: nameOf(burst, count), rounds, settings: { count } })),
    ),
  async measure(part, { openStack, round }) {
    const { count = 0 } = part.settings;
    return burstOf(part, count).measure(await openStack(), count, round);
  },
  report: reportBursts,
  aims: aimsOfBursts,
});

const nameOf = ({ name }: Burst, count: number): string => `${name}-${count}`;

function burstOf({ name }: Part, count: number): Burst {
  const found = known.find((burst) => nameOf(burst, count) === name);
  if (!found) throw new Error(`There is no part ${name}.`);
  return found;
}
