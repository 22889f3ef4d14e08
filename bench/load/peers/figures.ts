import { z } from 'zod';

const Spent = z.object({
  residents: z.number(),
  perSecond: z.number(),
  /** Engine, own processes and fugo's PostgreSQL, a resident. */
  cpuMs: z.number(),
});
/** Of a peer that was stopped: over the whole time, and over the last half of it, when it was under way. */
const Stopped = Spent.extend({ perSecondAtEnd: z.number() });

export const Peers = z.object({
  fugo: Spent,
  plain: Spent,
  textbook: Stopped,
  dbos: Stopped,
  /** Absent in rounds from before it was a peer. */
  restate: Stopped.optional(),
});
export type Peers = z.infer<typeof Peers>;
