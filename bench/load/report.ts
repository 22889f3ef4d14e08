/** All that is stored as one text: on the terminal, and in docs/performance.md. */
import { format } from 'prettier';
import { aimsTable, type Aim } from '../common/aims.ts';
import { grouped, number } from '../common/markdown.ts';
import type { Store } from '../common/store.ts';
import type { Case } from './case.ts';
import type { Options } from './options.ts';
import { measuredOf } from './rounds.ts';

export async function reportOf(cases: readonly Case[], store: Store, options: Options): Promise<string> {
  const aims: Aim[] = [];
  const sections: string[] = [];
  for (const each of cases) {
    const measured = measuredOf(each, store, options);
    if (measured.length === 0) {
      sections.push(`### ${each.title}\n\nNot measured yet.`);
      continue;
    }
    aims.push(...each.aims(measured));
    sections.push(`### ${each.title}\n\n${conditionsOf(each, store, options)}\n\n${each.report(measured)}`);
  }
  return format([aimsTable(aims), ...sections].filter((part) => part !== '').join('\n\n'), {
    parser: 'markdown',
    printWidth: 120,
  });
}

/** When, on what and beside what each part was measured. */
function conditionsOf(each: Case, store: Store, options: Options): string {
  const stored = each.parts(options).flatMap((part) => store.find(part) ?? []);
  const rounds = stored.flatMap((part) => part.rounds);
  const machines = stored.map(
    ({ machine: { cores, cpu, memoryGiB, kernel, node } }) =>
      `${cores} cores of ${cpu}, ${memoryGiB} GiB, Linux ${kernel}, Node.js ${node}`,
  );
  const versions = rounds.flatMap((round) =>
    round.versions ? [`Temporal ${round.versions.temporal}, PostgreSQL ${round.versions.postgres}`] : [],
  );
  const sources = distinct(rounds.map(({ commit }) => commit));
  return [
    `Measured ${distinct(rounds.map(({ at }) => at.slice(0, 10)))} on ${distinct([...machines, ...versions])}; sources ${sources}.`,
    `Rounds: ${stored.map(({ part, rounds: { length } }) => `${part} ${grouped(length)}`).join(', ')}.`,
    `Before each at least ${number(Math.min(...rounds.map(({ idleBefore }) => idleBefore)))} % of the machine was idle.`,
    options.force ? 'Measured with `--force`.' : '',
  ].join(' ');
}

const distinct = (values: readonly string[]): string => [...new Set(values)].join(', ');
