/**
 * Shapes of the inquiries at the call centre. Nothing here is a resident's: incidents and error list entries are named
 * by their ids, and a text with a personal number in it is refused.
 */
import { z } from 'zod';
import {
  attachmentTypes,
  inquiryKinds,
  inquiryPriorities,
  inquiryRoads,
  inquiryStatuses,
  messageKinds,
} from '../../domain/inquiries/names.ts';
import { tiers } from '../../domain/organisations.ts';
import { Day } from './moment.ts';
import { Problem } from './problem.ts';
import { line, lines } from './text.ts';

const instant = z.iso.datetime();
const count = z.number().int();
const person = z.object({ id: z.string(), name: z.string().nullable() });
export const InquiryNumber = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
const version = z.int().min(1).meta({ description: 'The version that was seen; an older one is refused with 409.' });
const requestKey = z.uuid().meta({ description: 'Made by whoever sends, so that sending twice does it once.' });
const errorEntry = line({ most: 200 }).meta({
  description: 'The id of an entry of the own error list; nothing of it.',
});

export const mostSubject = 200;
export const mostText = 10_000;
/** Bytes of one attachment, and how many an inquiry may have. */
export const mostAttachmentBytes = 5 * 1024 * 1024;
export const mostAttachments = 20;

export const InquiriesQuery = z.object({
  state: z.enum(['open', 'closed', 'all']).default('open').meta({
    description: 'Open: neither closed nor merged.',
  }),
  status: z.enum(inquiryStatuses).optional(),
  kind: z.enum(inquiryKinds).optional(),
  tier: z.enum(tiers).optional().meta({ description: 'The tier of who asks.' }),
  of: line({ most: 6 }).optional().meta({ description: 'Only those of this organisation; for the call centre.' }),
  owner: line({ most: 100 }).optional().meta({ description: 'A staff id; `none`: nobody owns it.' }),
  overdue: z.enum(['true']).optional(),
  sort: z.enum(['number', 'due']).default('number').meta({
    description: 'By number, the latest first, or by what is due, the earliest first (the first page only).',
  }),
  before: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .meta({ description: 'The next page: the smallest number of the one before.' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type InquiriesQuery = z.infer<typeof InquiriesQuery>;

const inquiryFields = {
  inquiry: count.meta({ description: 'The number by which people know it.' }),
  organisation: z.string().meta({ description: 'Who asks.' }),
  organisationName: z.object({ ja: z.string(), en: z.string() }),
  tier: z.enum(tiers),
  kind: z.enum(inquiryKinds),
  priority: z.enum(inquiryPriorities),
  status: z.enum(inquiryStatuses),
  road: z.enum(inquiryRoads),
  subject: z.string(),
  askedBy: person,
  askedAt: instant,
  owner: person.nullable(),
  dueAt: instant.nullable().meta({
    description: 'By when it is to be answered, counted in minutes in which the counter of the asker is open.',
  }),
  overdue: z.boolean(),
  escalation: count.meta({ description: 'How often it was due without an answer.' }),
  incident: count.nullable(),
  errorEntry: z.string().nullable(),
  mergedInto: count.nullable(),
  firstAnsweredAt: instant.nullable(),
  closedAt: instant.nullable(),
  satisfaction: count.min(1).max(5).nullable(),
  version: count,
};
export const Inquiry = z.object(inquiryFields).meta({ id: 'Inquiry' });
export type Inquiry = z.infer<typeof Inquiry>;
export const Inquiries = z
  .object({ inquiries: z.array(Inquiry), open: count, overdue: count })
  .meta({ id: 'Inquiries', description: '`open` and `overdue` count all that the caller sees.' });
export type Inquiries = z.infer<typeof Inquiries>;

export const InquiryAttachment = z
  .object({
    attachment: z.uuid(),
    inquiry: count,
    seq: count.meta({ description: 'The message that it belongs to.' }),
    name: z.string(),
    type: z.enum(attachmentTypes).meta({ description: 'As its first bytes show.' }),
    bytes: count,
    sha256: z.string(),
    internal: z.boolean(),
  })
  .meta({ id: 'InquiryAttachment' });
export type InquiryAttachment = z.infer<typeof InquiryAttachment>;

export const InquiryMessage = z
  .object({
    inquiry: count.meta({ description: 'Its own number, also where it is shown with what it was merged into.' }),
    seq: count,
    kind: z.enum(messageKinds).meta({ description: 'A `note` is shown to the call centre alone.' }),
    text: z.string(),
    writtenBy: person,
    at: instant,
    byMail: z.boolean(),
    attachments: z.array(InquiryAttachment),
  })
  .meta({ id: 'InquiryMessage' });
export type InquiryMessage = z.infer<typeof InquiryMessage>;

export const InquiryDetail = z
  .object({
    ...inquiryFields,
    openMinutesLeft: count.nullable().meta({
      description:
        'Minutes in which the counter of the asker is open until it is due; 0 when it is, null when nothing is.',
    }),
    satisfactionText: z.string().nullable(),
    messages: z.array(InquiryMessage).meta({ description: 'In the order in which they were written.' }),
    answeredWith: z.array(
      z.object({
        answer: count,
        title: z.string(),
        retired: z.boolean(),
        solved: z.boolean().nullable().meta({ description: 'Whether the asker said that it helped.' }),
      }),
    ),
    merged: z.array(count).meta({ description: 'Inquiries that were merged into this one.' }),
  })
  .meta({ id: 'InquiryDetail' });
export type InquiryDetail = z.infer<typeof InquiryDetail>;

export const AskBody = z
  .strictObject({
    requestKey,
    kind: z.enum(inquiryKinds),
    priority: z.enum(inquiryPriorities).default('normal'),
    subject: line({ most: mostSubject }),
    text: lines({ most: mostText }),
    road: z.enum(['web', 'command']).default('web'),
    incident: InquiryNumber.nullable().default(null),
    errorEntry: errorEntry.nullable().default(null),
  })
  .meta({
    id: 'AskBody',
    example: {
      requestKey: '0b2f6d0c-6a3e-4c0b-9b53-6f6f6a7f8f10',
      kind: 'operation',
      subject: '一括登録の再実行について',
      text: '止まった一括登録を続きから再開する方法を教えてください。',
    },
  });
export type AskBody = z.infer<typeof AskBody>;

/** What the call centre changes; what is left out stays. */
export const InquiryChange = z
  .strictObject({
    version,
    kind: z.enum(inquiryKinds).optional(),
    priority: z.enum(inquiryPriorities).optional(),
    status: z.enum(['open', 'in-progress', 'waiting', 'answered', 'closed']).optional(),
    owner: line({ most: 100 }).nullable().optional().meta({
      description: 'A staff id of the call centre, or `me`; null: nobody.',
    }),
    incident: InquiryNumber.nullable().optional(),
    errorEntry: errorEntry.nullable().optional(),
  })
  .meta({ id: 'InquiryChange', example: { version: 1, status: 'in-progress', owner: 'me' } });
export type InquiryChange = z.infer<typeof InquiryChange>;

/** What who asks writes later, or the call centre for itself. Nothing of others is overwritten, so no version is named. */
export const InquiryText = z.strictObject({ requestKey, text: lines({ most: mostText }) }).meta({
  id: 'InquiryText',
  example: { requestKey: '0b2f6d0c-6a3e-4c0b-9b53-6f6f6a7f8f11', text: '画面の写しを添付しました。' },
});
export type InquiryText = z.infer<typeof InquiryText>;

export const AnswerInquiry = z
  .strictObject({
    requestKey,
    version,
    text: lines({ most: mostText }),
    answers: z
      .array(z.int().min(1).max(Number.MAX_SAFE_INTEGER))
      .max(10)
      .default([])
      .meta({ description: 'Reusable answers that it was written with; each counts as used.' }),
    status: z.enum(['answered', 'waiting']).default('answered').meta({
      description: '`waiting`: the asker is asked back, and nothing is due until the reply.',
    }),
  })
  .meta({
    id: 'AnswerInquiry',
    example: {
      requestKey: '0b2f6d0c-6a3e-4c0b-9b53-6f6f6a7f8f12',
      version: 2,
      text: '「再実行」を押すと、登録済みの行は飛ばされます。',
      answers: [12],
    },
  });
export type AnswerInquiry = z.infer<typeof AnswerInquiry>;

export const MergeInquiry = z.strictObject({ version, into: InquiryNumber }).meta({
  id: 'MergeInquiry',
  description: 'The later one is always merged into the earlier one.',
  example: { version: 1, into: 12 },
});
export type MergeInquiry = z.infer<typeof MergeInquiry>;

export const SatisfactionBody = z
  .strictObject({
    solved: z.boolean().meta({ description: 'True closes the inquiry; false opens it again.' }),
    satisfaction: z.int().min(1).max(5).nullable().default(null),
    text: lines({ most: 1_000 }).nullable().default(null),
  })
  .meta({ id: 'SatisfactionBody', example: { solved: true, satisfaction: 5 } });
export type SatisfactionBody = z.infer<typeof SatisfactionBody>;

/** 409 of a change that was made from an older version: both sides, so that nothing is lost. */
export const InquiryConflict = Problem.extend({
  current: InquiryDetail.optional().meta({ description: 'The inquiry as it is now, with what others have written.' }),
  sent: z
    .object({ text: z.string().optional() })
    .catchall(z.unknown())
    .optional()
    .meta({ description: 'What was sent and not stored.' }),
}).meta({ id: 'InquiryConflict', description: 'RFC 9457, with both texts.' });
export type InquiryConflict = z.infer<typeof InquiryConflict>;

export const AttachmentQuery = z.object({
  name: line({ most: 200 }).meta({ description: 'The file’s name.' }),
  seq: z.coerce.number().int().min(1).meta({ description: 'The own message that it belongs to.' }),
});

export const StatisticsQuery = z.object({
  from: Day,
  to: Day,
  of: line({ most: 6 }).optional().meta({ description: 'Only this organisation’s; for the call centre.' }),
});
const figures = {
  asked: count,
  answered: count,
  /** Of those that were answered: the open minutes to the first answer. */
  medianMinutes: z.number().nullable().meta({ description: 'Open minutes to the first answer, of half of them.' }),
  late: count.meta({ description: 'How many were due without an answer at least once.' }),
};
export const InquiryStatistics = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    all: z.object(figures),
    kinds: z.array(z.object({ kind: z.enum(inquiryKinds), ...figures })),
    tiers: z.array(z.object({ tier: z.enum(tiers), ...figures })),
    days: z.array(z.object({ day: z.iso.date(), asked: count, answered: count, late: count })),
    hours: z
      .array(z.object({ hour: count.min(0).max(23), asked: count }))
      .meta({ description: 'By the hour in Japan at which they came.' }),
    satisfaction: z
      .array(z.object({ satisfaction: count.min(1).max(5), inquiries: count }))
      .meta({ description: 'From 1 to 5.' }),
  })
  .meta({ id: 'InquiryStatistics' });
export type InquiryStatistics = z.infer<typeof InquiryStatistics>;
