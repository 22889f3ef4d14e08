/**
 * What every participant's contract has in common. Requests and answers carry lines with a result a line, so that one
 * resident and ten thousand travel the same way (design §4). Written with zod; both the adapters and the simulators
 * parse with these schemas and share no other code.
 */
import { z } from 'zod';

/** Names a request to the other side for good: `{municipality}/{personId or chunkId}/{attempt}/{step}`, design §3. */
export const RequestId = z.string().min(1).max(200);
/** Names a line within its request: the person's id. Says nothing about the person. */
export const LineId = z.string().min(1).max(100);
export const MunicipalityCode = z.string().regex(/^\d{6}$/);
export const PersonalNumber = z.string().regex(/^\d{12}$/);
export const ProcessingSerial = z.string().min(1).max(64);
export const IntegratedAddressNumber = z.string().regex(/^\d{1,15}$/);

/** `accepted` the first time, `repeated` when this request id and line were taken before (then nothing is done again). */
export const LineResult = z.object({
  lineId: LineId,
  result: z.enum(['accepted', 'repeated', 'refused']),
  /** Only with `refused`; a code of the participant, never a sentence with personal data. */
  reason: z.string().max(100).optional(),
});
export type LineResult = z.infer<typeof LineResult>;
export const LineResults = z.object({ requestId: RequestId, results: z.array(LineResult) });
export type LineResults = z.infer<typeof LineResults>;

/**
 * What the other side knows of a request whose answer was lost: `GET …?requestId=`. `unknown` means it was never
 * taken and may be sent.
 */
export const RequestState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unknown'), requestId: RequestId }),
  z.object({ state: z.literal('taken'), requestId: RequestId, results: z.array(LineResult) }),
]);
export type RequestState = z.infer<typeof RequestState>;

/** Answer with status 503 (and `Retry-After` in seconds where known) while a participant is closed. */
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
 * Fault switch of a simulator: `GET` and `PUT /fault`. `none` clears it. `share` is the share of requests hit, 0 to 1,
 * drawn from a seeded generator; `forSeconds` lets the fault end by itself.
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
] as const;
export const Fault = z.object({
  kind: z.enum(faultKinds),
  share: z.number().min(0).max(1).default(1),
  latencyMs: z.number().int().min(0).max(120_000).default(2_000),
  seed: z.number().int().default(1),
  forSeconds: z.number().positive().max(86_400).optional(),
});
export type Fault = z.infer<typeof Fault>;

/**
 * One thing a participant did, as its effect ledger keeps it: `GET /ledger?after=SEQ&limit=N`. The ledger is outside
 * fugo's database and judges duplicates and losses. `subject` is what must happen once (for example a municipality and
 * an integrated address number); `payloadHash` is keyed, so a personal number cannot be found by trying.
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

/** `GET /ledger/summary`: per operation, how many effects and how many beyond the first for their subject. */
export const LedgerSummary = z.object({
  participant: z.string(),
  operations: z.record(
    z.string(),
    z.object({ effects: z.number().int(), subjects: z.number().int(), duplicates: z.number().int() }),
  ),
});
export type LedgerSummary = z.infer<typeof LedgerSummary>;
