import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAcquireCodeActivities } from '../../activities/acquire-code.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import type { AcquireCodeActivities } from '../../contracts/acquire-code.ts';
import type { ReadLine } from '../../contracts/load-file.ts';
import { MunicipalityLimits } from '../../contracts/municipality.ts';
import { commonHours } from '../../domain/calendar/operating-hours.ts';
import type { Route } from '../../domain/routes.ts';
import type { CodeRouteClient } from '../../participants/code-route/client.ts';
import type { IntermediateServerClient } from '../../participants/intermediate-server/client.ts';
import { takeChunk } from '../../storage/transfers/chunk-intake.ts';
import { loadOf, municipality, openStore, receive, take, transferOf, type Store } from '../storage/support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(207);
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
    readSerialRequestState: vi.fn<IntermediateServerClient['readSerialRequestState']>(
      async (_municipality, requestId) => ({
        kind: 'answered',
        body: { state: 'unknown', requestId },
      }),
    ),
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
    readRequestState: vi.fn<CodeRouteClient['readRequestState']>(async (_municipality, requestId) => ({
      kind: 'answered',
      body: { state: 'unknown', requestId },
    })),
  };
  return { intermediateServer, codeRoute };
}

let env: MockActivityEnvironment;
/** Failures are what is tested here, so they are not logged. */
const newEnvironment = (info?: ConstructorParameters<typeof MockActivityEnvironment>[0]): MockActivityEnvironment =>
  new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
beforeEach(() => {
  env = newEnvironment();
});
const run = <I, R>(activity: (input: I) => Promise<R>, given: I): Promise<R> =>
  env.run<[I], R, (input: I) => Promise<R>>((argument) => activity(argument), given);

interface Options {
  route?: Route;
  clock?: () => Date;
}
/** With participants of its own, who know this one number. */
function acting(personalNumber: string, { route = 'JUKI_GATEWAY', clock = () => open }: Options = {}) {
  const others = participants(personalNumber);
  const deps: Dependencies = {
    db: store.db,
    keys: store.keys,
    clock,
    readSettings: async () => ({ route, hours: commonHours, limits: MunicipalityLimits.parse({}) }),
    getNeighbours: async () => ({ ...others, codeRoute: () => others.codeRoute, backbone: () => undefined }),
    startLoad: async () => 'unavailable',
    openLoadFile: () => {
      throw new Error('No file is opened here.');
    },
  };
  const activities: AcquireCodeActivities = createAcquireCodeActivities(deps);
  return { ...others, activities };
}

/** One numbered resident. */
async function numbered(options?: Options) {
  const personalNumber = store.people.personalNumber();
  const { personId } = await receive(store, { personalNumber, addressNumber: store.people.addressNumber() });
  const { activities, ...others } = acting(personalNumber, options);
  const input = { municipality, requests: { personIds: [personId] }, attempt: 1 };
  const person = async () => {
    const [row] = await store.see`
      select stage, code_request_status, failure_code, failure_step, receipt_number, processing_serial,
        extract(epoch from due_at - now())::float8 as due_in
      from persons where person_id = ${personId}`;
    return row;
  };
  const upTo = async (...steps: ('requestSerial' | 'requestFile' | 'fetchFile')[]) => {
    for (const step of steps) {
      if (step === 'fetchFile') {
        await run(activities.fetchFile, { ...input, receiptNumber: 'R-1', failWhileNotReady: false });
      } else await run<typeof input, unknown>(activities[step], input);
    }
  };
  const givenBefore = () => store.see`update persons set number_given = true where person_id = ${personId}`;
  return { activities, ...others, input, personId, person, upTo, givenBefore };
}

/** What a step says that had nothing to do: where the row stands already. */
const stands = (stage: string) => ({ done: 0, exceptions: [], passed: [], standing: { stage } });

describe('judge', () => {
  test('judges what nobody has judged, and says where the person stands', async () => {
    const personalNumber = store.people.personalNumber();
    const taken = await take(store, { personalNumber, addressNumber: store.people.addressNumber() });
    const { activities } = acting(personalNumber);
    const asked = { municipality, requests: { personIds: [taken.personId] } };
    const first = await run(activities.judge, { ...asked, inboxId: taken.inboxId });
    expect(first).toMatchObject({
      judged: 1,
      judgement: { result: 'numbered', codeRequestStatus: 'REQUESTING' },
      standing: { stage: 'NUMBERED', attempt: 1 },
    });
    expect(await run(activities.judge, asked)).toEqual({ ...first, judged: 0 });
  });

  test('of whom nothing is there to be judged says that nobody stands anywhere', async () => {
    const { activities } = acting('');
    const requests = { personIds: [randomUUID()] };
    expect(await run(activities.judge, { municipality, requests })).toEqual({
      judged: 0,
      judgement: null,
      standing: null,
    });
  });
});

describe('requestSerial', () => {
  test('stores its request id before it sends, and moves the person on when the line is accepted', async () => {
    const { activities, intermediateServer, input, personId, person } = await numbered();
    const requestId = `${municipality}/${personId}/1/serial`;
    intermediateServer.requestSerials.mockImplementationOnce(async (_municipality, request) => {
      const stored = await store.see`select state from request_attempts where request_id = ${requestId}`;
      expect([...stored]).toEqual([{ state: 'SENDING' }]);
      expect(request.requestId).toBe(requestId);
      return { kind: 'answered', body: { requestId, results: [{ lineId: personId, result: 'accepted' }] } };
    });
    expect(await run(activities.requestSerial, input)).toMatchObject({ done: 1, exceptions: [] });
    expect(await person()).toMatchObject({ stage: 'SERIAL_REQUESTED', code_request_status: 'REQUESTING' });
  });

  test('a request that timed out after the other side did the work is asked about and not sent again', async () => {
    const { activities, intermediateServer, input, personId, person } = await numbered();
    intermediateServer.requestSerials.mockResolvedValueOnce({ kind: 'unavailable' });
    await expect(run(activities.requestSerial, input)).rejects.toMatchObject({
      type: 'INTERMEDIATE_SERVER_UNAVAILABLE',
      nonRetryable: false,
    });
    intermediateServer.readSerialRequestState.mockImplementationOnce(async (_municipality, requestId) => ({
      kind: 'answered',
      body: { state: 'taken', requestId, results: [{ lineId: personId, result: 'accepted' }] },
    }));
    expect(await run(activities.requestSerial, input)).toMatchObject({ done: 1, exceptions: [] });
    expect(intermediateServer.requestSerials).toHaveBeenCalledTimes(1);
    expect(await person()).toMatchObject({ stage: 'SERIAL_REQUESTED' });
  });

  test('what a chunk of a load has begun is asked about under the request id of the chunk, and not sent again', async () => {
    const { activities, intermediateServer, input, personId } = await numbered();
    const chunkId = randomUUID();
    const requestId = `${municipality}/${chunkId}/1/serial`;
    await store.see`update persons set chunk_id = ${chunkId} where person_id = ${personId}`;
    await store.see`
      insert into request_attempts (municipality, request_id, chunk_id, attempt, step, participant, line_count, state)
      values (${municipality}, ${requestId}, ${chunkId}, 1, 'serial', 'intermediate-server', 0, 'SENDING')`;
    intermediateServer.readSerialRequestState.mockImplementationOnce(async (_municipality, asked) => ({
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
    expect(intermediateServer.readSerialRequestState.mock.calls[0]?.[1]).toBe(requestId);
    expect(intermediateServer.requestSerials).not.toHaveBeenCalled();
  });

  test('a request that never arrived is sent again under the same request id', async () => {
    const { activities, intermediateServer, input } = await numbered();
    intermediateServer.requestSerials.mockResolvedValueOnce({ kind: 'unavailable' });
    await expect(run(activities.requestSerial, input)).rejects.toThrow();
    await run(activities.requestSerial, input);
    const [first, second] = intermediateServer.requestSerials.mock.calls;
    expect(second?.[1].requestId).toBe(first?.[1].requestId);
  });

  test('a refusal is a row of the error list and an exception, and a repeated run says the same', async () => {
    const { activities, intermediateServer, input, personId, person } = await numbered();
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
    const { activities, intermediateServer, input } = await numbered();
    await run(activities.requestSerial, input);
    expect(await run(activities.requestSerial, input)).toMatchObject(stands('SERIAL_REQUESTED'));
    expect(intermediateServer.requestSerials).toHaveBeenCalledTimes(1);
  });

  test('an answer that breaks the contract is not retried', async () => {
    const { activities, intermediateServer, input } = await numbered();
    intermediateServer.requestSerials.mockResolvedValueOnce({ kind: 'unexpected', what: 'results: missing' });
    await expect(run(activities.requestSerial, input)).rejects.toMatchObject({
      type: 'UNEXPECTED_ANSWER',
      nonRetryable: true,
    });
  });
});

describe('a number given before fugo', () => {
  const has = (...results: { lineId: string; result: 'acquired' | 'unknown' }[]) => ({
    kind: 'answered' as const,
    body: { results },
  });

  test('is asked about before it is sent, and one that has its code is not asked for again', async () => {
    const { activities, intermediateServer, input, personId, person, givenBefore } = await numbered();
    await givenBefore();
    intermediateServer.confirmCodes.mockResolvedValueOnce(has({ lineId: personId, result: 'acquired' }));
    expect(await run(activities.requestSerial, input)).toMatchObject({ done: 1, standing: { stage: 'ACQUIRED' } });
    expect(intermediateServer.requestSerials).not.toHaveBeenCalled();
    expect(await person()).toMatchObject({ stage: 'ACQUIRED', code_request_status: 'REQUESTED' });
  });

  test('that has no code is asked for like any other', async () => {
    const { activities, intermediateServer, input, personId, person, givenBefore } = await numbered();
    await givenBefore();
    intermediateServer.confirmCodes.mockResolvedValueOnce(has({ lineId: personId, result: 'unknown' }));
    await run(activities.requestSerial, input);
    expect(intermediateServer.requestSerials).toHaveBeenCalledTimes(1);
    expect(await person()).toMatchObject({ stage: 'SERIAL_REQUESTED' });
  });

  test('is not sent while nobody answers that question', async () => {
    const { activities, intermediateServer, input, person, givenBefore } = await numbered();
    await givenBefore();
    intermediateServer.confirmCodes.mockResolvedValueOnce({ kind: 'unavailable' });
    await expect(run(activities.requestSerial, input)).rejects.toMatchObject({
      type: 'INTERMEDIATE_SERVER_UNAVAILABLE',
      nonRetryable: false,
    });
    expect(intermediateServer.requestSerials).not.toHaveBeenCalled();
    expect(await person()).toMatchObject({ stage: 'NUMBERED' });
  });

  test('is asked about directly before each send, also when an earlier try has failed', async () => {
    const { activities, intermediateServer, input, personId, person, givenBefore } = await numbered();
    await givenBefore();
    intermediateServer.confirmCodes.mockResolvedValueOnce(has({ lineId: personId, result: 'unknown' }));
    intermediateServer.requestSerials.mockResolvedValueOnce({ kind: 'unavailable' });
    await expect(run(activities.requestSerial, input)).rejects.toThrow();
    // Meanwhile the code has come, by what the system before fugo has sent.
    intermediateServer.confirmCodes.mockResolvedValueOnce(has({ lineId: personId, result: 'acquired' }));
    await run(activities.requestSerial, input);
    expect(intermediateServer.readSerialRequestState).toHaveBeenCalledTimes(1);
    expect(intermediateServer.confirmCodes).toHaveBeenCalledTimes(2);
    expect(intermediateServer.requestSerials).toHaveBeenCalledTimes(1);
    expect(await person()).toMatchObject({ stage: 'ACQUIRED' });
  });

  test('in a chunk is asked about before each send too, beside those who have none', async () => {
    const good = (integratedAddressNumber: string | null, line: number): ReadLine => {
      const personalNumber = store.people.personalNumber();
      const value = transferOf({ personalNumber, addressNumber: store.people.addressNumber() });
      return { kind: 'good', line, value: { ...value, integratedAddressNumber } };
    };
    const given = ['900000000000011', '900000000000029'];
    const { chunkId } = await loadOf(store, municipality, [
      good(null, 2),
      ...given.map((number, at) => good(number, at + 3)),
    ]);
    await takeChunk(store, { municipality, chunkId });
    const ids = (
      await store.see<{ person_id: string }[]>`
        select person_id from persons where chunk_id = ${chunkId} order by number_given, integrated_address_number`
    ).map((row) => row.person_id);
    const [asNew = '', first = '', second = ''] = ids;
    const { activities, intermediateServer } = acting('');
    const input = { municipality, requests: { chunkId }, attempt: 1 };
    intermediateServer.confirmCodes.mockResolvedValueOnce(
      has({ lineId: first, result: 'acquired' }, { lineId: second, result: 'unknown' }),
    );
    intermediateServer.requestSerials.mockResolvedValueOnce({ kind: 'unavailable' });
    await expect(run(activities.requestSerial, input)).rejects.toThrow();
    intermediateServer.confirmCodes.mockResolvedValueOnce(has({ lineId: second, result: 'acquired' }));
    expect(await run(activities.requestSerial, input)).toMatchObject({
      done: 1,
      standing: { stage: 'SERIAL_REQUESTED' },
    });
    const sent = intermediateServer.requestSerials.mock.calls.map(([, { lines }]) => lines.map(({ lineId }) => lineId));
    expect(sent).toEqual([expect.arrayContaining([asNew, second]), [asNew]]);
    const asked = intermediateServer.confirmCodes.mock.calls.map(([, { lines }]) => lines.length);
    expect(asked).toEqual([2, 1]);
    const standing = await store.see`
      select stage, in_chunk from persons where chunk_id = ${chunkId} order by number_given, integrated_address_number`;
    expect([...standing]).toEqual([
      { stage: 'SERIAL_REQUESTED', in_chunk: true },
      { stage: 'ACQUIRED', in_chunk: false },
      { stage: 'ACQUIRED', in_chunk: false },
    ]);
  });
});

describe('a try of a step', () => {
  test('says by when it is heard of again: soon in a quick call, and by the next try where the engine repeats it', async () => {
    const { activities, intermediateServer, input, person } = await numbered();
    intermediateServer.requestSerials.mockResolvedValue({ kind: 'unavailable' });
    const dueAfter = async (info: Parameters<typeof newEnvironment>[0]): Promise<number> => {
      env = newEnvironment(info);
      await expect(run(activities.requestSerial, input)).rejects.toThrow();
      return Number((await person())?.['due_in']);
    };
    const seconds = [
      await dueAfter({ isLocal: true }),
      await dueAfter({ attempt: 1 }),
      // The longest pause of the engine, and the try itself.
      await dueAfter({ attempt: 30 }),
    ];
    expect(seconds.map((each) => Math.round(each / 5) * 5)).toEqual([20, 45, 345]);
  });
});

describe('requestFile and fetchFile', () => {
  test('keep the receipt number, also for a repeated run', async () => {
    const { activities, input, person, upTo } = await numbered();
    await upTo('requestSerial');
    expect(await run(activities.requestFile, input)).toMatchObject({ done: 1, exceptions: [], receiptNumber: 'R-1' });
    expect(await run(activities.requestFile, input)).toMatchObject({ done: 0, exceptions: [], receiptNumber: 'R-1' });
    expect(await person()).toMatchObject({ stage: 'FILE_REQUESTED', receipt_number: 'R-1' });
  });

  test('a file that is not ready moves nobody', async () => {
    const { activities, intermediateServer, input, person, upTo } = await numbered();
    await upTo('requestSerial', 'requestFile');
    intermediateServer.fetchFile.mockResolvedValueOnce({ kind: 'not-ready' });
    const asked = { ...input, receiptNumber: 'R-1', failWhileNotReady: false };
    expect(await run(activities.fetchFile, asked)).toMatchObject({ done: 0, exceptions: [], ready: false });
    expect(await person()).toMatchObject({ stage: 'FILE_REQUESTED' });
    expect(await run(activities.fetchFile, asked)).toMatchObject({ done: 1, exceptions: [], ready: true });
    expect(await person()).toMatchObject({ stage: 'FILE_RECEIVED', processing_serial: 'S-1' });
  });

  describe('a file that is not ready', () => {
    const waits = async (forHours: number) => {
      const asked = await numbered();
      const { intermediateServer, input, personId, upTo } = asked;
      await upTo('requestSerial', 'requestFile');
      await store.see`
        update persons set updated_at = now() - make_interval(hours => ${forHours}) where person_id = ${personId}`;
      intermediateServer.fetchFile.mockResolvedValueOnce({ kind: 'not-ready' });
      return { ...asked, input: { ...input, receiptNumber: 'R-1', failWhileNotReady: false } };
    };

    test('is asked for again for as long as the row may wait for it, whichever run asks', async () => {
      const { activities, input, person } = await waits(23);
      expect(await run(activities.fetchFile, input)).toMatchObject({ ready: false, ...stands('FILE_REQUESTED') });
      expect(await person()).toMatchObject({ stage: 'FILE_REQUESTED', failure_code: null });
    });

    test('puts the request on the error list when the row has waited for longer, also if no run has asked before', async () => {
      const { activities, input, person, personId } = await waits(25);
      expect(await run(activities.fetchFile, input)).toMatchObject({
        ready: true,
        exceptions: [{ personId, code: 'FILE_NEVER_READY' }],
        standing: { stage: 'NEEDS_ATTENTION', receiptNumber: 'R-1' },
      });
      expect(await person()).toMatchObject({ failure_code: 'FILE_NEVER_READY', failure_step: 'file' });
    });

    test('fails a quick call, which is tried again at once', async () => {
      const { activities, input } = await waits(1);
      const quick = run(activities.fetchFile, { ...input, failWhileNotReady: true });
      await expect(quick).rejects.toMatchObject({ type: 'FILE_NEVER_READY', nonRetryable: false });
    });
  });

  test.each([
    ['a row of somebody else', [{ processingSerial: 'S-9', personalNumber: '123456789018' }], 'FILE_ROW_MISMATCH'],
    ['no row', [], 'FILE_ROW_MISSING'],
  ])('a file with %s in our place is not used', async (_what, rows, code) => {
    const { activities, intermediateServer, input, person, personId, upTo } = await numbered();
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
    const { activities, intermediateServer, input, person, upTo } = await numbered();
    await upTo('requestSerial', 'requestFile');
    intermediateServer.fetchFile.mockResolvedValueOnce({ kind });
    await run(activities.fetchFile, { ...input, receiptNumber: 'R-1', failWhileNotReady: false });
    expect(await person()).toMatchObject({ stage: 'NEEDS_ATTENTION', failure_code: 'RECEIPT_UNKNOWN' });
  });
});

describe('route', () => {
  const before = ['requestSerial', 'requestFile', 'fetchFile'] as const;

  test('to the Juki system waits for the common hours and sends nothing at night', async () => {
    const { activities, codeRoute, input, person, upTo } = await numbered({
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
    const { activities, codeRoute, input, person, upTo } = await numbered({ clock: () => night });
    await upTo(...before);
    expect(await run(activities.route, input)).toMatchObject({ done: 1, exceptions: [], opensAt: null });
    expect(codeRoute.send).toHaveBeenCalledTimes(1);
    expect(await person()).toMatchObject({ stage: 'ROUTED' });
  });

  test('goes on from the wait once the hours have come', async () => {
    let now = night;
    const { activities, input, person, upTo } = await numbered({ route: 'JUKI_SYSTEM', clock: () => now });
    await upTo(...before);
    await run(activities.route, input);
    now = new Date('2026-04-02T09:00:00+09:00');
    expect(await run(activities.route, input)).toMatchObject({ done: 1, exceptions: [], opensAt: null });
    expect(await person()).toMatchObject({ stage: 'ROUTED' });
  });

  test('silence of the route is named after the route', async () => {
    const { activities, codeRoute, input, person, upTo } = await numbered({ route: 'JUKI_SYSTEM' });
    await upTo(...before);
    env = newEnvironment({ scheduleToCloseTimeoutMs: 7_200_000 });
    codeRoute.send.mockResolvedValueOnce({ kind: 'unavailable', retryAfterMs: 1_000 });
    await expect(run(activities.route, input)).rejects.toMatchObject({
      type: 'JUKI_SYSTEM_UNAVAILABLE',
      nextRetryDelay: 1_000,
    });
    await run(activities.park, { ...input, step: 'route', code: 'JUKI_SYSTEM_UNAVAILABLE' });
    expect(await person()).toMatchObject({ stage: 'NEEDS_ATTENTION', failure_code: 'JUKI_SYSTEM_UNAVAILABLE' });
  });

  test('a wish to be asked later than the time limit allows is met in part, so that nobody is given up for it', async () => {
    const { activities, codeRoute, input, upTo } = await numbered({ route: 'JUKI_SYSTEM' });
    await upTo(...before);
    env = newEnvironment({ scheduleToCloseTimeoutMs: 20_000 });
    codeRoute.send.mockResolvedValueOnce({ kind: 'unavailable', retryAfterMs: 60_000 });
    await expect(run(activities.route, input)).rejects.toMatchObject({ nextRetryDelay: 5_000 });
  });
});

describe('a call that may go on', () => {
  const may = { goOn: true };

  test('takes every step to the route that is answered at once, each stored before it is sent', async () => {
    const { activities, codeRoute, input, personId, person } = await numbered();
    const states: unknown[] = [];
    codeRoute.send.mockImplementationOnce(async (_municipality, { requestId, lines }) => {
      const stored = await store.see`select state, sends from request_attempts where request_id = ${requestId}`;
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
    const events = await store.see<{ event: string }[]>`
      select event from timeline where person_id = ${personId} order by seq`;
    expect(events.map(({ event }) => event).slice(-4)).toEqual(['serial', 'fileRequest', 'file', 'route']);
  });

  test('ends with the step before one that is silent, which is then asked about and not sent twice', async () => {
    const { activities, codeRoute, input, personId, person } = await numbered();
    codeRoute.send.mockResolvedValueOnce({ kind: 'unavailable' });
    const result = await run(activities.requestSerial, { ...input, ...may });
    expect(result).toMatchObject({ done: 1, standing: { stage: 'FILE_RECEIVED' } });
    expect(await person()).toMatchObject({ stage: 'FILE_RECEIVED' });
    codeRoute.readRequestState.mockImplementationOnce(async (_municipality, requestId) => ({
      kind: 'answered',
      body: { state: 'taken', requestId, results: [{ lineId: personId, result: 'accepted' }] },
    }));
    expect(await run(activities.route, input)).toMatchObject({ done: 1, exceptions: [], opensAt: null });
    expect(codeRoute.send).toHaveBeenCalledTimes(1);
  });

  test('says that the file is not ready, and asks for no route', async () => {
    const { activities, intermediateServer, codeRoute, input, person } = await numbered();
    intermediateServer.fetchFile.mockResolvedValueOnce({ kind: 'not-ready' });
    const result = await run(activities.requestSerial, { ...input, ...may });
    expect(result).toMatchObject({ done: 1, standing: { stage: 'FILE_REQUESTED' } });
    expect(codeRoute.send).not.toHaveBeenCalled();
    expect(await person()).toMatchObject({ stage: 'FILE_REQUESTED' });
  });

  test('leaves a route that is closed to its own call', async () => {
    const { activities, codeRoute, input, person } = await numbered({ route: 'JUKI_SYSTEM', clock: () => night });
    const result = await run(activities.requestSerial, { ...input, ...may });
    expect(result).toMatchObject({ done: 1, standing: { stage: 'FILE_RECEIVED' } });
    expect(codeRoute.send).not.toHaveBeenCalled();
    expect(await person()).toMatchObject({ stage: 'FILE_RECEIVED' });
  });

  test('sends nothing more for a person who is moved on meanwhile', async () => {
    const { activities, intermediateServer, codeRoute, input, personId, person } = await numbered();
    intermediateServer.requestFile.mockImplementationOnce(async (_municipality, { requestId }) => {
      await store.see`update persons set stage = 'CANCELLED' where person_id = ${personId}`;
      return { kind: 'answered', body: { requestId, receiptNumber: 'R-1' } };
    });
    await run(activities.requestSerial, { ...input, ...may });
    expect(intermediateServer.fetchFile).not.toHaveBeenCalled();
    expect(codeRoute.send).not.toHaveBeenCalled();
    expect(await person()).toMatchObject({ stage: 'CANCELLED' });
  });
});
