import { z } from 'zod';

export const readingShapes = ['fugo', 'withUnnest', 'unnest', 'copy'] as const;
export type ReadingShape = (typeof readingShapes)[number];

const Rate = z.object({
  perSecond: z.number(),
  /** Microseconds a row: of the process that reads, and of PostgreSQL. */
  ownCpu: z.number(),
  databaseCpu: z.number(),
});
export type Rate = z.infer<typeof Rate>;

export const ReadingFigures = z.object({ rows: z.number(), fugo: Rate, withUnnest: Rate, unnest: Rate, copy: Rate });
export type ReadingFigures = z.infer<typeof ReadingFigures>;
