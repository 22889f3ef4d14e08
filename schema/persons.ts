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
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { codeRequestStatuses, drivenStages, stages, type CodeRequestStatus, type Stage } from '../domain/stages.ts';
import type { AcquisitionFailureCode, Step } from '../domain/failures.ts';
import { bytes, instant, listed, municipalityColumn, ownMunicipalityOnly } from './columns.ts';

const charactersFrom = (first: string, last: string): string =>
  String.fromCharCode(
    ...Array.from({ length: last.charCodeAt(0) - first.charCodeAt(0) + 1 }, (_, at) => first.charCodeAt(0) + at),
  );
const dashes = '‐‑‒–—―−-';
/** What foldName of domain/values/name-folding makes of kana; blanks and middle dots, which come last, are dropped. */
export const foldedKana = sql.raw(`coalesce(translate(lower(normalize(name_kana, NFKC) collate "C"),
  '${charactersFrom('ぁ', 'ゖ')}ゝゞ${dashes} ・', '${charactersFrom('ァ', 'ヶ')}ヽヾ${'ー'.repeat(dashes.length)}'), name_key)`);

const bytewise = (column: string) => sql.raw(`${column} collate "C"`);

/** Where new integrated address numbers come from: never reused, never derived from the personal number. */
export const integratedAddressNumberSequence = pgSequence('integrated_address_number_sequence', {
  startWith: 1,
  cache: 100,
});

/**
 * One row a person and municipality: the one code request status (design §3). `personId` is random and says nothing
 * about the person; it outlives changes of every other number.
 */
export const persons = pgTable(
  'persons',
  {
    municipality: municipalityColumn(),
    personId: uuid('person_id').notNull(),
    /** AES-256-GCM, with its key id; null before the number exists. */
    personalNumber: bytes('personal_number'),
    /** HMAC-SHA-256 under a key of its own; finds a person without decrypting anything. */
    personalNumberIndex: bytes('personal_number_index'),
    /** `{numberSystem}:{addressNumber}` while there is no personal number, so that two arrivals at once meet. */
    awaitingKey: text('awaiting_key'),
    integratedAddressNumber: text('integrated_address_number'),
    /** A system before fugo has given the number and may have asked for the code, so the other side is asked first. */
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
    /** Transfers of this person that wait for staff. */
    heldTransfers: integer('held_transfers').notNull().default(0),
    currentHistorySeq: integer('current_history_seq'),
    lastHistorySeq: integer('last_history_seq').notNull().default(0),
    /** The chunk that runs the steps of this attempt, or has run them; null where the person's own workflow does. */
    chunkId: uuid('chunk_id'),
    /** That chunk has not let go of this person: its own workflow sends nothing. */
    inChunk: boolean('in_chunk').notNull().default(false),
    /** A workflow of this person's own has looked at this row, so it is nudged when the row changes. */
    hasRun: boolean('has_run').notNull().default(false),
    /** When the person's workflow is to be nudged; null where nobody asks for it (storage/due). */
    dueAt: instant('due_at').defaultNow(),
    /** Nudges since the workflow last looked at this row. */
    nudges: integer('nudges').notNull().default(0),
    /** Runs that were replaced since the request last moved, because they did not answer nudges. */
    replacedRuns: integer('replaced_runs').notNull().default(0),
    createdAt: instant('created_at').notNull().defaultNow(),
    /**
     * Since when the request stands where it stands. Limits of a stage are counted from it, so a transfer that leaves
     * stage and attempt as they are leaves this, too.
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
    check('status_known', sql`${table.codeRequestStatus} in (${listed(codeRequestStatuses)})`),
    check('stage_known', sql`${table.stage} in (${listed(stages)})`),
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
    // Nobody is at rest in a stage that asks for a driver: either a chunk drives, or the workflow will be nudged.
    check(
      'driven_is_due',
      sql`${table.stage} not in (${listed(drivenStages)}) or ${table.inChunk} or ${table.dueAt} is not null`,
    ),
    // No index names a column that the steps change (stage, serial_requested_at, …): then each step of a chunk is a
    // change within the page (HOT) and writes no index at all.
    index('persons_to_confirm')
      .on(table.municipality, table.personId)
      .where(sql`code_request_status = 'REQUESTING'`),
    // In a chunk it is null and stays so, so this one is written by the steps of single requests only.
    index('persons_due')
      .on(table.municipality, table.dueAt)
      .where(sql`due_at is not null`),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** Whose (number system, address number) it is: the conversion of numbers in both directions (domain §0.7). */
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
    foreignKey({
      columns: [table.municipality, table.personId],
      foreignColumns: [persons.municipality, persons.personId],
    }),
    index('address_numbers_by_person').on(table.municipality, table.personId),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** Table 33 宛名情報: one row a transfer or staff edit; a larger history SEQ is a later operation here. */
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
    /** The reading, or the name where there is none; folded by the database, so that no writer has to. */
    nameKanaKey: text('name_kana_key').generatedAlwaysAs(foldedKana),
    /** Folded, for search and match; the name itself stays as received. */
    nameKey: text('name_key').notNull(),
    /** As received, in the Western or the Japanese calendar. */
    birthDateText: text('birth_date_text').notNull(),
    birthDate: date('birth_date', { mode: 'string' }),
    sex: text('sex').notNull(),
    address: text('address').notNull(),
    addressKey: text('address_key').notNull(),
    contact: text('contact'),
    delivery: text('delivery'),
    nonDisclosure: boolean('non_disclosure').notNull(),
    codeRequestStatus: text('code_request_status').$type<CodeRequestStatus>().notNull(),
    operatedAt: instant('operated_at').notNull(),
    /** 新規登録時点: when this row was added; set on updates too (seed P:175). */
    registeredAt: instant('registered_at').notNull(),
    /** Where the row comes from: the sender's inbox row, a line of a load, or a staff edit. */
    inboxId: uuid('inbox_id'),
    loadId: uuid('load_id'),
    loadLine: integer('load_line'),
    staffId: text('staff_id'),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.personId, table.historySeq] }),
    foreignKey({
      columns: [table.municipality, table.personId],
      foreignColumns: [persons.municipality, persons.personId],
    }),
    // Few, and asked for beside each row that is shown.
    index('address_information_protected')
      .on(table.municipality, table.personId)
      .where(sql`non_disclosure`),
    uniqueIndex('one_row_a_transfer')
      .on(table.municipality, table.inboxId)
      .where(sql`inbox_id is not null`),
    check('row_status_known', sql`${table.codeRequestStatus} in (${listed(codeRequestStatuses)})`),
    check(
      'row_has_a_source',
      sql`${table.inboxId} is not null or ${table.loadLine} is not null or ${table.staffId} is not null`,
    ),
    check('load_and_line', sql`(${table.loadId} is null) = (${table.loadLine} is null)`),
    index('address_information_by_registration').on(table.municipality, table.registeredAt),
    // In the order of the bytes, which serves the start of a key whatever the database's language; with the row's id, so
    // that a part of a key is looked for in the index alone (docs/decisions/0024-search-by-keys.md).
    index('address_information_by_name').on(table.municipality, bytewise('name_key'), table.personId, table.historySeq),
    index('address_information_by_kana').on(
      table.municipality,
      bytewise('name_kana_key'),
      table.personId,
      table.historySeq,
    ),
    index('address_information_by_address').on(
      table.municipality,
      bytewise('address_key'),
      table.personId,
      table.historySeq,
    ),
    index('address_information_by_birth_date').on(table.municipality, table.birthDate),
    index('address_information_by_unknown_birth_date')
      .on(table.municipality, table.birthDateText)
      .where(sql`birth_date is null`),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** Table 34 業務情報: the latest of each kind of data from each backbone. */
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
    foreignKey({
      columns: [table.municipality, table.personId],
      foreignColumns: [persons.municipality, persons.personId],
    }),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** The persons of a chunk; its ids live here and never in a workflow's history (design §4). */
export const chunkMembers = pgTable(
  'chunk_members',
  {
    municipality: municipalityColumn(),
    chunkId: uuid('chunk_id').notNull(),
    personId: uuid('person_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.municipality, table.chunkId, table.personId] }), ownMunicipalityOnly()],
).enableRLS();

/** Every request to a participant, stored before it is sent (design §3, Request id). */
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
    /** Keyed hash of the fetched file: its identity is its content. */
    contentHash: bytes('content_hash'),
    sends: integer('sends').notNull().default(0),
    createdAt: instant('created_at').notNull().defaultNow(),
    answeredAt: instant('answered_at'),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.requestId] }),
    check('attempt_of_person_or_chunk', sql`(${table.personId} is null) <> (${table.chunkId} is null)`),
    index('request_attempts_by_person').on(table.municipality, table.personId),
    // When a participant last answered, and what was sent on today.
    index('request_attempts_by_participant').on(table.municipality, table.participant, table.createdAt),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** What happened to a request, step by step, for staff. Ids and codes only. */
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
