/** Job nets as somebody has defined them, and days as the engine has left them. */
import type postgres from 'postgres';
import type { Definition } from '../../contracts/api/jobs.ts';
import type { JobDayDecision, JobDayState, JobError, JobRunState } from '../../domain/jobs/names.ts';
import { applyDefinition, readDefinition } from '../../storage/jobs/definitions.ts';
import type { Database } from '../../storage/database/database.ts';

type Net = Definition['nets'][number];
type Job = Net['jobs'][number];

export function newJob(job: string, fields: Partial<Job> = {}): Job {
  return {
    job,
    command: 'statistics',
    after: [],
    when: 'done',
    retry: { attempts: 1, pauseSeconds: 60 },
    limitMinutes: 60,
    parameters: {},
    ...fields,
  };
}

export function newNet(net: string, fields: Partial<Net> = {}): Net {
  return {
    net,
    name: `ネット${net}`,
    nameEn: `Net ${net}`,
    servers: ['own'],
    at: '18:30',
    days: 'open',
    closedDay: 'skip',
    catchUp: 'latest',
    limitMinutes: 240,
    jobs: [newJob('statistics')],
    ...fields,
  };
}

/** In place of whatever counts. */
export async function define(db: Database, organisation: string, nets: Net[]): Promise<void> {
  const { hash } = await readDefinition(db, organisation, organisation);
  const applied = await applyDefinition(db, organisation, {
    definition: { nets },
    expect: hash,
    appliedBy: 'administrator',
  });
  if (applied.kind === 'moved') throw new Error('another definition was applied meanwhile');
}

export interface NewJobDay {
  organisation: string;
  net: string;
  server: string;
  day: string;
  no?: number;
  state: JobDayState;
  decision?: JobDayDecision;
  reason?: string | null;
  runs?: readonly NewRun[];
}
export interface NewRun {
  job: string;
  attempt?: number;
  state: JobRunState;
  error?: JobError;
  counts?: Record<string, number>;
}

/** It was planned for half past six in the evening, and took a minute for each try. */
export async function addJobDay(
  see: postgres.Sql,
  { organisation, net, server, day, no = 0, state, decision = 'run', reason = null, runs = [] }: NewJobDay,
): Promise<void> {
  const at = `${day}T18:30:00+09:00`;
  const isBegun = state !== 'planned' && state !== 'not-run';
  const isOver = state === 'done' || state === 'abandoned';
  await see`
    insert into job_days (organisation, net, server, day, no, version, planned_at, decision, reason, state, started_at, ended_at)
    values (${organisation}, ${net}, ${server}, ${day}, ${no}, 1, ${at}, ${decision}, ${reason}, ${state},
      ${isBegun ? at : null}, ${isOver ? `${day}T18:40:00+09:00` : null})`;
  for (const [index, { job, attempt = 1, state: runState, error, counts }] of runs.entries()) {
    await see`
      insert into job_runs (organisation, net, server, day, no, job, attempt, state, request_id, started_at, ended_at, error,
        result)
      values (${organisation}, ${net}, ${server}, ${day}, ${no}, ${job}, ${attempt}, ${runState},
        ${['test', organisation, net, server, day, no, job, attempt].join('/')},
        ${see`${at}::timestamptz + ${index} * interval '1 minute'`},
        ${runState === 'commanded' ? null : see`${at}::timestamptz + ${index + 1} * interval '1 minute'`},
        ${error ?? null}, ${counts ? see.json(counts) : null})`;
  }
}
