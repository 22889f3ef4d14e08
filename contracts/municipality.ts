/** The settings of one municipality, which the administrator registers and every program reads. */
import { z } from 'zod';
import { defaultLimits } from './limits.ts';

/** Time limits; contracts/limits has the units. Only demonstrations need other values than the defaults. */
export const MunicipalityLimits = z.object({
  transientSeconds: z.number().positive().default(defaultLimits.transientSeconds),
  fileSeconds: z.number().positive().default(defaultLimits.fileSeconds),
  filePollSeconds: z
    .object({ first: z.number().positive(), longest: z.number().positive() })
    .default(defaultLimits.filePollSeconds),
  /** How long a routed request may stay unconfirmed: working days of the calendar, or plain seconds. */
  confirmWithin: z
    .union([z.object({ workingDays: z.number().int().positive() }), z.object({ seconds: z.number().positive() })])
    .default({ workingDays: 3 }),
  /** The pauses between two confirmation runs, and between two sweeps. */
  confirmEverySeconds: z
    .number()
    .positive()
    .default(10 * 60),
  sweepEverySeconds: z.number().positive().default(60),
});
export type MunicipalityLimits = z.output<typeof MunicipalityLimits>;

/** The ways of S34 (seed, appendix 4): through the Juki system, or through the Juki gateway (embodiment 2). */
export const routes = ['JUKI_SYSTEM', 'JUKI_GATEWAY'] as const;
export type Route = (typeof routes)[number];
