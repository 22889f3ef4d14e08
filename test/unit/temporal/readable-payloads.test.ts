import { ApplicationFailure, defaultPayloadConverter, type Payload } from '@temporalio/common';
import { expect, test } from 'vitest';
import { failureConverter } from '../../../temporal/failure-converter.ts';
import { createPayloadCodec } from '../../../temporal/payload-codec.ts';
import { makeReadable } from '../../../temporal/readable-payloads.ts';
import { keyRing } from './keys.ts';

const codec = createPayloadCodec(keyRing('k1'), 'fugo');
const base64 = (bytes: Uint8Array | null | undefined): string =>
  Buffer.from(bytes ?? new Uint8Array()).toString('base64');
const jsonOf = ({ metadata, data }: Payload): object => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([key, bytes]) => [key, base64(bytes)])),
  data: base64(data),
});
async function sealed(payload: Payload, by = codec): Promise<object> {
  const [encoded] = await by.encode([payload]);
  return jsonOf(encoded ?? {});
}

test('payloads are opened wherever they stand in an answer, and all else stays', async () => {
  const plain = defaultPayloadConverter.toPayload({ stage: 'NUMBERED' });
  const answer = {
    history: { events: [{ eventId: '1', attributes: { input: { payloads: [await sealed(plain), jsonOf(plain)] } } }] },
    memo: { fields: { load: await sealed(plain) } },
    nextPageToken: null,
  };
  const opened = jsonOf(plain);
  expect(await makeReadable(answer, codec)).toEqual({
    history: { events: [{ eventId: '1', attributes: { input: { payloads: [opened, opened] } } }] },
    memo: { fields: { load: opened } },
    nextPageToken: null,
  });
});

test('an error has its message and stack trace again, and so has its cause', async () => {
  const error = ApplicationFailure.create({ message: 'outer words', cause: new Error('inner words') });
  const failure = failureConverter.errorToFailure(error, defaultPayloadConverter);
  for (const each of [failure, failure.cause]) {
    if (each?.encodedAttributes) Object.assign(each, { encodedAttributes: await sealed(each.encodedAttributes) });
  }
  expect(JSON.stringify(failure)).not.toContain('words');
  expect(await makeReadable({ failure }, codec)).toMatchObject({
    failure: {
      message: 'outer words',
      cause: { message: 'inner words', stackTrace: expect.stringContaining('Error') },
    },
  });
  expect(JSON.stringify(failure)).not.toContain('encodedAttributes":{');
});

test('what another key ring has sealed, or nobody, stays as it is', async () => {
  const foreign = await sealed(defaultPayloadConverter.toPayload(1), createPayloadCodec(keyRing('k2'), 'fugo'));
  const answer = { a: foreign, b: { metadata: { encoding: 5 } }, c: { metadata: {} } };
  expect(await makeReadable(structuredClone(answer), codec)).toEqual(answer);
});
