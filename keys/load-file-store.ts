/** Stores the files of loads, sealed from their arrival on: `{folder}/{municipality}/{loadId}.sealed`. */
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { KeyRing } from './key-ring.ts';
import { openSealedStream, sealStream } from './sealed-stream.ts';

export interface LoadFileStore {
  /** Stores the whole source or nothing. Throws {@link LoadFileTooLarge}, or what the source throws. */
  store: (
    file: LoadFileKey,
    source: AsyncIterable<Uint8Array>,
    options: { limitBytes: number },
  ) => Promise<StoredLoadFile>;
  /** The file as uploaded. Throws SealBroken when it is not what was sealed for this load. */
  open: (file: LoadFileKey) => AsyncIterable<Uint8Array>;
  remove: (file: LoadFileKey) => Promise<void>;
  /** Load ids of files older than `olderThanMs`. A file without a load was left behind by a killed process. */
  listOlder: (municipality: string, olderThanMs: number) => Promise<string[]>;
}

export interface LoadFileKey {
  municipality: string;
  /** A UUID. */
  loadId: string;
}

export interface StoredLoadFile {
  /** The size of the uploaded file. */
  bytes: number;
  /** A keyed hash, because a plain one would reveal who has the same file. */
  hash: Uint8Array;
}

/** Thrown when a file is larger than the limit; nothing of it is kept. */
export class LoadFileTooLarge extends Error {
  override readonly name = 'LoadFileTooLarge';

  constructor() {
    super('The file is larger than the limit.');
  }
}

const sealedEnding = '.sealed';
/** The ending while the file is incomplete. */
const partEnding = '.part';
const bytesAWrite = 1024 * 1024;

export function createLoadFileStore({ folder, keys }: { folder: string; keys: KeyRing }): LoadFileStore {
  const folderOf = (municipality: string): string => join(folder, municipality);
  const pathOf = ({ municipality, loadId }: LoadFileKey): string =>
    join(folderOf(municipality), `${loadId}${sealedEnding}`);

  return {
    async store(file, source, { limitBytes }) {
      const path = pathOf(file);
      const part = `${path}${partEnding}`;
      await mkdir(folderOf(file.municipality), { recursive: true, mode: 0o700 });
      const measurement = measure(source, limitBytes);
      try {
        // Overwrites a part that a killed process left under this id.
        const handle = await open(part, 'w', 0o600);
        try {
          await writeAll(handle, sealStream(keys, measurement.source, contextOf(file)));
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(part, path);
        await syncFolder(folderOf(file.municipality));
      } catch (err) {
        await rm(part, { force: true });
        throw err;
      }
      const { bytes, sha256 } = measurement.result();
      return { bytes, hash: keys.blindIndex(`load-file/${file.municipality}`, sha256) };
    },
    open: (file) => openSealedStream(keys, readLazily(pathOf(file)), contextOf(file)),
    remove: (file) => rm(pathOf(file), { force: true }),
    async listOlder(municipality, olderThanMs) {
      const found: string[] = [];
      for (const name of await namesIn(folderOf(municipality))) {
        const path = join(folderOf(municipality), name);
        const { mtimeMs } = await stat(path);
        if (Date.now() - mtimeMs < olderThanMs) continue;
        if (name.endsWith(partEnding)) await rm(path, { force: true });
        else found.push(name.slice(0, -sealedEnding.length));
      }
      return found;
    },
  };
}

const contextOf = ({ municipality, loadId }: LoadFileKey): string => `load-file/${municipality}/${loadId}`;

/** Opens the file only when reading begins, so that a caller who never reads leaves no file open. */
async function* readLazily(path: string): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 256 * 1024 });
  yield* chunks;
}

/** Passes the source on while counting and hashing it. */
function measure(
  source: AsyncIterable<Uint8Array>,
  limitBytes: number,
): { source: AsyncIterable<Uint8Array>; result: () => { bytes: number; sha256: string } } {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* pass(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > limitBytes) throw new LoadFileTooLarge();
      hash.update(chunk);
      yield chunk;
    }
  }
  return { source: pass(), result: () => ({ bytes, sha256: hash.digest('hex') }) };
}

/** Frames are small, so several are written at a time. */
async function writeAll(handle: FileHandle, source: AsyncIterable<Uint8Array>): Promise<void> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(waiting);
    [waiting, length] = [[], 0];
    for (let from = 0; from < bytes.length;) from += (await handle.write(bytes, from)).bytesWritten;
  };
  for await (const chunk of source) {
    waiting.push(chunk);
    length += chunk.length;
    if (length >= bytesAWrite) await flush();
  }
  await flush();
}

/** A new name is on disk only once its folder is synced. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (err) {
    if (err instanceof Error && 'code' in err && err.code === 'ENOENT') return [];
    throw err;
  }
}
