/**
 * The four backbone systems (基幹系システム 10; tables 21, 23, 25 and 27). fugo sends them notices (S24, S27). A clerk's input
 * reaches them at `/residents` (S11) and makes them send an address transfer to fugo (S12–S14).
 */
import { z } from 'zod';
import { IntegratedAddressNumber, LineId, PersonalNumber, RequestId } from './common.ts';

/**
 * S24/S27 `POST /v1/municipalities/{municipality}/address-notices` → 200 `LineResults`. `numbered` gives the integrated
 * address number of (number system, address number); `updated` also gives the current address information. The line id
 * is the notice's id, and a repeated notice is answered `repeated`. Refusal: `UNKNOWN_ADDRESS_NUMBER`.
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

/** Values of the columns of table 21, 23, 25 or 27 (backbone-tables.ts) by their names. */
export const BusinessInfo = z.record(z.string().max(40), z.string().max(200));
export type BusinessInfo = z.infer<typeof BusinessInfo>;

/** What a transfer carries (seed P:339): address information, business information, or both. */
export const carriedParts = ['both', 'address', 'business'] as const;
export type CarriedParts = (typeof carriedParts)[number];

/**
 * S11 `POST /v1/municipalities/{municipality}/residents`: what a clerk enters. The backbone assigns the address number
 * (S12), stores the row in its own table (table 21, 23, 25 or 27), builds and sends the address transfer (S13, S14),
 * waits for the answer (S15) and stores the integrated number (S16). With `addressNumber` it sends another transfer of
 * a resident whom it knows; so it does for a personal number alone (seed P:308). What is left out is then taken from its
 * table.
 */
export const ClerkInput = AddressInfo.partial().extend({
  personalNumber: PersonalNumber.optional(),
  addressNumber: z.string().min(1).max(15).optional(),
  transferId: z.string().min(1).max(64).optional(),
  operatedAt: z.string().optional(),
  nonDisclosure: z.boolean().default(false),
  carries: z.enum(carriedParts).default('both'),
  business: BusinessInfo.default({}),
  /** Instead of the backbone's own data type, and of the items made from `business`. */
  dataType: z.string().max(16).optional(),
  businessItem1: z.string().max(200).optional(),
  businessItem2: z.string().max(200).optional(),
  /** Who entered it. */
  clerk: z.string().min(1).max(40).default('simulator'),
  /** Whether to answer only after fugo has; otherwise the transfer is sent in the background until fugo takes it. */
  wait: z.boolean().default(true),
});
export type ClerkInput = z.input<typeof ClerkInput>;
/** What the backbone shows the clerk (seed P:312): the integrated number, or that the information was updated. */
export const ClerkAnswer = z.object({
  addressNumber: z.string(),
  transferId: z.string(),
  /** fugo's HTTP status; null when fugo was not asked yet or did not answer (the backbone keeps trying). */
  status: z.number().int().nullable(),
  result: z.string().nullable(),
  integratedAddressNumber: z.string().nullable(),
});
export type ClerkAnswer = z.infer<typeof ClerkAnswer>;
/** The same for many residents: `POST …/residents/batch`; the transfers are sent as NDJSON. */
export const ClerkInputs = z.object({ lines: z.array(ClerkInput).min(1).max(1_000) });

/**
 * `PUT /v1/municipalities/{municipality}/residents` → 200 `KnownStored`: residents whom the backbone knows from before, such
 * as those of a file that it wrote for an initial load. Nothing is sent to fugo; put again, they are the same rows.
 */
export const KnownResidents = z.object({
  lines: z
    .array(
      z.object({
        addressNumber: z.string().min(1).max(15),
        personalNumber: PersonalNumber.optional(),
        addressInfo: AddressInfo,
        business: BusinessInfo,
      }),
    )
    .min(1)
    .max(1_000),
});
export type KnownResidents = z.infer<typeof KnownResidents>;
export const KnownStored = z.object({ stored: z.number().int() });

/** `GET …/residents/{addressNumber}` of a backbone: the row of its own table, without the personal number. */
export const BackboneResident = z.object({
  addressNumber: z.string(),
  integratedAddressNumber: z.string().nullable(),
  /** Null while the backbone knows only its own business of the resident (seed P:339). */
  addressInfo: AddressInfo.nullable(),
  business: BusinessInfo,
});
