import { z } from 'zod';

const StepTime = z.object({ runs: z.number(), seconds: z.number(), longest: z.number(), waited: z.number() });
const TableSize = z.object({ table: z.number(), indexes: z.number() });

export const EndToEnd = z.object({
  residents: z.number(),
  /** From the first byte of the file to the end of the confirmation run that found the last code. */
  seconds: z.number(),
  perSecond: z.number(),
  /** Parts of it, one after the other. */
  phases: z.object({ upload: z.number(), load: z.number(), confirmation: z.number() }),
  confirmations: z.number(),
  /** By activity. */
  steps: z.record(z.string(), StepTime),
  /** A resident, by process. */
  cpuMs: z.record(z.string(), z.number()),
  /** Without the simulators. */
  countedCpuMs: z.number(),
  /** Of the machine's cores, how much was used in the whole time, in percent. */
  busy: z.number(),
  /** A resident. */
  walBytes: z.number(),
  tableBytes: z.record(z.string(), TableSize),
  /** The most that was held, in bytes, by process. */
  peakMemory: z.record(z.string(), z.number()),
  acquired: z.number(),
  otherwise: z.number(),
  serials: z.number(),
  duplicates: z.number(),
});
export type EndToEnd = z.infer<typeof EndToEnd>;
