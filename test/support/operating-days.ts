/** A country of two prefectures and two municipalities on the simulators, whose days are driven by a clock of the test. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { sql } from 'drizzle-orm';
import type postgres from 'postgres';
import { createOperatingDayActivities } from '../../activities/operating-day.ts';
import type { OperatingDayInput, OperatingDaysInput } from '../../contracts/operating-day.ts';
import { MunicipalityLimits } from '../../contracts/municipality.ts';
import { commonHours } from '../../domain/calendar/operating-hours.ts';
import { commonNationalCalendar, type NationalCalendar } from '../../domain/calendar/parts.ts';
import type { DayState } from '../../domain/operating-day.ts';
import { nation, parentOf, prefectureOf, tierOf } from '../../domain/organisations.ts';
import { createServerControlClient, type ServerControlClient } from '../../participants/server-control/client.ts';
import type { Database } from '../../storage/database/database.ts';
import { findOrganisation, putServer } from '../../storage/organisations/organisations.ts';
import { putMunicipality } from '../../storage/settings/municipalities.ts';
import type { ParticipantNet } from './participant-net.ts';

export const municipalities = ['990019', '983012'] as const;
export const prefectures = municipalities.map(prefectureOf);
export const organisations = [nation, ...prefectures, ...municipalities];

/** A command that a server has taken. */
export interface Taken {
  organisation: string;
  command: 'calendar' | 'start' | 'stop' | 'statistics' | 'backup';
  requestId: string | null;
}

/** Longer than the simulators take for a step, so that a turn seldom ends before it. */
const limits = { lookForMs: 150, firstPauseMs: 10 };
/** After so many turns in which nothing moved, a server is taken for one that hangs, and the clock goes to where that is told. */
const stillTurns = 3;

export async function registerCountry(db: Database, peers: ParticipantNet['peers']): Promise<void> {
  for (const municipality of municipalities) {
    await putMunicipality(db, {
      municipality,
      name: municipality,
      nameEn: municipality,
      route: municipality === '990019' ? 'JUKI_SYSTEM' : 'JUKI_GATEWAY',
      participants: {},
      hours: commonHours,
      limits: MunicipalityLimits.parse({}),
    });
  }
  for (const organisation of organisations) await registerServer(db, peers, organisation);
}

async function registerServer(db: Database, peers: ParticipantNet['peers'], organisation: string): Promise<void> {
  const found = await findOrganisation(db, organisation);
  if (!found) throw new Error(`${organisation} is not registered`);
  await putServer(db, found, peers[serverNameOf(organisation)] ?? '');
}

export const serverNameOf = (organisation: string) =>
  (
    ({
      nation: 'juki-national-server',
      prefecture: 'prefectural-server',
      municipality: 'communication-server',
    }) as const
  )[tierOf(organisation)];

export async function setNationalCalendar(see: postgres.Sql, change: Partial<NationalCalendar> = {}): Promise<void> {
  const setting = see.json({ ...commonNationalCalendar, ...change });
  await see.begin(async (tx) => {
    const [row] = await tx<{ version: number }[]>`select version from calendars where organisation = 'nation'`;
    const version = row?.version ?? 0;
    const [proposed] = await tx<{ change_id: string }[]>`
      insert into calendar_changes (organisation, based_on, setting, reason, proposed_by)
      values ('nation', ${version}, ${setting}, 'a test', 's-1') returning change_id`;
    await tx`
      update calendar_changes set decision = 'approved', decided_by = 's-2', decided_at = now()
      where change_id = ${proposed?.change_id ?? ''}`;
    // Not an upsert: the trigger would judge its attempt to insert.
    if (row)
      await tx`update calendars set setting = ${setting}, version = ${version + 1} where organisation = 'nation'`;
    else await tx`insert into calendars (organisation, setting, version) values ('nation', ${setting}, 1)`;
  });
}

export interface Drive {
  /** Epoch milliseconds. */
  now: number;
  /** How far the clock runs on at least in each turn. Seconds. */
  leastSeconds: number;
  taken: Taken[];
  nudged: OperatingDayInput[];
  look: (input?: OperatingDaysInput) => ReturnType<ReturnType<typeof createOperatingDayActivities>['lookAfterDays']>;
  take: (key: OperatingDayInput) => Promise<{ state: DayState | null; waitSeconds: number | null }>;
  /** Takes turns with all days, and lets the clock run on when all wait, until `isEnough` or all are at rest. */
  run: (
    day: string,
    isEnough?: (states: ReadonlyMap<string, DayState | null>) => boolean,
  ) => Promise<Map<string, DayState | null>>;
}

/** `at` is the moment at which the clock stands first, in Japan. */
export function driveDays(db: Database, at: string): Drive {
  const env = new MockActivityEnvironment();
  const taken: Taken[] = [];
  const nudged: OperatingDayInput[] = [];
  const activities = createOperatingDayActivities(
    {
      db,
      clock: () => new Date(drive.now),
      serverControlAt: (url) => recorded(createServerControlClient(url, { timeoutMs: 2_000 }), taken),
      async nudgeDay(day) {
        nudged.push(day);
        return 'nudged';
      },
    },
    limits,
  );
  const drive: Drive = {
    now: Date.parse(`${at}+09:00`),
    leastSeconds: 60,
    taken,
    nudged,
    look: (input = {}) => env.run(activities.lookAfterDays, input),
    take: (key) => env.run(activities.takeDayStep, key),
    async run(day, isEnough = () => false) {
      const end = drive.now + 24 * 60 * 60_000;
      let [last, still] = ['', 0];
      for (;;) {
        const turns = await Promise.all(
          organisations.map(async (organisation) => ({ organisation, ...(await drive.take({ organisation, day })) })),
        );
        const states = new Map(turns.map(({ organisation, state }) => [organisation, state]));
        const isAtRest = turns.every(({ state }) => state === null || ['done', 'halted', 'abandoned'].includes(state));
        if (isAtRest || isEnough(states)) return states;
        if (drive.now > end) throw new Error(`Not at rest after a day: ${JSON.stringify([...states])}`);
        const commanded = await listCommanded(db, day);
        const found = JSON.stringify([turns.map(({ state }) => state), commanded]);
        still = found === last ? still + 1 : 0;
        last = found;
        const hangs = still >= stillTurns;
        const waits = turns.flatMap(({ organisation, waitSeconds }) => {
          if (waitSeconds === null) return [];
          const underWay = commanded.find((each) => each.organisation === organisation);
          return [hangs && underWay ? Math.max(0, underWay.deadline - drive.now) / 1_000 : waitSeconds];
        });
        // What a server needs, it needs of the real clock; each turn gives it some.
        drive.now += Math.max(drive.leastSeconds, Math.min(...waits)) * 1_000;
      }
    },
  };
  return drive;
}

/** The steps on whose servers the day looks at this moment. */
async function listCommanded(db: Database, day: string): Promise<{ organisation: string; deadline: number }[]> {
  const rows = await db.execute<{ organisation: string; deadline: number }>(sql`
    select organisation, extract(epoch from deadline_at)::float8 * 1000 as deadline from day_steps
    where day = ${day}::date and state = 'commanded' order by organisation, step_no`);
  return [...rows];
}

/** The same client, which writes down what was taken. */
function recorded(client: ServerControlClient, taken: Taken[]): ServerControlClient {
  const once = (entry: Taken): void => {
    const isKnown = taken.some(
      (each) =>
        each.organisation === entry.organisation &&
        each.command === entry.command &&
        each.requestId === entry.requestId &&
        entry.requestId !== null,
    );
    if (!isKnown) taken.push(entry);
  };
  return {
    ...client,
    async start(organisation, requestId, options) {
      const reply = await client.start(organisation, requestId, options);
      if (reply.kind === 'answered') once({ organisation, command: 'start', requestId });
      return reply;
    },
    async stop(organisation, requestId, options) {
      const reply = await client.stop(organisation, requestId, options);
      if (reply.kind === 'answered') once({ organisation, command: 'stop', requestId });
      return reply;
    },
    async daily(organisation, command, options) {
      const reply = await client.daily(organisation, command, options);
      if (reply.kind === 'answered') once({ organisation, command: command.job, requestId: command.requestId });
      return reply;
    },
    async tellCalendar(organisation, calendar, options) {
      const reply = await client.tellCalendar(organisation, calendar, options);
      if (reply.kind === 'answered') once({ organisation, command: 'calendar', requestId: null });
      return reply;
    },
  };
}

/** The positions of a command in the order in which commands were taken. */
export function positionsOf(taken: readonly Taken[], command: Taken['command'], organisation: string): number[] {
  return taken.flatMap((each, index) =>
    each.command === command && each.organisation === organisation ? [index] : [],
  );
}

/** What was taken against the order of the tiers, as sentences. */
export function listDisorder(taken: readonly Taken[]): string[] {
  return organisations.flatMap((lower) => {
    const upper = parentOf(lower);
    if (upper === null) return [];
    const [start, startAbove] = [positionsOf(taken, 'start', lower), positionsOf(taken, 'start', upper)];
    const [stop, stopAbove] = [positionsOf(taken, 'stop', lower), positionsOf(taken, 'stop', upper)];
    return [
      ...(start.length > 0 && !(Math.min(...startAbove) < Math.min(...start))
        ? [`${lower} starts before ${upper}`]
        : []),
      ...(stopAbove.length > 0 && !(Math.min(...stop) < Math.min(...stopAbove))
        ? [`${upper} stops before ${lower}`]
        : []),
    ];
  });
}
