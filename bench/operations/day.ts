/** Operating days of a country on the simulated servers, in each of which one step fails and staff decide. */
import { z } from 'zod';
import { dayOrders, stepNames, type DayOrder, type DayState, type StepName } from '../../domain/operating-day.ts';
import { nation, parentOf, tierOf, type Tier } from '../../domain/organisations.ts';
import { openDatabase, type Database } from '../../storage/database/database.ts';
import { findDay, orderDay } from '../../storage/operating-days/days.ts';
import {
  driveDays,
  municipalities,
  organisations,
  prefectures,
  registerCountry,
  serverNameOf,
  setNationalCalendar,
  type Drive,
  type Taken,
} from '../../test/support/operating-days.ts';
import { startNetCluster, startParticipantNet, type ParticipantNet } from '../../test/support/participant-net.ts';
import type { Aim } from '../common/aims.ts';
import { grouped, number, table } from '../common/markdown.ts';
import { say } from '../common/say.ts';
import { latencyOf } from '../common/statistics.ts';
import { openDatabaseHome, type DatabaseHome } from './home.ts';
import { partOf, type Surroundings } from './part.ts';

const Failed = z.object({
  organisation: z.string(),
  step: z.enum(stepNames),
  order: z.enum(dayOrders),
  /** That were open when the day stood still, before staff decided. */
  incidents: z.number(),
  /** The step at which the day stood still. */
  failedStep: z.enum(stepNames).nullable(),
  /** Whether the one was of the failed step. */
  isItsOwn: z.boolean(),
  /** Days that had to be decided on after an abandoned one, because they waited for it. */
  furtherOrders: z.number(),
  /** Commands that a server has taken against the order of the tiers. */
  disorder: z.number(),
  done: z.number(),
  seconds: z.number(),
});
type Failed = z.infer<typeof Failed>;

const Figures = z.object({ organisations: z.number(), undisturbedSeconds: z.number(), failed: z.array(Failed) });
type Figures = z.infer<typeof Figures>;

/**
 * The simulated servers take half of it to the whole for each command, so that no turn makes two steps. Milliseconds.
 */
const serverMs = 300;
/** How each step is made to fail, by the fault switch of its server or, at first, by an address that nobody answers at. */
const faultOf: Record<StepName, 'unreachable' | 'liar' | 'refuses' | 'hangs'> = {
  'tell-calendar': 'unreachable',
  start: 'liar',
  stop: 'refuses',
  statistics: 'hangs',
  backup: 'refuses',
};
const nowhere = 'http://127.0.0.1:9';
/** So many turns a halted day is left alone, in which those that wait for it must not halt too. */
const turnsAtRest = 5;
/** The deadline of daily processing is hours away. Seconds. */
const hastySeconds = 20 * 60;
const mostTurns = 2_000;

interface Country {
  db: Database;
  api: Database;
  database: DatabaseHome;
  net: ParticipantNet;
  /** Whether each server runs, by the commands that were taken. */
  running: Map<string, boolean>;
}

async function measureDay(size: number, surroundings: Surroundings): Promise<Figures> {
  const country = await openCountry(surroundings);
  const days = operatingDates();
  const began = Date.now();
  await runUndisturbed(country, days.next().value);
  const undisturbedSeconds = (Date.now() - began) / 1_000;
  const failed: Failed[] = [];
  const cases = listCases();
  for (let index = 0; index < size; index += 1) {
    const each = cases[index % cases.length];
    if (each) failed.push(await runMeant(country, days, each));
    if ((index + 1) % 10 === 0) say(`${index + 1} days`);
  }
  return { organisations: organisations.length, undisturbedSeconds, failed };
}

/** A fault that comes a moment late meets the next step; such a day is run again, for it tried another case. */
async function runMeant(country: Country, days: Iterator<string, string>, each: Case): Promise<Failed> {
  for (let attempt = 1; ; attempt += 1) {
    const failed = await runFailing(country, days.next().value, each);
    if (failed.failedStep === each.step || attempt === 3) return failed;
  }
}

async function openCountry(surroundings: Surroundings): Promise<Country> {
  const database = await openDatabaseHome(surroundings);
  const worker = openDatabase(database.urls.worker, { max: 10, name: 'bench' });
  surroundings.onClose(worker.close);
  const api = openDatabase(database.urls.api, { max: 4, name: 'bench' });
  surroundings.onClose(api.close);
  const cluster = await startNetCluster();
  surroundings.onClose(() => cluster.stop());
  const net = await startParticipantNet({ ...cluster, serverMs });
  surroundings.onClose(() => net.stopAll());
  await registerCountry(api.db, net.peers);
  await setNationalCalendar(database.sql);
  // Before any command a server runs.
  const running = new Map(organisations.map((organisation) => [organisation, true]));
  return { db: worker.db, api: api.db, database, net, running };
}

interface Case {
  organisation: string;
  step: StepName;
  order: DayOrder;
}

/** Each step with each order, of one organisation of each tier in turn; after the first ten the other tiers' turns. */
function listCases(): Case[] {
  const tiers = [nation, prefectures[0] ?? '', municipalities[0]];
  return tiers.flatMap((_, turn) =>
    stepNames.flatMap((step, stepIndex) =>
      dayOrders.map((order, orderIndex) => {
        const organisation = tiers[(turn + stepIndex + orderIndex) % tiers.length] ?? nation;
        return { organisation, step, order };
      }),
    ),
  );
}

/** Days that are open by the calendar: Tuesdays to Thursdays of weeks without a holiday. */
function* operatingDates(): Generator<string, never> {
  const first = Date.parse('2027-06-01T00:00:00Z');
  for (let index = 0; ; index += 1) {
    const at = new Date(first + (Math.floor(index / 3) * 7 + (index % 3)) * 86_400_000);
    const date = at.toISOString().slice(0, 10);
    if (
      !/-(?:01-0[1-3]|02-(?:11|23)|03-2[01]|04-29|05-0[3-6]|07-|08-1\d|09-2\d|11-(?:03|23)|12-(?:29|3\d))/u.test(date)
    )
      yield date;
  }
}

type States = ReadonlyMap<string, DayState | null>;

/** Takes turns with all days until it is enough; `after` may do something between two turns. */
async function run(
  drive: Drive,
  day: string,
  after: (states: States, turn: number) => Promise<boolean>,
): Promise<States> {
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const turns = await Promise.all(
      organisations.map(async (organisation) => ({ organisation, ...(await drive.take({ organisation, day })) })),
    );
    const states = new Map(turns.map(({ organisation, state }) => [organisation, state]));
    if (await after(states, turn)) return states;
    const waits = turns.flatMap(({ waitSeconds }) => (waitSeconds === null ? [] : [waitSeconds]));
    // What a server needs, it needs of the real clock; each turn gives it some.
    drive.now += Math.max(drive.leastSeconds, Math.min(...waits)) * 1_000;
  }
  throw new Error(`The result is void: the day ${day} does not end.`);
}

const isOver = (states: States): boolean =>
  [...states.values()].every((state) => state === 'done' || state === 'abandoned');

async function runUndisturbed(country: Country, day: string): Promise<void> {
  const drive = driveDays(country.db, `${day}T06:00`);
  await drive.look();
  const states = await run(drive, day, async (found) => isOver(found));
  const disorder = countDisorder(country.running, drive.taken);
  if (disorder > 0 || [...states.values()].some((state) => state !== 'done')) {
    throw new Error('The result is void: a day that nothing disturbs does not end well.');
  }
}

async function runFailing(country: Country, day: string, { organisation, step, order }: Case): Promise<Failed> {
  const { db, api, database, net } = country;
  const began = Date.now();
  const drive = driveDays(db, `${day}T06:00`);
  await drive.look();
  const usualSeconds = drive.leastSeconds;
  let isFaulty = false;
  let haltedFor = 0;
  await run(drive, day, async (states) => {
    if (!isFaulty && (await isTime(country, { organisation, day }, step, states))) {
      isFaulty = true;
      await setFault(country, organisation, faultOf[step]);
    }
    // Only once the others have done theirs, or the haste would make them late.
    const others = [...states].filter(([which]) => which !== organisation);
    if (isFaulty && step === 'statistics' && isOver(new Map(others))) drive.leastSeconds = hastySeconds;
    if (isOver(states)) throw new Error(`The result is void: ${step} of ${organisation} does not fail.`);
    if (states.get(organisation) === 'halted') haltedFor += 1;
    return haltedFor > turnsAtRest;
  });
  const open = await database.sql<{ fingerprint: string; detail: string | null }[]>`
    select fingerprint, detail from incidents where closed_at is null`;
  const fingerprint = `operating-day/${organisation}/${day}`;
  const isItsOwn = open.some((each) => each.fingerprint === fingerprint && each.detail?.startsWith(`${step} `));

  const [halted] = await database.sql<{ step: StepName }[]>`
    select step from day_steps where organisation = ${organisation} and day = ${day} and state = 'failed'`;

  await setFault(country, organisation, 'none');
  drive.leastSeconds = usualSeconds;
  const decide = (which: string, what: DayOrder) =>
    orderDay(api, which, { organisation: which, day }, { order: what, orderedBy: 'bench', reason: 'bench' });
  await decide(organisation, order);
  let furtherOrders = 0;
  const states = await run(drive, day, async (found) => {
    for (const [which, state] of found) {
      if (state !== 'halted') continue;
      furtherOrders += 1;
      await decide(which, 'abandon');
    }
    return isOver(found);
  });
  await net.fault(serverNameOf(organisation), { kind: 'none' });
  return {
    organisation,
    step,
    order,
    incidents: open.length,
    failedStep: halted?.step ?? null,
    isItsOwn,
    furtherOrders,
    disorder: countDisorder(country.running, drive.taken),
    done: [...states.values()].filter((state) => state === 'done').length,
    seconds: (Date.now() - began) / 1_000,
  };
}

/** Whether what comes before the step is done, so that its fault meets nothing else. */
async function isTime(
  { api }: Country,
  key: { organisation: string; day: string },
  step: StepName,
  states: States,
): Promise<boolean> {
  const state = states.get(key.organisation);
  switch (step) {
    case 'tell-calendar':
    case 'start':
      return true;
    case 'stop':
      return state === 'open';
    case 'statistics':
      return state === 'daily';
    case 'backup': {
      // Once taken, the command of the statistics is not refused any more.
      const steps = state === 'daily' ? ((await findDay(api, key.organisation, key))?.steps ?? []) : [];
      return steps.some((each) => each.step === 'statistics' && each.state !== 'waiting');
    }
  }
}

async function setFault(
  { database: { sql }, net }: Country,
  organisation: string,
  fault: (typeof faultOf)[StepName] | 'none',
): Promise<void> {
  const name = serverNameOf(organisation);
  const url = fault === 'unreachable' ? nowhere : (net.peers[name] ?? '');
  await sql`update servers set control_url = ${url} where organisation = ${organisation}`;
  await net.fault(name, fault === 'unreachable' || fault === 'none' ? { kind: 'none' } : { kind: fault, organisation });
}

/** A start below a server that does not run, or a stop above one that does. */
function countDisorder(running: Map<string, boolean>, taken: readonly Taken[]): number {
  let disorder = 0;
  for (const { organisation, command } of taken) {
    if (command === 'start') {
      const above = parentOf(organisation);
      if (above !== null && running.get(above) !== true) disorder += 1;
      running.set(organisation, true);
    } else if (command === 'stop') {
      if (organisations.some((each) => parentOf(each) === organisation && running.get(each) === true)) disorder += 1;
      running.set(organisation, false);
    }
  }
  return disorder;
}

const tierWords: Record<Tier, string> = {
  nation: 'national',
  prefecture: 'prefectural',
  municipality: 'communication',
};

const rowOf = (name: string, some: readonly Failed[]): string[] => [
  name,
  grouped(some.length),
  grouped(some.filter(isRight).length),
  grouped(some.reduce((sum, { disorder }) => sum + disorder, 0)),
  grouped(some.reduce((sum, { furtherOrders }) => sum + furtherOrders, 0)),
  number(latencyOf(some.map(({ seconds }) => seconds)).p50),
];

function reportDay({ organisations: count, undisturbedSeconds, failed }: Figures): string {
  const rows = dayOrders.flatMap((order) =>
    stepNames.map((step) =>
      rowOf(
        `\`${step}\` ${faultOf[step]}, then \`${order}\``,
        failed.filter((each) => each.step === step && each.order === order),
      ),
    ),
  );
  const tiers = [...new Set(failed.map(({ organisation }) => tierWords[tierOf(organisation)]))].join(', ');
  return [
    table(
      [
        'what fails, and what staff order',
        'days',
        'one incident, its own',
        'out of order',
        'further orders',
        's a day, p50',
      ],
      rows.filter(([, days]) => days !== '0'),
    ),
    `A country of ${grouped(count)} organisations; the ${tiers} server fails in turn. An undisturbed day takes ${number(undisturbedSeconds)} s, in which the servers need ${grouped(serverMs / 2)} to ${grouped(serverMs)} ms for each command. After an abandoned day those that wait for it stand still as well, each with an incident of its own, and are abandoned in their turn: further orders. There is no peer.`,
  ].join('\n\n');
}

const isRight = ({ incidents, isItsOwn }: Failed): boolean => incidents === 1 && isItsOwn;

function aimsOfDay({ failed }: Figures): Aim[] {
  const wrong = failed.filter((each) => !isRight(each)).length;
  const disorder = failed.reduce((sum, each) => sum + each.disorder, 0);
  return [
    {
      aim: `each step failed in turn, resumed and abandoned, ${grouped(failed.length)} days: order never broken, one incident each time`,
      measured: `${grouped(disorder)} out of order, ${grouped(wrong)} with another number of incidents`,
      missedBy: disorder + wrong === 0 ? 1 : Infinity,
    },
  ];
}

export const day = partOf<Figures>({
  name: 'day',
  title: 'An operating day with a step that fails',
  counts: 'days',
  sizes: { usual: 10, full: 30, most: 300 },
  Figures,
  measure: measureDay,
  report: reportDay,
  aims: aimsOfDay,
});
