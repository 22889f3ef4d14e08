/** fugo's own jobs, as if it were a server: each may be asked for again under its id, and is done once. */
import type { JobLook } from '../domain/jobs/day.ts';
import { fugoCommands, type FugoCommand, type JobDayKey, type JobDefinition } from '../domain/jobs/definition.ts';
import { standsBelow, tierOf } from '../domain/organisations.ts';
import type { Database } from '../storage/database/database.ts';
import { askForJobBackup } from '../storage/jobs/own-backup.ts';
import { removeOldJobDays } from '../storage/jobs/retention.ts';
import { makeStatistics } from '../storage/operating-days/statistics.ts';
import { listMunicipalities } from '../storage/settings/municipalities.ts';

export type OwnJobs = (key: JobDayKey, job: JobDefinition, requestId: string) => Promise<JobLook>;

export interface OwnJobDependencies {
  db: Database;
  /** Starts the run of a municipality, after the one under way. */
  triggerConfirmation: (municipality: string) => Promise<'triggered' | 'not-scheduled'>;
  triggerSweep: (municipality: string) => Promise<'triggered' | 'not-scheduled'>;
  /** Signs the metadata of delivered files anew; counts of what was signed. Undefined where fugo delivers none. */
  reSign?: (() => Promise<Record<string, number>>) | undefined;
}

/** What is kept of days and runs when a job names no other time. */
const keptDays = 400;

export function createOwnJobs({ db, triggerConfirmation, triggerSweep, reSign }: OwnJobDependencies): OwnJobs {
  const jobs: Record<FugoCommand, OwnJobs> = {
    async statistics(key) {
      const municipalities = await municipalitiesOf(db, key);
      for (const organisation of municipalities) await makeStatistics(db, { organisation, day: key.day });
      return done({ municipalities: municipalities.length });
    },
    async backup(key, _, requestId) {
      const { state, bytes, error } = await askForJobBackup(db, key, requestId);
      if (state === 'done') return done({ bytes: bytes ?? 0 });
      if (state === 'failed') return { kind: 'failed', error: 'JOB_FAILED', message: error };
      return { kind: 'notYet', error: 'UNDER_WAY' };
    },
    confirmation: async (key) => done(await triggerAll(await municipalitiesOf(db, key), triggerConfirmation)),
    sweep: async (key) => done(await triggerAll(await municipalitiesOf(db, key), triggerSweep)),
    async retention(key, { parameters }) {
      const days = typeof parameters['days'] === 'number' ? parameters['days'] : keptDays;
      if (!Number.isInteger(days) || days < 1) return refused('parameters.days: NOT_A_NUMBER_OF_DAYS');
      return done(await removeOldJobDays(db, key.organisation, { day: key.day, keptDays: days }));
    },
    're-sign': async () => (reSign ? done(await reSign()) : refused('re-sign: NOTHING_DELIVERED')),
  };
  return (key, job, requestId) => {
    const command = fugoCommands.find((name) => name === job.command);
    return command ? jobs[command](key, job, requestId) : Promise.resolve(refused(null));
  };
}

const done = (counts: Record<string, number>): JobLook => ({ kind: 'done', counts });
const refused = (message: string | null): JobLook => ({ kind: 'failed', error: 'UNKNOWN_JOB', message });

/** The municipality itself, or all below the organisation. */
async function municipalitiesOf(db: Database, { organisation }: JobDayKey): Promise<string[]> {
  if (tierOf(organisation) === 'municipality') return [organisation];
  const all = (await listMunicipalities(db)).map(({ municipality }) => municipality);
  return all.filter((municipality) => standsBelow(municipality, organisation));
}

async function triggerAll(
  municipalities: readonly string[],
  trigger: (municipality: string) => Promise<'triggered' | 'not-scheduled'>,
): Promise<{ triggered: number; notScheduled: number }> {
  const outcomes = [];
  for (const municipality of municipalities) outcomes.push(await trigger(municipality));
  const triggered = outcomes.filter((outcome) => outcome === 'triggered').length;
  return { triggered, notScheduled: outcomes.length - triggered };
}
