/** Shapes of the audit log: who looked at what, and who changed what. Ids and codes only. */
import { z } from 'zod';
import { CsvEncoding } from './csv-file.ts';
import { Day, Moment } from './moment.ts';
import { anyText, line } from './text.ts';

const instant = z.iso.datetime();

const filter = {
  clientId: anyText(100).optional(),
  staffId: anyText(100).optional(),
  action: anyText(100).optional().meta({ example: 'residents.detail' }),
  subject: anyText(200)
    .optional()
    .meta({
      description:
        'An id: of a resident, a failure, a load, a client. By a resident’s number also what was done under the ids of ' +
        'that resident’s failures and proposed updates.',
    }),
  outcome: z.enum(['allowed', 'refused']).optional(),
  from: Moment.optional(),
  to: Moment.optional().meta({ description: 'Up to, not including; after `from`.' }),
};

export const AuditQuery = z.object({
  ...filter,
  before: z.coerce
    .number()
    .int()
    .min(1)
    .max(99_999_999_999)
    .optional()
    .meta({ description: '`next` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const AuditCsvQuery = z.object({ ...filter, encoding: CsvEncoding.default('utf-8') });

export const AuditLog = z
  .object({
    entries: z.array(
      z.object({
        seq: z.number().int().meta({ description: 'In the order of the chain.' }),
        at: instant,
        clientId: z.string(),
        staffId: z.string().nullable(),
        staffName: z
          .string()
          .nullable()
          .meta({ description: 'As it is now. Null for a program, and for a staff id that only a program has named.' }),
        action: z.string(),
        subject: z.string().nullable(),
        subjectName: z.string().nullable().meta({ description: 'Of the member of staff whose id the subject is.' }),
        outcome: z.enum(['allowed', 'refused']),
        reason: z.string().nullable(),
        reasonName: z.string().nullable().meta({ description: 'Of the member of staff whose id the reason is.' }),
      }),
    ),
    next: z.number().int().nullable().meta({ description: 'For `before`.' }),
  })
  .meta({ id: 'AuditLog', description: 'The latest first.' });
export type AuditLog = z.infer<typeof AuditLog>;

export const AuditedStaff = z
  .object({ staff: z.array(z.object({ staffId: z.string(), name: z.string().nullable() })) })
  .meta({ id: 'AuditedStaff', description: 'Who stands in the log or has a role, by name.' });
export type AuditedStaff = z.infer<typeof AuditedStaff>;

export const AuditChain = z
  .object({
    whole: z.boolean(),
    entries: z.number().int().meta({ description: 'How many were found right, from the first on.' }),
    head: z
      .object({ seq: z.number().int(), hash: z.string() })
      .nullable()
      .meta({ description: 'The last right one. Kept elsewhere, it shows later that nothing was cut off.' }),
    broken: z
      .object({ seq: z.number().int(), fault: z.enum(['CHANGED', 'NOT_LINKED']) })
      .nullable()
      .meta({
        description: 'The first broken link: a row that was changed, or one that does not follow the one before.',
      }),
  })
  .meta({ id: 'AuditChain' });
export type AuditChain = z.infer<typeof AuditChain>;

/** What an auditor knows of a resident: a name or its reading, an integrated number, or an address number. */
export const AuditSubjectSearch = z
  .strictObject({ text: line({ most: 100 }).meta({ example: '符号 花子' }) })
  .meta({ id: 'AuditSubjectSearch' });

export const AuditSubjects = z
  .object({
    subjects: z.array(z.string()).meta({ description: 'For `subject`: numbers and ids alone, nothing of a resident.' }),
    isCut: z.boolean().meta({ description: 'More than these fit.' }),
  })
  .meta({ id: 'AuditSubjects' });
export type AuditSubjects = z.infer<typeof AuditSubjects>;

/** A search as somebody keeps it; days in Japan, as the page asks for them. */
export const AuditSearchFilter = z.strictObject({
  clientId: anyText(100).optional(),
  staffId: anyText(100).optional(),
  action: anyText(100).optional(),
  subject: anyText(200).optional(),
  outcome: z.enum(['allowed', 'refused']).optional(),
  from: Day.optional(),
  to: Day.optional(),
});

export const AuditSearchBody = z
  .strictObject({ name: line({ most: 60 }).meta({ example: '夜間の個人番号の表示' }), filter: AuditSearchFilter })
  .meta({ id: 'AuditSearchBody' });

export const AuditSearch = z
  .object({ searchId: z.uuid(), name: z.string(), filter: AuditSearchFilter })
  .meta({ id: 'AuditSearch' });
export type AuditSearch = z.infer<typeof AuditSearch>;

export const AuditSearches = z
  .object({ searches: z.array(AuditSearch) })
  .meta({ id: 'AuditSearches', description: 'One’s own, by name.' });
export type AuditSearches = z.infer<typeof AuditSearches>;
