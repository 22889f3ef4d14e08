import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LocalError, reasonOf } from './messages.ts';
import { root } from './programs.ts';
import { hashSources } from './sources.ts';

const prefix = 'web-';

/**
 * Returns the folder of the built staff web, building it only when a source changed. The bundler runs in a process of
 * its own, as the one for workflows does.
 */
export async function getWebBuild(home: string, signal?: AbortSignal): Promise<string> {
  const builds = join(home, 'build');
  const name = `${prefix}${hashSources(root, ['web', 'domain', 'contracts'])}`;
  const folder = join(builds, name);
  if (existsSync(folder)) return folder;
  mkdirSync(builds, { recursive: true });
  const draft = `${folder}.${process.pid}.tmp`;
  try {
    const script = fileURLToPath(new URL('web-build-run.ts', import.meta.url));
    // A test's NODE_ENV would put the checks of a development build into the pages.
    const env = { ...process.env, NODE_ENV: 'production' };
    await promisify(execFile)(process.execPath, [script, draft], { cwd: root, env, signal });
    for (const old of readdirSync(builds)) {
      if (old.startsWith(prefix) && join(builds, old) !== draft) {
        rmSync(join(builds, old), { recursive: true, force: true });
      }
    }
    renameSync(draft, folder);
    return folder;
  } catch (error) {
    throw new LocalError({ key: 'webFailed', values: { reason: reasonOf(error) } }, { cause: error });
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
