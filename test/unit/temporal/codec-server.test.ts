import { defaultPayloadConverter } from '@temporalio/common';
import { describe, expect, test } from 'vitest';
import { createCodecServer } from '../../../temporal/codec-server.ts';
import { createPayloadCodec } from '../../../temporal/payload-codec.ts';
import { keyRing } from './keys.ts';

const keys = keyRing('k1');
const ui = 'http://127.0.0.1:8642';
const token = 'a-token-of-the-installation';
const serve = createCodecServer({ keys, namespace: 'fugo', token, uiOrigins: [`${ui}/`], maxBytes: 2_000 });

interface Sent {
  path?: string;
  method?: string;
  origin?: string | null;
  headers?: Record<string, string>;
  body?: string;
}
const send = ({ path = `/codec/${token}/decode`, method = 'POST', origin = ui, headers = {}, body }: Sent) =>
  serve(
    new Request(`http://127.0.0.1:8640${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(origin !== null && { origin }), ...headers },
      ...(body !== undefined && { body }),
    }),
  );

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Payloads as JSON, the way the Web UI reads them from Temporal. */
async function sealed(value: unknown, namespace = 'fugo'): Promise<string> {
  const payloads = await createPayloadCodec(keys, namespace).encode([defaultPayloadConverter.toPayload(value)]);
  return JSON.stringify({
    payloads: payloads.map(({ metadata, data }) => ({
      metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([key, bytes]) => [key, base64(bytes)])),
      data: base64(data ?? new Uint8Array()),
    })),
  });
}

interface Answer {
  payloads: { metadata: Record<string, string>; data: string }[];
}
const fromBase64 = (text: string | undefined): string => Buffer.from(text ?? '', 'base64').toString();

describe('the codec endpoint', () => {
  test('decodes what the Web UI sends, for the Web UI', async () => {
    const response = await send({ body: await sealed({ stage: 'NUMBERED' }), headers: { 'x-namespace': 'fugo' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(ui);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const { payloads } = (await response.json()) as Answer;
    expect(fromBase64(payloads[0]?.metadata['encoding'])).toBe('json/plain');
    expect(fromBase64(payloads[0]?.data)).toBe('{"stage":"NUMBERED"}');
  });

  test('encodes what it then decodes', async () => {
    const clear = { metadata: { encoding: btoa('json/plain') }, data: btoa('"x"') };
    const body = JSON.stringify({ payloads: [clear] });
    const encoded = await (await send({ path: `/codec/${token}/encode`, body })).text();
    expect(encoded).not.toContain(clear.data);
    const decoded = await send({ body: encoded });
    expect(await decoded.json()).toEqual({ payloads: [clear] });
  });

  test('answers the preflight of the Web UI, with the headers that it sends', async () => {
    const response = await send({ method: 'OPTIONS' });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe(ui);
    expect(response.headers.get('access-control-allow-headers')).toContain('x-namespace');
    expect(response.headers.get('access-control-allow-methods')).toContain('POST');
  });

  test('serves the temporal command, which has no origin', async () => {
    expect((await send({ origin: null, body: await sealed('x') })).status).toBe(200);
  });

  test.each(['http://127.0.0.1:9999', 'https://example.com', 'null'])('refuses pages of %s', async (origin) => {
    for (const method of ['POST', 'OPTIONS']) {
      const response = await send({ origin, method, ...(method === 'POST' && { body: await sealed('x') }) });
      expect(response.status).toBe(403);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test.each([
    '/codec/another-token-of-the-size/decode',
    `/codec/${token}x/decode`,
    '/codec//decode',
    '/codec/decode',
    `/codec/${token}/download`,
  ])('has nothing at %s', async (path) => {
    expect((await send({ path, body: await sealed('x') })).status).toBe(404);
  });

  test('takes POST only', async () => {
    expect((await send({ method: 'GET' })).status).toBe(405);
  });

  test('takes no more than its limit, whatever the header says', async () => {
    const body = await sealed('x'.repeat(2_000));
    expect((await send({ body })).status).toBe(413);
    expect((await send({ body, headers: { 'content-length': '10' } })).status).toBe(413);
  });

  test.each(['', 'no json', '[]', '{"payloads":[{"data":7}]}'])(
    'refuses %o, which is no list of payloads',
    async (body) => {
      expect((await send({ body })).status).toBe(400);
    },
  );

  test('says nothing of a payload that it cannot open', async () => {
    const response = await send({ body: await sealed('x', 'another') });
    expect(response.status).toBe(422);
    expect(await response.text()).toBe('');
  });

  test('serves its own namespace only', async () => {
    expect((await send({ body: await sealed('x'), headers: { 'x-namespace': 'another' } })).status).toBe(404);
  });
});
