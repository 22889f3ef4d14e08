/** Changes of the address information that wait for a second person (four eyes), where a municipality wants it. */
import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { instant, listed, municipalityColumn, ownMunicipalityOnly } from './columns.ts';
import { persons } from './persons.ts';
import { staff } from './staff.ts';

export const updateDecisions = ['approved', 'rejected', 'withdrawn'] as const;
export type UpdateDecision = (typeof updateDecisions)[number];

export const proposedUpdates = pgTable(
  'proposed_updates',
  {
    municipality: municipalityColumn(),
    updateId: uuid('update_id').notNull().defaultRandom(),
    personId: uuid('person_id').notNull(),
    /** What it was made from. Approved only while this is still current: nobody has seen what else would be replaced. */
    currentHistorySeq: integer('current_history_seq').notNull(),
    /** CheckedAddressInformation of domain/checked-transfer, as it is to be. */
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
    /** Of the row of table 33 that an approved one became. */
    historySeq: integer('history_seq'),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.updateId] }),
    foreignKey({
      columns: [table.municipality, table.personId],
      foreignColumns: [persons.municipality, persons.personId],
    }),
    uniqueIndex('one_proposed_update_a_person')
      .on(table.municipality, table.personId)
      .where(sql`decision is null`),
    index('proposed_updates_open')
      .on(table.municipality, table.proposedAt, table.updateId)
      .where(sql`decision is null`),
    index('proposed_updates_by_time').on(table.municipality, table.proposedAt, table.updateId),
    check('decision_known', sql`${table.decision} in (${listed(updateDecisions)})`),
    check(
      'decided_says_all',
      sql`(${table.decision} is null) = (${table.decidedBy} is null) and (${table.decision} is null) = (${table.decidedAt} is null)`,
    ),
    // The fourth eye is never one of the first two; to take one's own back is no approval.
    check('decided_by_another', sql`${table.decision} = 'withdrawn' or ${table.decidedBy} <> ${table.proposedBy}`),
    check(
      'approved_has_its_row',
      sql`(${table.decision} is not distinct from 'approved') = (${table.historySeq} is not null)`,
    ),
    ownMunicipalityOnly(),
  ],
).enableRLS();
