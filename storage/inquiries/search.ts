/**
 * The search while typing, in answers and past inquiries. The index gives candidates, never more than {@link mostRanked};
 * they are ranked by BM25 (domain/inquiries/search.ts).
 *
 * The index is asked as the program: the conditions of row-level security are functions that PostgreSQL evaluates before
 * it looks into an index of grams, for every row of the table. What is shown is then read in the caller's own role.
 */
import { sql, type SQL } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { InquiryKind, InquiryStatus } from '../../domain/inquiries/names.ts';
import {
  agreementOf,
  excerptOf,
  gramsOfWords,
  marksOf,
  readQuestion,
  scoreOf,
  weightOf,
  type Corpus,
  type Mark,
  type Question,
} from '../../domain/inquiries/search.ts';
import { nation } from '../../domain/organisations.ts';
import { countCodePoints } from '../../domain/values/name-folding.ts';
import { inOrganisation, type Database } from '../database/database.ts';
import { asJson, epochMs } from '../database/rows.ts';
import { textArray } from './indexed.ts';
import { reader as usualReader } from './reader.ts';
import type { View } from './rows.ts';

/** Texts of one kind of which some are looked for. */
interface Source {
  name: 'answers' | 'inquiries';
  table: SQL;
  /** Of a row `t`, as text. */
  id: SQL;
  where: SQL;
  /** The part of the text that counts more. */
  title: SQL;
  /** What comes first of many that agree alike. */
  order: SQL;
}

const answerSource = (kind: InquiryKind | undefined): Source => ({
  name: 'answers',
  table: sql`answers t`,
  id: sql`t.answer::text`,
  where: sql`t.retired_at is null and ${kind === undefined ? sql`true` : sql`t.kind = ${kind}`}`,
  title: sql`t.title`,
  order: sql`t.used desc, t.answer desc`,
});

const inquirySource = (organisation: string, kind: InquiryKind | undefined): Source => ({
  name: 'inquiries',
  table: sql`inquiry_messages t join inquiries i on i.inquiry = t.inquiry`,
  id: sql`t.inquiry || '/' || t.seq`,
  where: sql`t.kind <> 'note' and ${organisation === nation ? sql`true` : sql`t.organisation = ${organisation}`}
    and ${kind === undefined ? sql`true` : sql`i.kind = ${kind}`}`,
  title: sql`i.subject`,
  order: sql`t.inquiry desc, t.seq`,
});

/** Candidates that are ranked, of those that have some lexemes and of those that have the words as they stand. */
const mostRanked = 80;
const mostExact = 60;
/** So many that have the words as they stand need no others beside them. */
const enoughExact = 40;
/** Of more than these the first that are found serve as well as the most used. */
const mostOrdered = 2_000;
/** Rows that are read for one lexeme, and for all of a question, before they are ranked. */
const mostOfLexeme = 400;
const mostRead = 3_000;

export interface FoundAnswer {
  answer: number;
  title: string;
  titleMarks: Mark[];
  excerpt: string;
  excerptMarks: Mark[];
  kind: InquiryKind;
  used: number;
  solved: number;
  score: number;
}
export interface FoundInquiry {
  inquiry: number;
  organisation: string;
  subject: string;
  subjectMarks: Mark[];
  excerpt: string;
  excerptMarks: Mark[];
  kind: InquiryKind;
  status: InquiryStatus;
  /** Epoch milliseconds. */
  askedAt: number;
  score: number;
}
export interface SearchAnswer {
  answers: FoundAnswer[];
  inquiries: FoundInquiry[];
  /** Whether something has the text as it was typed. */
  exact: boolean;
}

export interface SearchWords {
  text: string;
  kind?: InquiryKind | undefined;
  /** At most so many of each. */
  answers: number;
  inquiries: number;
}

/** @param own the database in the caller's role; what it may not see is left out */
export async function searchInquiries(
  program: Database,
  own: Database,
  view: View,
  { text, kind, answers: mostAnswers, inquiries: mostInquiries }: SearchWords,
  reader = usualReader,
): Promise<SearchAnswer> {
  const question = readQuestion(text, reader);
  if (question.words.length === 0) return { answers: [], inquiries: [], exact: false };
  const [answers, messages] = await Promise.all([
    mostAnswers === 0 ? [] : rank(program, answerSource(kind), question),
    mostInquiries === 0 ? [] : rank(program, inquirySource(view.organisation, kind), question),
  ]);
  const bestOfInquiry = new Map<string, Ranked>();
  for (const each of messages) {
    const [inquiry = ''] = each.id.split('/');
    if (!bestOfInquiry.has(inquiry)) bestOfInquiry.set(inquiry, each);
  }
  const foundAnswers = answers.slice(0, mostAnswers);
  const foundMessages = [...bestOfInquiry.values()].slice(0, mostInquiries);
  const [shownAnswers, shownInquiries] = await Promise.all([
    showAnswers(own, view, foundAnswers, question),
    showInquiries(own, view, foundMessages, question),
  ]);
  const exact = [...foundAnswers, ...foundMessages].some((each) => each.exact);
  return { answers: shownAnswers, inquiries: shownInquiries, exact };
}

interface Ranked {
  id: string;
  score: number;
  exact: boolean;
}

async function rank(db: Database, source: Source, question: Question): Promise<Ranked[]> {
  const corpus = await corpusOf(db, source);
  const weighted = question.wanted
    .map((wanted) => ({ ...wanted, weight: weightOf(wanted, corpus) }))
    .toSorted((a, b) => b.weight - a.weight);
  const asked = [];
  let reading = 0;
  for (const { lexeme, weight } of weighted) {
    const texts = corpus.frequency(lexeme) * corpus.texts;
    // What very many texts have says little, and takes the longest.
    if (asked.length > 0 && texts > mostOrdered) continue;
    reading += Math.min(mostOfLexeme, texts);
    if (asked.length > 0 && reading > mostRead) break;
    asked.push({ lexeme, weight });
  }
  const { table, id, where, title, order } = source;
  const rarest = Math.min(1, ...gramsOfWords(question.words).map((gram) => corpus.frequency(gram)));
  const isOrdered = rarest * corpus.texts <= mostOrdered;
  const rows = await db.execute<{
    id: string;
    exact: boolean;
    lexemes: number;
    grams: string;
    title: string;
  }>(sql`
    with exact as materialized (
      select ${id} as id from ${table} where ${hasWords(question)} and ${where} ${isOrdered ? sql`order by ${order}` : sql``} limit ${mostExact}),
    alike as materialized (
      select c.id from jsonb_to_recordset(${asJson(asked)}) as q(lexeme text, weight float8)
      cross join lateral (select ${id} as id from ${table} where t.grams @> array[q.lexeme] and ${where} limit ${mostOfLexeme}) c
      where (select count(*) from exact) < ${enoughExact}
      group by c.id order by sum(q.weight) desc, c.id desc limit ${mostRanked}),
    candidates as (select id, bool_or(exact) as exact from (
      select id, true as exact from exact union all select id, false from alike) both_kinds group by id)
    select c.id, c.exact, cardinality(t.grams) as lexemes, ${title} as title, array_to_string(t.grams, chr(1)) as grams
    from candidates c join ${table} on ${source.name === 'answers' ? sql`t.answer = c.id::bigint` : sql`t.inquiry = split_part(c.id, '/', 1)::bigint and t.seq = split_part(c.id, '/', 2)::int`}`);
  const wholeWeight = weighted.reduce((sum, { weight }) => sum + weight, 0);
  const lexemes = new Set(question.wanted.map(({ lexeme }) => lexeme));
  return rows
    .map((row): Ranked => {
      const agreement = agreementOf(row.grams.split(betweenGrams), row.title, lexemes);
      const score = scoreOf({ lexemes: row.lexemes, ...agreement }, question.wanted, corpus);
      return { id: row.id, exact: row.exact, score: score + (row.exact ? wholeWeight : 0) };
    })
    .filter(({ exact, score }) => exact || score >= wholeWeight * leastShare)
    .toSorted(isBefore);
}

/** What agrees in less than this part of all that is wanted has a few signs in common by chance: サインイン and ください. */
const leastShare = 0.15;

/** Stands in no text: control characters are refused. As one text hundreds of grams arrive much sooner than as an array. */
const betweenGrams = '\u0001';

const isBefore = (a: Ranked, b: Ranked): number => b.score - a.score || compareIds(b.id, a.id);

const compareIds = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** Has all the words as they stand, in one of their two forms. */
function hasWords({ words, composed }: Question): SQL {
  const isSame = words.length === composed.length && words.every((word, index) => word === composed[index]);
  return isSame ? hasAll(words) : sql`(${hasAll(words)} or ${hasAll(composed)})`;
}

/** From three signs on the grams alone do not say that they stand together. */
function hasAll(words: readonly string[]): SQL {
  const patterns = words.filter((word) => countCodePoints(word) >= 3).map((word) => `%${escapeLike(word)}%`);
  const grams = sql`t.grams @> ${textArray(gramsOfWords(words))}`;
  return patterns.length === 0 ? grams : sql`(${grams} and t.folded like all(${textArray(patterns)}))`;
}

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/gu, String.raw`\$&`);

// ---- what is known of all texts ---------------------------------------------------------------------------------------

/** Frequencies come from so many texts; of more texts a part says enough. */
const mostSampled = 3_000;
const keptMs = 5 * 60_000;
const corpora = new WeakMap<Database, LRUCache<string, Corpus, Source>>();

/** Read again after a while; until it is there the one before serves. */
async function corpusOf(db: Database, source: Source): Promise<Corpus> {
  const cache =
    corpora.get(db) ??
    new LRUCache<string, Corpus, Source>({
      max: 2,
      ttl: keptMs,
      allowStale: true,
      noDeleteOnFetchRejection: true,
      fetchMethod: (_name, _before, { context }) => readCorpus(db, context),
    });
  corpora.set(db, cache);
  const known = await cache.fetch(source.name, { context: source });
  // Of few texts each new one counts: they are read again soon.
  if (known && known.texts < 100) cache.set(source.name, known, { ttl: 1_000 });
  return known ?? readCorpus(db, source);
}

async function readCorpus(db: Database, { name }: Source): Promise<Corpus> {
  const table = name === 'answers' ? sql`answers` : sql`inquiry_messages`;
  const [size] = await db.execute<{ texts: number }>(sql`select count(*)::int as texts from ${table}`);
  const texts = Math.max(1, size?.texts ?? 0);
  // Blocks of the table, as many as give a little more than the sample.
  const part = Math.min(100, (mostSampled / texts) * 120);
  const sample = part >= 100 ? sql`${table}` : sql`${table} tablesample system (${part}) repeatable (1)`;
  const rows = await db.execute<{ gram: string; count: number }>(sql`
    select gram, count(*)::int as count from (select grams from ${sample} limit ${mostSampled}) sampled, unnest(sampled.grams) as gram
    group by gram having count(*) > ${texts > mostSampled ? 1 : 0}`);
  const [lengths] = await db.execute<{ sampled: number; average: number | null }>(sql`
    select count(*)::int as sampled, avg(cardinality(grams))::float8 as average
    from (select grams from ${sample} limit ${mostSampled}) sampled where grams <> '{}'`);
  const sampled = Math.max(1, lengths?.sampled ?? 1);
  const counts = new Map(rows.map(({ gram, count }) => [gram, count]));
  return {
    texts,
    averageLexemes: lengths?.average ?? 1,
    frequency: (lexeme) => (counts.get(lexeme) ?? 0.5) / sampled,
  };
}

// ---- what is shown ------------------------------------------------------------------------------------------------------

async function showAnswers(
  db: Database,
  { acting }: View,
  ranked: readonly Ranked[],
  question: Question,
): Promise<FoundAnswer[]> {
  if (ranked.length === 0) return [];
  const rows = await inOrganisation(db, acting, (tx) =>
    tx.execute<{ id: string; title: string; body: string; kind: InquiryKind; used: number; solved: number }>(sql`
      select a.answer::text as id, a.title, a.body, a.kind, a.used, a.solved from answers a
      where a.answer = any(string_to_array(${ranked.map(({ id }) => id).join(',')}, ',')::bigint[])`),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ranked.flatMap(({ id, score }) => {
    const row = byId.get(id);
    if (!row) return [];
    const { excerpt, marks } = excerptOf(row.body, question);
    const { title, kind, used, solved } = row;
    const titleMarks = marksOf(title, question);
    return [{ answer: Number(id), title, titleMarks, excerpt, excerptMarks: marks, kind, used, solved, score }];
  });
}

async function showInquiries(
  db: Database,
  { acting }: View,
  ranked: readonly Ranked[],
  question: Question,
): Promise<FoundInquiry[]> {
  if (ranked.length === 0) return [];
  const rows = await inOrganisation(db, acting, (tx) =>
    tx.execute<{
      id: string;
      inquiry: number;
      organisation: string;
      subject: string;
      text: string;
      kind: InquiryKind;
      status: InquiryStatus;
      askedAt: number;
    }>(sql`
      select i.inquiry || '/' || m.seq as id, i.inquiry::float8 as inquiry, i.organisation, i.subject, m.text, i.kind,
        i.status, ${epochMs(sql`i.asked_at`)} as "askedAt"
      from jsonb_to_recordset(${asJson(ranked.map(({ id }) => keyOf(id)))}) as q(inquiry bigint, seq int)
      join inquiries i on i.inquiry = q.inquiry join inquiry_messages m on m.inquiry = q.inquiry and m.seq = q.seq`),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ranked.flatMap(({ id, score }) => {
    const row = byId.get(id);
    if (!row) return [];
    const { excerpt, marks } = excerptOf(row.text, question);
    const { inquiry, organisation, subject, kind, status, askedAt } = row;
    const subjectMarks = marksOf(subject, question);
    return [
      { inquiry, organisation, subject, subjectMarks, excerpt, excerptMarks: marks, kind, status, askedAt, score },
    ];
  });
}

function keyOf(id: string): { inquiry: number; seq: number } {
  const [inquiry = '0', seq = '0'] = id.split('/');
  return { inquiry: Number(inquiry), seq: Number(seq) };
}
