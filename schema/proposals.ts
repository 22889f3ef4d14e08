/**
 * Decisions that one member of staff proposes and a second one makes, beside updates of address information: that a held
 * transfer is of the same person, and that updates need no second person any more.
 */
import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant, quoteList, municipalityColumn, ownMunicipalityOnly } from './columns.ts';
import { updateDecisions, type UpdateDecision } from './proposed-updates.ts';

const proposalKinds = ['same-person', 'four-eyes-off'] as const;
export type ProposalKind = (typeof proposalKinds)[number];

export const proposals = pgTable(
  'proposals',
  {
    municipality: municipalityColumn(),
    proposalId: uuid('proposal_id').notNull().defaultRandom(),
    kind: text('kind').$type<ProposalKind>().notNull(),
    /** The entry of the error list, whose person it is, and the correction that an approval applies. */
    failureId: uuid('failure_id'),
    personId: uuid('person_id'),
    correctionId: uuid('correction_id'),
    reason: text('reason').notNull(),
    /** A program may have named a member of staff whom fugo does not know. */
    proposedBy: text('proposed_by').notNull(),
    proposedAt: instant('proposed_at').notNull().defaultNow(),
    decision: text('decision').$type<UpdateDecision>(),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    decisionReason: text('decision_reason'),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.proposalId] }),
    uniqueIndex('one_open_proposal_of_its_kind')
      .on(table.municipality, table.kind, sql`coalesce(failure_id::text, '')`)
      .where(sql`decision is null`),
    index('proposals_by_time').on(table.municipality, table.proposedAt, table.proposalId),
    check('proposal_kind', sql`${table.kind} in (${quoteList(proposalKinds)})`),
    check(
      'same_person_has_its_entry',
      sql`(${table.kind} = 'same-person') = (${table.failureId} is not null and ${table.personId} is not null and ${table.correctionId} is not null)`,
    ),
    check('proposal_decision', sql`${table.decision} in (${quoteList(updateDecisions)})`),
    check(
      'proposal_decided_says_all',
      sql`(${table.decision} is null) = (${table.decidedBy} is null) and (${table.decision} is null) = (${table.decidedAt} is null)`,
    ),
    check(
      'proposal_decided_by_another',
      sql`${table.decision} = 'withdrawn' or ${table.decidedBy} <> ${table.proposedBy}`,
    ),
    ownMunicipalityOnly(),
  ],
).enableRLS();
