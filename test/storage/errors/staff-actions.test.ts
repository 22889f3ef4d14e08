import { beforeAll, describe, expect, test } from 'vitest';
import { applyConfirmation } from '../../../storage/confirmations/confirming.ts';
import { storeCorrection, type Correction } from '../../../storage/errors/corrections.ts';
import { openPersonalNumber } from '../../../storage/database/personal-number.ts';
import { actOnAcquisition } from '../../../storage/errors/staff-actions.ts';
import { finishStep, parkSet } from '../../../storage/requests/steps.ts';
import type { AcquisitionFailureCode } from '../../../domain/failures.ts';
import {
  begin,
  endOf,
  history,
  keyOf,
  look,
  municipality,
  notices,
  openFailures,
  openStore,
  personAfter,
  personRow,
  receive,
  standing,
  type SendingStep,
  type Store,
} from '../support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(15);
});

const by = { municipality, staffId: 's-1', reason: '確認済み' };
type Action = { action: 'retry' } | { action: 'cancel' } | { action: 'correct'; correctionId: string };
const act = (personId: string, action: Action, failureId: string | null = null) =>
  actOnAcquisition(store, { ...by, personId, failureId, ...action });

async function correction(personId: string, failureId: string, decided: Correction): Promise<Action> {
  const { correctionId } = await storeCorrection(
    { db: store.api, keys: store.keys },
    { ...by, failureId, personId, ...decided },
  );
  return { action: 'correct', correctionId };
}

/** A person refused at a step, with its entry of the error list. */
async function parked(step: SendingStep, code: AcquisitionFailureCode) {
  const before = { serial: 'judge', fileRequest: 'serial', file: 'fileRequest', route: 'file' } as const;
  const person = await personAfter(store, before[step]);
  await begin(store, keyOf(person.personId, step));
  await finishStep(store.db, keyOf(person.personId, step), {
    lines: 1,
    refused: [{ personId: person.personId, code }],
    end: endOf(step, []),
  });
  const [failure] = await openFailures(store, person.personId);
  return { ...person, failureId: failure?.failure_id ?? '' };
}

/** A transfer held because somebody else seems to stand behind a known personal number. */
async function held() {
  const known = await personAfter(store, 'judge');
  const addressNumber = store.people.addressNumber();
  const { inboxId } = await receive(store, {
    personalNumber: known.personalNumber,
    numberSystem: '02',
    addressNumber,
    name: '別名 花子',
    sex: 'female',
    birthDate: '1990-10-10',
  });
  const [failure] = await openFailures(store, known.personId);
  return { ...known, inboxId, heldAddressNumber: addressNumber, failureId: failure?.failure_id ?? '' };
}

describe('retry', () => {
  test.each([
    { step: 'serial', code: 'SERIAL_REFUSED', stage: 'NUMBERED', attempt: 2 },
    { step: 'serial', code: 'INTERMEDIATE_SERVER_UNAVAILABLE', stage: 'NUMBERED', attempt: 1 },
    { step: 'fileRequest', code: 'FILE_REQUEST_REFUSED', stage: 'SERIAL_REQUESTED', attempt: 2 },
    { step: 'file', code: 'FILE_NEVER_READY', stage: 'FILE_REQUESTED', attempt: 1 },
    { step: 'file', code: 'RECEIPT_UNKNOWN', stage: 'SERIAL_REQUESTED', attempt: 2 },
    { step: 'route', code: 'ROUTE_REFUSED', stage: 'NUMBERED', attempt: 2 },
    { step: 'route', code: 'JUKI_SYSTEM_UNAVAILABLE', stage: 'FILE_RECEIVED', attempt: 1 },
  ] as const)('after $code goes on in $stage under attempt $attempt', async ({ step, code, stage, attempt }) => {
    const { personId, failureId } = await parked(step, code);
    expect(await act(personId, { action: 'retry' }, failureId)).toMatchObject({
      kind: 'done',
      acquisition: { stage, attempt },
    });
    expect(await standing(store, personId)).toEqual({ stage, status: 'REQUESTING', attempt, code: null });
    const [entry] = await store.see`
      select trying, resolution, staff_id, staff_reason from failures where failure_id = ${failureId}`;
    expect(entry).toEqual({ trying: 'retried', resolution: null, staff_id: 's-1', staff_reason: '確認済み' });
  });

  test('whose answer was lost is answered again and done once', async () => {
    for (const withEntry of [true, false]) {
      const { personId, failureId } = await parked('serial', 'SERIAL_REFUSED');
      const entry = withEntry ? failureId : null;
      const first = await act(personId, { action: 'retry' }, entry);
      expect(await act(personId, { action: 'retry' }, entry)).toEqual(first);
      expect(await standing(store, personId)).toMatchObject({ stage: 'NUMBERED', attempt: 2 });
    }
  });

  test('is refused where nothing waits for staff', async () => {
    const { personId } = await personAfter(store, 'fileRequest');
    expect(await act(personId, { action: 'retry' })).toEqual({ kind: 'refused', code: 'NOT_WAITING' });
    expect(await act(crypto.randomUUID(), { action: 'retry' })).toEqual({ kind: 'refused', code: 'UNKNOWN_RESIDENT' });
    expect(await act(personId, { action: 'retry' }, crypto.randomUUID())).toEqual({
      kind: 'refused',
      code: 'NOT_WAITING',
    });
  });
});

describe('cancel', () => {
  test('before the serial was requested gives 未依頼, and the next transfer asks under a new attempt', async () => {
    const { personId, personalNumber, addressNumber, integratedAddressNumber } = await personAfter(store, 'judge');
    expect(await act(personId, { action: 'cancel' })).toMatchObject({ acquisition: { stage: 'CANCELLED' } });
    expect(await standing(store, personId)).toMatchObject({ stage: 'CANCELLED', status: 'NOT_REQUESTED' });
    const again = await receive(store, { personalNumber, addressNumber });
    expect(again.judgement).toEqual({ result: 'updated', integratedAddressNumber, codeRequestStatus: 'REQUESTING' });
    expect(again.acquisition).toMatchObject({ stage: 'NUMBERED', attempt: 2 });
  });

  test('after the serial was requested leaves the person 依頼中 until the other side answers', async () => {
    const { personId } = await personAfter(store, 'fileRequest');
    await act(personId, { action: 'cancel' });
    expect(await standing(store, personId)).toMatchObject({ stage: 'CANCELLED', status: 'REQUESTING' });
  });

  test('of an attempt that was opened with a serial that lives goes on with that serial when it is taken up again', async () => {
    const { personId } = await personAfter(store, 'fileRequest');
    const key = keyOf(personId, 'file');
    await begin(store, key);
    const refused = [{ personId, code: 'FILE_ROW_MISSING' } as const];
    await finishStep(store.db, key, { lines: 1, refused, end: endOf('file', []) });
    expect(await act(personId, { action: 'retry' })).toMatchObject({
      acquisition: { stage: 'SERIAL_REQUESTED', attempt: 2 },
    });
    await act(personId, { action: 'cancel' });
    expect(await act(personId, { action: 'retry' })).toMatchObject({
      acquisition: { stage: 'SERIAL_REQUESTED', attempt: 2 },
    });
  });

  test('twice is done once; of a finished request it is refused', async () => {
    const { personId } = await personAfter(store, 'route');
    const first = await act(personId, { action: 'cancel' });
    expect(await act(personId, { action: 'cancel' })).toEqual(first);
    await applyConfirmation(store.db, municipality, [{ personId, attempt: 1, result: 'acquired' }]);
    expect(await act(personId, { action: 'cancel' })).toEqual({ kind: 'refused', code: 'NOT_CANCELLABLE' });
    expect(await standing(store, personId)).toMatchObject({ stage: 'ACQUIRED' });
  });

  test('half-way can be taken back: the request goes on under the ids that the other side knows', async () => {
    const { personId } = await personAfter(store, 'fileRequest');
    await act(personId, { action: 'cancel' });
    expect(await act(personId, { action: 'retry' })).toMatchObject({
      kind: 'done',
      acquisition: { stage: 'NUMBERED', attempt: 1, serialRequested: true },
    });
    const again = await begin(store, keyOf(personId, 'serial'));
    expect(again.mayLiveUnder).toEqual([again.requestId]); // so the other side is asked, and nothing is sent twice
  });

  test('of the request leaves a held transfer of the person waiting for staff', async () => {
    const { personId, failureId } = await held();
    expect(await act(personId, { action: 'cancel' })).toMatchObject({
      acquisition: { stage: 'CANCELLED', held: true },
    });
    expect(await openFailures(store, personId)).toMatchObject([{ failure_id: failureId }]);
  });

  test('of a person that is nothing but held transfers refuses them', async () => {
    const owner = await personAfter(store, 'judge');
    const { personId, inboxId } = await receive(store, {
      personalNumber: store.people.personalNumber(),
      addressNumber: owner.addressNumber,
    });
    expect(await act(personId, { action: 'cancel' })).toMatchObject({
      acquisition: { stage: 'CANCELLED', held: false },
    });
    expect(await personRow(store, personId)).toMatchObject({ held_transfers: 0, code_request_status: 'NOT_REQUESTED' });
    expect(await openFailures(store, personId)).toEqual([]);
    const [row] = await store.see`select state from inbox where inbox_id = ${inboxId}`;
    expect(row).toEqual({ state: 'REFUSED' });
  });
});

describe('correct, with another personal number', () => {
  test('starts anew under the right number and keeps who did it', async () => {
    const { personId, failureId, personalNumber } = await parked('route', 'ROUTE_REFUSED');
    const right = store.people.personalNumber();
    const action = await correction(personId, failureId, { decision: 'personal-number', personalNumber: right });
    expect(await act(personId, action, failureId)).toMatchObject({ acquisition: { stage: 'NUMBERED', attempt: 2 } });
    const { lines } = await begin(store, keyOf(personId, 'serial', 2));
    expect(lines).toMatchObject([{ personalNumber: right }]);
    const rows = await history(store, personId);
    expect(rows.map((row) => [row.history_seq, row.staff_id])).toEqual([
      [1, null],
      [2, 's-1'],
    ]);
    // The wrong number is free again for whom it belongs to.
    const { judgement } = await receive(store, { personalNumber, addressNumber: store.people.addressNumber() });
    expect(judgement.result).toBe('numbered');
  });

  test('changes the number only: the address that was current stays current, at its own moment', async () => {
    const person = await personAfter(store, 'judge', { fields: { operatedAt: '2026-03-10T10:00:00+09:00' } });
    const { personId, personalNumber, addressNumber } = person;
    await receive(store, {
      personalNumber,
      addressNumber,
      address: '古い住所',
      operatedAt: '2026-03-01T10:00:00+09:00',
    });
    const key = { municipality, owner: { personId }, attempt: 1, step: 'serial' } as const;
    await parkSet(store.db, { ...key, code: 'SERIAL_REFUSED' });
    const [failure] = await openFailures(store, personId);
    const right = store.people.personalNumber();
    const action = await correction(personId, failure?.failure_id ?? '', {
      decision: 'personal-number',
      personalNumber: right,
    });
    await act(personId, action, failure?.failure_id ?? '');
    const rows = await history(store, personId);
    expect(rows.map((row) => row.address)).toEqual(['架空市見本町1丁目2番3号', '古い住所', '架空市見本町1丁目2番3号']);
    // A move that a clerk entered before the correction, and that arrives after it, is still the newer address.
    await receive(store, {
      personalNumber: right,
      addressNumber,
      address: '新しい住所',
      operatedAt: '2026-03-11T10:00:00+09:00',
    });
    expect(await personRow(store, personId)).toMatchObject({ current_history_seq: 4 });
  });

  test('that belongs to another person is refused, and stays possible with a right one', async () => {
    const other = await personAfter(store, 'judge');
    const { personId, failureId } = await parked('serial', 'SERIAL_REFUSED');
    const taken = await correction(personId, failureId, {
      decision: 'personal-number',
      personalNumber: other.personalNumber,
    });
    for (let times = 0; times < 2; times++) {
      expect(await act(personId, taken, failureId)).toEqual({ kind: 'refused', code: 'PERSONAL_NUMBER_TAKEN' });
    }
    expect(await standing(store, personId)).toMatchObject({ stage: 'NEEDS_ATTENTION', attempt: 1 });
  });

  test('whose answer was lost is done once', async () => {
    const { personId, failureId } = await parked('serial', 'SERIAL_REFUSED');
    const action = await correction(personId, failureId, {
      decision: 'personal-number',
      personalNumber: store.people.personalNumber(),
    });
    const first = await act(personId, action, failureId);
    expect(await act(personId, action, failureId)).toEqual(first);
    expect(await standing(store, personId)).toMatchObject({ attempt: 2 });
    expect(await history(store, personId)).toHaveLength(2);
  });

  test('that changes no number sends no second request while the first may live', async () => {
    for (const same of [true, false]) {
      const { personId, failureId, personalNumber } = await parked('serial', 'INTERMEDIATE_SERVER_UNAVAILABLE');
      const decided: Correction = same ? { decision: 'same-person' } : { decision: 'personal-number', personalNumber };
      const action = await correction(personId, failureId, decided);
      expect(await act(personId, action, failureId)).toMatchObject({ acquisition: { stage: 'NUMBERED', attempt: 1 } });
    }
  });
});

describe('a held transfer', () => {
  test('of the same person after all is taken, and its sender hears the number', async () => {
    const { personId, failureId, heldAddressNumber, integratedAddressNumber, inboxId } = await held();
    const action = await correction(personId, failureId, { decision: 'same-person' });
    expect(await act(personId, action, failureId)).toMatchObject({
      kind: 'done',
      acquisition: { stage: 'NUMBERED', held: false },
    });
    expect(await history(store, personId)).toHaveLength(2);
    expect(await notices(store, personId)).toContain(`02:${heldAddressNumber} updated 2`);
    const { judgement } = await look(store, personId, inboxId);
    expect(judgement).toMatchObject({ result: 'joined', integratedAddressNumber });
    expect(await openFailures(store, personId)).toEqual([]);
  });

  test('whose acceptance was answered and lost is answered again', async () => {
    const { personId, failureId } = await held();
    const action = await correction(personId, failureId, { decision: 'same-person' });
    const { kind } = await act(personId, action, failureId);
    expect(kind).toBe('done');
    expect(await act(personId, action, failureId)).toMatchObject({ kind: 'done', acquisition: { held: false } });
    expect(await history(store, personId)).toHaveLength(2);
  });

  test('with a corrected number goes to the person of that number', async () => {
    const { personId, failureId, inboxId } = await held();
    const right = store.people.personalNumber();
    const action = await correction(personId, failureId, { decision: 'personal-number', personalNumber: right });
    expect(await act(personId, action, failureId)).toMatchObject({ acquisition: { stage: 'NUMBERED', held: false } });
    expect(await history(store, personId)).toHaveLength(1);
    const [moved] = await store.see<{ person_id: string; result: string }[]>`
      select person_id, result from inbox where inbox_id = ${inboxId}`;
    expect(moved).toMatchObject({ result: 'numbered' });
    const to = moved?.person_id ?? '';
    expect(to).not.toBe(personId);
    expect((await personRow(store, to)).due_at).not.toBeNull();
    const [row] = await store.see<{ personal_number: Uint8Array }[]>`
      select personal_number from persons where person_id = ${to}`;
    expect(openPersonalNumber(store.keys, municipality, to, row?.personal_number ?? new Uint8Array())).toBe(right);
    expect(await notices(store, to)).toHaveLength(1);
  });

  test('that is retried while nothing has changed is held again, once', async () => {
    const { personId, failureId } = await held();
    expect(await act(personId, { action: 'retry' }, failureId)).toMatchObject({ acquisition: { held: true } });
    expect(await personRow(store, personId)).toMatchObject({ held_transfers: 1 });
    expect(await openFailures(store, personId)).toHaveLength(1);
  });

  test('that is cancelled is refused, and the person goes on', async () => {
    const { personId, failureId, inboxId } = await held();
    expect(await act(personId, { action: 'cancel' }, failureId)).toMatchObject({
      acquisition: { stage: 'NUMBERED', held: false },
    });
    const [row] = await store.see`select state from inbox where inbox_id = ${inboxId}`;
    expect(row).toEqual({ state: 'REFUSED' });
  });

  test('moves an address number from another person only when staff say so', async () => {
    const owner = await personAfter(store, 'judge');
    const claimant = await receive(store, {
      personalNumber: store.people.personalNumber(),
      addressNumber: owner.addressNumber,
    });
    const [failure] = await openFailures(store, claimant.personId);
    const action = await correction(claimant.personId, failure?.failure_id ?? '', { decision: 'same-person' });
    expect(await act(claimant.personId, action, failure?.failure_id ?? '')).toMatchObject({
      acquisition: { stage: 'NUMBERED', attempt: 1, held: false },
    });
    const [link] = await store.see`select person_id from address_numbers where address_number = ${owner.addressNumber}`;
    expect(link).toEqual({ person_id: claimant.personId });
  });
});
