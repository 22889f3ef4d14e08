/** The confirmation (確認部 42): its runs, and what each of them changed. */
import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, listed, municipalityColumn, ownMunicipalityOnly } from './columns.ts';

/** Confirmation runs with their counts. */
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

/** What a run says of a person that was not known before. Not yet is no change. */
export const confirmationOutcomes = ['acquired', 'error', 'overdue'] as const;
export type ConfirmationOutcome = (typeof confirmationOutcomes)[number];

/**
 * One row a person whom a run has changed, written with the change. Without a foreign key, which would be checked row by
 * row in pages of thousands.
 */
export const confirmationChanges = pgTable(
  'confirmation_changes',
  {
    municipality: municipalityColumn(),
    runId: text('run_id').notNull(),
    personId: uuid('person_id').notNull(),
    outcome: text('outcome').$type<ConfirmationOutcome>().notNull(),
    attempt: integer('attempt').notNull(),
    /** Of an error: the participant's own word. */
    reason: text('reason'),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.runId, table.personId] }),
    // Few of very many: the error list of a run.
    index('confirmation_changes_errors')
      .on(table.municipality, table.runId, table.personId)
      .where(sql`outcome <> 'acquired'`),
    check('outcome_known', sql`${table.outcome} in (${listed(confirmationOutcomes)})`),
    ownMunicipalityOnly(),
  ],
).enableRLS();
