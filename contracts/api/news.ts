/** Shapes of お知らせ: what the signed-in member of staff is told, and how this person wants to be told. */
import { z } from 'zod';
import { digestWindows, newsKinds, summaryFigures } from '../../domain/news.ts';

const instant = z.iso.datetime();
const Kinds = z.array(z.enum(newsKinds)).max(newsKinds.length);

export const News = z
  .object({
    unseen: z
      .number()
      .int()
      .meta({ description: 'News going on that the person has not seen; 1,000 are that or more.' }),
    news: z.array(
      z.object({
        newsId: z.number().int(),
        kind: z.enum(newsKinds),
        organisation: z.string(),
        subject: z.string().meta({
          description:
            'Of a case, a proposed update, a load, a change or an exception its id; of another proposal its entry, or ' +
            '`setting`, and its id; of an inquiry its number, and which time it is; of a summary the day.',
        }),
        figures: z
          .partialRecord(z.enum(summaryFigures), z.number().int())
          .nullable()
          .meta({ description: 'Of a summary: how many of each the person’s role sees.' }),
        at: instant,
        seen: z.boolean(),
        over: z.boolean().meta({ description: 'Decided, resolved or somebody else’s by now.' }),
        browser: z.boolean().meta({ description: 'The person wants a notice of the browser for it.' }),
      }),
    ),
    next: z.number().int().nullable().meta({ description: 'For `before`.' }),
  })
  .meta({ id: 'News', description: 'The latest first. Ids, kinds and counts: nothing of a resident.' });
export type News = z.infer<typeof News>;

export const NewsQuery = z.object({
  before: z.coerce
    .number()
    .int()
    .min(1)
    .max(99_999_999_999)
    .optional()
    .meta({ description: '`next` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const SeenBody = z
  .strictObject({
    upTo: z.number().int().min(1).max(99_999_999_999).meta({ description: 'The newest that was shown.' }),
  })
  .meta({ id: 'NewsSeenBody' });

export const NewsChoices = z
  .strictObject({
    mail: Kinds.meta({ description: 'What is mailed.' }),
    browser: Kinds.meta({ description: 'What the browser shows while a page of fugo is open.' }),
    digestMinutes: z
      .union(digestWindows.map((minutes) => z.literal(minutes)))
      .meta({ description: 'For so many minutes news are gathered into one mail.' }),
    summaryAt: z
      .string()
      .regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/u)
      .meta({ description: 'When the daily summary comes, in Japan.', example: '08:30' }),
  })
  .meta({ id: 'NewsChoices' });
export type NewsChoices = z.infer<typeof NewsChoices>;
