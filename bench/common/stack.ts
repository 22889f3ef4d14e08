/** A stack of the bench's own, with the eyes that look at it from outside; gone when the bench has ended. */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { z } from 'zod';
import { createApiClient, type ApiClient } from '../../cli/client/api-client.ts';
import { readKeyRing, type KeyRing } from '../../keys/key-ring.ts';
import { getDatabaseUrls, readRun, stopStack, type Run } from '../../local/stack.ts';
import { openClient } from '../../temporal/connection.ts';
import { startIn } from './own-home.ts';
import type { Say } from './say.ts';

export interface BenchStack {
  home: string;
  run: Run;
  keys: KeyRing;
  administrator: ApiClient;
  databaseUrls: ReturnType<typeof getDatabaseUrls>;
  /** As superuser: looks on from outside, past row-level security. */
  sql: postgres.Sql;
  temporal: ReturnType<typeof openClient>;
  temporalVersion: string;
  /** The process of each part at this moment, by the part's name. */
  pids: () => Record<string, number>;
  /** Called, the last one first, before the stack is stopped. */
  onClose: (closer: () => unknown) => void;
  close: () => Promise<void>;
}

export async function openBenchStack(say: Say): Promise<BenchStack> {
  const home = mkdtempSync(join(tmpdir(), 'fugo-bench-'));
  chmodSync(home, 0o711); // PostgreSQL's user passes through
  const closers: (() => unknown)[] = [
    async () => {
      await stopStack(home);
      rmSync(home, { recursive: true, force: true });
    },
  ];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    const run = await startIn(home, say);
    const keys = readKeyRing(run.files.keys);
    const databaseUrls = getDatabaseUrls(home);
    const sql = postgres(databaseUrls.superuser, { max: 3, onnotice: () => undefined });
    closers.push(() => sql.end({ timeout: 5 }));
    const { temporal: address, temporalNamespace: namespace } = run.addresses;
    const temporal = openClient({ address, namespace, keys });
    closers.push(() => temporal.connection.close());
    const { serverVersion } = await temporal.workflowService.getSystemInfo({});
    return {
      home,
      run,
      keys,
      administrator: createApiClient(run.addresses.api, readClient(run.files.adminClient), 'en'),
      databaseUrls,
      sql,
      temporal,
      temporalVersion: serverVersion,
      pids: () => pidsIn(home),
      onClose: (closer) => closers.push(closer),
      close,
    };
  } catch (err) {
    await close();
    throw err;
  }
}

function readClient(path: string) {
  const Credentials = z.object({ clientId: z.string(), clientSecret: z.string() });
  return Credentials.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** Read anew, because a part that was started again is another process. */
function pidsIn(home: string): Record<string, number> {
  const parts = readRun(home)?.parts ?? [];
  return Object.fromEntries(parts.flatMap(({ name, identity }) => (identity ? [[name, identity.pid]] : [])));
}
