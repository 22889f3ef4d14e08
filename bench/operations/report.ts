/** All that is stored as one text: on the terminal, and in docs/performance.md. */
import { format } from 'prettier';
import { aimsTable } from '../common/aims.ts';
import { grouped, number } from '../common/markdown.ts';
import type { StoredPart } from '../common/store.ts';
import type { Options } from './options.ts';
import type { Part } from './part.ts';

export interface Result {
  part: Part;
  size: number;
  stored: StoredPart;
}

/** `parts`: those that the report is about, so that it says which of them are missing. */
export async function reportOf(
  results: readonly Result[],
  { parts, force }: Pick<Options, 'parts' | 'force'>,
): Promise<string> {
  const aims = results.flatMap(({ part, stored }) => part.aims(figuresOf(stored)));
  const missing = parts.filter((name) => results.every(({ part }) => part.name !== name));
  const sections = results.map(({ part, size, stored }) =>
    [`### ${part.title}`, conditionsOf(part, size, stored, { force }), part.report(figuresOf(stored))].join('\n\n'),
  );
  const rest = missing.length === 0 ? [] : [`Not measured yet: ${missing.map((name) => `\`${name}\``).join(', ')}.`];
  return format([aimsTable(aims), ...sections, ...rest].filter((part) => part !== '').join('\n\n'), {
    parser: 'markdown',
    printWidth: 120,
  });
}

const figuresOf = ({ rounds }: StoredPart): unknown => rounds.at(-1)?.figures;

/** When, on what and beside what it was measured. */
function conditionsOf(
  { name, counts }: Part,
  size: number,
  { machine, rounds }: StoredPart,
  { force }: Pick<Options, 'force'>,
): string {
  const { cores, cpu, memoryGiB, kernel, node } = machine;
  const { at = '', commit, idleBefore = Number.NaN, versions } = rounds.at(-1) ?? {};
  const on = [
    `${cores} cores of ${cpu}, ${memoryGiB} GiB, Linux ${kernel}, Node.js ${node}`,
    ...(versions?.temporal === undefined ? [] : [`Temporal ${versions.temporal}`]),
    ...(versions?.postgres === undefined ? [] : [`PostgreSQL ${versions.postgres}`]),
  ];
  return [
    `\`${name}\`, ${grouped(size)} ${counts}. Measured ${at.slice(0, 10)} on ${on.join(', ')}; sources ${commit ?? 'unknown'}.`,
    `Before it ${number(idleBefore)} % of the machine was idle.`,
    force ? 'Measured with `--force`.' : '',
  ]
    .join(' ')
    .trim();
}
