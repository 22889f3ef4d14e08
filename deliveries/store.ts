/** What was proposed, before it is approved and signed: each file under its hash. */
import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders } from './disk.ts';
import { foldersOf } from './repository.ts';

/** Thrown while a file comes in that is longer than allowed; nothing of it is kept. */
export class ReleaseTooLarge extends Error {
  override readonly name = 'ReleaseTooLarge';
}

export interface StoredFile {
  sha256: string;
  lengthBytes: number;
}

/** Takes a file as it comes, without holding it in memory. */
export async function storeFile(
  folder: string,
  chunks: AsyncIterable<Uint8Array>,
  { limitBytes }: { limitBytes: number },
): Promise<StoredFile> {
  const { store } = foldersOf(folder);
  await makeFolders(store);
  const incoming = join(store, `.${randomUUID()}.new`);
  const hash = createHash('sha256');
  let lengthBytes = 0;
  try {
    const file = await open(incoming, 'wx', 0o644);
    try {
      for await (const chunk of chunks) {
        lengthBytes += chunk.length;
        if (lengthBytes > limitBytes) throw new ReleaseTooLarge(`More than ${String(limitBytes)} bytes.`);
        hash.update(chunk);
        // Unlike `write`, it never leaves a part out.
        await file.appendFile(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    const sha256 = hash.digest('hex');
    await rename(incoming, storedPathOf(folder, sha256));
    return { sha256, lengthBytes };
  } catch (err) {
    await rm(incoming, { force: true });
    throw err;
  }
}

export const storedPathOf = (folder: string, sha256: string): string => join(foldersOf(folder).store, sha256);

export async function isStored(folder: string, { sha256, lengthBytes }: StoredFile): Promise<boolean> {
  try {
    return (await stat(storedPathOf(folder, sha256))).size === lengthBytes;
  } catch {
    return false;
  }
}
