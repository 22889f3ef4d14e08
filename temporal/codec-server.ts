/**
 * Lets the Temporal Web UI show encrypted payloads to holders of the endpoint's address: POST `/codec/{token}/decode`
 * and `/encode` with `{ payloads: [...] }`.
 *
 * The token grants the right, so it is compared in constant time, and a wrong one looks like a missing path. The server
 * that mounts this listens on loopback only. No payload is logged or put into an error.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Payload } from '@temporalio/common';
import type { KeyRing } from '../keys/key-ring.ts';
import { createPayloadCodec } from './payload-codec.ts';

export interface CodecServerOptions {
  keys: KeyRing;
  namespace: string;
  token: string;
  /** Origins of the Web UI, such as `http://127.0.0.1:8233`; pages of other origins are refused. */
  uiOrigins: readonly string[];
  /** The largest body in bytes. A page of a history has at most 4 MB, a third more in base64. */
  maxBytes?: number;
}

const Base64 = z.string();
const Payloads = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), Base64).optional(), data: Base64.optional() })),
});

/** A fetch-style handler that answers 404 to foreign paths. */
export function createCodecServer(options: CodecServerOptions): (request: Request) => Promise<Response> {
  const { keys, namespace, token, maxBytes = 8 * 1_024 * 1_024 } = options;
  const origins = new Set(options.uiOrigins.map((origin) => new URL(origin).origin));
  const codec = createPayloadCodec(keys, namespace);
  const digest = digestOf(token);

  return async (request) => {
    const [, given, operation] = /^\/codec\/([^/]+)\/(decode|encode)$/.exec(new URL(request.url).pathname) ?? [];
    if (given === undefined || !timingSafeEqual(digestOf(given), digest)) return respond(404);
    const origin = request.headers.get('origin');
    if (origin !== null && !origins.has(origin)) return respond(403);
    const cors = corsFor(origin);
    if (request.method === 'OPTIONS') return respond(204, { ...cors, ...preflight });
    if (request.method !== 'POST') return respond(405, { ...cors, allow: 'POST, OPTIONS' });
    // Payloads of another namespace cannot be opened with this context, so the request is refused at once.
    if (![null, namespace].includes(request.headers.get('x-namespace'))) return respond(404, cors);

    const text = await readLimited(request, maxBytes);
    if (text === undefined) return respond(413, cors);
    const payloads = payloadsFrom(text);
    if (!payloads) return respond(400, cors);
    try {
      const results = operation === 'decode' ? await codec.decode(payloads) : await codec.encode(payloads);
      return Response.json({ payloads: results.map(jsonOf) }, { headers: { ...cors, ...never } });
    } catch {
      return respond(422, cors); // sealed with another key ring, or tampered with
    }
  };
}

const never = { 'cache-control': 'no-store' };
const preflight = {
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': 'content-type, x-namespace, authorization',
  'access-control-max-age': '600',
};

function corsFor(origin: string | null): Record<string, string> {
  if (origin === null) return {}; // the caller is no browser
  return { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', vary: 'origin' };
}

function respond(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { ...headers, ...never } });
}

/** timingSafeEqual requires equal lengths. */
function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Undefined when there are more than `maxBytes`; the length header is not trusted. */
async function readLimited(request: Request, maxBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> | [] = request.body ?? [];
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function payloadsFrom(text: string): Payload[] | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = Payloads.safeParse(json);
  return parsed.data?.payloads.map(({ metadata, data }) => ({
    metadata: mapValues(metadata ?? {}, (value) => Buffer.from(value, 'base64')),
    data: Buffer.from(data ?? '', 'base64'),
  }));
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function jsonOf({ metadata, data }: Payload): { metadata: Record<string, string>; data: string } {
  return { metadata: mapValues(metadata ?? {}, base64), data: base64(data ?? new Uint8Array()) };
}

function mapValues<From, To>(record: Record<string, From>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
