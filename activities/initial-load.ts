/** The steps of a load that its chunks do not take: reading, cutting, keeping its state and its pace. */
import { ApplicationFailure, cancellationSignal } from '@temporalio/activity';
import type { InitialLoadActivities } from '../contracts/initial-load.ts';
import type { ReadLine } from '../contracts/load-file.ts';
import { LoadFileProblem, readLoadFile } from '../load-files/read.ts';
import { storeLines, type LoadKey } from '../storage/load-lines.ts';
import {
  endChunk,
  findLoad,
  nextChunks,
  planChunks,
  recordHeading,
  recordLoadState,
  takePace,
  type LoadView,
} from '../storage/loads.ts';
import { beating } from './beating.ts';
import type { Dependencies } from './dependencies.ts';
import { failure } from './failure.ts';

export function createInitialLoadActivities(deps: Dependencies): InitialLoadActivities {
  const { db } = deps;

  async function getLoad(key: LoadKey): Promise<LoadView> {
    const load = await findLoad(db, key);
    if (!load) throw failure('UNKNOWN_LOAD');
    return load;
  }

  return {
    async readLoadFile(key) {
      const load = await getLoad(key);
      try {
        await beating(() => readInto(deps, load));
      } catch (err) {
        if (err instanceof LoadFileProblem) throw unreadable(err);
        throw err;
      }
      const { goodLines, badLines } = await getLoad(key);
      return { goodLines, badLines };
    },

    async planChunks({ linesPerChunk, ...key }) {
      return { chunks: await beating(() => planChunks(db, key, linesPerChunk)) };
    },
    nextChunks: ({ after, limit, ...key }) => nextChunks(db, key, { after, limit }),
    recordLoadState: ({ state, reason, ...key }) => recordLoadState(db, key, { state, reason }),
    async awaitPace({ municipality, ...lines }) {
      return { waitMs: await takePace(db, municipality, lines) };
    },
    endChunk: ({ municipality, chunkId }) => endChunk(db, municipality, chunkId),
  };
}

/**
 * From the file to `load_lines`, after the last line that is stored. One batch is stored while the next one is read, and
 * never two, so that they are stored in their order and memory stays flat.
 */
async function readInto({ db, keys, openLoadFile }: Dependencies, load: LoadView): Promise<void> {
  const { municipality, loadId, options, createdAt, readTo } = load;
  const key = { municipality, loadId };
  const fileKey = loadId.replaceAll('-', '');
  const lines = readLoadFile(openLoadFile(key), {
    format: options.format,
    encoding: options.encoding,
    defaults: options.defaults,
    fileKey,
    now: createdAt.getTime(),
    onHeading: (raw) => recordHeading(db, key, raw),
  });
  const signal = cancellationSignal();
  let storing: Promise<void> = Promise.resolve();
  for await (const batch of lines) {
    signal.throwIfAborted();
    const unread = batch.filter(({ line }) => line > readTo);
    await storing;
    storing = storeLines({ db, keys }, { ...key, ownIds: `${fileKey}:` }, unread satisfies ReadLine[]);
    // Awaited at the next turn; a failure must not count as unhandled until then.
    storing.catch(() => undefined);
  }
  await storing;
}

const unreadable = ({ rule }: LoadFileProblem): ApplicationFailure =>
  ApplicationFailure.create({
    type: 'LOAD_FILE_UNREADABLE',
    message: `The file cannot be read: ${rule}`,
    nonRetryable: true,
    details: [rule],
  });
