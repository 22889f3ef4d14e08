import { z } from 'zod';

const AnswerTimes = z.object({
  count: z.number(),
  p50: z.number(),
  p90: z.number(),
  p95: z.number(),
  p99: z.number(),
  most: z.number(),
  pending: z.number(),
});

export const DailyBesideLoad = z.object({
  residents: z.number(),
  /** From the first byte of the file until the last of its residents was routed. */
  loadSeconds: z.number(),
  /** Milliseconds from the moment a transfer was due to its answer. */
  idle: AnswerTimes,
  besideLoad: AnswerTimes,
});
export type DailyBesideLoad = z.infer<typeof DailyBesideLoad>;
