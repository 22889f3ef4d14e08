/** コールセンター: inquiries of the administrators of municipalities and prefectures, and the answers. No resident's data. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  inquiryKinds,
  inquiryPriorities,
  inquiryRoads,
  inquiryStatuses,
  mailOccasions,
  messageKinds,
  type InquiryKind,
  type InquiryPriority,
  type InquiryRoad,
  type InquiryStatus,
  type MailOccasion,
  type MessageKind,
} from '../domain/inquiries/names.ts';
import { bytes, instant, openToOperations, openToPrograms, organisationColumn, quoteList } from './columns.ts';
import { organisations } from './organisations.ts';

/** An inquiry is seen by the organisation that asked and by the national body, not by neighbours or the prefecture above. */
const seenByAsker = (name: string) =>
  pgPolicy(name, { for: 'select', to: ['fugo_operations'], using: sql`works_for_organisation(organisation)` });

/** 問い合わせ. Its number is the `inquiry`. */
export const inquiries = pgTable(
  'inquiries',
  {
    inquiry: bigint('inquiry', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** Who asks. */
    organisation: organisationColumn().references(() => organisations.organisation),
    kind: text('kind').$type<InquiryKind>().notNull(),
    priority: text('priority').$type<InquiryPriority>().notNull().default('normal'),
    status: text('status').$type<InquiryStatus>().notNull().default('open'),
    subject: text('subject').notNull(),
    road: text('road').$type<InquiryRoad>().notNull(),
    askedBy: text('asked_by').notNull(),
    /** Made by whoever sends it, so that sending it twice asks once. */
    requestKey: uuid('request_key').notNull().unique(),
    askedAt: instant('asked_at').notNull().defaultNow(),
    /** By when it is to be answered, in minutes in which the asker's counter is open; null while it waits for the asker. */
    dueAt: instant('due_at'),
    escalation: integer('escalation').notNull().default(0),
    owner: text('owner'),
    incident: bigint('incident', { mode: 'number' }),
    /** The error list entry of the own municipality: its id, nothing of the person. */
    errorEntry: text('error_entry'),
    mergedInto: bigint('merged_into', { mode: 'number' }),
    firstAnsweredAt: instant('first_answered_at'),
    /** Open minutes from the question to the first answer. */
    answerMinutes: integer('answer_minutes'),
    escalatedAt: instant('escalated_at'),
    /** Whether it was ever due without an answer. */
    late: boolean('late').notNull().default(false),
    closedAt: instant('closed_at'),
    /** 満足度, 1 to 5, and a word. */
    satisfaction: integer('satisfaction'),
    satisfactionText: text('satisfaction_text'),
    /** The place of its last message. */
    lastSeq: integer('last_seq').notNull().default(1),
    /** Counts every change; who changes an older one is refused. */
    version: integer('version').notNull().default(1),
    /** By when its workflow looks again. */
    lookAt: instant('look_at'),
  },
  (table) => [
    index('inquiries_of_organisation').on(table.organisation, table.inquiry),
    index('inquiries_open')
      .on(table.dueAt)
      .where(sql`closed_at is null`),
    foreignKey({ columns: [table.mergedInto], foreignColumns: [table.inquiry] }),
    check('inquiry_kind', sql`${table.kind} in (${quoteList(inquiryKinds)})`),
    check('inquiry_priority', sql`${table.priority} in (${quoteList(inquiryPriorities)})`),
    check('inquiry_status', sql`${table.status} in (${quoteList(inquiryStatuses)})`),
    check('inquiry_road', sql`${table.road} in (${quoteList(inquiryRoads)})`),
    check('inquiry_satisfaction', sql`${table.satisfaction} between 1 and 5`),
    // By number, so that merges, however many at once, never make a circle.
    check('inquiry_merged_into_earlier', sql`${table.mergedInto} < ${table.inquiry}`),
    check('inquiry_merged', sql`(${table.status} = 'merged') = (${table.mergedInto} is not null)`),
    index('inquiries_to_look_at')
      .on(table.lookAt)
      .where(sql`look_at is not null`),
    index('inquiries_by_time').on(table.askedAt),
    openToPrograms('inquiries_open_to_programs'),
    seenByAsker('inquiries_seen'),
  ],
).enableRLS();

/** Append only. `grams` are the uni- and bigrams of the text and its synonyms, for the search. */
export const inquiryMessages = pgTable(
  'inquiry_messages',
  {
    inquiry: bigint('inquiry', { mode: 'number' })
      .notNull()
      .references(() => inquiries.inquiry),
    seq: integer('seq').notNull(),
    organisation: organisationColumn(),
    kind: text('kind').$type<MessageKind>().notNull(),
    text: text('text').notNull(),
    writtenBy: text('written_by').notNull(),
    at: instant('at').notNull().defaultNow(),
    /** Made by whoever sends it, so that sending it twice writes once. */
    requestKey: uuid('request_key').notNull().unique().defaultRandom(),
    /** The Message-ID of the mail it came with, so that a mail that is delivered twice is taken once. */
    mailId: text('mail_id').unique(),
    /** The text as the search compares it; that of a note is not searched. */
    folded: text('folded').notNull().default(''),
    grams: text('grams').array().notNull().default([]),
    /** By which words the grams were made; others are made anew. */
    indexVersion: text('index_version').notNull().default(''),
    /** Of the first question: the answers that its inquiry was answered with and that are found by its words too. */
    answeredWith: bigint('answered_with', { mode: 'number' }).array().notNull().default([]),
  },
  (table) => [
    primaryKey({ columns: [table.inquiry, table.seq] }),
    check('inquiry_message_kind', sql`${table.kind} in (${quoteList(messageKinds)})`),
    index('inquiry_messages_by_index_version').on(table.indexVersion),
    index('inquiry_messages_grams').using('gin', table.grams).with({ fastupdate: false }),
    index('inquiry_messages_answered_with')
      .using('gin', table.grams, table.answeredWith)
      .with({ fastupdate: false })
      .where(sql`answered_with <> '{}'`),
    openToPrograms('inquiry_messages_open'),
    // A note is the call centre's own.
    pgPolicy('inquiry_messages_seen', {
      for: 'select',
      to: ['fugo_operations'],
      using: sql`works_for_organisation(organisation) and (kind <> 'note' or acting_organisation() = 'nation')`,
    }),
  ],
).enableRLS();

/** 添付: bounded in size, and of a kind that its first bytes show. */
export const inquiryAttachments = pgTable(
  'inquiry_attachments',
  {
    attachment: uuid('attachment').primaryKey().defaultRandom(),
    inquiry: bigint('inquiry', { mode: 'number' }).notNull(),
    seq: integer('seq').notNull(),
    organisation: organisationColumn(),
    name: text('name').notNull(),
    type: text('type').notNull(),
    sha256: text('sha256').notNull(),
    content: bytes('content').notNull(),
    bytes: integer('bytes').notNull(),
    internal: boolean('internal').notNull().default(false),
  },
  (table) => [
    index('inquiry_attachments_of_inquiry').on(table.inquiry, table.seq),
    // What is sent again is the same file.
    unique('inquiry_attachment_once').on(table.inquiry, table.seq, table.sha256, table.name),
    foreignKey({ columns: [table.inquiry, table.seq], foreignColumns: [inquiryMessages.inquiry, inquiryMessages.seq] }),
    openToPrograms('inquiry_attachments_open'),
    pgPolicy('inquiry_attachments_seen', {
      for: 'select',
      to: ['fugo_operations'],
      using: sql`works_for_organisation(organisation) and (not internal or acting_organisation() = 'nation')`,
    }),
  ],
).enableRLS();

/** 回答集: an answer that may serve again. A retired one is found no more, and stays with those that were answered by it. */
export const answers = pgTable(
  'answers',
  {
    answer: bigint('answer', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    title: text('title').notNull(),
    body: text('body').notNull(),
    kind: text('kind').$type<InquiryKind>().notNull(),
    used: integer('used').notNull().default(0),
    solved: integer('solved').notNull().default(0),
    writtenBy: text('written_by').notNull(),
    changedAt: instant('changed_at').notNull().defaultNow(),
    retiredAt: instant('retired_at'),
    retiredBy: text('retired_by'),
    version: integer('version').notNull().default(1),
    /** Title and body as the search compares them. */
    folded: text('folded').notNull().default(''),
    grams: text('grams').array().notNull().default([]),
    /** By which words the grams were made; others are made anew. */
    indexVersion: text('index_version').notNull().default(''),
  },
  (table) => [
    index('answers_by_index_version').on(table.indexVersion),
    index('answers_grams').using('gin', table.grams).with({ fastupdate: false }),
    check('answer_kind', sql`${table.kind} in (${quoteList(inquiryKinds)})`),
    openToPrograms('answers_open'),
    openToOperations('answers_seen'),
  ],
).enableRLS();

/** Which answers an inquiry was answered with. */
export const inquiryAnswers = pgTable(
  'inquiry_answers',
  {
    inquiry: bigint('inquiry', { mode: 'number' })
      .notNull()
      .references(() => inquiries.inquiry),
    answer: bigint('answer', { mode: 'number' })
      .notNull()
      .references(() => answers.answer),
    organisation: organisationColumn(),
    /** Whether the asker said that it helped. */
    solved: boolean('solved'),
    at: instant('at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.inquiry, table.answer] }),
    unique('inquiry_answers_by_answer').on(table.answer, table.inquiry),
    openToPrograms('inquiry_answers_open'),
    seenByAsker('inquiry_answers_seen'),
  ],
).enableRLS();

/** What is to be mailed about an inquiry, once for each occasion and recipient; sent while the counter of the asker is open. */
export const inquiryMails = pgTable(
  'inquiry_mails',
  {
    /** The same at every attempt, so that a repetition is known as one. */
    messageId: text('message_id').primaryKey(),
    inquiry: bigint('inquiry', { mode: 'number' })
      .notNull()
      .references(() => inquiries.inquiry),
    organisation: organisationColumn(),
    occasion: text('occasion').$type<MailOccasion>().notNull(),
    /** Which message it tells of; null of the inquiry as a whole. */
    seq: integer('seq'),
    /** An address of work; the programs alone read it. */
    recipient: text('recipient').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    nextAttemptAt: instant('next_attempt_at').notNull().defaultNow(),
    attempts: integer('attempts').notNull().default(0),
    sentAt: instant('sent_at'),
    /** When the other side refused it for good; it is not tried again. */
    refusedAt: instant('refused_at'),
    error: text('error'),
  },
  (table) => [
    index('inquiry_mails_to_send')
      .on(table.nextAttemptAt)
      .where(sql`sent_at is null and refused_at is null`),
    index('inquiry_mails_of_inquiry').on(table.inquiry),
    check('inquiry_mail_occasion', sql`${table.occasion} in (${quoteList(mailOccasions)})`),
    openToPrograms('inquiry_mails_open'),
  ],
).enableRLS();
