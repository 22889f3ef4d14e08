/** Updates of address information that wait for a second person (four-eyes rule), where a municipality requires it. */
import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant, quoteList, municipalityColumn, ownMunicipalityOnly } from './columns.ts';
import { belongsToPerson } from './persons.ts';
import { staff } from './staff.ts';

export const updateDecisions = ['approved', 'rejected', 'withdrawn'] as const;
export type UpdateDecision = (typeof updateDecisions)[number];

export const proposedUpdates = pgTable(
  'proposed_updates',
  {
    municipality: municipalityColumn(),
    updateId: uuid('update_id').notNull().defaultRandom(),
    personId: uuid('person_id').notNull(),
    /**
     * The row it was made from. Approval needs this row to be current still, because nobody saw what else it would
     * replace.
     */
    currentHistorySeq: integer('current_history_seq').notNull(),
    /** The new values: CheckedAddressInformation of domain/checked-transfer. */
    information: jsonb('information').notNull(),
    reason: text('reason').notNull(),
    proposedBy: text('proposed_by')
      .notNull()
      .references(() => staff.id),
    proposedAt: instant('proposed_at').notNull().defaultNow(),
    decision: text('decision').$type<UpdateDecision>(),
    decidedBy: text('decided_by').references(() => staff.id),
    decidedAt: instant('decided_at'),
    decisionReason: text('decision_reason'),
    /** The row of table 33 that an approved one became. */
    historySeq: integer('history_seq'),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.updateId] }),
    belongsToPerson(table),
    uniqueIndex('one_proposed_update_a_person')
      .on(table.municipality, table.personId)
      .where(sql`decision is null`),
    index('proposed_updates_open')
      .on(table.municipality, table.proposedAt, table.updateId)
      .where(sql`decision is null`),
    index('proposed_updates_by_time').on(table.municipality, table.proposedAt, table.updateId),
    check('decision_known', sql`${table.decision} in (${quoteList(updateDecisions)})`),
    check(
      'decided_says_all',
      sql`(${table.decision} is null) = (${table.decidedBy} is null) and (${table.decision} is null) = (${table.decidedAt} is null)`,
    ),
    // Another person approves or rejects a proposal; only the proposer withdraws it.
    check('decided_by_another', sql`${table.decision} = 'withdrawn' or ${table.decidedBy} <> ${table.proposedBy}`),
    check(
      'approved_has_its_row',
      sql`(${table.decision} is not distinct from 'approved') = (${table.historySeq} is not null)`,
    ),
    ownMunicipalityOnly(),
  ],
).enableRLS();
