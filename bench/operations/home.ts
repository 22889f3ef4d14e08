/** A PostgreSQL server of a part's own, with fugo's tables, in a home of its own. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { getCredentials } from '../../local/credentials.ts';
import { ensureDatabase, prepareDatabase, urlWith } from '../../local/database.ts';
import { offerFreePort } from '../../local/ports.ts';
import { startCluster, type Cluster } from '../../local/postgres.ts';
import type { Surroundings } from './part.ts';

export interface DatabaseHome {
  home: string;
  urls: { superuser: string; api: string; worker: string; monitor: string };
  /** As superuser: looks on from outside. It finds the server again after an end of it. */
  sql: postgres.Sql;
  /** Of the server as it runs now. */
  pid: () => number;
  start: () => Promise<void>;
  stop: () => Promise<void>;
  /** `kill -9`; what was committed is on the disk. */
  kill: () => Promise<void>;
}

export async function openDatabaseHome(
  { onClose, note }: Surroundings,
  { archivesWal = false }: { archivesWal?: boolean } = {},
): Promise<DatabaseHome> {
  const home = mkdtempSync(join(tmpdir(), 'fugo-bench-'));
  chmodSync(home, 0o711); // PostgreSQL's user passes through
  onClose(() => rmSync(home, { recursive: true, force: true }));
  const credentials = getCredentials(home);
  const port = await offerFreePort();
  let cluster: Cluster | undefined;
  const start = async (): Promise<void> => {
    cluster = await startCluster({
      name: 'database',
      home,
      port,
      superuserPassword: credentials.databaseSuperuser,
      archivesWal,
    });
  };
  const stop = async (): Promise<void> => {
    await cluster?.stop();
    cluster = undefined;
  };
  onClose(stop);
  await start();
  const superuser = `postgres://postgres:${credentials.databaseSuperuser}@127.0.0.1:${port}/fugo`;
  const role = { role: 'fugo_owner', password: credentials.databaseOwner, rights: 'createrole' } as const;
  await ensureDatabase(urlWith(superuser, { database: 'postgres' }), { ...role, database: 'fugo' });
  const owner = urlWith(superuser, { user: 'fugo_owner', password: credentials.databaseOwner });
  const { api, worker, monitor } = await prepareDatabase(owner, credentials);
  const sql = postgres(superuser, { max: 3, onnotice: () => undefined });
  onClose(() => sql.end({ timeout: 2 }));
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
  note({ postgres: row?.version ?? 'unknown' });
  return {
    home,
    urls: { superuser, api, worker, monitor },
    sql,
    pid: () => cluster?.identity.pid ?? 0,
    start,
    stop,
    async kill() {
      if (cluster) process.kill(cluster.identity.pid, 'SIGKILL');
      await cluster?.ended;
      cluster = undefined;
    },
  };
}
