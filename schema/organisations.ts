/** Who runs a part of the Juki net, and the servers of the three tiers. No personal data. */
import { sql } from 'drizzle-orm';
import { check, index, pgPolicy, pgTable, text } from 'drizzle-orm/pg-core';
import { serverKinds, tiers, type ServerKind, type Tier } from '../domain/organisations.ts';
import { instant, organisationColumn, quoteList } from './columns.ts';

/** What every program may read, and staff too. */
const readableByAll = (name: string) =>
  pgPolicy(name, {
    for: 'select',
    to: ['fugo_api', 'fugo_worker', 'fugo_monitor', 'fugo_operations'],
    using: sql`true`,
  });

export const organisations = pgTable(
  'organisations',
  {
    organisation: text('organisation').primaryKey(),
    tier: text('tier').$type<Tier>().notNull(),
    /** The organisation above; null for the nation. */
    parent: text('parent'),
    name: text('name').notNull(),
    nameEn: text('name_en').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('organisations_by_parent').on(table.parent),
    check('organisation_tier', sql`${table.tier} in (${quoteList(tiers)})`),
    check('organisation_parent', sql`(${table.parent} is null) = (${table.tier} = 'nation')`),
    readableByAll('organisations_open'),
    pgPolicy('organisations_registered', {
      for: 'all',
      to: ['fugo_api'],
      using: sql`true`,
      withCheck: sql`true`,
    }),
  ],
).enableRLS();

/** 全国サーバ, 都道府県サーバ, CS: one for each organisation. */
export const servers = pgTable(
  'servers',
  {
    organisation: organisationColumn()
      .primaryKey()
      .references(() => organisations.organisation),
    kind: text('kind').$type<ServerKind>().notNull(),
    /** Base URL of the control interface (contracts/participants/control.ts). */
    controlUrl: text('control_url').notNull(),
    /** The hash of the calendar that the server was told last, and when. */
    toldCalendar: text('told_calendar'),
    toldAt: instant('told_at'),
    registeredAt: instant('registered_at').notNull().defaultNow(),
  },
  (table) => [
    check('server_kind', sql`${table.kind} in (${quoteList(serverKinds)})`),
    readableByAll('servers_open'),
    pgPolicy('servers_registered', {
      for: 'all',
      to: ['fugo_api', 'fugo_worker'],
      using: sql`true`,
      withCheck: sql`true`,
    }),
  ],
).enableRLS();
