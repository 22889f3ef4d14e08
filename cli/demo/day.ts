/**
 * `fugo demo --day`: an operating day of the sample country in about three minutes. The servers stand still as they do at
 * night; residents arrive before the start, during the day, right before its end and after it; nobody is requested twice.
 */
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DailyStatistics,
  OperatingDayWithSteps,
  Rehearsal,
  type RehearsalBody,
} from '../../contracts/api/operating-days.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { nation } from '../../domain/organisations.ts';
import type { DayState } from '../../domain/operating-day.ts';
import { administratorSession } from '../client/administrator.ts';
import type { ApiClient } from '../client/api-client.ts';
import { Unreachable } from '../client/http.ts';
import { bodyOf, getRun } from '../client/session.ts';
import { remarkOf } from '../operating-days/day.ts';
import { statisticsLines } from '../operating-days/statistics.ts';
import { createRedraw } from '../terminal/redraw.ts';
import { elapsedText, tableLines } from '../terminal/table.ts';
import { note, print, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes, type ExitCode } from '../terminal/exit.ts';
import { enterAll, type Sent } from './clerks.ts';
import { addUp, countAccounted, countIn, progressOf, type Progress } from './progress.ts';
import { createScenario } from './scenario.ts';
import { moveServers, sampleOrganisations } from './servers.ts';
import { setUpMunicipalities } from './setup.ts';
import { createSimulators } from './simulators.ts';

export interface DayDemoOptions {
  residents?: number;
  seed?: number;
  /** In shorter times, for a machine that has nothing else to do. */
  quick?: boolean;
  json?: boolean;
}

/** Long enough for two busy cores, and about three minutes with what the servers take. */
const times = { beginSeconds: 15, startSeconds: 60, openSeconds: 40, dailySeconds: 120 } satisfies RehearsalBody;
const quickTimes = { beginSeconds: 5, startSeconds: 45, openSeconds: 26, dailySeconds: 90 } satisfies RehearsalBody;
/** Those entered so long before the close are under way when the servers stop. Seconds. */
const lateArrivalsSeconds = 3;
const usualResidents = 24;
const lookEveryMs = 1_000;
/** How long after its deadline a step that has failed waits for staff. Milliseconds. */
const forStaffMs = 60_000;
/** Whatever hangs, the demonstration ends. Milliseconds. */
const limitMs = 10 * 60_000;

interface DaySummary {
  day: string;
  states: Record<string, DayState>;
  /** Whether the servers were started and stopped in the order of the tiers, by the moments of the probes. */
  inOrder: boolean;
  residents: number;
  requested: number;
  errors: Record<string, number>;
  /** The most that waited for their server at one moment. */
  waited: number;
  duplicateRequests: number;
  unaccounted: number;
  statistics: DailyStatistics;
  seconds: number;
}

export async function runDayDemo(context: Context, options: DayDemoOptions): Promise<ExitCode> {
  const startedAt = performance.now();
  const { residents = usualResidents, seed = randomInt(1, 4_294_967_295), quick = false, json = false } = options;
  const urls = getRun(context).addresses.simulators;
  const operators = await setUpMunicipalities(context, { enforceHours: false, isPatient: true });
  const administrator = administratorSession(context);
  const path = ofOrganisation(nation, 'rehearsals');
  const planned = await administrator.call({
    method: 'POST',
    path,
    body: quick ? quickTimes : times,
    answer: Rehearsal,
  });
  const { day } = bodyOf(context, planned);
  note(context, say(context, 'demo.day.begins', { day, residents }));

  const simulators = createSimulators(urls);
  const before = await countAll(context, operators);
  const duplicatesBefore = await simulators.countDuplicateRequests();
  const board = createDayBoard(context);
  const ending = new AbortController();
  const sent: Sent = { transfers: 0, refused: 0 };
  const arrivals = createArrivals(residents, ending.signal);
  const moment = { days: [] as OperatingDayWithSteps[], progress: emptyProgress, waited: 0 };
  const look = async (): Promise<void> => {
    try {
      await lookOnce();
    } catch (error) {
      // What is started again, such as a database, is looked at again.
      if (!isAway(error) || isLate()) throw error;
    }
  };
  const lookOnce = async (): Promise<void> => {
    moment.days = await readDays(context, administrator, day);
    moment.progress = await countProgress(context, operators, before);
    moment.waited = Math.max(moment.waited, moment.progress.waitingForHours);
    board.show(moment.days, moment.progress, performance.now() - startedAt);
  };
  const isLate = (): boolean => performance.now() - startedAt > limitMs;
  try {
    // The day is planned already, so that nobody takes the stopped servers for a fault.
    await moveServers(urls, 'stop');
    const entering = enterAll(createScenario(seed, residents), simulators, sent, {
      runId: Date.now().toString(36),
      mayEnter: arrivals.wait,
      signal: ending.signal,
    });
    entering.catch(() => undefined);
    arrivals.release(1 / 4);
    do {
      await sleep(lookEveryMs);
      await look();
      const city = moment.days.at(-1);
      if (city?.state === 'open') arrivals.release(2 / 4);
      if (city && Date.now() > Date.parse(city.closesAt) - lateArrivalsSeconds * 1_000) arrivals.release(3 / 4);
      if (city && ['daily', 'done'].includes(city.state)) arrivals.release(1);
    } while (!isLate() && !isAtRest(moment.days));
    arrivals.release(1);
    // The next morning: what was parked goes on.
    note(context, say(context, 'demo.day.morning'));
    await moveServers(urls, 'start');
    await entering;
    while (!isLate() && (moment.progress.moving > 0 || countAccounted(settled(moment.progress)) < residents)) {
      await sleep(lookEveryMs);
      await look();
    }
  } finally {
    ending.abort();
    await moveServers(urls, 'start').catch(() => undefined);
    await setUpMunicipalities(context, { enforceHours: false });
  }
  const duplicateRequests = (await simulators.countDuplicateRequests()) - duplicatesBefore;
  const query = { from: day, to: day };
  const statisticsPath = ofOrganisation(nation, 'statistics');
  const statistics = bodyOf(
    context,
    await administrator.call({ path: statisticsPath, query, answer: DailyStatistics }),
  );
  const summary: DaySummary = {
    day,
    states: Object.fromEntries(moment.days.map(({ organisation, state }) => [organisation, state])),
    inOrder: isInOrder(moment.days),
    residents,
    requested: moment.progress.requested,
    errors: moment.progress.errors,
    waited: moment.waited,
    duplicateRequests,
    unaccounted: residents - countAccounted(settled(moment.progress)),
    statistics,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  };
  if (json) printJson(context, summary);
  else tell(context, summary);
  return isSound(summary) ? exitCodes.ok : exitCodes.refused;
}

const isAway = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof CommandError && error.exitCode === exitCodes.notRunning);

/** A day that stands still waits a while for staff, who may resume it from another terminal. */
function isAtRest(days: readonly OperatingDayWithSteps[]): boolean {
  // None were read yet.
  if (days.length === 0) return false;
  return days.every(({ state, steps }) => {
    if (state === 'done' || state === 'abandoned') return true;
    const failed = steps.find((step) => step.state === 'failed');
    return state === 'halted' && failed !== undefined && Date.now() > Date.parse(failed.deadlineAt) + forStaffMs;
  });
}

const isSound = ({ states, inOrder, duplicateRequests, unaccounted }: DaySummary): boolean =>
  inOrder && duplicateRequests === 0 && unaccounted === 0 && Object.values(states).every((state) => state === 'done');

function tell(context: Context, summary: DaySummary): void {
  print(context, say(context, isSound(summary) ? 'demo.day.sound' : 'demo.unsound'));
  print(context, say(context, 'demo.day.waited', { waited: summary.waited, requested: summary.requested }));
  printLines(context, ['', ...statisticsLines(context, summary.statistics, nation), '', say(context, 'demo.day.look')]);
}

/** Whoever waits for the hours is not at the end of the way here: the servers run again. */
const settled = (progress: Progress): Progress => ({ ...progress, waitingForHours: 0 });
const emptyProgress: Progress = addUp([]);

/** Lets so many of the residents arrive, in parts. */
function createArrivals(residents: number, signal: AbortSignal) {
  const count = { arrived: 0, released: 0 };
  return {
    release(share: number): void {
      count.released = Math.max(count.released, Math.ceil(residents * share));
    },
    wait: async (): Promise<void> => {
      while (count.arrived >= count.released && !signal.aborted) await sleep(100);
      count.arrived += 1;
    },
  };
}

function readDays(context: Context, api: ApiClient, day: string): Promise<OperatingDayWithSteps[]> {
  return Promise.all(
    sampleOrganisations.map(async (organisation) => {
      const path = ofOrganisation(organisation, `operating-days/${day}`);
      return bodyOf(context, await api.call({ path, answer: OperatingDayWithSteps }));
    }),
  );
}

async function countAll(context: Context, operators: ReadonlyMap<string, ApiClient>) {
  return new Map(
    await Promise.all(
      [...operators].map(
        async ([municipality, api]) => [municipality, await countIn(context, municipality, api)] as const,
      ),
    ),
  );
}

async function countProgress(
  context: Context,
  operators: ReadonlyMap<string, ApiClient>,
  before: Awaited<ReturnType<typeof countAll>>,
): Promise<Progress> {
  const now = await countAll(context, operators);
  return addUp(
    [...now].flatMap(([municipality, counts]) => {
      const earlier = before.get(municipality);
      return earlier ? [progressOf(counts, earlier)] : [];
    }),
  );
}

const seen = (day: OperatingDayWithSteps, name: 'start' | 'stop'): number =>
  Date.parse(day.steps.find(({ step }) => step === name)?.verifiedAt ?? '');

/** By the moments at which each server was seen to run, and to be stopped. */
function isInOrder(days: readonly OperatingDayWithSteps[]): boolean {
  const tiers = [days.slice(0, 1), days.slice(1, -2), days.slice(-2)];
  return [0, 1].every((upper) =>
    (tiers[upper] ?? []).every((above) =>
      (tiers[upper + 1] ?? []).every(
        (below) =>
          // A municipality is compared with its own prefecture alone.
          (upper === 1 && below.organisation.slice(0, 2) !== above.organisation.slice(0, 2)) ||
          (seen(above, 'start') <= seen(below, 'start') && seen(below, 'stop') <= seen(above, 'stop')),
      ),
    ),
  );
}

interface DayBoard {
  show: (days: readonly OperatingDayWithSteps[], progress: Progress, millis: number) => void;
}

const plainEveryMs = 5_000;

/** Redraws a table in place in a terminal, and writes a line every few seconds elsewhere. */
function createDayBoard(context: Context): DayBoard {
  const { stderr } = context;
  if (stderr.isTTY) {
    const redraw = createRedraw(stderr);
    return { show: (days, progress, millis) => redraw(boardLines(context, days, progress, millis)) };
  }
  let shownAt = -Infinity;
  return {
    show(days, progress, millis) {
      if (millis - shownAt < plainEveryMs) return;
      shownAt = millis;
      const states = days.map(({ organisation, state }) => `${organisation} ${say(context, `dayState.${state}`)}`);
      stderr.write(`${elapsedText(millis)}  ${states.join('  ')}  ${progressText(context, progress)}\n`);
    },
  };
}

function boardLines(
  context: Context,
  days: readonly OperatingDayWithSteps[],
  progress: Progress,
  millis: number,
): string[] {
  const head = [say(context, 'staff.organisation'), say(context, 'day.stateTitle'), say(context, 'day.step'), ''];
  const rows = days.map((day) => {
    const step = day.steps.find(({ state }) => state === 'waiting' || state === 'commanded' || state === 'failed');
    return [
      day.organisation,
      say(context, `dayState.${day.state}`),
      step ? `${say(context, `dayStep.${step.step}`)}: ${say(context, `dayStepState.${step.state}`)}` : '',
      step ? remarkOf(context, step) : '',
    ];
  });
  return [...tableLines(head, rows), '', `${progressText(context, progress)}  ${elapsedText(millis)}`];
}

function progressText(context: Context, { requesting, requested, waitingForHours }: Progress): string {
  return say(context, 'demo.day.progress', { requesting, requested, waiting: waitingForHours });
}
