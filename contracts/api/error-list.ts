/** Shapes of the error list (エラーリスト): its entries and its filters. */
import { z } from 'zod';
import { CsvEncoding } from './csv-file.ts';
import { failureCodes, isAcquisitionFailureCode, steps } from '../../domain/failures.ts';
import { routes } from '../../domain/routes.ts';
import { codeRequestStatuses, stages } from '../../domain/stages.ts';
import { Moment } from './moment.ts';
import { PersonId } from './resident-search.ts';
import { anyText, line } from './text.ts';

const instant = z.iso.datetime();
const codes = failureCodes.filter(isAcquisitionFailureCode);

export const Person = z
  .object({
    staffId: z.string(),
    name: z.string().nullable().meta({ description: 'Null where only the id is known.' }),
  })
  .meta({ id: 'ErrorStaff', description: 'A member of staff.' });

export const ErrorEntry = z
  .object({
    failureId: z.uuid(),
    personId: PersonId,
    code: z.string(),
    kind: z.enum(['business', 'transient']),
    owner: z.enum(['staff', 'participant']),
    title: z.object({ ja: z.string(), en: z.string() }).meta({ description: 'The error in at most 20 characters.' }),
    text: z.object({ ja: z.string(), en: z.string() }),
    step: z.enum(steps).nullable(),
    attempt: z.number().int(),
    reason: z.string().nullable().meta({ description: 'The participant’s own code for its refusal.' }),
    firstSeenAt: instant,
    failedAt: instant.meta({ description: 'The latest failure; code, step, attempt and reason are its.' }),
    tries: z.number().int().meta({ description: 'How often staff have tried it again.' }),
    trying: z.boolean().meta({
      description:
        'Staff have tried it again, and it is not known yet how that ends. Otherwise an open one waits for staff.',
    }),
    dueOn: z.iso.date().nullable().meta({ description: 'The day by which it is to be resolved.' }),
    resolvedAt: instant.nullable(),
    resolution: z.enum(['retried', 'corrected', 'cancelled', 'confirmed']).nullable(),
    integratedAddressNumber: z.string().nullable(),
    stage: z.enum(stages).nullable(),
    codeRequestStatus: z.enum(codeRequestStatuses),
    route: z.enum(routes).meta({
      description: 'The road that the request took; before that, the one that the municipality’s setting gives it.',
    }),
    loadId: z.uuid().nullable().meta({ description: 'The load that it came by.' }),
    assignee: Person.nullable().meta({ description: 'Who looks after it.' }),
    notes: z.number().int().meta({ description: 'How many notes it has.' }),
    name: z.string().nullable().meta({
      description: 'Of the resident. Null unless `names` asked for it, and of a resident under protection.',
    }),
  })
  .meta({
    id: 'ErrorEntry',
    description:
      'One problem of one person, however often it was tried again. No personal number stands in the list (domain §6).',
  });
export type ErrorEntry = z.infer<typeof ErrorEntry>;

export const ErrorList = z
  .object({ entries: z.array(ErrorEntry), next: z.string().nullable().meta({ description: 'For `after`.' }) })
  .meta({
    id: 'ErrorList',
    description: 'A page may hold fewer entries than were asked for, even none, although there are more: see `next`.',
  });
export type ErrorList = z.infer<typeof ErrorList>;

const filter = {
  code: z.enum(codes).optional(),
  stage: z.enum(stages).optional().meta({ description: 'Where the person’s request stands now.' }),
  step: z.enum(steps).optional().meta({ description: 'The step at which it failed.' }),
  state: z.enum(['open', 'waiting', 'trying', 'resolved', 'all']).default('open').meta({
    description: '`waiting` and `trying` are open: they wait for staff, or were tried again and have not ended yet.',
  }),
  olderThan: z.coerce
    .number()
    .int()
    .min(1)
    .max(8_760)
    .optional()
    .meta({ description: 'First seen so many hours ago.' }),
  route: z.enum(routes).optional(),
  load: z.uuid().optional().meta({ description: 'A loadId.' }),
  assignee: line({ most: 40 }).optional().meta({
    description: 'A staffId, `nobody`, or `me`: who is signed in, so that a program cannot say it.',
    example: 'nobody',
  }),
  due: z.enum(['overdue', 'set', 'none']).optional().meta({ description: 'By the due date.' }),
  order: z.enum(['oldest', 'newest']).default('oldest'),
};

/** A filter as a view stores it: numbers stay numbers, so that it is read from JSON and from an address alike. */
export const ErrorFilter = z.strictObject(filter).meta({ id: 'ErrorFilter' });
export type ErrorFilter = z.output<typeof ErrorFilter>;

const query = {
  ...filter,
  before: Moment.optional().meta({ description: 'First seen before this moment.' }),
};

export const ErrorListQuery = z.object({
  ...query,
  after: anyText(200).optional().meta({
    description: '`next` of the page before.',
    pattern: '^[0-9]{1,13}_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  names: z.enum(['true', 'false']).default('false').meta({
    description: 'With the names of residents. It needs residents:view, and the audit log has who was shown.',
  }),
});

/** The places before and after an entry in the list that a filter gives. */
export const ErrorNeighboursQuery = z.object(query);
export const ErrorNeighbours = z
  .object({ previous: z.uuid().nullable(), next: z.uuid().nullable() })
  .meta({ id: 'ErrorNeighbours', description: 'Null at the ends of the list.' });
export type ErrorNeighbours = z.infer<typeof ErrorNeighbours>;

export const ErrorsCsvQuery = z.object({
  ...query,
  encoding: CsvEncoding.default('utf-8'),
  language: z.enum(['ja', 'en']).default('ja').meta({ description: 'Of the headings and of the texts.' }),
});
