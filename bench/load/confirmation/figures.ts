import { z } from 'zod';

export const Confirmation = z.object({
  /** Residents the run asked about: each is 依頼中, and the intermediate server has the code. */
  lines: z.number(),
  /** Of them those whose own workflow waits to be told. */
  workflows: z.number(),
  /** Of the pages alone, one after the other. */
  linesPerSecond: z.number(),
  /** From the asking for the run until the last workflow had ended. */
  toldPerSecond: z.number(),
  seconds: z.object({
    pages: z.number(),
    longestPage: z.number(),
    /** From the asking for the run until the last workflow had ended. */
    all: z.number(),
  }),
  pages: z.number(),
  /** Seconds that one transaction of the worker was seen open at most. */
  longestTransaction: z.number(),
  /** Of the whole, in seconds, by process. */
  cpu: z.record(z.string(), z.number()),
  acquired: z.number(),
  told: z.number(),
  lost: z.number(),
});
export type Confirmation = z.infer<typeof Confirmation>;
