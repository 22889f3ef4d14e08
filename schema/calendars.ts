/** The calendar of the Juki net, a part for each owner, and exceptions from the common hours (seed J, the six points). */
import { sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { exceptionKinds, type ExceptionKind } from '../domain/calendar/exception-kinds.ts';
import { instant, openToPrograms, organisationColumn, quoteList, seenAlongTheTiers } from './columns.ts';
import { organisations } from './organisations.ts';

/** Each organisation's own part: of the nation, a prefecture or a municipality (domain/calendar). */
export const calendars = pgTable(
  'calendars',
  {
    organisation: organisationColumn()
      .primaryKey()
      .references(() => organisations.organisation),
    setting: jsonb('setting').notNull(),
    /** Counts the changes; who changes says which version was seen. */
    version: integer('version').notNull().default(1),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  () => [openToPrograms('calendars_open'), seenAlongTheTiers('calendars_seen')],
).enableRLS();

/** Every change of a part: asked for, decided, and why. A trigger lets nobody approve the own change of the nation's. */
export const calendarChanges = pgTable(
  'calendar_changes',
  {
    changeId: uuid('change_id').primaryKey().defaultRandom(),
    organisation: organisationColumn().references(() => organisations.organisation),
    /** The version that the change was made from. */
    basedOn: integer('based_on').notNull(),
    setting: jsonb('setting').notNull(),
    reason: text('reason').notNull(),
    proposedBy: text('proposed_by').notNull(),
    proposedAt: instant('proposed_at').notNull().defaultNow(),
    decision: text('decision').$type<'approved' | 'rejected' | 'withdrawn'>(),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    decisionReason: text('decision_reason'),
  },
  (table) => [
    index('calendar_changes_by_time').on(table.organisation, table.proposedAt),
    /** One at a time waits for the second person. */
    uniqueIndex('one_open_calendar_change')
      .on(table.organisation)
      .where(sql`decision is null`),
    check('calendar_decision', sql`${table.decision} in ('approved', 'rejected', 'withdrawn')`),
    check(
      'calendar_decision_whole',
      sql`(${table.decision} is null) = (${table.decidedBy} is null) and (${table.decision} is null) = (${table.decidedAt} is null)`,
    ),
    check('calendar_reason', sql`btrim(${table.reason}) <> ''`),
    openToPrograms('calendar_changes_open'),
    seenAlongTheTiers('calendar_changes_seen'),
  ],
).enableRLS();

/** 延長: work outside the common hours that an organisation asks for (seed J, point 6). */
export const hourExceptions = pgTable(
  'hour_exceptions',
  {
    exceptionId: uuid('exception_id').primaryKey().defaultRandom(),
    /** The municipality that asks. */
    organisation: organisationColumn().references(() => organisations.organisation),
    kind: text('kind').$type<ExceptionKind>().notNull(),
    fromAt: instant('from_at').notNull(),
    toAt: instant('to_at').notNull(),
    reason: text('reason').notNull(),
    /** Whose agreement it needs: each municipality concerned, or the prefecture; nobody's for own work. */
    agreeing: text('agreeing').array().notNull(),
    askedBy: text('asked_by').notNull(),
    askedAt: instant('asked_at').notNull().defaultNow(),
    withdrawnBy: text('withdrawn_by'),
    withdrawnAt: instant('withdrawn_at'),
  },
  (table) => [
    index('hour_exceptions_by_time').on(table.organisation, table.fromAt),
    check('exception_kind', sql`${table.kind} in (${quoteList(exceptionKinds)})`),
    check('exception_span', sql`${table.fromAt} < ${table.toAt}`),
    check('exception_agreeing', sql`(${table.kind} = 'own-work') = (cardinality(${table.agreeing}) = 0)`),
    check('exception_reason', sql`btrim(${table.reason}) <> ''`),
    check('exception_withdrawn', sql`(${table.withdrawnBy} is null) = (${table.withdrawnAt} is null)`),
    openToPrograms('hour_exceptions_open'),
    pgPolicy('hour_exceptions_seen', {
      for: 'select',
      to: ['fugo_operations'],
      using: sql`sees_organisation(organisation) or current_setting('fugo.organisation', true) = any(agreeing)`,
    }),
  ],
).enableRLS();

/** What each side that was asked has answered. */
export const hourExceptionAgreements = pgTable(
  'hour_exception_agreements',
  {
    exceptionId: uuid('exception_id')
      .notNull()
      .references(() => hourExceptions.exceptionId),
    /** Who was asked. */
    organisation: organisationColumn().references(() => organisations.organisation),
    decision: text('decision').$type<'agreed' | 'refused'>().notNull(),
    reason: text('reason'),
    decidedBy: text('decided_by').notNull(),
    decidedAt: instant('decided_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.exceptionId, table.organisation] }),
    check('agreement_decision', sql`${table.decision} in ('agreed', 'refused')`),
    openToPrograms('hour_exception_agreements_open'),
    pgPolicy('hour_exception_agreements_seen', {
      for: 'select',
      to: ['fugo_operations'],
      using: sql`exists (select from hour_exceptions e where e.exception_id = hour_exception_agreements.exception_id)`,
    }),
  ],
).enableRLS();
