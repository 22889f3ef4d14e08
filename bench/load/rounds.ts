/** Measures what is not stored yet, a round of each part after the other: what drifts, drifts for all of them. */
import { textOf } from '../../local/messages.ts';
import { noteOf } from '../../local/system-errors.ts';
import { findCommit } from '../common/commit.ts';
import { getIdle, NotIdle } from '../common/idle.ts';
import { describeMachine } from '../common/machine.ts';
import { say } from '../common/say.ts';
import type { Part, Store, StoredPart } from '../common/store.ts';
import type { Case, Measured } from './case.ts';
import type { Options } from './options.ts';
import { openLoadStack, type LoadStack } from './stack.ts';

/** The stack of the round under way, for whoever must end before it is over. */
let open: LoadStack | undefined;
const openStack = async (): Promise<LoadStack> => (open ??= await openLoadStack());
export const closeOpenStack = async (): Promise<void> => open?.close();

/** A part that has no result is told at the end, and the others are measured. Answers what went wrong. */
export async function measureMissing(cases: readonly Case[], store: Store, options: Options): Promise<string[]> {
  const failed = new Map<string, string>();
  const parts = cases.flatMap((each) => each.parts(options).map((part) => ({ each, part })));
  const anew = new Set(options.again ? parts.map(({ part }) => part.name) : []);
  const rounds = Math.max(...parts.map(({ part }) => part.rounds));
  for (let round = 1; round <= rounds; round += 1) {
    for (const { each, part } of parts) {
      if (round > part.rounds || failed.has(part.name)) continue;
      // Only the first round of a new measurement forgets the old ones.
      const stored = anew.delete(part.name) ? undefined : store.find(part);
      if (stored?.rounds.some((known) => known.round === round)) {
        say(`${part.name}, round ${round}: stored already`);
        continue;
      }
      try {
        await store.keep(await measureRound(each, part, { round, stored, options }));
      } catch (err) {
        if (err instanceof NotIdle) throw err;
        failed.set(part.name, `${part.name}, round ${round}: ${textOf(noteOf(err), 'en')}`);
        say(failed.get(part.name) ?? '');
      }
    }
  }
  return [...failed.values()];
}

async function measureRound(
  each: Case,
  part: Part,
  { round, stored, options }: { round: number; stored: StoredPart | undefined; options: Options },
): Promise<StoredPart> {
  const idleBefore = await getIdle(options); // before the minute of starting, which nobody should wait for in vain
  say(`${part.name}, round ${round} of ${part.rounds}`);
  try {
    const figures = await each.measure(part, { options, openStack, round });
    return {
      part: part.name,
      settings: part.settings,
      machine: describeMachine(),
      rounds: [
        ...(stored?.rounds ?? []),
        {
          round,
          at: new Date().toISOString(),
          commit: findCommit(),
          idleBefore,
          versions: open?.versions ?? null,
          figures,
        },
      ],
    };
  } finally {
    await open?.close();
    open = undefined;
  }
}

/** What is stored of a case; without parts that are not. */
export function measuredOf(each: Case, store: Store, options: Options): Measured<unknown>[] {
  return each.parts(options).flatMap((part) => {
    const stored = store.find(part);
    return stored ? [{ part, rounds: stored.rounds.map(({ figures }) => figures) }] : [];
  });
}
