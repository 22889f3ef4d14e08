import { parseArgs } from 'node:util';
import { countOf, UsageError } from '../common/command.ts';

export const caseNames = [
  'end-to-end',
  'peers',
  'reading',
  'daily-beside-load',
  'open-workflows',
  'lists',
  'searches',
  'printing',
  'confirmation',
  'bursts',
  'kill',
] as const;
export type CaseName = (typeof caseNames)[number];

export interface Options {
  cases: CaseName[];
  /** Of these cases only the parts whose names begin so. */
  parts: string[] | undefined;
  rounds: number;
  /** Residents; each case has sizes of its own where none is given. */
  sizes: number[] | undefined;
  /** The sizes that take long. */
  full: boolean;
  /** Measure anew what is stored. */
  again: boolean;
  json: boolean;
  /** Write the section of docs/performance.md from what is stored. */
  docs: boolean;
  force: boolean;
}

export const usage = `Usage: npm run bench -- load [options]

Measures loads of whole cities, each case on a stack of its own (own FUGO_HOME, own ports), which is removed afterwards.
All of it takes about three hours. What is measured is stored at once; a run that is started again goes on with what is
missing.

  --case NAME   only this case; may be repeated: ${caseNames.join(', ')}
  --part NAME   of these cases only the parts whose names begin so; may be repeated
  --rounds N    rounds of the cases that are measured several times (default 3)
  --size N      residents, in place of a case's own sizes; may be repeated
  --full        the sizes that take long, too
  --again       measure anew what is stored
  --json        the results as JSON on standard output, instead of tables
  --docs        write the section of docs/performance.md from the stored results
  --force       measure although other work uses the machine; such results are stored apart and never documented
  --help        this text

A round does not begin while less than 70 % of the machine is idle.
`;

/** What the command line asks for; undefined when it asks for help. Throws UsageError with one sentence. */
export function readOptions(args: readonly string[]): Options | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const { full = false, again = false, json = false, docs = false, force = false } = values;
  if (docs && force) throw new UsageError('--docs: figures that were measured with --force are not documented.');
  const cases = (values.case ?? []).map((name) => {
    const known = caseNames.find((each) => each === name);
    if (!known) throw new UsageError(`--case: ${name} is none of ${caseNames.join(', ')}.`);
    return known;
  });
  return {
    cases: cases.length === 0 ? [...caseNames] : caseNames.filter((name) => cases.includes(name)),
    parts: values.part,
    rounds: countOf('--rounds', values.rounds, 3, 99),
    sizes: values.size?.map((size) => countOf('--size', size, 0, 10_000_000)),
    full,
    again,
    json,
    docs,
    force,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        case: { type: 'string', multiple: true },
        part: { type: 'string', multiple: true },
        rounds: { type: 'string' },
        size: { type: 'string', multiple: true },
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
