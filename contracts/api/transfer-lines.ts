/** Shapes of transfers as NDJSON: one transfer a line and one result a line, in the order of the lines. */
import { z } from 'zod';
import { transferResults } from '../../domain/judgement.ts';
import { codeRequestStatuses } from '../../domain/stages.ts';
import { Problem } from './problem.ts';

export const ndjsonMediaType = 'application/x-ndjson';

/** The largest transfer and NDJSON body in bytes, and the most lines of such a body, empty ones included. */
export const transferLimits = { transfer: 1024 * 1024, ndjson: 64 * 1024 * 1024, lines: 200_000 } as const;

export const TransferLineResult = z
  .object({
    line: z.number().int().positive().meta({ description: 'Counts from 1; empty lines count and get no result.' }),
    transferId: z.string().optional(),
    status: z.number().int().meta({ description: 'What the transfer would have been answered on its own.' }),
    result: z.enum(transferResults).optional(),
    integratedAddressNumber: z.string().optional(),
    codeRequestStatus: z.enum(codeRequestStatuses).optional(),
    statusUrl: z.string().optional(),
    problem: Problem.optional(),
  })
  .meta({ id: 'TransferLineResult' });
export type TransferLineResult = z.infer<typeof TransferLineResult>;
