/** Builds the reconciler (workers/nudger) from the worker's connections. */
import type { Client } from '@temporalio/client';
import type { Dependencies } from '../activities/dependencies.ts';
import type { WorkerConfig } from '../config/processes.ts';
import type { MunicipalityLimits } from '../contracts/municipality.ts';
import { findMunicipality, listMunicipalities } from '../storage/settings/municipalities.ts';
import { forgetWritten } from '../storage/jobs/world.ts';
import { listDueNumberSystems } from '../storage/notices/outbox.ts';
import type { Logger } from '../temporal/logging.ts';
import { ensureJobNetsSchedule } from '../temporal/jobs.ts';
import { ensurePublicationSchedule } from '../temporal/deliveries.ts';
import { ensureInquiriesSchedule } from '../temporal/inquiries.ts';
import { ensureNewsSchedule } from '../temporal/news.ts';
import { ensureDaysSchedule } from '../temporal/operating-days.ts';
import { ensureSchedules } from '../temporal/schedules.ts';
import { nudgerCounts } from './health.ts';
import { createNudgeEngine } from './nudge-engine.ts';
import { defaultNudgerSettings } from './nudger-settings.ts';
import { runNudger } from './nudger.ts';

export interface NudgingOptions {
  config: Pick<WorkerConfig, 'gatherFrom' | 'gatherAfterSeconds'>;
  deps: Pick<Dependencies, 'db' | 'getNeighbours'>;
  client: Client;
  /** A client on the worker's own connection. */
  eager: Client;
  logger: Logger;
  signal: AbortSignal;
}

/** Runs until the signal aborts. */
export function nudgeFor({ config, deps, client, eager, logger, signal }: NudgingOptions): Promise<void> {
  const { db, getNeighbours } = deps;
  const { gatherFrom, gatherAfterSeconds } = config;
  const getLimits = async (municipality: string): Promise<MunicipalityLimits> => {
    const settings = await findMunicipality(db, municipality);
    if (!settings) throw new Error(`Municipality ${municipality} is not registered.`);
    return settings.limits;
  };
  return runNudger({
    db,
    engine: createNudgeEngine(client, eager),
    log: logger,
    async readLimits(municipality) {
      const { transientSeconds, fileSeconds, filePollSeconds } = await getLimits(municipality);
      return { transientSeconds, fileSeconds, filePollSeconds };
    },
    listMunicipalities: async () => (await listMunicipalities(db)).map(({ municipality }) => municipality),
    async ensureSchedules(municipality) {
      const limits = await getLimits(municipality);
      return client.withDeadline(Date.now() + engineTimeoutMs, () => ensureSchedules(client, municipality, limits));
    },
    ensureInstallationSchedules: () =>
      client.withDeadline(Date.now() + engineTimeoutMs, async () => {
        const jobNets = await ensureJobNetsSchedule(client);
        // Temporal's data were lost, and with them the schedules of the nets.
        if (jobNets === 'made') await forgetWritten(db);
        const others = [ensureDaysSchedule, ensurePublicationSchedule, ensureInquiriesSchedule, ensureNewsSchedule];
        const made = [jobNets, ...(await Promise.all(others.map((ensure) => ensure(client))))];
        return made.includes('made') ? 'made' : 'kept';
      }),
    async hasNotices(municipality) {
      const dueSystems = await listDueNumberSystems(db, municipality);
      if (dueSystems.length === 0) return false;
      const { backbone } = await getNeighbours(municipality);
      return dueSystems.some(({ numberSystem }) => backbone(numberSystem) !== undefined);
    },
    onDue: async (wake) => void (await db.$client.listen('fugo_due', wake)),
    settings: { ...defaultNudgerSettings, gatherFrom, gatherAfterSeconds },
    counts: nudgerCounts,
    signal,
  });
}

const engineTimeoutMs = 10_000;
