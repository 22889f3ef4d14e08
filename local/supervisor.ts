import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readLocalConfig, type LocalConfig } from '../config/local.ts';
import { temporalTlsVariables } from '../config/temporal-server.ts';
import { participantNames, type ParticipantName } from '../domain/participants.ts';
import { finishRestore } from './backup/restore.ts';
import { removeScratches } from './backup/scratch.ts';
import { getPorts } from './choose-ports.ts';
import { getCredentials, type Credentials } from './credentials.ts';
import { createDiskWatch, findDisks, formatMib } from './disk-watch.ts';
import {
  ensureDatabase,
  letMonitorSee,
  migrateDatabase,
  prepareDatabase,
  urlWith,
  type DatabaseUrls,
} from './database.ts';
import { ensureAdminClientFile, ensureKeysFile, requireNoData } from './keys-file.ts';
import { takeLock } from './locks.ts';
import { watchUntilSilent } from './health-watch.ts';
import { reasonOf, text, textOf, type Note } from './messages.ts';
import { writeLogLine } from './supervisor-log.ts';
import { defaultPorts, type Ports } from './ports.ts';
import { startCluster, type ClusterOptions } from './postgres.ts';
import { setPriorityOf } from './priorities.ts';
import { findIdentity, isRunning, rotateLog, stopProcess, type ProcessIdentity } from './processes.ts';
import { isHealthy, startProgram, type ProgramOptions, type Running } from './programs.ts';
import { getProgramBundle } from './program-bundle.ts';
import { recordOf } from './records.ts';
import { readRun, supervisorLockPath, writeRun, type Part, type Run, type Step, type StepName } from './run-file.ts';
import { noteOf } from './system-errors.ts';
import { getTemporalBinary } from './temporal-binary.ts';
import { isTemporalReady, prepareTemporal, startTemporalServer } from './temporal-server.ts';
import { getWebBuild } from './web-build.ts';
import { getWorkflowBundle } from './workflow-bundle.ts';

/**
 * The process behind `fugo up`: starts every part in the order in which they need each other, restarts parts that end
 * by themselves, and stops all in reverse order when it is told to end.
 *
 * 1. Every process it starts is in run.json, with pid and start time, before anything is waited for. So the next start
 *    can clear up after a supervisor that was killed at any moment.
 * 2. It stops only processes that are in run.json, and only while pid and start time both agree.
 * 3. There is one supervisor for a home: it holds `supervisor.lock` as long as it lives.
 */
async function supervise(config: LocalConfig): Promise<number> {
  const { home } = config;
  const identity = findIdentity(process.pid);
  const release = takeLock(supervisorLockPath(home));
  // Whoever waits for this process follows the other supervisor instead.
  if (!release || !identity) return 0;
  const previous = readRun(home);
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => ending.abort());
  // The terminal that started it may close.
  process.on('SIGHUP', () => undefined);
  // Node's own warnings fail to be written on a full disk.
  process.stderr.on('error', () => undefined);

  const stack = new SupervisedStack(config, createRun(config, identity), ending.signal);
  // Whoever deletes the home means the stack too, which nobody could find any more.
  const timer = setInterval(() => {
    if (!existsSync(supervisorLockPath(home))) ending.abort();
    stack.save();
  }, 2_000);
  const stopWatchingDisks = watchDisks(config);

  try {
    await stack.start(previous);
    stack.change({ state: 'ready' });
    const endWatch = await stack.watch();
    const backups = stack.makeBackups();
    await waitUntilAborted(ending.signal);
    stack.change({ state: 'stopping' });
    // A part that is told to end is no incident.
    await endWatch();
    // A backup that is cut off is begun anew by the next start.
    await Promise.race([backups, sleep(5_000)]);
    await removeScratches();
    await stack.stop();
    stack.change({ state: 'stopped' });
    return 0;
  } catch (error) {
    const wasAsked = ending.signal.aborted;
    ending.abort();
    const problem = noteOf(error);
    if (!wasAsked) writeLogLine(textOf(problem, config.language));
    await stack.stop();
    stack.change(wasAsked ? { state: 'stopped' } : { state: 'failed', problem });
    return wasAsked ? 0 : 1;
  } finally {
    clearInterval(timer);
    stopWatchingDisks();
    release();
  }
}

function createRun(config: LocalConfig, supervisor: ProcessIdentity): Run {
  const { home } = config;
  return {
    state: 'starting',
    startedAt: Date.now(),
    ...(config.diskAlarmBytes === undefined ? {} : { diskAlarmBytes: config.diskAlarmBytes }),
    supervisor,
    ports: defaultPorts,
    addresses: addressesAt(config, defaultPorts),
    files: {
      keys: join(home, 'keys.json'),
      credentials: join(home, 'credentials.json'),
      adminClient: join(home, 'admin-client.json'),
      clients: join(home, 'clients.json'),
    },
    steps: [],
    parts: [],
  };
}

function localUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function addressesAt(config: LocalConfig, ports: Ports): Run['addresses'] {
  return {
    api: localUrl(ports.api),
    temporal: config.temporalAddress ?? `127.0.0.1:${ports.temporal}`,
    temporalNamespace: config.temporalNamespace,
    ...(config.temporalAddress === undefined ? { temporalUi: localUrl(ports['temporal-ui']) } : {}),
    workerHealth: `${localUrl(ports['worker-health'])}/healthz`,
    simulators: recordOf(participantNames, (name) => localUrl(ports[name])),
  };
}

/** Without an address for the monitor's role nothing is watched. */
type StackUrls = Omit<DatabaseUrls, 'monitor'> & { monitor: string | undefined };

/** What is known about a part before it starts. */
interface PartPlan extends Pick<Part, 'name' | 'signal' | 'logPath'> {
  healthUrl?: string;
  /** Asked regularly; a part that is unwell for long is restarted. Without it, a part that runs counts as well. */
  isWell?: () => Promise<boolean>;
  start: (onSpawn: (identity: ProcessIdentity) => void) => Promise<Running>;
}

class SupervisedStack {
  readonly #config: LocalConfig;
  readonly #ending: AbortSignal;
  readonly #credentials: Credentials;
  readonly #run: Run;
  readonly #busy: Promise<unknown>[] = [];
  #monitorUrl: string | undefined;
  /** Whether run.json lags behind, because it could not be written. */
  #unsaved = false;
  #toldUnsaved = false;

  constructor(config: LocalConfig, run: Run, ending: AbortSignal) {
    this.#config = config;
    this.#run = run;
    this.#ending = ending;
    this.#credentials = getCredentials(config.home);
  }

  /**
   * Changes the run and writes it. During the start a failed write is an error, which whoever waits for the start
   * reads. Later a full disk must not end what runs: the file is written as soon as that is possible.
   */
  change(changes: Partial<Run>): void {
    Object.assign(this.#run, changes);
    this.#unsaved = true;
    if (this.#run.state === 'starting' && !this.#ending.aborted) this.#write();
    else this.save();
  }

  /** Writes the changes that could not be written before. */
  save(): void {
    if (!this.#unsaved) return;
    try {
      this.#write();
    } catch (error) {
      if (!this.#toldUnsaved) writeLogLine(text('runUnsaved', this.#config.language, { reason: reasonOf(error) }));
      this.#toldUnsaved = true;
    }
  }

  #write(): void {
    if (existsSync(this.#config.home)) writeRun(this.#config.home, this.#run);
    this.#unsaved = false;
    this.#toldUnsaved = false;
  }

  async start(previous: Run | undefined): Promise<void> {
    this.change({});
    await this.#step('leftovers', (note) => stopLeftovers(previous, note));
    finishRestore(this.#config.home);
    const ports = await this.#step('ports', (note) => {
      // Set by `fugo up --move-ports`.
      return getPorts(this.#config.home, { move: process.argv.includes('--move-ports'), note });
    });
    this.change({ ports, addresses: addressesAt(this.#config, ports) });
    const database = this.#branch(
      this.#startDatabase().then((urls) =>
        this.#step('keys', async () => {
          this.#monitorUrl = urls.monitor;
          await requireNoData(this.#run.files.keys, urls.api);
          ensureKeysFile(this.#run.files.keys);
          ensureAdminClientFile(this.#run.files.adminClient);
          return urls;
        }),
      ),
    );
    const simulators = this.#branch(this.#startSimulatorDatabase().then((url) => this.#startSimulators(url)));
    const temporal = this.#branch(this.#startTemporal());
    const bundle = this.#branch(
      this.#step('workflow-bundle', () => getWorkflowBundle(this.#config.home, this.#ending)),
    );
    // The API takes transfers without the engine, so it need not wait for it.
    const web = this.#branch(this.#step('web', (note) => this.#findWebBuild(note)));
    const api = this.#branch(
      Promise.all([database, web]).then(([urls, folder]) => this.#step('api', () => this.#startApi(urls, folder))),
    );
    const worker = this.#branch(
      Promise.all([database, temporal, bundle]).then(([urls, , path]) =>
        this.#step('worker', () => this.#startWorkers(urls, path)),
      ),
    );
    const mailIn = this.#branch(Promise.all([database, api]).then(([urls]) => this.#startMailIn(urls)));
    await waitUntilAborted(this.#ending, Promise.all([simulators, api, worker, mailIn]));
  }

  /**
   * Makes the backups that are asked for, until the stack ends. Without a cluster of this home there are none to make
   * here: an outside server's are its own matter, and what is asked for says so.
   */
  async makeBackups(): Promise<void> {
    if (this.#monitorUrl === undefined) return;
    const { home, backups: retention } = this.#config;
    const { makeAskedBackups } = await import('./backup/asked.ts');
    const { databaseSuperuser } = this.#credentials;
    const superuserUrl = `postgres://postgres:${databaseSuperuser}@127.0.0.1:${this.#run.ports.database}/fugo`;
    const options = { home, monitorUrl: this.#monitorUrl, superuserUrl, retention, signal: this.#ending };
    await makeAskedBackups(options).catch((error: unknown) => {
      writeLogLine(textOf(noteOf(error), this.#config.language));
    });
  }

  /**
   * Watches everything, in this process: whatever is watched must not host its watchdog. That the watch itself cannot
   * begin is logged and ends nothing. The function ends it.
   */
  async watch(): Promise<() => Promise<void>> {
    const {
      home,
      temporalNamespace: namespace,
      temporalTls: tls,
      alarms,
      diskAlarmBytes,
      publicUrl,
      takesMails,
    } = this.#config;
    const { addresses, ports, files } = this.#run;
    if (this.#monitorUrl === undefined) return () => Promise.resolve();
    try {
      const { startMonitor } = await import('../monitoring/start.ts');
      const monitor = await startMonitor({
        alarms,
        databaseUrl: this.#monitorUrl,
        temporal: { address: addresses.temporal, namespace, tls },
        keysFile: files.keys,
        home,
        deliveryFolder: join(home, 'delivery'),
        disks: findDisks(home),
        diskAlarmBytes,
        processes: [
          { name: 'api', ja: 'API', en: 'the API', url: `${addresses.api}/healthz` },
          { name: 'worker', ja: 'ワーカー', en: 'the worker', url: addresses.workerHealth },
          { name: 'load-worker', ja: '一括登録のワーカー', en: 'the worker of loads', url: this.#loadWorkerHealth() },
          ...(takesMails
            ? [{ name: 'mail-in', ja: 'メールの受け取り', en: 'what takes mails', url: this.#mailInHealth() }]
            : []),
        ],
        neighbours: participantNames.map((name) => ({ name, url: `${addresses.simulators[name]}/health` })),
        publicUrl: publicUrl ?? addresses.api,
        serve: { host: '127.0.0.1', port: ports.monitor },
        log: { info: noteWatch, warn: noteWatch },
      });
      return () => monitor.stop();
    } catch (error) {
      writeLogLine(textOf(noteOf(error), this.#config.language));
      return () => Promise.resolve();
    }
  }

  /** Stops the parts that depend on others before those others. */
  async stop(): Promise<void> {
    // A part that is just being started must be in run.json first, or it would be left running.
    await Promise.race([Promise.allSettled(this.#busy), sleep(20_000)]);
    const order = [
      ['api', 'mail-in'],
      ['worker', 'load-worker'],
      participantNames,
      ['temporal'],
      ['database', 'simulator-database'],
    ];
    for (const names of order) {
      const parts = this.#run.parts.filter(({ name }) => names.some((known) => known === name));
      await Promise.all(
        parts.map(async (part) => {
          if (part.identity) await stopProcess(part.identity, part.signal, 60_000);
          part.state = 'stopped';
          delete part.identity;
        }),
      );
      this.change({});
    }
  }

  // ---- the parts --------------------------------------------------------------------------------------------------

  async #startDatabase(): Promise<StackUrls> {
    return this.#step('database', async (note) => {
      const { databaseUrl, databaseApiUrl, databaseWorkerUrl, databaseMonitorUrl: monitor } = this.#config;
      const { databaseOwner, databaseSuperuser } = this.#credentials;
      if (databaseUrl !== undefined) {
        note({ key: 'externalServer' });
        if (databaseApiUrl === undefined || databaseWorkerUrl === undefined) {
          const urls = await prepareDatabase(databaseUrl, this.#credentials);
          return {
            ...urls,
            api: databaseApiUrl ?? urls.api,
            worker: databaseWorkerUrl ?? urls.worker,
            monitor: monitor ?? urls.monitor,
          };
        }
        await migrateDatabase(databaseUrl);
        return { owner: databaseUrl, api: databaseApiUrl, worker: databaseWorkerUrl, monitor };
      }
      const url = await this.#startCluster(
        'database',
        databaseSuperuser,
        { sharedBuffers: '256MB', archivesWal: true },
        note,
      );
      await ensureDatabase(url, {
        role: 'fugo_owner',
        password: databaseOwner,
        database: 'fugo',
        rights: 'createrole',
      });
      const owner = urlWith(url, { user: 'fugo_owner', password: databaseOwner, database: 'fugo' });
      const urls = await prepareDatabase(owner, this.#credentials);
      await letMonitorSee(url);
      return urls;
    });
  }

  async #startSimulatorDatabase(): Promise<string> {
    return this.#step('simulator-database', async (note) => {
      if (this.#config.simulatorDatabaseUrl !== undefined) {
        note({ key: 'externalServer' });
        return this.#config.simulatorDatabaseUrl;
      }
      const { simulatorSuperuser, simulatorOwner } = this.#credentials;
      const url = await this.#startCluster('simulator-database', simulatorSuperuser, { sharedBuffers: '128MB' }, note);
      const role = 'fugo_simulators';
      await ensureDatabase(url, { role, password: simulatorOwner, rights: 'createdb' });
      return urlWith(url, { user: role, password: simulatorOwner });
    });
  }

  async #startCluster(
    name: 'database' | 'simulator-database',
    superuserPassword: string,
    settings: Pick<ClusterOptions, 'sharedBuffers' | 'archivesWal'>,
    note: (note: Note) => void,
  ): Promise<string> {
    const { home } = this.#config;
    const port = this.#run.ports[name];
    await this.#startPart({
      name,
      signal: 'SIGINT',
      logPath: join(home, 'logs', `postgres-${name}.log`),
      start: (onSpawn) => startCluster({ name, home, port, superuserPassword, ...settings, note, onSpawn }),
    });
    return `postgres://postgres:${superuserPassword}@127.0.0.1:${port}/postgres`;
  }

  async #startTemporal(): Promise<void> {
    const { home, cache, temporalAddress, temporalNamespace: namespace, temporalTls: tls } = this.#config;
    if (temporalAddress !== undefined) {
      await this.#step('temporal', async (note) => {
        note({ key: 'externalServer' });
        await prepareTemporal({ address: temporalAddress, namespace, tls });
      });
      return;
    }
    const binary = await this.#step('temporal-binary', (note) => getTemporalBinary(cache, note, this.#ending));
    const { ports, addresses } = this.#run;
    await this.#step('temporal', () =>
      this.#startPart({
        name: 'temporal',
        signal: 'SIGTERM',
        logPath: join(home, 'logs', 'temporal.log'),
        isWell: () => isTemporalReady({ address: addresses.temporal, namespace }),
        start: (onSpawn) =>
          startTemporalServer({
            binary,
            home,
            port: ports.temporal,
            uiPort: ports['temporal-ui'],
            namespace,
            onSpawn,
          }),
      }),
    );
  }

  async #startSimulators(databaseUrl: string): Promise<void> {
    const { home, alwaysOpen } = this.#config;
    const { addresses, ports, files } = this.#run;
    let ready = 0;
    await this.#step('simulators', async (note) => {
      const entry = await getProgramBundle(home, 'simulators', ['simulators', 'contracts', 'config', 'domain']);
      const startOne = async (name: ParticipantName): Promise<void> => {
        await this.#startProgramPart({
          name,
          entry,
          args: [name],
          healthUrl: `${addresses.simulators[name]}/health`,
          env: {
            PORT: String(ports[name]),
            SIMULATOR_DATABASE_URL: databaseUrl,
            FUGO_SIMULATOR_PEERS: JSON.stringify(addresses.simulators),
            FUGO_API_URL: addresses.api,
            FUGO_SIMULATOR_CLIENTS_FILE: files.clients,
            FUGO_SIMULATOR_KEY_FILE: join(home, 'simulator-key.json'),
            FUGO_SIMULATOR_DELIVERED: join(home, 'simulator-files', name),
            FUGO_SIMULATOR_DELIVERY_ROOT: join(home, 'delivery', 'metadata', '1.root.json'),
            FUGO_ALWAYS_OPEN: alwaysOpen ? '1' : '0',
          },
        });
        ready += 1;
        note({ key: 'simulatorsReady', values: { ready, all: participantNames.length } });
      };
      await Promise.all(participantNames.map(startOne));
    });
  }

  /** The web build; undefined if it fails, which is logged and stops nothing: backbones need no pages. */
  async #findWebBuild(note: (note: Note) => void): Promise<string | undefined> {
    try {
      return await getWebBuild(this.#config.home, this.#ending);
    } catch (error) {
      this.#ending.throwIfAborted();
      const problem = noteOf(error);
      note(problem);
      writeLogLine(textOf(problem, this.#config.language));
      return undefined;
    }
  }

  async #startApi(urls: StackUrls, webFolder: string | undefined): Promise<void> {
    const { addresses, ports } = this.#run;
    await this.#startProgramPart({
      name: 'api',
      entry: 'api/main.ts',
      healthUrl: `${addresses.api}/healthz`,
      env: {
        ...this.#sharedEnvironment(urls.api),
        PORT: String(ports.api),
        FUGO_ADMIN_CLIENT_FILE: this.#run.files.adminClient,
        FUGO_PUBLIC_URL: addresses.api,
        FUGO_WORKER_HEALTH: [addresses.workerHealth, this.#loadWorkerHealth()].join(','),
        ...signInEnvironment(process.env),
        ...(webFolder === undefined ? {} : { FUGO_WEB: webFolder }),
        ...(addresses.temporalUi === undefined ? {} : { FUGO_UI_URL: addresses.temporalUi }),
      },
    });
  }

  /** That mails are not taken is logged and stops nothing: who asks has the pages and the commands too. */
  async #startMailIn(urls: StackUrls): Promise<void> {
    if (!this.#config.takesMails) return;
    const { ports } = this.#run;
    try {
      await this.#startProgramPart({
        name: 'mail-in',
        entry: 'mail-in/main.ts',
        healthUrl: this.#mailInHealth(),
        env: {
          DATABASE_URL: urls.api,
          FUGO_MAIL_IN_PORT: String(ports['mail-in']),
          FUGO_MAIL_IN_HEALTH_PORT: String(ports['mail-in-health']),
          ...certificateEnvironment(process.env),
        },
      });
    } catch (error) {
      this.#ending.throwIfAborted();
      writeLogLine(textOf(noteOf(error), this.#config.language));
    }
  }

  #mailInHealth(): string {
    return `${localUrl(this.#run.ports['mail-in-health'])}/healthz`;
  }

  /** Starts one worker for daily transfers and one for loads, so that loads do not delay the others. */
  async #startWorkers(urls: StackUrls, bundle: string): Promise<void> {
    const { addresses, ports } = this.#run;
    const start = (name: 'worker' | 'load-worker', work: 'daily' | 'loads', healthUrl: string): Promise<void> =>
      this.#startProgramPart({
        name,
        entry: 'workers/main.ts',
        healthUrl,
        env: {
          ...this.#sharedEnvironment(urls.worker),
          ...gatherEnvironment(process.env),
          FUGO_WORKFLOW_BUNDLE: bundle,
          FUGO_WORK: work,
          FUGO_DROP_FOLDER: join(this.#config.home, 'drop'),
          FUGO_DELIVERY_KEYS: join(this.#config.home, 'delivery-keys'),
          FUGO_HEALTH_PORT: String(ports[`${name}-health`]),
        },
      });
    await Promise.all([
      start('worker', 'daily', addresses.workerHealth),
      start('load-worker', 'loads', this.#loadWorkerHealth()),
    ]);
  }

  #loadWorkerHealth(): string {
    return `${localUrl(this.#run.ports['load-worker-health'])}/healthz`;
  }

  #sharedEnvironment(databaseUrl: string): NodeJS.ProcessEnv {
    return {
      TEMPORAL_ADDRESS: this.#run.addresses.temporal,
      TEMPORAL_NAMESPACE: this.#run.addresses.temporalNamespace,
      ...temporalTlsVariables(this.#config.temporalTls),
      DATABASE_URL: databaseUrl,
      FUGO_KEYS_FILE: this.#run.files.keys,
      FUGO_LOAD_FILES: join(this.#config.home, 'load-files'),
      FUGO_DELIVERY_FOLDER: join(this.#config.home, 'delivery'),
    };
  }

  // ---- how parts are kept -----------------------------------------------------------------------------------------

  #startProgramPart(program: Omit<ProgramOptions, 'logPath' | 'signal' | 'onSpawn'>): Promise<void> {
    const logPath = join(this.#config.home, 'logs', `${program.name}.log`);
    rotateLog(logPath);
    return this.#startPart({
      name: program.name,
      signal: 'SIGTERM',
      logPath,
      healthUrl: program.healthUrl,
      isWell: () => isHealthy(program.healthUrl),
      start: (onSpawn) => startProgram({ ...program, logPath, signal: this.#ending, onSpawn }),
    });
  }

  /** Starts a part, and restarts it whenever it ends by itself. */
  async #startPart({ start, isWell, ...plan }: PartPlan): Promise<void> {
    const part: Part = { ...plan, state: 'starting', restarts: 0 };
    this.#run.parts.push(part);
    const startOnce = async (): Promise<Running> => {
      this.#ending.throwIfAborted();
      const running = await start((identity) => {
        part.identity = identity;
        setPriorityOf(part.name, identity.pid);
        this.change({});
      });
      part.state = 'running';
      this.change({});
      return running;
    };
    const running = await this.#branch(startOnce());
    void this.#keepRunning(part, running, { startOnce, isWell });
  }

  /**
   * Restarts a part with a delay that grows while the part keeps failing; after a minute of running it is short again.
   */
  async #keepRunning(
    part: Part,
    first: Running,
    { startOnce, isWell }: { startOnce: () => Promise<Running>; isWell: PartPlan['isWell'] },
  ): Promise<void> {
    const [shortest, longest] = [500, 30_000];
    let delay = shortest / 2;
    for (let running: Running | undefined = first; ;) {
      const since = Date.now();
      if (running && isWell) void this.#endWhenSilent(part, running, isWell);
      await running?.ended;
      if (this.#ending.aborted) return;
      delay = Date.now() - since > 60_000 ? shortest : Math.min(delay * 2, longest);
      part.state = 'restarting';
      part.restarts += 1;
      delete part.identity;
      this.change({});
      writeLogLine(text('partEnded', this.#config.language, { name: part.name, seconds: delay / 1_000 }));
      await sleep(delay);
      running = await this.#branch(startOnce()).catch((error: unknown) => {
        writeLogLine(textOf(noteOf(error), this.#config.language));
        return undefined;
      });
    }
  }

  /** Ends a process that no longer works, so that it is started again. */
  async #endWhenSilent(part: Part, { identity, ended }: Running, isWell: () => Promise<boolean>): Promise<void> {
    if (!(await watchUntilSilent(isWell, ended)) || this.#ending.aborted) return;
    writeLogLine(text('partSilent', this.#config.language, { name: part.name }));
    await stopProcess(identity, part.signal, 45_000);
  }

  /** Remembers work under way, so that `stop` can wait for it; its failure is handled by whoever awaits it. */
  #branch<Value>(work: Promise<Value>): Promise<Value> {
    this.#busy.push(work.catch(() => undefined));
    return work;
  }

  async #step<Value>(name: StepName, work: (note: (note: Note) => void) => Promise<Value>): Promise<Value> {
    this.#ending.throwIfAborted();
    const step: Step = { name, state: 'running', startedAt: Date.now() };
    this.#run.steps.push(step);
    this.change({});
    const note = (latest: Note): void => {
      step.note = { key: latest.key, values: { ...latest.values } };
      this.change({});
    };
    try {
      const value = await work(note);
      Object.assign(step, { state: 'done', endedAt: Date.now() });
      this.change({});
      return value;
    } catch (error) {
      // A step that breaks off while the stack is ending has not failed.
      const cancelled = this.#ending.aborted;
      if (!cancelled) note(noteOf(error));
      Object.assign(step, { state: cancelled ? 'cancelled' : 'failed', endedAt: Date.now() });
      this.change({});
      throw error;
    }
  }
}

/** Logs one line when a disk is nearly full, and one when it no longer is. */
function watchDisks({ home, diskAlarmBytes, language }: LocalConfig): () => void {
  const disks = createDiskWatch(() => findDisks(home), { alarmBytes: diskAlarmBytes });
  const look = (): void => {
    for (const { folder, freeBytes, alarmBytes, alarm } of disks.look().changed) {
      const values = { folder, free: formatMib(freeBytes), limit: formatMib(alarmBytes) };
      writeLogLine(text(alarm ? 'diskNearlyFull' : 'diskHasRoom', language, values));
    }
  };
  look();
  const looking = setInterval(look, 10_000);
  return () => clearInterval(looking);
}

/** What the watch says goes into this process's log. */
function noteWatch(fields: Record<string, unknown>, message: string): void {
  writeLogLine(`monitor: ${message} ${JSON.stringify(fields)}`);
}

/** Ends what a killed supervisor left running, in reverse order of starting: PostgreSQL and Temporal last. */
async function stopLeftovers(previous: Run | undefined, note: (note: Note) => void): Promise<void> {
  const leftovers = (previous?.parts ?? []).flatMap(({ identity, signal }) =>
    identity && isRunning(identity) ? [{ identity, signal }] : [],
  );
  // The file has the parts in the order in which they were started.
  for (const { identity, signal } of leftovers.toReversed()) await stopProcess(identity, signal, 30_000);
  if (leftovers.length > 0) note({ key: 'leftoversStopped', values: { count: leftovers.length } });
}

/** Resolves with the work and rejects as soon as the signal comes; without work, resolves when the signal comes. */
async function waitUntilAborted(signal: AbortSignal, work?: Promise<unknown>): Promise<void> {
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  if (!work) return aborted;
  await Promise.race([work, aborted]);
  signal.throwIfAborted();
}

process.exitCode = await supervise(readLocalConfig(process.env));
// Finished child processes would keep this process alive; all of them were stopped.
process.exit();

/** From how many on requests go together, which is for the workers alone. */
function gatherEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('FUGO_GATHER_')));
}

/** The certificate by which mails may come encrypted. */
function certificateEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('FUGO_MAIL_IN_CERTIFICATE')));
}

/** The sign-in settings are for the API alone, because they may hold a secret. */
function signInEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => /^FUGO_(?:OIDC|STAFF)_/u.test(name)));
}
