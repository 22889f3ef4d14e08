/**
 * What all participants' contracts have in common. Requests carry lines and answers carry a result a line, so that one
 * resident and ten thousand travel the same way. Clients and simulators parse with these zod schemas and share no other
 * code.
 */
import { z } from 'zod';

/** Names a request to a participant for good: `{municipality}/{personId or chunkId}/{attempt}/{step}`. */
export const RequestId = z.string().min(1).max(200);
/** Names a line within its request: the person's id, which says nothing about the person. */
export const LineId = z.string().min(1).max(100);
/** 団体コード: six digits of a municipality or a prefecture, or `nation` (指定情報処理機関). */
export const OrganisationCode = z.string().regex(/^(?:nation|\d{6})$/);
export const MunicipalityCode = z.string().regex(/^\d{6}$/);
export const PersonalNumber = z.string().regex(/^\d{12}$/);
export const ProcessingSerial = z.string().min(1).max(64);
export const IntegratedAddressNumber = z.string().regex(/^\d{1,15}$/);

/** `accepted` the first time; `repeated` when this request id and line were taken before, and nothing is done again. */
export const LineResult = z.object({
  lineId: LineId,
  result: z.enum(['accepted', 'repeated', 'refused']),
  /** Only with `refused`: a code of the participant, never a sentence with personal data. */
  reason: z.string().max(100).optional(),
});
export type LineResult = z.infer<typeof LineResult>;
export const LineResults = z.object({ requestId: RequestId, results: z.array(LineResult) });
export type LineResults = z.infer<typeof LineResults>;

/**
 * What a participant knows of a request whose answer was lost: `GET …?requestId=`. `unknown` means that it was never
 * taken and may be sent.
 */
export const RequestState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unknown'), requestId: RequestId }),
  z.object({ state: z.literal('taken'), requestId: RequestId, results: z.array(LineResult) }),
]);
export type RequestState = z.infer<typeof RequestState>;

/** The answer with status 503 (and `Retry-After` in seconds where known) of a closed participant. */
export const Unavailable = z.object({ error: z.enum(['closed', 'fault', 'busy']), message: z.string() });
export type Unavailable = z.infer<typeof Unavailable>;

/** `GET /health`: 200 when up, 503 when closed. */
export const Health = z.object({
  participant: z.string(),
  state: z.enum(['up', 'closed', 'faulty']),
  fault: z.string(),
  /** Seconds since the program started. */
  uptimeSeconds: z.number(),
});
export type Health = z.infer<typeof Health>;

/**
 * The fault switch of a simulator: `GET` and `PUT /fault`. `none` clears it. `share` is the share of requests hit, 0 to
 * 1, drawn from a seeded generator; `forSeconds` ends the fault by itself. The last three are of the servers of
 * Juki-net: a `liar` says that it runs and does not, one that `refuses` answers commands with 409, and one that `hangs`
 * takes them and never arrives.
 */
export const faultKinds = [
  'none',
  'latency',
  'error-rate',
  'drop-answer',
  'duplicate',
  'closed',
  'wrong-row',
  'never-ready',
  'liar',
  'refuses',
  'hangs',
] as const;
export const Fault = z.object({
  kind: z.enum(faultKinds),
  share: z.number().min(0).max(1).default(1),
  latencyMs: z.number().int().min(0).max(120_000).default(2_000),
  seed: z.number().int().default(1),
  forSeconds: z.number().positive().max(86_400).optional(),
  /** Of the server control: only the server of this organisation, instead of all in the program. */
  organisation: OrganisationCode.optional(),
});
export type Fault = z.infer<typeof Fault>;

/**
 * One thing that a participant did, as its effect ledger keeps it: `GET /ledger?after=SEQ&limit=N`. The ledger stands
 * outside fugo's database and shows duplicates and losses. `subject` is what must happen only once (such as a
 * municipality and an integrated address number); `payloadHash` is keyed, so that a personal number cannot be found by
 * trying.
 */
export const LedgerEntry = z.object({
  seq: z.number().int(),
  operation: z.string(),
  requestId: z.string(),
  lineId: z.string(),
  subject: z.string(),
  payloadHash: z.string(),
  at: z.string(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/**
 * `GET /ledger/summary`: for each operation, how many effects there were and how many beyond the first of their
 * subject.
 */
export const LedgerSummary = z.object({
  participant: z.string(),
  operations: z.record(
    z.string(),
    z.object({ effects: z.number().int(), subjects: z.number().int(), duplicates: z.number().int() }),
  ),
});
export type LedgerSummary = z.infer<typeof LedgerSummary>;
