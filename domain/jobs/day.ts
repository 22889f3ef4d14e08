/**
 * A day of a net on a server: which of its jobs may run, and what an answer of the server means.
 *
 * J1. A job runs when those before it stand as its condition wants (`when`). Where that cannot come any more it is
 *     `not-run`; a resumed day decides anew.
 * J2. A job has failed when its attempts are used up, or it was refused for good, or its limit is over. What does not
 *     depend on it goes on, and so does what waits for its failure; then the day halts, and staff `resume` or `abandon` it.
 * J3. Only when the server has said that an attempt failed, a new one is commanded, under another id. In every other case
 *     the same id is asked again, so that a job whose answer was lost is not done twice.
 * J4. Attempts and limits count from the last time that staff have resumed the day.
 */
import { millisOfMinute } from '../calendar/civil-date.ts';
import { orderJobs } from './check.ts';
import type { JobDefinition, NetDefinition } from './definition.ts';
import type { JobDayState, JobError, JobOrder, JobRunState, JobState } from './names.ts';

/** Moments are epoch milliseconds. */
export interface JobRun {
  job: string;
  attempt: number;
  state: JobRunState;
  requestId: string;
  startedAt: number;
  endedAt: number | null;
  error: JobError | null;
}

export interface NetDay {
  state: JobDayState;
  net: Pick<NetDefinition, 'jobs' | 'limitMinutes'>;
  startedAt: number | null;
  resumedAt: number | null;
  runs: readonly JobRun[];
}

/** How many jobs of a day run at once. */
export const mostJobsAtOnce = 8;

export interface JobStanding {
  definition: JobDefinition;
  state: JobState;
  /** The latest attempt. */
  last: JobRun | undefined;
  /** Whether the job may be commanded; a retried one from this moment on. */
  readyAt: number | null;
}

/** In the order in which they may run. */
export function standingsOf({ net, runs, resumedAt }: Pick<NetDay, 'net' | 'runs' | 'resumedAt'>): JobStanding[] {
  const standings = new Map<string, JobStanding>();
  for (const definition of orderJobs(net.jobs)) {
    const own = runs.filter(({ job }) => job === definition.job).toSorted((a, b) => a.attempt - b.attempt);
    const before = definition.after.map((job) => standings.get(job)?.state ?? 'waiting');
    standings.set(definition.job, {
      definition,
      last: own.at(-1),
      ...stateOf(definition, own, before, resumedAt ?? 0),
    });
  }
  return [...standings.values()];
}

function stateOf(
  { retry, when }: JobDefinition,
  own: readonly JobRun[],
  before: readonly JobState[],
  resumedAt: number,
): Pick<JobStanding, 'state' | 'readyAt'> {
  const last = own.at(-1);
  if (last?.state === 'done') return { state: 'done', readyAt: null };
  if (last?.state === 'commanded') return { state: 'running', readyAt: null };
  if (last && last.startedAt >= resumedAt) {
    if (last.state === 'abandoned') return { state: 'abandoned', readyAt: null };
    const tries = own.filter(({ state, startedAt }) => state === 'failed' && startedAt >= resumedAt).length;
    if (!mayRetry(last.error) || tries >= retry.attempts) return { state: 'failed', readyAt: null };
    return { state: 'retrying', readyAt: (last.endedAt ?? last.startedAt) + retry.pauseSeconds * 1_000 };
  }
  if (last) return { state: 'waiting', readyAt: 0 };
  switch (judgeCondition(when, before)) {
    case 'ready':
      return { state: 'waiting', readyAt: 0 };
    case 'waiting':
      return { state: 'waiting', readyAt: null };
    case 'never':
      return { state: 'not-run', readyAt: null };
  }
}

/** What another attempt may change. */
const mayRetry = (error: JobError | null): boolean => error === 'JOB_FAILED' || error === 'REFUSED';

function judgeCondition(when: JobDefinition['when'], before: readonly JobState[]): 'ready' | 'waiting' | 'never' {
  const areOver = before.every(isOverState);
  switch (when) {
    case 'done':
      if (before.every((state) => state === 'done')) return 'ready';
      return before.some((state) => isOverState(state) && state !== 'done') ? 'never' : 'waiting';
    case 'failed':
      if (before.includes('failed')) return 'ready';
      return areOver ? 'never' : 'waiting';
    case 'ended':
      return areOver ? 'ready' : 'waiting';
  }
}

const isOverState = (state: JobState): boolean =>
  state === 'done' || state === 'failed' || state === 'not-run' || state === 'abandoned';

export const isOverDay = (state: JobDayState): boolean =>
  state === 'done' || state === 'abandoned' || state === 'not-run';

// ---- what is next ---------------------------------------------------------------------------------------------------

export type JobDecision =
  /** Command the jobs of `begin`, look at those under way, and come again at `until` at the latest; null when nothing waits. */
  | { do: 'work'; begin: JobStanding[]; look: JobStanding[]; until: number | null }
  /** Jobs have failed, and nothing more can be done. */
  | { do: 'halt'; failed: JobStanding[] }
  /** The net's own limit is over. */
  | { do: 'time-out' }
  | { do: 'finish' }
  /** Staff decide. */
  | { do: 'rest' }
  | { do: 'end' };

export function decideJobs(day: NetDay, now: number): JobDecision {
  if (isOverDay(day.state)) return { do: 'end' };
  if (day.state === 'halted') return { do: 'rest' };
  const standings = standingsOf(day);
  const look = standings.filter(({ state }) => state === 'running');
  const limit = limitOf(day);
  const ready = standings.filter(({ readyAt }) => readyAt !== null);
  if (look.length === 0 && ready.length === 0) {
    const failed = standings.filter(({ state }) => state === 'failed');
    return failed.length > 0 ? { do: 'halt', failed } : { do: 'finish' };
  }
  if (limit !== null && now >= limit) return { do: 'time-out' };
  const begin = ready
    .filter(({ readyAt }) => readyAt !== null && readyAt <= now)
    .slice(0, Math.max(0, mostJobsAtOnce - look.length));
  const later = ready.flatMap(({ readyAt }) => (readyAt !== null && readyAt > now ? [readyAt] : []));
  const until = [...later, ...(limit === null ? [] : [limit])].reduce<number | null>(
    (earliest, each) => Math.min(earliest ?? each, each),
    null,
  );
  return { do: 'work', begin, look, until };
}

function limitOf({ net, startedAt, resumedAt }: NetDay): number | null {
  const from = resumedAt ?? startedAt;
  return from === null ? null : from + net.limitMinutes * millisOfMinute;
}

/** When an attempt has taken too long. */
export function deadlineOf({ limitMinutes }: JobDefinition, run: Pick<JobRun, 'startedAt'>): number {
  return run.startedAt + limitMinutes * millisOfMinute;
}

/** Whether the server has said of an attempt that it failed, so that another id is needed (J3). */
export const needsNewRequest = ({ state, error }: Pick<JobRun, 'state' | 'error'>): boolean =>
  state === 'failed' && (error === 'JOB_FAILED' || error === 'REFUSED' || error === 'UNKNOWN_JOB');

export type JobLook =
  | { kind: 'done'; counts: Record<string, number> }
  | { kind: 'notYet'; error: JobError }
  /** The server says that the job failed, or will not take it. */
  | { kind: 'failed'; error: JobError; message: string | null };

/** What a look at the server means for an attempt under way. */
export function takeJobLook(
  run: JobRun,
  definition: JobDefinition,
  look: JobLook,
  now: number,
): Pick<JobRun, 'state' | 'endedAt' | 'error'> {
  if (look.kind === 'done') return { state: 'done', endedAt: now, error: null };
  if (look.kind === 'failed') return { state: 'failed', endedAt: now, error: look.error };
  if (now < deadlineOf(definition, run)) return { state: 'commanded', endedAt: null, error: look.error };
  return { state: 'failed', endedAt: now, error: look.error === 'UNDER_WAY' ? 'TIME_LIMIT' : look.error };
}

/** Whether staff may order this. A day that was abandoned may be taken up again. */
export function mayOrderJobs(state: JobDayState, order: JobOrder): boolean {
  return state === 'halted' || (state === 'abandoned' && order === 'resume');
}
