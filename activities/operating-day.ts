/**
 * The steps of an operating day. The rows say what is next (storage/operating-days); here the servers are commanded and
 * looked at. What a server says of itself is no proof: it is probed after the command.
 */
import { createHash } from 'node:crypto';
import { cancellationSignal, sleep } from '@temporalio/activity';
import type { OperatingDayActivities, OperatingDayInput, OperatingDaysActivities } from '../contracts/operating-day.ts';
import type { Day, DayStep, Look, StepError } from '../domain/operating-day.ts';
import { tellingOf } from '../domain/operating-day-plan.ts';
import { standsBelow, tierOf } from '../domain/organisations.ts';
import type { CommandReply, ServerControlClient } from '../participants/server-control/client.ts';
import { findServer } from '../storage/organisations/organisations.ts';
import { askForBackup } from '../storage/operating-days/backup.ts';
import { readCalendars, type Calendars } from '../storage/operating-days/calendars.ts';
import { planDays, planRehearsal } from '../storage/operating-days/planning.ts';
import { wakeRequests } from '../storage/operating-days/gate.ts';
import { makeStatistics } from '../storage/operating-days/statistics.ts';
import {
  movesNeighbours,
  recordLook,
  takeDaysToLookAt,
  takeStep,
  tellNeighbours,
} from '../storage/operating-days/steps.ts';
import { listToldCalendars, markDaysToTell, markTold } from '../storage/operating-days/told.ts';
import type { Database } from '../storage/database/database.ts';
import { runWithHeartbeats } from './heartbeats.ts';

/** For so long one activity looks at the server again and again before it gives the workflow its turn. Milliseconds. */
const lookForMs = 15_000;
const firstPauseMs = 200;
const longestPauseMs = 2_000;
/** The pause between two turns of the workflow while a server is on its way. Seconds. */
const betweenTurnsSeconds = 1;
/** A day that stands still is looked at again when staff have ordered something. Seconds. */
const restSeconds = 6 * 60 * 60;

export interface DayDependencies {
  db: Database;
  clock: () => Date;
  /** The client of a server's control interface, by its base URL. */
  serverControlAt: (controlUrl: string) => ServerControlClient;
  /** Starts the workflow of a day, or tells it to look again. Never throws when the engine is away. */
  nudgeDay: (day: OperatingDayInput) => Promise<'nudged' | 'unavailable'>;
  /** Nudges the rollouts of deliveries that are due, likewise. */
  nudgeRollouts?: () => Promise<void>;
}

/** Milliseconds; tests on servers that are quick have shorter ones. */
interface LookLimits {
  lookForMs: number;
  firstPauseMs: number;
}

export function createOperatingDayActivities(
  deps: DayDependencies,
  limits: LookLimits = { lookForMs, firstPauseMs },
): OperatingDayActivities & OperatingDaysActivities {
  const { db } = deps;
  const now = (): number => deps.clock().getTime();

  async function tellOthers(before: Day, after: Day): Promise<void> {
    if (!movesNeighbours(before, after)) return;
    await Promise.all((await tellNeighbours(db, before)).map((day) => deps.nudgeDay(day)));
  }

  return {
    takeDayStep: (key) =>
      runWithHeartbeats(async () => {
        await tellChangedCalendar(deps, key);
        const until = performance.now() + limits.lookForMs;
        for (;;) {
          const taken = await takeStep(db, key, now());
          if (!taken) return { state: null, waitSeconds: null };
          const { state } = taken.day;
          switch (taken.do) {
            case 'end':
              return { state, waitSeconds: null };
            case 'rest':
              return { state, waitSeconds: restSeconds };
            case 'wait':
              return { state, waitSeconds: Math.max(0, (taken.until - now()) / 1_000) };
            case 'again':
              // What has failed, or goes on at the word of staff, concerns those who wait for it.
              await Promise.all((await tellNeighbours(db, key)).map((day) => deps.nudgeDay(day)));
              continue;
            case 'perform': {
              const { day, step } = taken;
              const after = await perform(deps, day, step, { until, firstPauseMs: limits.firstPauseMs });
              if (after) await tellOthers(day, after);
              if (after?.state === 'open' && day.state !== 'open') await wakeRequests(db, key.organisation);
              // Not there yet: the workflow takes its turn, so that an order of staff or a signal is heard.
              const isOpen = after?.steps.find(({ stepNo }) => stepNo === step.stepNo)?.state === 'commanded';
              if (after && isOpen) return { state: after.state, waitSeconds: betweenTurnsSeconds };
              if (performance.now() > until) return { state: after?.state ?? null, waitSeconds: 0 };
            }
          }
        }
      }),

    async lookAfterDays({ rehearsal }) {
      const calendars = await readCalendars(db);
      const planned = await planDays(db, calendars, now());
      await markChangedCalendars(deps, calendars);
      const outcome = rehearsal ? await planRehearsal(db, calendars, rehearsal, now()) : null;
      const due = await takeDaysToLookAt(db, now());
      const nudged = await Promise.all(due.map((day) => deps.nudgeDay(day)));
      await deps.nudgeRollouts?.();
      return {
        planned: planned.length,
        nudged: nudged.filter((each) => each === 'nudged').length,
        rehearsal: outcome,
      };
    },
  };
}

/** Sends the command and looks until it is done, refused or the turn is over. Returns the day as it stands then. */
async function perform(
  deps: DayDependencies,
  day: Day,
  step: DayStep,
  { until, firstPauseMs: firstPause }: { until: number; firstPauseMs: number },
): Promise<Day | undefined> {
  const server = await findServer(deps.db, day.organisation);
  const control = server && deps.serverControlAt(server.controlUrl);
  let pauseMs = firstPause;
  for (;;) {
    const { look, result } = await lookAt(deps, control, day, step);
    const now = deps.clock().getTime();
    if (look.kind !== 'notYet' || now >= step.deadlineAt || performance.now() + pauseMs > until) {
      return recordLook(deps.db, day, { step, look, result }, now);
    }
    await sleep(pauseMs);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}

interface Finding {
  look: Look;
  result: unknown;
}
const verified = (result: unknown = null): Finding => ({ look: { kind: 'verified' }, result });
const notYet = (error: StepError): Finding => ({ look: { kind: 'notYet', error }, result: null });
const refused: Finding = { look: { kind: 'refused' }, result: null };

/** Every command may be repeated: the server knows it by its request id. */
async function lookAt(
  deps: DayDependencies,
  control: ServerControlClient | undefined,
  day: Day,
  step: DayStep,
): Promise<Finding> {
  if (!control) return notYet('UNREACHABLE');
  const { organisation } = day;
  const requestId = step.requestId ?? '';
  const options = { signal: cancellationSignal() };
  switch (step.step) {
    case 'tell-calendar':
      return tellCalendar(deps, control, organisation);
    case 'start':
      return (
        judgeCommand(await control.start(organisation, requestId, options)) ??
        (await verifyState(control, organisation, { wanted: 'running', answersProbe: true }))
      );
    case 'stop':
      return (
        judgeCommand(await control.stop(organisation, requestId, options)) ??
        (await verifyState(control, organisation, { wanted: 'stopped', answersProbe: false }))
      );
    case 'statistics':
      if (tierOf(organisation) === 'municipality') await makeStatistics(deps.db, day);
      return runDailyJob(control, day, step, 'statistics');
    case 'backup':
      await askForBackup(deps.db, day);
      return runDailyJob(control, day, step, 'backup');
  }
}

/** Undefined when the server has taken the command. */
function judgeCommand(reply: CommandReply): Finding | undefined {
  switch (reply.kind) {
    case 'answered':
      return undefined;
    case 'unavailable':
      return notYet('UNREACHABLE');
    case 'unexpected':
      return notYet('UNEXPECTED_ANSWER');
    case 'refused':
      return reply.refusal.code === 'WRONG_ORDER' ? notYet('WRONG_ORDER') : refused;
  }
}

/** The probe is asked after the command was taken, and after the server has said that it is there. */
async function verifyState(
  control: ServerControlClient,
  organisation: string,
  { wanted, answersProbe }: { wanted: 'running' | 'stopped'; answersProbe: boolean },
): Promise<Finding> {
  const options = { signal: cancellationSignal() };
  const state = await control.readState(organisation, options);
  if (state.kind !== 'answered') return notYet(state.kind === 'unexpected' ? 'UNEXPECTED_ANSWER' : 'UNREACHABLE');
  if (state.body.state !== wanted) return notYet('UNDER_WAY');
  const probe = await control.probe(organisation, options);
  if (probe.kind === 'unexpected') return notYet('UNEXPECTED_ANSWER');
  return (probe.kind === 'answered') === answersProbe ? verified() : notYet('NOT_AS_IT_SAYS');
}

async function runDailyJob(
  control: ServerControlClient,
  { organisation, day }: Day,
  step: DayStep,
  job: 'statistics' | 'backup',
): Promise<Finding> {
  const options = { signal: cancellationSignal() };
  const judged = judgeCommand(
    await control.daily(organisation, { requestId: step.requestId ?? '', day, job }, options),
  );
  if (judged) return judged;
  const state = await control.readState(organisation, options);
  if (state.kind !== 'answered') return notYet(state.kind === 'unexpected' ? 'UNEXPECTED_ANSWER' : 'UNREACHABLE');
  const { lastDaily } = state.body;
  const run = lastDaily?.day === day ? lastDaily.jobs.find((each) => each.job === job) : undefined;
  return run?.finishedAt == null ? notYet('UNDER_WAY') : verified(run.counts);
}

// ---- the calendar ---------------------------------------------------------------------------------------------------

/** Where the national body keeps no calendar, servers are told that they are open: only their own state closes them. */
function toldCalendarOf({ areKept, organisations }: Calendars, organisation: string) {
  const found = organisations.find((each) => each.organisation === organisation);
  const own = found && { ...found, isKept: found.isKept && areKept };
  if (!own) return undefined;
  const below = organisations.filter((each) => standsBelow(each.organisation, organisation));
  const telling = tellingOf(own, below);
  return { ...telling, hash: createHash('sha256').update(JSON.stringify(telling)).digest('hex') };
}

async function tellCalendar(
  { db }: DayDependencies,
  control: ServerControlClient,
  organisation: string,
): Promise<Finding> {
  const calendar = toldCalendarOf(await readCalendars(db), organisation);
  if (!calendar) return notYet('UNREACHABLE');
  const options = { signal: cancellationSignal() };
  const reply = await control.tellCalendar(organisation, calendar, options);
  if (reply.kind !== 'answered') return notYet(reply.kind === 'unexpected' ? 'UNEXPECTED_ANSWER' : 'UNREACHABLE');
  const state = await control.readState(organisation, options);
  if (state.kind !== 'answered') return notYet(state.kind === 'unexpected' ? 'UNEXPECTED_ANSWER' : 'UNREACHABLE');
  if (state.body.calendarHash !== calendar.hash) return notYet('NOT_AS_IT_SAYS');
  await markTold(db, organisation, calendar.hash);
  return verified();
}

/** A calendar that was changed during the day. If the server does not take it now, the next look tells it again. */
async function tellChangedCalendar(deps: DayDependencies, key: OperatingDayInput): Promise<void> {
  const [told] = await listToldCalendars(deps.db, key);
  if (!told) return;
  const { organisation, hash, controlUrl } = told;
  if (toldCalendarOf(await readCalendars(deps.db), organisation)?.hash === hash) return;
  await tellCalendar(deps, deps.serverControlAt(controlUrl), organisation);
}

/** Makes those days due whose servers know another calendar than the present one. */
async function markChangedCalendars({ db }: DayDependencies, calendars: Calendars): Promise<void> {
  const told = await listToldCalendars(db);
  const changed = told.filter(({ organisation, hash }) => toldCalendarOf(calendars, organisation)?.hash !== hash);
  await markDaysToTell(db, changed);
}
