import { z } from 'zod';

/** What a load goes through, in the order in which they are killed. */
export const killable = ['load-worker', 'api', 'temporal'] as const;
export type Killable = (typeof killable)[number];

const Kill = z.object({
  program: z.enum(killable),
  /** How much of the load was done by then, 0 to 1. */
  share: z.number(),
  /** Seconds from the kill until the program was there again. */
  away: z.number(),
  /** Until anything of the load moved, if only what was on its way. */
  next: z.number(),
  /** Until something moved after the program was there again; at once where the load does without it. */
  again: z.number(),
});
export type Kill = z.infer<typeof Kill>;

export const KillFigures = z.object({
  residents: z.number(),
  kills: z.array(Kill),
  /** From the first byte of the file to the last route. */
  seconds: z.object({ interrupted: z.number(), quiet: z.number() }),
  acquired: z.number(),
  otherwise: z.number(),
  serials: z.number(),
  duplicates: z.number(),
  lost: z.number(),
  /** Rows that were found the same after both loads, by table. */
  sameRows: z.record(z.string(), z.number()),
});
export type KillFigures = z.infer<typeof KillFigures>;
