/**
 * ファイル配信: what fugo and the targets (配信先) of a delivery say to each other. The repository itself follows The Update
 * Framework 1.0: metadata below `/v1/deliveries/repository/metadata/`, files below `/v1/deliveries/repository/files/`, named
 * by their hash and fetched in ranges. What fugo adds stands in `custom.fugo` of a target file, signed like the rest.
 */
import { z } from 'zod';
import { releaseKinds } from '../domain/deliveries/names.ts';
import { OrganisationCode, RequestId } from './participants/common.ts';

/** `national-calendar`: what is replaced, version by version. */
export const FileName = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u);
export const FileVersion = z.number().int().min(1).max(2_000_000_000);
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/u);
const Moment = z.iso.datetime({ offset: true });

/** Who is to have the file, and from when. */
export const DeliveryOrder = z.object({
  rollout: z.uuid(),
  /** Applied at this moment at the soonest, and only while the target is not in online operation. */
  applyAfter: Moment,
  organisations: z.array(OrganisationCode).max(10_000),
});
export type DeliveryOrder = z.infer<typeof DeliveryOrder>;

/** `custom.fugo` of a target file. An organisation stands in the orders of one version of a name. */
export const DeliveredFile = z.object({
  name: FileName,
  version: FileVersion,
  kind: z.enum(releaseKinds),
  orders: z.array(DeliveryOrder).max(1_000),
});
export type DeliveredFile = z.infer<typeof DeliveredFile>;

/** The path of a file in the repository's metadata. */
export const targetPathOf = ({ name, version }: { name: string; version: number }): string => `${name}-${version}`;

/** What a target has of a name, in the slot that its link names. */
export const Holding = z.object({
  version: FileVersion,
  sha256: Sha256,
  appliedAt: Moment,
  /** The version in the other slot, to which the target can switch back at once; null if there is none. */
  previous: FileVersion.nullable(),
});
export type Holding = z.infer<typeof Holding>;
/** By name. */
export const Holdings = z.record(FileName, Holding);
export type Holdings = z.infer<typeof Holdings>;

export const deliveryErrors = [
  /** 配信元に届きません: nobody answers, or not with what was asked for. It is tried again. */
  'UNREACHABLE',
  /** ディスクの空きが足りません. */
  'DISK_FULL',
  /** 内容が署名と一致しません: the bytes are not those that were signed. */
  'WRONG_FILE',
  /** 予定より長い: the answer goes on beyond the signed length. */
  'TOO_LONG',
  /** 内容を利用できません: signed, but not what such a file must be. */
  'UNUSABLE',
  /** 署名情報の有効期限切れ: what the repository shows is too old (freeze). */
  'METADATA_EXPIRED',
  /** 署名情報を受け入れられません: not signed by enough keys, older than what is known, or not consistent. */
  'METADATA_REFUSED',
] as const;
export type DeliveryError = (typeof deliveryErrors)[number];

export const receiptStates = ['downloading', 'verified', 'applied', 'rolled-back', 'failed'] as const;
export type ReceiptState = (typeof receiptStates)[number];

/** 受領書の内容: what a target says of a release. */
export const ReceiptStatement = z.object({
  organisation: OrganisationCode,
  /** Rises with each receipt of the target, so that an old one that is repeated changes nothing. */
  no: z.number().int().min(1),
  rollout: z.uuid(),
  name: FileName,
  version: FileVersion,
  sha256: Sha256,
  state: z.enum(receiptStates),
  /** How many bytes of the file it has. */
  bytes: z.number().int().min(0),
  error: z.enum(deliveryErrors).nullable(),
  at: Moment,
  /** All that it has at this moment. */
  holdings: Holdings,
});
export type ReceiptStatement = z.infer<typeof ReceiptStatement>;

/**
 * 受領書: `POST /v1/deliveries/receipts` → 202 `ReceiptTaken`. The signature is over the text as it stands here, so nobody
 * has to agree on how JSON is written.
 */
export const Receipt = z.object({
  /** JSON of a {@link ReceiptStatement}. */
  statement: z.string().min(2).max(65_536),
  /** Ed25519 by the target's key, base64. */
  signature: z.base64().max(128),
});
export type Receipt = z.infer<typeof Receipt>;
export const ReceiptTaken = z.object({ no: z.number().int() });

/** `GET …/server/delivery`: the server as a target of deliveries. */
export const DeliveryView = z.object({
  organisation: OrganisationCode,
  /** Ed25519, SPKI, base64: the key of its receipts. */
  publicKey: z.base64().max(200),
  holdings: Holdings,
  /** The version of the repository's metadata that it has verified last; null before any. */
  metadataVersion: z.number().int().nullable(),
  /** When it last reached the repository; null before that. */
  refreshedAt: Moment.nullable(),
  error: z.enum(deliveryErrors).nullable(),
});
export type DeliveryView = z.infer<typeof DeliveryView>;

/**
 * 切戻し: `POST …/server/delivery/back` → 200 `SwitchedBack` or 409 `SwitchBackRefused`. At once, and without the
 * repository. The same request id gets the same answer and switches nothing again. The version that was left is not
 * applied again before a later rollout orders it.
 */
export const SwitchBackCommand = z.object({ requestId: RequestId, name: FileName });
export type SwitchBackCommand = z.infer<typeof SwitchBackCommand>;
export const SwitchedBack = z.object({ requestId: RequestId, name: FileName, version: FileVersion });
export type SwitchedBack = z.infer<typeof SwitchedBack>;
export const SwitchBackRefused = z.object({ code: z.enum(['NOTHING_BEFORE', 'REQUEST_ID_USED']), message: z.string() });
export type SwitchBackRefused = z.infer<typeof SwitchBackRefused>;
