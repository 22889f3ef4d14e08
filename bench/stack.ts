/** A stack that only this bench uses: own home, own ports, own servers; gone when the bench has ended. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { z } from 'zod';
import { createApiClient, type ApiClient, type Reply } from '../cli/api-client.ts';
import { Municipality, NewClient, type MunicipalityInput } from '../contracts/api/administration.ts';
import { hoursSettingOf, HoursSetting } from '../contracts/api/hours.ts';
import { confirmCodesIdFor } from '../contracts/confirm-codes.ts';
import { MunicipalityLimits } from '../contracts/municipality.ts';
import { LedgerSummary } from '../contracts/participants/common.ts';
import { sweepIdFor } from '../contracts/sweep.ts';
import { participantNames } from '../domain/participants.ts';
import { readKeyRing } from '../keys/key-ring.ts';
import { writePrivateJson } from '../local/files.ts';
import { textOf } from '../local/messages.ts';
import { offerFreePort, portNames } from '../local/ports.ts';
import { getDatabaseUrls, startStack, stopStack, type Run } from '../local/stack.ts';
import { openDatabase } from '../storage/database.ts';
import { putMunicipality } from '../storage/municipalities.ts';
import { openClient } from '../temporal/connection.ts';
import { PeerMessage, type PeerName, type Work } from './peer-messages.ts';
import { confirmEverySeconds } from './peer-steps.ts';
import { numberSystem } from './people.ts';
import type { VariantName } from './options.ts';

/** Prefecture 99 does not exist. One municipality a variant, so that each confirms its own residents only. */
export const municipalityOf: Record<VariantName, string> = { residents: '990019', textbook: '990027', dbos: '990035' };

/** As the demonstration has them; whoever measures will not wait ten minutes for a confirmation. */
const limits = { confirmWithin: { seconds: 600 }, confirmEverySeconds, sweepEverySeconds: 10 };

export type Group = 'engine' | 'api' | 'worker' | 'database' | 'simulators' | 'simulatorDatabase';

export interface RunningPeer {
  pid: number;
  work: (work: Work) => Promise<{ beganAt: number; endedAt: number }>;
}

export interface BenchStack {
  run: Run;
  /** A backbone's client of the first municipality, with a token by OAuth. */
  backbone: ApiClient;
  /** As superuser: looks on from outside, past row-level security. */
  sql: postgres.Sql;
  temporal: ReturnType<typeof openClient>;
  pidsOf: (group: Group) => number[];
  getPeer: (name: PeerName) => Promise<RunningPeer>;
  /** fugo's own schedules rest while a peer is measured. */
  setSchedules: (state: 'running' | 'resting') => Promise<void>;
  ledgers: () => Promise<LedgerCounts>;
  temporalVersion: string;
  close: () => Promise<void>;
}

/** What the simulators really did, whoever asked them to. */
export interface LedgerCounts {
  serials: number;
  codes: number;
  duplicates: number;
}

export async function openBenchStack(say: (line: string) => void): Promise<BenchStack> {
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
    const run = await startOwnStack(home, say);
    const administrator = createApiClient(run.addresses.api, readClient(run.files.adminClient), 'en');
    const backbone = await setUpFugo(run, administrator);
    const { superuser, api } = getDatabaseUrls(home);
    await setUpPeers(api, run);

    const sql = postgres(superuser, { max: 1, onnotice: () => undefined });
    closers.push(() => sql.end());
    const { temporal: address, temporalNamespace: namespace } = run.addresses;
    const temporal = openClient({ address, namespace, keys: readKeyRing(run.files.keys) });
    closers.push(() => temporal.connection.close());
    const { serverVersion } = await temporal.workflowService.getSystemInfo({});

    const peers = new Map<PeerName, Promise<RunningPeer>>();
    const schedules = [confirmCodesIdFor(municipalityOf.residents), sweepIdFor(municipalityOf.residents)];
    return {
      run,
      backbone,
      sql,
      temporal,
      temporalVersion: serverVersion,
      pidsOf: (group) => pidsOf(run, group),
      getPeer(name) {
        const known = peers.get(name) ?? startPeer(name, home, (stop) => closers.push(stop));
        peers.set(name, known);
        return known;
      },
      async setSchedules(state) {
        for (const id of schedules) {
          const handle = temporal.schedule.getHandle(id);
          await (state === 'running' ? handle.unpause() : handle.pause());
        }
      },
      ledgers: () => readLedgers(run),
      close,
    };
  } catch (err) {
    await close();
    throw err;
  }
}

async function startOwnStack(home: string, say: (line: string) => void): Promise<Run> {
  // Offered, not the usual ones: a fugo that runs here already keeps its own.
  const ports: Record<string, number> = {};
  for (const name of portNames) {
    do ports[name] = await offerFreePort();
    while (Object.entries(ports).some(([other, port]) => other !== name && port === ports[name]));
  }
  writePrivateJson(join(home, 'ports.json'), ports);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  const { run } = await startStack({
    home,
    env: { ...env, FUGO_ALWAYS_OPEN: '1' },
    onStep: ({ name, state, note }) => {
      if (state === 'done' || note) say(`${name}: ${note ? textOf(note, 'en') : state}`);
    },
  });
  return run;
}

/** Servers of somebody else are not measured. */
const foreign = /^(TEMPORAL_|DATABASE_|SIMULATOR_DATABASE_)/u;

function readClient(path: string) {
  const Credentials = z.object({ clientId: z.string(), clientSecret: z.string() });
  return Credentials.parse(JSON.parse(readFileSync(path, 'utf8')));
}

function settingOf(run: Run, name: string): MunicipalityInput {
  const { simulators: participants } = run.addresses;
  return { name, nameEn: name, route: 'JUKI_SYSTEM', participants, limits, hours: { enforced: false } };
}

async function setUpFugo(run: Run, administrator: ApiClient): Promise<ApiClient> {
  const path = `/v1/municipalities/${municipalityOf.residents}`;
  const body = settingOf(run, 'fugo');
  bodyOf(await administrator.call({ method: 'PUT', path, body, answer: Municipality }));
  const client = { kind: 'backbone', name: 'bench', numberSystems: [numberSystem] };
  const { clientId, clientSecret } = bodyOf(
    await administrator.call({ method: 'POST', path: `${path}/clients`, body: client, answer: NewClient }),
  );
  return createApiClient(run.addresses.api, { clientId, clientSecret: clientSecret ?? '' }, 'en');
}

/** Past the API, which would make schedules of fugo's for them. */
async function setUpPeers(databaseUrl: string, run: Run): Promise<void> {
  const { db, close } = openDatabase(databaseUrl, { max: 1, name: 'fugo-bench' });
  for (const name of ['textbook', 'dbos'] as const) {
    const { participants, ...setting } = settingOf(run, name);
    await putMunicipality(db, {
      ...setting,
      municipality: municipalityOf[name],
      participants: { ...participants },
      hours: hoursSettingOf(HoursSetting.parse(setting.hours)),
      limits: MunicipalityLimits.parse(limits),
    });
  }
  await close();
}

export function bodyOf<Body>(reply: Reply<Body>): Body {
  if (reply.kind === 'ok') return reply.body;
  throw new Error(`fugo answered ${reply.problem.status} ${reply.problem.code}: ${reply.problem.title}`);
}

function pidsOf(run: Run, group: Group): number[] {
  const isIn: Record<Group, (name: string) => boolean> = {
    engine: (name) => name === 'temporal',
    api: (name) => name === 'api',
    worker: (name) => name === 'worker',
    database: (name) => name === 'database',
    simulators: (name) => participantNames.some((each) => each === name),
    simulatorDatabase: (name) => name === 'simulator-database',
  };
  return run.parts.filter(({ name }) => isIn[group](name)).flatMap(({ identity }) => identity?.pid ?? []);
}

async function readLedgers({ addresses }: Run): Promise<LedgerCounts> {
  const read = async (name: 'intermediate-server' | 'information-providing-nws') => {
    const response = await fetch(`${addresses.simulators[name]}/ledger/summary`);
    return LedgerSummary.parse(await response.json()).operations;
  };
  const [intermediate, nws] = await Promise.all([read('intermediate-server'), read('information-providing-nws')]);
  const all = [...Object.values(intermediate), ...Object.values(nws)];
  return {
    serials: nws['serial-issued']?.effects ?? 0,
    codes: intermediate['code-stored']?.effects ?? 0,
    duplicates: all.reduce((sum, { duplicates }) => sum + duplicates, 0),
  };
}

async function startPeer(name: PeerName, home: string, onStop: (stop: () => unknown) => void): Promise<RunningPeer> {
  const entry = fileURLToPath(new URL('peer.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', entry, name, home], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  onStop(() => stopPeer(child));
  await nextMessage(child, 'ready', 120_000);
  return {
    pid: child.pid ?? 0,
    async work(work) {
      child.send(work);
      return nextMessage(child, 'finished', 600_000);
    },
  };
}

async function stopPeer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.disconnect();
  const force = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(force);
}

function nextMessage<Kind extends PeerMessage['kind']>(
  child: ChildProcess,
  kind: Kind,
  limitMs: number,
): Promise<Extract<PeerMessage, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    const failed = (): void => finish(() => reject(new Error('A peer ended before its work was done.')));
    const limit = setTimeout(() => finish(() => reject(new Error('A peer did not finish in time.'))), limitMs);
    const listen = (raw: unknown): void => {
      const message = PeerMessage.parse(raw);
      if (isOf(message, kind)) finish(() => resolve(message));
    };
    const finish = (end: () => void): void => {
      clearTimeout(limit);
      child.off('message', listen).off('exit', failed);
      end();
    };
    child.on('message', listen).once('exit', failed);
  });
}

function isOf<Kind extends PeerMessage['kind']>(
  message: PeerMessage,
  kind: Kind,
): message is Extract<PeerMessage, { kind: Kind }> {
  return message.kind === kind;
}
