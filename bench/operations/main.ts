/** `npm run bench -- operations`: monitor, alarms, backups, operating days, calendar; each result is stored at once. */
import { textOf } from '../../local/messages.ts';
import { noteOf } from '../../local/system-errors.ts';
import { runCommand } from '../common/command.ts';
import { findCommit } from '../common/commit.ts';
import { getIdle, NotIdle } from '../common/idle.ts';
import { describeMachine } from '../common/machine.ts';
import { writeBetween } from '../common/page.ts';
import { say } from '../common/say.ts';
import { roundNumbers } from '../common/statistics.ts';
import { openStore, type Store, type StoredPart } from '../common/store.ts';
import type { Versions } from '../common/versions.ts';
import { readOptions, sizeOf, usage, type Options } from './options.ts';
import { partNames, storedAs, type Part } from './part.ts';
import { parts as known } from './parts.ts';
import { reportOf, type Result } from './report.ts';

const marks = {
  begin: '<!-- figures of operations: written by npm run bench -- operations --docs -->',
  end: '<!-- end of figures of operations -->',
};

/** Of the part under way, the last one first. */
const closers: (() => unknown)[] = [];
async function closeAll(): Promise<void> {
  // One that fails must not leave the others open.
  for (const closer of closers.splice(0).toReversed()) await Promise.resolve(closer()).catch(() => undefined);
}

/** Answers the exit code. */
export function measureOperations(args: readonly string[]): Promise<number> {
  return runCommand<Options>({
    usage,
    readOptions: () => readOptions(args),
    async work(options) {
      const store = openStore('operations', options);
      const failed = await measureMissing(store, options);
      const results = options.parts.flatMap((name) => findResult(store, name, [sizeOf(name, options)]));
      const report = await reportOf(results, options);
      process.stdout.write(
        options.json
          ? `${JSON.stringify(
              results.map(({ stored }) => stored),
              roundNumbers(4),
              2,
            )}\n`
          : `\n${report}`,
      );
      if (options.docs) {
        const all = partNames.flatMap((name) =>
          findResult(store, name, [known[name].sizes.usual, known[name].sizes.full]),
        );
        writeBetween(marks, await reportOf(all, { ...options, parts: [...partNames] }));
      }
      if (failed.length > 0) throw new Error(`Not everything was measured.\n${failed.join('\n')}`);
    },
    stop: closeAll,
  });
}

/** What is stored of a part in these sizes. */
function findResult(store: Store, name: Part['name'], sizes: readonly number[]): Result[] {
  const part = known[name];
  return [...new Set(sizes)].flatMap((size) => {
    const stored = store.find(storedAs(part, size));
    return stored ? [{ part, size, stored }] : [];
  });
}

/** A part that has no result is told at the end, and the others are measured. Answers what went wrong. */
async function measureMissing(store: Store, options: Options): Promise<string[]> {
  const failed: string[] = [];
  for (const name of options.parts) {
    const part = known[name];
    const size = sizeOf(name, options);
    const { name: file } = storedAs(part, size);
    if (!options.again && store.find(storedAs(part, size))) {
      say(`${file}: stored already`);
      continue;
    }
    try {
      await store.keep(await measurePart(part, size, options));
    } catch (err) {
      if (err instanceof NotIdle) throw err;
      failed.push(`${file}: ${textOf(noteOf(err), 'en')}`);
      say(failed.at(-1) ?? '');
      if (process.env['FUGO_LOG_LEVEL'] === 'debug') say(String(err instanceof Error && err.stack));
    }
  }
  return failed;
}

async function measurePart(part: Part, size: number, options: Options): Promise<StoredPart> {
  const idleBefore = await getIdle(options);
  const { name, settings } = storedAs(part, size);
  say(name);
  let versions: Partial<Versions> | null = null;
  try {
    const figures = await part.measure(size, {
      onClose: (closer) => closers.push(closer),
      note: (more) => (versions = { ...versions, ...more }),
    });
    const at = new Date().toISOString();
    const round = { round: 1, at, commit: findCommit(), idleBefore, versions, figures };
    return { part: name, settings, machine: describeMachine(), rounds: [round] };
  } finally {
    await closeAll();
  }
}
