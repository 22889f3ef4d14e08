/**
 * Threads that read, judge and seal the parts of a file while the main thread stores the rows. Reading takes several
 * times as long as storing, so one thread would keep PostgreSQL waiting.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FilePart } from '../../load-files/file-parts.ts';
import { createSealedPartReader, type Reading, type SealedPart } from './read-part.ts';

export interface PartReaders {
  read: (part: FilePart) => SealedPart | Promise<SealedPart>;
  /** How many parts should be under way at once. */
  atOnce: number;
  close: () => Promise<void>;
}

/** Smaller files are read here: threads take half a second to start, in which this thread reads as many bytes. */
const worthThreads = 4 * 1024 * 1024;
/** PostgreSQL can store what this many threads read. */
const mostThreads = 4;

export function openPartReaders(reading: Reading, { fileBytes }: { fileBytes: number }): PartReaders {
  if (fileBytes >= worthThreads) return openThreads(reading, Math.min(mostThreads, availableParallelism()));
  return { read: createSealedPartReader(reading), atOnce: 1, close: async () => {} };
}

export function openThreads(reading: Reading, count: number): PartReaders {
  const threads = Array.from({ length: count }, () => openThread(reading));
  let turn = 0;
  return {
    // Each thread reads one part while its next one waits.
    atOnce: 2 * count,
    read(part) {
      turn += 1;
      const thread = threads[turn % count];
      if (!thread) throw new Error('there is no thread');
      return thread.read(part);
    },
    close: async () => void (await Promise.all(threads.map((thread) => thread.close()))),
  };
}

interface PendingPart {
  resolve: (part: SealedPart) => void;
  reject: (err: unknown) => void;
}

function openThread(reading: Reading): { read: (part: FilePart) => Promise<SealedPart>; close: () => Promise<void> } {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    // All that a part leaves behind is garbage once it is read, so a large young generation saves copying.
    resourceLimits: { maxYoungGenerationSizeMb: 96, maxOldGenerationSizeMb: 256 },
  });
  worker.postMessage(reading, []);
  const pendingParts: PendingPart[] = [];
  let failure: unknown;
  const fail = (err: unknown): void => {
    failure ??= err;
    for (const { reject } of pendingParts.splice(0)) reject(failure);
  };
  worker.on('message', (answer: SealedPart) => pendingParts.shift()?.resolve(answer));
  worker.on('messageerror', fail);
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('A thread that reads a file has ended')));
  return {
    read: (part) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        pendingParts.push({ resolve, reject });
        worker.postMessage(part, []);
      }),
    async close() {
      await worker.terminate();
    },
  };
}
