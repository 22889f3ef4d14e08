/** How good the search of the call centre is: questions, and which answers are right. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { TextReader } from '../../domain/inquiries/search.ts';
import { nation } from '../../domain/organisations.ts';
import type { Database } from '../../storage/database/database.ts';
import { addAnswer } from '../../storage/inquiries/answers.ts';
import { askInquiry } from '../../storage/inquiries/inquiries.ts';
import { plainReader } from '../../storage/inquiries/reader.ts';
import { searchInquiries } from '../../storage/inquiries/search.ts';
import { answerInquiry } from '../../storage/inquiries/work.ts';
import { grouped } from '../common/markdown.ts';
import { say } from '../common/say.ts';
import type { DatabaseHome } from './home.ts';

const Quality = z.object({
  questions: z.number(),
  recall: z.number(),
  reciprocal: z.number(),
  /** The same without words of the same meaning. */
  recallAlone: z.number(),
  reciprocalAlone: z.number(),
});
type Quality = z.infer<typeof Quality>;

export const Qualities = z.object({
  open: Quality,
  /** Of questions that were written before the search was changed for the second time, and then seen. */
  more: Quality.optional(),
  /** Of questions that nobody has seen who works on the search; null where they are not there. */
  hidden: Quality.nullable(),
  /** The same again, after so many other questions were asked as inquiries and answered with their right answers. */
  learned: z.array(z.object({ past: z.number(), more: Quality.optional(), hidden: Quality.nullable() })).optional(),
});
type Qualities = z.infer<typeof Qualities>;

const Answers = z.array(z.object({ id: z.number(), title: z.string(), body: z.string() }));
export type Answers = z.infer<typeof Answers>;
const Questions = z.array(z.object({ question: z.string(), answers: z.array(z.number()) }));
export type Questions = z.infer<typeof Questions>;

const fileOf = (name: string): URL => new URL(`./questions/${name}.json`, import.meta.url);
const readFile = (name: string): unknown => JSON.parse(readFileSync(fileOf(name), 'utf8'));

export const readAnswers = (): Answers => Answers.parse(readFile('answers'));
export const readQuestions = (name: string): Questions => Questions.parse(readFile(name));

export const view = { acting: nation, organisation: nation };

export const municipality = '131016';

/** Of answers and questions that stood before the search was tuned, in an empty database. */
export async function measureQuality({ sql }: DatabaseHome, db: Database): Promise<Qualities> {
  say('the right answer among the first three');
  const numbers = new Map<number, number>();
  for (const { id, title, body } of readAnswers()) {
    const { answer } = await addAnswer(db, nation, { title, body, kind: 'operation' }, 'bench');
    numbers.set(answer, id);
  }
  const judgeHidden = () => (existsSync(fileOf('questions-hidden')) ? judge(db, numbers, 'questions-hidden') : null);
  const [seen, seenMore] = [readQuestions('questions-open'), readQuestions('questions-more')];
  const open = await judge(db, numbers, 'questions-open');
  const more = await judge(db, numbers, 'questions-more');
  const hidden = await judgeHidden();

  say('the same with past inquiries');
  await sql`
    insert into organisations (organisation, tier, parent, name, name_en)
    values ('nation', 'nation', null, '国', 'Nation'), ('130001', 'prefecture', 'nation', '東京都', 'Tokyo'),
      (${municipality}, 'municipality', '130001', '千代田区', 'Chiyoda') on conflict do nothing`;
  await learn(db, numbers, seen);
  const some = {
    past: seen.length,
    more: await judge(db, numbers, 'questions-more'),
    hidden: await judgeHidden(),
  };
  await learn(db, numbers, seenMore);
  const all = { past: seen.length + seenMore.length, hidden: await judgeHidden() };
  return { open, more, hidden, learned: [some, all] };
}

/** Each is asked and answered with its right answers, as the call centre does. */
async function learn(db: Database, numbers: ReadonlyMap<number, number>, questions: Questions): Promise<void> {
  const answerOf = new Map([...numbers].map(([answer, id]) => [id, answer]));
  const now = Date.now();
  for (const { question, answers } of questions) {
    const [subject = ''] = question.split(/(?<=。)/u);
    const text = { kind: 'operation', priority: 'normal', subject, text: question, road: 'web' } as const;
    const more = { organisation: municipality, askedBy: 'asker', incident: null, errorEntry: null };
    const inquiry = await askInquiry(db, municipality, { ...text, ...more, requestKey: randomUUID() }, now);
    if (inquiry.kind !== 'asked') throw new Error(`a question was not asked: ${inquiry.kind}`);
    const sent = { text: 'ご案内します。', by: 'agent', requestKey: randomUUID(), status: 'answered' } as const;
    const used = answers.flatMap((id) => answerOf.get(id) ?? []);
    const { kind } = await answerInquiry(db, view, inquiry.inquiry, { ...sent, version: 1, answers: used }, now);
    if (kind !== 'done') throw new Error(`a question was not answered: ${kind}`);
  }
}

/** How many of the right answers are among the first three, and the reciprocal of the rank of the first right one. */
async function judge(db: Database, numbers: ReadonlyMap<number, number>, name: string): Promise<Quality> {
  const questions = readQuestions(name);
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

function rowsOf(name: string, quality: Quality | null): string[][] {
  if (!quality) return [];
  const { questions, recall, reciprocal, recallAlone, reciprocalAlone } = quality;
  return [
    [`${grouped(questions)} questions, ${name}: recall at 3`, recall.toFixed(3)],
    ['– without words of the same meaning', recallAlone.toFixed(3)],
    ['– mean reciprocal rank', reciprocal.toFixed(3)],
    ['– the same without', reciprocalAlone.toFixed(3)],
  ];
}

/** Of the report. */
export function qualityRows({ open, more, hidden, learned = [] }: Qualities): string[][] {
  return [
    ...rowsOf('seen while the search was made', open),
    ...rowsOf('written before its second round of changes', more ?? null),
    ...rowsOf('unseen', hidden),
    ...learned.flatMap(({ past, more: ofSecond, hidden: unseen }) => [
      ...rowsOf(`of the second round, after ${grouped(past)} past inquiries`, ofSecond ?? null),
      ...rowsOf(`unseen, after ${grouped(past)} past inquiries`, unseen),
    ]),
  ];
}
