import { atMost, type Aim } from '../../common/aims.ts';
import { grouped, number, table } from '../../common/markdown.ts';
import { caseOf, type Measured } from '../case.ts';
import { ListsFigures, measureLists } from './measure.ts';

const defaultResidents = 1_000_000;

export const lists = caseOf<ListsFigures>({
  name: 'lists',
  title: 'Pages of lists with a large city in the tables',
  Figures: ListsFigures,
  parts: ({ sizes = [defaultResidents] }) =>
    // A thousand pages of each are rounds enough.
    sizes.map((residents) => ({ name: `lists-${residents}`, rounds: 1, settings: { residents } })),
  async measure({ settings: { residents = 0 } }, { openStack }) {
    return measureLists(await openStack(), residents);
  },
  report: reportLists,
  aims: aimsOfLists,
});

function reportLists(parts: readonly Measured<ListsFigures>[]): string {
  return parts.flatMap(({ rounds }) => rounds.map(reportOne)).join('\n\n');
}

const reportOne = ({ residents, failures, pages }: ListsFigures): string =>
  table(
    [
      `ms in the database; ${grouped(residents)} residents, ${grouped(failures)} open errors`,
      'pages',
      'p50',
      'p99',
      'longest',
    ],
    pages.map(({ name, whole, count, p50, p99, most }) => [
      whole ? `${name} (no page, no aim)` : name,
      grouped(count),
      ...[p50, p99, most].map(number),
    ]),
  );

const aimMs = 10;

function aimsOfLists([measured]: readonly Measured<ListsFigures>[]): Aim[] {
  const [figures] = measured?.rounds ?? [];
  if (!figures) return [];
  const slowest = figures.pages.filter(({ whole }) => !whole).toSorted((a, b) => b.p99 - a.p99)[0];
  if (!slowest) return [];
  const measuredAs = `${number(slowest.p99)} ms (${slowest.name})`;
  return [atMost('p99 of any page at most 10 ms in the database', measuredAs, slowest.p99, aimMs)];
}
