/** Loads without an engine: a folder for their files, and the steps of a load by hand. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { whenFileEnds } from '../../support/ending.ts';
import { createInitialLoadActivities } from '../../../activities/initial-load.ts';
import type { LoadDeps } from '../../../api/context.ts';
import type { LoadEngine } from '../../../api/engine/loads.ts';
import type { InitialLoadActivities, InitialLoadInput, LoadProgress } from '../../../contracts/initial-load.ts';
import { createLoadFileStore, type LoadFileStore } from '../../../keys/load-file-store.ts';
import { takeChunk } from '../../../storage/transfers/chunk-intake.ts';
import { listNextChunks } from '../../../storage/loads/loads.ts';
import type { Store } from '../../storage/support.ts';

export interface TestLoads extends LoadDeps {
  folder: string;
  files: LoadFileStore;
  engine: TestLoadEngine;
  /** Reads the file and, unless it was a dry run, judges its chunks. */
  run: (input: InitialLoadInput) => Promise<void>;
}

export interface TestLoadEngine extends LoadEngine {
  away: boolean;
  started: InitialLoadInput[];
  asked: string[];
}

export async function openLoads(store: Store): Promise<TestLoads> {
  const folder = await mkdtemp(join(tmpdir(), 'fugo-api-loads-'));
  whenFileEnds(() => rm(folder, { recursive: true }));
  const files = createLoadFileStore({ folder, keys: store.keys });
  const engine: TestLoadEngine = {
    away: false,
    started: [],
    asked: [],
    async start(input) {
      if (engine.away) return { kind: 'unavailable', cause: new Error('away') };
      engine.started.push(input);
      return { kind: 'started' };
    },
    async act(_input, action, { staffId }) {
      if (engine.away) return { kind: 'unavailable', cause: new Error('away') };
      engine.asked.push(`${action} by ${staffId}`);
      if (action === 'resume' && engine.asked.length === 1) return { kind: 'not-paused' };
      return { kind: 'done', progress: { ...nothingYet, state: action === 'pause' ? 'PAUSED' : 'RUNNING' } };
    },
  };
  return { folder, files, engine, fileLimitBytes: 200_000, run: (input) => run(store, files, input) };
}

const nothingYet: LoadProgress = {
  state: 'READING',
  reason: null,
  goodLines: 0,
  badLines: 0,
  chunks: 0,
  chunksEnded: 0,
  members: 0,
  routed: 0,
  parked: 0,
};

async function run(store: Store, files: LoadFileStore, input: InitialLoadInput): Promise<void> {
  const { municipality, loadId, dryRun, options } = input;
  const key = { municipality, loadId };
  const activities = createInitialLoadActivities({
    db: store.db,
    keys: store.keys,
    openLoadFile: (file) => files.open(file),
    ...unused,
  });
  const env = new MockActivityEnvironment();
  const perform = <In, Out>(activity: (input: In) => Promise<Out>, given: In): Promise<Out> => env.run(activity, given);
  await perform(activities.readLoadFile, key);
  const moveTo = (state: Parameters<InitialLoadActivities['recordLoadState']>[0]['state']) =>
    perform(activities.recordLoadState, { ...key, state, reason: null });
  if (dryRun) return moveTo('CHECKED');
  await perform(activities.planChunks, { ...key, linesPerChunk: options.linesPerChunk });
  await moveTo('RUNNING');
  for (const { chunkId } of await listNextChunks(store.db, key, { after: 0, limit: 1_000 })) {
    await takeChunk(store, { municipality, chunkId });
  }
}

const notHere = (): never => {
  throw new Error('No test of a load needs this.');
};
const unused = {
  clock: () => new Date(),
  readSettings: notHere,
  getNeighbours: notHere,
  startLoad: notHere,
};
