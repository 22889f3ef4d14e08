/** 運用日: starting, stopping and daily processing of the servers, an operating day for each organisation. */
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import type { DurationHistogram } from '../domain/duration-histogram.ts';
import {
  dayStates,
  stepNames,
  dayOrders,
  stepStates,
  type DayOrder,
  type DayState,
  type StepError,
  type StepName,
  type StepState,
} from '../domain/operating-day.ts';
import { instant, openToPrograms, organisationColumn, quoteList, seenAlongTheTiers } from './columns.ts';
import { organisations } from './organisations.ts';

export const operatingDays = pgTable(
  'operating_days',
  {
    organisation: organisationColumn().references(() => organisations.organisation),
    day: date('day', { mode: 'string' }).notNull(),
    state: text('state').$type<DayState>().notNull(),
    /** A rehearsal has times of its own; no calendar moves them. */
    rehearsal: boolean('rehearsal').notNull().default(false),
    /**
     * By when the workflow looks at the day again. Later it has been lost, or somebody else has moved what it waits for;
     * then it is nudged. Null when nothing is to be done.
     */
    lookAt: instant('look_at'),
    /** What staff ordered for a day that stands still, until the workflow has done it. */
    order: text('staff_order').$type<DayOrder>(),
    orderedBy: text('ordered_by'),
    orderedAt: instant('ordered_at'),
    orderReason: text('order_reason'),
    /** When the steps are due: starting, the end of online operation, the end of daily processing. Epoch of the plan. */
    startsAt: instant('starts_at').notNull(),
    onlineOpensAt: instant('online_opens_at').notNull(),
    onlineClosesAt: instant('online_closes_at').notNull(),
    dailyEndsAt: instant('daily_ends_at').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.day] }),
    index('operating_days_by_day').on(table.day),
    index('operating_days_to_look_at')
      .on(table.lookAt)
      .where(sql`look_at is not null`),
    check('operating_day_state', sql`${table.state} in (${quoteList(dayStates)})`),
    check('operating_day_order', sql`${table.order} in (${quoteList(dayOrders)})`),
    openToPrograms('operating_days_open'),
    seenAlongTheTiers('operating_days_seen'),
  ],
).enableRLS();

export const daySteps = pgTable(
  'day_steps',
  {
    organisation: organisationColumn(),
    day: date('day', { mode: 'string' }).notNull(),
    stepNo: integer('step_no').notNull(),
    step: text('step').$type<StepName>().notNull(),
    state: text('state').$type<StepState>().notNull().default('waiting'),
    attempt: integer('attempt').notNull().default(0),
    /** Under this id the server is commanded; the same for a repetition, another for a new attempt. */
    requestId: text('request_id'),
    dueAt: instant('due_at').notNull(),
    /** After this moment the step is given up, and staff decide. */
    deadlineAt: instant('deadline_at').notNull(),
    /** Since when it is due and waits for these organisations. */
    waitingSince: instant('waiting_since'),
    awaits: text('awaits').array(),
    commandedAt: instant('commanded_at'),
    /** When a probe newer than the command said that it is so. */
    verifiedAt: instant('verified_at'),
    error: text('error').$type<StepError>(),
    result: jsonb('result'),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.day, table.stepNo] }),
    check('day_step_name', sql`${table.step} in (${quoteList(stepNames)})`),
    check('day_step_state', sql`${table.state} in (${quoteList(stepStates)})`),
    openToPrograms('day_steps_open'),
    seenAlongTheTiers('day_steps_seen'),
  ],
).enableRLS();

/** 統計: the figures of a municipality's day, made by daily processing. Counts and times only. */
export const dailyStatistics = pgTable(
  'daily_statistics',
  {
    /** The municipality. */
    organisation: organisationColumn().references(() => organisations.organisation),
    day: date('day', { mode: 'string' }).notNull(),
    /** Requests that began on this day. */
    newRequests: integer('new_requests').notNull(),
    /** Requests that were routed to the national server on this day. */
    requested: integer('requested').notNull(),
    confirmed: integer('confirmed').notNull(),
    /** Errors that opened on this day. */
    errors: integer('errors').notNull(),
    /** Seconds from the first transfer to the confirmed code, of those confirmed on this day; null when there are none. */
    secondsToCodeMean: doublePrecision('seconds_to_code_mean'),
    secondsToCodeP50: doublePrecision('seconds_to_code_p50'),
    secondsToCodeP95: doublePrecision('seconds_to_code_p95'),
    /** The same seconds of all of them, counted by bucket: what a period is added up from. */
    secondsToCodeHistogram: jsonb('seconds_to_code_histogram').$type<DurationHistogram>().notNull().default({}),
    madeAt: instant('made_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.day] }),
    openToPrograms('daily_statistics_open'),
    seenAlongTheTiers('daily_statistics_seen'),
  ],
).enableRLS();
