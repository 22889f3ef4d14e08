/** Tables of the error list (エラーリスト), and of what staff write about its entries. */
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { AcquisitionFailureCode, Step } from '../domain/failures.ts';
import { bytes, instant, municipalityColumn, ownMunicipalityOnly } from './columns.ts';
import { belongsToPerson } from './persons.ts';
import { staff } from './staff.ts';

/**
 * The error list, for single requests and chunks. A row is one problem of one person, from the first failure until the
 * step succeeds or staff end the request: what fails again continues its row. A held transfer has a row of its own.
 */
export const failureList = pgTable(
  'failures',
  {
    municipality: municipalityColumn(),
    failureId: uuid('failure_id').notNull().defaultRandom(),
    personId: uuid('person_id').notNull(),
    /** The held transfer, for IDENTITY_MISMATCH. */
    inboxId: uuid('inbox_id'),
    chunkId: uuid('chunk_id'),
    /** Code, step, attempt and reason are those of the latest failure. */
    code: text('code').$type<AcquisitionFailureCode>().notNull(),
    step: text('step').$type<Step>(),
    attempt: integer('attempt').notNull(),
    /** The participant's own code for its refusal. */
    reason: text('reason'),
    firstSeenAt: instant('first_seen_at').notNull().defaultNow(),
    /** The latest failure. */
    failedAt: instant('failed_at').notNull().defaultNow(),
    /** A later step than `step` that must succeed too, because the problem began there; null when there is none. */
    closesPast: text('closes_past').$type<Step>(),
    /** How many times staff have tried again. */
    tries: integer('tries').notNull().default(0),
    /** What staff did last, until it is known how that ended; null while the row waits for staff, and in the end. */
    trying: text('trying').$type<'retried' | 'corrected'>(),
    resolvedAt: instant('resolved_at'),
    resolution: text('resolution').$type<'retried' | 'corrected' | 'cancelled' | 'confirmed'>(),
    /** Who acted last, and why. */
    staffId: text('staff_id'),
    staffReason: text('staff_reason'),
    /** The day of the Japanese calendar by which it is to be resolved. */
    dueOn: date('due_on', { mode: 'string' }),
    /** The member of staff of this municipality who looks after it. */
    assigneeId: text('assignee_id').references(() => staff.id),
    assignedAt: instant('assigned_at'),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.failureId] }),
    belongsToPerson(table),
    uniqueIndex('one_open_failure')
      .on(table.municipality, table.personId)
      .where(sql`resolved_at is null and inbox_id is null`),
    uniqueIndex('one_open_failure_of_held_transfer')
      .on(table.municipality, table.inboxId)
      .where(sql`resolved_at is null and inbox_id is not null`),
    index('failures_open_of_person')
      .on(table.municipality, table.personId)
      .where(sql`resolved_at is null`),
    index('failures_open_with_due_date')
      .on(table.municipality, table.firstSeenAt, table.failureId)
      .where(sql`resolved_at is null and due_on is not null`),
    index('failures_open')
      .on(table.municipality, table.firstSeenAt, table.failureId)
      .where(sql`resolved_at is null`),
    index('failures_open_by_code')
      .on(table.municipality, table.code, table.firstSeenAt, table.failureId)
      .where(sql`resolved_at is null`),
    index('failures_resolved')
      .on(table.municipality, table.firstSeenAt, table.failureId)
      .where(sql`resolved_at is not null`),
    index('failures_resolved_by_code')
      .on(table.municipality, table.code, table.firstSeenAt, table.failureId)
      .where(sql`resolved_at is not null`),
    index('failures_by_chunk')
      .on(table.municipality, table.chunkId)
      .where(sql`chunk_id is not null`),
    index('failures_open_by_assignee')
      .on(table.municipality, table.assigneeId, table.firstSeenAt, table.failureId)
      .where(sql`resolved_at is null and assignee_id is not null`),
    check('assigned_says_when', sql`(${table.assigneeId} is null) = (${table.assignedAt} is null)`),
    check('resolved_says_how', sql`(${table.resolvedAt} is null) = (${table.resolution} is null)`),
    check('only_open_is_tried', sql`${table.trying} is null or (${table.resolvedAt} is null and ${table.tries} > 0)`),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** Each time that staff tried an entry again: what had failed, who acted and why, and how it ended. */
export const failureTries = pgTable(
  'failure_tries',
  {
    municipality: municipalityColumn(),
    failureId: uuid('failure_id').notNull(),
    /** Counts from 1. */
    tryNo: integer('try_no').notNull(),
    failedAt: instant('failed_at').notNull(),
    code: text('code').$type<AcquisitionFailureCode>().notNull(),
    step: text('step').$type<Step>(),
    attempt: integer('attempt').notNull(),
    reason: text('reason'),
    /** The chunk that had listed the person. */
    chunkId: uuid('chunk_id'),
    action: text('action').$type<'retried' | 'corrected'>().notNull(),
    staffId: text('staff_id').notNull(),
    staffReason: text('staff_reason').notNull(),
    triedAt: instant('tried_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
    outcome: text('outcome').$type<'passed' | 'failed' | 'cancelled'>(),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.failureId, table.tryNo] }),
    foreignKey({
      columns: [table.municipality, table.failureId],
      foreignColumns: [failureList.municipality, failureList.failureId],
    }),
    uniqueIndex('one_try_at_a_time')
      .on(table.municipality, table.failureId)
      .where(sql`ended_at is null`),
    check('ended_try_says_how', sql`(${table.endedAt} is null) = (${table.outcome} is null)`),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** Decisions and corrections of staff; a workflow gets only their ids. */
export const corrections = pgTable(
  'corrections',
  {
    municipality: municipalityColumn(),
    correctionId: uuid('correction_id').notNull(),
    failureId: uuid('failure_id').notNull(),
    personId: uuid('person_id').notNull(),
    decision: text('decision').$type<'same-person' | 'personal-number'>().notNull(),
    personalNumber: bytes('personal_number'),
    personalNumberIndex: bytes('personal_number_index'),
    staffId: text('staff_id').notNull(),
    reason: text('reason').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    appliedAt: instant('applied_at'),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.correctionId] }),
    check(
      'decision_has_its_number',
      sql`(${table.decision} = 'personal-number') = (${table.personalNumber} is not null)`,
    ),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** Notes of staff about an entry. Rows are only ever added. */
export const failureNotes = pgTable(
  'failure_notes',
  {
    municipality: municipalityColumn(),
    noteId: uuid('note_id').notNull().defaultRandom(),
    failureId: uuid('failure_id').notNull(),
    staffId: text('staff_id')
      .notNull()
      .references(() => staff.id),
    at: instant('at').notNull().defaultNow(),
    note: text('note').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.noteId] }),
    foreignKey({
      columns: [table.municipality, table.failureId],
      foreignColumns: [failureList.municipality, failureList.failureId],
    }),
    index('failure_notes_of_failure').on(table.municipality, table.failureId, table.at),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** A filter of the error list that somebody keeps, for themselves or shared in the municipality. */
export const errorViews = pgTable(
  'error_views',
  {
    municipality: municipalityColumn(),
    viewId: uuid('view_id').notNull().defaultRandom(),
    staffId: text('staff_id')
      .notNull()
      .references(() => staff.id),
    name: text('name').notNull(),
    /** ErrorFilter of contracts/api/error-list; checked again on reading. */
    filter: jsonb('filter').notNull(),
    shared: boolean('shared').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.viewId] }),
    unique('one_view_a_name').on(table.municipality, table.staffId, table.name),
    ownMunicipalityOnly(),
  ],
).enableRLS();
