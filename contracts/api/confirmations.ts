/** Shapes of the confirmation runs (確認部 42) and of what each run changed. Ids and codes, no names. */
import { z } from 'zod';
import { CsvEncoding } from './csv-file.ts';
import { codeRequestStatuses, stages } from '../../domain/stages.ts';
import { anyText } from './text.ts';

const instant = z.iso.datetime();
const count = z.number().int();

export const ConfirmationStarted = z.object({ started: z.literal(true) }).meta({ id: 'ConfirmationStarted' });

export const ConfirmationRun = z
  .object({
    runId: z.string(),
    startedAt: instant,
    finishedAt: instant.nullable(),
    asked: count,
    acquired: count,
    errors: count,
    unknown: count.meta({ description: 'Not yet: the next run asks again.' }),
    overdue: count.meta({ description: 'Not yet, and over the time limit.' }),
  })
  .meta({ id: 'ConfirmationRun' });
export type ConfirmationRun = z.infer<typeof ConfirmationRun>;

export const ConfirmationRunsQuery = z.object({
  before: anyText(100).optional().meta({ description: '`next` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const ConfirmationRuns = z
  .object({
    runs: z.array(ConfirmationRun),
    next: z.string().nullable().meta({ description: 'For `before`.' }),
  })
  .meta({ id: 'ConfirmationRuns', description: 'The latest first.' });
export type ConfirmationRuns = z.infer<typeof ConfirmationRuns>;

const part = z
  .enum(['acquired', 'failed'])
  .meta({ description: '`failed`: the error list of the run, with who was overdue.' });

export const ConfirmationChangesQuery = z.object({
  part,
  after: z.uuid().optional().meta({ description: '`next` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const ConfirmationChangesCsvQuery = z.object({
  part: part.optional().meta({ description: 'Both without.' }),
  encoding: CsvEncoding.default('utf-8'),
});

export const ConfirmationChange = z
  .object({
    integratedAddressNumber: z.string().nullable(),
    outcome: z.enum(['acquired', 'error', 'overdue']),
    code: z.string().nullable().meta({ description: 'Of the error list.' }),
    text: z.object({ ja: z.string(), en: z.string() }).nullable(),
    reason: z.string().nullable().meta({ description: 'The participant’s own word for its error.' }),
    attempt: count,
    stage: z.enum(stages).meta({ description: 'Where the request stands now.' }),
    codeRequestStatus: z.enum(codeRequestStatuses),
    failureId: z.uuid().nullable().meta({ description: 'Its entry of the error list, while it is open.' }),
  })
  .meta({ id: 'ConfirmationChange' });
export type ConfirmationChange = z.infer<typeof ConfirmationChange>;

export const ConfirmationChanges = z
  .object({
    changes: z.array(ConfirmationChange),
    next: z.string().nullable().meta({ description: 'For `after`.' }),
  })
  .meta({
    id: 'ConfirmationChanges',
    description:
      'A line for each person whom the run changed. Runs from before this was written down have counts and no lines.',
  });
export type ConfirmationChanges = z.infer<typeof ConfirmationChanges>;
