import { hash } from 'node:crypto';
import {
  DailyJobState,
  ToldCalendar,
  ServerState,
  type CommandRefused,
  type DailyJob,
  type ServerKind,
  type ServerView,
  type WrongOrder,
} from '../../contracts/participants/control.ts';
import { millisOfDay, tokyoStartOf } from '../../domain/calendar/civil-date.ts';
import { describeError } from './log.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Base } from './program.ts';
import { createRandom } from './random.ts';
import { openServerJobs, serverJobTables, type DaySpan, type ServerJobs } from './server-jobs.ts';
import { askOthers, isStoppedAbove, judgeState, places } from './server-order.ts';
import { readCalendar, untoldCalendar, withDelivered, type Calendar, type DeliveredHours } from './told-calendar.ts';

/**
 * The servers of all organisations in this program: their states, jobs and calendars. Rules of this file:
 *
 * S1. What a caller was told stands in the database. A state that ends by itself carries the moment of its end, so a
 * program that was away needs no timer: it finds the state ended.
 * S2. A command shows itself before it asks the other servers (`intent`), so that of two commands that exclude each
 * other at least one sees the other.
 * S3. Commands to one organisation go one after the other; those to different ones do not wait for each other.
 */
export const serverTables = `
  create table if not exists server_states (
    organisation text primary key,
    state text not null,
    since timestamptz not null,
    ends_at timestamptz
  );
  create table if not exists server_commands (
    organisation text,
    request_id text,
    command jsonb not null,
    answer text not null,
    primary key (organisation, request_id)
  );
  create table if not exists server_jobs (
    organisation text,
    day date,
    job text,
    started_at timestamptz not null,
    ends_at timestamptz not null,
    counts jsonb not null,
    primary key (organisation, day, job)
  );
  ${serverJobTables}
  create table if not exists server_calendars (
    organisation text primary key,
    calendar jsonb not null
  );
  alter table server_calendars add column if not exists told_at timestamptz not null default now();
`;

export type Command = { name: 'start' } | { name: 'stop' } | { name: 'daily'; day: string; job: DailyJob };
export type Outcome =
  { kind: 'taken'; state: ServerState } | { kind: 'refused'; code: CommandRefused['code']; reason: WrongOrder | null };

export type { DaySpan };

export type ServersOptions = {
  kind: ServerKind;
  /** What a daily job counts of the organisation's lines. */
  count: (job: DailyJob, organisation: string, day: DaySpan) => Promise<Record<string, number>>;
};

export type Servers = {
  kind: ServerKind;
  has: (organisation: string) => boolean;
  /** The server as it says it is; it is installed if it was not. */
  view: (organisation: string) => Promise<ServerView>;
  list: () => Promise<ServerView[]>;
  /** Whether it really runs, and is not about to stop. */
  isWell: (organisation: string) => Promise<boolean>;
  command: (organisation: string, requestId: string, command: Command) => Promise<Outcome>;
  /** ジョブ, as they are commanded one by one. */
  jobs: ServerJobs;
  tell: (organisation: string, calendar: ToldCalendar) => Promise<void>;
  /** The national calendar that was delivered and is in force since `at`; null when there is none any more. */
  deliver: (organisation: string, calendar: { hours: DeliveredHours; at: number } | null) => void;
  /** Whether a delivered version may take its place: the server rests, and is not in online operation. */
  mayApply: (organisation: string, atMs: number) => boolean;
  installed: () => string[];
  /** Installs the server of the municipality, before lines of it are judged. */
  install: (municipality: string) => Promise<void>;
  /** Null if lines of the municipality may pass now; otherwise the seconds after which to ask again. */
  findClosure: (municipality: string) => { retryAfter: number } | null;
};

type Server = { organisation: string; state: ServerState; since: number; endsAt: number | null };

/** Where a state that ends by itself leads to. */
const nextStates: Partial<Record<ServerState, ServerState>> = {
  starting: 'running',
  stopping: 'stopped',
  daily: 'stopped',
};
/** Seconds after which to ask a stopped server again, since nobody knows when it is started. */
const stoppedRetrySeconds = 10;
/** Seconds after which to ask a server again whose calendar never opens. */
const longestRetrySeconds = 86_400;

const begunStates = { start: 'starting', stop: 'stopping', daily: 'daily' } as const satisfies Record<
  Command['name'],
  ServerState
>;

export async function openServers(base: Base, options: ServersOptions): Promise<Servers> {
  const { database, faults, peers, settings, log } = base;
  const { sql } = database;
  const { kind, count } = options;
  const { has, organisationOf } = places[kind];
  const servers = new Map<string, Server>();
  const told = new Map<string, { calendar: ToldCalendar; at: number }>();
  const delivered = new Map<string, { hours: DeliveredHours; at: number }>();
  /** What each judges by; of others `untold`. */
  const calendars = new Map<string, Calendar>();
  const untold = untoldCalendar(settings.alwaysOpen);
  const intents = new Map<string, ServerState>();
  const installing = new Map<string, Promise<void>>();
  const queues = new Map<string, (requestId: string, command: Command) => Promise<Outcome>>();

  const stored = await sql<{ organisation: string; state: string; since: number; ends_at: number | null }[]>`
    select organisation, state, extract(epoch from since)::float8 * 1000 as since,
      extract(epoch from ends_at)::float8 * 1000 as ends_at from server_states`;
  for (const { organisation, state, since, ends_at: endsAt } of stored) {
    servers.set(organisation, { organisation, state: ServerState.parse(state), since, endsAt });
  }
  const tellings = await sql<{ organisation: string; calendar: unknown; at: number }[]>`
    select organisation, calendar, extract(epoch from told_at)::float8 * 1000 as at from server_calendars`;
  for (const { organisation, calendar, at } of tellings) {
    told.set(organisation, { calendar: ToldCalendar.parse(calendar), at });
    settleCalendar(organisation);
  }

  function settleCalendar(organisation: string): void {
    const [own, national] = [told.get(organisation), delivered.get(organisation)];
    if (own) {
      const isNewer = national !== undefined && national.at > own.at;
      calendars.set(organisation, readCalendar(isNewer ? withDelivered(own.calendar, national.hours) : own.calendar));
    } else if (national) {
      calendars.set(organisation, untoldCalendar(settings.alwaysOpen, national.hours));
    } else {
      calendars.delete(organisation);
    }
  }

  /** Whether the fault is of this kind and meant for this organisation. */
  function isFaulty(fault: 'liar' | 'hangs', organisation: string): boolean {
    return faults.is(fault) && isMeant(organisation);
  }
  function isMeant(organisation: string): boolean {
    const { organisation: meant } = faults.current();
    return meant === undefined || meant === organisation;
  }

  /** The server as it is now; one that nobody has heard of runs. */
  function look(organisation: string): Server {
    const server = servers.get(organisation) ?? { organisation, state: 'running' as const, since: 0, endsAt: null };
    const next = nextStates[server.state];
    if (next === undefined || server.endsAt === null || server.endsAt > Date.now()) return server;
    if (isFaulty('hangs', organisation)) return server;
    const arrived: Server = { organisation, state: next, since: server.endsAt, endsAt: null };
    servers.set(organisation, arrived);
    // For a hang that is switched on later and a restart after it. Unless a command came between.
    sql`
      update server_states set state = ${next}, since = ends_at, ends_at = null
      where organisation = ${organisation} and state = ${server.state} and since = ${new Date(server.since)}`.catch(
      (error: unknown) => log.warn(describeError(error), 'state not saved'),
    );
    return arrived;
  }

  async function install(organisation: string): Promise<void> {
    if (servers.has(organisation)) return;
    const begun = installing.get(organisation) ?? installServer(organisation);
    installing.set(organisation, begun);
    try {
      await begun;
    } finally {
      installing.delete(organisation);
    }
  }

  /** It runs, as all do before any command; but not below a server that is known to be stopped. */
  async function installServer(organisation: string): Promise<void> {
    const state = (await isStoppedAbove(peers, kind, organisation)) ? 'stopped' : 'running';
    const server: Server = { organisation, state, since: Date.now(), endsAt: null };
    await sql`
      insert into server_states (organisation, state, since)
      values (${organisation}, ${state}, ${new Date(server.since)})`;
    servers.set(organisation, server);
  }

  async function findLastDaily({ organisation, state }: Server): Promise<ServerView['lastDaily']> {
    const rows = await sql<{ day: string; job: string; started: number; ends: number; counts: unknown }[]>`
      select day::text, job, extract(epoch from started_at)::float8 * 1000 as started,
        extract(epoch from ends_at)::float8 * 1000 as ends, counts
      from server_jobs where organisation = ${organisation} and day = (
        select day from server_jobs where organisation = ${organisation} order by started_at desc limit 1
      ) order by started_at, job desc`;
    const [first] = rows;
    if (!first) return null;
    const hung = state === 'daily' && isFaulty('hangs', organisation);
    return {
      day: first.day,
      jobs: rows.map(({ job, started, ends, counts }) => {
        const finished = ends <= Date.now() && !hung;
        return DailyJobState.parse({
          job,
          startedAt: new Date(started).toISOString(),
          finishedAt: finished ? new Date(ends).toISOString() : null,
          counts: finished ? counts : null,
        });
      }),
    };
  }

  async function view(organisation: string): Promise<ServerView> {
    await install(organisation);
    const server = look(organisation);
    return {
      organisation,
      kind,
      state: intents.get(organisation) ?? server.state,
      since: new Date(server.since).toISOString(),
      calendarHash: calendars.get(organisation)?.hash ?? null,
      lastDaily: await findLastDaily(server),
    };
  }

  async function command(organisation: string, requestId: string, wanted: Command): Promise<Outcome> {
    await install(organisation);
    const [known] = await sql<{ same: boolean; answer: string }[]>`
      select command = ${sql.json(wanted)} as same, answer from server_commands
      where organisation = ${organisation} and request_id = ${requestId}`;
    if (known?.same) return { kind: 'taken', state: ServerState.parse(known.answer) };
    if (known) return { kind: 'refused', code: 'REQUEST_ID_USED', reason: null };
    if (isMeant(organisation) && faults.hits('refuses')) return { kind: 'refused', code: 'REFUSED', reason: null };
    const judged = judgeState(look(organisation).state, wanted.name);
    if (judged !== 'go' && judged !== 'arrived') return { kind: 'refused', code: 'WRONG_ORDER', reason: judged };
    if (judged === 'arrived') return obey(look(organisation), requestId, wanted);
    intents.set(organisation, begunStates[wanted.name]);
    try {
      const reason = await askOthers(peers, kind, organisation, wanted.name);
      if (reason !== null) return { kind: 'refused', code: 'WRONG_ORDER', reason };
      const endsAt = Date.now() + drawDuration(organisation, requestId);
      return await obey(begin(look(organisation), wanted.name, endsAt), requestId, wanted, endsAt);
    } finally {
      intents.delete(organisation);
    }
  }

  /** Daily jobs side by side end together with the last of them. */
  function begin(server: Server, name: Command['name'], endsAt: number): Server {
    if (server.state === 'daily') return { ...server, endsAt: Math.max(server.endsAt ?? 0, endsAt) };
    return { organisation: server.organisation, state: begunStates[name], since: Date.now(), endsAt };
  }

  async function obey(next: Server, requestId: string, wanted: Command, jobEndsAt = 0): Promise<Outcome> {
    const { organisation } = next;
    let server = next;
    if (wanted.name === 'daily') {
      const from = tokyoStartOf(wanted.day);
      const day = { from: new Date(from), to: new Date(from + millisOfDay) };
      const counts = await count(wanted.job, organisation, day);
      const begun = await sql`
        insert into server_jobs (organisation, day, job, started_at, ends_at, counts)
        values (${organisation}, ${wanted.day}, ${wanted.job}, ${new Date()}, ${new Date(jobEndsAt)},
          ${sql.json(counts)})
        on conflict do nothing returning job`;
      // The job has been run: nothing begins.
      if (begun.length === 0) server = look(organisation);
    }
    await sql`
      with state as (
        insert into server_states (organisation, state, since, ends_at)
        values (${organisation}, ${server.state}, ${new Date(server.since)},
          ${server.endsAt === null ? null : new Date(server.endsAt)})
        on conflict (organisation) do update
        set state = excluded.state, since = excluded.since, ends_at = excluded.ends_at
      )
      insert into server_commands (organisation, request_id, command, answer)
      values (${organisation}, ${requestId}, ${sql.json(wanted)}, ${server.state})`;
    servers.set(organisation, server);
    return { kind: 'taken', state: server.state };
  }

  /** Half to the whole of the time that is set, the same for the same command. Milliseconds. */
  function drawDuration(organisation: string, requestId: string): number {
    const random = createRandom(hash('sha1', `${organisation}/${requestId}`, 'buffer').readUInt32BE(0));
    return Math.round(settings.serverMs * (0.5 + random() / 2));
  }

  return {
    kind,
    has,
    view,
    jobs: openServerJobs(base, { count, stateOf: async (organisation) => (await view(organisation)).state }),
    list: () => Promise.all([...servers.keys()].toSorted().map(view)),
    async isWell(organisation) {
      await install(organisation);
      return look(organisation).state === 'running' && !intents.has(organisation) && !isFaulty('liar', organisation);
    },
    async command(organisation, requestId, wanted) {
      const queue =
        queues.get(organisation) ?? oneAtATime((id: string, each: Command) => command(organisation, id, each));
      queues.set(organisation, queue);
      const outcome = await queue(requestId, wanted);
      // The command reaches the server a second time, as though the network had repeated it.
      return outcome.kind === 'taken' && faults.hits('duplicate') ? queue(requestId, wanted) : outcome;
    },
    async tell(organisation, calendar) {
      await install(organisation);
      await sql`
        insert into server_calendars (organisation, calendar) values (${organisation}, ${sql.json(calendar)})
        on conflict (organisation) do update set calendar = excluded.calendar, told_at = now()`;
      told.set(organisation, { calendar, at: Date.now() });
      settleCalendar(organisation);
    },
    deliver(organisation, calendar) {
      if (calendar) delivered.set(organisation, calendar);
      else delivered.delete(organisation);
      settleCalendar(organisation);
    },
    mayApply(organisation, atMs) {
      const { state } = look(organisation);
      if (state === 'stopped') return true;
      return (
        state === 'running' && !intents.has(organisation) && !(calendars.get(organisation) ?? untold).isOnline(atMs)
      );
    },
    installed: () => [...servers.keys()],
    install: (municipality) => install(organisationOf(municipality)),
    findClosure(municipality) {
      const organisation = organisationOf(municipality);
      const server = look(organisation);
      const now = Date.now();
      const calendar = calendars.get(organisation) ?? untold;
      if (!calendar.isOpen(municipality, now)) {
        const opening = calendar.findNextOpening(municipality, now);
        return { retryAfter: opening === null ? longestRetrySeconds : secondsFrom(now, opening) };
      }
      if (server.state === 'running' && !isFaulty('liar', organisation)) return null;
      const startsAt = server.state === 'starting' ? server.endsAt : null;
      return { retryAfter: startsAt === null || startsAt <= now ? stoppedRetrySeconds : secondsFrom(now, startsAt) };
    },
  };
}

function secondsFrom(now: number, then: number): number {
  return Math.max(1, Math.ceil((then - now) / 1000));
}
