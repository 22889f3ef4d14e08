/** The settings of one municipality, which the administrator registers and every program reads. */
import { z } from 'zod';
import { defaultLimits } from './limits.ts';

/** A year: what waits longer is not waited for. */
const seconds = z
  .number()
  .positive()
  .max(366 * 86_400);

/** Time limits; contracts/limits has the units. Only demonstrations need other values than the defaults. */
export const MunicipalityLimits = z.object({
  transientSeconds: seconds.default(defaultLimits.transientSeconds),
  fileSeconds: seconds.default(defaultLimits.fileSeconds),
  filePollSeconds: z.object({ first: seconds, longest: seconds }).default(defaultLimits.filePollSeconds),
  /** How long a routed request may stay unconfirmed: working days of the calendar, or plain seconds. */
  confirmWithin: z
    .union([z.object({ workingDays: z.number().int().positive().max(366) }), z.object({ seconds })])
    .default({ workingDays: 3 }),
  /** The pauses between two confirmation runs, and between two sweeps. */
  confirmEverySeconds: seconds.default(10 * 60),
  sweepEverySeconds: seconds.default(60),
});
export type MunicipalityLimits = z.output<typeof MunicipalityLimits>;
