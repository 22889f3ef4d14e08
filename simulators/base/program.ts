import { serve, type ServerType } from '@hono/node-server';
import { z } from 'zod';
import { ConfigError } from '../../config/environment.ts';
import type { VariableName } from '../../config/variables.ts';
import type { ParticipantName } from '../../domain/participants.ts';
import { Fault, type Health } from '../../contracts/participants/common.ts';
import type { ServerView } from '../../contracts/participants/control.ts';
import { openDatabase, type Database } from './database.ts';
import { addFaults } from './fault-middleware.ts';
import { faultTables, openFaultSwitch, type FaultSwitch } from './fault-switch.ts';
import { startForwarder, type Delivery, type Forwarder } from './forwarder.ts';
import { createApp, parseBody, parseValue, type App } from './http.ts';
import { ledgerTables, openLedger, type Ledger } from './ledger.ts';
import { createLog, type Logger } from './log.ts';
import { renderPage } from './page.ts';
import { createPeerClient, type PeerClient } from './peers.ts';
import { openSealedValues, type SealedValues } from './sealed-values.ts';
import type { SimulatorSettings } from './settings.ts';

/** What every participant is built from. */
export type Base = {
  name: ParticipantName;
  app: App;
  database: Database;
  sealed: SealedValues;
  faults: FaultSwitch;
  peers: PeerClient;
  settings: SimulatorSettings;
  log: Logger;
  forward: (delivery: Delivery) => Forwarder;
};

export type Participant = {
  /** Idempotent SQL, run at every start. */
  tables: string;
  /** Adds routes and forwarders. Returns what the page shows. */
  build: (base: Base) => Shown | Promise<Shown>;
};

type Shown = {
  counts: () => Promise<Record<string, number>>;
  /** Only of the servers of Juki-net. */
  servers?: () => Promise<ServerView[]>;
};

export type RunningSimulator = { url: string; stop: () => Promise<void> };

export async function startProgram(
  name: ParticipantName,
  participant: Participant,
  settings: SimulatorSettings,
): Promise<RunningSimulator> {
  const log = createLog(name, settings.logLevel);
  const keyFile = settings.keyFile ?? throwMissing('FUGO_SIMULATOR_KEY_FILE');
  const sealed = openSealedValues(keyFile, name);
  const database = await openDatabase(settings.databaseUrl, name, [ledgerTables, faultTables, participant.tables]);
  const faults = await openFaultSwitch(database.sql);
  const app = createApp(log);
  const deliveries: Delivery[] = [];
  const forwarders: Forwarder[] = [];
  const base: Base = {
    name,
    app,
    database,
    sealed,
    faults,
    peers: createPeerClient(settings.peers, faults),
    settings,
    log,
    forward(delivery) {
      const index = deliveries.push(delivery) - 1;
      return { wake: () => forwarders[index]?.wake(), stop: async () => forwarders[index]?.stop() };
    },
  };
  addFaults(app, faults);
  addCommonRoutes(base, openLedger(database.sql, name), await participant.build(base));

  const server = await listen(app, settings);
  // Started only now, because what an earlier run left pending leaves at once, and this program must answer by then.
  for (const delivery of deliveries) forwarders.push(startForwarder(delivery, faults, log));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : settings.port;
  log.debug({ port }, 'listening');
  return {
    url: `http://${settings.host}:${port}`,
    async stop() {
      await closeServer(server);
      await Promise.all(forwarders.map((forwarder) => forwarder.stop()));
      faults.stop();
      await database.close();
    },
  };
}

function addCommonRoutes(base: Base, ledger: Ledger, { counts, servers }: Shown): void {
  const { app, name, faults } = base;
  const started = performance.now();
  const Page = z.object({
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
  });
  app.get('/health', (c) => {
    const { kind } = faults.current();
    const state = kind === 'none' ? 'up' : kind === 'closed' ? 'closed' : 'faulty';
    const uptimeSeconds = Math.round((performance.now() - started) / 100) / 10;
    const answer: Health = { participant: name, state, fault: kind, uptimeSeconds };
    return c.json(answer, state === 'closed' ? 503 : 200);
  });
  app.get('/fault', (c) => c.json(faults.current()));
  app.put('/fault', async (c) => {
    await faults.set(await parseBody(c, Fault));
    return c.json(faults.current());
  });
  app.get('/ledger', async (c) => {
    const { after, limit } = parseValue(c.req.query(), Page);
    return c.json(await ledger.page(after, limit));
  });
  app.get('/ledger/summary', async (c) => c.json(await ledger.summary()));
  app.get('/', async (c) => {
    const page = {
      participant: name,
      counts: await counts(),
      servers: (await servers?.()) ?? [],
      fault: faults.current(),
      latest: await ledger.latest(20),
    };
    return c.html(renderPage(page));
  });
}

async function listen(app: App, settings: SimulatorSettings): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port: settings.port, hostname: settings.host }, () => resolve(server));
    server.once('error', reject);
    // Longer than callers keep a connection, so that they never write into one that is just being closed.
    if ('keepAliveTimeout' in server) server.keepAliveTimeout = 65_000;
  });
}

/** Finishes requests under way, then closes idle connections, after three seconds all. */
async function closeServer(server: ServerType): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  if ('closeIdleConnections' in server) server.closeIdleConnections();
  const limit = setTimeout(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
  }, 3_000);
  await closed;
  clearTimeout(limit);
}

/** Refuses to start without a variable that only some programs need. */
export function throwMissing(variable: VariableName): never {
  throw new ConfigError(variable, { ja: '設定が必要です', en: 'must be set' });
}
