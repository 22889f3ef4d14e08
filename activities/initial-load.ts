/**
 * The activities of a load beside those of its chunks: reading the file, cutting it into chunks, recording state,
 * keeping the pace.
 */
import { ApplicationFailure, cancellationSignal } from '@temporalio/activity';
import type { InitialLoadActivities } from '../contracts/initial-load.ts';
import { LoadFileProblem } from '../load-files/problem.ts';
import { readParts } from '../load-files/read-parts.ts';
import { takeCheckedLines } from '../storage/loads/checked-lines.ts';
import { storeLines, type LoadKey } from '../storage/loads/lines.ts';
import {
  countLeft,
  endChunk,
  findLoad,
  listNextChunks,
  planChunks,
  recordHeading,
  recordLoadState,
  takePace,
  type LoadView,
} from '../storage/loads/loads.ts';
import type { SealedLines } from '../storage/loads/seal-lines.ts';
import { runWithHeartbeats } from './heartbeats.ts';
import type { Dependencies } from './dependencies.ts';
import { createFailure } from './failure.ts';
import { openPartReaders } from './reading/threads.ts';

export function createInitialLoadActivities(deps: Dependencies): InitialLoadActivities {
  const { db } = deps;

  async function getLoad(key: LoadKey): Promise<LoadView> {
    const load = await findLoad(db, key);
    if (!load) throw createFailure('UNKNOWN_LOAD');
    return load;
  }

  return {
    async readLoadFile(key) {
      const load = await getLoad(key);
      try {
        const { checkedId } = load.options;
        await runWithHeartbeats(async () => {
          const isRead = checkedId !== undefined && (await takeCheckedLines(deps, load, checkedId));
          if (!isRead) await readInto(deps, load);
        });
      } catch (err) {
        if (err instanceof LoadFileProblem) throw createUnreadableFailure(err);
        throw err;
      }
      const { goodLines, badLines } = await getLoad(key);
      return { goodLines, badLines };
    },

    async planChunks({ linesPerChunk, ...key }) {
      return { chunks: await runWithHeartbeats(() => planChunks(db, key, linesPerChunk)) };
    },
    nextChunks: ({ after, limit, ...key }) => listNextChunks(db, key, { after, limit }),
    recordLoadState: ({ state, reason, ...key }) => recordLoadState(db, key, { state, reason }),
    async awaitPace({ municipality, chunkId, ...pace }) {
      const lines = await countLeft(db, municipality, chunkId);
      return { waitMs: await takePace(db, municipality, { ...pace, lines }) };
    },
    endChunk: ({ municipality, chunkId }) => endChunk(db, municipality, chunkId),
  };
}

/** Lines a transaction: each transaction costs some round trips and a wait for the disk, whatever its size. */
const linesAtOnce = 10_000;

/**
 * Reads the file into `load_lines`, beginning after the last stored line. One batch is stored while the next is read,
 * never two, so lines stay in order and memory stays flat.
 */
async function readInto({ db, keys, openLoadFile }: Dependencies, load: LoadView): Promise<void> {
  const { municipality, loadId, options, createdAt, readTo, fileBytes } = load;
  const key = { municipality, loadId };
  const { format, encoding, defaults } = options;
  const fileKey = loadId.replaceAll('-', '');
  const file = { format, encoding, defaults };
  const readers = openPartReaders(
    {
      load: { ...key, ownIds: `${fileKey}:` },
      options: { ...file, fileKey, now: createdAt.getTime() },
      keys: keys.keys,
      readTo,
    },
    { fileBytes },
  );
  const signal = cancellationSignal();
  let storing: Promise<void> = Promise.resolve();
  let batch: SealedLines[] = [];
  const store = async (): Promise<void> => {
    await storing;
    signal.throwIfAborted();
    storing = storeLines(db, key, batch);
    // The next call awaits it; until then a failure must not count as unhandled.
    storing.catch(() => undefined);
    batch = [];
  };
  try {
    const onHeading = (raw: Uint8Array): Promise<void> => recordHeading(db, key, raw);
    for await (const { sealed } of readParts(openLoadFile(key), { ...file, onHeading }, readers)) {
      if (sealed) batch.push(sealed);
      if (countLines(batch) >= linesAtOnce) await store();
    }
    await store();
    await storing;
  } finally {
    await readers.close();
    // A batch that is still being stored must end before the next attempt begins.
    await storing.catch(() => undefined);
  }
}

const countLines = (batch: readonly SealedLines[]): number =>
  batch.reduce((sum, { good, bad }) => sum + good + bad.length, 0);

const createUnreadableFailure = ({ rule }: LoadFileProblem): ApplicationFailure =>
  ApplicationFailure.create({
    type: 'LOAD_FILE_UNREADABLE',
    message: `The file cannot be read: ${rule}`,
    nonRetryable: true,
    details: [rule],
  });
