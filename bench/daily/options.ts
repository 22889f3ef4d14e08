import { parseArgs } from 'node:util';
import { countOf, UsageError } from '../common/command.ts';

export const caseNames = ['answer', 'residents', 'textbook', 'dbos', 'restate'] as const;
export type CaseName = (typeof caseNames)[number];
/** The cases that take residents all the way, in rounds beside each other. */
export type VariantName = Exclude<CaseName, 'answer'>;

export interface Options {
  cases: CaseName[];
  rounds: number;
  residents: number;
  json: boolean;
  force: boolean;
  /** Write the figures into docs/performance.md too. */
  docs: boolean;
}

export const usage = `Usage: npm run bench -- [daily] [options]

The daily work. For loads of whole cities: npm run bench -- load --help

Measures fugo on a stack of its own (own FUGO_HOME, own ports), which is removed afterwards. About a quarter of an hour.

  --case NAME      only this case; may be repeated: ${caseNames.join(', ')}
  --rounds N       rounds of residents, textbook, dbos and restate, interleaved (default 3)
  --residents N    residents a round and case (default 120)
  --json           the result as JSON on standard output, instead of a table
  --docs           put the figures into docs/performance.md as well
  --force          measure although other work uses the machine
  --help           this text

A round does not begin while less than 70 % of the machine is idle. The result of a run with all cases and without
--force is written to bench/results/ as well.
`;

/** What the command line asks for; undefined when it asks for help. Throws UsageError with one sentence. */
export function readOptions(args: readonly string[]): Options | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const cases = (values.case ?? []).map((name) => {
    const known = caseNames.find((each) => each === name);
    if (!known) throw new UsageError(`--case: ${name} is none of ${caseNames.join(', ')}.`);
    return known;
  });
  return {
    cases: cases.length === 0 ? [...caseNames] : caseNames.filter((name) => cases.includes(name)),
    rounds: countOf('--rounds', values.rounds, 3),
    residents: countOf('--residents', values.residents, 120),
    json: values.json ?? false,
    force: values.force ?? false,
    docs: values.docs ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        case: { type: 'string', multiple: true },
        rounds: { type: 'string' },
        residents: { type: 'string' },
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
