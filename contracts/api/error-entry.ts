/** Shapes of one entry of the error list in full, its notes, and a held transfer compared with the current row. */
import { z } from 'zod';
import { StaffId } from './error-actions.ts';
import { ErrorEntry, Person } from './error-list.ts';
import { lines } from './text.ts';
import { steps } from '../../domain/failures.ts';

const instant = z.iso.datetime();

export const ErrorNote = z
  .object({ noteId: z.uuid(), at: instant, staff: Person, note: z.string() })
  .meta({ id: 'ErrorNote' });
export type ErrorNote = z.infer<typeof ErrorNote>;

export const ErrorNotes = z
  .object({ notes: z.array(ErrorNote) })
  .meta({ id: 'ErrorNotes', description: 'The first one first.' });
export type ErrorNotes = z.infer<typeof ErrorNotes>;

export const mostNoteCharacters = 1_000;
export const NoteBody = z
  .strictObject({
    staffId: StaffId,
    note: lines({ most: mostNoteCharacters }).meta({
      description: 'For colleagues. No personal data: one with a personal number in it is refused.',
      example: '本籍地に照会中。',
    }),
  })
  .meta({ id: 'NoteBody' });

export const ErrorTry = z
  .object({
    tryNo: z.number().int().meta({ description: 'Counts from 1.' }),
    failedAt: instant.meta({ description: 'When that had failed which was tried again.' }),
    code: z.string(),
    title: z.object({ ja: z.string(), en: z.string() }),
    step: z.enum(steps).nullable(),
    attempt: z.number().int(),
    reason: z.string().nullable().meta({ description: 'The participant’s own code.' }),
    action: z.enum(['retried', 'corrected']),
    staff: Person,
    because: z.string(),
    triedAt: instant,
    endedAt: instant.nullable(),
    outcome: z.enum(['passed', 'failed', 'cancelled']).nullable().meta({ description: 'Null while it is not known.' }),
  })
  .meta({ id: 'ErrorTry' });
export type ErrorTry = z.infer<typeof ErrorTry>;

export const ErrorDetail = ErrorEntry.omit({ name: true })
  .extend({
    resolvedBy: Person.nullable(),
    resolvedBecause: z.string().nullable().meta({ description: 'The reason that was given.' }),
    assignedAt: instant.nullable(),
    retry: z
      .object({ from: z.string(), newAttempt: z.boolean() })
      .meta({ description: 'What a retry does: from which step, `same` being where it stands, and whether anew.' }),
    standing: z
      .enum(['past', 'back', 'waiting', 'gone'])
      .nullable()
      .meta({
        description:
          'What has become of the latest try: it got over the step, waits for staff again, is on its way, or was ' +
          'cancelled. Null where nobody has tried again.',
      }),
    tryList: z.array(ErrorTry).meta({ description: 'Each time that staff tried again, the first one first.' }),
    noteList: z.array(ErrorNote).meta({ description: 'The first one first.' }),
    workflow: z.object({ workflowId: z.string(), started: z.boolean() }),
  })
  .meta({ id: 'ErrorDetail' });
export type ErrorDetail = z.infer<typeof ErrorDetail>;

export const comparedFields = [
  'name',
  'nameKana',
  'birthDate',
  'sex',
  'address',
  'contact',
  'delivery',
  'numberSystem',
  'addressNumber',
] as const;

/** The reasons of domain/held-reasons. */
export const heldReasons = [
  'ADDRESS_NUMBER_OF_ANOTHER',
  'PERSONAL_NUMBER_OF_ANOTHER',
  'BIRTH_DATE_DIFFERS',
  'SEX_DIFFERS',
  'NAME_DIFFERS',
] as const;

export const Comparison = z
  .object({
    failureId: z.uuid(),
    integratedAddressNumber: z.string().nullable().meta({ description: 'Of the resident whom it was found to be.' }),
    state: z.enum(['HELD', 'JUDGED', 'REFUSED', 'RECEIVED']).meta({ description: 'Of the transfer.' }),
    transferId: z.string(),
    operatedAt: instant,
    receivedAt: instant,
    currentOperatedAt: instant.nullable().meta({ description: 'Of the current address information.' }),
    with: z.enum(['person', 'another', 'nobody']).meta({
      description:
        'Whose current address information stands beside it: the person’s own; where there is none, that of whom the ' +
        'address number or the personal number belongs to.',
    }),
    another: z
      .string()
      .nullable()
      .meta({ description: 'Integrated number of another resident whose address number or personal number it is.' }),
    reasons: z.array(z.enum(heldReasons)).meta({ description: 'The rules that it breaks as things stand now.' }),
    protected: z.boolean(),
    masked: z.boolean().meta({ description: 'Protected, and this caller lacks residents:view-protected.' }),
    fields: z
      .array(
        z.object({
          field: z.enum(comparedFields),
          held: z.string().nullable(),
          current: z.string().nullable(),
          differs: z.boolean(),
        }),
      )
      .meta({ description: 'Empty where they are masked.' }),
    personalNumber: z
      .enum(['same', 'different', 'none-held', 'none-current', 'none'])
      .meta({ description: 'Whether they are the same, never a digit of them.' }),
  })
  .meta({ id: 'ErrorComparison', description: 'A held transfer beside the current address information.' });
export type Comparison = z.infer<typeof Comparison>;
