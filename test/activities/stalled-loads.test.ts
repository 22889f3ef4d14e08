/** Loads of a real database, whose runs the engine says to fail. */
import { beforeAll, expect, test } from 'vitest';
import { defaultLimits } from '../../contracts/limits.ts';
import type { RunState } from '../../temporal/run-state.ts';
import type { NudgeEngine } from '../../workers/nudge-engine.ts';
import { defaultNudgerSettings, type NudgerCounts } from '../../workers/nudger-settings.ts';
import { reviveStalledLoads, type ReplacedLoads } from '../../workers/stalled-loads.ts';
import { linesOf, loadOf, openStore, type Store } from '../storage/support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(2_207);
});

/** A worker's looks at the loads of a municipality, one by one. */
function lookingAt(municipality: string, { load, chunk }: { load: RunState; chunk: RunState }) {
  const asked: string[] = [];
  const engine = {
    findLoadState: async () => load,
    replaceLoadRun: async ({ carried }) => {
      asked.push(`replace load ${carried?.progress.state ?? ''} ${carried?.progress.reason ?? ''}`.trim());
      return 'nudged';
    },
    findChunkState: async () => chunk,
    replaceChunkRun: async ({ chunkId }) => {
      asked.push(`replace chunk ${chunkId}`);
      return 'nudged';
    },
  } satisfies Partial<NudgeEngine> as Partial<NudgeEngine> as NudgeEngine;
  const counts: NudgerCounts = { nudged: 0, gathered: 0, replaced: 0, stuck: 0 };
  const replaced: ReplacedLoads = new Map();
  const log = { warn: () => undefined, error: () => undefined };
  const deps = { db: store.db, engine, readLimits: async () => defaultLimits, log };
  const look = () => reviveStalledLoads(deps, municipality, { settings: defaultNudgerSettings, counts, replaced });
  return { asked, counts, look };
}

async function newLoad(municipality: string): Promise<{ loadId: string; chunkId: string }> {
  const { loadId, chunkId } = await loadOf(store, municipality, linesOf(store, 1));
  await store.see`
    update loads set state = 'RUNNING', created_at = now() - interval '1 minute' where load_id = ${loadId}`;
  return { loadId, chunkId };
}

test('the run of a load that fails its task is replaced, and when that does not help the load is stopped for staff', async () => {
  const { loadId } = await newLoad('131016');
  const { asked, counts, look } = lookingAt('131016', { load: 'failing', chunk: 'closed' });
  for (let looks = 0; looks < 6; looks += 1) await look();
  expect(asked).toEqual([
    'replace load RUNNING',
    'replace load RUNNING',
    'replace load RUNNING',
    'replace load STOPPED ENGINE_STUCK',
  ]);
  expect(counts.stuck).toBe(1);
  const [row] = await store.see`select state, state_reason from loads where load_id = ${loadId}`;
  expect(row).toEqual({ state: 'STOPPED', state_reason: 'ENGINE_STUCK' });
});

test('the run of its chunk that fails its task is replaced', async () => {
  const { chunkId } = await newLoad('202011');
  const { asked, look } = lookingAt('202011', { load: 'idle', chunk: 'failing' });
  await look();
  expect(asked).toEqual([`replace chunk ${chunkId}`]);
});

test('a load that gets on is left alone', async () => {
  await newLoad('292010');
  const { asked, look } = lookingAt('292010', { load: 'busy', chunk: 'busy' });
  await look();
  expect(asked).toEqual([]);
});
