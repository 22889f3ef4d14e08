import { beforeAll, describe, expect, test } from 'vitest';
import { transferLimits, TransferLineResult } from '../../../contracts/api/transfer-lines.ts';
import { openApi, problemIn, transferBody, type ApiTest } from '../support.ts';

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

  test('more of them than are judged as one set are in their order, each bad one with its own answer in its place', async () => {
    const taken = transferBody(api.store);
    expect((await api.request('POST', 'transfers', { json: taken })).status).toBe(201);
    const [conflict, invalid, long, broken] = [
      { line: lineOf({ ...taken, address: '架空市別町9丁目' }), status: 409, code: 'TRANSFER_CONFLICT' },
      { line: lineOf(transferBody(api.store, { sex: 'x' })), status: 422, code: 'INVALID_INPUT' },
      { line: lineOf(transferBody(api.store, { address: 'x'.repeat(1024 * 1024) })), status: 413, code: 'TOO_LARGE' },
      { line: '{"broken":', status: 400, code: 'MALFORMED' },
    ];
    const bad = new Map([
      [1, conflict],
      [2, broken],
      [120, invalid],
      [249, long],
      [250, conflict],
      [251, invalid],
      [430, broken],
      [600, long],
    ]);
    const good = Array.from({ length: 600 }, () => transferBody(api.store));
    const results = await sendLines(good.map((body, at) => bad.get(at + 1)?.line ?? lineOf(body)).join('\n'));
    expect(
      results.map(({ line, status, transferId, problem }) => ({ line, status, transferId, code: problem?.code })),
    ).toEqual(
      good.map(({ transferId }, at) => {
        const line = at + 1;
        const known = bad.get(line);
        if (!known) return { line, status: 201, transferId, code: undefined };
        const { status, code } = known;
        return { line, status, code, transferId: idIn(known.line, code) };
      }),
    );
    const rows = await api.store.see`
      select 1 from inbox where transfer_id in ${api.store.see(good.map(({ transferId }) => transferId))}`;
    expect(rows).toHaveLength(600 - bad.size);
  });

  /** What is too long or no JSON is not looked into. */
  function idIn(line: string, code: string): string | undefined {
    if (code === 'MALFORMED' || code === 'TOO_LARGE') return undefined;
    return (JSON.parse(line) as { transferId: string }).transferId;
  }

  test('of one whom somebody else keeps locked is answered pending in its place, and holds up no other', async () => {
    const locked = transferBody(api.store);
    await api.request('POST', 'transfers', { json: locked });
    const bodies = [
      transferBody(api.store),
      { ...locked, transferId: 'while-locked', address: '架空市新町7-7' },
      transferBody(api.store),
    ];
    const results = await api.store.see.begin(async (tx) => {
      await tx`
        select 1 from persons where person_id =
          (select person_id from address_numbers where address_number = ${locked.addressNumber}) for no key update`;
      return sendLines(bodies.map(lineOf).join('\n'));
    });
    expect(results.map(({ line, status, result }) => [line, status, result])).toEqual([
      [1, 201, 'numbered'],
      [2, 202, 'pending'],
      [3, 201, 'numbered'],
    ]);
  });

  test('that break off are taken as far as they came, and the next body is answered as ever', async () => {
    const bodies = Array.from({ length: 300 }, () => transferBody(api.store));
    const encoder = new TextEncoder();
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(encoder.encode(bodies.map((body) => `${lineOf(body)}\n`).join('')));
      },
      pull(controller) {
        controller.error(new Error('broken off'));
      },
    });
    const response = await api.request('POST', 'transfers', { body: broken, headers });
    await expect(response.text()).rejects.toThrow();
    const rows = await api.store.see`
      select 1 from inbox where transfer_id in ${api.store.see(bodies.map(({ transferId }) => transferId))}`;
    expect(rows).toHaveLength(300);
    expect(api.logged()).toContain('a stream of transfers broke off');
    const results = await sendLines(bodies.map(lineOf).join('\n'));
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set([201]));
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

  test('a body of too many lines ends with a line that names the limit, and what came before is kept', async () => {
    const results = await sendLines(
      `${lineOf(transferBody(api.store))}${'\n'.repeat(transferLimits.lines)}${lineOf(transferBody(api.store))}\n`,
    );
    expect(results.map(({ line, status }) => [line, status])).toEqual([
      [1, 201],
      [transferLimits.lines + 1, 413],
    ]);
    expect(results[1]?.problem?.detail).toContain(`${transferLimits.lines}行`);
  });

  test('a body of nothing but bad lines lets the other requests in between', async () => {
    let rounds = 0;
    let counting = true;
    const count = (): void => {
      rounds += 1;
      if (counting) setImmediate(count);
    };
    setImmediate(count);
    const results = await sendLines('1\n'.repeat(5_000));
    counting = false;
    expect(results).toHaveLength(5_000);
    // Once a set, at least: else nobody else is answered before the body is over.
    expect(rounds).toBeGreaterThanOrEqual(5_000 / 250);
  });

  test('a transfer with very many faults is answered by the first of them', async () => {
    const faults = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`field_${String(at)}`, 1]));
    const { errors = [] } = await problemIn(
      await api.request('POST', 'transfers', { json: faults }),
      422,
      'INVALID_INPUT',
    );
    expect(errors).toHaveLength(100);
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
    const bodies = Array.from({ length: 20 }, () => transferBody(api.store));
    const [first, ...others] = bodies.map((body) => encoder.encode(`${lineOf(body)}\n`));
    await writer.write(first);
    const early = await reader.read();
    expect(new TextDecoder().decode(early.value)).toContain('"line":1,');
    for (const line of others) await writer.write(line);
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
