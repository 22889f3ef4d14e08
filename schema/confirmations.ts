/** Tables of the confirmation (確認部 42): its runs, and what each of them changed. */
import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, quoteList, municipalityColumn, ownMunicipalityOnly } from './columns.ts';

export const confirmationRuns = pgTable(
  'confirmation_runs',
  {
    municipality: municipalityColumn(),
    runId: text('run_id').notNull(),
    startedAt: instant('started_at').notNull().defaultNow(),
    finishedAt: instant('finished_at'),
    asked: integer('asked').notNull().default(0),
    acquired: integer('acquired').notNull().default(0),
    errors: integer('errors').notNull().default(0),
    unknown: integer('unknown').notNull().default(0),
    overdue: integer('overdue').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.runId] }),
    index('confirmation_runs_by_start').on(table.municipality, table.startedAt, table.runId),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** What a run newly found out about a person. A code that is not there yet is no change. */
export const confirmationOutcomes = ['acquired', 'error', 'overdue'] as const;
export type ConfirmationOutcome = (typeof confirmationOutcomes)[number];

/**
 * One row for each person whom a run has changed, written with the change. It has no foreign key, which would be
 * checked row by row for pages of thousands.
 */
export const confirmationChanges = pgTable(
  'confirmation_changes',
  {
    municipality: municipalityColumn(),
    runId: text('run_id').notNull(),
    personId: uuid('person_id').notNull(),
    outcome: text('outcome').$type<ConfirmationOutcome>().notNull(),
    attempt: integer('attempt').notNull(),
    /** For an error, the participant's own word. */
    reason: text('reason'),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.runId, table.personId] }),
    // The error list of a run: few rows of very many.
    index('confirmation_changes_errors')
      .on(table.municipality, table.runId, table.personId)
      .where(sql`outcome <> 'acquired'`),
    check('outcome_known', sql`${table.outcome} in (${quoteList(confirmationOutcomes)})`),
    ownMunicipalityOnly(),
  ],
).enableRLS();
