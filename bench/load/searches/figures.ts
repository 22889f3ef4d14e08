import { z } from 'zod';

const SearchTimes = z.object({
  name: z.string(),
  count: z.number(),
  /** Residents on the page, in the middle of all searches of this kind. */
  found: z.number(),
  p50: z.number(),
  p99: z.number(),
  most: z.number(),
});

export const SearchesFigures = z.object({
  residents: z.number(),
  /** Milliseconds from the question to the last byte of the answer, by HTTP, as a browser waits. */
  searches: z.array(SearchTimes),
});
export type SearchesFigures = z.infer<typeof SearchesFigures>;
