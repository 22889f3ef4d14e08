/**
 * Replaces the runs of loads and chunks whose workflow task keeps failing, as after a faulty deployment; all progress
 * stands in the database. When that does not help, the load is stopped and staff see why.
 */
import type { InitialLoadInput } from '../contracts/initial-load.ts';
import { findChunksUnderWay, listLoadsToStart } from '../storage/loads/starts.ts';
import { recordLoadState } from '../storage/loads/loads.ts';
import { replaceFailingChunk } from './failing-chunk.ts';
import type { NudgerCounts, NudgerDeps, NudgerSettings } from './nudger-settings.ts';

/** By load id, how often this process has replaced the load's run since it last worked. */
export type ReplacedLoads = Map<string, number>;

interface ReviveOptions {
  settings: NudgerSettings;
  counts: NudgerCounts;
  replaced: ReplacedLoads;
}

export async function reviveStalledLoads(
  deps: NudgerDeps,
  municipality: string,
  { settings, counts, replaced }: ReviveOptions,
): Promise<void> {
  const { db, engine, log } = deps;
  const limits = await deps.readLimits(municipality);
  for (const load of await listLoadsToStart(db, municipality, { olderThanSeconds: youngestSeconds, limits })) {
    const state = await engine.findLoadState(load);
    if (state === 'unavailable') return;
    if (state === 'failing') await replace(load);
    else if (state === 'idle') replaced.delete(load.loadId);
    for (const { chunkId, replacedRuns } of await findChunksUnderWay(db, load)) {
      const { loadId, options } = load;
      const chunk = { municipality, loadId, chunkId, limits, linesPerSecond: options.linesPerSecond };
      await replaceFailingChunk(deps, chunk, { replacedRuns, settings, counts });
    }
  }

  async function replace(load: InitialLoadInput): Promise<void> {
    const { loadId } = load;
    const before = replaced.get(loadId) ?? 0;
    // Staff know already. A process with mended code counts anew and replaces the run once more.
    if (before > settings.replacedBeforeStuck) return;
    replaced.set(loadId, before + 1);
    counts.replaced += 1;
    if (before < settings.replacedBeforeStuck) {
      log.warn({ municipality, loadId }, 'the run of a load that fails its task is replaced');
      await engine.replaceLoadRun(load);
      return;
    }
    counts.stuck += 1;
    log.error({ municipality, loadId }, 'a load is stuck: it is stopped for staff');
    await recordLoadState(db, { municipality, loadId }, { state: 'STOPPED', reason: 'ENGINE_STUCK' });
    // The new run finds the load stopped and does nothing before staff resume it.
    const [stopped] = await listLoadsToStart(db, municipality, { loadId, limits: load.limits });
    if (stopped) await engine.replaceLoadRun(stopped);
  }
}

/** Younger loads are just being started. Seconds. */
const youngestSeconds = 20;
