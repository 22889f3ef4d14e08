import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { TransferResult } from '../domain/judgement.ts';
import type { CodeRequestStatus } from '../domain/stages.ts';
import { bytes, instant, municipalityColumn, ownMunicipalityOnly } from './columns.ts';
import { belongsToPerson } from './persons.ts';

/** Transfers as received (S14), before any decision. No row is lost and no transfer is taken twice. */
export const inbox = pgTable(
  'inbox',
  {
    municipality: municipalityColumn(),
    inboxId: uuid('inbox_id').notNull(),
    numberSystem: text('number_system').notNull(),
    transferId: text('transfer_id').notNull(),
    /** A keyed hash of the whole content, which tells a repetition from a conflict. */
    contentHash: bytes('content_hash').notNull(),
    personId: uuid('person_id').notNull(),
    addressNumber: text('address_number').notNull(),
    personalNumber: bytes('personal_number'),
    personalNumberIndex: bytes('personal_number_index'),
    /** The transfer without the personal number: InboxPayload of storage/transfers/inbox. */
    payload: jsonb('payload').notNull(),
    operatedAt: instant('operated_at').notNull(),
    receivedAt: instant('received_at').notNull().defaultNow(),
    clientId: text('client_id').notNull(),
    state: text('state').$type<'RECEIVED' | 'JUDGED' | 'HELD' | 'REFUSED'>().notNull().default('RECEIVED'),
    result: text('result').$type<Exclude<TransferResult, 'pending'>>(),
    integratedAddressNumber: text('integrated_address_number'),
    codeRequestStatus: text('code_request_status').$type<CodeRequestStatus>(),
    judgedAt: instant('judged_at'),
    /** The sender got no result in its answer (202 pending), so a notice tells it (S27). */
    owesAnswer: boolean('owes_answer').notNull().default(false),
    /** The line of a load that it came from; null when a backbone sent it. */
    loadId: uuid('load_id'),
    loadLine: integer('load_line'),
    /** The member of staff who confirmed the identity that the sender states. */
    identityConfirmedBy: text('identity_confirmed_by'),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.inboxId] }),
    unique('one_row_a_transfer_id').on(table.municipality, table.numberSystem, table.transferId),
    belongsToPerson(table),
    check('inbox_state', sql`${table.state} in ('RECEIVED', 'JUDGED', 'HELD', 'REFUSED')`),
    check('judged_has_a_result', sql`(${table.state} = 'RECEIVED') = (${table.judgedAt} is null)`),
    index('inbox_unjudged')
      .on(table.municipality, table.receivedAt)
      .where(sql`state = 'RECEIVED'`),
    index('inbox_by_person').on(table.municipality, table.personId),
    // A judged transfer has linked its address number, so nobody looks for it here, and the index stays small.
    index('inbox_by_address_number')
      .on(table.municipality, table.numberSystem, table.addressNumber, table.receivedAt)
      .where(sql`state <> 'JUDGED'`),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** Notices to the backbones (S24, S27), written with the change and kept until acknowledged. */
export const outbox = pgTable(
  'outbox',
  {
    municipality: municipalityColumn(),
    noticeId: uuid('notice_id').notNull().defaultRandom(),
    personId: uuid('person_id').notNull(),
    numberSystem: text('number_system').notNull(),
    addressNumber: text('address_number').notNull(),
    kind: text('kind').$type<'numbered' | 'updated'>().notNull(),
    historySeq: integer('history_seq').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    sends: integer('sends').notNull().default(0),
    nextSendAt: instant('next_send_at').notNull().defaultNow(),
    deliveredAt: instant('delivered_at'),
    /** The backbone's own code when it took the notice but refused the line. */
    refusal: text('refusal'),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.noticeId] }),
    belongsToPerson(table),
    unique('one_notice_a_change').on(
      table.municipality,
      table.personId,
      table.numberSystem,
      table.addressNumber,
      table.historySeq,
      table.kind,
    ),
    // Each backbone has its own order, so that a thousand notices of one that is away are not read to find those of
    // others.
    index('outbox_due')
      .on(table.municipality, table.numberSystem, table.nextSendAt)
      .where(sql`delivered_at is null`),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** Backbones that did not take their notices and are paused, so that they delay no other. */
export const noticePauses = pgTable(
  'notice_pauses',
  {
    municipality: municipalityColumn(),
    numberSystem: text('number_system').notNull(),
    /** How many tries in a row were not taken. */
    failures: integer('failures').notNull(),
    nextSendAt: instant('next_send_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.municipality, table.numberSystem] }), ownMunicipalityOnly()],
).enableRLS();
