/** Shapes of the figures that operators watch. */
import { z } from 'zod';

const instant = z.iso.datetime();

export const Counts = z
  .object({
    at: instant,
    persons: z.number().int(),
    stages: z.record(z.string(), z.number().int()),
    codeRequestStatuses: z.record(z.string(), z.number().int()),
    errors: z.record(z.string(), z.number().int()).meta({ description: 'Open entries of the error list by code.' }),
    heldTransfers: z.number().int(),
    unjudgedTransfers: z.number().int(),
    undeliveredNotices: z.number().int(),
  })
  .meta({ id: 'Counts' });
export type Counts = z.infer<typeof Counts>;
