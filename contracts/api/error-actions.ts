/** Shapes of what staff do with entries of the error list. */
import { z } from 'zod';
import { codeRequestStatuses, stages } from '../../domain/stages.ts';
import { PersonalNumber } from './numbers.ts';
import { Day } from './moment.ts';
import { Reason } from './reason.ts';
import { line } from './text.ts';

export const StaffId = line({ most: 40 }).meta({
  description: 'Who acts. Of a signed-in member of staff the session says it.',
  example: 'staff-7',
});

export const StaffActionBody = z.strictObject({ staffId: StaffId, reason: Reason }).meta({ id: 'StaffActionBody' });
export type StaffActionBody = z.infer<typeof StaffActionBody>;

export const RetryBody = StaffActionBody.extend({
  tries: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .optional()
    .meta({
      description:
        'How often the caller has seen the entry tried. Then a retry that is sent twice is done once, and one of an ' +
        'entry that somebody else has tried since is refused: NOT_WAITING.',
    }),
}).meta({ id: 'RetryBody' });
export type RetryBody = z.infer<typeof RetryBody>;

export const CorrectionBody = z
  .discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('same-person'), staffId: StaffId, reason: Reason }),
    z.strictObject({
      decision: z.literal('personal-number'),
      staffId: StaffId,
      reason: Reason,
      personalNumber: PersonalNumber,
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

/** Few enough to write an audit entry for each. */
export const mostAssigned = 100;

export const AssignBody = z
  .strictObject({
    staffId: StaffId,
    failureIds: z.array(z.uuid()).min(1).max(mostAssigned),
    assigneeId: line({ most: 40 }).nullable().meta({
      description: 'Of this municipality and with errors:work; null: nobody looks after them any more.',
    }),
  })
  .meta({ id: 'AssignBody' });
export type AssignBody = z.infer<typeof AssignBody>;

export const DueDateBody = z
  .strictObject({
    staffId: StaffId,
    failureIds: z.array(z.uuid()).min(1).max(mostAssigned),
    dueOn: Day.nullable().meta({
      description: 'The day by which they are to be resolved; null: none.',
      example: '2026-12-01',
    }),
  })
  .meta({ id: 'DueDateBody' });
export type DueDateBody = z.infer<typeof DueDateBody>;

export const Assigned = z
  .object({
    failureIds: z.array(z.uuid()).meta({ description: 'Those that were open; the others are left as they were.' }),
  })
  .meta({ id: 'Assigned' });
export type Assigned = z.infer<typeof Assigned>;

export const Assignees = z
  .object({ staff: z.array(z.object({ staffId: z.string(), name: z.string() })) })
  .meta({ id: 'Assignees', description: 'Who of this municipality may be given entries, by name.' });
export type Assignees = z.infer<typeof Assignees>;
