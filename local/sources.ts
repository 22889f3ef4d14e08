import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A hash that changes with any file of these folders; the lock file and the patches stand for the packages. */
export function hashSources(root: string, folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const name of [...folders, 'patches']) addFolder(hash, root, name);
  const lock = join(root, 'package-lock.json');
  if (existsSync(lock)) hash.update(readFileSync(lock));
  return hash.digest('hex').slice(0, 16);
}

function addFolder(hash: Hash, root: string, name: string): void {
  const entries = existsSync(join(root, name)) ? readdirSync(join(root, name), { withFileTypes: true }) : [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${name}/${entry.name}`;
    if (entry.isDirectory()) addFolder(hash, root, path);
    else
      hash
        .update(`${path}\0`)
        .update(readFileSync(join(root, path)))
        .update('\0');
  }
}

/** Removes what was built from earlier sources. */
export function removeOldBuilds(folder: string, prefix: string, keep: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(prefix) && !name.startsWith(keep)) rmSync(join(folder, name), { force: true });
  }
}
