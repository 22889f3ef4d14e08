import { z } from 'zod';

const Moment = z.object({
  /** New residents through their steps until they are routed, a second. */
  perSecond: z.number(),
  /** Milliseconds to the number, one at a time. */
  p50: z.number(),
  p95: z.number(),
  workerMemory: z.number(),
});
export type Moment = z.infer<typeof Moment>;

export const OpenWorkflows = z.object({
  open: z.number(),
  /** Residents of a moment's measurement. */
  residents: z.number(),
  empty: Moment,
  full: Moment,
  /** Bytes that the worker held while they were opened: after each tenth of them. */
  memory: z.array(z.object({ open: z.number(), bytes: z.number() })),
  /** Workflows opened a second, past the API. */
  openedPerSecond: z.number(),
});
export type OpenWorkflows = z.infer<typeof OpenWorkflows>;
