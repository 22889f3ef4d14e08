import { beforeAll, describe, expect, test } from 'vitest';
import { TransferLineResult } from '../../contracts/api/transfer-lines.ts';
import { openApi, problemIn, transferBody, type ApiTest } from './support.ts';

let api: ApiTest;
beforeAll(async () => {
  api = await openApi(103);
});

const headers = { 'content-type': 'application/x-ndjson' };
async function sendLines(body: string | ReadableStream<Uint8Array>): Promise<TransferLineResult[]> {
  const response = await api.request('POST', 'transfers', { body, headers });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  const text = await response.text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => TransferLineResult.parse(JSON.parse(line)));
}
const lineOf = (value: unknown): string => JSON.stringify(value);

describe('transfers as lines', () => {
  test('are answered a line each, in order; a bad line never drops the others', async () => {
    const good = transferBody(api.store);
    const bad = transferBody(api.store, { personalNumber: '123456789012' });
    const foreign = transferBody(api.store, { numberSystem: '03' });
    const last = transferBody(api.store);
    const lines = [lineOf(good), '{"broken":', '', lineOf(bad), lineOf(foreign), `${lineOf(good)}\r`, lineOf(last)];
    const results = await sendLines(lines.join('\n'));
    expect(results.map(({ line, status }) => [line, status])).toEqual([
      [1, 201],
      [2, 400],
      [4, 422],
      [5, 403],
      [6, 201],
      [7, 201],
    ]);
    expect(results[0]).toMatchObject({ transferId: good.transferId, result: 'numbered' });
    expect(results[1]?.problem).toMatchObject({ code: 'MALFORMED' });
    expect(results[1]).not.toHaveProperty('transferId');
    expect(results[2]?.problem?.errors).toMatchObject([{ field: 'personalNumber', rule: 'CHECK_DIGIT' }]);
    expect(results[4]?.integratedAddressNumber).toBe(results[0]?.integratedAddressNumber);
  });

  test('a line over 1 MiB is refused and passed over', async () => {
    const long = lineOf(transferBody(api.store, { address: 'x'.repeat(1024 * 1024) }));
    const results = await sendLines(`${long}\n${lineOf(transferBody(api.store))}\n`);
    expect(results.map(({ line, status }) => [line, status])).toEqual([
      [1, 413],
      [2, 201],
    ]);
  });

  test('a body over 64 MiB ends with a line that says so, and what came before is kept', async () => {
    const first = new TextEncoder().encode(`${lineOf(transferBody(api.store))}\n`);
    const filler = new Uint8Array(1024 * 1024).fill(0x20);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(sent === 0 ? first : filler);
        sent += 1;
      },
    });
    const results = await sendLines(body);
    expect(results.map(({ status }) => status)).toEqual([201, 413]);
    expect(sent).toBeLessThan(70);
  });

  test('a body that says it is over 64 MiB is refused unread', async () => {
    const response = await api.request('POST', 'transfers', {
      body: '{}',
      headers: { ...headers, 'content-length': String(65 * 1024 * 1024) },
    });
    await problemIn(response, 413, 'TOO_LARGE');
  });

  test('results come while lines are still being sent', async () => {
    const encoder = new TextEncoder();
    const upload = new TransformStream<Uint8Array, Uint8Array>();
    const writer = upload.writable.getWriter();
    const response = await api.request('POST', 'transfers', { body: upload.readable, headers });
    const reader = (response.body ?? new Blob([]).stream()).getReader();
    // More than are worked on at once, so the first must be answered before the last is sent.
    const bodies = Array.from({ length: 20 }, () => transferBody(api.store));
    for (const body of bodies.slice(0, 17)) await writer.write(encoder.encode(`${lineOf(body)}\n`));
    const early = await reader.read();
    expect(new TextDecoder().decode(early.value)).toContain('"line":1,');
    for (const body of bodies.slice(17)) await writer.write(encoder.encode(`${lineOf(body)}\n`));
    await writer.close();
    let rest = '';
    for (let part = await reader.read(); !part.done; part = await reader.read())
      rest += new TextDecoder().decode(part.value);
    expect(rest.trim().split('\n')).toHaveLength(19);
  });

  test('many transfers of one resident at once give one number', async () => {
    const body = transferBody(api.store);
    const lines = Array.from({ length: 40 }, (_, index) => lineOf({ ...body, transferId: `same-${String(index)}` }));
    const results = await sendLines(lines.join('\n'));
    expect(new Set(results.map((each) => each.integratedAddressNumber)).size).toBe(1);
    expect(results.filter((each) => each.result === 'numbered')).toHaveLength(1);
  });

  test('an empty body has no results', async () => {
    expect(await sendLines('')).toEqual([]);
  });
});
