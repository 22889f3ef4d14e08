import { ApplicationFailure, defaultPayloadConverter, type Payload } from '@temporalio/common';
import {
  decodeFailure,
  encodeErrorToFailure,
  loadDataConverter,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import { describe, expect, test } from 'vitest';
import { dataConverterFor } from '../../../temporal/data-converter.ts';
import { createPayloadCodec } from '../../../temporal/payload-codec.ts';
import { keyRing, randomKeys } from './keys.ts';

const generations = randomKeys('old', 'new');
const keys = keyRing('new', generations);
const codec = createPayloadCodec(keys, 'fugo');
const plain = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const encoded = async (value: unknown): Promise<Payload> => {
  const [payload] = await codec.encode([plain(value)]);
  if (!payload) throw new Error('nothing was encoded');
  return payload;
};

describe('payloads on their way through Temporal', () => {
  test.each([
    ['an object', { personId: 'p-1', 名: '髙橋' }],
    ['null', null],
    ['bytes', new Uint8Array([0, 255, 1])],
    ['nothing', undefined],
  ])('%s comes back as it was', async (_, value) => {
    const [payload] = await codec.decode([await encoded(value)]);
    expect(defaultPayloadConverter.fromPayload(payload as Payload)).toEqual(value);
  });

  test('seals a payload without bytes, which protobuf gives a workflow as an empty array', async () => {
    const metadata = { encoding: Buffer.from('binary/null') };
    const [opened] = await codec.decode(await codec.encode([{ metadata, data: [] as unknown as Uint8Array }]));
    expect(defaultPayloadConverter.fromPayload(opened as Payload)).toBeUndefined();
  });

  test('show neither value nor metadata, but the id of the key', async () => {
    const payload = await encoded({ name: 'readable' });
    const text = JSON.stringify(payload, (_, part: unknown) =>
      part instanceof Uint8Array ? Buffer.from(part).toString('latin1') : part,
    );
    expect(Buffer.from(payload.data ?? []).includes('readable')).toBe(false);
    expect(text).not.toContain('json/plain');
    expect(Buffer.from(payload.metadata?.['encryption-key-id'] ?? []).toString()).toBe('new');
    expect(Buffer.from(payload.metadata?.['encoding'] ?? []).toString()).toBe('binary/encrypted');
  });

  test('are never sealed to the same bytes twice', async () => {
    expect((await encoded('same')).data).not.toEqual((await encoded('same')).data);
  });

  test('that were written without encryption are passed through', async () => {
    const payload = plain('clear');
    expect(await codec.decode([payload])).toEqual([payload]);
  });

  test('of another namespace are refused', async () => {
    const other = createPayloadCodec(keys, 'other');
    await expect(other.decode([await encoded('x')])).rejects.toThrow('in this namespace');
  });

  test('of another key ring are refused', async () => {
    const other = createPayloadCodec(keyRing('new'), 'fugo');
    await expect(other.decode([await encoded('x')])).rejects.toThrow('cannot be decrypted');
  });

  test('are refused when any one byte was changed', async () => {
    const payload = await encoded('x');
    const data = Buffer.from(payload.data ?? []);
    expect(data.length).toBeGreaterThan(30);
    for (let at = 0; at < data.length; at += 1) {
      const changed = Buffer.from(data);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(codec.decode([{ ...payload, data: changed }]), `byte ${at}`).rejects.toThrow('cannot be decrypted');
    }
  });

  test('made with a key that is no longer current are still read', async () => {
    const before = createPayloadCodec(keyRing('old', generations), 'fugo');
    const [payload] = await codec.decode(await before.encode([plain('x')]));
    expect(defaultPayloadConverter.fromPayload(payload as Payload)).toBe('x');
  });
});

describe('failures on their way through Temporal', () => {
  const converter = loadDataConverter(dataConverterFor(keys, 'fugo'));

  test('show neither message nor stack trace, also of their causes', async () => {
    const err = ApplicationFailure.create({
      message: 'outer words',
      type: 'ROUTE_REFUSED',
      cause: new Error('inner words'),
    });
    const failure = await encodeErrorToFailure(converter, err);
    const text = JSON.stringify(failure);
    expect(failure.applicationFailureInfo?.type).toBe('ROUTE_REFUSED');
    for (const words of ['outer words', 'inner words', 'payload-codec.test']) expect(text).not.toContain(words);
  });

  test('come back with their message', async () => {
    const failure = await encodeErrorToFailure(converter, ApplicationFailure.create({ message: 'outer words' }));
    const decoded = await decodeFailure(converter.payloadCodecs, failure);
    const err = converter.failureConverter.failureToError(decoded, converter.payloadConverter);
    expect(err.message).toBe('outer words');
  });
});
