import { parseArgs } from 'node:util';
import { countOf, UsageError } from '../common/command.ts';
import { partNames, type PartName } from './part.ts';
import { parts as known } from './parts.ts';

export interface Options {
  parts: PartName[];
  /** Undefined: each part's usual size. */
  size: number | undefined;
  full: boolean;
  /** Measure anew what is stored. */
  again: boolean;
  json: boolean;
  /** Write the section of docs/performance.md from what is stored. */
  docs: boolean;
  force: boolean;
}

const rows = partNames.map((name) => {
  const { sizes, counts, title } = known[name];
  return `  ${name.padEnd(11)} ${title}; ${counts}: ${sizes.usual}, with --full ${sizes.full}`;
});

export const usage = `Usage: npm run bench -- operations [options]

Measures the operation of the Juki net, part by part, each on servers of its own, which are removed afterwards: the
monitor, alarms, backups, operating days, the calendar and the call centre. All parts in their usual sizes take about twelve minutes, with
--full about forty minutes. What is measured is stored at once; a run that is started again goes on with what is
missing.

${rows.join('\n')}

  --part NAME   only this part; may be repeated
  --size N      so many, in place of the part's usual size; with one --part
  --full        the sizes of the seed's limits where they take long
  --again       measure anew what is stored
  --json        the results as JSON on standard output, instead of tables
  --docs        write the section of docs/performance.md from the stored results
  --force       measure although other work uses the machine; such results are stored apart and never documented
  --help        this text

A part does not begin while less than 70 % of the machine is idle.
`;

/** What the command line asks for; undefined when it asks for help. Throws UsageError with one sentence. */
export function readOptions(args: readonly string[]): Options | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const { full = false, again = false, json = false, docs = false, force = false } = values;
  if (docs && force) throw new UsageError('--docs: figures that were measured with --force are not documented.');
  const asked = (values.part ?? []).map((name) => {
    const part = partNames.find((each) => each === name);
    if (!part) throw new UsageError(`--part: ${name} is none of ${partNames.join(', ')}.`);
    return part;
  });
  const parts = asked.length === 0 ? [...partNames] : partNames.filter((name) => asked.includes(name));
  const [part] = parts;
  if (values.size !== undefined && (parts.length > 1 || !part)) {
    throw new UsageError('--size: another thing is counted in each part, so it goes with one --part.');
  }
  if (values.size !== undefined && full) throw new UsageError('--size, --full: one of them, please.');
  const most = part ? known[part].sizes.most : 0;
  const size = values.size === undefined ? undefined : countOf('--size', values.size, 0, most);
  return { parts, size, full, again, json, docs, force };
}

export function sizeOf(name: PartName, { size, full }: Pick<Options, 'size' | 'full'>): number {
  const { sizes } = known[name];
  return size ?? (full ? sizes.full : sizes.usual);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        part: { type: 'string', multiple: true },
        size: { type: 'string' },
        full: { type: 'boolean' },
        again: { type: 'boolean' },
        json: { type: 'boolean' },
        docs: { type: 'boolean' },
        force: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (err) {
    throw new UsageError(err instanceof Error ? err.message : 'The options cannot be read.', { cause: err });
  }
}
