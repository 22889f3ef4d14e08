/** A PostgreSQL server of one test file, which may stop it; the other tests share another. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whenFileEnds } from './ending.ts';
import { getCredentials } from '../../local/credentials.ts';
import { ensureDatabase, prepareDatabase, urlWith } from '../../local/database.ts';
import { offerFreePort } from '../../local/ports.ts';
import { startCluster, type Cluster } from '../../local/postgres.ts';
import type { TestDatabase } from './database.ts';

export interface OwnPostgres {
  database: TestDatabase;
  /** PostgreSQL's fast shutdown: rolls back open transactions and ends connections. */
  stop: () => Promise<void>;
  /** Resolves when the server accepts connections. */
  start: () => Promise<void>;
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const home = mkdtempSync(join(tmpdir(), 'fugo-own-'));
  // The postgres user must be able to enter.
  chmodSync(home, 0o711);
  const credentials = getCredentials(home);
  const port = await offerFreePort();
  const superuserPassword = credentials.databaseSuperuser;
  const startIt = (): Promise<Cluster> =>
    startCluster({ name: 'own', home, port, superuserPassword, unsafe: true, sharedBuffers: '32MB' });
  let cluster: Cluster | undefined = await startIt();
  const stop = async (): Promise<void> => {
    await cluster?.stop();
    cluster = undefined;
  };
  whenFileEnds(async () => {
    await stop();
    rmSync(home, { recursive: true, force: true });
  });
  const role = { role: 'fugo_owner', password: credentials.databaseOwner, rights: 'createrole' };
  const superuserUrl = cluster.superuserUrl('fugo');
  await ensureDatabase(cluster.superuserUrl(), { ...role, database: 'fugo' });
  const ownerUrl = urlWith(superuserUrl, { user: 'fugo_owner', password: credentials.databaseOwner });
  const { api, worker, monitor } = await prepareDatabase(ownerUrl, credentials);
  return {
    database: {
      ownerUrl,
      apiUrl: api,
      workerUrl: worker,
      monitorUrl: monitor,
      superuserUrl,
      drop: () => Promise.resolve(),
    },
    stop,
    async start() {
      cluster = await startIt();
    },
  };
}
