import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { z } from 'zod';
import { urlWith } from '../database-urls.ts';
import { LocalError, reasonOf } from '../messages.ts';
import { inheritedEnvironment } from '../processes.ts';
import { forEachOf, listFiles, syncFolder, syncFolders } from './copy.ts';
import { holdBackups } from './hold.ts';
import { backupsFolder, nextBackupId, writeManifest, type Manifest } from './manifest.ts';
import type { OnProgress } from './progress.ts';
import { sha256Of } from './wal.ts';

const run = promisify(execFile);

/**
 * Backs up a server that is not of this home, with PostgreSQL's own pg_basebackup, which reads it by replication. It
 * holds the WAL that the base needs and none after it: to reach later moments, let that server archive its WAL (pgBackRest
 * does both). Throws LocalError when there is no pg_basebackup of the server's version or newer, or it fails.
 */
export async function backUpOutside(options: {
  home: string;
  /** A role with REPLICATION. */
  url: string;
  onProgress?: OnProgress;
  env?: NodeJS.ProcessEnv;
}): Promise<Manifest> {
  const { home, url, onProgress, env = process.env } = options;
  const server = await readServer(url);
  await requireTool(Number.parseInt(server.version, 10), env);
  const release = await holdBackups(home);
  const folder = backupsFolder(home);
  const id = nextBackupId(home, new Date());
  const draft = join(folder, `${id}.partial`);
  try {
    mkdirSync(draft, { recursive: true, mode: 0o700 });
    const startedAt = new Date().toISOString();
    const data = join(draft, 'data');
    onProgress?.({ step: 'copying', done: 0, total: undefined });
    await runTool(url, data, env);
    const endedAt = new Date().toISOString();
    const { files, folders } = await describe(data);
    const manifest: Manifest = {
      format: 1,
      id,
      tool: 'pg_basebackup',
      startedAt,
      endedAt,
      postgres: server,
      wal: readRange(data),
      folders,
      files,
      walFiles: [],
    };
    writeManifest(draft, manifest);
    await syncFolders(draft);
    renameSync(draft, join(folder, id));
    await syncFolder(folder);
    return manifest;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  } finally {
    release();
  }
}

async function readServer(url: string): Promise<Manifest['postgres']> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    const [row] = await sql<Manifest['postgres'][]>`
      select current_setting('server_version') as version, system_identifier::text as "systemIdentifier",
        pg_size_bytes(current_setting('wal_segment_size'))::float8 as "segmentBytes", current_database() as database
      from pg_control_system()`;
    if (!row) throw new Error('PostgreSQL answered nothing about itself.');
    return { ...row };
  } finally {
    await sql.end();
  }
}

async function requireTool(major: number, env: NodeJS.ProcessEnv): Promise<void> {
  const version = await run('pg_basebackup', ['--version'], { env: inheritedEnvironment(env) }).then(
    // pg_basebackup (PostgreSQL) 18.4 (Debian 18.4-1)
    ({ stdout }) => /\d+/u.exec(stdout)?.[0],
    () => undefined,
  );
  if (version === undefined) throw new LocalError({ key: 'outsideNoTool', values: { major } });
  if (Number(version) < major) throw new LocalError({ key: 'outsideOldTool', values: { major, version } });
}

/** The password goes by the environment, because every user of the machine can read a command line. */
async function runTool(url: string, data: string, env: NodeJS.ProcessEnv): Promise<void> {
  const password = decodeURIComponent(new URL(url).password);
  const args = ['--pgdata', data, '--format', 'plain', '--wal-method', 'stream', '--checkpoint', 'fast'];
  args.push('--no-password', '--dbname', urlWith(url, { password: '' }));
  try {
    await run('pg_basebackup', args, {
      env: { ...inheritedEnvironment(env), LC_ALL: 'C', PGPASSWORD: password },
      maxBuffer: 16 * 1_048_576,
    });
  } catch (error) {
    throw new LocalError({ key: 'outsideFailed', values: { reason: reasonOf(error) } }, { cause: error });
  }
}

async function describe(data: string): Promise<Pick<Manifest, 'files' | 'folders'>> {
  const files: Manifest['files'] = [];
  await forEachOf(await listFiles(data), async (path) => {
    const whole = join(data, path);
    files.push({ path: `data/${path}`, bytes: (await stat(whole)).size, sha256: await sha256Of(whole) });
  });
  const entries = await readdir(data, { withFileTypes: true, recursive: true });
  const link = entries.find((entry) => entry.isSymbolicLink());
  if (link) throw new LocalError({ key: 'backupTablespace', values: { path: join(link.parentPath, link.name) } });
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => `data/${join(entry.parentPath, entry.name).slice(data.length + 1)}`);
  return { files: files.toSorted((one, other) => (one.path < other.path ? -1 : 1)), folders };
}

const ToolManifest = z.object({
  'WAL-Ranges': z.array(z.object({ Timeline: z.number(), 'Start-LSN': z.string(), 'End-LSN': z.string() })),
});

/** pg_basebackup says in a manifest of its own which WAL the base needs. */
function readRange(data: string): Manifest['wal'] {
  const ranges = ToolManifest.parse(JSON.parse(readFileSync(join(data, 'backup_manifest'), 'utf8')))['WAL-Ranges'];
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (!first || !last)
    throw new LocalError({ key: 'outsideFailed', values: { reason: 'backup_manifest: WAL-Ranges' } });
  return { timeline: last.Timeline, start: first['Start-LSN'], stop: last['End-LSN'] };
}
