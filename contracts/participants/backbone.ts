/**
 * The four backbone systems (基幹系システム 10). fugo calls them back with notices (S24, S27); a clerk's input reaches
 * them at `/residents` (S11) and makes them send an address transfer to fugo (S12–S14).
 */
import { z } from 'zod';
import { IntegratedAddressNumber, LineId, PersonalNumber, RequestId } from './common.ts';

/**
 * S24/S27 `POST /v1/municipalities/{municipality}/address-notices` → 200 `LineResults`. `numbered` tells the integrated
 * address number of (number system, address number); `updated` tells the address information that is current now as
 * well. The line id is the notice's id: a repeated one is `repeated`. Refusal: `UNKNOWN_ADDRESS_NUMBER`.
 */
export const AddressInfo = z.object({
  name: z.string(),
  nameKana: z.string().optional(),
  birthDate: z.string(),
  sex: z.string(),
  address: z.string(),
  contact: z.string().optional(),
  delivery: z.string().optional(),
});
export type AddressInfo = z.infer<typeof AddressInfo>;
export const AddressNotices = z.object({
  requestId: RequestId,
  lines: z
    .array(
      z.object({
        lineId: LineId,
        kind: z.enum(['numbered', 'updated']),
        numberSystem: z.string().regex(/^\d{2}$/),
        addressNumber: z.string().min(1).max(15),
        integratedAddressNumber: IntegratedAddressNumber,
        historySeq: z.number().int().positive(),
        addressInfo: AddressInfo.optional(),
      }),
    )
    .min(1),
});
export type AddressNotices = z.infer<typeof AddressNotices>;

/**
 * S11 `POST /v1/municipalities/{municipality}/residents`, what a clerk enters. The backbone gives the address number
 * (S12), stores the row in its own table (21, 23, 25, 27), sends the address transfer (S14) and stores the integrated
 * number it is answered (S16). Give `addressNumber` to send another transfer of a resident it has already.
 */
export const ClerkInput = AddressInfo.extend({
  personalNumber: PersonalNumber.optional(),
  addressNumber: z.string().min(1).max(15).optional(),
  transferId: z.string().min(1).max(64).optional(),
  operatedAt: z.string().optional(),
  nonDisclosure: z.boolean().default(false),
  dataType: z.string().max(16).default('JM'),
  businessItem1: z.string().max(200).default(''),
  businessItem2: z.string().max(200).default(''),
  /** Whether to answer only when fugo has; otherwise the transfer is sent in the background until it is taken. */
  wait: z.boolean().default(true),
});
export type ClerkInput = z.input<typeof ClerkInput>;
export const ClerkAnswer = z.object({
  addressNumber: z.string(),
  transferId: z.string(),
  /** fugo's HTTP status; null when it was not asked yet or did not answer (the backbone goes on trying). */
  status: z.number().int().nullable(),
  result: z.string().nullable(),
  integratedAddressNumber: z.string().nullable(),
});
export type ClerkAnswer = z.infer<typeof ClerkAnswer>;
/** The same for many: `POST …/residents/batch`, transfers sent as NDJSON. */
export const ClerkInputs = z.object({ lines: z.array(ClerkInput).min(1).max(1_000) });

/** `GET …/residents/{addressNumber}` of a backbone: what its own table holds, without the personal number. */
export const BackboneResident = z.object({
  addressNumber: z.string(),
  integratedAddressNumber: z.string().nullable(),
  addressInfo: AddressInfo,
});
