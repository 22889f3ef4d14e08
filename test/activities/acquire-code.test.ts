import { randomBytes, randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAcquireCodeActivities } from '../../activities/acquire-code.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import type { AcquireCodeActivities } from '../../contracts/acquire-code.ts';
import { MunicipalityLimits, type Route } from '../../contracts/municipality.ts';
import { commonHours } from '../../domain/calendar/operating-hours.ts';
import { keyRingFrom } from '../../keys/key-ring.ts';
import type { CodeRouteClient } from '../../participants/code-route/client.ts';
import type { IntermediateServerClient } from '../../participants/intermediate-server/client.ts';
import { inMunicipality, openDatabase, type DatabaseHandle } from '../../storage/database.ts';
import { takeTransfers } from '../../storage/intake.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { checkedTransfer, inventedPersonalNumber } from '../support/transfers.ts';

const municipality = '990019';
const key = () => randomBytes(32).toString('base64');
const keys = keyRingFrom({ current: 'k1', keys: { k1: { data: key(), index: key(), payload: key() } } }, 'test');

let database: TestDatabase;
let api: DatabaseHandle;
let worker: DatabaseHandle;
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') }); // failures are what is tested here
  database = await createTestDatabase();
  api = openDatabase(database.apiUrl, { name: 'test-api' });
  worker = openDatabase(database.workerUrl, { name: 'test-worker' });
});
afterAll(async () => {
  await Promise.all([api.close(), worker.close()]);
  await database.drop();
});

const open = new Date('2026-04-01T10:00:00+09:00'); // a Wednesday
const night = new Date('2026-04-01T22:00:00+09:00');

/** An intermediate server and a route that take everything. */
function participants(personalNumber: string) {
  const accepted = async (
    _municipality: string,
    { requestId, lines }: { requestId: string; lines: { lineId: string }[] },
  ) => ({
    kind: 'answered' as const,
    body: { requestId, results: lines.map(({ lineId }) => ({ lineId, result: 'accepted' as const })) },
  });
  const intermediateServer = {
    requestSerials: vi.fn<IntermediateServerClient['requestSerials']>(accepted),
    serialRequestState: vi.fn<IntermediateServerClient['serialRequestState']>(async (_municipality, requestId) => ({
      kind: 'answered',
      body: { state: 'unknown', requestId },
    })),
    requestFile: vi.fn<IntermediateServerClient['requestFile']>(async (_municipality, { requestId }) => ({
      kind: 'answered',
      body: { requestId, receiptNumber: 'R-1' },
    })),
    fetchFile: vi.fn<IntermediateServerClient['fetchFile']>(async () => ({
      kind: 'ready',
      file: { receiptNumber: 'R-1', rowCount: 1, rows: [{ processingSerial: 'S-1', personalNumber }], refused: [] },
    })),
    confirmCodes: vi.fn<IntermediateServerClient['confirmCodes']>(),
  };
  const codeRoute = {
    send: vi.fn<CodeRouteClient['send']>(accepted),
    state: vi.fn<CodeRouteClient['state']>(async (_municipality, requestId) => ({
      kind: 'answered',
      body: { state: 'unknown', requestId },
    })),
  };
  return { intermediateServer, codeRoute };
}

let people = 0;
let env: MockActivityEnvironment;
beforeEach(() => {
  people += 1;
  env = new MockActivityEnvironment();
});

/** One numbered resident with participants of its own. */
async function numbered({ route, clock = () => open }: { route?: Route; clock?: () => Date } = {}) {
  const personalNumber = inventedPersonalNumber(people);
  const others = participants(personalNumber);
  const deps: Dependencies = {
    db: worker.db,
    keys,
    clock,
    settingsOf: async () => ({
      route: route ?? 'JUKI_GATEWAY',
      hours: commonHours,
      limits: MunicipalityLimits.parse({}),
    }),
    neighboursOf: async () => ({ ...others, codeRoute: () => others.codeRoute, backbone: () => undefined }),
    startLoad: async () => 'unavailable',
    openLoadFile: () => {
      throw new Error('No file is opened here.');
    },
  };
  const activities = createAcquireCodeActivities(deps);
  const transfer = checkedTransfer({ personalNumber, addressNumber: String(people).padStart(15, '0') });
  const [taken] = await takeTransfers({ db: api.db, keys }, { municipality, clientId: 'test', transfers: [transfer] });
  if (!taken || taken.kind === 'conflict') throw new Error('conflict');
  const { personId } = taken;
  const input = { municipality, requests: { personIds: [personId] }, attempt: 1 };
  const person = () =>
    inMunicipality(worker.db, municipality, async (tx) => {
      const [row] = await tx.execute(sql`
        select stage, code_request_status, failure_code, receipt_number, processing_serial
        from persons where municipality = ${municipality} and person_id = ${personId}::uuid`);
      return row;
    });
  const run = <I, R>(activity: (input: I) => Promise<R>, given: I): Promise<R> =>
    env.run<[I], R, (input: I) => Promise<R>>((argument) => activity(argument), given);
  const upTo = async (...steps: ('requestSerial' | 'requestFile' | 'fetchFile')[]) => {
    for (const step of steps) {
      if (step === 'fetchFile') {
        await run(activities.fetchFile, { ...input, receiptNumber: 'R-1', failWhileNotReady: false });
      } else await run<typeof input, unknown>(activities[step], input);
    }
  };
  return { activities: activities satisfies AcquireCodeActivities, ...others, input, personId, person, run, upTo };
}

describe('requestSerial', () => {
  test('stores its request id before it sends, and moves the person on when the line is accepted', async () => {
    const { activities, intermediateServer, input, personId, person, run } = await numbered();
    const requestId = `${municipality}/${personId}/1/serial`;
    intermediateServer.requestSerials.mockImplementationOnce(async (_municipality, request) => {
      const stored = await inMunicipality(worker.db, municipality, (tx) =>
        tx.execute(sql`select state from request_attempts where request_id = ${requestId}`),
      );
      expect(stored).toEqual([{ state: 'SENDING' }]);
      expect(request.requestId).toBe(requestId);
      return { kind: 'answered', body: { requestId, results: [{ lineId: personId, result: 'accepted' }] } };
    });
    expect(await run(activities.requestSerial, input)).toMatchObject({ done: 1, exceptions: [] });
    expect(await person()).toMatchObject({ stage: 'SERIAL_REQUESTED', code_request_status: 'REQUESTING' });
  });

  test('a request that timed out after the other side did the work is asked about and not sent again', async () => {
    const { activities, intermediateServer, input, personId, person, run } = await numbered();
    intermediateServer.requestSerials.mockResolvedValueOnce({ kind: 'unavailable' });
    await expect(run(activities.requestSerial, input)).rejects.toMatchObject({
      type: 'INTERMEDIATE_SERVER_UNAVAILABLE',
      nonRetryable: false,
    });
    intermediateServer.serialRequestState.mockImplementationOnce(async (_municipality, requestId) => ({
      kind: 'answered',
      body: { state: 'taken', requestId, results: [{ lineId: personId, result: 'accepted' }] },
    }));
    expect(await run(activities.requestSerial, input)).toMatchObject({ done: 1, exceptions: [] });
    expect(intermediateServer.requestSerials).toHaveBeenCalledTimes(1);
    expect(await person()).toMatchObject({ stage: 'SERIAL_REQUESTED' });
  });

  test('a number given before fugo is asked about first, and one that has its code is not asked for again', async () => {
    const { activities, intermediateServer, input, personId, person, run } = await numbered();
    await inMunicipality(worker.db, municipality, (tx) =>
      tx.execute(sql`update persons set number_given = true where person_id = ${personId}::uuid`),
    );
    intermediateServer.confirmCodes.mockResolvedValueOnce({
      kind: 'answered',
      body: { results: [{ lineId: personId, result: 'acquired' }] },
    });
    await run(activities.requestSerial, input);
    expect(intermediateServer.requestSerials).not.toHaveBeenCalled();
    expect(await person()).toMatchObject({ stage: 'ACQUIRED', code_request_status: 'REQUESTED' });
  });

  test('a number given before fugo that has no code is asked for like any other', async () => {
    const { activities, intermediateServer, input, personId, person, run } = await numbered();
    await inMunicipality(worker.db, municipality, (tx) =>
      tx.execute(sql`update persons set number_given = true where person_id = ${personId}::uuid`),
    );
    intermediateServer.confirmCodes.mockResolvedValueOnce({
      kind: 'answered',
      body: { results: [{ lineId: personId, result: 'unknown' }] },
    });
    await run(activities.requestSerial, input);
    expect(intermediateServer.requestSerials).toHaveBeenCalledTimes(1);
    expect(await person()).toMatchObject({ stage: 'SERIAL_REQUESTED' });
  });

  test('a number given before fugo is asked about directly before each send, also when an earlier try has failed', async () => {
    const { activities, intermediateServer, input, personId, person, run } = await numbered();
    await inMunicipality(worker.db, municipality, (tx) =>
      tx.execute(sql`update persons set number_given = true where person_id = ${personId}::uuid`),
    );
    // The first try fails before anything is sent: nobody answers the question.
    intermediateServer.confirmCodes.mockResolvedValueOnce({ kind: 'unavailable' });
    await expect(run(activities.requestSerial, input)).rejects.toThrow();
    expect(intermediateServer.requestSerials).not.toHaveBeenCalled();
    intermediateServer.confirmCodes.mockResolvedValueOnce({
      kind: 'answered',
      body: { results: [{ lineId: personId, result: 'acquired' }] },
    });
    await run(activities.requestSerial, input);
    expect(intermediateServer.serialRequestState).toHaveBeenCalledTimes(1);
    expect(intermediateServer.requestSerials).not.toHaveBeenCalled();
    expect(await person()).toMatchObject({ stage: 'ACQUIRED' });
  });

  test('what a chunk of a load has begun is asked about under the request id of the chunk, and not sent again', async () => {
    const { activities, intermediateServer, input, personId, run } = await numbered();
    const chunkId = randomUUID();
    const requestId = `${municipality}/${chunkId}/1/serial`;
    await inMunicipality(worker.db, municipality, async (tx) => {
      await tx.execute(sql`update persons set chunk_id = ${chunkId}::uuid where person_id = ${personId}::uuid`);
      await tx.execute(sql`
        insert into request_attempts (municipality, request_id, chunk_id, attempt, step, participant, line_count, state)
        values (${municipality}, ${requestId}, ${chunkId}::uuid, 1, 'serial', 'intermediate-server', 0, 'SENDING')`);
    });
    intermediateServer.serialRequestState.mockImplementationOnce(async (_municipality, asked) => ({
      kind: 'answered',
      body: {
        state: 'taken',
        requestId: asked,
        results: [
          { lineId: randomUUID(), result: 'refused' },
          { lineId: personId, result: 'accepted' },
        ],
      },
    }));
    expect(await run(activities.requestSerial, input)).toMatchObject({ done: 1, exceptions: [] });
    expect(intermediateServer.serialRequestState.mock.calls[0]?.[1]).toBe(requestId);
    expect(intermediateServer.requestSerials).not.toHaveBeenCalled();
  });

  test('a request that never arrived is sent again under the same request id', async () => {
    const { activities, intermediateServer, input, run } = await numbered();
    intermediateServer.requestSerials.mockResolvedValueOnce({ kind: 'unavailable' });
    await expect(run(activities.requestSerial, input)).rejects.toThrow();
    await run(activities.requestSerial, input);
    const [first, second] = intermediateServer.requestSerials.mock.calls;
    expect(second?.[1].requestId).toBe(first?.[1].requestId);
  });

  test('a refusal is a row of the error list and an exception, and a repeated run says the same', async () => {
    const { activities, intermediateServer, input, personId, person, run } = await numbered();
    intermediateServer.requestSerials.mockImplementationOnce(async (_municipality, { requestId }) => ({
      kind: 'answered',
      body: { requestId, results: [{ lineId: personId, result: 'refused', reason: 'SERIAL_REFUSED' }] },
    }));
    const refused = { done: 0, exceptions: [{ personId, code: 'SERIAL_REFUSED' }] };
    expect(await run(activities.requestSerial, input)).toMatchObject(refused);
    expect(await run(activities.requestSerial, input)).toMatchObject(refused);
    expect(await person()).toMatchObject({ stage: 'NEEDS_ATTENTION', failure_code: 'SERIAL_REFUSED' });
  });

  test('run again after it was done, it sends nothing', async () => {
    const { activities, intermediateServer, input, run } = await numbered();
    await run(activities.requestSerial, input);
    expect(await run(activities.requestSerial, input)).toMatchObject({ done: 0, exceptions: [] });
    expect(intermediateServer.requestSerials).toHaveBeenCalledTimes(1);
  });

  test('an answer that breaks the contract is not retried', async () => {
    const { activities, intermediateServer, input, run } = await numbered();
    intermediateServer.requestSerials.mockResolvedValueOnce({ kind: 'unexpected', what: 'results: missing' });
    await expect(run(activities.requestSerial, input)).rejects.toMatchObject({
      type: 'UNEXPECTED_ANSWER',
      nonRetryable: true,
    });
  });
});

describe('requestFile and fetchFile', () => {
  test('keep the receipt number, also for a repeated run', async () => {
    const { activities, input, person, run, upTo } = await numbered();
    await upTo('requestSerial');
    expect(await run(activities.requestFile, input)).toMatchObject({ done: 1, exceptions: [], receiptNumber: 'R-1' });
    expect(await run(activities.requestFile, input)).toMatchObject({ done: 0, exceptions: [], receiptNumber: 'R-1' });
    expect(await person()).toMatchObject({ stage: 'FILE_REQUESTED', receipt_number: 'R-1' });
  });

  test('a file that is not ready moves nobody', async () => {
    const { activities, intermediateServer, input, person, run, upTo } = await numbered();
    await upTo('requestSerial', 'requestFile');
    intermediateServer.fetchFile.mockResolvedValueOnce({ kind: 'not-ready' });
    const asked = { ...input, receiptNumber: 'R-1', failWhileNotReady: false };
    expect(await run(activities.fetchFile, asked)).toMatchObject({ done: 0, exceptions: [], ready: false });
    expect(await person()).toMatchObject({ stage: 'FILE_REQUESTED' });
    expect(await run(activities.fetchFile, asked)).toMatchObject({ done: 1, exceptions: [], ready: true });
    expect(await person()).toMatchObject({ stage: 'FILE_RECEIVED', processing_serial: 'S-1' });
  });

  test('a file that is asked for longer than its time puts the request on the error list, by the row and not by the run', async () => {
    const { activities, intermediateServer, input, person, personId, run, upTo } = await numbered();
    await upTo('requestSerial', 'requestFile');
    await inMunicipality(worker.db, municipality, (tx) =>
      tx.execute(sql`update persons set updated_at = now() - interval '25 hours' where person_id = ${personId}::uuid`),
    );
    intermediateServer.fetchFile.mockResolvedValueOnce({ kind: 'not-ready' });
    const asked = { ...input, receiptNumber: 'R-1', failWhileNotReady: false };
    expect(await run(activities.fetchFile, asked)).toMatchObject({
      ready: true,
      standing: { stage: 'NEEDS_ATTENTION' },
    });
    expect(await person()).toMatchObject({ stage: 'NEEDS_ATTENTION', failure_code: 'FILE_NEVER_READY' });
  });

  test.each([
    [
      'a row of somebody else',
      [{ processingSerial: 'S-9', personalNumber: inventedPersonalNumber(99_999) }],
      'FILE_ROW_MISMATCH',
    ],
    ['no row', [], 'FILE_ROW_MISSING'],
  ])('a file with %s in our place is not used', async (_what, rows, code) => {
    const { activities, intermediateServer, input, person, personId, run, upTo } = await numbered();
    await upTo('requestSerial', 'requestFile');
    intermediateServer.fetchFile.mockResolvedValueOnce({
      kind: 'ready',
      file: { receiptNumber: 'R-1', rowCount: rows.length, rows, refused: [] },
    });
    const result = await run(activities.fetchFile, { ...input, receiptNumber: 'R-1', failWhileNotReady: false });
    expect(result).toMatchObject({ done: 0, exceptions: [{ personId, code }], ready: true });
    expect(await person()).toMatchObject({ stage: 'NEEDS_ATTENTION', failure_code: code, processing_serial: null });
  });

  test.each(['unknown-receipt', 'expired'] as const)('an %s puts the request on the error list', async (kind) => {
    const { activities, intermediateServer, input, person, run, upTo } = await numbered();
    await upTo('requestSerial', 'requestFile');
    intermediateServer.fetchFile.mockResolvedValueOnce({ kind });
    await run(activities.fetchFile, { ...input, receiptNumber: 'R-1', failWhileNotReady: false });
    expect(await person()).toMatchObject({ stage: 'NEEDS_ATTENTION', failure_code: 'RECEIPT_UNKNOWN' });
  });
});

describe('route', () => {
  const before = ['requestSerial', 'requestFile', 'fetchFile'] as const;

  test('to the Juki system waits for the common hours and sends nothing at night', async () => {
    const { activities, codeRoute, input, person, run, upTo } = await numbered({
      route: 'JUKI_SYSTEM',
      clock: () => night,
    });
    await upTo(...before);
    const opensAt = '2026-04-02T00:00:00.000Z'; // 09:00 in Japan
    expect(await run(activities.route, input)).toMatchObject({ done: 0, exceptions: [], opensAt });
    expect(codeRoute.send).not.toHaveBeenCalled();
    expect(await person()).toMatchObject({ stage: 'WAITING_FOR_HOURS' });
  });

  test('to the gateway does not wait, because the gateway stores at any hour', async () => {
    const { activities, codeRoute, input, person, run, upTo } = await numbered({ clock: () => night });
    await upTo(...before);
    expect(await run(activities.route, input)).toMatchObject({ done: 1, exceptions: [], opensAt: null });
    expect(codeRoute.send).toHaveBeenCalledTimes(1);
    expect(await person()).toMatchObject({ stage: 'ROUTED' });
  });

  test('goes on from the wait once the hours have come', async () => {
    let now = night;
    const { activities, input, person, run, upTo } = await numbered({ route: 'JUKI_SYSTEM', clock: () => now });
    await upTo(...before);
    await run(activities.route, input);
    now = new Date('2026-04-02T09:00:00+09:00');
    expect(await run(activities.route, input)).toMatchObject({ done: 1, exceptions: [], opensAt: null });
    expect(await person()).toMatchObject({ stage: 'ROUTED' });
  });

  test('silence of the route is named after the route', async () => {
    const { activities, codeRoute, input, person, run, upTo } = await numbered({ route: 'JUKI_SYSTEM' });
    await upTo(...before);
    env = new MockActivityEnvironment({ scheduleToCloseTimeoutMs: 7_200_000 });
    codeRoute.send.mockResolvedValueOnce({ kind: 'unavailable', retryAfterMs: 1_000 });
    await expect(run(activities.route, input)).rejects.toMatchObject({
      type: 'JUKI_SYSTEM_UNAVAILABLE',
      nextRetryDelay: 1_000,
    });
    await run(activities.park, { ...input, step: 'route', code: 'JUKI_SYSTEM_UNAVAILABLE' });
    expect(await person()).toMatchObject({ stage: 'NEEDS_ATTENTION', failure_code: 'JUKI_SYSTEM_UNAVAILABLE' });
  });

  test('a wish to be asked later than the time limit allows is met in part, so that nobody is given up for it', async () => {
    const { activities, codeRoute, input, run, upTo } = await numbered({ route: 'JUKI_SYSTEM' });
    await upTo(...before);
    env = new MockActivityEnvironment({ scheduleToCloseTimeoutMs: 20_000 });
    codeRoute.send.mockResolvedValueOnce({ kind: 'unavailable', retryAfterMs: 60_000 });
    await expect(run(activities.route, input)).rejects.toMatchObject({ nextRetryDelay: 5_000 });
  });
});

describe('a call that may go on', () => {
  const may = { goOn: true };

  test('takes every step to the route that is answered at once, each stored before it is sent', async () => {
    const { activities, codeRoute, input, personId, person, run } = await numbered();
    const states: unknown[] = [];
    codeRoute.send.mockImplementationOnce(async (_municipality, { requestId, lines }) => {
      const stored = await inMunicipality(worker.db, municipality, (tx) =>
        tx.execute(sql`select state, sends from request_attempts where request_id = ${requestId}`),
      );
      states.push(...stored);
      return {
        kind: 'answered',
        body: { requestId, results: lines.map(({ lineId }) => ({ lineId, result: 'accepted' as const })) },
      };
    });
    expect(await run(activities.requestSerial, { ...input, ...may })).toMatchObject({
      done: 1,
      exceptions: [],
      standing: { stage: 'ROUTED' },
      passed: ['SERIAL_REQUESTED', 'FILE_REQUESTED', 'FILE_RECEIVED', 'ROUTED'],
    });
    expect(states).toEqual([{ state: 'SENDING', sends: 1 }]);
    expect(await person()).toMatchObject({ stage: 'ROUTED', receipt_number: 'R-1', processing_serial: 'S-1' });
    const events = await inMunicipality(worker.db, municipality, (tx) =>
      tx.execute<{ event: string }>(sql`select event from timeline where person_id = ${personId}::uuid order by seq`),
    );
    expect(events.map(({ event }) => event).slice(-4)).toEqual(['serial', 'fileRequest', 'file', 'route']);
  });

  test('ends with the step before one that is silent, which is then asked about and not sent twice', async () => {
    const { activities, codeRoute, input, personId, person, run } = await numbered();
    codeRoute.send.mockResolvedValueOnce({ kind: 'unavailable' });
    const result = await run(activities.requestSerial, { ...input, ...may });
    expect(result).toMatchObject({ done: 1, standing: { stage: 'FILE_RECEIVED' } });
    expect(await person()).toMatchObject({ stage: 'FILE_RECEIVED' });
    codeRoute.state.mockImplementationOnce(async (_municipality, requestId) => ({
      kind: 'answered',
      body: { state: 'taken', requestId, results: [{ lineId: personId, result: 'accepted' }] },
    }));
    expect(await run(activities.route, input)).toMatchObject({ done: 1, exceptions: [], opensAt: null });
    expect(codeRoute.send).toHaveBeenCalledTimes(1);
  });

  test('says that the file is not ready, and asks for no route', async () => {
    const { activities, intermediateServer, codeRoute, input, person, run } = await numbered();
    intermediateServer.fetchFile.mockResolvedValueOnce({ kind: 'not-ready' });
    const result = await run(activities.requestSerial, { ...input, ...may });
    expect(result).toMatchObject({ done: 1, standing: { stage: 'FILE_REQUESTED' } });
    expect(codeRoute.send).not.toHaveBeenCalled();
    expect(await person()).toMatchObject({ stage: 'FILE_REQUESTED' });
  });

  test('leaves a route that is closed to its own call', async () => {
    const { activities, codeRoute, input, person, run } = await numbered({ route: 'JUKI_SYSTEM', clock: () => night });
    const result = await run(activities.requestSerial, { ...input, ...may });
    expect(result).toMatchObject({ done: 1, standing: { stage: 'FILE_RECEIVED' } });
    expect(codeRoute.send).not.toHaveBeenCalled();
    expect(await person()).toMatchObject({ stage: 'FILE_RECEIVED' });
  });

  test('sends nothing more for a person who is moved on meanwhile', async () => {
    const { activities, intermediateServer, codeRoute, input, personId, person, run } = await numbered();
    intermediateServer.requestFile.mockImplementationOnce(async (_municipality, { requestId }) => {
      await inMunicipality(worker.db, municipality, (tx) =>
        tx.execute(sql`update persons set stage = 'CANCELLED' where person_id = ${personId}::uuid`),
      );
      return { kind: 'answered', body: { requestId, receiptNumber: 'R-1' } };
    });
    await run(activities.requestSerial, { ...input, ...may });
    expect(intermediateServer.fetchFile).not.toHaveBeenCalled();
    expect(codeRoute.send).not.toHaveBeenCalled();
    expect(await person()).toMatchObject({ stage: 'CANCELLED' });
  });
});
