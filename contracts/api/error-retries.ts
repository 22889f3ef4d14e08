/**
 * Shapes of a bulk retry of the error list: all entries of one code, a first one alone, then the others at a limited
 * rate.
 */
import { z } from 'zod';
import { failureCodes, isAcquisitionFailureCode } from '../../domain/failures.ts';
import { Reason } from './reason.ts';
import { line } from './text.ts';

const codes = failureCodes.filter(isAcquisitionFailureCode);
const count = z.number().int();

export const ErrorCode = z.enum(codes).meta({ example: 'INTERMEDIATE_SERVER_UNAVAILABLE' });

export const RetryAllBody = z
  .strictObject({
    code: ErrorCode,
    staffId: line({ most: 40 }).meta({ example: 'staff-7' }),
    reason: Reason,
    linesPerSecond: z.number().min(0.1).max(100).default(5).meta({ description: 'Entries tried again a second.' }),
  })
  .meta({ id: 'RetryAllBody' });
export type RetryAllBody = z.output<typeof RetryAllBody>;

export const ErrorRetry = z
  .object({
    code: ErrorCode,
    state: z.enum(['CANARY', 'RUNNING', 'STOPPED', 'CANCELLED', 'DONE']).meta({
      description:
        'CANARY: one entry is tried, the others wait. STOPPED: it came back or took too long, so the others were left.',
    }),
    reason: z.enum(['CANARY_CAME_BACK', 'CANARY_TOO_SLOW']).nullable(),
    entries: count.meta({ description: 'Open entries when it began.' }),
    retried: count,
    refused: count.meta({ description: 'Somebody else has acted on them meanwhile.' }),
    canary: z.string().nullable().meta({ description: 'failureId of the entry that is tried first.' }),
  })
  .meta({ id: 'ErrorRetry' });
export type ErrorRetry = z.infer<typeof ErrorRetry>;

export const RetryCancelBody = RetryAllBody.pick({ staffId: true }).meta({ id: 'RetryCancelBody' });
