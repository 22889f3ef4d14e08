/**
 * The search while typing, in answers and past inquiries. The index gives candidates, never more than {@link mostRanked};
 * they are ranked by BM25 (domain/inquiries/search.ts).
 *
 * The index is asked as the program: the conditions of row-level security are functions that PostgreSQL evaluates before
 * it looks into an index of grams, for every row of the table. What is shown is then read in the caller's own role.
 */
import { sql, type SQL } from 'drizzle-orm';
import { learnedScoreOf, withInquiries } from '../../domain/inquiries/learned.ts';
import type { InquiryKind } from '../../domain/inquiries/names.ts';
import {
  agreementOf,
  gramsOfWords,
  readQuestion,
  scoreOf,
  weightOf,
  type Corpus,
  type Question,
} from '../../domain/inquiries/search.ts';
import { nation } from '../../domain/organisations.ts';
import { countCodePoints } from '../../domain/values/name-folding.ts';
import type { Database } from '../database/database.ts';
import { asJson } from '../database/rows.ts';
import { corpusOf } from './corpus.ts';
import { textArray } from './indexed.ts';
import { reader as usualReader } from './reader.ts';
import type { View } from './rows.ts';
import { showAnswers, showInquiries, type FoundAnswer, type FoundInquiry, type Ranked } from './shown.ts';
import {
  answerSource,
  inquirySource,
  learnedAnswers,
  mostLearned,
  nothingLearned,
  type Asked,
  type Source,
} from './sources.ts';

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
    mostAnswers === 0 ? [] : rankAnswers(program, kind, question),
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

interface Row extends Record<string, unknown> {
  id: string;
  exact: boolean;
  lexemes: number;
  grams: string;
  title: string;
  /** Of an answer: how many of the questions that were answered with it have a lexeme, and how many are known. */
  having: Record<string, number> | null;
  questions: number | null;
}

/** Rows of `id`, `questions` and `having`, and what is known of all texts, theirs included. */
interface Learning {
  rows: SQL;
  corpus: Corpus;
}

/** Whether so few have the words as they stand that others are wanted beside them. */
const isFew = sql`(select count(*) from exact) < ${enoughExact}`;

async function rankAnswers(db: Database, kind: InquiryKind | undefined, question: Question): Promise<Ranked[]> {
  const source = answerSource(kind);
  const [answers, inquiries] = [await corpusOf(db, source), await corpusOf(db, inquirySource(nation, kind))];
  const corpus = withInquiries(answers, inquiries);
  const rows = learnedAnswers(kind, rarestOf(question, corpus, inquiries, mostLearned), isFew);
  return rank(db, source, question, { rows, corpus });
}

async function rank(db: Database, source: Source, question: Question, learning?: Learning): Promise<Ranked[]> {
  const corpus = await corpusOf(db, source);
  const asked = rarestOf(question, corpus, corpus, { mostOfLexeme, mostRead });
  const { table, id, isOf, where, title, order } = source;
  const rarest = Math.min(1, ...gramsOfWords(question.words).map((gram) => corpus.frequency(gram)));
  const isOrdered = rarest * corpus.texts <= mostOrdered;
  const rows = await db.execute<Row>(sql`
    with exact as materialized (
      select ${id} as id from ${table} where ${hasWords(question)} and ${where} ${isOrdered ? sql`order by ${order}` : sql``} limit ${mostExact}),
    alike as materialized (
      select c.id from jsonb_to_recordset(${asJson(asked)}) as q(lexeme text, weight float8)
      cross join lateral (select ${id} as id from ${table} where t.grams @> array[q.lexeme] and ${where} limit ${mostOfLexeme}) c
      where ${isFew}
      group by c.id order by sum(q.weight) desc, c.id desc limit ${mostRanked}),
    learned as materialized (${learning?.rows ?? nothingLearned}),
    candidates as (select id, bool_or(exact) as exact from (
      select id, true as exact from exact union all select id, false from alike union all select id, false from learned) all_kinds group by id)
    select c.id, c.exact, cardinality(t.grams) as lexemes, ${title} as title, array_to_string(t.grams, chr(1)) as grams,
      l.having, l.questions
    from candidates c left join learned l on l.id = c.id join ${table} on ${isOf}`);
  const wholeWeight = question.wanted.reduce((sum, wanted) => sum + weightOf(wanted, corpus), 0);
  const lexemes = new Set(question.wanted.map(({ lexeme }) => lexeme));
  return rows
    .map((row): Ranked => {
      const agreement = agreementOf(row.grams.split(betweenGrams), row.title, lexemes);
      let score = scoreOf({ lexemes: row.lexemes, ...agreement }, question.wanted, corpus);
      if (row.having && learning) {
        const learned = { questions: row.questions ?? 0, having: new Map(Object.entries(row.having)) };
        score += learnedScoreOf(learned, agreement.has, question.wanted, learning.corpus);
      }
      return { id: row.id, exact: row.exact, score: score + (row.exact ? wholeWeight : 0) };
    })
    .filter(({ exact, score }) => exact || score >= wholeWeight * leastShare)
    .toSorted(isBefore);
}

/** The lexemes of which the index is asked, those that say most first, as many as rows may be read. */
function rarestOf(
  { wanted }: Question,
  weighing: Corpus,
  read: Corpus,
  most: { mostOfLexeme: number; mostRead: number },
): Asked[] {
  const weighted = wanted
    .map((each) => ({ lexeme: each.lexeme, weight: weightOf(each, weighing) }))
    .toSorted((a, b) => b.weight - a.weight);
  const asked: Asked[] = [];
  let reading = 0;
  for (const each of weighted) {
    const texts = read.frequency(each.lexeme) * read.texts;
    // What very many texts have says little, and takes the longest.
    if (asked.length > 0 && texts > mostOrdered) continue;
    reading += Math.min(most.mostOfLexeme, texts);
    if (asked.length > 0 && reading > most.mostRead) break;
    asked.push(each);
  }
  return asked;
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
