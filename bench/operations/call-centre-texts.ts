/** Many answers and inquiries for the call centre, mixed of the texts of its questions and answers. */
import { indexText } from '../../storage/inquiries/indexed.ts';
import { randomFrom } from '../../test/simulation/random.ts';
import { say } from '../common/say.ts';
import { municipality, type Answers, type Questions } from './call-centre-questions.ts';
import type { DatabaseHome } from './home.ts';

/** As many as a busy call centre has in some years. */
const filledInquiries = 10_000;
/** Sentences of the answers, mixed anew, so that words are as frequent as in real ones. */
export async function fill({ sql }: DatabaseHome, answers: Answers, size: number) {
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

/** Questions, mixed, each answered with one of the answers. Answers how many. */
export async function fillInquiries({ sql }: DatabaseHome, questions: Questions, size: number): Promise<number> {
  const random = randomFrom(17);
  const some = (): string => questions[random.between(0, questions.length - 1)]?.question ?? '';
  const most = Math.min(filledInquiries, size);
  for (let from = 0; from < most; from += 500) {
    const rows = Array.from({ length: Math.min(500, most - from) }, () => {
      const [subject, text] = [some(), some()];
      return { subject, text, place: random.between(1, size), ...indexText([subject, text]) };
    });
    await sql`
      with rows as (
        select r.*, gen_random_uuid() as key
        from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
          as r(subject text, text text, place integer, folded text, grams jsonb)
      ), asked as (
        insert into inquiries (organisation, kind, status, subject, road, asked_by, request_key)
        select ${municipality}, 'operation', 'answered', subject, 'web', 'asker', key from rows
        returning inquiry, request_key
      ), answered as (
        insert into inquiry_answers (inquiry, answer, organisation)
        select a.inquiry, r.place, ${municipality} from asked a join rows r on r.key = a.request_key
      )
      insert into inquiry_messages (inquiry, seq, organisation, kind, text, written_by, folded, grams, answered_with)
      select a.inquiry, 1, ${municipality}, 'question', r.text, 'asker', r.folded,
        array(select jsonb_array_elements_text(r.grams)), array[r.place::bigint]
      from asked a join rows r on r.key = a.request_key`;
  }
  await sql`vacuum analyze inquiries, inquiry_messages, inquiry_answers`;
  return most;
}

/** Parts of stored texts, of two to six signs. */
export function wordsIn(texts: readonly { body: string }[], asked: number): string[] {
  const random = randomFrom(16);
  return Array.from({ length: asked }, () => {
    const signs = Array.from(texts[random.between(0, texts.length - 1)]?.body ?? '');
    const length = random.between(2, 6);
    const from = random.between(0, Math.max(0, signs.length - length));
    return signs.slice(from, from + length).join('');
  });
}
