/** The search of the call centre: how soon it answers among many answers, and how often the right one is among the first. */
import { z } from 'zod';
import { countCodePoints } from '../../domain/values/name-folding.ts';
import { openDatabase, type Database } from '../../storage/database/database.ts';
import { searchInquiries } from '../../storage/inquiries/search.ts';
import { atLeast, atMost } from '../common/aims.ts';
import { grouped, number, table } from '../common/markdown.ts';
import { say } from '../common/say.ts';
import { latencyOf } from '../common/statistics.ts';
import { measureQuality, Qualities, qualityRows, readAnswers, readQuestions, view } from './call-centre-questions.ts';
import { fill, fillInquiries, wordsIn } from './call-centre-texts.ts';
import { openDatabaseHome } from './home.ts';
import { partOf, type Surroundings } from './part.ts';

const Figures = Qualities.extend({
  answers: z.number(),
  averageSigns: z.number(),
  indexMb: z.number(),
  /** Milliseconds; `words`: the first 20 for a word, `suggestions`: for a question as somebody types it. */
  words: z.object({ p50: z.number(), p95: z.number() }),
  suggestions: z.object({ p50: z.number(), p95: z.number() }),
  /** `LIKE` for the same words. */
  like: z.object({ p50: z.number(), p95: z.number() }),
  missed: z.number(),
  /** Inquiries that were answered with an answer each, while times were measured. */
  inquiries: z.number().optional(),
});
type Figures = z.infer<typeof Figures>;

const asked = 300;

async function measureCallCentre(size: number, surroundings: Surroundings): Promise<Figures> {
  const home = await openDatabaseHome(surroundings);
  const { db, close } = openDatabase(home.urls.api, { max: 4, name: 'bench', work: 'answer' });
  surroundings.onClose(close);

  const quality = await measureQuality(home, db);

  say(`${size} answers`);
  const texts = await fill(home, readAnswers(), size);
  const seen = readQuestions('questions-open');
  const inquiries = await fillInquiries(home, [...seen, ...readQuestions('questions-more')], size);
  const [index] = await home.sql<{ bytes: string }[]>`select pg_relation_size('answers_grams') as bytes`;
  const signs = texts.reduce((sum, { title, body }) => sum + countCodePoints(title + body), 0);
  // Statistics and caches of whoever has worked for a while.
  const words = wordsIn(texts, asked);
  await timed(words.slice(0, 50), (text) => findFirst(db, text));

  const byWord = await timed(words, (text) => findFirst(db, text));
  const missed = byWord.results.filter((found) => !found.exact).length;
  const typed = seen.slice(0, asked).map(({ question }, each) => {
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
    ...quality,
    inquiries,
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
  report: ({ answers, averageSigns, indexMb, words, suggestions, like, missed, inquiries, ...qualities }) =>
    [
      table(
        [`${grouped(answers)} answers of ${number(averageSigns)} characters`, ''],
        [
          ...(inquiries === undefined
            ? []
            : [['beside them inquiries that were answered with one', grouped(inquiries)]]),
          ['index, MB', number(indexMb)],
          ['ms for the first 20 of a word, p50', number(words.p50)],
          ['– p95', number(words.p95)],
          ['ms for suggestions to a question, p50', number(suggestions.p50)],
          ['– p95', number(suggestions.p95)],
          ['ms for the same words by `LIKE`, the peer, p50', number(like.p50)],
          ['– p95', number(like.p95)],
          ['words of stored texts that were not found', grouped(missed)],
          ...qualityRows(qualities),
        ],
      ),
      'Questions and answers stood before the search was tuned. Half of the questions are not looked at by whoever changes it; after a round of changes their figure is measured once. Past inquiries are the questions that were seen, each asked and answered with its right answer.',
    ].join('\n\n'),
  aims: ({ answers, words, suggestions, missed, open, hidden, learned = [] }) => {
    const judged = hidden ?? open;
    const living = learned.flatMap((each) => (each.hidden ? [{ past: each.past, ...each.hidden }] : []));
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
      ...living.map(({ past, recall }) =>
        atLeast(
          `recall at 3 of ${aimRecall} after ${grouped(past)} past inquiries`,
          recall.toFixed(3),
          recall,
          aimRecall,
        ),
      ),
    ];
  },
});
