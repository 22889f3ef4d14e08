/** Searches of the audit log that somebody keeps for themselves. */
import { sql } from 'drizzle-orm';
import { jsonb, pgPolicy, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { instant, organisationColumn } from './columns.ts';
import { staff } from './staff.ts';

const ownOrganisation = sql`organisation = current_setting('fugo.organisation', true)`;

export const auditSearches = pgTable(
  'audit_searches',
  {
    organisation: organisationColumn(),
    searchId: uuid('search_id').notNull().defaultRandom(),
    staffId: text('staff_id')
      .notNull()
      .references(() => staff.id),
    name: text('name').notNull(),
    /** AuditSearchFilter of contracts/api/audit; checked again on reading. */
    filter: jsonb('filter').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.searchId] }),
    unique('one_audit_search_a_name').on(table.organisation, table.staffId, table.name),
    pgPolicy('own_organisation_only', {
      for: 'all',
      to: ['fugo_api'],
      using: ownOrganisation,
      withCheck: ownOrganisation,
    }),
  ],
).enableRLS();
