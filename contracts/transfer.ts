/**
 * What a backbone system sends, 宛名異動データ (S14), and the answer that it gets (S24, S27). These are shapes only;
 * domain/values has the rules of each value, which the API checks.
 */
import { z } from 'zod';
import type { TransferField } from '../domain/checked-transfer.ts';
import { transferResults, type TransferResult } from '../domain/judgement.ts';
import { sexes } from '../domain/values/sex.ts';

/** The HTTP status of each result; a line of a batch carries it as `status`. */
export const transferStatus: Record<TransferResult, 200 | 201 | 202> = {
  numbered: 201,
  updated: 200,
  joined: 200,
  held: 202,
  awaitingPersonalNumber: 202,
  pending: 202,
};

/**
 * The rules of domain/checked-transfer for a text, as the API's description states them. Lengths are counted in code
 * points. A personal number inside is refused as well.
 */
const text = (most: number) => z.string().meta({ maxLength: most, pattern: `^${storable}*$` });
/** A text with at least one visible character. */
export const visibleText = (most: number) =>
  z.string().meta({ minLength: 1, maxLength: most, pattern: `^${storable}*${visible}${storable}*$` });
const unstorable = String.raw`\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufffd-\uffff`;
const storable = `[^${unstorable}]`;
const visible = String.raw`[^\s・\u180b-\u180f\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff${unstorable}]`;

/** Twelve digits that are not zeros only. */
export const personalNumberPattern = `^(?:${Array.from({ length: 12 }, (_, zeros) => `0{${zeros}}[1-9][0-9]{${11 - zeros}}`).join('|')})$`;

/** Of a transfer: with its offset, from the year 1000 on. */
const Moment = z.iso.datetime({ offset: true }).meta({
  pattern:
    '^[1-9][0-9]{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-9]))' +
    'T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,9})?)?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])$',
});

export const BirthDate = visibleText(40).meta({
  description: 'Not after today: 平成2年4月1日, 1990-04-01, H2.4.1 …; a part that is not known is 不詳 or zeros.',
});
/** What no shape says of a birth date. */
export const birthDateRules = [
  'UNREADABLE_DATE',
  'IMPOSSIBLE_DATE',
  'OUTSIDE_ERA',
  'BEFORE_MEIJI_6',
  'WRONG_WEEKDAY',
  'DATE_IN_FUTURE',
] as const;

const envelope = {
  /** The sender's own id of this operation; unique within a municipality and number system. */
  transferId: z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/),
  /** When the clerk entered it: ISO 8601 with offset. An older operation does not become current. */
  operatedAt: Moment.meta({ description: 'Not over a day ahead of fugo’s clock.' }),
  personalNumber: z
    .string()
    .meta({
      pattern: personalNumberPattern,
      description: 'The last digit is the check digit (domain §5.1); not zeros only.',
    })
    .optional(),
  numberSystem: z.string().meta({ pattern: '^[0-9]{2}$' }),
  addressNumber: z.string().meta({ pattern: '^[0-9]{1,15}$' }),
  senderStaffId: visibleText(40).optional(),
};
/** 宛名情報. */
const addressInformation = {
  name: visibleText(200),
  nameKana: visibleText(200).optional(),
  /** Western or Japanese calendar; kept as received, beside the parsed date (null for 不詳). */
  birthDate: BirthDate,
  sex: z.enum(sexes),
  address: visibleText(400),
  contact: visibleText(200).optional(),
  delivery: visibleText(400).optional(),
  nonDisclosure: z.boolean().default(false),
};
/** 業務情報. */
const businessInformation = {
  dataType: z.string().regex(/^[A-Za-z0-9]{1,16}$/),
  confirmedAt: Moment,
  businessItem1: text(400).default(''),
  businessItem2: text(400).default(''),
};
const whole = { ...envelope, ...addressInformation, ...businessInformation } satisfies Record<TransferField, z.ZodType>;
/** With both parts, or with either alone (seed P:339). */
export const Transfer = z.union([
  z.strictObject(whole),
  z.strictObject({ ...envelope, ...addressInformation }),
  z.strictObject({ ...envelope, ...businessInformation, nonDisclosure: z.literal(false).optional() }),
]);
/** @public What the bench sends. */
export type TransferInput = z.input<typeof Transfer>;
export type Transfer = z.output<typeof Transfer>;
export const TransferId = envelope.transferId;

export const TransferAnswer = z.object({
  result: z.enum(transferResults),
  integratedAddressNumber: z.string().optional(),
  codeRequestStatus: z.enum(['NOT_REQUESTED', 'REQUESTING', 'REQUESTED']),
  statusUrl: z.string(),
});
export type TransferAnswer = z.infer<typeof TransferAnswer>;
