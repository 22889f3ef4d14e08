/**
 * Job nets: their plans beside an oracle's, how late they start with 500 schedules, and a net of 200 steps on three servers
 * whose worker is killed again and again.
 */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { getLocalCache } from '../../config/local.ts';
import { LedgerEntry } from '../../contracts/participants/common.ts';
import { addDays, millisOfMinute, tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { listDeciding, planCalendarOf } from '../../domain/jobs/calendar.ts';
import { longestShiftDays, planDays } from '../../domain/jobs/plan.ts';
import { nation } from '../../domain/organisations.ts';
import { offerFreePort } from '../../local/ports.ts';
import { getTemporalBinary } from '../../local/temporal-binary.ts';
import { startTemporalServer } from '../../local/temporal-server.ts';
import { openDatabase, type Database } from '../../storage/database/database.ts';
import { randomFrom } from '../../test/simulation/random.ts';
import { applyNets, job, net } from '../../test/support/job-nets.ts';
import {
  municipalities,
  organisations,
  registerCountry,
  setNationalCalendar,
} from '../../test/support/operating-days.ts';
import { startNetCluster, startParticipantNet, type ParticipantNet } from '../../test/support/participant-net.ts';
import { bundleWorkflows } from '../../test/support/workflow-bundle.ts';
import { oracleCase, oraclePlan } from '../../test/unit/jobs/plan-oracle.ts';
import { atMost, type Aim } from '../common/aims.ts';
import { grouped, number, table } from '../common/markdown.ts';
import { say } from '../common/say.ts';
import { percentile } from '../common/statistics.ts';
import { openDatabaseHome, type DatabaseHome } from './home.ts';
import { partOf, type Surroundings } from './part.ts';
import { startProgram, type Program } from './programs.ts';
import { until } from './waiting.ts';

const Lateness = z.object({
  together: z.number(),
  started: z.number(),
  p50: z.number(),
  p99: z.number(),
  most: z.number(),
});
const Figures = z.object({
  plan: z.object({ nets: z.number(), decisions: z.number(), different: z.number(), seconds: z.number() }),
  schedules: z.number(),
  lateness: z.array(Lateness),
  kills: z.object({
    kills: z.number(),
    steps: z.number(),
    done: z.number(),
    /** Steps that a server did twice, by its own ledger. */
    twice: z.number(),
    /** Steps that a server did not do. */
    missing: z.number(),
    seconds: z.number(),
  }),
});
type Figures = z.infer<typeof Figures>;

const plannedNets = 50;
/** Of each organisation; the country has five. */
const netsEach = 100;
/** How many nets begin at the same second, one minute after the other; the schedules of the others wait for later. */
const together = [10, 100] as const;
const begun = together.reduce((sum, count) => sum + count, 0);
const serverMs = 40;
const steps = 200;

async function measureJobs(size: number, surroundings: Surroundings): Promise<Figures> {
  const plan = comparePlans();
  say(`${plan.decisions} decisions compared`);
  const country = await openCountry(surroundings);
  const lateness = await measureLateness(country);
  say(`${netsEach * organisations.length} schedules`);
  const kills = await measureKills(country, size);
  return { plan, schedules: netsEach * organisations.length, lateness, kills };
}

// ---- plans ----------------------------------------------------------------------------------------------------------

function comparePlans(): Figures['plan'] {
  const random = randomFrom(2050);
  const [from, to] = ['2020-01-01', '2050-12-31'];
  let [decisions, different, milliseconds] = [0, 0, 0];
  for (let index = 0; index < plannedNets; index += 1) {
    const each = oracleCase(random);
    const own = { organisation: '131016', parent: '130001', calendar: each.calendar, isKept: true };
    const began = performance.now();
    const calendar = planCalendarOf(listDeciding([own], own.organisation, own.organisation) ?? { own, all: [own] });
    const days = planDays(each.net, calendar, { from, to }, { pause: null, skips: each.skips });
    milliseconds += performance.now() - began;
    const lines = days
      .filter(({ day }) => day >= addDays(from, longestShiftDays) && day <= addDays(to, -longestShiftDays))
      .map(({ day, decision, plannedAt, movedTo, movedFrom }) =>
        [day, decision, String(plannedAt ?? movedTo ?? '-'), movedFrom.join()].join(' '),
      );
    const wanted = oraclePlan(each, longestShiftDays);
    decisions += wanted.length;
    different += Math.abs(lines.length - wanted.length) + lines.filter((line, place) => line !== wanted[place]).length;
  }
  return { nets: plannedNets, decisions, different, seconds: milliseconds / 1_000 };
}

// ---- the country ----------------------------------------------------------------------------------------------------

const newKey = (): string => randomBytes(32).toString('base64');

interface Country {
  api: Database;
  database: DatabaseHome;
  servers: ParticipantNet;
  worker: () => Program;
}

async function openCountry(surroundings: Surroundings): Promise<Country> {
  const database = await openDatabaseHome(surroundings);
  const api = openDatabase(database.urls.api, { max: 4, name: 'bench' });
  surroundings.onClose(api.close);
  const cluster = await startNetCluster();
  surroundings.onClose(() => cluster.stop());
  const servers = await startParticipantNet({ ...cluster, serverMs });
  surroundings.onClose(() => servers.stopAll());
  await registerCountry(api.db, servers.peers);
  await setNationalCalendar(database.sql);
  const temporal = await startTemporalServer({
    binary: await getTemporalBinary(getLocalCache(process.env), () => undefined),
    home: database.home,
    port: await offerFreePort(),
    uiPort: 0,
    headless: true,
  });
  surroundings.onClose(temporal.stop);
  const keysFile = join(database.home, 'bench-keys.json');
  const keys = { current: 'k1', keys: { k1: { data: newKey(), index: newKey(), payload: newKey() } } };
  writeFileSync(keysFile, JSON.stringify(keys), { mode: 0o600 });
  const bundle = join(database.home, 'workflows.js');
  writeFileSync(bundle, (await bundleWorkflows()).code);
  const env = {
    DATABASE_URL: database.urls.worker,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    FUGO_KEYS_FILE: keysFile,
    FUGO_WORKFLOW_BUNDLE: bundle,
    FUGO_LOG_LEVEL: 'warn',
    FUGO_HEALTH_PORT: String(await offerFreePort()),
  };
  return { api: api.db, database, servers, worker: () => startProgram(surroundings, 'workers/main.ts', env) };
}

// ---- lateness -------------------------------------------------------------------------------------------------------

const clockOf = (at: number): string => tokyoTimeOf(at).slice(11, 16);

async function measureLateness({ api, database: { sql }, worker }: Country): Promise<Figures['lateness']> {
  const running = worker();
  // Far enough for all schedules to be written; on the machine's own clock, as the engine's.
  const first = Math.ceil((Date.now() + 75_000) / millisOfMinute) * millisOfMinute;
  const all = netsEach * organisations.length;
  const times = [...together, all - begun].flatMap((count, minute) =>
    Array.from({ length: count }, () => clockOf(first + (minute < together.length ? minute : 300) * millisOfMinute)),
  );
  for (const [index, organisation] of organisations.entries()) {
    const own = times.filter((_, place) => place % organisations.length === index);
    const nets = own.map((at, place) =>
      net(`n-${String(place)}`, { at, jobs: [job('only', { parameters: { seconds: 0 } })] }),
    );
    await applyNets(api, sql, { organisation, at: Date.now(), nets });
  }
  await until('500 schedules are written', () =>
    hasRows(sql`select from job_schedules where written_from is not null`, times.length),
  );
  if (Date.now() > first - 1_000) throw new Error('The result is void: the schedules were written too late.');
  await until('every net has begun', () => hasRows(sql`select from job_runs`, begun), { patienceMs: 300_000 });
  const late = await sql<{ planned: number; late: number }[]>`
    select extract(epoch from d.planned_at)::float8 * 1000 as planned,
      extract(epoch from r.started_at - d.planned_at)::float8 * 1000 as late
    from job_runs r join job_days d using (organisation, net, server, day, no)`;
  await until('every net is done', () => hasRows(sql`select from job_days where state = 'done'`, begun), {
    patienceMs: 300_000,
  });
  await running.kill();
  return together.map((count, minute) => {
    const own = late.filter(({ planned }) => planned === first + minute * millisOfMinute).map((row) => row.late);
    const most = Math.max(...own);
    return { together: count, started: own.length, p50: percentile(own, 0.5), p99: percentile(own, 0.99), most };
  });
}

async function hasRows(query: PromiseLike<readonly unknown[]>, count: number): Promise<boolean> {
  return (await query).length >= count;
}

// ---- kills ----------------------------------------------------------------------------------------------------------

async function measureKills(
  { api, database: { sql }, servers, worker }: Country,
  size: number,
): Promise<Figures['kills']> {
  const [city, town] = municipalities;
  const jobs = Array.from({ length: steps }, (_, index) =>
    job(`s-${String(index)}`, { after: index < 4 ? [] : [`s-${String(index - 4)}`] }),
  );
  await applyNets(api, sql, {
    organisation: nation,
    // Its time was an hour ago, so that it is caught up at once.
    at: Date.now() - 1.5 * 60 * millisOfMinute,
    nets: [net('killed', { servers: ['own', city, town], at: clockOf(Date.now() - 60 * millisOfMinute), jobs })],
  });
  const whole = steps * 3;
  const random = randomFrom(50);
  const began = Date.now();
  let running = worker();
  for (let kill = 1; kill <= size; kill += 1) {
    const wanted = Math.floor((kill * whole) / (size + 2));
    await until(`${wanted} steps are done`, () => isDone(sql, wanted), { everyMs: random.between(5, 60) });
    await running.kill();
    running = worker();
    if (kill % 10 === 0) say(`${kill} kills`);
  }
  await until(
    'the nets are done',
    () => hasRows(sql`select from job_days where net = 'killed' and state = 'done'`, 3),
    {
      patienceMs: 600_000,
    },
  );
  const seconds = (Date.now() - began) / 1_000;
  await running.kill();
  const done = [
    ...(await listDone(servers, 'juki-national-server')),
    ...(await listDone(servers, 'communication-server')),
  ];
  const once = new Set(done);
  return {
    kills: size,
    steps: whole,
    done: once.size,
    twice: done.length - once.size,
    missing: whole - once.size,
    seconds,
  };
}

async function isDone(sql: DatabaseHome['sql'], wanted: number): Promise<boolean> {
  return hasRows(sql`select from job_runs where net = 'killed' and state = 'done'`, wanted);
}

/** Each step that the servers of a program did, as often as their ledger has it. */
async function listDone({ peers }: ParticipantNet, name: 'juki-national-server' | 'communication-server') {
  const done: string[] = [];
  for (let after = 0; ;) {
    const answer = await fetch(`${peers[name] ?? ''}/ledger?after=${String(after)}&limit=1000`);
    const { entries, next } = z
      .object({ entries: z.array(LedgerEntry), next: z.number().nullable() })
      .parse(await answer.json());
    for (const { operation, requestId } of entries) {
      const [, , netName, server, day, no, step] = requestId.split('/');
      if (operation === 'job-done' && netName === 'killed') done.push([server, day, no, step].join('/'));
    }
    if (next === null) return done;
    after = next;
  }
}

// ---- report ---------------------------------------------------------------------------------------------------------

function reportJobs({ plan, schedules, lateness, kills }: Figures): string {
  return [
    table(
      ['plans', 'nets', 'decisions', 'other than the oracle’s', 's in all'],
      [['2020 to 2050', grouped(plan.nets), grouped(plan.decisions), grouped(plan.different), number(plan.seconds)]],
    ),
    table(
      [`${grouped(schedules)} schedules`, 'nets', 's, p50', 's, p99', 's, most'],
      lateness.map(({ together: count, started, p50, p99, most }) => [
        `${grouped(count)} begin at the same second`,
        grouped(started),
        number(p50 / 1_000),
        number(p99 / 1_000),
        number(most / 1_000),
      ]),
    ),
    table(
      [`a net of ${grouped(steps)} steps on three servers`, 'kills', 'steps', 'done', 'twice', 'missing', 's'],
      [
        [
          'of the worker, `kill -9`',
          grouped(kills.kills),
          grouped(kills.steps),
          grouped(kills.done),
          grouped(kills.twice),
          grouped(kills.missing),
          number(kills.seconds),
        ],
      ],
    ),
    'A start is late from the planned moment to the moment at which the first job’s command is stored, right before it is sent. What a server did stands in its own ledger. There is no peer.',
  ].join('\n\n');
}

function aimsOfJobs({ plan, schedules, lateness, kills }: Figures): Aim[] {
  const wrong = kills.twice + kills.missing;
  return [
    {
      aim: `the plans of ${grouped(plan.nets)} nets from 2020 to 2050 equal an independent oracle’s`,
      measured: `${grouped(plan.different)} of ${grouped(plan.decisions)} differ`,
      missedBy: plan.different === 0 ? 1 : Infinity,
    },
    ...lateness.map(({ together: count, p99 }) =>
      atMost(
        `start lateness p99 ≤ 2 s with ${grouped(schedules)} schedules, ${grouped(count)} at once`,
        `${number(p99 / 1_000)} s`,
        p99,
        2_000,
      ),
    ),
    {
      aim: `${grouped(kills.steps)} steps, ${grouped(kills.kills)} kills: each effective once`,
      measured: `${grouped(kills.twice)} twice, ${grouped(kills.missing)} missing`,
      missedBy: wrong === 0 ? 1 : Infinity,
    },
  ];
}

export const jobs = partOf<Figures>({
  name: 'jobs',
  title: 'Job nets: plans, starts and ends of the worker',
  counts: 'kills',
  sizes: { usual: 5, full: 50, most: 500 },
  Figures,
  measure: measureJobs,
  report: reportJobs,
  aims: aimsOfJobs,
});
