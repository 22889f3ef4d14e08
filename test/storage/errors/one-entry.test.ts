/** One entry of the error list is one problem of one person, however often it is tried again. */
import { beforeAll, describe, expect, test } from 'vitest';
import { applyConfirmation } from '../../../storage/confirmations/confirming.ts';
import { findError, listErrors } from '../../../storage/errors/list.ts';
import { actOnAcquisition } from '../../../storage/errors/staff-actions.ts';
import { listTries } from '../../../storage/errors/tries.ts';
import { addNote, assignErrors, listNotes, setDueDates } from '../../../storage/errors/work.ts';
import { finishStep } from '../../../storage/requests/steps.ts';
import type { AcquisitionFailureCode } from '../../../domain/failures.ts';
import {
  keyOf as keyOfStep,
  begin,
  endOf,
  municipality,
  openFailures,
  openStore,
  personAfter,
  receive,
} from '../support.ts';
import type { SendingStep, Store } from '../support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(171);
  await store.see`
    insert into staff (staff_id, name, email) values ('s-1', '監督 一子', 'one@example.jp'), ('s-2', '監督 二郎', 'two@example.jp')
    on conflict do nothing`;
});

const keyOf = (personId: string, step: SendingStep, attempt = 1) => ({ ...keyOfStep(personId, step), attempt });

async function fail(personId: string, step: SendingStep, code: AcquisitionFailureCode, attempt = 1): Promise<void> {
  await begin(store, keyOf(personId, step, attempt));
  const refused = [{ personId, code, reason: `E-${attempt}` }];
  await finishStep(store.db, keyOf(personId, step, attempt), { lines: 1, refused, end: endOf(step, []) });
}

async function pass(personId: string, step: SendingStep, attempt = 1): Promise<void> {
  await begin(store, keyOf(personId, step, attempt));
  await finishStep(store.db, keyOf(personId, step, attempt), {
    lines: 1,
    refused: [],
    end: endOf(step, [{ personId }]),
  });
}

async function parked(step: 'serial' | 'fileRequest' | 'route', code: AcquisitionFailureCode) {
  const { personId } = await personAfter(store, step === 'serial' ? 'judge' : step === 'route' ? 'file' : 'serial');
  await fail(personId, step, code);
  return { personId, failureId: (await openFailures(store, personId))[0]?.failure_id ?? '' };
}

const retry = (
  { personId, failureId }: { personId: string; failureId: string },
  { staffId = 's-1', reason = '確認済み', tries }: { staffId?: string; reason?: string; tries?: number } = {},
) => actOnAcquisition(store, { action: 'retry', municipality, personId, failureId, staffId, reason, tries });

const read = async (failureId: string) => {
  const row = await findError(store.api, municipality, failureId);
  if (!row) throw new Error('There is no such entry');
  return row;
};
const outcomesOf = async (failureId: string) =>
  (await listTries(store.api, municipality, failureId)).map(({ outcome }) => outcome);

describe('a problem that is tried again three times', () => {
  test('is one entry with its owner, notes, due date and age, and closes when the step succeeds', async () => {
    const entry = await parked('serial', 'SERIAL_REFUSED');
    const { failureId, personId } = entry;
    await store.see`update failures set first_seen_at = now() - interval '4 days' where failure_id = ${failureId}`;
    const { firstSeenAt } = await read(failureId);
    await assignErrors(store.api, municipality, { failureIds: [failureId], assigneeId: 's-2' });
    await setDueDates(store.api, municipality, { failureIds: [failureId], dueOn: '2026-12-01' });
    await addNote(store.api, municipality, { failureId, staffId: 's-2', note: '照会中' });
    for (const attempt of [2, 3, 4]) {
      await retry(entry, { reason: `${attempt - 1}回目` });
      expect(await read(failureId)).toMatchObject({ trying: 'retried', resolvedAt: null, stage: 'NUMBERED' });
      await fail(personId, 'serial', 'SERIAL_REFUSED', attempt);
    }
    expect(await openFailures(store, personId)).toHaveLength(1);
    expect(await read(failureId)).toMatchObject({
      firstSeenAt,
      assigneeId: 's-2',
      dueOn: '2026-12-01',
      tries: 3,
      trying: null,
      attempt: 4,
      reason: 'E-4',
      stage: 'NEEDS_ATTENTION',
    });
    expect(await listNotes(store.api, municipality, failureId)).toHaveLength(1);
    expect(await listTries(store.api, municipality, failureId)).toMatchObject([
      { tryNo: 1, code: 'SERIAL_REFUSED', reason: 'E-1', staffId: 's-1', because: '1回目', outcome: 'failed' },
      { tryNo: 2, code: 'SERIAL_REFUSED', reason: 'E-2', because: '2回目', outcome: 'failed' },
      { tryNo: 3, code: 'SERIAL_REFUSED', reason: 'E-3', because: '3回目', outcome: 'failed' },
    ]);
    const before = new Date(Date.now() - 72 * 3_600_000);
    const old = await listErrors(store.api, municipality, { state: 'open', before, limit: 100 });
    expect(old.entries.map((row) => row.failureId)).toEqual([failureId]);

    await retry(entry);
    await pass(personId, 'serial', 5);
    expect(await read(failureId)).toMatchObject({ resolution: 'retried', trying: null, tries: 4, firstSeenAt });
    expect(await outcomesOf(failureId)).toEqual(['failed', 'failed', 'failed', 'passed']);
  });

  test('stays one entry when it fails at an earlier step, and closes only past the furthest', async () => {
    const entry = await parked('route', 'ROUTE_REFUSED');
    await retry(entry);
    await fail(entry.personId, 'serial', 'INTERMEDIATE_SERVER_UNAVAILABLE', 2);
    expect(await openFailures(store, entry.personId)).toMatchObject([
      { failure_id: entry.failureId, code: 'INTERMEDIATE_SERVER_UNAVAILABLE', step: 'serial' },
    ]);
    await retry(entry);
    for (const step of ['serial', 'fileRequest', 'file'] as const) {
      await pass(entry.personId, step, 2);
      expect(await read(entry.failureId)).toMatchObject({ trying: 'retried', resolvedAt: null });
    }
    await pass(entry.personId, 'route', 2);
    expect(await read(entry.failureId)).toMatchObject({ resolution: 'retried', trying: null });
    expect(await outcomesOf(entry.failureId)).toEqual(['failed', 'passed']);
  });

  test('is another entry when it comes after the first was over', async () => {
    const entry = await parked('serial', 'SERIAL_REFUSED');
    await retry(entry);
    await pass(entry.personId, 'serial', 2);
    await fail(entry.personId, 'fileRequest', 'FILE_REQUEST_REFUSED', 2);
    const [next] = await openFailures(store, entry.personId);
    expect(next?.failure_id).not.toBe(entry.failureId);
  });

  test('ends with a cancel, and with the confirmation of an earlier attempt', async () => {
    const cancelled = await parked('serial', 'INTERMEDIATE_SERVER_UNAVAILABLE');
    await retry(cancelled);
    await actOnAcquisition(store, { action: 'cancel', municipality, ...cancelled, staffId: 's-1', reason: '不要' });
    expect(await read(cancelled.failureId)).toMatchObject({ resolution: 'cancelled', trying: null });
    expect(await outcomesOf(cancelled.failureId)).toEqual(['cancelled']);

    const confirmed = await parked('route', 'ROUTE_REFUSED');
    await retry(confirmed);
    await applyConfirmation(store.db, municipality, [{ personId: confirmed.personId, attempt: 1, result: 'acquired' }]);
    expect(await read(confirmed.failureId)).toMatchObject({ resolution: 'confirmed', trying: null });
    expect(await outcomesOf(confirmed.failureId)).toEqual(['passed']);
  });
});

describe('two people at one entry', () => {
  test('a retry sent twice is done once, also when it has failed again since', async () => {
    const entry = await parked('serial', 'SERIAL_REFUSED');
    const first = await retry(entry, { tries: 0 });
    expect(await retry(entry, { tries: 0 })).toEqual(first);
    await fail(entry.personId, 'serial', 'SERIAL_REFUSED', 2);
    expect(await retry(entry, { tries: 0 })).toMatchObject({ kind: 'done', acquisition: { stage: 'NEEDS_ATTENTION' } });
    expect(await read(entry.failureId)).toMatchObject({ tries: 1, trying: null });
    expect(await retry(entry, { tries: 1 })).toMatchObject({ kind: 'done', acquisition: { stage: 'NUMBERED' } });
  });

  test('who has not seen what a colleague tried does not try it once more', async () => {
    const entry = await parked('serial', 'SERIAL_REFUSED');
    await retry(entry, { tries: 0 });
    await fail(entry.personId, 'serial', 'SERIAL_REFUSED', 2);
    expect(await retry(entry, { staffId: 's-2', tries: 0 })).toEqual({ kind: 'refused', code: 'NOT_WAITING' });
    await retry(entry, { tries: 1 });
    expect(await retry(entry, { staffId: 's-2' })).toEqual({ kind: 'refused', code: 'NOT_WAITING' });
  });

  test('both at once, it is tried once', async () => {
    const entry = await parked('serial', 'SERIAL_REFUSED');
    const outcomes = await Promise.all(['s-1', 's-2'].map((staffId) => retry(entry, { staffId, tries: 0 })));
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused']);
    expect(await read(entry.failureId)).toMatchObject({ tries: 1 });
  });
});

test('a held transfer that is held again keeps its entry, and one that is taken closes it', async () => {
  const known = await personAfter(store, 'judge');
  await receive(store, {
    personalNumber: known.personalNumber,
    numberSystem: '02',
    addressNumber: store.people.addressNumber(),
    name: '別名 花子',
    sex: 'female',
    birthDate: '1990-10-10',
  });
  const [failure] = await openFailures(store, known.personId);
  const entry = { personId: known.personId, failureId: failure?.failure_id ?? '' };
  await retry(entry);
  await retry(entry, { reason: 'もう一度' });
  expect(await openFailures(store, known.personId)).toHaveLength(1);
  expect(await read(entry.failureId)).toMatchObject({ tries: 2, trying: null, code: 'IDENTITY_MISMATCH' });
  expect(await outcomesOf(entry.failureId)).toEqual(['failed', 'failed']);
});

test('the filters tell who waits for staff from who is being tried, and what is overdue', async () => {
  const [waiting, trying] = [await parked('serial', 'ROUTE_REFUSED'), await parked('serial', 'ROUTE_REFUSED')];
  await retry(trying);
  const list = async (filter: Partial<Parameters<typeof listErrors>[2]>) => {
    const options = { state: 'open', code: 'ROUTE_REFUSED', limit: 100, ...filter } as const;
    return (await listErrors(store.api, municipality, options)).entries
      .map(({ failureId }) => failureId)
      .filter((id) => id === waiting.failureId || id === trying.failureId);
  };
  expect(await list({ state: 'waiting' })).toEqual([waiting.failureId]);
  expect(await list({ state: 'trying' })).toEqual([trying.failureId]);
  expect(await list({ stage: 'NUMBERED' })).toEqual([trying.failureId]);
  await setDueDates(store.api, municipality, { failureIds: [trying.failureId], dueOn: '2026-12-01' });
  expect(await list({ due: 'overdue', today: '2026-12-01' })).toEqual([]);
  expect(await list({ due: 'overdue', today: '2026-12-02' })).toEqual([trying.failureId]);
  expect(await list({ due: 'none' })).toEqual([waiting.failureId]);
});
