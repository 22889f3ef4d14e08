import { beforeAll, describe, expect, test } from 'vitest';
import { finishStep, parkSet, requestIdOf, waitForHours } from '../../../storage/requests/steps.ts';
import {
  begin,
  endOf,
  inTheFuture,
  keyOf,
  municipality,
  openFailures,
  openStore,
  personAfter,
  personRow,
  receive,
  runStep,
  standing,
  type SendingStep,
  type Store,
} from '../support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(13);
});

test('a transfer that leaves the request where it stands does not put off the limit of its stage', async () => {
  const { personId, personalNumber, addressNumber } = await personAfter(store, 'fileRequest');
  await store.see`update persons set updated_at = now() - interval '2 hours' where person_id = ${personId}`;
  await receive(store, { personalNumber, addressNumber, address: '架空市見本町9丁目9番9号' });
  expect((await begin(store, keyOf(personId, 'file'))).standForSeconds).toBeGreaterThanOrEqual(7_200);
});

const steps = [
  { step: 'serial', before: 'judge', after: 'SERIAL_REQUESTED' },
  { step: 'fileRequest', before: 'serial', after: 'FILE_REQUESTED' },
  { step: 'file', before: 'fileRequest', after: 'FILE_RECEIVED' },
  { step: 'route', before: 'file', after: 'ROUTED' },
] as const;

describe.each(steps)('the step $step', ({ step, before, after }) => {
  test(`moves an accepted person to ${after}`, async () => {
    const { personId } = await personAfter(store, before);
    await runStep(store, keyOf(personId, step));
    expect(await standing(store, personId)).toMatchObject({ stage: after, status: 'REQUESTING', attempt: 1 });
  });

  test('stores its request id before anything is sent, and knows how often it was sent', async () => {
    const { personId } = await personAfter(store, before);
    const first = await begin(store, keyOf(personId, step));
    expect(first).toMatchObject({ requestId: `${municipality}/${personId}/1/${step}`, mayLiveUnder: [] });
    const [stored] = await store.see`select state, sends from request_attempts where request_id = ${first.requestId}`;
    expect(stored).toEqual({ state: 'SENDING', sends: 1 });
    expect(await begin(store, keyOf(personId, step))).toMatchObject({
      requestId: first.requestId,
      mayLiveUnder: [first.requestId],
    });
  });

  test('reads the line with its own personal number', async () => {
    const { personId, personalNumber, integratedAddressNumber } = await personAfter(store, before);
    const { lines } = await begin(store, keyOf(personId, step));
    expect(lines).toMatchObject([{ personId, personalNumber, integratedAddressNumber }]);
  });

  test('has nobody left when it was done before, and changes nothing', async () => {
    const { personId } = await personAfter(store, step);
    const there = await personRow(store, personId);
    const begun = await runStep(store, keyOf(personId, step));
    expect(begun.lines).toEqual([]);
    await finishStep(store.db, keyOf(personId, step), {
      lines: 1,
      refused: [],
      end: endOf(step, [{ personId }]),
    });
    expect(await personRow(store, personId)).toEqual(there);
  });

  test('of another attempt finds nobody and moves nobody', async () => {
    const { personId } = await personAfter(store, before);
    const there = await personRow(store, personId);
    const key = keyOf(personId, step, 2);
    expect((await begin(store, key)).lines).toEqual([]);
    await finishStep(store.db, key, { lines: 1, refused: [], end: endOf(step, [{ personId }]) });
    expect(await standing(store, personId)).toMatchObject({ stage: there.stage, attempt: 1 });
  });

  test('parks a refused person with an entry in the error list', async () => {
    const { personId } = await personAfter(store, before);
    const key = keyOf(personId, step);
    await begin(store, key);
    const refused = [{ personId, code: 'UNEXPECTED_ANSWER', reason: 'E-17' }] as const;
    await finishStep(store.db, key, { lines: 1, refused, end: endOf(step, []) });
    expect(await standing(store, personId)).toEqual({
      stage: 'NEEDS_ATTENTION',
      status: 'REQUESTING',
      attempt: 1,
      code: 'UNEXPECTED_ANSWER',
    });
    expect(await openFailures(store, personId)).toMatchObject([
      { code: 'UNEXPECTED_ANSWER', step, reason: 'E-17', attempt: 1 },
    ]);
    // The step runs again after its answer was lost: it says the same, and nothing is listed twice.
    expect(await begin(store, key)).toMatchObject({ lines: [], parked: [{ personId, code: 'UNEXPECTED_ANSWER' }] });
    await finishStep(store.db, key, { lines: 1, refused, end: endOf(step, []) });
    expect(await openFailures(store, personId)).toHaveLength(1);
  });

  test('refused late, parks nobody who has moved on', async () => {
    const { personId } = await personAfter(store, step);
    const there = await personRow(store, personId);
    await finishStep(store.db, keyOf(personId, step), {
      lines: 1,
      refused: [{ personId, code: 'UNEXPECTED_ANSWER' }],
      end: endOf(step, []),
    });
    expect(await personRow(store, personId)).toEqual(there);
    expect(await openFailures(store, personId)).toEqual([]);
  });

  test('whose time is used up goes to the error list, once; whom it has moved on goes on, though its answer was lost', async () => {
    const waiting = await personAfter(store, before);
    const moved = await personAfter(store, step);
    const there = await personRow(store, moved.personId);
    for (const { personId } of [waiting, moved]) {
      if (personId === waiting.personId) await begin(store, keyOf(personId, step));
      const key = { municipality, owner: { personId }, attempt: 1, step, code: 'FILE_NEVER_READY' } as const;
      await parkSet(store.db, key);
      await parkSet(store.db, key);
    }
    expect(await standing(store, waiting.personId)).toMatchObject({
      stage: 'NEEDS_ATTENTION',
      code: 'FILE_NEVER_READY',
    });
    expect(await openFailures(store, waiting.personId)).toMatchObject([{ step }]);
    expect(await personRow(store, moved.personId)).toEqual(there);
  });
});

test('a step whose time is used up parks nobody who has gone further', async () => {
  const { personId } = await personAfter(store, 'route');
  const key = { municipality, owner: { personId }, attempt: 1, code: 'INTERMEDIATE_SERVER_UNAVAILABLE' } as const;
  await parkSet(store.db, { ...key, step: 'serial' });
  await parkSet(store.db, { ...key, step: 'file' });
  expect(await standing(store, personId)).toMatchObject({ stage: 'ROUTED', code: null });
});

describe('the serial request', () => {
  test('is known to the confirmation before it is sent', async () => {
    const { personId } = await personAfter(store, 'judge');
    expect((await personRow(store, personId)).serial_requested_at).toBeNull();
    await begin(store, keyOf(personId, 'serial'));
    expect((await personRow(store, personId)).serial_requested_at).not.toBeNull();
  });

  test.each([
    { code: 'SERIAL_REFUSED', lives: false },
    { code: 'UNEXPECTED_ANSWER', lives: true },
    { code: 'INTERMEDIATE_SERVER_UNAVAILABLE', lives: true },
  ] as const)('parked with $code: a serial may live there: $lives', async ({ code, lives }) => {
    const { personId } = await personAfter(store, 'judge');
    const key = keyOf(personId, 'serial');
    await begin(store, key);
    await finishStep(store.db, key, {
      lines: 1,
      refused: [{ personId, code }],
      end: { stage: 'SERIAL_REQUESTED' },
    });
    expect((await personRow(store, personId)).serial_requested_at !== null).toBe(lives);
  });

  test('refused under a second attempt keeps the first one alive', async () => {
    const { personId } = await personAfter(store, 'serial');
    await store.see`update persons set stage = 'NUMBERED', attempt = 2, serial_requested_at = now() - interval '1 hour'
      where person_id = ${personId}`;
    const key = keyOf(personId, 'serial', 2);
    await begin(store, key);
    await finishStep(store.db, key, {
      lines: 1,
      refused: [{ personId, code: 'SERIAL_REFUSED' }],
      end: { stage: 'SERIAL_REQUESTED' },
    });
    expect((await personRow(store, personId)).serial_requested_at).not.toBeNull();
  });
});

test('the file request that was done before answers the receipt number of the first time', async () => {
  const { personId } = await personAfter(store, 'fileRequest');
  expect(await begin(store, keyOf(personId, 'fileRequest'))).toMatchObject({ lines: [], receiptNumber: 'R-1' });
});

test('the serial of the file goes with the person to the route', async () => {
  const { personId } = await personAfter(store, 'file');
  const { lines } = await begin(store, keyOf(personId, 'route'));
  expect(lines).toMatchObject([{ processingSerial: `S-${personId}` }]);
});

describe('outside the hours', () => {
  test('the route waits until the opening it knows of, and goes on from there', async () => {
    const { personId } = await personAfter(store, 'file');
    const key = keyOf(personId, 'route');
    const opensAt = new Date('2026-05-07T09:00:00+09:00');
    await waitForHours(store.db, key, opensAt);
    await waitForHours(store.db, key, opensAt);
    expect(await standing(store, personId)).toMatchObject({ stage: 'WAITING_FOR_HOURS' });
    const closed = await store.see`select 1 from timeline where person_id = ${personId} and event = 'closed'`;
    expect(closed).toHaveLength(1);
    await runStep(store, key);
    expect(await standing(store, personId)).toMatchObject({ stage: 'ROUTED' });
  });

  test('nobody waits who is routed already', async () => {
    const { personId } = await personAfter(store, 'route');
    await waitForHours(store.db, keyOf(personId, 'route'), inTheFuture());
    expect(await standing(store, personId)).toMatchObject({ stage: 'ROUTED' });
  });
});

test('every request id is of municipality, person, attempt and step, and nothing else', async () => {
  const { personId } = await personAfter(store, 'route');
  const rows = await store.see<{ request_id: string; step: SendingStep; attempt: number; state: string }[]>`
    select request_id, step, attempt, state from request_attempts where person_id = ${personId} order by created_at`;
  expect(rows.map(({ step }) => step)).toEqual(['serial', 'fileRequest', 'file', 'route']);
  for (const { request_id: requestId, step, attempt, state } of rows) {
    expect(requestId).toBe(requestIdOf(keyOf(personId, step, attempt)));
    expect(state).toBe('ANSWERED');
  }
});
