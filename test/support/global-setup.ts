import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { languageOf } from '../../config/language.ts';
import { getLocalCache } from '../../config/local.ts';
import { getCredentials } from '../../local/credentials.ts';
import { ensureDatabase, prepareDatabase, urlWith } from '../../local/database.ts';
import { findJson, writePrivateJson } from '../../local/files.ts';
import { textOf, type Note } from '../../local/messages.ts';
import { offerLastingPort } from '../../local/ports.ts';
import { startCluster } from '../../local/postgres.ts';
import { findIdentity, isRunning, parseIdentity, stopProcess, type ProcessIdentity } from '../../local/processes.ts';
import { membersOf } from '../../local/records.ts';
import { getTemporalBinary } from '../../local/temporal-binary.ts';
import { startTemporalServer } from '../../local/temporal-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server for the tests, as superuser; tests normally call createTestDatabase. */
    postgresSuperuserUrl: string;
    /** Passwords of the roles on that server. */
    postgresPasswords: { owner: string; api: string; worker: string; monitor: string };
    temporalAddress: string;
    temporalNamespace: string;
  }
}

const prefix = 'fugo-test-';
const templateDatabase = 'fugo_template';

/** Starts one PostgreSQL cluster and one Temporal dev server for all test files, in a home of their own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const started = Date.now();
  const language = languageOf(process.env);
  const note = (message: Note): void => {
    process.stderr.write(`[${Math.round((Date.now() - started) / 1000)}s] ${textOf(message, language)}\n`);
  };
  const home = mkdtempSync(join(tmpdir(), prefix));
  // The postgres user must be able to enter.
  chmodSync(home, 0o711);
  const owner = findIdentity(process.pid);
  const parts: ProcessIdentity[] = [];
  const remember = (identity: ProcessIdentity): void => {
    parts.push(identity);
    writePrivateJson(join(home, 'owned.json'), { owner, parts });
  };
  const stops: (() => Promise<void>)[] = [];
  const teardown = async (): Promise<void> => {
    await Promise.all(stops.map((stop) => stop()));
    rmSync(home, { recursive: true, force: true });
  };

  const credentials = getCredentials(home);
  const startDatabase = async (): Promise<void> => {
    const superuserPassword = credentials.databaseSuperuser;
    const cluster = await onFreePort((port) =>
      startCluster({ name: 'test', home, port, superuserPassword, unsafe: true }),
    );
    stops.push(cluster.stop);
    remember(cluster.identity);
    const role = { role: 'fugo_owner', password: credentials.databaseOwner, rights: 'createrole' };
    await ensureDatabase(cluster.superuserUrl(), { ...role, database: templateDatabase });
    const ownerUrl = urlWith(cluster.superuserUrl(templateDatabase), {
      user: 'fugo_owner',
      password: credentials.databaseOwner,
    });
    await prepareDatabase(ownerUrl, credentials);
    project.provide('postgresSuperuserUrl', cluster.superuserUrl());
    project.provide('postgresPasswords', {
      owner: credentials.databaseOwner,
      api: credentials.databaseApi,
      worker: credentials.databaseWorker,
      monitor: credentials.databaseMonitor,
    });
  };
  const startTemporal = async (): Promise<void> => {
    const external = process.env['TEMPORAL_ADDRESS'];
    if (external !== undefined && external !== '') {
      project.provide('temporalAddress', external);
      project.provide('temporalNamespace', process.env['TEMPORAL_NAMESPACE'] ?? 'default');
      return;
    }
    const binary = await getTemporalBinary(getLocalCache(process.env), note);
    const server = await onFreePort((port) => startTemporalServer({ binary, home, port, uiPort: 0, headless: true }));
    stops.push(server.stop);
    remember(server.identity);
    project.provide('temporalAddress', server.address);
    project.provide('temporalNamespace', server.namespace);
  };

  // Both are awaited even if one fails, or the other would be left running.
  const outcomes = await Promise.allSettled([startDatabase(), startTemporal()]);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    await teardown();
    throw failed.reason;
  }
  return teardown;
}

/** Somebody else, such as a second run of the tests, may take the port before the server does; then another is tried. */
async function onFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await offerLastingPort());
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

/** Removes what killed test runs left behind. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const home = join(tmpdir(), name);
    const { owner, parts } = membersOf(findJson(join(home, 'owned.json')));
    const running = parseIdentity(owner);
    // In use, or just being made.
    if (!running || isRunning(running)) continue;
    const leftovers = Array.isArray(parts) ? parts.map(parseIdentity).filter((identity) => identity !== undefined) : [];
    await Promise.all(leftovers.map((identity) => stopProcess(identity, 'SIGINT')));
    rmSync(home, { recursive: true, force: true });
  }
}
