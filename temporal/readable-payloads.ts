/**
 * Makes an answer of Temporal's HTTP interface readable: every encrypted payload in it is opened, and an error's message
 * and stack trace are put back where they stand unencrypted. The Temporal Web UI then needs no codec endpoint, which
 * would open any payload for whoever reaches it.
 */
import type { Payload, PayloadCodec } from '@temporalio/common';
import { z } from 'zod';

/** A payload as JSON: all bytes are base64. */
const JsonPayload = z.object({ metadata: z.record(z.string(), z.string()), data: z.string().optional() });
type JsonPayload = z.infer<typeof JsonPayload>;
/** What Temporal's failure converter puts into one payload; see failure-converter.ts. */
const CommonAttributes = z.object({ message: z.string(), stack_trace: z.string() });

/** A payload that this key ring cannot open stays as it is. Changes `answer` and returns it. */
export async function makeReadable<Answer>(answer: Answer, codec: PayloadCodec): Promise<Answer> {
  for (const holder of holdersIn(answer)) await openMembers(holder, codec);
  return answer;
}

type Holder = Record<string, unknown> | unknown[];

/** Every object and list inside, the outer ones first. A list, because an answer may be nested deeper than a stack. */
function holdersIn(answer: unknown): Holder[] {
  const found: Holder[] = [];
  const open = [answer];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!isHolder(next)) continue;
    found.push(next);
    open.push(...Object.values(next).filter(isHolder));
  }
  return found;
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null;
}

async function openMembers(holder: Holder, codec: PayloadCodec): Promise<void> {
  for (const [name, value] of Object.entries(holder)) {
    const opened = await openPayload(value, codec);
    if (!opened) continue;
    if (name === 'encodedAttributes' && !Array.isArray(holder)) restoreFailure(holder, opened);
    else Object.assign(holder, { [name]: jsonOf(opened) });
  }
}

async function openPayload(value: unknown, codec: PayloadCodec): Promise<Payload | undefined> {
  if (!isHolder(value) || !('metadata' in value)) return undefined;
  const payload = JsonPayload.safeParse(value);
  if (!payload.success || payload.data.metadata['encoding'] === undefined) return undefined;
  try {
    const [opened] = await codec.decode([payloadOf(payload.data)]);
    return opened;
  } catch {
    return undefined;
  }
}

function restoreFailure(failure: Record<string, unknown>, attributes: Payload): void {
  const text = Buffer.from(attributes.data ?? new Uint8Array()).toString();
  const common = CommonAttributes.safeParse(parsed(text));
  if (!common.success) return;
  const { message, stack_trace: stackTrace } = common.data;
  Object.assign(failure, { message, stackTrace });
  delete failure['encodedAttributes'];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function payloadOf({ metadata, data = '' }: JsonPayload): Payload {
  const entries = Object.entries(metadata).map(([key, value]) => [key, Buffer.from(value, 'base64')] as const);
  return { metadata: Object.fromEntries(entries), data: Buffer.from(data, 'base64') };
}

function jsonOf({ metadata, data }: Payload): JsonPayload {
  const entries = Object.entries(metadata ?? {}).map(([key, value]) => [key, base64(value)] as const);
  return { metadata: Object.fromEntries(entries), data: base64(data ?? new Uint8Array()) };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
