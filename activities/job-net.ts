/**
 * The steps of job nets. The rows say what is next (storage/jobs); here the servers are commanded and looked at, and the
 * engine's schedules are kept.
 */
import { cancellationSignal, sleep } from '@temporalio/activity';
import type { JobNetActivities, JobNetsActivities, StartJobNetActivities } from '../contracts/job-net.ts';
import type { JobLook } from '../domain/jobs/day.ts';
import { fugoServer, type JobDayKey, type NetOnServer } from '../domain/jobs/definition.ts';
import type { NetSchedule } from '../domain/jobs/schedule.ts';
import type { ServerControlClient } from '../participants/server-control/client.ts';
import { beginWaiting } from '../storage/jobs/beginning.ts';
import { considerNet } from '../storage/jobs/considering.ts';
import { recordJobLooks, takeJobDaysToLookAt, takeJobs, type OpenRun } from '../storage/jobs/steps.ts';
import {
  listForgotten,
  markWritten,
  noteLook,
  readPlannedNets,
  wantedSchedule,
  type PlannedNet,
} from '../storage/jobs/world.ts';
import { readCalendars, type Calendars } from '../storage/operating-days/calendars.ts';
import { findServer } from '../storage/organisations/organisations.ts';
import { runWithHeartbeats } from './heartbeats.ts';
import { commandJob, notYet, shareReads, startNet, type JobStartDependencies } from './job-starts.ts';
import type { OwnJobs } from './own-jobs.ts';

/** For so long one activity looks at its jobs again and again before it gives the workflow its turn. Milliseconds. */
const lookForMs = 15_000;
const firstPauseMs = 50;
const longestPauseMs = 2_000;
/** The pause between two turns of the workflow while jobs run; longer where they run for long. Seconds. */
const betweenTurnsSeconds = 1;
const longestTurnSeconds = 30;
/** A day that stands still is looked at again when staff have ordered something. Seconds. */
const restSeconds = 6 * 60 * 60;
/** A net whose moment has just come is left to its schedule for so long. Milliseconds. */
const scheduleGraceMs = 3_000;
const atOnce = 8;

export interface JobDependencies extends JobStartDependencies {
  /** What fugo itself does. */
  ownJobs: OwnJobs;
  writeSchedule: (
    place: NetOnServer,
    wanted: { schedule: NetSchedule | null; pause: { reason: string | null } | null },
  ) => Promise<void>;
  removeSchedule: (place: NetOnServer) => Promise<void>;
}

export type AllJobActivities = JobNetActivities & StartJobNetActivities & JobNetsActivities;

export function createJobNetActivities(
  deps: JobDependencies,
  limits: { lookForMs: number } = { lookForMs },
): AllJobActivities {
  const { db } = deps;
  const now = (): number => deps.clock().getTime();
  const calendars = shareReads(() => readCalendars(db));
  const nudge = (keys: readonly JobDayKey[]) => Promise.all(keys.map((key) => deps.nudgeJobNet(key)));

  return {
    takeJobStep: (key) =>
      runWithHeartbeats(async () => {
        const until = performance.now() + limits.lookForMs;
        let pauseMs = firstPauseMs;
        for (;;) {
          const taken = await takeJobs(db, key, now());
          if (!taken) return { state: null, waitSeconds: null };
          const { state, open, begun } = taken;
          await nudge(begun.filter((each) => !isSame(each, key)));
          if (state === 'done' || state === 'abandoned') await nudge(await beginWaiting(db, now()));
          if (state === 'halted') return { state, waitSeconds: restSeconds };
          if (state !== 'running') return { state, waitSeconds: null };
          if (open.length === 0) return { state, waitSeconds: secondsTo(taken.until, now()) };
          const looks = await lookAtAll(deps, key, open);
          await recordJobLooks(db, key, looks, now());
          if (looks.some(({ look }) => look.kind !== 'notYet')) {
            pauseMs = firstPauseMs;
            continue;
          }
          if (performance.now() + pauseMs > until) {
            return { state, waitSeconds: Math.min(turnSeconds(open, now()), secondsTo(taken.until, now())) };
          }
          await sleep(pauseMs);
          pauseMs = Math.min(pauseMs * 2, longestPauseMs);
        }
      }),

    async considerNet({ scheduledAt, ...place }) {
      // The engine's clock may be a little ahead of this machine's.
      const at = Math.max(now(), scheduledAt ?? 0);
      const { begun, command } = await startNet(deps, place, { calendars: await calendars(), at });
      await command(cancellationSignal());
      await nudge(begun);
      return { begun: begun.map(({ day, no }) => `${day}/${String(no)}`) };
    },

    lookAfterJobs: () =>
      runWithHeartbeats(async () => {
        const current = await calendars();
        const nets = await readPlannedNets(db, current, now());
        const due = nets.filter((net) => isDue(net, now()));
        let decided = 0;
        const begun: JobDayKey[] = [];
        await inTurns(due, async (net) => {
          const considered = await considerNet(db, net, current, now());
          decided += considered.decided;
          begun.push(...considered.begun);
        });
        await noteLook(db, now());
        const written = await keepSchedules(deps, nets, now());
        const forgotten = await forget(deps, nets, current, now());
        begun.push(...(await beginWaiting(db, now())));
        const toLookAt = await takeJobDaysToLookAt(db, now());
        const nudged = await nudge([...begun, ...toLookAt]);
        return {
          decided,
          schedules: written + forgotten,
          nudged: nudged.filter((each) => each === 'nudged').length,
        };
      }),
  };
}

const isSame = (a: JobDayKey, b: JobDayKey): boolean =>
  a.organisation === b.organisation && a.net === b.net && a.server === b.server && a.day === b.day && a.no === b.no;

const secondsTo = (moment: number | null, now: number): number =>
  moment === null ? longestTurnSeconds : Math.max(0, (moment - now) / 1_000);

/** A tenth of the time that the youngest of them has taken so far. */
function turnSeconds(open: readonly OpenRun[], now: number): number {
  const youngest = Math.max(...open.map(({ run }) => run.startedAt));
  return Math.min(longestTurnSeconds, Math.max(betweenTurnsSeconds, (now - youngest) / 10_000));
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

// ---- schedules ------------------------------------------------------------------------------------------------------

const isDue = ({ consideredAt, nextAt, madeFrom, writtenFrom }: PlannedNet, now: number): boolean =>
  consideredAt === null || nextAt === null || nextAt <= now - scheduleGraceMs || madeFrom !== writtenFrom;

/** Writes those whose net, calendar or staff's word has changed. */
async function keepSchedules(deps: JobDependencies, nets: readonly PlannedNet[], now: number): Promise<number> {
  const changed = nets.filter(({ madeFrom, writtenFrom }) => madeFrom !== writtenFrom);
  await inTurns(changed, async (net) => {
    await deps.writeSchedule(net, { schedule: wantedSchedule(net, now), pause: net.words.pause });
    await markWritten(deps.db, net, net.madeFrom);
  });
  return changed.length;
}

async function forget(
  deps: JobDependencies,
  nets: readonly PlannedNet[],
  current: Calendars,
  now: number,
): Promise<number> {
  const forgotten = await listForgotten(deps.db, nets);
  await inTurns(forgotten, async (place) => {
    await deps.removeSchedule(place);
    // Finds that the definition has it no more.
    await considerNet(deps.db, place, current, now);
  });
  return forgotten.length;
}

// ---- jobs -----------------------------------------------------------------------------------------------------------

async function lookAtAll(
  deps: JobDependencies,
  key: JobDayKey,
  open: readonly OpenRun[],
): Promise<{ open: OpenRun; look: JobLook }[]> {
  if (key.server === fugoServer) {
    return Promise.all(
      open.map(async (each) => ({ open: each, look: await deps.ownJobs(key, each.definition, each.run.requestId) })),
    );
  }
  const server = await findServer(deps.db, key.server);
  const control = server && deps.serverControlAt(server.controlUrl);
  return Promise.all(
    open.map(async (each) => ({ open: each, look: control ? await lookAt(control, key, each) : notYet('NO_SERVER') })),
  );
}

/** What is new is commanded; else the server is asked first, so that an answer that was lost is found. */
async function lookAt(control: ServerControlClient, key: JobDayKey, each: OpenRun): Promise<JobLook> {
  if (each.isNew) {
    const refused = await commandJob(control, key, each, cancellationSignal());
    if (refused) return refused;
  }
  const options = { signal: cancellationSignal() };
  const reply = await control.findJob(key.server, each.run.requestId, options);
  if (reply.kind === 'unavailable') return notYet('UNREACHABLE');
  if (reply.kind === 'unexpected') return notYet('UNEXPECTED_ANSWER');
  switch (reply.body.state) {
    case 'unknown':
      return (await commandJob(control, key, each, cancellationSignal())) ?? notYet('UNDER_WAY');
    case 'running':
      return notYet('UNDER_WAY');
    case 'done':
      return { kind: 'done', counts: reply.body.counts };
    case 'failed':
      return { kind: 'failed', error: 'JOB_FAILED', message: reply.body.error };
  }
}
