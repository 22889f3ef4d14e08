import { createReadStream, existsSync, lstatSync, mkdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { readKeyRing } from '../../keys/key-ring.ts';
import { openSealedStream, SealBroken, sealStream } from '../../keys/sealed-stream.ts';
import { isMissing } from '../files.ts';
import { LocalError } from '../messages.ts';
import { getServerOwner, getWalArchiveFolder, giveTo } from '../postgres-place.ts';
import { forEachOf, makeFolder, syncFolder, syncFolders } from './copy.ts';
import { holdBackups } from './hold.ts';
import { backupIdPattern, backupsFolder, getBackup, readManifest } from './manifest.ts';
import type { OnProgress } from './progress.ts';
import {
  checkWalFile,
  historiesOf,
  lineageOf,
  newestTimeline,
  openWalArchive,
  sha256Of,
  walFolderOf,
  walFrom,
} from './wal.ts';

/**
 * A backup outside its home: one file, in which a base and its WAL up to now follow each other, sealed with a key of the
 * key ring as the files of loads are (keys/sealed-stream.ts). Inside, each file is `[length of head, 4 bytes][head,
 * JSON][bytes]`; the last head is empty. All of it is compressed first (gzip): WAL that was handed over early is mostly zeros.
 * Whoever has no key ring learns its length and nothing else.
 */
const context = 'fugo-backup';

const Head = z.strictObject({
  /** Below `base/` the backup's folder, below `wal/` the archive of its cluster. */
  path: z.string().regex(/^(?:base|wal)(?:\/(?!\.\.?(?:\/|$))[^/\0]+)+$/u),
  bytes: z.number().int().min(0),
  /** When it was archived, epoch milliseconds. */
  at: z.number(),
});
type Head = z.infer<typeof Head>;

export interface ExportOptions {
  home: string;
  /** The newest by default. */
  id?: string;
  /** A file that is not there yet, or a folder for `<id>.fugo-backup`. */
  to: string;
  keysFile: string;
  onProgress?: OnProgress;
}

export interface Exported {
  id: string;
  file: string;
  bytes: number;
  walFiles: number;
}

/** Writes one sealed file; it gets its name when it is whole and on disk. Throws LocalError. */
export async function exportBackup({ home, id, to, keysFile, onProgress }: ExportOptions): Promise<Exported> {
  const release = await holdBackups(home);
  try {
    const backup = getBackup(home, id);
    const { manifest } = backup;
    const isFolder = lstatSync(to, { throwIfNoEntry: false })?.isDirectory() ?? false;
    const file = isFolder ? join(to, `${backup.id}.fugo-backup`) : to;
    if (existsSync(file)) throw new LocalError({ key: 'exportExists', values: { path: file } });
    const { systemIdentifier, segmentBytes } = manifest.postgres;
    const archiveFolder = getWalArchiveFolder(home, await getServerOwner());
    const archive = openWalArchive(walFolderOf(archiveFolder, systemIdentifier), segmentBytes);
    const line = lineageOf(archive, newestTimeline(archive, manifest.wal.timeline));
    const wal = [...historiesOf(archive, line), ...walFrom(archive, line, manifest.wal.start).names];
    for (const name of wal) await checkWalFile(archive, name);
    const sources = [
      ...['manifest.json', 'manifest.sha256', ...manifest.files.map(({ path }) => path)].map((path) => ({
        path: `base/${path}`,
        from: join(backup.folder, path),
      })),
      ...wal.flatMap((name) =>
        [name, `${name}.sha256`].map((each) => ({ path: `wal/${each}`, from: join(archive.folder, each) })),
      ),
    ];
    const total = sources.reduce((sum, { from }) => sum + statSync(from).size, 0);
    const draft = `${file}.partial`;
    let bytes = 0;
    try {
      const handle = await open(draft, 'w', 0o600);
      try {
        for await (const piece of sealStream(
          readKeyRing(keysFile),
          through(pack(sources), createGzip({ level: 1 })),
          context,
        )) {
          await handle.writeFile(piece);
          bytes += piece.length;
          onProgress?.({ step: 'copying', done: bytes, total });
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
      renameSync(draft, file);
      await syncFolder(dirname(file));
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
    return { id: backup.id, file, bytes, walFiles: wal.length };
  } finally {
    release();
  }
}

async function* pack(sources: readonly { path: string; from: string }[]): AsyncGenerator<Uint8Array> {
  for (const { path, from } of sources) {
    const { size: bytes, mtimeMs: at } = statSync(from);
    const head = Buffer.from(JSON.stringify({ path, bytes, at } satisfies Head), 'utf8');
    yield Buffer.concat([lengthOf(head), head]);
    if (bytes > 0)
      yield* createReadStream(from, { end: bytes - 1, highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>;
  }
  yield Buffer.alloc(4);
}

function lengthOf(head: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return length;
}

export interface ImportOptions {
  home: string;
  file: string;
  keysFile: string;
  onProgress?: OnProgress;
}

export interface Imported {
  id: string;
  walFiles: number;
}

/** Takes a sealed file into this home, whole or not at all. Throws LocalError. */
export async function importBackup({ home, file, keysFile, onProgress }: ImportOptions): Promise<Imported> {
  const release = await holdBackups(home);
  const folder = backupsFolder(home);
  const draft = join(folder, 'import.partial');
  try {
    const ring = readKeyRing(keysFile);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    rmSync(draft, { recursive: true, force: true });
    const total = statSync(file).size;
    const chunks: AsyncIterable<Buffer> = createReadStream(file, { highWaterMark: 1024 * 1024 });
    const bytes = hear(chunks, (done) => onProgress?.({ step: 'copying', done, total }));
    const plain = through(openSealedStream(ring, bytes, context), createGunzip());
    await unpack(plain, draft).catch((error: unknown) => {
      throw explainImport(error, file);
    });
    const manifest = readManifest(join(draft, 'base'));
    const { id } = manifest;
    if (!backupIdPattern.test(id) || existsSync(join(folder, id))) {
      throw new LocalError({ key: 'importExists', values: { id } });
    }
    await forEachOf(manifest.files, async ({ path, sha256 }) => {
      const from = join(draft, 'base', path);
      if (!existsSync(from)) throw new LocalError({ key: 'backupFileMissing', values: { path } });
      if ((await sha256Of(from)) !== sha256) throw new LocalError({ key: 'backupFileChanged', values: { path } });
    });
    const wal = openWalArchive(join(draft, 'wal'), manifest.postgres.segmentBytes);
    await takeWal(home, wal.folder, [...wal.names].toSorted(), manifest.postgres.systemIdentifier);
    for (const path of manifest.folders) {
      mkdirSync(join(draft, 'base', path), { recursive: true, mode: 0o700 });
    }
    await syncFolders(join(draft, 'base'));
    renameSync(join(draft, 'base'), join(folder, id));
    await syncFolder(folder);
    return { id, walFiles: wal.names.size };
  } finally {
    rmSync(draft, { recursive: true, force: true });
    release();
  }
}

/** A file that is there already must be the same one. */
async function takeWal(home: string, from: string, names: readonly string[], systemIdentifier: string): Promise<void> {
  const owner = await getServerOwner();
  const to = walFolderOf(getWalArchiveFolder(home, owner), systemIdentifier);
  makeFolder(to, owner);
  for (const name of names) {
    await checkWalFile({ folder: from }, name);
    const there = join(to, name);
    if (existsSync(there) && (await sha256Of(there)) !== (await sha256Of(join(from, name)))) {
      throw new LocalError({ key: 'importOtherWal', values: { path: there } });
    }
  }
  for (const name of names) {
    // The sum first: a file without one would be taken for damaged.
    for (const each of [`${name}.sha256`, name]) {
      giveTo(join(from, each), owner);
      await moveAcross(join(from, each), join(to, each));
    }
  }
  await syncFolder(to);
}

/** The archive may be on another disk than the backups. */
async function moveAcross(from: string, to: string): Promise<void> {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    const { copyFile } = await import('node:fs/promises');
    const { atime, mtime, uid, gid } = statSync(from);
    await copyFile(from, `${to}.new`);
    utimesSync(`${to}.new`, atime, mtime);
    giveTo(`${to}.new`, { uid, gid });
    renameSync(`${to}.new`, to);
  }
}

/** Passes a source through zlib; what either throws, the reader of the result gets. */
function through(source: AsyncIterable<Uint8Array>, zlib: ReturnType<typeof createGzip | typeof createGunzip>) {
  // The error reaches the reader as well.
  pipeline(Readable.from(source, { objectMode: false }), zlib).catch(() => undefined);
  return zlib as AsyncIterable<Buffer>;
}

async function* hear(source: AsyncIterable<Buffer>, heard: (bytes: number) => void): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of source) {
    heard((bytes += chunk.length));
    yield chunk;
  }
}

async function unpack(source: AsyncIterable<Uint8Array>, folder: string): Promise<void> {
  const reader = createReader(source);
  for (;;) {
    const length = (await reader.take(4)).readUInt32BE(0);
    if (length === 0) return reader.end();
    if (length > 65_536) throw new SealBroken();
    const { path, bytes, at } = Head.parse(JSON.parse((await reader.take(length)).toString('utf8')));
    const to = join(folder, path);
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    const handle = await open(to, 'wx', 0o600);
    try {
      let written = 0;
      await reader.pass(bytes, async (piece) => {
        // Zeros need no room on the disk.
        if (!isZero(piece)) await writeAt(handle, piece, written);
        written += piece.length;
      });
      await handle.truncate(bytes);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    utimesSync(to, at / 1_000, at / 1_000);
  }
}

async function writeAt(handle: FileHandle, piece: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < piece.length;) {
    done += (await handle.write(piece, done, piece.length - done, at + done)).bytesWritten;
  }
}

const zeros = Buffer.alloc(64 * 1024);
const isZero = (piece: Uint8Array): boolean =>
  piece.length <= zeros.length && zeros.subarray(0, piece.length).equals(piece);

interface Reader {
  take: (bytes: number) => Promise<Buffer>;
  pass: (bytes: number, to: (piece: Uint8Array) => Promise<void>) => Promise<void>;
  /** Throws when something follows. */
  end: () => Promise<void>;
}

function createReader(source: AsyncIterable<Uint8Array>): Reader {
  const chunks = source[Symbol.asyncIterator]();
  let left: Uint8Array = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    while (left.length === 0) {
      const next = await chunks.next();
      if (next.done === true) return false;
      left = next.value;
    }
    return true;
  };
  const pass: Reader['pass'] = async (bytes, to) => {
    for (let missing = bytes; missing > 0;) {
      if (!(await more())) throw new SealBroken();
      const piece = left.subarray(0, missing);
      await to(piece);
      left = left.subarray(piece.length);
      missing -= piece.length;
    }
  };
  return {
    pass,
    async take(bytes) {
      const pieces: Buffer[] = [];
      // A piece's memory is used again for the next one.
      await pass(bytes, (piece) => Promise.resolve(void pieces.push(Buffer.from(piece))));
      return Buffer.concat(pieces);
    },
    async end() {
      if (await more()) throw new SealBroken();
    },
  };
}

/** Whether the key is another or the file was changed cannot be told apart, and is not. */
function explainImport(error: unknown, path: string): unknown {
  if (isMissing(error)) return error;
  const isForeign = error instanceof SealBroken || error instanceof z.ZodError || error instanceof SyntaxError;
  const isUnknownKey = error instanceof Error && /is not in the key ring/u.test(error.message);
  return isForeign || isUnknownKey
    ? new LocalError({ key: 'importBroken', values: { path } }, { cause: error })
    : error;
}
