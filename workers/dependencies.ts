/** Builds what the activities need from the worker's connections. */
import type { Client } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import type { Dependencies, Neighbours } from '../activities/dependencies.ts';
import type { JobDependencies } from '../activities/job-net.ts';
import type { InquiryDependencies } from '../activities/inquiries.ts';
import type { DayDependencies } from '../activities/operating-day.ts';
import { createOwnJobs } from '../activities/own-jobs.ts';
import type { DeliveryDependencies } from '../activities/deliveries.ts';
import { openKeyVault } from '../deliveries/keys.ts';
import { numberSystems } from '../domain/number-systems.ts';
import type { ParticipantName } from '../domain/participants.ts';
import { participantOfRoute } from '../domain/routes.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { createBackboneClient } from '../participants/backbone/client.ts';
import { createCodeRouteClient } from '../participants/code-route/client.ts';
import { createIntermediateServerClient } from '../participants/intermediate-server/client.ts';
import { createServerControlClient } from '../participants/server-control/client.ts';
import { createLoadFileStore } from '../keys/load-file-store.ts';
import type { Database } from '../storage/database/database.ts';
import { findMunicipality, type StoredMunicipality } from '../storage/settings/municipalities.ts';
import { nudgeJobNet, removeJobSchedule, writeJobSchedule } from '../temporal/jobs.ts';
import { nudgeInquiry } from '../temporal/inquiries.ts';
import { nudgeDay } from '../temporal/operating-days.ts';
import { triggerConfirmation, triggerSweep } from '../temporal/schedules.ts';
import { takeRolloutsToLookAt } from '../storage/deliveries/rollouts.ts';
import { nudgeRollout, publishDeliveries } from '../temporal/deliveries.ts';
import { startInitialLoad } from '../temporal/start-initial-load.ts';

/** The time limit of one call to a participant, within which it also answers a file of 10,000 lines. */
const participantTimeoutMs = 30_000;

/** A command to a server is answered at once; what it begins takes its time. */
const serverTimeoutMs = 5_000;

/** A publication signs a few files. */
const reSignTimeoutMs = 45_000;

/** For this long a changed address of a participant may go unnoticed. */
const addressesKeptMs = 2_000;
/** More than there are in Japan. */
const mostMunicipalities = 2_000;

export interface DependencyOptions {
  db: Database;
  keys: KeyRing;
  client: Client;
  /** Opens every gate whatever the operating hours say; for demonstrations. */
  alwaysOpen: boolean;
  /** Without this folder no load can be read. */
  loadFilesFolder?: string | undefined;
  dropFolder?: string | undefined;
  /** Bytes. */
  loadFileLimit?: number;
}

export function createDependencies({
  db,
  keys,
  client,
  alwaysOpen,
  loadFilesFolder: folder,
  dropFolder,
  loadFileLimit = Infinity,
}: DependencyOptions): Dependencies {
  // Settings are read for each step, so that a workflow woken by changed hours sees the new ones.
  const getMunicipality = async (municipality: string): Promise<StoredMunicipality> => {
    const settings = await findMunicipality(db, municipality);
    if (!settings) throw new Error(`Municipality ${municipality} is not registered.`);
    return settings;
  };
  // Addresses hardly ever change, and every step asks for them.
  const recent = new LRUCache<string, StoredMunicipality>({ max: mostMunicipalities, ttl: addressesKeptMs });
  const getRecentMunicipality = async (municipality: string): Promise<StoredMunicipality> => {
    const known = recent.get(municipality);
    if (known) return known;
    const settings = await getMunicipality(municipality);
    recent.set(municipality, settings);
    return settings;
  };
  const loadFiles = folder === undefined ? undefined : createLoadFileStore({ folder, keys });
  const options = { timeoutMs: participantTimeoutMs };
  const intermediateServerAt = cacheByUrl((url) => createIntermediateServerClient(url, options));
  const codeRouteAt = cacheByUrl((url) => createCodeRouteClient(url, options));
  const backboneAt = cacheByUrl((url) => createBackboneClient(url, options));

  return {
    db,
    keys,
    clock: () => new Date(),
    async readSettings(municipality) {
      const { route, hours, limits } = await getMunicipality(municipality);
      return { route, limits, hours: alwaysOpen ? { ...hours, enforced: false } : hours };
    },
    async getNeighbours(municipality): Promise<Neighbours> {
      const settings = await getRecentMunicipality(municipality);
      return {
        intermediateServer: intermediateServerAt(getAddress(settings, 'intermediate-server')),
        codeRoute: (route) => codeRouteAt(getAddress(settings, participantOfRoute[route])),
        backbone(numberSystem) {
          const participant = backbones.get(numberSystem);
          const url = participant && settings.participants[participant];
          return url === undefined ? undefined : backboneAt(url);
        },
      };
    },
    dropped:
      loadFiles && dropFolder !== undefined
        ? { folder: dropFolder, store: loadFiles, limitBytes: loadFileLimit }
        : undefined,
    openLoadFile(load) {
      if (!loadFiles) throw new Error('FUGO_LOAD_FILES is not set, so there are no files of loads.');
      return loadFiles.open(load);
    },
    startLoad: async (input) => (await startInitialLoad(client, input)).kind,
  };
}

/** What the steps of an operating day need. */
export function createDayDependencies({ db, client }: Pick<DependencyOptions, 'db' | 'client'>): DayDependencies {
  return {
    db,
    clock: () => new Date(),
    serverControlAt: cacheByUrl((url) => createServerControlClient(url, { timeoutMs: serverTimeoutMs })),
    nudgeDay: (day) => nudgeDay(client, day),
    async nudgeRollouts() {
      const due = await takeRolloutsToLookAt(db, Date.now());
      await Promise.all(due.map((rollout) => nudgeRollout(client, { rollout })));
    },
  };
}

/** What the steps of file delivery need. Without a folder and keys this worker signs nothing. */
export function createDeliveryDependencies({
  db,
  keys,
  folder,
  keysFolder,
}: Pick<DependencyOptions, 'db' | 'keys'> & {
  folder: string | undefined;
  keysFolder: string | undefined;
}): DeliveryDependencies {
  return {
    db,
    clock: () => new Date(),
    serverControlAt: cacheByUrl((url) => createServerControlClient(url, { timeoutMs: serverTimeoutMs })),
    repository:
      folder === undefined || keysFolder === undefined ? undefined : { folder, vault: openKeyVault(keysFolder, keys) },
  };
}

/** What the steps of job nets need. */
export function createJobDependencies({
  db,
  client,
  deliversFiles,
}: Pick<DependencyOptions, 'db' | 'client'> & { deliversFiles: boolean }): JobDependencies {
  return {
    db,
    clock: () => new Date(),
    serverControlAt: cacheByUrl((url) => createServerControlClient(url, { timeoutMs: serverTimeoutMs })),
    ownJobs: createOwnJobs({
      db,
      triggerConfirmation: (municipality) => triggerConfirmation(client, municipality),
      triggerSweep: (municipality) => triggerSweep(client, municipality),
      ...(deliversFiles && { reSign: () => reSign(client) }),
    }),
    nudgeJobNet: (key) => nudgeJobNet(client, key),
    writeSchedule: (place, wanted) => writeJobSchedule(client, place, wanted),
    removeSchedule: (place) => removeJobSchedule(client, place),
  };
}

/** By the one publication that there is at a time. */
async function reSign(client: Client): Promise<Record<string, number>> {
  const { published, alarms } = await publishDeliveries(client, {}, reSignTimeoutMs);
  return { signed: published ? 1 : 0, alarms: alarms.length };
}

/** What an inquiry that waits for the call centre needs. */
export function createInquiryDependencies({
  db,
  client,
}: Pick<DependencyOptions, 'db' | 'client'>): InquiryDependencies {
  return { db, clock: () => new Date(), nudgeInquiry: (inquiry) => nudgeInquiry(client, inquiry) };
}

const backbones = new Map<string, ParticipantName>(
  Object.entries(numberSystems).map(([numberSystem, { participant }]) => [numberSystem, participant]),
);

function getAddress({ municipality, participants }: StoredMunicipality, name: ParticipantName): string {
  const url = participants[name];
  if (url === undefined) throw new Error(`Municipality ${municipality} has no address of its ${name}.`);
  return url;
}

/** Keeps one client for each address, shared by municipalities. */
function cacheByUrl<T>(create: (url: string) => T): (url: string) => T {
  const entry = new Map<string, T>();
  return (url) => {
    const found = entry.get(url) ?? create(url);
    entry.set(url, found);
    return found;
  };
}
