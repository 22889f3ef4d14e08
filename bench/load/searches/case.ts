import { atMost, type Aim } from '../../common/aims.ts';
import { grouped, number, table } from '../../common/markdown.ts';
import { caseOf, type Measured } from '../case.ts';
import { SearchesFigures, measureSearches } from './measure.ts';

const defaultResidents = 200_000;

export const searches = caseOf<SearchesFigures>({
  name: 'searches',
  title: 'Staff search among the residents of a city',
  Figures: SearchesFigures,
  parts: ({ sizes = [defaultResidents] }) =>
    // Hundreds of each search are rounds enough.
    sizes.map((residents) => ({ name: `searches-${residents}`, rounds: 1, settings: { residents } })),
  async measure({ settings: { residents = 0 } }, { openStack }) {
    return measureSearches(await openStack(), residents);
  },
  report: reportSearches,
  aims: aimsOfSearches,
});

function reportSearches(parts: readonly Measured<SearchesFigures>[]): string {
  return parts.flatMap(({ rounds }) => rounds.map(reportOne)).join('\n\n');
}

const reportOne = ({ residents, searches: times }: SearchesFigures): string =>
  table(
    [`ms by HTTP, one at a time; ${grouped(residents)} residents`, 'searches', 'found', 'p50', 'p99', 'longest'],
    times.map(({ name, count, found, p50, p99, most }) => [
      name,
      grouped(count),
      grouped(found),
      ...[p50, p99, most].map(number),
    ]),
  );

const aimMs = 300;

function aimsOfSearches([measured]: readonly Measured<SearchesFigures>[]): Aim[] {
  const [figures] = measured?.rounds ?? [];
  const slowest = figures?.searches.toSorted((a, b) => b.p99 - a.p99)[0];
  if (!slowest) return [];
  const measuredAs = `${number(slowest.p99)} ms (${slowest.name})`;
  return [atMost('p99 of any search under 300 ms', measuredAs, slowest.p99, aimMs)];
}
