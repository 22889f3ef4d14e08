/** How one municipality is set up: what the administrator registers and every program reads. */
import { z } from 'zod';
import { defaultLimits } from './limits.ts';

/** Time limits; see Limits of contracts/acquire-code for the units. Only a demonstration needs other than the defaults. */
export const MunicipalityLimits = z.object({
  transientSeconds: z.number().positive().default(defaultLimits.transientSeconds),
  fileSeconds: z.number().positive().default(defaultLimits.fileSeconds),
  filePollSeconds: z
    .object({ first: z.number().positive(), longest: z.number().positive() })
    .default(defaultLimits.filePollSeconds),
  /** How long a routed request may go unconfirmed: working days of the calendar, or plain seconds. */
  confirmWithin: z
    .union([z.object({ workingDays: z.number().int().positive() }), z.object({ seconds: z.number().positive() })])
    .default({ workingDays: 3 }),
  /** Pause between two confirmation runs, and between two sweeps of inbox and outbox. */
  confirmEverySeconds: z
    .number()
    .positive()
    .default(10 * 60),
  sweepEverySeconds: z.number().positive().default(60),
});
export type MunicipalityLimits = z.output<typeof MunicipalityLimits>;

export const routes = ['JUKI_SYSTEM', 'JUKI_GATEWAY'] as const;
export type Route = (typeof routes)[number];
