/**
 * Files dropped into `{folder}/{municipality}/` become loads.
 *
 * F1. A file is taken only when two looks found the same size and time, so that its copying has finished.
 * F2. A taken file leaves a receipt and is removed; a refused file keeps its content under another name, beside the
 *     reason. It is never both.
 * F3. A file is first renamed to hold its load's id. If the worker is killed, the next one continues under the same id,
 *     and the file is not loaded twice.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { activityInfo, cancellationSignal, heartbeat, log } from '@temporalio/activity';
import type { DropFolderActivities } from '../contracts/drop-folder.ts';
import { defaultLoadOptions, type LoadOptions } from '../contracts/initial-load.ts';
import { failures, type RequestFailureCode } from '../domain/failures.ts';
import { hasPersonalNumber } from '../domain/values/personal-number.ts';
import { LoadFileTooLarge } from '../keys/load-file-store.ts';
import { readFileName } from '../load-files/file-name.ts';
import { writeAudit } from '../storage/audit/log.ts';
import { createLoad } from '../storage/loads/loads.ts';
import type { Dependencies, DroppedFiles } from './dependencies.ts';

/** Stored where an API client's id would be. */
const clientId = 'drop-folder';

export function createDropFolderActivities(deps: Dependencies): DropFolderActivities {
  const { dropped } = deps;
  /** How each file looked at the last look, by path. */
  const lastLooks = new Map<string, string>();

  return {
    async lookIntoDropFolder({ municipality }) {
      if (!dropped) return { ready: 0 };
      const folder = join(dropped.folder, municipality);
      await mkdir(folder, { recursive: true });
      const found = await listFiles(folder);
      const ready = found.filter(({ path, look }) => lastLooks.get(path) === look);
      for (const path of lastLooks.keys()) if (path.startsWith(folder)) lastLooks.delete(path);
      for (const { path, look } of found) lastLooks.set(path, look);
      return { ready: ready.length + (await listHalfTaken(folder)).length };
    },

    async takeDroppedFiles({ municipality }) {
      const outcome = { taken: 0, refused: 0 };
      if (!dropped) return outcome;
      const folder = join(dropped.folder, municipality);
      const timer = setInterval(heartbeat, (activityInfo().heartbeatTimeoutMs ?? 30_000) / 4);
      try {
        for (const file of [...(await listHalfTaken(folder)), ...(await claimFiles(folder))]) {
          cancellationSignal().throwIfAborted();
          const result = await takeFile(deps, dropped, { municipality, folder, ...file });
          outcome[result] += 1;
        }
      } finally {
        clearInterval(timer);
      }
      return outcome;
    },
  };

  /** Renames files that have not changed since the last look (F1, F3). */
  async function claimFiles(folder: string): Promise<HalfTaken[]> {
    const files: HalfTaken[] = [];
    for (const { name, path, look } of await listFiles(folder)) {
      if (lastLooks.get(path) !== look) continue;
      const loadId = randomUUID();
      const taking = join(folder, `.${name}.${loadId}.taking`);
      await rename(path, taking);
      files.push({ name, loadId, path: taking });
    }
    return files;
  }
}

interface DroppedFile {
  name: string;
  path: string;
  /** Equal at two looks when the file was not changed between them. */
  look: string;
}

/** Lists the files that may be taken, by name: no links, no half-copied files, none that fugo wrote. */
async function listFiles(folder: string): Promise<DroppedFile[]> {
  const files: DroppedFile[] = [];
  for (const name of (await readdir(folder)).toSorted()) {
    if (name.startsWith('.') || /\.(?:part|tmp|refused|receipt\.json|refused\.json)$/iu.test(name)) continue;
    const path = join(folder, name);
    const found = await lstat(path).catch(() => undefined); // the file has just been renamed
    if (!found?.isFile()) continue;
    files.push({ name, path, look: `${found.ino} ${found.size} ${found.mtimeMs}` });
  }
  return files;
}

interface HalfTaken {
  name: string;
  loadId: string;
  path: string;
}

/** Lists files whose intake a killed run left unfinished (F3); only one run works on the folder at a time. */
async function listHalfTaken(folder: string): Promise<HalfTaken[]> {
  return (await readdir(folder)).flatMap((entry) => {
    const [, name, loadId] = /^\.(.+)\.([0-9a-f-]{36})\.taking$/u.exec(entry) ?? [];
    return name !== undefined && loadId !== undefined ? [{ name, loadId, path: join(folder, entry) }] : [];
  });
}

async function takeFile(
  { db, startLoad, readSettings }: Dependencies,
  { store, limitBytes }: DroppedFiles,
  { municipality, folder, name, loadId, path }: HalfTaken & { municipality: string; folder: string },
): Promise<'taken' | 'refused'> {
  const key = { municipality, loadId };
  const refuse = async (code: RequestFailureCode, detail: object = {}): Promise<'refused'> => {
    const { ja, en } = failures[code];
    await writeJson(join(folder, `${name}.refused.json`), { fileName: name, code, ja, en, ...detail });
    await rename(path, join(folder, `${name}.refused`));
    log.warn('A dropped file was refused', { code, loadId });
    return 'refused';
  };

  // The file name is shown to everybody who sees the load, so it must hold no personal number.
  if (hasPersonalNumber(name)) {
    return refuse('INVALID_INPUT', { errors: [{ field: 'fileName', rule: 'PERSONAL_NUMBER_INSIDE' }] });
  }
  const nameParts = readFileName(name);
  if (!nameParts)
    return refuse('UNSUPPORTED_MEDIA_TYPE', { expected: '*.csv, *.ndjson, *.dat, *.cp932.csv, *.csv.zip' });
  const options: LoadOptions = { ...defaultLoadOptions, ...nameParts };
  const { limits } = await readSettings(municipality);
  const entry = {
    clientId,
    staffId: null,
    action: 'loads.create',
    subject: loadId,
    outcome: 'allowed',
    reason: null,
  } as const;
  await writeAudit(db, municipality, entry);
  try {
    const { bytes, hash } = await store.store(key, createReadStream(path), { limitBytes });
    const creation = await createLoad(db, {
      ...key,
      fileName: name,
      fileHash: hash,
      fileBytes: bytes,
      options,
      dryRun: false,
      again: false,
      clientId,
      staffId: null,
    });
    if (creation.kind === 'loaded-before') {
      await store.remove(key);
      return await refuse('LOADED_BEFORE', { loadId: creation.loadId });
    }
    await writeJson(join(folder, `${name}.receipt.json`), {
      fileName: name,
      loadId,
      municipality,
      bytes,
      ...nameParts,
    });
    await rm(path);
  } catch (err) {
    if (err instanceof LoadFileTooLarge) return refuse('TOO_LARGE', { limitBytes });
    throw err;
  }
  await startLoad({ ...key, dryRun: false, options, limits }); // if this fails, the sweep starts it
  return 'taken';
}

/** Writes the file under another name and renames it, so that no reader sees half of it. */
async function writeJson(path: string, value: object): Promise<void> {
  const part = `${path}.tmp`;
  await writeFile(part, `${JSON.stringify(value, null, 2)}\n`);
  await rename(part, path);
}
