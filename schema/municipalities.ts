import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { routes, type Route } from '../domain/routes.ts';
import { bytes, instant, quoteList, municipalityColumn, ownMunicipalityOnly } from './columns.ts';

/** Settings hold no personal data, and every program reads them to know whom it serves. */
const readableByAll = (name: string) =>
  pgPolicy(name, { for: 'all', to: ['fugo_api', 'fugo_worker'], using: sql`true`, withCheck: sql`true` });

export const municipalities = pgTable(
  'municipalities',
  {
    municipality: text('municipality').primaryKey(),
    name: text('name').notNull(),
    nameEn: text('name_en').notNull(),
    /** S34: to the Juki system, or to the Juki gateway (seed, appendix 4). */
    route: text('route').$type<Route>().notNull(),
    /** Base URL by participant name; fugo talks only to its neighbours. */
    participants: jsonb('participants').$type<Record<string, string>>().notNull(),
    /** RegisteredHours of contracts/api/hours: how it starts until it sets its own part of the calendar. */
    hours: jsonb('hours').notNull(),
    /** Limits of contracts/limits and the confirmation deadline. */
    limits: jsonb('limits').notNull(),
    /** Four-eyes rule: an update of address information by staff waits until another person approves it. */
    updatesNeedApproval: boolean('updates_need_approval').notNull().default(false),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    check('route_known', sql`${table.route} in (${quoteList(routes)})`),
    check('municipality_code', sql`${table.municipality} ~ '^[0-9]{6}$'`),
    readableByAll('municipalities_open'),
  ],
).enableRLS();

/**
 * OAuth 2 clients of the API. A backbone's client belongs to one municipality and its number systems; secrets are
 * hashed.
 */
export const clients = pgTable(
  'clients',
  {
    clientId: text('client_id').primaryKey(),
    /** Null only for the installation's administrator. */
    municipality: text('municipality'),
    kind: text('kind').$type<'backbone' | 'operator' | 'watcher' | 'administrator'>().notNull(),
    name: text('name').notNull(),
    numberSystems: text('number_systems').array().notNull(),
    scopes: text('scopes').array().notNull(),
    secretHash: text('secret_hash'),
    /** Public keys for `private_key_jwt`. */
    jwks: jsonb('jwks').$type<{ keys: Record<string, unknown>[] }>(),
    createdAt: instant('created_at').notNull().defaultNow(),
    revokedAt: instant('revoked_at'),
  },
  (table) => [
    check('client_kind', sql`${table.kind} in ('backbone', 'operator', 'watcher', 'administrator')`),
    check('client_municipality', sql`(${table.municipality} is null) = (${table.kind} = 'administrator')`),
    check('client_can_authenticate', sql`${table.secretHash} is not null or ${table.jwks} is not null`),
    readableByAll('clients_open'),
  ],
).enableRLS();

/** What the token endpoint keeps across restarts: used assertions and its signing keys. */
export const oauthState = pgTable(
  'oauth_state',
  {
    kind: text('kind').notNull(),
    id: text('id').notNull(),
    value: jsonb('value').notNull(),
    expiresAt: instant('expires_at'),
  },
  (table) => [primaryKey({ columns: [table.kind, table.id] }), readableByAll('oauth_state_open')],
).enableRLS();

/** For each key of the ring, a sealed constant and its blind index (keys/key-checks). */
export const keyChecks = pgTable(
  'key_checks',
  {
    keyId: text('key_id').primaryKey(),
    data: bytes('data').notNull(),
    payload: bytes('payload').notNull(),
    index: bytes('index').notNull(),
    isFirst: boolean('is_first').notNull(),
  },
  (table) => [
    uniqueIndex('one_first_key')
      .on(table.isFirst)
      .where(sql`is_first`),
    readableByAll('key_checks_open'),
  ],
).enableRLS();

/**
 * The audit log: who changed or read what, by which client. Rows are only ever added, and each has the hash of the row
 * before in its municipality; a trigger numbers and links them, whoever writes.
 */
export const auditLog = pgTable(
  'audit_log',
  {
    municipality: municipalityColumn(),
    /** The order of the chain, set by the trigger. */
    seq: bigint('seq', { mode: 'number' }).notNull().default(0),
    at: instant('at').notNull().defaultNow(),
    clientId: text('client_id').notNull(),
    staffId: text('staff_id'),
    action: text('action').notNull(),
    subject: text('subject'),
    outcome: text('outcome').$type<'allowed' | 'refused'>().notNull(),
    reason: text('reason'),
    /** Set by the trigger; 32 zero bytes for the first row of a municipality. */
    previousHash: bytes('previous_hash')
      .notNull()
      .default(sql`''::bytea`),
    /** SHA-256 of all other columns (storage/audit/chain). */
    hash: bytes('hash')
      .notNull()
      .default(sql`''::bytea`),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.seq] }),
    index('audit_log_by_time').on(table.municipality, table.at),
    index('audit_log_by_staff').on(table.municipality, table.staffId, table.seq),
    index('audit_log_by_subject').on(table.municipality, table.subject, table.seq),
    ownMunicipalityOnly(),
  ],
).enableRLS();
