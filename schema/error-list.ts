/** Tables of the error list (エラーリスト), and of what staff write about its entries. */
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
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

/** The error list, for single requests and chunks: one open row for each person and code. */
export const failureList = pgTable(
  'failures',
  {
    municipality: municipalityColumn(),
    failureId: uuid('failure_id').notNull().defaultRandom(),
    personId: uuid('person_id').notNull(),
    /** The held transfer, for IDENTITY_MISMATCH. */
    inboxId: uuid('inbox_id'),
    chunkId: uuid('chunk_id'),
    code: text('code').$type<AcquisitionFailureCode>().notNull(),
    step: text('step').$type<Step>(),
    attempt: integer('attempt').notNull(),
    /** The participant's own code for its refusal. */
    reason: text('reason'),
    firstSeenAt: instant('first_seen_at').notNull().defaultNow(),
    resolvedAt: instant('resolved_at'),
    resolution: text('resolution').$type<'retried' | 'corrected' | 'cancelled' | 'confirmed'>(),
    staffId: text('staff_id'),
    staffReason: text('staff_reason'),
    /** The member of staff of this municipality who looks after it. */
    assigneeId: text('assignee_id').references(() => staff.id),
    assignedAt: instant('assigned_at'),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.failureId] }),
    belongsToPerson(table),
    uniqueIndex('one_open_failure')
      .on(
        table.municipality,
        table.personId,
        table.code,
        sql`coalesce(inbox_id, '00000000-0000-0000-0000-000000000000'::uuid)`,
      )
      .where(sql`resolved_at is null`),
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
