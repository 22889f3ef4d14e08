import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import { codeRequestStatuses, drivenStages, stages, type CodeRequestStatus, type Stage } from '../domain/stages.ts';
import type { AcquisitionFailureCode, Step } from '../domain/failures.ts';
import { bytes, instant, quoteList, municipalityColumn, ownMunicipalityOnly } from './columns.ts';

const bytewise = (column: string) => sql.raw(`${column} collate "C"`);

/** The source of new integrated address numbers (S25): never reused, never derived from the personal number. */
export const integratedAddressNumberSequence = pgSequence('integrated_address_number_sequence', {
  startWith: 1,
  cache: 100,
});

/**
 * One row for each person and municipality, with the code request status. `personId` is random and says nothing about
 * the person; it never changes, whatever other numbers do.
 */
export const persons = pgTable(
  'persons',
  {
    municipality: municipalityColumn(),
    personId: uuid('person_id').notNull(),
    /** Encrypted (AES-256-GCM, with its key id); null before the number is known. */
    personalNumber: bytes('personal_number'),
    /** HMAC-SHA-256 under a separate key; finds a person without decryption. */
    personalNumberIndex: bytes('personal_number_index'),
    /** `{numberSystem}:{addressNumber}` while there is no personal number, so that simultaneous arrivals meet. */
    awaitingKey: text('awaiting_key'),
    integratedAddressNumber: text('integrated_address_number'),
    /**
     * An earlier system assigned the integrated number and may have requested the code, so the other side is asked
     * first.
     */
    numberGiven: boolean('number_given').notNull().default(false),
    codeRequestStatus: text('code_request_status').$type<CodeRequestStatus>().notNull().default('NOT_REQUESTED'),
    /** Null until the first transfer was judged. */
    stage: text('stage').$type<Stage>(),
    attempt: integer('attempt').notNull().default(1),
    /** Set before the first serial request is sent; from then on the confirmation asks about this person. */
    serialRequestedAt: instant('serial_requested_at'),
    receiptNumber: text('receipt_number'),
    processingSerial: text('processing_serial'),
    opensAt: instant('opens_at'),
    routedAt: instant('routed_at'),
    confirmBy: instant('confirm_by'),
    acquiredAt: instant('acquired_at'),
    failureCode: text('failure_code').$type<AcquisitionFailureCode>(),
    failureStep: text('failure_step').$type<Step>(),
    failureSince: instant('failure_since'),
    /** How many transfers of this person wait for staff. */
    heldTransfers: integer('held_transfers').notNull().default(0),
    currentHistorySeq: integer('current_history_seq'),
    lastHistorySeq: integer('last_history_seq').notNull().default(0),
    /** The chunk that runs or has run the steps of this attempt; null when the person's own workflow does. */
    chunkId: uuid('chunk_id'),
    /** Whether the chunk still runs the steps, so that the person's own workflow sends nothing. */
    inChunk: boolean('in_chunk').notNull().default(false),
    /** Whether a workflow of this person has read this row, so that it is nudged when the row changes. */
    hasRun: boolean('has_run').notNull().default(false),
    /** When the person's workflow is to be nudged; null when it need not be (storage/requests/due). */
    dueAt: instant('due_at').defaultNow(),
    /** Nudges since the workflow last looked at this row. */
    nudges: integer('nudges').notNull().default(0),
    /** Runs replaced since the request last moved, because they did not answer nudges. */
    replacedRuns: integer('replaced_runs').notNull().default(0),
    createdAt: instant('created_at').notNull().defaultNow(),
    /**
     * Since when the request stands at its stage. Limits of a stage count from here, so a transfer that keeps stage and
     * attempt keeps this too.
     */
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.personId] }),
    unique('one_person_a_personal_number').on(table.municipality, table.personalNumberIndex),
    uniqueIndex('one_person_an_awaiting_address_number')
      .on(table.municipality, table.awaitingKey)
      .where(sql`awaiting_key is not null`),
    unique('one_person_an_integrated_number').on(table.municipality, table.integratedAddressNumber),
    check('status_known', sql`${table.codeRequestStatus} in (${quoteList(codeRequestStatuses)})`),
    check('stage_known', sql`${table.stage} in (${quoteList(stages)})`),
    check(
      'stage_has_its_status',
      sql`case
        when ${table.stage} is null or ${table.stage} in ('AWAITING_PN', 'HELD') then ${table.codeRequestStatus} = 'NOT_REQUESTED'
        when ${table.stage} = 'ACQUIRED' then ${table.codeRequestStatus} = 'REQUESTED'
        when ${table.stage} = 'CANCELLED' then ${table.codeRequestStatus} = case when ${table.serialRequestedAt} is null then 'NOT_REQUESTED' else 'REQUESTING' end
        else ${table.codeRequestStatus} = 'REQUESTING' end`,
    ),
    check(
      'requested_means_numbered',
      sql`${table.codeRequestStatus} = 'NOT_REQUESTED' or (${table.integratedAddressNumber} is not null and ${table.personalNumberIndex} is not null)`,
    ),
    check('number_and_index', sql`(${table.personalNumber} is null) = (${table.personalNumberIndex} is null)`),
    check('parked_has_a_code', sql`(${table.stage} = 'NEEDS_ATTENTION') = (${table.failureCode} is not null)`),
    check('waiting_knows_until_when', sql`${table.stage} <> 'WAITING_FOR_HOURS' or ${table.opensAt} is not null`),
    check('file_requested_has_receipt', sql`${table.stage} <> 'FILE_REQUESTED' or ${table.receiptNumber} is not null`),
    check('in_chunk_has_a_chunk', sql`not ${table.inChunk} or ${table.chunkId} is not null`),
    // A request in a driven stage is never forgotten: a chunk runs it, or its workflow will be nudged.
    check(
      'driven_is_due',
      sql`${table.stage} not in (${quoteList(drivenStages)}) or ${table.inChunk} or ${table.dueAt} is not null`,
    ),
    // No index contains a column that the steps change (stage, serial_requested_at, …), so the steps of a chunk are HOT
    // updates, which write no index.
    index('persons_to_confirm')
      .on(table.municipality, table.personId)
      .where(sql`code_request_status = 'REQUESTING'`),
    // The column stays null in a chunk, so only single requests write this index.
    index('persons_due')
      .on(table.municipality, table.dueAt)
      .where(sql`due_at is not null`),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** The foreign key of a table whose rows are about a person. */
export const belongsToPerson = (table: { municipality: AnyPgColumn; personId: AnyPgColumn }) =>
  foreignKey({
    columns: [table.municipality, table.personId],
    foreignColumns: [persons.municipality, persons.personId],
  });

/** To whom a (number system, address number) belongs; used to convert numbers in both directions. */
export const addressNumbers = pgTable(
  'address_numbers',
  {
    municipality: municipalityColumn(),
    numberSystem: text('number_system').notNull(),
    addressNumber: text('address_number').notNull(),
    personId: uuid('person_id').notNull(),
    linkedAt: instant('linked_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.numberSystem, table.addressNumber] }),
    belongsToPerson(table),
    index('address_numbers_by_person').on(table.municipality, table.personId),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** Table 33 宛名情報: one row for each transfer or staff edit. A larger history SEQ is a later operation. */
export const addressInformation = pgTable(
  'address_information',
  {
    municipality: municipalityColumn(),
    personId: uuid('person_id').notNull(),
    historySeq: integer('history_seq').notNull(),
    personalNumber: bytes('personal_number'),
    numberSystem: text('number_system'),
    addressNumber: text('address_number'),
    integratedAddressNumber: text('integrated_address_number'),
    name: text('name').notNull(),
    nameKana: text('name_kana'),
    /** Keys for the search (domain/search-keys.ts); name, reading and address themselves stay as received. */
    nameKey: text('name_key').notNull(),
    nameKanaKey: text('name_kana_key'),
    kanaNameKey: text('kana_name_key'),
    /** As received, in the Western or the Japanese calendar. */
    birthDateText: text('birth_date_text').notNull(),
    birthDate: date('birth_date', { mode: 'string' }),
    sex: text('sex').notNull(),
    address: text('address').notNull(),
    addressKey: text('address_key').notNull(),
    birthDateKey: text('birth_date_key'),
    /** Of the row's keys. A row of a program that knew no versions has the first. */
    keyVersion: smallint('key_version').notNull().default(1),
    contact: text('contact'),
    delivery: text('delivery'),
    nonDisclosure: boolean('non_disclosure').notNull(),
    codeRequestStatus: text('code_request_status').$type<CodeRequestStatus>().notNull(),
    operatedAt: instant('operated_at').notNull(),
    /** 新規登録時点: when this row was added; also set on updates (seed P:175). */
    registeredAt: instant('registered_at').notNull(),
    /** The row's source: a row of the inbox, a line of a load, or a staff edit. */
    inboxId: uuid('inbox_id'),
    loadId: uuid('load_id'),
    loadLine: integer('load_line'),
    staffId: text('staff_id'),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.personId, table.historySeq] }),
    belongsToPerson(table),
    // Few rows, looked up for every row that is shown.
    index('address_information_protected')
      .on(table.municipality, table.personId)
      .where(sql`non_disclosure`),
    uniqueIndex('one_row_a_transfer')
      .on(table.municipality, table.inboxId)
      .where(sql`inbox_id is not null`),
    check('row_status_known', sql`${table.codeRequestStatus} in (${quoteList(codeRequestStatuses)})`),
    check(
      'row_has_a_source',
      sql`${table.inboxId} is not null or ${table.loadLine} is not null or ${table.staffId} is not null`,
    ),
    check('load_and_line', sql`(${table.loadId} is null) = (${table.loadLine} is null)`),
    index('address_information_by_registration').on(table.municipality, table.registeredAt),
    // Byte order serves the start of a key in every database locale. The row's key is included, so that a search for a
    // part reads the index alone (docs/decisions/0024-search-by-keys.md).
    index('address_information_by_name').on(table.municipality, bytewise('name_key'), table.personId, table.historySeq),
    index('address_information_by_kana').on(
      table.municipality,
      bytewise('name_kana_key'),
      table.personId,
      table.historySeq,
    ),
    index('address_information_by_kana_name')
      .on(table.municipality, bytewise('kana_name_key'), table.personId, table.historySeq)
      .where(sql`kana_name_key is not null`),
    index('address_information_by_address').on(
      table.municipality,
      bytewise('address_key'),
      table.personId,
      table.historySeq,
    ),
    index('address_information_by_birth_date').on(table.municipality, table.birthDate),
    // A row of an earlier version has no key of its partly known date and is found by the text.
    index('address_information_by_known_parts')
      .on(table.municipality, sql`coalesce(birth_date_key, birth_date_text)`)
      .where(sql`birth_date is null`),
    // Few rows but for a while after an update, and none in the end.
    index('address_information_with_earlier_keys')
      .on(table.municipality, table.personId, table.historySeq)
      .where(sql`key_version < 2`),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** Table 34 業務情報: the latest data of each kind from each backbone. */
export const businessInformation = pgTable(
  'business_information',
  {
    municipality: municipalityColumn(),
    personId: uuid('person_id').notNull(),
    numberSystem: text('number_system').notNull(),
    dataType: text('data_type').notNull(),
    integratedAddressNumber: text('integrated_address_number'),
    confirmedAt: instant('confirmed_at').notNull(),
    businessItem1: text('business_item1').notNull(),
    businessItem2: text('business_item2').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.personId, table.numberSystem, table.dataType] }),
    belongsToPerson(table),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** The persons of a chunk; these ids never enter a workflow's history. */
export const chunkMembers = pgTable(
  'chunk_members',
  {
    municipality: municipalityColumn(),
    chunkId: uuid('chunk_id').notNull(),
    personId: uuid('person_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.municipality, table.chunkId, table.personId] }), ownMunicipalityOnly()],
).enableRLS();

/** Every request to a participant, stored before it is sent. */
export const requestAttempts = pgTable(
  'request_attempts',
  {
    municipality: municipalityColumn(),
    requestId: text('request_id').notNull(),
    personId: uuid('person_id'),
    chunkId: uuid('chunk_id'),
    attempt: integer('attempt').notNull(),
    step: text('step').$type<Step>().notNull(),
    participant: text('participant').notNull(),
    lineCount: integer('line_count').notNull(),
    state: text('state').$type<'SENDING' | 'ANSWERED'>().notNull(),
    receiptNumber: text('receipt_number'),
    /** A keyed hash of the fetched file, which identifies it by its content. */
    contentHash: bytes('content_hash'),
    sends: integer('sends').notNull().default(0),
    createdAt: instant('created_at').notNull().defaultNow(),
    answeredAt: instant('answered_at'),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.requestId] }),
    check('attempt_of_person_or_chunk', sql`(${table.personId} is null) <> (${table.chunkId} is null)`),
    index('request_attempts_by_person').on(table.municipality, table.personId),
    // For the last answer of a participant, and for what was sent today.
    index('request_attempts_by_participant').on(table.municipality, table.participant, table.createdAt),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** The events of a request for staff: ids and codes only. */
export const timeline = pgTable(
  'timeline',
  {
    municipality: municipalityColumn(),
    personId: uuid('person_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
    at: instant('at').notNull().defaultNow(),
    event: text('event').notNull(),
    stage: text('stage').$type<Stage>(),
    attempt: integer('attempt').notNull(),
    detail: jsonb('detail').$type<Record<string, string | number | boolean | null>>(),
  },
  (table) => [primaryKey({ columns: [table.municipality, table.personId, table.seq] }), ownMunicipalityOnly()],
).enableRLS();
