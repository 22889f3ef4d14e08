/** A small cluster of fugo's with an archive of its WAL, in a home of its own; it belongs to one test file. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { getCredentials } from '../../local/credentials.ts';
import { ensureDatabase, prepareDatabase, urlWith } from '../../local/database.ts';
import { offerFreePort } from '../../local/ports.ts';
import { startCluster, type Cluster } from '../../local/postgres.ts';

export interface BackupHome {
  home: string;
  superuserUrl: string;
  sql: postgres.Sql;
  /** Ends the cluster; its data stay. */
  stop: () => Promise<void>;
  start: () => Promise<void>;
  /** Ends it as a loss of power does. */
  kill: () => Promise<void>;
  remove: () => Promise<void>;
}

/** `home`: one with data; otherwise a new one, with fugo's tables unless `schema` is false. */
export async function createBackupHome(given: { home?: string; schema?: boolean } = {}): Promise<BackupHome> {
  const home = given.home ?? mkdtempSync(join(tmpdir(), 'fugo-backup-'));
  // The postgres user must be able to enter.
  chmodSync(home, 0o711);
  const credentials = getCredentials(home);
  const port = await offerFreePort();
  let cluster: Cluster | undefined;
  let sql: postgres.Sql | undefined;
  const url = `postgres://postgres:${credentials.databaseSuperuser}@127.0.0.1:${port}/fugo`;
  const start = async (): Promise<void> => {
    cluster = await startCluster({
      name: 'database',
      home,
      port,
      superuserPassword: credentials.databaseSuperuser,
      sharedBuffers: '32MB',
      archivesWal: true,
      settings: ['fsync=off'],
    });
    sql ??= postgres(url, { max: 4, onnotice: () => undefined });
  };
  const stop = async (): Promise<void> => {
    await sql?.end({ timeout: 1 });
    sql = undefined;
    await cluster?.stop();
    cluster = undefined;
  };
  await start();
  const role = { role: 'fugo_owner', password: credentials.databaseOwner, rights: 'createrole' };
  await ensureDatabase(urlWith(url, { database: 'postgres' }), { ...role, database: 'fugo' });
  if (given.schema ?? true) {
    await prepareDatabase(urlWith(url, { user: 'fugo_owner', password: credentials.databaseOwner }), credentials);
  }
  return {
    home,
    superuserUrl: url,
    get sql() {
      if (!sql) throw new Error('The cluster does not run.');
      return sql;
    },
    start,
    stop,
    async kill() {
      await sql?.end({ timeout: 1 });
      sql = undefined;
      if (cluster) process.kill(cluster.identity.pid, 'SIGKILL');
      await cluster?.ended;
      cluster = undefined;
    },
    async remove() {
      await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
