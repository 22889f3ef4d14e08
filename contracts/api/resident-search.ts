/**
 * Shapes of the search of residents. It is a POST, so that no name stands in an address, an access log or a browser's
 * history.
 */
import { z } from 'zod';
import { codeRequestStatuses, stages } from '../../domain/stages.ts';
import { AddressNumber, IntegratedAddressNumber, NumberSystem, PersonalNumber } from './numbers.ts';
import { anyText, line, lines, visiblePattern } from './text.ts';

const instant = z.iso.datetime();
const Match = z.enum(['start', 'part']);

/** Kept in the audit log, so a minimum length makes it say something. */
export const StatedReason = lines({ least: 5, most: 400 }).meta({
  description: 'Why, in five characters at least; kept in the audit log. No personal data.',
});
export const ActingStaffId = line({ most: 40 })
  .optional()
  .meta({ description: 'Who stands behind a program’s request. Of a signed-in member of staff the session says it.' });

/** At least one of them is asked for. */
const criteria = ['name', 'birthDate', 'address', 'addressNumber', 'integratedAddressNumber', 'personalNumber'];

export const ResidentSearch = z
  .strictObject({
    name: anyText(200).optional().meta({
      description:
        'Or its reading in kana. Variants, width, blanks and middle dots count not, and it is not these alone.',
      pattern: visiblePattern,
    }),
    nameMatch: Match.default('start'),
    birthDate: anyText(40).optional().meta({
      description: 'As in a transfer: 平成2年4月1日, 1990-04-01, H2.4.1 …; or by an era code, 4020401.',
      pattern: visiblePattern,
    }),
    address: anyText(400).optional().meta({
      description: '2丁目1番地2号 finds 2-1-2. 大字 and 字 count not, and it is not these alone.',
      pattern: visiblePattern,
    }),
    addressMatch: Match.default('part'),
    numberSystem: NumberSystem.optional().meta({ description: 'With `addressNumber`; without it, of any system.' }),
    addressNumber: AddressNumber.optional(),
    integratedAddressNumber: IntegratedAddressNumber.optional(),
    personalNumber: PersonalNumber.optional().meta({
      description:
        '個人番号: 12 digits, the last the check digit. Needs the right residents:view-personal-number and a `reason`.',
    }),
    reason: StatedReason.optional(),
    staffId: ActingStaffId,
    includeHistory: z.boolean().default(false).meta({ description: 'Former names and addresses too.' }),
    sort: z.enum(['reading', 'birthDate', 'address', 'integratedAddressNumber']).optional().meta({
      description:
        'Counts the results and puts them in this order, where they are at most 1,000. Whoever is masked comes last.',
    }),
    order: z.enum(['ascending', 'descending']).default('ascending').meta({ description: 'With `sort`.' }),
    after: anyText(80).optional().meta({
      description: '`next` of the page before, with the same criteria.',
      pattern:
        '^(?:held(?:_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}_[0-9]{1,9})$',
    }),
    limit: z.number().int().min(1).max(100).default(50),
  })
  .meta({
    id: 'ResidentSearch',
    anyOf: criteria.map((field) => ({ required: [field] })),
    dependentRequired: { numberSystem: ['addressNumber'], personalNumber: ['reason'] },
    example: { name: 'フゴウ', birthDate: '平成2年4月1日' },
  });
export type ResidentSearch = z.infer<typeof ResidentSearch>;

export const PersonId = z.uuid().meta({ description: 'Internal, random, and says nothing about the person.' });
export const NumberIfKnown = z
  .string()
  .nullable()
  .meta({ description: 'Null until there is a personal number, and while the identity is in doubt.' });

export const FoundResident = z
  .object({
    personId: PersonId,
    integratedAddressNumber: NumberIfKnown,
    historySeq: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Null of who is known by nothing but a transfer that waits for an identity check.' }),
    current: z.boolean().meta({ description: 'False: a former name or address.' }),
    codeRequestStatus: z.enum(codeRequestStatuses),
    stage: z.enum(stages).nullable(),
    registeredAt: instant,
    protected: z.boolean().meta({ description: 'Under protection (支援措置).' }),
    masked: z.boolean().meta({ description: 'Protected, and this caller lacks residents:view-protected.' }),
    name: z.string().nullable(),
    nameKana: z.string().nullable(),
    birthDateText: z.string().nullable(),
    birthDate: z.string().nullable(),
    sex: z.string().nullable(),
    address: z.string().nullable(),
  })
  .meta({ id: 'FoundResident' });
export type FoundResident = z.infer<typeof FoundResident>;

export const FoundResidents = z
  .object({
    residents: z.array(FoundResident),
    next: z.string().nullable().meta({ description: 'For `after`.' }),
    sorted: z.boolean().meta({ description: 'In the order that `sort` asked for.' }),
    total: z
      .object({
        count: z.number().int(),
        more: z.boolean().meta({ description: 'More than `count`, which is a bound.' }),
      })
      .nullable()
      .meta({ description: 'How many fit in all: on the first page of a search with `sort`, otherwise null.' }),
  })
  .meta({ id: 'FoundResidents' });
export type FoundResidents = z.infer<typeof FoundResidents>;
