/**
 * Tables of staff and their sign-in. Columns have the glossary's names; the keys are those that better-auth's adapter
 * requires. All but the roles belong to the installation, because a person may work for several municipalities.
 */
import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgPolicy, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { operationRoles, roles, type AnyRole } from '../domain/rights.ts';
import { bytes, instant, organisationColumn, quoteList } from './columns.ts';

/** Only the API signs people in; the worker has no right to these tables. */
const readableByApi = (name: string) =>
  pgPolicy(name, { for: 'all', to: ['fugo_api'], using: sql`true`, withCheck: sql`true` });

const createdAt = () => instant('created_at').notNull().defaultNow();
const updatedAt = () => instant('updated_at').notNull().defaultNow();
const staffIdColumn = () =>
  text('staff_id')
    .notNull()
    .references(() => staff.id);

/** Members of staff, registered only by an administrator and never deleted, because the audit log names them. */
export const staff = pgTable(
  'staff',
  {
    id: text('staff_id').primaryKey(),
    name: text('name').notNull(),
    /** In lower case. */
    email: text('email').notNull().unique(),
    /** The administrator who registers a person vouches for the address. */
    emailVerified: boolean('email_verified').notNull().default(true),
    image: text('image'),
    twoFactorEnabled: boolean('second_factor_set_up').notNull().default(false),
    /** Whether an administrator set the password, which must be changed at the first sign-in. */
    initialPassword: boolean('initial_password').notNull().default(false),
    revokedAt: instant('revoked_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [check('staff_email', sql`${table.email} = lower(${table.email})`), readableByApi('staff_open')],
).enableRLS();

/** What a session was opened with. A password alone gives access to nothing. */
export const signInFactors = ['password', 'second-factor', 'oidc'] as const;
export type SignInFactor = (typeof signInFactors)[number];

export const staffSessions = pgTable(
  'staff_sessions',
  {
    id: text('session_id').primaryKey(),
    userId: staffIdColumn(),
    token: text('token').notNull().unique(),
    factor: text('factor').$type<SignInFactor>().notNull(),
    /** Moves on with every use; a trigger keeps it at or before `ends_at`. */
    expiresAt: instant('expires_at').notNull(),
    /** The end of the session, however much it is used. */
    endsAt: instant('ends_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('staff_sessions_of_staff').on(table.userId),
    index('staff_sessions_by_end').on(table.expiresAt),
    check('staff_session_factor', sql`${table.factor} in (${quoteList(signInFactors)})`),
    readableByApi('staff_sessions_open'),
  ],
).enableRLS();

/** The ways in which a person may sign in: a hashed password, or a subject at the OpenID provider. */
export const staffAccounts = pgTable(
  'staff_accounts',
  {
    id: text('staff_account_id').primaryKey(),
    userId: staffIdColumn(),
    providerId: text('provider_id').notNull(),
    accountId: text('account_id').notNull(),
    password: text('password_hash'),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text('scope'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('staff_accounts_of_staff').on(table.userId),
    index('staff_accounts_by_subject').on(table.providerId, table.accountId),
    readableByApi('staff_accounts_open'),
  ],
).enableRLS();

/** Unfinished sign-ins: a password that waits for its second factor, a visit at the OpenID provider. */
export const staffVerifications = pgTable(
  'staff_verifications',
  {
    id: text('verification_id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: instant('expires_at').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('staff_verifications_by_identifier').on(table.identifier),
    readableByApi('staff_verifications_open'),
  ],
).enableRLS();

/** Authenticators. Secret and backup codes are encrypted with the key ring. */
export const staffSecondFactors = pgTable(
  'staff_second_factors',
  {
    id: text('second_factor_id').primaryKey(),
    userId: staffIdColumn(),
    secret: text('secret').notNull(),
    backupCodes: text('backup_codes').notNull(),
    verified: boolean('verified').notNull().default(false),
    failedVerificationCount: integer('failures').notNull().default(0),
    lockedUntil: instant('locked_until'),
    /** The half minute since 1970 of the last code used. That code and older ones are not accepted again. */
    usedStep: integer('used_step'),
  },
  (table) => [index('staff_second_factors_of_staff').on(table.userId), readableByApi('staff_second_factors_open')],
).enableRLS();

/** Failed passwords, by the blind index of the e-mail address, known or not. */
export const staffSignInFailures = pgTable(
  'staff_sign_in_failures',
  {
    emailIndex: bytes('email_index').primaryKey(),
    attempts: integer('attempts').notNull(),
    lastAt: instant('last_at').notNull().defaultNow(),
    lockedUntil: instant('locked_until'),
  },
  () => [readableByApi('staff_sign_in_failures_open')],
).enableRLS();

/** Failed passwords, by the blind index of the network address, whatever e-mail addresses were tried. */
export const staffSignInSources = pgTable(
  'staff_sign_in_sources',
  {
    sourceIndex: bytes('source_index').primaryKey(),
    attempts: integer('attempts').notNull(),
    /** When the first of these attempts was made. */
    since: instant('since').notNull().defaultNow(),
    lockedUntil: instant('locked_until'),
  },
  () => [readableByApi('staff_sign_in_sources_open')],
).enableRLS();

/** The roles of a person in an organisation, visible to that organisation and in transactions about the person. */
export const staffRoles = pgTable(
  'staff_roles',
  {
    organisation: organisationColumn(),
    staffId: staffIdColumn(),
    role: text('role').$type<AnyRole>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.staffId, table.role] }),
    index('staff_roles_of_staff').on(table.staffId),
    check('staff_role', sql`${table.role} in (${quoteList([...new Set([...roles, ...operationRoles])])})`),
    pgPolicy('own_organisation_or_person', {
      for: 'select',
      to: ['fugo_api'],
      using: sql`organisation = current_setting('fugo.organisation', true)
        or staff_id = current_setting('fugo.staff_id', true)`,
    }),
    pgPolicy('own_organisation_added', {
      for: 'insert',
      to: ['fugo_api'],
      withCheck: sql`organisation = current_setting('fugo.organisation', true)`,
    }),
    pgPolicy('own_organisation_taken_away', {
      for: 'delete',
      to: ['fugo_api'],
      using: sql`organisation = current_setting('fugo.organisation', true)`,
    }),
  ],
).enableRLS();
