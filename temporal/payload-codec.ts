/**
 * Encrypts everything that passes through Temporal: arguments, results, signals, updates, queries, memos and, with
 * failure-converter.ts, error messages and stack traces. The namespace is authenticated with each payload, so that none
 * can be moved to another one.
 */
import { METADATA_ENCODING_KEY, ValueError, type Payload, type PayloadCodec } from '@temporalio/common';
import { z } from 'zod';
import type { KeyRing } from '../keys/key-ring.ts';

const encryptedEncoding = 'binary/encrypted';
/** For people only: the sealed bytes name their key themselves. */
const keyIdKey = 'encryption-key-id';
const headerLengthBytes = 4;
const Header = z.record(z.string(), z.string());

export function createPayloadCodec(keys: KeyRing, namespace: string): PayloadCodec {
  const context = `payload/${namespace}`;
  return {
    encode: async (payloads) =>
      payloads.map((payload) => ({
        metadata: {
          [METADATA_ENCODING_KEY]: Buffer.from(encryptedEncoding),
          [keyIdKey]: Buffer.from(keys.currentKeyId),
        },
        data: keys.encrypt('payload', bytesOf(payload), context),
      })),
    /** Throws a ValueError when the key is unknown, the namespace differs, or a bit was changed. */
    decode: async (payloads) =>
      // Unencrypted payloads come from Temporal's own tools, used by an operator, or from the server itself.
      payloads.map((payload) => (isEncrypted(payload) ? open(keys, payload.data, context) : payload)),
  };
}

function isEncrypted(payload: Payload): boolean {
  const encoding = payload.metadata?.[METADATA_ENCODING_KEY];
  return encoding ? Buffer.from(encoding).toString() === encryptedEncoding : false;
}

function open(keys: KeyRing, sealed: Payload['data'], context: string): Payload {
  if (!sealed) throw new ValueError('An encrypted payload has no data.');
  try {
    return payloadFrom(keys.decrypt('payload', sealed, context));
  } catch (err) {
    // The cause mentions only keys and lengths, never content: nothing unauthentic is parsed.
    throw new ValueError('A payload cannot be decrypted with this key ring in this namespace.', err);
  }
}

/** `[length of header, 4 bytes, big endian][header: metadata as JSON, values in base64][data]` */
function bytesOf(payload: Payload): Uint8Array {
  const metadata = Object.entries(payload.metadata ?? {});
  const encoded = metadata.map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
  const header = Buffer.from(JSON.stringify(Object.fromEntries(encoded)));
  const length = Buffer.alloc(headerLengthBytes);
  length.writeUInt32BE(header.length);
  // In a workflow, where there is no Buffer, a payload without bytes has an empty array.
  const data = payload.data?.length ? payload.data : new Uint8Array();
  return Buffer.concat([length, header, data]);
}

function payloadFrom(plain: Uint8Array): Payload {
  const bytes = Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
  const dataStart = headerLengthBytes + bytes.readUInt32BE(0);
  const header = Header.parse(JSON.parse(bytes.toString('utf8', headerLengthBytes, dataStart)));
  const metadata = Object.entries(header).map(([key, value]) => [key, Buffer.from(value, 'base64')] as const);
  return {
    metadata: Object.fromEntries(metadata),
    data: bytes.subarray(dataStart),
  };
}
