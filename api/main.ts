/** The process of the API server: reads the environment, builds the dependencies, serves until it is told to stop. */
import { serve } from '@hono/node-server';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { findPath } from '../config/environment.ts';
import { readApiConfig } from '../config/processes.ts';
import { readKeyRing } from '../keys/key-ring.ts';
import { createLoadFileStore } from '../keys/load-file-store.ts';
import { findClient, putAdministrator } from '../storage/clients/clients.ts';
import { openDatabase, type Database } from '../storage/database/database.ts';
import { requireRightKeys } from '../storage/settings/key-checks.ts';
import { forgetExpired } from '../storage/clients/token-state.ts';
import { forgetOverSignIns } from '../storage/sign-in/sign-in.ts';
import { openClient } from '../temporal/connection.ts';
import { createLogger, describeError } from '../temporal/logging.ts';
import { createPayloadCodec } from '../temporal/payload-codec.ts';
import { createApp } from './app.ts';
import { createEngine } from './engine/engine.ts';
import { createErrorRetryEngine } from './engine/retry-errors.ts';
import { createLoadEngine } from './engine/loads.ts';
import { removeLostFiles } from './loads/remove-lost-files.ts';
import { hashSecret, isSecretOf } from './clients/secrets.ts';
import { serverOptions, silenceMs } from './http/server-limits.ts';
import { defaultStaffSettings } from './sign-in/settings.ts';

const config = await requireOrEnd(() => readApiConfig(process.env));
const log = createLogger({ name: 'api', level: config.logLevel });
const keys = await requireOrEnd(() => readKeyRing(config.keysFile));
const { db, close: closeDatabase } = openDatabase(config.databaseUrl, { name: 'fugo-api', work: 'answer' });
await requireOrEnd(() => requireRightKeys(db, keys));
const namespace = config.temporalNamespace;
const temporal = openClient({ address: config.temporalAddress, namespace, tls: config.temporalTls, keys });

const adminClientFile = findPath(process.env, 'FUGO_ADMIN_CLIENT_FILE');
if (adminClientFile !== undefined) await registerAdministrator(db, adminClientFile);
const folder = config.loadFilesFolder;
const files = folder === undefined ? undefined : createLoadFileStore({ folder, keys });
const { app, drain: settled } = await createApp({
  db,
  keys,
  engine: createEngine(temporal),
  errorRetries: createErrorRetryEngine(temporal),
  loads: {
    engine: createLoadEngine(temporal),
    files,
    fileLimitBytes: config.loadFileLimit,
  },
  log,
  publicUrl: config.publicUrl.replace(/\/+$/u, ''),
  workerHealth: config.workerHealth,
  deliveryFolder: config.deliveryFolder,
  webFolder: config.webFolder,
  webUi:
    config.uiUrl === undefined
      ? undefined
      : { url: new URL(config.uiUrl).origin, namespace, codec: createPayloadCodec(keys, namespace) },
  staff: { ...defaultStaffSettings, ...config.staff },
  processMetrics: true,
});

const server = serve(
  {
    fetch: app.fetch,
    hostname: config.host,
    port: config.port,
    serverOptions,
  },
  ({ address, port }) => log.info({ address, port, publicUrl: config.publicUrl }, 'the API is listening'),
);
server.setTimeout(silenceMs);
const sweepTimer = setInterval(() => {
  forgetExpired(db).catch((err: unknown) => log.warn({ err }, 'expired assertions were not removed'));
  forgetOverSignIns(db).catch((err: unknown) => log.warn({ err }, 'sessions that are over were not removed'));
  if (files) removeLostFiles(db, files).catch((err: unknown) => log.warn({ err }, 'lost files were not removed'));
}, 10 * 60_000);
sweepTimer.unref();

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(signal));

/** Runs what the process cannot do without; if it fails, the process ends with that one sentence. */
async function requireOrEnd<T>(need: () => T | Promise<T>): Promise<T> {
  try {
    return await need();
  } catch (err) {
    process.stderr.write(`${err instanceof Error ? describeError(err).message : 'Something unexpected happened.'}\n`);
    process.exit(1);
  }
}

/** Stops in order: refuse new requests, finish those under way and the background work, then close the database. */
async function stop(signal: string): Promise<void> {
  log.info({ signal }, 'the API is stopping');
  const patience = setTimeout(() => process.exit(1), 15_000);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  });
  await settled();
  await closeDatabase();
  clearTimeout(patience);
  // The engine's connection stays open: closed while the engine is away, it would throw at its next retry.
  process.exit(0);
}

/** Registers the administrator's client from its file; hashes the secret only if it has changed. */
async function registerAdministrator(database: Database, file: string): Promise<void> {
  const AdminClient = z.object({ clientId: z.string().min(1).max(100), clientSecret: z.string().min(16) });
  const { clientId, clientSecret } = AdminClient.parse(JSON.parse(await readFile(file, 'utf8')));
  const client = await findClient(database, clientId);
  if (client?.secretHash != null && client.revokedAt === null && (await isSecretOf(client.secretHash, clientSecret)))
    return;
  await putAdministrator(database, clientId, await hashSecret(clientSecret));
}
