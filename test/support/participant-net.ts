/** Runs all simulators that a code acquisition passes in this process, on a database of their own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { z } from 'zod';
import { LedgerSummary, LineResults, RequestState, type Fault } from '../../contracts/participants/common.ts';
import {
  CodeAcquisitionRequestFile,
  ConfirmationResults,
  FileReceipt,
} from '../../contracts/participants/intermediate-server.ts';
import type { ParticipantName } from '../../domain/participants.ts';
import { offerFreePort } from '../../local/ports.ts';
import { startCluster } from '../../local/postgres.ts';
import { checkDigitOf } from '../../simulators/base/check-digit.ts';
import type { RunningSimulator } from '../../simulators/base/program.ts';
import type { SimulatorSettings } from '../../simulators/base/settings.ts';
import { startSimulator } from '../../simulators/programs.ts';

export const municipality = '990019';
export const otherMunicipality = '983012';
export const netNames = [
  'intermediate-server',
  'information-providing-nws',
  'communication-server',
  'prefectural-server',
  'juki-national-server',
  'juki-system',
  'juki-gateway',
] as const satisfies readonly ParticipantName[];
export type NetName = (typeof netNames)[number];
export type Route = 'juki-system' | 'juki-gateway';

export interface Person {
  lineId: string;
  integratedAddressNumber: string;
  personalNumber: string;
}

let lastPerson = 0;
export function createPeople(count: number): Person[] {
  return Array.from({ length: count }, () => {
    lastPerson += 1;
    const digits = String(20_000_000_000 + lastPerson * 7).padStart(11, '0');
    return {
      lineId: randomUUID(),
      integratedAddressNumber: String(500_000_000_000 + lastPerson),
      personalNumber: digits + String(checkDigitOf(digits)),
    };
  });
}

/** Starts a PostgreSQL server for the simulators of one test file. */
export async function startNetCluster() {
  const home = mkdtempSync(join(tmpdir(), 'fugo-simulators-'));
  // The postgres user must be able to enter.
  chmodSync(home, 0o711);
  const port = await offerFreePort();
  const cluster = await startCluster({ name: 'net', home, port, superuserPassword: randomUUID(), unsafe: true });
  return {
    superuserUrl: cluster.superuserUrl(),
    keyFile: join(home, 'key.json'),
    async stop() {
      await cluster.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
export type NetCluster = Awaited<ReturnType<typeof startNetCluster>>;

export type ParticipantNet = Awaited<ReturnType<typeof startParticipantNet>>;

export async function startParticipantNet(options: {
  superuserUrl: string;
  keyFile: string;
  database?: string;
  alwaysOpen?: boolean;
  serverMs?: number;
  /** Where the servers of a program fetch deliveries, and keep them. */
  deliveries?: (name: NetName) => Pick<SimulatorSettings, 'apiUrl' | 'deliveredFolder' | 'deliveryRoot'>;
}) {
  const database = options.database ?? `net_${randomUUID().slice(0, 8)}`;
  const url = new URL(options.superuserUrl);
  url.pathname = `/${database}`;
  if (options.database === undefined) await createDatabase(options.superuserUrl, database);
  const { alwaysOpen = true, serverMs = 40 } = options;
  const peers: Partial<Record<ParticipantName, string>> = {};
  const children: ChildProcess[] = [];
  const running = new Map<NetName, RunningSimulator>();

  async function start(name: NetName): Promise<void> {
    const simulator = await startSimulator(name, {
      logLevel: 'error',
      host: '127.0.0.1',
      port: Number(new URL(peers[name] ?? 'http://127.0.0.1:0').port),
      databaseUrl: url.href,
      peers,
      apiUrl: 'http://127.0.0.1:9',
      clientsFile: undefined,
      keyFile: options.keyFile,
      alwaysOpen,
      serverMs,
      deliveredFolder: undefined,
      deliveryRoot: undefined,
      deliverySeconds: 1,
      ...options.deliveries?.(name),
    });
    peers[name] = simulator.url;
    running.set(name, simulator);
  }
  async function stop(name: NetName): Promise<void> {
    await running.get(name)?.stop();
    running.delete(name);
  }
  /** In a process of its own, in the place of the one that runs here. */
  async function startAlone(name: NetName): Promise<ChildProcess> {
    await stop(name);
    const port = await offerFreePort();
    const child = spawn(process.execPath, ['simulators/main.ts', name], {
      stdio: 'ignore',
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        SIMULATOR_DATABASE_URL: url.href,
        FUGO_SIMULATOR_PEERS: JSON.stringify(peers),
        FUGO_SIMULATOR_KEY_FILE: options.keyFile,
        FUGO_API_URL: 'http://127.0.0.1:9',
        FUGO_ALWAYS_OPEN: alwaysOpen ? '1' : '0',
        FUGO_SIMULATOR_SERVER_MS: String(serverMs),
      },
    });
    children.push(child);
    peers[name] = `http://127.0.0.1:${port}`;
    await eventually(async () => (await ask(name, '/health').catch(() => undefined))?.status === 200);
    return child;
  }
  async function call<S extends z.ZodType>(
    name: NetName,
    path: string,
    schema: S,
    body?: unknown,
  ): Promise<z.output<S>> {
    const { status, json } = await ask(name, path, body);
    if (status >= 300) throw new Error(`${name} ${path}: ${status}`);
    return schema.parse(json);
  }
  async function ask(name: NetName, path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
    const response = await fetch(`${peers[name]}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    return { status: response.status, json: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }
  const at = (path: string, of = municipality) => `/v1/municipalities/${of}${path}`;

  await Promise.all(netNames.map(start));
  return {
    database,
    databaseUrl: url.href,
    /** Addresses, read at every use, so that a test may put in a program of another process. */
    peers,
    ask,
    call,
    at,
    start,
    startAlone,
    stop,
    async stopAll() {
      await Promise.all([...running.keys()].map(stop));
      await Promise.all(children.map(kill));
    },
    async fault(name: NetName, fault: Partial<Fault>) {
      await ask(name, '/fault', { kind: 'none', ...fault }, 'PUT');
    },
    /** Number of effects and duplicates of an operation. */
    async effects(name: NetName, operation: string) {
      const { operations } = await call(name, '/ledger/summary', LedgerSummary);
      const { effects = 0, duplicates = 0 } = operations[operation] ?? {};
      return { effects, duplicates };
    },
    requestSerials: (requestId: string, people: readonly Person[], of?: string) =>
      call('intermediate-server', at('/serial-requests', of), LineResults, { requestId, lines: people }),
    serialRequestState: (requestId: string) =>
      call('intermediate-server', `${at('/serial-requests')}?requestId=${encodeURIComponent(requestId)}`, RequestState),
    requestFile: async (requestId: string, people: readonly Person[], of?: string) =>
      (
        await call('intermediate-server', at('/request-files', of), FileReceipt, {
          requestId,
          lines: people.map(({ lineId, integratedAddressNumber }) => ({ lineId, integratedAddressNumber })),
        })
      ).receiptNumber,
    async findFile(receiptNumber: string, of?: string) {
      const { status, json } = await ask('intermediate-server', at(`/request-files/${receiptNumber}`, of));
      return status === 202 ? undefined : CodeAcquisitionRequestFile.parse(json);
    },
    route: (route: Route, requestId: string, lines: readonly RouteLine[], of?: string) =>
      call(route, at('/code-requests', of), LineResults, { requestId, lines }),
    routeState: (route: Route, requestId: string) =>
      call(route, `${at('/code-requests')}?requestId=${encodeURIComponent(requestId)}`, RequestState),
    async confirm(people: readonly Person[], of?: string) {
      const { results } = await call('intermediate-server', at('/code-confirmations', of), ConfirmationResults, {
        lines: people.map(({ lineId, integratedAddressNumber }) => ({ lineId, integratedAddressNumber })),
      });
      return results;
    },
  };
}

export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

export interface RouteLine {
  lineId: string;
  processingSerial: string;
  personalNumber: string;
}

/** The file's rows as the lines of S34, matched by personal number. */
export function routeLines(people: readonly Person[], file: z.infer<typeof CodeAcquisitionRequestFile>): RouteLine[] {
  const serials = new Map(file.rows.map((row) => [row.personalNumber, row.processingSerial]));
  return people.flatMap(({ lineId, personalNumber }) => {
    const processingSerial = serials.get(personalNumber);
    return processingSerial === undefined ? [] : [{ lineId, processingSerial, personalNumber }];
  });
}

/** Calls `look` until it returns something. */
export async function eventually<T>(look: () => Promise<T | undefined | false>, limitMs = 20_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error('It did not happen in time.');
    await sleep(20);
  }
}

async function createDatabase(superuserUrl: string, name: string): Promise<void> {
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => undefined });
  try {
    await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
}
