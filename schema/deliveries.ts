/** ファイル配信 (seed J 2 (2)): what the national server publishes, to whom, and who has what. The signed files lie in the repository's folder. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  deliveryStates,
  releaseKinds,
  releaseStates,
  rolloutStates,
  type DeliveryState,
  type ReleaseKind,
  type ReleaseState,
  type RolloutState,
  type WavePlan,
} from '../domain/deliveries/names.ts';
import {
  instant,
  openToOperations,
  openToPrograms,
  organisationColumn,
  quoteList,
  seenAlongTheTiers,
} from './columns.ts';
import { organisations } from './organisations.ts';

/** 配信物: one version of a program or file. It is signed only once a second person has approved it. */
export const releases = pgTable(
  'releases',
  {
    release: uuid('release').primaryKey().defaultRandom(),
    name: text('name').notNull(),
    version: integer('version').notNull(),
    kind: text('kind').$type<ReleaseKind>().notNull(),
    lengthBytes: bigint('length_bytes', { mode: 'number' }).notNull(),
    sha256: text('sha256').notNull(),
    state: text('state').$type<ReleaseState>().notNull().default('proposed'),
    reason: text('reason').notNull(),
    proposedBy: text('proposed_by').notNull(),
    proposedAt: instant('proposed_at').notNull().defaultNow(),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    decisionReason: text('decision_reason'),
    /** A withdrawn release: the version of the same name that takes its place, by a higher version of the metadata. */
    replacedBy: integer('replaced_by'),
  },
  (table) => [
    unique('release_name_version').on(table.name, table.version),
    check('release_kind', sql`${table.kind} in (${quoteList(releaseKinds)})`),
    check('release_state', sql`${table.state} in (${quoteList(releaseStates)})`),
    check('release_second_person', sql`${table.state} <> 'published' or ${table.decidedBy} <> ${table.proposedBy}`),
    openToPrograms('releases_open'),
    // Everybody sees what is delivered; who has it is seen along the tiers.
    openToOperations('releases_seen'),
  ],
).enableRLS();

/** 配信: a release on its way to organisations, wave by wave. */
export const rollouts = pgTable(
  'rollouts',
  {
    rollout: uuid('rollout').primaryKey().defaultRandom(),
    release: uuid('release')
      .notNull()
      .references(() => releases.release),
    state: text('state').$type<RolloutState>().notNull().default('running'),
    /** The present wave, from 0, the canary (先行配信). */
    wave: integer('wave').notNull().default(0),
    /** From when the present wave has been on its way. */
    waveSince: instant('wave_since').notNull().defaultNow(),
    waves: jsonb('waves').$type<WavePlan[]>().notNull(),
    /** Applied at this moment at the soonest, and only after the end of online operation of the target. */
    applyAfter: instant('apply_after').notNull(),
    startedBy: text('started_by').notNull(),
    startedAt: instant('started_at').notNull().defaultNow(),
    heldReason: text('held_reason'),
    order: text('staff_order').$type<'go-on' | 'hold' | 'abandon'>(),
    orderedBy: text('ordered_by'),
    orderedAt: instant('ordered_at'),
    orderReason: text('order_reason'),
    endedAt: instant('ended_at'),
    lookAt: instant('look_at'),
  },
  (table) => [
    index('rollouts_of_release').on(table.release),
    check('rollout_state', sql`${table.state} in (${quoteList(rolloutStates)})`),
    openToPrograms('rollouts_open'),
    openToOperations('rollouts_seen'),
  ],
).enableRLS();

/** 配信先ごとの状況: what a target has said of a release, with its signed receipt. */
export const deliveries = pgTable(
  'deliveries',
  {
    rollout: uuid('rollout').notNull(),
    organisation: organisationColumn().references(() => organisations.organisation),
    wave: integer('wave').notNull(),
    state: text('state').$type<DeliveryState>().notNull().default('waiting'),
    bytes: bigint('bytes', { mode: 'number' }).notNull().default(0),
    error: text('error'),
    /** 受領書: what the target signed, as it came. */
    receipt: jsonb('receipt'),
    seenAt: instant('seen_at'),
    changedAt: instant('changed_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.rollout, table.organisation] }),
    foreignKey({ columns: [table.rollout], foreignColumns: [rollouts.rollout] }),
    check('delivery_state', sql`${table.state} in (${quoteList(deliveryStates)})`),
    openToPrograms('deliveries_open'),
    seenAlongTheTiers('deliveries_seen'),
  ],
).enableRLS();

/** 配信先: the server of an organisation as one that fetches files; the key with which it signs receipts, and what it has now. */
export const deliveryTargets = pgTable(
  'delivery_targets',
  {
    organisation: organisationColumn()
      .primaryKey()
      .references(() => organisations.organisation),
    /** Ed25519, SPKI, base64. */
    publicKey: text('public_key').notNull(),
    /** `{ name: { version, sha256, appliedAt, previous } }`, as the target said last. */
    holdings: jsonb('holdings').notNull().default({}),
    /** The number of the receipt taken last: one that is repeated changes nothing. */
    receiptNo: integer('receipt_no').notNull().default(0),
    groups: text('groups').array().notNull().default([]),
    seenAt: instant('seen_at'),
  },
  () => [openToPrograms('delivery_targets_open'), seenAlongTheTiers('delivery_targets_seen')],
).enableRLS();
