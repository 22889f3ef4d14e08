import { z } from 'zod';

const PageTimes = z.object({
  name: z.string(),
  whole: z.boolean(),
  count: z.number(),
  p50: z.number(),
  p99: z.number(),
  most: z.number(),
});

export const ListsFigures = z.object({
  residents: z.number(),
  failures: z.number(),
  /** Milliseconds in the database. */
  pages: z.array(PageTimes),
});
export type ListsFigures = z.infer<typeof ListsFigures>;
