/** Shapes of 回答集, the answers that may serve again, and of the search in them and in past inquiries. */
import { z } from 'zod';
import { inquiryKinds, inquiryStatuses } from '../../domain/inquiries/names.ts';
import { Problem } from './problem.ts';
import { anyText, line, lines } from './text.ts';

const instant = z.iso.datetime();
const count = z.number().int();
const person = z.object({ id: z.string(), name: z.string().nullable() });
const version = z.int().min(1).meta({ description: 'The version that was seen; an older one is refused with 409.' });

export const mostTitle = 200;
export const mostBody = 10_000;

export const AnswersQuery = z.object({
  kind: z.enum(inquiryKinds).optional(),
  retired: z.enum(['no', 'yes', 'all']).default('no'),
  sort: z.enum(['number', 'used']).default('number').meta({ description: 'The latest, or the most used, first.' }),
  before: z.coerce.number().int().positive().optional().meta({
    description: 'The next page by number: the smallest number of the one before.',
  }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const Answer = z
  .object({
    answer: count,
    title: z.string(),
    body: z.string(),
    kind: z.enum(inquiryKinds),
    used: count.meta({ description: 'Inquiries that were answered with it.' }),
    solved: count.meta({ description: 'Of those, the ones whose asker said that it helped.' }),
    writtenBy: person,
    changedAt: instant,
    retiredAt: instant.nullable(),
    retiredBy: person.nullable(),
    version: count,
  })
  .meta({ id: 'Answer' });
export type Answer = z.infer<typeof Answer>;
export const Answers = z.object({ answers: z.array(Answer) }).meta({ id: 'Answers' });
export type Answers = z.infer<typeof Answers>;

export const AnswerBody = z
  .strictObject({
    title: line({ most: mostTitle }),
    body: lines({ most: mostBody }),
    kind: z.enum(inquiryKinds),
  })
  .meta({
    id: 'AnswerBody',
    example: {
      title: '一括登録を続きから再開する',
      body: '一括登録の画面で「再実行」を押します。登録済みの行は飛ばされます。',
      kind: 'operation',
    },
  });
export type AnswerBody = z.infer<typeof AnswerBody>;

export const AnswerChange = AnswerBody.partial()
  .extend({
    version,
    retired: z.boolean().optional().meta({ description: 'A retired answer is found no more.' }),
  })
  .meta({ id: 'AnswerChange', example: { version: 1, retired: true } });
export type AnswerChange = z.infer<typeof AnswerChange>;

/** 409 of a change that was made from an older version: both sides, so that nothing is lost. */
export const AnswerConflict = Problem.extend({
  current: Answer.optional().meta({ description: 'The answer as it is now.' }),
  sent: z
    .object({ title: z.string().optional(), body: z.string().optional() })
    .catchall(z.unknown())
    .optional()
    .meta({ description: 'What was sent and not stored.' }),
}).meta({ id: 'AnswerConflict', description: 'RFC 9457, with both texts.' });
export type AnswerConflict = z.infer<typeof AnswerConflict>;

/** A POST, so that what somebody types stands in no address and in no log of addresses. */
export const SearchBody = z
  .strictObject({
    text: anyText(2_000).meta({ description: 'A word, a question, or what somebody is just typing.' }),
    kind: z.enum(inquiryKinds).optional(),
    answers: z.int().min(0).max(50).default(20).meta({ description: 'At most so many answers.' }),
    inquiries: z.int().min(0).max(50).default(10).meta({ description: 'At most so many past inquiries.' }),
  })
  .meta({ id: 'SearchBody', example: { text: 'ログインできない' } });
export type SearchBody = z.infer<typeof SearchBody>;

/** Where the text agrees with the search, as [from, to) in UTF-16 units of the shown text. */
const marks = z.array(z.tuple([count, count]));
export const SearchResult = z
  .object({
    answers: z.array(
      z.object({
        answer: count,
        title: z.string(),
        titleMarks: marks,
        excerpt: z.string().meta({ description: 'The part of the body that agrees best.' }),
        excerptMarks: marks,
        kind: z.enum(inquiryKinds),
        used: count,
        solved: count,
        score: z.number().meta({ description: 'Comparable within one result only.' }),
      }),
    ),
    inquiries: z
      .array(
        z.object({
          inquiry: count,
          organisation: z.string(),
          subject: z.string(),
          subjectMarks: marks,
          excerpt: z.string(),
          excerptMarks: marks,
          kind: z.enum(inquiryKinds),
          status: z.enum(inquiryStatuses),
          askedAt: instant,
          score: z.number(),
        }),
      )
      .meta({ description: 'Of the own organisation; for the call centre those of all.' }),
    exact: z.boolean().meta({ description: 'Whether something has the text as it was typed.' }),
  })
  .meta({ id: 'SearchResult', description: 'The best first.' });
export type SearchResult = z.infer<typeof SearchResult>;
