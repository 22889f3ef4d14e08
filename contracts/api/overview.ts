/** Shapes of the figures of the first page: counts, ids and states, no personal data. */
import { z } from 'zod';
import { LoadUnderWay } from './loads.ts';

const instant = z.iso.datetime();
const count = z.number().int();

export const Ages = z
  .object({ hour: count, day: count, threeDays: count, older: count })
  .meta({ id: 'Ages', description: 'Younger than an hour, a day, three days, and older.' });

export const Overview = z
  .object({
    at: instant.meta({ description: 'When the youngest of these figures was read.' }),
    codeRequests: z
      .object({
        notRequested: Ages,
        requesting: Ages,
        requested: count,
        waitingForHours: count.meta({ description: 'Of 依頼中: who only waits for the operating hours.' }),
        countedAt: instant,
      })
      .meta({ description: '未依頼 and 依頼中 by age, 依頼済. Counted less often the more residents there are.' }),
    errors: Ages.meta({ description: 'Open entries of the error list, by age.' }),
    forStaff: z
      .object({
        errors: count.meta({ description: 'Open entries that staff decide; the others wait for a participant.' }),
        unassigned: count.meta({ description: 'Of these, those that nobody looks after.' }),
        proposedUpdates: count.meta({
          description: 'Changes of address information, and other proposals, that wait for a second person.',
        }),
        oldestProposedAt: instant.nullable(),
      })
      .meta({ description: 'What goes on only when a person acts.' }),
    today: z
      .array(z.object({ hour: z.number().int(), acquired: count, routed: count, errors: count }))
      .meta({ description: 'By hour of the day in Japan; an hour in which nothing was done is left out.' }),
    participants: z.array(
      z.object({
        participant: z.string(),
        ja: z.string(),
        en: z.string(),
        state: z.enum(['answering', 'not-answering', 'idle', 'not-asked']).meta({
          description: 'By the requests sent to it. `idle`: it answered, and was asked nothing for an hour.',
        }),
        lastAskedAt: instant.nullable(),
        lastAnsweredAt: instant.nullable(),
        unanswered: count.meta({ description: 'Requests sent again and again since the last answer.' }),
      }),
    ),
    notices: z
      .array(z.object({ numberSystem: z.string(), undelivered: count, retrying: count, oldestAt: instant }))
      .meta({ description: 'To the backbones, that are not delivered yet.' }),
    hours: z.object({
      enforced: z.boolean(),
      open: z.boolean(),
      maySend: z.boolean().meta({ description: 'Open, and early enough before the close.' }),
      closesAt: instant.nullable(),
      opensAt: instant.nullable().meta({ description: 'While closed.' }),
    }),
    loads: z.array(LoadUnderWay).meta({ description: 'Those that are not over, the oldest first.' }),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof Overview>;
