/** What operators ask and do: error list, actions of staff, counts. */
import { z } from 'zod';
import { codeRequestStatuses, stages } from '../../domain/stages.ts';

const instant = z.iso.datetime();
const StaffId = z.string().trim().min(1).max(40).meta({ example: 'staff-7' });
const Reason = z
  .string()
  .trim()
  .min(1)
  .max(400)
  .meta({ description: 'Why; kept in the audit log. No personal data.', example: 'Checked at the counter.' });

export const ErrorEntry = z
  .object({
    failureId: z.uuid(),
    code: z.string(),
    kind: z.enum(['business', 'transient']),
    owner: z.enum(['staff', 'participant']),
    text: z.object({ ja: z.string(), en: z.string() }),
    step: z.string().nullable(),
    attempt: z.number().int(),
    reason: z.string().nullable().meta({ description: 'The participant’s own code for its refusal.' }),
    firstSeenAt: instant,
    resolvedAt: instant.nullable(),
    resolution: z.enum(['retried', 'corrected', 'cancelled', 'confirmed']).nullable(),
    integratedAddressNumber: z.string().nullable(),
    stage: z.enum(stages).nullable(),
    codeRequestStatus: z.enum(codeRequestStatuses),
  })
  .meta({ id: 'ErrorEntry', description: 'No name and no personal number stands in the list (domain §6).' });
export type ErrorEntry = z.infer<typeof ErrorEntry>;
export const ErrorList = z
  .object({ entries: z.array(ErrorEntry), next: z.string().nullable().meta({ description: 'For `after`.' }) })
  .meta({ id: 'ErrorList' });
export type ErrorList = z.infer<typeof ErrorList>;

export const ErrorListQuery = z.object({
  code: z.string().max(60).optional(),
  stage: z.enum(stages).optional(),
  state: z.enum(['open', 'resolved', 'all']).default('open'),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const StaffActionBody = z.strictObject({ staffId: StaffId, reason: Reason }).meta({ id: 'StaffActionBody' });
export type StaffActionBody = z.infer<typeof StaffActionBody>;

export const CorrectionBody = z
  .discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('same-person'), staffId: StaffId, reason: Reason }),
    z.strictObject({
      decision: z.literal('personal-number'),
      staffId: StaffId,
      reason: Reason,
      personalNumber: z.string().meta({ description: '12 digits with their check digit (domain §5.1).' }),
    }),
  ])
  .meta({
    id: 'CorrectionBody',
    description:
      '`same-person`: the held transfer is of this person. `personal-number`: the number was wrong and this is the right one.',
    example: { decision: 'same-person', staffId: 'staff-7', reason: 'Checked at the counter.' },
  });
export type CorrectionBody = z.infer<typeof CorrectionBody>;

export const ActionResult = z
  .object({
    stage: z.enum(stages).nullable(),
    codeRequestStatus: z.enum(codeRequestStatuses),
    attempt: z.number().int(),
  })
  .meta({ id: 'ActionResult' });
export type ActionResult = z.infer<typeof ActionResult>;

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
