import { execFile } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LocalError, reasonOf } from './messages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const prefix = 'workflow-bundle-';

/**
 * The workflows as one file, made again only when a source changed. Webpack runs in a process of its own: it needs
 * seconds and 200 MB, which the supervisor would keep for its whole life.
 */
export async function getWorkflowBundle(home: string, signal?: AbortSignal): Promise<string> {
  const folder = join(home, 'build');
  const path = join(folder, `${prefix}${hashOfSources(root)}.js`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  try {
    const script = fileURLToPath(new URL('workflow-bundle-build.ts', import.meta.url));
    await promisify(execFile)(process.execPath, ['--import', 'tsx', script, draft], { cwd: root, signal });
    for (const old of readdirSync(folder).filter((name) => name.startsWith(prefix) && name.endsWith('.js'))) {
      rmSync(join(folder, old));
    }
    renameSync(draft, path);
    return path;
  } catch (error) {
    throw new LocalError({ key: 'bundleFailed', values: { reason: reasonOf(error) } }, { cause: error });
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Of everything that can end in the bundle; the lock file stands for the packages. */
export function hashOfSources(folder: string): string {
  const hash = createHash('sha256');
  for (const name of ['workflows', 'domain', 'contracts', 'temporal']) addFolder(hash, folder, name);
  const lock = join(folder, 'package-lock.json');
  if (existsSync(lock)) hash.update(readFileSync(lock));
  return hash.digest('hex').slice(0, 16);
}

function addFolder(hash: Hash, folder: string, name: string): void {
  const entries = existsSync(join(folder, name)) ? readdirSync(join(folder, name), { withFileTypes: true }) : [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${name}/${entry.name}`;
    if (entry.isDirectory()) addFolder(hash, folder, path);
    else
      hash
        .update(`${path}\0`)
        .update(readFileSync(join(folder, path)))
        .update('\0');
  }
}
