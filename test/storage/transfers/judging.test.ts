import { beforeAll, describe, expect, test } from 'vitest';
import { storeTransfer } from '../../../storage/transfers/intake.ts';
import { inMunicipality } from '../../../storage/database/database.ts';
import { judgeInTransaction } from '../../../storage/transfers/judging.ts';
import { hasCheckDigit } from '../../../domain/values/digits.ts';
import { integratedAddressNumberFrom } from '../../../domain/values/integrated-address-number.ts';
import {
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
  runStep,
  standing,
  take,
  transferOf,
  type Fields,
  type Store,
  type TakenTransfer,
} from '../support.ts';
import { applyConfirmation } from '../../../storage/confirmations/confirming.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(12);
});

const acquired = async (personId: string): Promise<void> => {
  await applyConfirmation(store.db, municipality, [{ personId, attempt: 1, result: 'acquired' }]);
};
const judge = (personId: string) =>
  inMunicipality(store.db, municipality, (tx) =>
    judgeInTransaction(tx, { municipality, requests: { personIds: [personId] } }),
  );
const fresh = () => ({
  personalNumber: store.people.personalNumber(),
  addressNumber: store.people.addressNumber(),
});

describe('a new person', () => {
  test('is numbered, opens one code request, and is told its number', async () => {
    const { personId, judgement, acquisition } = await receive(store, fresh());
    expect(judgement).toMatchObject({ result: 'numbered', codeRequestStatus: 'REQUESTING' });
    expect(judgement.integratedAddressNumber).toMatch(/^[0-9]{15}$/u);
    expect(hasCheckDigit(judgement.integratedAddressNumber ?? '')).toBe(true);
    expect(acquisition).toEqual({ stage: 'NUMBERED', attempt: 1, serialRequested: false, held: false, inChunk: false });
    expect(await history(store, personId)).toMatchObject([
      {
        history_seq: 1,
        code_request_status: 'REQUESTING',
        integrated_address_number: judgement.integratedAddressNumber,
        name: '符号 太郎',
      },
    ]);
  });

  test('is told nothing beside the answer to its own transfer', async () => {
    const { personId } = await receive(store, fresh());
    expect(await notices(store, personId)).toEqual([]);
  });

  test('gets the name exactly as received, rare characters and all', async () => {
    const name = '𠮷田 葛󠄀城 﨑';
    const { personId } = await receive(store, { ...fresh(), name });
    expect(await history(store, personId)).toMatchObject([{ name }]);
  });

  test('is numbered past the numbers that were imported', async () => {
    const [drawn] = await store.see<{ last: string }[]>`
      select nextval('integrated_address_number_sequence')::text as last`;
    // The sequence hands out a hundred numbers a connection at a time, so a wide stretch is taken.
    const stretch = Array.from({ length: 3_000 }, (_, at) =>
      integratedAddressNumberFrom(BigInt(drawn?.last ?? '0') + BigInt(at)),
    );
    await store.see`
      insert into persons (municipality, person_id, integrated_address_number)
      select ${municipality}, gen_random_uuid(), t from jsonb_array_elements_text(${store.see.json(stretch)}) t
      on conflict do nothing`;
    const imported = new Set(stretch);
    for (let times = 0; times < 3; times++) {
      const { judgement } = await receive(store, fresh());
      expect(judgement.result).toBe('numbered');
      expect(imported.has(judgement.integratedAddressNumber ?? '')).toBe(false);
    }
  });
});

describe('a known person', () => {
  test('joins the request that is under way and learns the number', async () => {
    const { personalNumber, integratedAddressNumber, personId } = await personAfter(store, 'fileRequest');
    const { judgement, acquisition } = await receive(store, {
      personalNumber,
      numberSystem: '02',
      addressNumber: store.people.addressNumber(),
    });
    expect(judgement).toEqual({ result: 'joined', integratedAddressNumber, codeRequestStatus: 'REQUESTING' });
    expect(acquisition).toMatchObject({ stage: 'FILE_REQUESTED', attempt: 1 });
    expect((await history(store, personId)).map((row) => row.code_request_status)).toEqual([
      'REQUESTING',
      'REQUESTING',
    ]);
  });

  test('is updated with a new history SEQ once the code is there, and the new row carries 依頼済', async () => {
    const { personalNumber, addressNumber, integratedAddressNumber, personId } = await personAfter(store, 'route');
    await acquired(personId);
    const { judgement } = await receive(store, {
      personalNumber,
      addressNumber,
      address: '転居先町4番5号',
      operatedAt: '2026-03-20T10:00:00+09:00',
    });
    expect(judgement).toEqual({ result: 'updated', integratedAddressNumber, codeRequestStatus: 'REQUESTED' });
    expect(await history(store, personId)).toMatchObject([
      { history_seq: 1, code_request_status: 'REQUESTED' },
      { history_seq: 2, code_request_status: 'REQUESTED', address: '転居先町4番5号' },
    ]);
    expect(await personRow(store, personId)).toMatchObject({ stage: 'ACQUIRED', current_history_seq: 2 });
  });

  test('keeps what is current when an older operation arrives late', async () => {
    const { personalNumber, personId, addressNumber } = await personAfter(store, 'judge', {
      fields: { operatedAt: '2026-03-10T10:00:00+09:00' },
    });
    const late = await receive(store, {
      personalNumber,
      addressNumber,
      address: '前の住所',
      operatedAt: '2026-03-01T10:00:00+09:00',
    });
    expect(late.judgement.result).toBe('joined');
    expect(await personRow(store, personId)).toMatchObject({ current_history_seq: 1, last_history_seq: 2 });
    expect((await history(store, personId)).at(1)).toMatchObject({ address: '前の住所' });
  });

  test('keeps the latest business information by the moment it was confirmed', async () => {
    const { personalNumber, personId, addressNumber } = await personAfter(store, 'judge', {
      fields: { confirmedAt: '2026-03-10T10:00:00+09:00', businessItem1: '新しい' },
    });
    await receive(store, {
      personalNumber,
      addressNumber,
      confirmedAt: '2026-03-01T10:00:00+09:00',
      businessItem1: '古い',
    });
    const rows = await store.see`select business_item1 from business_information where person_id = ${personId}`;
    expect(rows).toEqual([{ business_item1: '新しい' }]);
  });

  test('judged twice gives the first answer and changes nothing', async () => {
    const first = await receive(store, fresh());
    await runStep(store, keyOf(first.personId, 'serial'));
    const before = await personRow(store, first.personId);
    const again = await look(store, first.personId);
    expect(again).toMatchObject({ judged: 0, judgement: first.judgement, standing: { stage: 'SERIAL_REQUESTED' } });
    const after = await personRow(store, first.personId);
    // That somebody has looked is all that is new.
    expect({ ...after, has_run: before.has_run, due_at: before.due_at }).toEqual(before);
  });
});

describe('a person without a personal number', () => {
  test('waits without number and without request until the personal number arrives', async () => {
    const addressNumber = store.people.addressNumber();
    const waiting = await receive(store, { addressNumber, dataType: 'BIRTH' });
    expect(waiting.judgement).toEqual({
      result: 'awaitingPersonalNumber',
      integratedAddressNumber: null,
      codeRequestStatus: 'NOT_REQUESTED',
    });
    expect(waiting.acquisition).toMatchObject({ stage: 'AWAITING_PN' });

    const numbered = await receive(store, { addressNumber, personalNumber: store.people.personalNumber() });
    expect(numbered.personId).toBe(waiting.personId);
    expect(numbered.judgement).toMatchObject({ result: 'numbered', codeRequestStatus: 'REQUESTING' });
    expect(await personRow(store, waiting.personId)).toMatchObject({ stage: 'NUMBERED', awaiting_key: null });
    const rows = await store.see`
      select distinct integrated_address_number as number from business_information where person_id = ${waiting.personId}`;
    expect(rows).toEqual([{ number: numbered.judgement.integratedAddressNumber }]);
  });

  test('tells the backbone that waited, even when the number comes with an older operation', async () => {
    const waitingNumber = store.people.addressNumber();
    const personalNumber = store.people.personalNumber();
    const { personId } = await receive(store, {
      addressNumber: waitingNumber,
      operatedAt: '2026-03-10T10:00:00+09:00',
    });
    // The second backbone's transfer is about the person that waits: its address number is linked to it.
    await store.see`insert into address_numbers values (${municipality}, '02', '777', ${personId})`;
    const { judgement } = await receive(store, {
      numberSystem: '02',
      addressNumber: '777',
      personalNumber,
      operatedAt: '2026-03-01T10:00:00+09:00',
    });
    expect(judgement.result).toBe('numbered');
    expect(await notices(store, personId)).toEqual([`01:${waitingNumber} numbered 2`]);
  });

  test('judged in one go, each transfer gets the answer of its own moment', async () => {
    const addressNumber = store.people.addressNumber();
    const first = await take(store, { addressNumber });
    const second = await take(store, { addressNumber, personalNumber: store.people.personalNumber() });
    const { judged, judgement } = await look(store, first.personId, first.inboxId);
    expect(judged).toBe(2);
    expect(judgement).toEqual({
      result: 'awaitingPersonalNumber',
      integratedAddressNumber: null,
      codeRequestStatus: 'NOT_REQUESTED',
    });
    expect(await take(store, { addressNumber }).then(() => receiveAgain(second.inboxId, first.personId))).toMatchObject(
      {
        result: 'numbered',
      },
    );
  });

  test('does not take a second personal number that was found for it at the same time', async () => {
    const addressNumber = store.people.addressNumber();
    const waiting = await receive(store, { addressNumber });
    // Both arrive while the person has no number yet, so both are taken for it.
    const one = await take(store, { addressNumber, personalNumber: store.people.personalNumber() });
    const other = await take(store, { addressNumber, personalNumber: store.people.personalNumber() });
    expect([one.personId, other.personId]).toEqual([waiting.personId, waiting.personId]);
    await judge(waiting.personId);
    expect(await receiveAgain(one.inboxId, waiting.personId)).toMatchObject({ result: 'numbered' });
    expect(await receiveAgain(other.inboxId, waiting.personId)).toMatchObject({ result: 'held' });
  });

  test('does not take a personal number that another person was given at the same moment', async () => {
    const personalNumber = store.people.personalNumber();
    const [a, b] = [store.people.addressNumber(), store.people.addressNumber()];
    const waiting = [await receive(store, { addressNumber: a }), await receive(store, { addressNumber: b })];
    const taken = [
      await take(store, { addressNumber: a, personalNumber }),
      await take(store, { addressNumber: b, personalNumber }),
    ];
    expect(taken.map(({ personId }) => personId)).toEqual(waiting.map(({ personId }) => personId));
    const judged = await Promise.all(taken.map(({ personId, inboxId }) => look(store, personId, inboxId)));
    expect(judged.map(({ judgement }) => judgement?.result ?? 'none').toSorted()).toEqual(['held', 'numbered']);
  });
});

describe('identity in doubt', () => {
  test('another person behind a known personal number is held, learns nothing, and overwrites nothing', async () => {
    const { personalNumber, personId } = await personAfter(store, 'judge');
    const before = await personRow(store, personId);
    const { judgement, acquisition } = await receive(store, {
      personalNumber,
      numberSystem: '02',
      addressNumber: store.people.addressNumber(),
      name: '別人 花子',
      birthDate: '1991-01-01',
      sex: 'female',
    });
    expect(judgement).toEqual({ result: 'held', integratedAddressNumber: null, codeRequestStatus: 'NOT_REQUESTED' });
    expect(acquisition).toMatchObject({ stage: 'NUMBERED', held: true });
    expect(await history(store, personId)).toHaveLength(1);
    expect(await personRow(store, personId)).toMatchObject({
      held_transfers: 1,
      current_history_seq: before.current_history_seq,
      integrated_address_number: before.integrated_address_number,
    });
    expect(await openFailures(store, personId)).toMatchObject([{ code: 'IDENTITY_MISMATCH' }]);
    const links = await store.see`select number_system from address_numbers where person_id = ${personId}`;
    expect(links).toEqual([{ number_system: '01' }]);
  });

  test('a new name with the same birth date and sex is an update when the sender is linked already', async () => {
    const { personalNumber, addressNumber, personId } = await personAfter(store, 'judge');
    const { judgement } = await receive(store, { personalNumber, addressNumber, name: '符号 改姓' });
    expect(judgement.result).toBe('joined');
    expect(await personRow(store, personId)).toMatchObject({ held_transfers: 0, current_history_seq: 2 });
  });

  test('a new name from an unknown address number is held', async () => {
    const { personalNumber } = await personAfter(store, 'judge');
    const { judgement } = await receive(store, {
      personalNumber,
      addressNumber: store.people.addressNumber(),
      name: '符号 改姓',
    });
    expect(judgement.result).toBe('held');
  });

  test('an address number that belongs to another person is held, and stays with that person', async () => {
    const owner = await personAfter(store, 'judge');
    const claimant = await receive(store, {
      personalNumber: store.people.personalNumber(),
      addressNumber: owner.addressNumber,
    });
    expect(claimant.judgement.result).toBe('held');
    expect(claimant.acquisition).toMatchObject({ stage: 'HELD', held: true });
    expect(await standing(store, claimant.personId)).toMatchObject({ stage: 'HELD', status: 'NOT_REQUESTED' });
    const [link] = await store.see`select person_id from address_numbers where address_number = ${owner.addressNumber}`;
    expect(link).toEqual({ person_id: owner.personId });
  });
});

describe('what the backbones are told', () => {
  test('every other backbone of the person hears of a change, the sender does not', async () => {
    const { personalNumber, addressNumber, personId } = await personAfter(store, 'judge');
    const tax = store.people.addressNumber();
    await receive(store, { personalNumber, numberSystem: '02', addressNumber: tax });
    expect(await notices(store, personId)).toEqual([`01:${addressNumber} updated 2`]);
    await receive(store, { personalNumber, addressNumber, address: '転居先' });
    expect(await notices(store, personId)).toEqual([`01:${addressNumber} updated 2`, `02:${tax} updated 3`]);
  });

  test('a late older operation is news to nobody', async () => {
    const { personalNumber, personId } = await personAfter(store, 'judge');
    await receive(store, {
      personalNumber,
      numberSystem: '02',
      addressNumber: store.people.addressNumber(),
      operatedAt: '2025-01-01T00:00:00+09:00',
    });
    expect(await notices(store, personId)).toEqual([]);
  });

  test('a sender that was told to wait hears its number from the outbox', async () => {
    const { personId } = await storeOwed({ ...fresh(), addressNumber: '5550001' });
    await judge(personId);
    expect(await notices(store, personId)).toEqual(['01:5550001 numbered 1']);
  });
});

const receiveAgain = async (inboxId: string, personId: string) => (await look(store, personId, inboxId)).judgement;

/** As intake does whose caller it lets wait no longer. */
async function storeOwed(fields: Fields): Promise<TakenTransfer> {
  const taken = await storeTransfer(
    { db: store.api, keys: store.keys },
    { municipality, clientId: 'c-1', transfer: transferOf(fields), owesAnswer: true },
  );
  if (!('personId' in taken)) throw new Error('The test did not mean a conflict');
  return taken;
}
