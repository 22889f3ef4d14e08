import { z } from 'zod';
import { participantNames, type ParticipantName } from '../domain/participants.ts';
import {
  ConfigError,
  findPath,
  findUrl,
  freeze,
  getFlag,
  getLogLevel,
  getPath,
  getPort,
  getText,
  getUrl,
  getWholeNumber,
  httpSchemes,
  postgresSchemes,
  type LogLevel,
} from './environment.ts';
import { languageOf, type Language } from './language.ts';
import { readStaffConfig, type StaffConfig } from './staff.ts';
import { readTemporalTls, type TemporalTls } from './temporal-server.ts';

interface ProcessConfig {
  language: Language;
  logLevel: LogLevel;
  host: string;
}

function readProcessConfig(env: NodeJS.ProcessEnv): ProcessConfig {
  return { language: languageOf(env), logLevel: getLogLevel(env), host: getText(env, 'FUGO_HOST') };
}

interface TemporalConfig {
  temporalAddress: string;
  temporalNamespace: string;
  temporalTls: TemporalTls | undefined;
}

function readTemporalConfig(env: NodeJS.ProcessEnv): TemporalConfig {
  return {
    temporalAddress: getText(env, 'TEMPORAL_ADDRESS'),
    temporalNamespace: getText(env, 'TEMPORAL_NAMESPACE'),
    temporalTls: readTemporalTls(env),
  };
}

export interface WorkerConfig extends ProcessConfig, TemporalConfig {
  /** The URL of the role fugo_worker. */
  databaseUrl: string;
  keysFile: string;
  /** Without one the worker bundles the workflows itself, which takes seconds. */
  workflowBundle: string | undefined;
  work: WorkerTasks;
  /** Without one there are no loads. */
  loadFilesFolder: string | undefined;
  /** Watched by the workers that run loads. */
  dropFolder: string | undefined;
  /** Bytes. */
  loadFileLimit: number;
  healthPort: number;
  alwaysOpen: boolean;
  /** The repository of deliveries and the keys that sign it; without both this worker signs nothing. */
  deliveryFolder: string | undefined;
  deliveryKeys: string | undefined;
  /** This many waiting newcomers are gathered into a chunk. */
  gatherFrom: number;
  /** Fewer are gathered too when the first of them has waited this long. Seconds. */
  gatherAfterSeconds: number;
}

/** What a worker works on. Loads can run in a separate process, so that they never delay a resident at the counter. */
const workerTasks = ['daily', 'loads', 'all'] as const;
export type WorkerTasks = (typeof workerTasks)[number];

function getWork(env: NodeJS.ProcessEnv): WorkerTasks {
  const setting = getText(env, 'FUGO_WORK');
  const known = workerTasks.find((name) => name === setting);
  if (known) return known;
  throw new ConfigError('FUGO_WORK', {
    ja: 'daily、loads、all のいずれかにしてください',
    en: 'must be daily, loads or all',
  });
}

export function readWorkerConfig(env: NodeJS.ProcessEnv): Readonly<WorkerConfig> {
  return freeze({
    ...readProcessConfig(env),
    ...readTemporalConfig(env),
    databaseUrl: getUrl(env, 'DATABASE_URL', postgresSchemes),
    keysFile: getPath(env, 'FUGO_KEYS_FILE'),
    workflowBundle: findPath(env, 'FUGO_WORKFLOW_BUNDLE'),
    work: getWork(env),
    loadFilesFolder: findPath(env, 'FUGO_LOAD_FILES'),
    dropFolder: findPath(env, 'FUGO_DROP_FOLDER'),
    loadFileLimit: getWholeNumber(env, 'FUGO_LOAD_FILE_LIMIT'),
    healthPort: getPort(env, 'FUGO_HEALTH_PORT'),
    alwaysOpen: getFlag(env, 'FUGO_ALWAYS_OPEN'),
    deliveryFolder: findPath(env, 'FUGO_DELIVERY_FOLDER'),
    deliveryKeys: findPath(env, 'FUGO_DELIVERY_KEYS'),
    gatherFrom: getWholeNumber(env, 'FUGO_GATHER_FROM'),
    gatherAfterSeconds: getWholeNumber(env, 'FUGO_GATHER_AFTER_SECONDS'),
  });
}

export interface ApiConfig extends ProcessConfig, TemporalConfig {
  port: number;
  /** The URL of the role fugo_api. */
  databaseUrl: string;
  keysFile: string;
  /** Without one no file is accepted for a load. */
  loadFilesFolder: string | undefined;
  /** Bytes. */
  loadFileLimit: number;
  publicUrl: string;
  /** Without one staff see no Temporal Web UI. */
  uiUrl: string | undefined;
  /** Without one there is no staff web. */
  webFolder: string | undefined;
  /** The workers whose state `/readyz` includes. */
  workerHealth: readonly string[];
  /** The repository of deliveries; without one nothing is delivered. */
  deliveryFolder: string | undefined;
  staff: StaffConfig;
  alwaysOpen: boolean;
}

export function readApiConfig(env: NodeJS.ProcessEnv): Readonly<ApiConfig> {
  const port = getPort(env, 'PORT');
  return freeze({
    ...readProcessConfig(env),
    ...readTemporalConfig(env),
    port,
    databaseUrl: getUrl(env, 'DATABASE_URL', postgresSchemes),
    keysFile: getPath(env, 'FUGO_KEYS_FILE'),
    loadFilesFolder: findPath(env, 'FUGO_LOAD_FILES'),
    loadFileLimit: getWholeNumber(env, 'FUGO_LOAD_FILE_LIMIT'),
    publicUrl: findUrl(env, 'FUGO_PUBLIC_URL', httpSchemes) ?? `http://127.0.0.1:${port}`,
    uiUrl: findUrl(env, 'FUGO_UI_URL', httpSchemes),
    webFolder: findPath(env, 'FUGO_WEB'),
    workerHealth: freeze(readWorkerHealth(env)),
    deliveryFolder: findPath(env, 'FUGO_DELIVERY_FOLDER'),
    staff: readStaffConfig(env),
    alwaysOpen: getFlag(env, 'FUGO_ALWAYS_OPEN'),
  });
}

function readWorkerHealth(env: NodeJS.ProcessEnv): string[] {
  const setting = (env['FUGO_WORKER_HEALTH'] ?? '').split(',').map((url) => url.trim());
  const urls = setting.filter((url) => url !== '');
  if (urls.every((url) => /^https?:\/\//u.test(url) && URL.canParse(url))) return urls;
  throw new ConfigError('FUGO_WORKER_HEALTH', {
    ja: 'http:// または https:// で始まるURLをコンマで区切ってください',
    en: 'must be URLs starting with http:// or https://, by commas',
  });
}

export interface SimulatorConfig extends ProcessConfig {
  port: number;
  /** A database of the cluster; each simulator creates and uses one under its own name. */
  databaseUrl: string;
  peers: Readonly<Partial<Record<ParticipantName, string>>>;
  apiUrl: string | undefined;
  clientsFile: string | undefined;
  keyFile: string | undefined;
  alwaysOpen: boolean;
  /** The longest time that a server needs to start, to stop or for a daily job. Milliseconds. */
  serverMs: number;
  /** Where the servers keep what is delivered to them, and the first root that they trust; without both they fetch nothing. */
  deliveredFolder: string | undefined;
  deliveryRoot: string | undefined;
  /** How often a server looks for deliveries. */
  deliverySeconds: number;
}

export function readSimulatorConfig(env: NodeJS.ProcessEnv): Readonly<SimulatorConfig> {
  return freeze({
    ...readProcessConfig(env),
    port: getPort(env, 'PORT'),
    databaseUrl: getUrl(env, 'SIMULATOR_DATABASE_URL', postgresSchemes),
    peers: freeze(readPeers(env)),
    apiUrl: findUrl(env, 'FUGO_API_URL', httpSchemes),
    clientsFile: findPath(env, 'FUGO_SIMULATOR_CLIENTS_FILE'),
    keyFile: findPath(env, 'FUGO_SIMULATOR_KEY_FILE'),
    alwaysOpen: getFlag(env, 'FUGO_ALWAYS_OPEN'),
    serverMs: getWholeNumber(env, 'FUGO_SIMULATOR_SERVER_MS'),
    deliveredFolder: findPath(env, 'FUGO_SIMULATOR_DELIVERED'),
    deliveryRoot: findPath(env, 'FUGO_SIMULATOR_DELIVERY_ROOT'),
    deliverySeconds: getWholeNumber(env, 'FUGO_SIMULATOR_DELIVERY_SECONDS'),
  });
}

const Peers = z.partialRecord(
  z.enum(participantNames),
  z
    .string()
    .refine((url) => URL.canParse(url))
    .transform((url) => url.replace(/\/+$/, '')),
);

function readPeers(env: NodeJS.ProcessEnv): z.infer<typeof Peers> {
  try {
    return Peers.parse(JSON.parse(getText(env, 'FUGO_SIMULATOR_PEERS')));
  } catch {
    throw new ConfigError('FUGO_SIMULATOR_PEERS', {
      ja: '模擬システム名からURLへのJSONにしてください',
      en: 'must be JSON from participant names to URLs',
    });
  }
}
