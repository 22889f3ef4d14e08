/** `npm run bench -- load`: loads of whole cities, a case after the other, each result stored as soon as it is there. */
import { runCommand, UsageError } from '../common/command.ts';
import { writeBetween } from '../common/page.ts';
import { roundNumbers } from '../common/statistics.ts';
import { cases as known } from './cases.ts';
import { readOptions, usage, type Options } from './options.ts';
import { reportOf } from './report.ts';
import { closeOpenStack, measureMissing } from './rounds.ts';
import { openStore } from '../common/store.ts';

const marks = {
  begin: '<!-- figures of loads: written by npm run bench -- load --docs -->',
  end: '<!-- end of figures of loads -->',
};

/** Answers the exit code. */
export function measureLoads(args: readonly string[]): Promise<number> {
  return runCommand<Options>({
    usage,
    readOptions: () => readOptions(args),
    async work(options) {
      const store = openStore('load', options);
      const cases = options.cases.map((name) => known[name]);
      if (cases.every((each) => each.parts(options).length === 0)) {
        throw new UsageError('--part: no part of these cases has a name that begins so.');
      }
      const failed = await measureMissing(cases, store, options);
      const stored = cases.flatMap((each) => each.parts(options).flatMap((part) => store.find(part) ?? []));
      const report = await reportOf(cases, store, options);
      process.stdout.write(options.json ? `${JSON.stringify(stored, roundNumbers(4), 2)}\n` : `\n${report}`);
      if (options.docs) {
        const everything = { ...options, parts: undefined, sizes: undefined, full: true };
        writeBetween(marks, await reportOf(Object.values(known), store, everything));
      }
      if (failed.length > 0) throw new Error(`Not everything was measured.\n${failed.join('\n')}`);
    },
    stop: closeOpenStack,
  });
}
