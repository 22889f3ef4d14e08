/** Files of the repository and of the keys, written so that a crash leaves the old one or the new one whole. */
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What the publisher does to the disk; a test counts these, and crashes at each. */
export interface Disk {
  write: (path: string, content: Uint8Array, mode: number) => Promise<void>;
  rename: (from: string, to: string) => Promise<void>;
  link: (from: string, to: string) => Promise<void>;
  remove: (path: string) => Promise<void>;
}

export const realDisk: Disk = {
  async write(path, content, mode) {
    const file = await open(path, 'w', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  async rename(from, to) {
    await rename(from, to);
    await syncFolder(dirname(to));
  },
  async link(from, to) {
    try {
      await link(from, to);
    } catch (err) {
      const code = err instanceof Error && 'code' in err ? err.code : undefined;
      // Left by a publication that did not end, and the same bytes, because its name has their hash.
      if (code === 'EEXIST') return;
      // Some file systems have no such links.
      if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EXDEV') throw err;
      await copyFile(from, `${to}.new`, constants.COPYFILE_FICLONE);
      await rename(`${to}.new`, to);
    }
  },
  remove: (path) => rm(path, { force: true }),
};

/** Through a file beside it, whose name no reader asks for. */
export async function writeWhole(
  disk: Disk,
  path: string,
  content: Uint8Array,
  { mode = 0o644 }: { mode?: number } = {},
): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.new`);
  await disk.write(beside, content, mode);
  await disk.rename(beside, path);
}

export async function makeFolders(...folders: readonly string[]): Promise<void> {
  for (const folder of folders) await mkdir(folder, { recursive: true });
}

/** A folder's entries are on the disk only after this. Not every system allows it. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    // Windows opens no folders.
  } finally {
    await handle?.close();
  }
}
