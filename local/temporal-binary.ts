import { execFile, spawn } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createBuildProgress } from './build-progress.ts';
import { takeLock } from './locks.ts';
import { LocalError, type Note } from './messages.ts';
import { waitForEnd } from './processes.ts';
import { root } from './programs.ts';

const run = promisify(execFile);

/** The last tag without `replace` lines, which `go install` refuses. */
const temporalModule = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
/** Its packages together with Go's own, counted by `go list -deps`; for showing the progress of a build. */
const temporalPackages = 1_297;
const downloadLimitSeconds = 20;

/**
 * Gets the Temporal CLI, whose `server start-dev` is the local engine: from the PATH, from fugo's cache, by the SDK's
 * official download, or built from source by Go, in this order.
 */
export async function getTemporalBinary(
  cache: string,
  note: (note: Note) => void,
  signal?: AbortSignal,
): Promise<string> {
  const cached = join(cache, 'bin', 'temporal');
  const found = await findTemporal(cache);
  if (found !== undefined) return found;

  mkdirSync(join(cache, 'bin'), { recursive: true });
  const release = await waitForLock(join(cache, 'temporal.lock'), note, signal);
  try {
    removeUnfinished(cache);
    const madeMeanwhile = await findWorking(cached);
    if (madeMeanwhile !== undefined) return madeMeanwhile;
    note({ key: 'temporalDownloading', values: { limit: downloadLimitSeconds } });
    if (await download(cache, cached, signal)) return cached;
    note({ key: 'temporalDownloadFailed' });
    signal?.throwIfAborted();
    await build(cache, cached, note, signal);
    return cached;
  } finally {
    release();
  }
}

/** Finds the program on the PATH or in the cache; gets nothing. */
export async function findTemporal(cache: string): Promise<string | undefined> {
  return (await findWorking(findOnPath('temporal'))) ?? (await findWorking(join(cache, 'bin', 'temporal')));
}

export function findGo(): string | undefined {
  return findOnPath('go') ?? (existsSync('/usr/local/go/bin/go') ? '/usr/local/go/bin/go' : undefined);
}

function findOnPath(name: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      if (folder !== '') accessSync(path, constants.X_OK);
      if (folder !== '' && existsSync(path)) return path;
    } catch {
      // Not there, or not executable for this user.
    }
  }
  return undefined;
}

/** The path if the program can really be run: a half-written or foreign file counts as missing. */
async function findWorking(path: string | undefined): Promise<string | undefined> {
  if (path === undefined || !existsSync(path)) return undefined;
  try {
    await run(path, ['--version'], { timeout: 30_000 });
    return path;
  } catch {
    return undefined;
  }
}

/** Waits until no other process builds: a build takes minutes and 4.6 GB. */
async function waitForLock(path: string, note: (note: Note) => void, signal?: AbortSignal): Promise<() => void> {
  for (let seconds = 0; ; seconds++) {
    const release = takeLock(path);
    if (release) return release;
    if (seconds % 15 === 0) note({ key: 'temporalBuildWaiting' });
    await sleep(1_000, undefined, { signal });
  }
}

/** Removes what killed builds left, up to 4.6 GB each. The caller holds the lock, so nobody is working on it. */
function removeUnfinished(cache: string): void {
  for (const name of readdirSync(cache)) {
    if (/^(build|download)-/.test(name)) removeFolder(join(cache, name));
  }
}

/** Tries again for a while, because compilers that were just told to end may still write a last file. */
function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

/** Downloads in a process of its own: the SDK can download only while it starts a server, and cannot be interrupted. */
async function download(cache: string, target: string, signal?: AbortSignal): Promise<boolean> {
  const folder = mkdtempSync(join(cache, 'download-'));
  try {
    const script = fileURLToPath(new URL('temporal-download.ts', import.meta.url));
    await run(process.execPath, [script, folder], {
      timeout: downloadLimitSeconds * 1_000,
      killSignal: 'SIGKILL',
      cwd: root,
      signal,
    });
    const [file] = readdirSync(folder).filter((name) => name.startsWith('temporal'));
    if (file === undefined) return false;
    const beside = `${target}.${process.pid}`;
    copyFileSync(join(folder, file), beside);
    chmodSync(beside, 0o755);
    if ((await findWorking(beside)) === undefined) return false;
    renameSync(beside, target);
    return true;
  } catch {
    return false;
  } finally {
    removeFolder(folder);
  }
}

/** Builds with module and build caches of its own, which are removed in any case. */
async function build(cache: string, target: string, note: (note: Note) => void, signal?: AbortSignal): Promise<void> {
  const go = findGo();
  if (go === undefined) throw new LocalError({ key: 'temporalImpossible', values: { reason: '' } });
  const folder = mkdtempSync(join(cache, 'build-'));
  const env = {
    ...process.env,
    GOBIN: join(folder, 'bin'),
    GOPATH: join(folder, 'path'),
    GOMODCACHE: join(folder, 'modules'),
    GOCACHE: join(folder, 'build'),
    GOTMPDIR: folder,
    GOFLAGS: '-modcacherw',
    CGO_ENABLED: '0',
  };
  try {
    const child = spawn(go, ['install', '-v', temporalModule], { env, stdio: ['ignore', 'ignore', 'pipe'], signal });
    let output = '';
    const progress = createBuildProgress(temporalPackages, () => performance.now());
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      progress.hear(chunk);
      output = (output + chunk).slice(-2_000);
    });
    const report = (): void => note(progress.note(performance.now()));
    report();
    const timer = setInterval(report, 5_000);
    await waitForEnd(child);
    clearInterval(timer);
    const binary = await findWorking(join(folder, 'bin', 'temporal'));
    if (binary === undefined) throw new LocalError({ key: 'temporalImpossible', values: { reason: output.trim() } });
    renameSync(binary, target);
  } finally {
    removeFolder(folder);
  }
}
