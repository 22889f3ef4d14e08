import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LocalError, reasonOf } from './messages.ts';
import { root } from './programs.ts';
import { hashSources, removeOldBuilds } from './sources.ts';

const prefix = 'workflow-bundle-';

/**
 * Returns the path of the bundled workflows, bundling them only when a source changed. Webpack runs in a process of its
 * own, because it takes 200 MB, which the supervisor would keep as long as it lives.
 */
export async function getWorkflowBundle(home: string, signal?: AbortSignal): Promise<string> {
  const folder = join(home, 'build');
  const name = `${prefix}${hashSources(root, ['workflows', 'domain', 'contracts', 'temporal'])}.js`;
  const path = join(folder, name);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  try {
    const script = fileURLToPath(new URL('workflow-bundle-build.ts', import.meta.url));
    await promisify(execFile)(process.execPath, [script, draft], { cwd: root, signal });
    renameSync(draft, path);
    removeOldBuilds(folder, prefix, name);
    return path;
  } catch (error) {
    throw new LocalError({ key: 'bundleFailed', values: { reason: reasonOf(error) } }, { cause: error });
  } finally {
    rmSync(draft, { force: true });
  }
}
