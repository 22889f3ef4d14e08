/** Tables of the initial load: files, their lines as read, and the chunks that take the lines through the steps. */
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
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { loadStates, type LoadState } from '../domain/load.ts';
import type { Stage } from '../domain/stages.ts';
import { bytes, instant, quoteList, municipalityColumn, ownMunicipalityOnly } from './columns.ts';

/** One row for each uploaded file; the file itself lies sealed in the folder of load files. */
export const loads = pgTable(
  'loads',
  {
    municipality: municipalityColumn(),
    loadId: uuid('load_id').notNull(),
    fileName: text('file_name').notNull(),
    /** A keyed hash of the whole file, which identifies the file by its content. */
    fileHash: bytes('file_hash').notNull(),
    fileBytes: bigint('file_bytes', { mode: 'number' }).notNull(),
    /** LoadOptions of contracts/initial-load. */
    options: jsonb('options').notNull(),
    dryRun: boolean('dry_run').notNull(),
    state: text('state').$type<LoadState>().notNull(),
    /** Why it stopped: a code, never a value of the file. */
    stateReason: text('state_reason'),
    /** The file's own heading line, for the file of bad lines. */
    heading: bytes('heading'),
    /** Every line up to this one is in `load_lines` or `bad_lines`. */
    readTo: integer('read_to').notNull().default(0),
    goodLines: integer('good_lines').notNull().default(0),
    badLines: integer('bad_lines').notNull().default(0),
    clientId: text('client_id').notNull(),
    staffId: text('staff_id'),
    createdAt: instant('created_at').notNull().defaultNow(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.loadId] }),
    check('load_state_known', sql`${table.state} in (${quoteList(loadStates)})`),
    index('loads_by_file').on(table.municipality, table.fileHash),
    index('loads_by_creation').on(table.municipality, table.createdAt),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** Which columns of another system's files are which fields, for the next load: what was said last. */
export const loadColumns = pgTable(
  'load_columns',
  {
    municipality: municipalityColumn(),
    /** ColumnNames of load-files/columns: names of columns, never a value of a file. */
    names: jsonb('names').notNull(),
    clientId: text('client_id').notNull(),
    staffId: text('staff_id'),
    keptAt: instant('kept_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.municipality] }), ownMunicipalityOnly()],
).enableRLS();

/**
 * Correct lines, written by COPY. PostgreSQL refuses COPY into a table with row-level security, so this table has none:
 * programs may only insert, with the transaction's municipality as the default, and read the view `lines_of_loads`,
 * which shows one municipality's rows.
 */
export const loadLines = pgTable(
  'load_lines',
  {
    municipality: text('municipality')
      .notNull()
      .default(sql`current_setting('fugo.municipality')`),
    loadId: uuid('load_id').notNull(),
    /** Counts from 1, as an editor shows it. */
    line: integer('line').notNull(),
    /** Becomes the person's id when the line is about somebody new. */
    personId: uuid('person_id').notNull(),
    /** Sealed for `personId`. */
    personalNumber: bytes('personal_number'),
    personalNumberIndex: bytes('personal_number_index'),
    numberSystem: text('number_system').notNull(),
    addressNumber: text('address_number').notNull(),
    transferId: text('transfer_id').notNull(),
    /** Null when the transfer id was made from file and line, so that it cannot come again. */
    contentHash: bytes('content_hash'),
    /** Assigned by an earlier system. */
    integratedAddressNumber: text('integrated_address_number'),
    operatedAt: instant('operated_at').notNull(),
    /** Null, like all address information, when the line carries business information alone. */
    name: text('name'),
    nameKana: text('name_kana'),
    nameKey: text('name_key'),
    nameKanaKey: text('name_kana_key'),
    kanaNameKey: text('kana_name_key'),
    birthDateText: text('birth_date_text'),
    birthDate: date('birth_date', { mode: 'string' }),
    sex: text('sex'),
    address: text('address'),
    addressKey: text('address_key'),
    birthDateKey: text('birth_date_key'),
    /** 1 for lines of a program that knew no versions. */
    keyVersion: smallint('key_version').notNull().default(1),
    contact: text('contact'),
    delivery: text('delivery'),
    nonDisclosure: boolean('non_disclosure').notNull(),
    /** Null when the line carries address information alone. */
    dataType: text('data_type'),
    confirmedAt: instant('confirmed_at'),
    businessItem1: text('business_item1').notNull(),
    businessItem2: text('business_item2').notNull(),
    senderStaffId: text('sender_staff_id'),
  },
  (table) => [primaryKey({ columns: [table.municipality, table.loadId, table.line] })],
);

/** Lines that break a rule, as they stand in the file, for correcting and loading them again. */
export const badLines = pgTable(
  'bad_lines',
  {
    municipality: municipalityColumn(),
    loadId: uuid('load_id').notNull(),
    line: integer('line').notNull(),
    /** LoadLineProblem[] of contracts/load-file: fields and rules, never values. */
    problems: jsonb('problems').notNull(),
    /** Encrypted (AES-256-GCM); null for a correct line that only the judge refused. */
    raw: bytes('raw'),
  },
  (table) => [primaryKey({ columns: [table.municipality, table.loadId, table.line] }), ownMunicipalityOnly()],
).enableRLS();

/**
 * Chunks: up to 10,000 persons who go through the steps together, with one serial request, one file and one forwarding.
 */
export const loadChunks = pgTable(
  'load_chunks',
  {
    municipality: municipalityColumn(),
    chunkId: uuid('chunk_id').notNull(),
    /** Null when gathered from single transfers. */
    loadId: uuid('load_id'),
    /** From 1 up for the load's own chunks, from -1 down for those of a bulk retry, 0 for gathered ones. */
    chunkNo: integer('chunk_no').notNull(),
    firstLine: integer('first_line').notNull(),
    lastLine: integer('last_line').notNull(),
    /** The number of good lines. */
    lines: integer('lines').notNull(),
    /** The stage of the members who have not left. Null before the chunk is judged. */
    stage: text('stage').$type<Stage>(),
    opensAt: instant('opens_at'),
    judgedAt: instant('judged_at'),
    endedAt: instant('ended_at'),
    /**
     * When its workflow is to be nudged or started (storage/requests/due); null for a load's own chunk, which the load
     * runs.
     */
    dueAt: instant('due_at'),
    /** Nudges since the workflow's last sign of life. */
    nudges: integer('nudges').notNull().default(0),
    /** Runs replaced since then, because they did not answer nudges. */
    replacedRuns: integer('replaced_runs').notNull().default(0),
    /** Lines by the judge's result. */
    results: jsonb('results').$type<Record<string, number>>(),
    /** Persons for whom this chunk asks for a code. */
    members: integer('members').notNull().default(0),
    routed: integer('routed').notNull().default(0),
    parked: integer('parked').notNull().default(0),
    acquired: integer('acquired').notNull().default(0),
    /** Members whom the confirmation put on the error list. */
    unconfirmed: integer('unconfirmed').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.municipality, table.chunkId] }),
    unique('one_chunk_a_number').on(table.municipality, table.loadId, table.chunkNo),
    foreignKey({ columns: [table.municipality, table.loadId], foreignColumns: [loads.municipality, loads.loadId] }),
    check('gathered_has_no_load', sql`(${table.chunkNo} = 0) = (${table.loadId} is null)`),
    // A chunk that no load runs must be due until it has ended.
    check(
      'chunk_driven_is_due',
      sql`${table.chunkNo} > 0 or ${table.endedAt} is not null or ${table.dueAt} is not null`,
    ),
    index('load_chunks_due')
      .on(table.municipality, table.dueAt)
      .where(sql`due_at is not null`),
    ownMunicipalityOnly(),
  ],
).enableRLS();

/** What all persons of a chunk went through together, written once; part of each one's timeline. */
export const chunkTimeline = pgTable(
  'chunk_timeline',
  {
    municipality: municipalityColumn(),
    chunkId: uuid('chunk_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
    at: instant('at').notNull().defaultNow(),
    event: text('event').notNull(),
    stage: text('stage').$type<Stage>(),
    detail: jsonb('detail').$type<Record<string, string | number | boolean | null>>(),
  },
  (table) => [primaryKey({ columns: [table.municipality, table.chunkId, table.seq] }), ownMunicipalityOnly()],
).enableRLS();

/** When a participant may be sent the next lines of a load; all workers and loads share this rate limit. */
export const participantPace = pgTable(
  'participant_pace',
  {
    municipality: municipalityColumn(),
    participant: text('participant').notNull(),
    freeAt: instant('free_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.municipality, table.participant] }), ownMunicipalityOnly()],
).enableRLS();
