/** The search of the call centre: how soon it answers among many answers, and how often the right one is among the first. */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { TextReader } from '../../domain/inquiries/search.ts';
import { nation } from '../../domain/organisations.ts';
import { countCodePoints } from '../../domain/values/name-folding.ts';
import { openDatabase, type Database } from '../../storage/database/database.ts';
import { addAnswer } from '../../storage/inquiries/answers.ts';
import { indexText } from '../../storage/inquiries/indexed.ts';
import { plainReader } from '../../storage/inquiries/reader.ts';
import { searchInquiries } from '../../storage/inquiries/search.ts';
import { randomFrom } from '../../test/simulation/random.ts';
import { atLeast, atMost } from '../common/aims.ts';
import { grouped, number, table } from '../common/markdown.ts';
import { say } from '../common/say.ts';
import { latencyOf } from '../common/statistics.ts';
import { openDatabaseHome, type DatabaseHome } from './home.ts';
import { partOf, type Surroundings } from './part.ts';

const Quality = z.object({
  questions: z.number(),
  recall: z.number(),
  reciprocal: z.number(),
  /** The same without words of the same meaning. */
  recallAlone: z.number(),
  reciprocalAlone: z.number(),
});
type Quality = z.infer<typeof Quality>;

const Figures = z.object({
  answers: z.number(),
  averageSigns: z.number(),
  indexMb: z.number(),
  /** Milliseconds; `words`: the first 20 for a word, `suggestions`: for a question as somebody types it. */
  words: z.object({ p50: z.number(), p95: z.number() }),
  suggestions: z.object({ p50: z.number(), p95: z.number() }),
  /** `LIKE` for the same words. */
  like: z.object({ p50: z.number(), p95: z.number() }),
  missed: z.number(),
  open: Quality,
  /** Of questions that were written before the search was changed for the second time, and then seen. */
  more: Quality.optional(),
  /** Of questions that nobody has seen who works on the search; null where they are not there. */
  hidden: Quality.nullable(),
});
type Figures = z.infer<typeof Figures>;

const Answers = z.array(z.object({ id: z.number(), title: z.string(), body: z.string() }));
type Answers = z.infer<typeof Answers>;
const Questions = z.array(z.object({ question: z.string(), answers: z.array(z.number()) }));

const fileOf = (name: string): URL => new URL(`./questions/${name}.json`, import.meta.url);
const readFile = (name: string): unknown => JSON.parse(readFileSync(fileOf(name), 'utf8'));

const asked = 300;
const view = { acting: nation, organisation: nation };

async function measureCallCentre(size: number, surroundings: Surroundings): Promise<Figures> {
  const home = await openDatabaseHome(surroundings);
  const { db, close } = openDatabase(home.urls.api, { max: 4, name: 'bench', work: 'answer' });
  surroundings.onClose(close);
  const answers = Answers.parse(readFile('answers'));

  say('the right answer among the first three');
  const numbers = new Map<number, number>();
  for (const { id, title, body } of answers) {
    const { answer } = await addAnswer(db, nation, { title, body, kind: 'operation' }, 'bench');
    numbers.set(answer, id);
  }
  const open = await judge(db, numbers, 'questions-open');
  const more = await judge(db, numbers, 'questions-more');
  const hidden = existsSync(fileOf('questions-hidden')) ? await judge(db, numbers, 'questions-hidden') : null;

  say(`${size} answers`);
  const texts = await fill(home, answers, size);
  const [index] = await home.sql<{ bytes: string }[]>`select pg_relation_size('answers_grams') as bytes`;
  const signs = texts.reduce((sum, { title, body }) => sum + countCodePoints(title + body), 0);
  // Statistics and caches of whoever has worked for a while.
  const words = wordsIn(texts);
  await timed(words.slice(0, 50), (text) => findFirst(db, text));

  const byWord = await timed(words, (text) => findFirst(db, text));
  const missed = byWord.results.filter((found) => !found.exact).length;
  const questions = Questions.parse(readFile('questions-open')).slice(0, asked);
  const typed = questions.map(({ question }, each) => {
    const all = Array.from(question);
    return all.slice(0, Math.max(2, Math.ceil((all.length * ((each % 4) + 1)) / 4))).join('');
  });
  const suggestions = await timed(typed, (text) => searchInquiries(db, db, view, { text, answers: 5, inquiries: 5 }));
  const like = await timed(words.slice(0, 60), (text) => {
    const pattern = `%${text.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
    return home.sql`select answer from answers where title like ${pattern} or body like ${pattern} order by used desc limit 20`;
  });
  return {
    answers: size,
    averageSigns: signs / texts.length,
    indexMb: Number(index?.bytes ?? 0) / 1e6,
    words: byWord.times,
    suggestions: suggestions.times,
    like: like.times,
    missed,
    open,
    more,
    hidden,
  };
}

const findFirst = (db: Database, text: string) => searchInquiries(db, db, view, { text, answers: 20, inquiries: 0 });

async function timed<Result>(texts: readonly string[], ask: (text: string) => PromiseLike<Result>) {
  const milliseconds: number[] = [];
  const results: Result[] = [];
  for (const text of texts) {
    const began = performance.now();
    results.push(await ask(text));
    milliseconds.push(performance.now() - began);
  }
  const { p50, p95 } = latencyOf(milliseconds);
  return { times: { p50, p95 }, results };
}

/** How many of the right answers are among the first three, and the reciprocal of the rank of the first right one. */
async function judge(db: Database, numbers: ReadonlyMap<number, number>, name: string): Promise<Quality> {
  const questions = Questions.parse(readFile(name));
  const sums = { recall: 0, reciprocal: 0, recallAlone: 0, reciprocalAlone: 0 };
  for (const { question, answers: right } of questions) {
    const rank = async (reader?: TextReader): Promise<number[]> => {
      const wanted = { text: question, answers: 50, inquiries: 0 };
      const found = await searchInquiries(db, db, view, wanted, reader);
      const ids = found.answers.map(({ answer }) => numbers.get(answer));
      return right.map((id) => ids.indexOf(id) + 1).filter((each) => each > 0);
    };
    const [all, alone] = [await rank(), await rank(plainReader)];
    sums.recall += recallOf(all, right.length);
    sums.recallAlone += recallOf(alone, right.length);
    sums.reciprocal += all.length === 0 ? 0 : 1 / Math.min(...all);
    sums.reciprocalAlone += alone.length === 0 ? 0 : 1 / Math.min(...alone);
  }
  const share = (sum: number): number => sum / questions.length;
  return {
    questions: questions.length,
    recall: share(sums.recall),
    reciprocal: share(sums.reciprocal),
    recallAlone: share(sums.recallAlone),
    reciprocalAlone: share(sums.reciprocalAlone),
  };
}

const recallOf = (ranks: readonly number[], right: number): number => ranks.filter((rank) => rank <= 3).length / right;

/** Sentences of the answers, mixed anew, so that words are as frequent as in real ones. */
async function fill({ sql }: DatabaseHome, answers: Answers, size: number) {
  const random = randomFrom(15);
  const sentences = answers.flatMap(({ body }) => body.split(/(?<=。)/u)).filter((each) => each !== '');
  const some = (): string => sentences[random.between(0, sentences.length - 1)] ?? '';
  const texts: { title: string; body: string }[] = [];
  // An index is made much sooner of what is there than row by row.
  await sql`drop index answers_grams`;
  for (let from = 0; from < size; from += 500) {
    if (from % 10_000 === 0 && from > 0) say(`${from} answers`);
    const rows = Array.from({ length: Math.min(500, size - from) }, (_, each) => {
      const title = answers[random.between(0, answers.length - 1)]?.title ?? '';
      const text = { title: `${title} ${from + each + 1}`, body: `${some()}${some()}` };
      texts.push(text);
      return { ...text, used: random.between(0, 50), ...indexText([text.title, text.body]) };
    });
    await sql`
      insert into answers (title, body, kind, written_by, used, folded, grams)
      select title, body, 'operation', 'bench', used, folded, array(select jsonb_array_elements_text(grams))
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as r(title text, body text, used integer, folded text, grams jsonb)`;
  }
  await sql`set maintenance_work_mem = '512MB'`;
  await sql`create index answers_grams on answers using gin (grams) with (fastupdate = false)`;
  await sql`vacuum analyze answers`;
  return texts;
}

/** Parts of stored texts, of two to six signs. */
function wordsIn(texts: readonly { body: string }[]): string[] {
  const random = randomFrom(16);
  return Array.from({ length: asked }, () => {
    const signs = Array.from(texts[random.between(0, texts.length - 1)]?.body ?? '');
    const length = random.between(2, 6);
    const from = random.between(0, Math.max(0, signs.length - length));
    return signs.slice(from, from + length).join('');
  });
}

function qualityRows(name: string, quality: Quality | null): string[][] {
  if (!quality) return [];
  const { questions, recall, reciprocal, recallAlone, reciprocalAlone } = quality;
  return [
    [`${grouped(questions)} questions, ${name}: recall at 3`, recall.toFixed(3)],
    ['– without words of the same meaning', recallAlone.toFixed(3)],
    ['– mean reciprocal rank', reciprocal.toFixed(3)],
    ['– the same without', reciprocalAlone.toFixed(3)],
  ];
}

const aimWords = 20;
const aimSuggestions = 100;
const aimRecall = 0.9;
const aimGain = 0.1;

export const callCentre = partOf<Figures>({
  name: 'call-centre',
  title: 'Answers are found while a question is typed',
  counts: 'answers',
  sizes: { usual: 100_000, full: 100_000, most: 1_000_000 },
  Figures,
  measure: measureCallCentre,
  report: ({ answers, averageSigns, indexMb, words, suggestions, like, missed, open, more, hidden }) =>
    [
      table(
        [`${grouped(answers)} answers of ${number(averageSigns)} characters`, ''],
        [
          ['index, MB', number(indexMb)],
          ['ms for the first 20 of a word, p50', number(words.p50)],
          ['– p95', number(words.p95)],
          ['ms for suggestions to a question, p50', number(suggestions.p50)],
          ['– p95', number(suggestions.p95)],
          ['ms for the same words by `LIKE`, the peer, p50', number(like.p50)],
          ['– p95', number(like.p95)],
          ['words of stored texts that were not found', grouped(missed)],
          ...qualityRows('seen while the search was made', open),
          ...qualityRows('written before its second round of changes', more ?? null),
          ...qualityRows('unseen', hidden),
        ],
      ),
      'Questions and answers stood before the search was tuned. Half of the questions are not looked at by whoever changes it; after a round of changes their figure is measured once.',
    ].join('\n\n'),
  aims: ({ answers, words, suggestions, missed, open, hidden }) => {
    const judged = hidden ?? open;
    return [
      atMost(
        `the first 20 of ${grouped(answers)} answers within ${aimWords} ms at p95`,
        `${number(words.p95)} ms`,
        words.p95,
        aimWords,
      ),
      atMost(
        `suggestions within ${aimSuggestions} ms at p95`,
        `${number(suggestions.p95)} ms`,
        suggestions.p95,
        aimSuggestions,
      ),
      {
        aim: 'every word of a stored text is found',
        measured: `${grouped(missed)} missed`,
        missedBy: missed === 0 ? 1 : Infinity,
      },
      atLeast(`recall at 3 of ${aimRecall}`, judged.recall.toFixed(3), judged.recall, aimRecall),
      atLeast(
        `recall at 3 ${aimGain} above bigrams alone`,
        (judged.recall - judged.recallAlone).toFixed(3),
        judged.recall - judged.recallAlone,
        aimGain,
      ),
    ];
  },
});
