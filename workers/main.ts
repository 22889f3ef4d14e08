/**
 * A worker: runs workflows and activities until it is told to end. Any number may run side by side. Daily work and
 * loads have a task queue each; with a process for each, a load never delays the thread that answers a resident at the
 * counter.
 *
 * A worker starts when Temporal and the database can be reached, and gives up with one sentence after a minute. Later
 * it outlives the loss of either: both clients reconnect by themselves, and retry policies repeat what was interrupted.
 */
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { sql } from 'drizzle-orm';
import { createAcquireCodeActivities } from '../activities/acquire-code.ts';
import { createConfirmCodesActivities } from '../activities/confirm-codes.ts';
import { createDeliveryActivities } from '../activities/deliveries.ts';
import { createDropFolderActivities } from '../activities/drop-folder.ts';
import { createInquiryActivities } from '../activities/inquiries.ts';
import { createInitialLoadActivities } from '../activities/initial-load.ts';
import { createJobNetActivities } from '../activities/job-net.ts';
import { createNewsActivities } from '../activities/news.ts';
import { createNoticeActivities } from '../activities/notices.ts';
import { createOperatingDayActivities } from '../activities/operating-day.ts';
import { createRetryErrorsActivities } from '../activities/retry-errors.ts';
import { createSweepActivities } from '../activities/sweep.ts';
import { readWorkerConfig, type WorkerConfig } from '../config/processes.ts';
import { taskQueue } from '../contracts/acquire-code.ts';
import { loadTaskQueue } from '../contracts/initial-load.ts';
import { readKeyRing } from '../keys/key-ring.ts';
import { openDatabase, type Database } from '../storage/database/database.ts';
import { requireRightKeys } from '../storage/settings/key-checks.ts';
import { connectWorker, openClient } from '../temporal/connection.ts';
import { dataConverterFor } from '../temporal/data-converter.ts';
import { createLogger, describeError, runtimeLogging, type Logger } from '../temporal/logging.ts';
import {
  createDayDependencies,
  createDeliveryDependencies,
  createDependencies,
  createInquiryDependencies,
  createJobDependencies,
} from './dependencies.ts';
import { serveHealth } from './health.ts';
import { nudgeFor } from './nudge-for.ts';
import { runRemakingKeys } from './remake-keys.ts';
import { tryUntil } from './patience.ts';

/** Each local activity of a step holds a database connection for some milliseconds. */
const databaseConnections = 20;

const concurrency = {
  // Explicit, because the default follows the heap limit and made workers run out of memory. An evicted workflow costs
  // a replay.
  maxCachedWorkflows: 2_000,
  maxConcurrentWorkflowTaskExecutions: 100,
  maxConcurrentLocalActivityExecutions: 100,
  // These activities wait for participants, so there are many: a slow participant must not take the slots of others.
  maxConcurrentActivityTaskExecutions: 200,
} satisfies Partial<WorkerOptions>;

/** A chunk holds thousands of lines in memory. A few at once use the whole machine; more would only use more memory. */
const loadConcurrency = {
  maxCachedWorkflows: 200,
  maxConcurrentWorkflowTaskExecutions: 20,
  maxConcurrentLocalActivityExecutions: 20,
  maxConcurrentActivityTaskExecutions: 4,
} satisfies Partial<WorkerOptions>;

/**
 * The API has the highest priority, so that an answer at the counter is never delayed; daily work comes next, loads
 * last.
 */
const dailyPriority = constants.priority.PRIORITY_BELOW_NORMAL;
const loadPriority = dailyPriority + 5;

const shutdown = {
  // Longer than a local activity and most calls; what is cancelled after it, another worker repeats.
  shutdownGraceTime: '10 seconds',
  shutdownForceTime: '30 seconds',
} satisfies Partial<WorkerOptions>;

/** How long to wait for Temporal and the database at the start. Milliseconds. */
const patienceMs = 60_000;

const ending = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => ending.abort(new Error(`Ended by ${name}.`)));

try {
  await runWorker(readWorkerConfig(process.env), ending.signal);
} catch (err) {
  if (err !== ending.signal.reason) {
    process.stderr.write(`${err instanceof Error ? describeError(err).message : 'Something unexpected happened.'}\n`);
    process.exitCode = 1;
  }
}

/** Resolves when the worker has ended as told and has closed everything. */
async function runWorker(config: WorkerConfig, signal: AbortSignal): Promise<void> {
  // Comes first, because threads inherit the priority of the thread that makes them.
  setPriority(config.work === 'loads' ? loadPriority : dailyPriority);
  const logger = createLogger({ name: 'worker', level: config.logLevel });
  Runtime.install({ ...runtimeLogging(logger), shutdownSignals: [] });
  const closers: (() => Promise<void>)[] = [];
  try {
    let workers: Worker[] = [];
    const health = await serveHealth({ host: config.host, port: config.healthPort }, () => workers[0]);
    closers.push(health.close);
    const { workers: prepared, runBeside } = await prepareWorkers(config, { signal, closers, logger });
    workers = prepared;
    const running = Promise.all([...prepared.map((worker) => worker.run()), runBeside()]);
    // A worker frees its connection only after it has run, so it runs even if it must end at once.
    const endWorkers = (): void => prepared.forEach((worker) => worker.shutdown());
    if (signal.aborted) endWorkers();
    else signal.addEventListener('abort', endWorkers, { once: true });
    await running;
    logger.info('The worker has ended');
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

/**
 * Opens everything that a worker needs, in the order of need, and adds to `closers` what must be closed. `runBeside` runs
 * the reconciler beside the daily work, and beside loads, which have the lowest priority, the making of keys.
 */
async function prepareWorkers(
  config: WorkerConfig,
  { signal, closers, logger }: { signal: AbortSignal; closers: (() => Promise<void>)[]; logger: Logger },
): Promise<{ workers: Worker[]; runBeside: () => Promise<unknown> }> {
  const keys = readKeyRing(config.keysFile);
  const { temporalAddress: address, temporalNamespace: namespace, temporalTls: tls } = config;
  const target = { address, namespace, tls };
  const database = openDatabase(config.databaseUrl, { max: databaseConnections, name: 'fugo-worker' });
  closers.push(database.close);
  const patience = { untilMs: Date.now() + patienceMs, everyMs: 1_000, signal };
  const connection = await tryUntil(patience, () => connectWorker(target));
  closers.push(() => connection.close());
  await tryUntil(patience, () => checkDatabase(database.db, config.databaseUrl));
  await requireRightKeys(database.db, keys);
  const client = openClient({ ...target, keys });
  closers.push(() => client.connection.close());

  const { alwaysOpen, loadFilesFolder, dropFolder, loadFileLimit } = config;
  const settings = { alwaysOpen, loadFilesFolder, dropFolder, loadFileLimit };
  const deps = createDependencies({ db: database.db, keys, client, ...settings });
  const jobs = createJobDependencies({
    db: database.db,
    client,
    deliversFiles: config.deliveryFolder !== undefined,
  });
  const common = {
    ...shutdown,
    ...workflowsOf(config),
    connection,
    namespace: target.namespace,
    dataConverter: dataConverterFor(keys, target.namespace),
    activities: {
      ...createAcquireCodeActivities(deps),
      ...createConfirmCodesActivities(deps),
      ...createDeliveryActivities(
        createDeliveryDependencies({
          db: database.db,
          keys,
          folder: config.deliveryFolder,
          keysFolder: config.deliveryKeys,
        }),
      ),
      ...createDropFolderActivities(deps),
      ...createInitialLoadActivities(deps),
      ...createJobNetActivities(jobs),
      ...createInquiryActivities(createInquiryDependencies({ db: database.db, client })),
      ...createNewsActivities(deps),
      ...createNoticeActivities(deps),
      ...createOperatingDayActivities(createDayDependencies({ db: database.db, client })),
      ...createRetryErrorsActivities(deps),
      ...createSweepActivities(deps),
    },
  };
  const daily = { ...common, ...concurrency, taskQueue };
  const loads = { ...common, ...loadConcurrency, taskQueue: loadTaskQueue };
  const chosenOptions = { daily: [daily], loads: [loads], all: [daily, loads] }[config.work];
  const workers = await Promise.all(chosenOptions.map((options) => Worker.create(options)));
  const eager = new Client({ connection, namespace: target.namespace, dataConverter: common.dataConverter });
  const runBeside = (): Promise<unknown> =>
    Promise.all([
      config.work === 'loads' ? null : nudgeFor({ config, deps, client, eager, logger, signal }),
      config.work === 'daily' ? null : runRemakingKeys(database.db, { log: logger, signal }),
    ]);
  return { workers, runBeside };
}

function workflowsOf({ workflowBundle }: WorkerConfig): Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'> {
  if (workflowBundle !== undefined) return { workflowBundle: { codePath: workflowBundle } };
  return { workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)) };
}

/** Throws a sentence with the database's host, name and error code, never the URL, which holds a password. */
async function checkDatabase(db: Database, url: string): Promise<void> {
  try {
    await db.execute(sql`select from municipalities limit 1`);
  } catch (err) {
    const { host, pathname } = new URL(url);
    const cause = err instanceof Error && err.cause instanceof Error ? err.cause : err;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new Error(`The database ${pathname.slice(1)} at ${host} cannot be used (${code}).`, { cause: err });
  }
}
