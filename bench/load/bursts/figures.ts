import { z } from 'zod';
import { AnswerTimes } from '../../common/sending.ts';

/** Many new residents at once. */
export const Sent = z.object({
  kind: z.enum(['ndjson', 'posts']),
  residents: z.number(),
  /** From the first byte sent: until the last answer was there, and until everybody was routed. */
  seconds: z.object({ answered: z.number(), routed: z.number() }),
  /** Until routed. */
  perSecond: z.number(),
  withoutNumber: z.number(),
  /** Single transfers meanwhile, in milliseconds from the moment each was due. */
  counter: AnswerTimes,
  duplicates: z.number(),
});
export type Sent = z.infer<typeof Sent>;

/** The same while the engine stands still. */
export const Outage = z.object({
  kind: z.literal('outage'),
  residents: z.number(),
  seconds: z.object({
    /** How long the engine stood still, and for how much of it transfers were taken. */
    outage: z.number(),
    taken: z.number(),
    /** From its going on until everybody was routed. */
    routed: z.number(),
  }),
  withoutNumber: z.number(),
  duplicates: z.number(),
});
export type Outage = z.infer<typeof Outage>;

/** Requests under way whose engine forgets everything. */
export const Emptied = z.object({
  kind: z.literal('emptied'),
  residents: z.number(),
  /** From the kill: until the engine was there again, and until nobody stood in a stage that asks for a driver. */
  seconds: z.object({ engine: z.number(), driven: z.number() }),
  duplicates: z.number(),
});
export type Emptied = z.infer<typeof Emptied>;

/** Notices owed to backbones of which one never answers. */
export const Notices = z.object({
  kind: z.literal('notices'),
  notices: z.number(),
  /** Taken by the backbones that answer. */
  delivered: z.number(),
  /** From the moment they were owed until those were delivered. */
  seconds: z.number(),
  perSecond: z.number(),
  duplicates: z.number(),
});
export type Notices = z.infer<typeof Notices>;

export const BurstFigures = z.discriminatedUnion('kind', [Sent, Outage, Emptied, Notices]);
export type BurstFigures = z.infer<typeof BurstFigures>;
