/** 監視: what is watched, what was found, incidents, and who is told. Ids and codes only, no personal data. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  checkKinds,
  checkStates,
  severities,
  type CheckKind,
  type CheckState,
  type Severity,
} from '../domain/monitoring/names.ts';
import { instant, openToPrograms, organisationColumn, quoteList, seenAlongTheTiers } from './columns.ts';
import { organisations } from './organisations.ts';

/** 監視対象. */
export const checkTargets = pgTable(
  'check_targets',
  {
    target: text('target').primaryKey(),
    organisation: organisationColumn().references(() => organisations.organisation),
    kind: text('kind').$type<CheckKind>().notNull(),
    /** URL, or host:port; what the kind needs. */
    address: text('address').notNull(),
    name: text('name').notNull(),
    nameEn: text('name_en').notNull(),
    /** The target that this one cannot be reached without. */
    parent: text('parent'),
    intervalSeconds: integer('interval_seconds').notNull().default(10),
    /** How many checks in a row must fail, and succeed, before the state changes. */
    failAfter: integer('fail_after').notNull().default(2),
    okAfter: integer('ok_after').notNull().default(2),
    severity: text('severity').$type<Severity>().notNull().default('critical'),
    /** False for a target that is no longer watched. */
    watched: boolean('watched').notNull().default(true),
  },
  (table) => [
    index('check_targets_of_organisation').on(table.organisation),
    check('check_target_kind', sql`${table.kind} in (${quoteList(checkKinds)})`),
    check('check_target_counts', sql`${table.intervalSeconds} > 0 and ${table.failAfter} > 0 and ${table.okAfter} > 0`),
    check('check_target_severity', sql`${table.severity} in (${quoteList(severities)})`),
    openToPrograms('check_targets_open'),
    seenAlongTheTiers('check_targets_seen'),
  ],
).enableRLS();

/** The present state of each target. */
export const checkStatesTable = pgTable(
  'check_states',
  {
    target: text('target')
      .primaryKey()
      .references(() => checkTargets.target),
    organisation: organisationColumn(),
    state: text('state').$type<CheckState>().notNull(),
    since: instant('since').notNull(),
    checkedAt: instant('checked_at').notNull(),
    /** The failed parent for which this target raises no alarm. */
    suppressedBy: text('suppressed_by'),
    detail: text('detail'),
  },
  (table) => [
    check('check_state', sql`${table.state} in (${quoteList(checkStates)})`),
    openToPrograms('check_states_open'),
    seenAlongTheTiers('check_states_seen'),
  ],
).enableRLS();

/** Every change of a state; a check that finds what was known leaves no row. */
export const checkChanges = pgTable(
  'check_changes',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    target: text('target').notNull(),
    organisation: organisationColumn(),
    at: instant('at').notNull(),
    state: text('state').$type<CheckState>().notNull(),
    detail: text('detail'),
  },
  (table) => [
    index('check_changes_of_target').on(table.target, table.seq),
    openToPrograms('check_changes_open'),
    seenAlongTheTiers('check_changes_seen'),
  ],
).enableRLS();

/** 障害. */
export const incidents = pgTable(
  'incidents',
  {
    incident: bigint('incident', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /**
     * Its identity, made by whoever opens it before it is stored: an incident that opened while the database was away
     * has told people of itself already.
     */
    incidentKey: uuid('incident_key').notNull().defaultRandom().unique(),
    /** What makes two findings the same incident: a target, a step of an operating day, an alarm from elsewhere. */
    fingerprint: text('fingerprint').notNull(),
    organisation: organisationColumn().references(() => organisations.organisation),
    target: text('target'),
    severity: text('severity').$type<Severity>().notNull(),
    /** A code of the catalogue in domain/monitoring, and what was found. */
    cause: text('cause').notNull(),
    detail: text('detail'),
    openedAt: instant('opened_at').notNull(),
    /** When its recipients were told; null while a silence hides it. */
    toldAt: instant('told_at'),
    acknowledgedBy: text('acknowledged_by'),
    acknowledgedAt: instant('acknowledged_at'),
    escalatedAt: instant('escalated_at'),
    closedAt: instant('closed_at'),
    /** How many dependants were suppressed by it at most. */
    suppressed: integer('suppressed').notNull().default(0),
    /** How often its target failed again before it closed. */
    flaps: integer('flaps').notNull().default(0),
  },
  (table) => [
    uniqueIndex('one_open_incident')
      .on(table.fingerprint)
      .where(sql`closed_at is null`),
    index('incidents_by_time').on(table.organisation, table.openedAt),
    check('incident_severity', sql`${table.severity} in (${quoteList(severities)})`),
    check('incident_acknowledged', sql`(${table.acknowledgedBy} is null) = (${table.acknowledgedAt} is null)`),
    openToPrograms('incidents_open'),
    seenAlongTheTiers('incidents_seen'),
  ],
).enableRLS();

/** What staff wrote about an incident. */
export const incidentNotes = pgTable(
  'incident_notes',
  {
    noteId: uuid('note_id').primaryKey().defaultRandom(),
    incident: bigint('incident', { mode: 'number' }).notNull(),
    organisation: organisationColumn(),
    staffId: text('staff_id').notNull(),
    text: text('text').notNull(),
    at: instant('at').notNull().defaultNow(),
  },
  (table) => [
    index('incident_notes_of_incident').on(table.incident, table.at),
    openToPrograms('incident_notes_open'),
    seenAlongTheTiers('incident_notes_seen'),
  ],
).enableRLS();

/** Requests that an incident affects: ids and codes. A person is seen only by the municipality. */
export const incidentRequests = pgTable(
  'incident_requests',
  {
    incident: bigint('incident', { mode: 'number' }).notNull(),
    /** The municipality. */
    organisation: organisationColumn(),
    personId: uuid('person_id').notNull(),
    since: instant('since').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.incident, table.personId] }),
    openToPrograms('incident_requests_open'),
    pgPolicy('incident_requests_of_own_municipality', {
      for: 'select',
      to: ['fugo_operations'],
      using: sql`organisation = current_setting('fugo.organisation', true)`,
    }),
  ],
).enableRLS();

/** 抑止: alarms of these targets are not told in this time (works, a planned stop). */
export const silences = pgTable(
  'silences',
  {
    silenceId: uuid('silence_id').primaryKey().defaultRandom(),
    organisation: organisationColumn().references(() => organisations.organisation),
    /** One target, or null: all of the organisation. */
    target: text('target'),
    fromAt: instant('from_at').notNull(),
    toAt: instant('to_at').notNull(),
    message: text('message').notNull(),
    setBy: text('set_by').notNull(),
    setAt: instant('set_at').notNull().defaultNow(),
    withdrawnBy: text('withdrawn_by'),
    withdrawnAt: instant('withdrawn_at'),
  },
  (table) => [
    index('silences_by_time').on(table.organisation, table.toAt),
    check('silence_span', sql`${table.fromAt} < ${table.toAt}`),
    check('silence_message', sql`btrim(${table.message}) <> ''`),
    openToPrograms('silences_open'),
    seenAlongTheTiers('silences_seen'),
  ],
).enableRLS();

/** Who is told of an organisation's incidents. Addresses of work; the programs alone read them. */
export const recipients = pgTable(
  'recipients',
  {
    recipientId: uuid('recipient_id').primaryKey().defaultRandom(),
    organisation: organisationColumn().references(() => organisations.organisation),
    kind: text('kind').$type<'mail' | 'webhook'>().notNull(),
    address: text('address').notNull(),
    /** From this severity on. */
    severity: text('severity').$type<Severity>().notNull(),
    /** 0: at once; more: minutes without acknowledgement (escalation). */
    afterMinutes: integer('after_minutes').notNull().default(0),
  },
  (table) => [
    uniqueIndex('recipient_once').on(table.organisation, table.kind, table.address),
    check('recipient_kind', sql`${table.kind} in ('mail', 'webhook')`),
    openToPrograms('recipients_open'),
  ],
).enableRLS();

/** What is to be told to whom, once for each transition. */
export const notifications = pgTable(
  'notifications',
  {
    incident: bigint('incident', { mode: 'number' }).notNull(),
    transition: text('transition').$type<'opened' | 'escalated' | 'closed'>().notNull(),
    recipient: text('recipient').notNull(),
    organisation: organisationColumn(),
    kind: text('kind').$type<'mail' | 'webhook'>().notNull(),
    /** The same at every attempt, so that a repetition is known as one. */
    messageId: text('message_id').notNull().unique(),
    createdAt: instant('created_at').notNull().defaultNow(),
    nextAttemptAt: instant('next_attempt_at').notNull().defaultNow(),
    attempts: integer('attempts').notNull().default(0),
    sentAt: instant('sent_at'),
    /** When the other side refused it for good; it is not tried again. */
    refusedAt: instant('refused_at'),
    error: text('error'),
  },
  (table) => [
    primaryKey({ columns: [table.incident, table.transition, table.recipient] }),
    index('notifications_to_send')
      .on(table.nextAttemptAt)
      .where(sql`sent_at is null and refused_at is null`),
    check('notification_transition', sql`${table.transition} in ('opened', 'escalated', 'closed')`),
    openToPrograms('notifications_open'),
  ],
).enableRLS();

/** Alarms that come from elsewhere (Alertmanager's webhook, version 4). */
export const alarms = pgTable(
  'alarms',
  {
    fingerprint: text('fingerprint').primaryKey(),
    organisation: organisationColumn().references(() => organisations.organisation),
    labels: jsonb('labels').$type<Record<string, string>>().notNull(),
    status: text('status').$type<'firing' | 'resolved'>().notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at'),
    receivedAt: instant('received_at').notNull().defaultNow(),
  },
  (table) => [
    check('alarm_status', sql`${table.status} in ('firing', 'resolved')`),
    openToPrograms('alarms_open'),
    seenAlongTheTiers('alarms_seen'),
  ],
).enableRLS();
