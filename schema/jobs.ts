/** ジョブスケジューラ: job nets as applied, their days, and every run of a job. No personal data. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import {
  jobDayDecisions,
  jobDayStates,
  jobOrders,
  jobRunStates,
  type JobDayDecision,
  type JobDayState,
  type JobError,
  type JobOrder,
  type JobRunState,
} from '../domain/jobs/names.ts';
import { instant, openToPrograms, organisationColumn, quoteList, seenAlongTheTiers } from './columns.ts';
import { organisations } from './organisations.ts';

/**
 * A net of an organisation above both may run on the servers of two neighbours: each sees its own and those above. No
 * restrictive policy beside {@link seenAlongTheTiers}: it would bind the API itself, which may become any of these roles.
 */
const seenOnServers = (name: string) =>
  pgPolicy(name, {
    for: 'select',
    to: ['fugo_operations'],
    using: sql`sees_organisation(organisation) and (server = 'fugo' or sees_organisation(server))`,
  });

/**
 * ジョブ定義: all nets of an organisation as one file, kept for ever. The highest version is the one that counts; its hash
 * is that of the canonical JSON, by which `fugo jobs apply --expect` knows that nobody else has applied another one.
 */
export const jobDefinitions = pgTable(
  'job_definitions',
  {
    organisation: organisationColumn().references(() => organisations.organisation),
    version: integer('version').notNull(),
    hash: text('hash').notNull(),
    definition: jsonb('definition').notNull(),
    appliedBy: text('applied_by').notNull(),
    appliedAt: instant('applied_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.version] }),
    openToPrograms('job_definitions_open'),
    seenAlongTheTiers('job_definitions_seen'),
  ],
).enableRLS();

/** What staff have said of a net on a server, outside the file: it never travels with a definition. */
export const jobNetStates = pgTable(
  'job_net_states',
  {
    /** Whose net it is. */
    organisation: organisationColumn(),
    net: text('net').notNull(),
    /** The organisation on whose server it runs; `fugo` for fugo's own jobs. */
    server: text('server').notNull(),
    paused: boolean('paused').notNull().default(false),
    reason: text('reason'),
    changedBy: text('changed_by').notNull(),
    changedAt: instant('changed_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.net, table.server] }),
    openToPrograms('job_net_states_open'),
    seenOnServers('job_net_states_seen'),
  ],
).enableRLS();

/**
 * ジョブネットの運用日: one row a net, server and operating day, so a day cannot run twice. It says what was decided about the
 * day, and why.
 */
export const jobDays = pgTable(
  'job_days',
  {
    organisation: organisationColumn(),
    net: text('net').notNull(),
    server: text('server').notNull(),
    /** 運用日. A run that was asked for besides the plan has a `no` above 0. */
    day: date('day', { mode: 'string' }).notNull(),
    no: integer('no').notNull().default(0),
    /** The version of the definition by which it runs. */
    version: integer('version').notNull(),
    plannedAt: instant('planned_at').notNull(),
    decision: text('decision').$type<JobDayDecision>().notNull(),
    /** For people, both languages; also the holiday for which a day is skipped. */
    reason: text('reason'),
    /** Who asked for it, or ordered last; null for fugo itself. */
    decidedBy: text('decided_by'),
    /** What staff have ordered and the day's workflow has not done yet. */
    staffOrder: text('staff_order').$type<JobOrder>(),
    orderReason: text('order_reason'),
    orderedAt: instant('ordered_at'),
    /** Attempts and limits count from here. */
    resumedAt: instant('resumed_at'),
    state: text('state').$type<JobDayState>().notNull(),
    startedAt: instant('started_at'),
    endedAt: instant('ended_at'),
    /** By when its workflow looks at it again; later it has been lost and is nudged. Null when nothing is to be done. */
    lookAt: instant('look_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.net, table.server, table.day, table.no] }),
    index('job_days_by_time').on(table.plannedAt),
    index('job_days_to_look_at')
      .on(table.lookAt)
      .where(sql`look_at is not null`),
    index('job_days_not_over')
      .on(table.organisation, table.net, table.server)
      .where(sql`state in ('planned', 'running', 'halted')`),
    check('job_day_decision', sql`${table.decision} in (${quoteList(jobDayDecisions)})`),
    check('job_day_order', sql`${table.staffOrder} in (${quoteList(jobOrders)})`),
    check('job_day_state', sql`${table.state} in (${quoteList(jobDayStates)})`),
    openToPrograms('job_days_open'),
    seenOnServers('job_days_seen'),
  ],
).enableRLS();

/** ジョブの実行: an attempt of a job on a server. */
export const jobRuns = pgTable(
  'job_runs',
  {
    organisation: organisationColumn(),
    net: text('net').notNull(),
    server: text('server').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    no: integer('no').notNull().default(0),
    job: text('job').notNull(),
    attempt: integer('attempt').notNull(),
    state: text('state').$type<JobRunState>().notNull(),
    /** Under this id the server is commanded, and does it once. */
    requestId: text('request_id').notNull(),
    startedAt: instant('started_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
    error: text('error').$type<JobError>(),
    /** What the server said of a failure: for people, and never a resident's. */
    message: text('message'),
    /** What the server said of its result: counts only. */
    result: jsonb('result'),
  },
  (table) => [
    primaryKey({
      columns: [table.organisation, table.net, table.server, table.day, table.no, table.job, table.attempt],
    }),
    check('job_run_state', sql`${table.state} in (${quoteList(jobRunStates)})`),
    openToPrograms('job_runs_open'),
    seenOnServers('job_runs_seen'),
  ],
).enableRLS();

/**
 * How far a net on a server was looked after: every day whose time came before `considered_at` has its row, and none of
 * before the net was there is made up for. Besides, what its schedule was written from, so that only a change is written.
 */
export const jobSchedules = pgTable(
  'job_schedules',
  {
    organisation: organisationColumn(),
    net: text('net').notNull(),
    server: text('server').notNull(),
    /** When the net was first there. */
    beganAt: instant('began_at').notNull().defaultNow(),
    consideredAt: instant('considered_at').notNull(),
    /** The next planned moment; null when the plan has none. */
    nextAt: instant('next_at'),
    /** Null when the schedule is to be written anew. */
    writtenFrom: text('written_from'),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.net, table.server] }),
    openToPrograms('job_schedules_open'),
  ],
).enableRLS();

/** 実行しない日: a day that staff take out of a net's plan, or put back. */
export const jobSkips = pgTable(
  'job_skips',
  {
    organisation: organisationColumn(),
    net: text('net').notNull(),
    server: text('server').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    reason: text('reason').notNull(),
    skippedBy: text('skipped_by').notNull(),
    skippedAt: instant('skipped_at').notNull().defaultNow(),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.net, table.server, table.day] }),
    openToPrograms('job_skips_open'),
    seenOnServers('job_skips_seen'),
  ],
).enableRLS();
