/**
 * What a backbone system sends and is answered: 宛名異動データ (S14) and S24/S27. Field names are the glossary's.
 * Shapes only; the rules of each value (check digits, calendars) are domain/values and are judged by the API, which
 * names the field and the rule.
 */
import { z } from 'zod';
import { transferResults, type TransferResult } from '../domain/judgement.ts';

/** HTTP status of each result; a line of a batch carries it as `status`. */
export const transferStatus: Record<TransferResult, 200 | 201 | 202> = {
  numbered: 201,
  updated: 200,
  joined: 200,
  held: 202,
  awaitingPersonalNumber: 202,
  pending: 202,
};

export const sexes = ['male', 'female', 'unknown'] as const;

export const Transfer = z.strictObject({
  /** The sender's own id of this operation; unique in a municipality and number system. */
  transferId: z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/),
  /** When the clerk did it: ISO 8601 with offset. An older one does not become current. */
  operatedAt: z.iso.datetime({ offset: true }),
  personalNumber: z.string().optional(),
  numberSystem: z.string(),
  addressNumber: z.string(),
  name: z.string(),
  nameKana: z.string().optional(),
  /** Western or Japanese calendar; kept as received, with the parsed date beside it or null (不詳). */
  birthDate: z.string(),
  sex: z.enum(sexes),
  address: z.string().min(1).max(400),
  contact: z.string().max(200).optional(),
  delivery: z.string().max(400).optional(),
  nonDisclosure: z.boolean().default(false),
  dataType: z.string().regex(/^[A-Za-z0-9]{1,16}$/),
  confirmedAt: z.iso.datetime({ offset: true }),
  businessItem1: z.string().max(400).default(''),
  businessItem2: z.string().max(400).default(''),
  senderStaffId: z.string().max(40).optional(),
});
export type TransferInput = z.input<typeof Transfer>;
export type Transfer = z.output<typeof Transfer>;

export const TransferAnswer = z.object({
  result: z.enum(transferResults),
  integratedAddressNumber: z.string().optional(),
  codeRequestStatus: z.enum(['NOT_REQUESTED', 'REQUESTING', 'REQUESTED']),
  statusUrl: z.string(),
});
export type TransferAnswer = z.infer<typeof TransferAnswer>;
