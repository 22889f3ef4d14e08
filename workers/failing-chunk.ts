import type { AcquireCodesInput } from '../contracts/initial-load.ts';
import { countReplacedRun } from '../storage/requests/due.ts';
import { parkStuckChunk } from '../storage/requests/stuck.ts';
import type { NudgeResult } from '../temporal/reach.ts';
import type { NudgerCounts, NudgerDeps, NudgerSettings } from './nudger-settings.ts';

/**
 * Replaces the run of a chunk whose workflow task keeps failing. After several replacements the chunk's residents go to
 * the error list.
 */
export async function replaceFailingChunk(
  { db, engine, log }: Pick<NudgerDeps, 'db' | 'engine' | 'log'>,
  input: AcquireCodesInput,
  { replacedRuns, settings, counts }: { replacedRuns: number; settings: NudgerSettings; counts: NudgerCounts },
): Promise<NudgeResult | 'not-failing'> {
  const { municipality, chunkId } = input;
  const state = await engine.findChunkState(input);
  if (state === 'unavailable') return state;
  if (state !== 'failing') return 'not-failing';
  if (replacedRuns >= settings.replacedBeforeStuck) {
    counts.stuck += 1;
    log.error({ municipality, chunkId }, 'a chunk is stuck: staff have a case of each of its residents');
    await parkStuckChunk(db, municipality, chunkId);
    return 'nudged';
  }
  counts.replaced += 1;
  log.warn({ municipality, chunkId }, 'the run of a chunk that did not answer is replaced');
  await countReplacedRun(db, municipality, { chunkId });
  return engine.replaceChunkRun(input);
}
