/** お知らせ: what members of staff are told while they are not looking, how they want it, and the mails that carry it. */
import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { digestWindows, newsKinds, type NewsKind, type Summary } from '../domain/news.ts';
import { instant, openToPrograms, organisationColumn, quoteList } from './columns.ts';
import { staff } from './staff.ts';

const toldStaff = () =>
  text('staff_id')
    .notNull()
    .references(() => staff.id);

/** How a person wants to be told. Without a row: in the web alone. */
export const newsChoices = pgTable(
  'news_choices',
  {
    staffId: toldStaff().primaryKey(),
    mailKinds: text('mail_kinds').array().$type<NewsKind[]>().notNull(),
    browserKinds: text('browser_kinds').array().$type<NewsKind[]>().notNull(),
    digestMinutes: integer('digest_minutes').notNull(),
    /** `HH:MM` in Japan. */
    summaryAt: text('summary_at').notNull(),
    changedAt: instant('changed_at').notNull().defaultNow(),
  },
  (table) => [
    check('news_mail_kinds', sql`${table.mailKinds} <@ array[${quoteList(newsKinds)}]`),
    check('news_browser_kinds', sql`${table.browserKinds} <@ array[${quoteList(newsKinds)}]`),
    check(
      'news_digest_minutes',
      sql`${table.digestMinutes} in (${sql.raw(digestWindows.map((minutes) => String(minutes)).join(', '))})`,
    ),
    check('news_summary_at', sql`${table.summaryAt} ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'`),
    openToPrograms('news_choices_open'),
  ],
).enableRLS();

/** A mail to a person, with all news that waited for it. */
export const newsMails = pgTable(
  'news_mails',
  {
    /** The same at every attempt, so that a repetition is known as one. */
    messageId: text('message_id').primaryKey(),
    staffId: toldStaff(),
    createdAt: instant('created_at').notNull().defaultNow(),
    nextAttemptAt: instant('next_attempt_at').notNull().defaultNow(),
    attempts: integer('attempts').notNull().default(0),
    sentAt: instant('sent_at'),
    /** When the other side refused it for good; it is not tried again. */
    refusedAt: instant('refused_at'),
    /** When there was nothing left to say, or nobody to say it to. */
    droppedAt: instant('dropped_at'),
    error: text('error'),
  },
  (table) => [
    index('news_mails_to_send')
      .on(table.nextAttemptAt)
      .where(sql`sent_at is null and refused_at is null and dropped_at is null`),
    index('news_mails_by_creation').on(table.createdAt),
    openToPrograms('news_mails_open'),
  ],
).enableRLS();

/** One thing that one person is told, once: it is told again only when it was over and has come back. */
export const news = pgTable(
  'news',
  {
    newsId: bigint('news_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    staffId: toldStaff(),
    kind: text('kind').$type<NewsKind>().notNull(),
    organisation: organisationColumn(),
    /** What it is about (domain/news): an id, of a summary the day. Nothing of a resident. */
    subject: text('subject').notNull(),
    /** Of a summary. */
    figures: jsonb('figures').$type<Summary>(),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** When it is to be mailed, with whatever waits besides; null: it is not. */
    mailAt: instant('mail_at'),
    mail: text('mail').references(() => newsMails.messageId),
    seenAt: instant('seen_at'),
    /** When it was over: decided, resolved, given to somebody else, or the person's no more. */
    overAt: instant('over_at'),
  },
  (table) => [
    unique('one_news_a_subject').on(table.staffId, table.kind, table.organisation, table.subject),
    index('news_of_staff').on(table.staffId, table.newsId),
    index('news_to_mail')
      .on(table.mailAt)
      .where(sql`mail_at is not null and mail is null and over_at is null`),
    index('news_going_on')
      .on(table.organisation)
      .where(sql`over_at is null`),
    index('news_of_mail')
      .on(table.mail)
      .where(sql`mail is not null`),
    index('news_by_creation').on(table.createdAt),
    check('news_kind', sql`${table.kind} in (${quoteList(newsKinds)})`),
    check('summary_has_figures', sql`(${table.kind} = 'summary') = (${table.figures} is not null)`),
    openToPrograms('news_open'),
  ],
).enableRLS();
