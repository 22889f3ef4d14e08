import { beforeAll, describe, expect, test } from 'vitest';
import { checkAddressInformation, type CheckedAddressInformation } from '../../../domain/checked-transfer.ts';
import { foldAddress } from '../../../domain/values/address-folding.ts';
import { foldName } from '../../../domain/values/name-folding.ts';
import { findUpdatable, updateAddressInformation } from '../../../storage/updates/address-updates.ts';
import { applyConfirmation } from '../../../storage/confirmations/confirming.ts';
import { takeDueNotices } from '../../../storage/notices/outbox.ts';
import {
  history,
  municipality,
  notices,
  openStore,
  otherMunicipality,
  personAfter,
  personRow,
  receive,
  type Fields,
  type Store,
} from '../support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(31);
});

/** What the tests' residents are known by, changed as the test says. */
function entered(fields: Record<string, string> = {}): CheckedAddressInformation {
  const checked = checkAddressInformation(
    { name: '符号 太郎', birthDate: '1980-05-06', sex: 'male', address: '架空市見本町1丁目2番3号', ...fields },
    { now: Date.parse('2026-04-01T12:00:00+09:00') },
  );
  if (!checked.valid) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
}

function update(
  integratedAddressNumber: string,
  currentHistorySeq: number,
  fields: Record<string, string> = { address: '架空市新町七丁目7番' },
) {
  return updateAddressInformation(store.api, {
    municipality,
    integratedAddressNumber,
    currentHistorySeq,
    information: entered(fields),
    staffId: 'staff-7',
  });
}

describe('a change by staff', () => {
  test('is the next row of table 33 and the current one, folded as a transfer is, with who made it', async () => {
    const { personId, integratedAddressNumber, addressNumber } = await personAfter(store, 'judge');
    const fields = {
      name: '髙橋　太郎',
      nameKana: 'タカハシ　タロウ',
      address: '架空市新町七丁目7番',
      contact: '000-0000',
    };
    expect(await update(integratedAddressNumber, 1, fields)).toEqual({ kind: 'updated', historySeq: 2, notices: 1 });
    expect(await personRow(store, personId)).toMatchObject({ current_history_seq: 2, last_history_seq: 2 });
    const [, row] = await history(store, personId);
    expect(row).toMatchObject({
      history_seq: 2,
      staff_id: 'staff-7',
      inbox_id: null,
      load_id: null,
      number_system: '01',
      address_number: addressNumber,
      integrated_address_number: integratedAddressNumber,
      name: fields.name,
      name_key: foldName(fields.name),
      name_kana_key: foldName(fields.nameKana),
      address_key: foldAddress(fields.address),
      contact: '000-0000',
      delivery: null,
      code_request_status: 'REQUESTING',
    });
    const [entry] = await store.see`
      select event, stage, detail from timeline where person_id = ${personId} order by seq desc limit 1`;
    expect(entry).toEqual({ event: 'updated', stage: 'NUMBERED', detail: { staffId: 'staff-7' } });
  });

  test('is told to every backbone that knows the resident, with what is current now', async () => {
    const { personId, personalNumber, addressNumber, integratedAddressNumber } = await personAfter(store, 'judge');
    const tax = store.people.addressNumber();
    await receive(store, { personalNumber, numberSystem: '02', addressNumber: tax });
    await store.see`update outbox set delivered_at = now() where person_id = ${personId}`;
    expect(await update(integratedAddressNumber, 2)).toMatchObject({ kind: 'updated', notices: 2 });
    expect((await notices(store, personId)).slice(-2)).toEqual([
      `01:${addressNumber} updated 3`,
      `02:${tax} updated 3`,
    ]);
    const due = [];
    for (const numberSystem of ['01', '02']) {
      due.push(...(await takeDueNotices(store.db, municipality, { numberSystem, limit: 1_000 })));
    }
    const own = due.filter((notice) => notice.integratedAddressNumber === integratedAddressNumber);
    expect(own.map(({ numberSystem, kind, addressInfo }) => [numberSystem, kind, addressInfo.address])).toEqual([
      ['01', 'updated', '架空市新町七丁目7番'],
      ['02', 'updated', '架空市新町七丁目7番'],
    ]);
  });

  test('of a resident who is 依頼済 is a row that is 依頼済', async () => {
    const { personId, integratedAddressNumber } = await personAfter(store, 'route');
    await applyConfirmation(store.db, municipality, [{ personId, attempt: 1, result: 'acquired' }]);
    await update(integratedAddressNumber, 1);
    expect((await history(store, personId)).map((row) => row.code_request_status)).toEqual(['REQUESTED', 'REQUESTED']);
  });

  test('stays current when a transfer arrives that was entered before it', async () => {
    const { personId, personalNumber, addressNumber, integratedAddressNumber } = await personAfter(store, 'judge');
    await update(integratedAddressNumber, 1);
    await receive(store, { personalNumber, addressNumber, address: '古い', operatedAt: '2026-03-20T10:00:00+09:00' });
    expect(await personRow(store, personId)).toMatchObject({ current_history_seq: 2, last_history_seq: 3 });
  });
});

describe('nothing is written', () => {
  test('where another row is current by now', async () => {
    const { personId, personalNumber, addressNumber, integratedAddressNumber } = await personAfter(store, 'judge');
    await receive(store, { personalNumber, addressNumber, address: '転居先', operatedAt: '2026-03-20T10:00:00+09:00' });
    expect(await update(integratedAddressNumber, 1)).toEqual({ kind: 'changed-meanwhile' });
    expect(await history(store, personId)).toHaveLength(2);
    expect(await update(integratedAddressNumber, 2)).toMatchObject({ kind: 'updated' });
  });

  test('by the second of two who change a resident at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { personId, integratedAddressNumber } = await personAfter(store, 'judge');
      const outcomes = await Promise.all(
        ['甲町', '乙町', '丙町'].map((address) => update(integratedAddressNumber, 1, { address })),
      );
      expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual([
        'changed-meanwhile',
        'changed-meanwhile',
        'updated',
      ]);
      expect(await history(store, personId)).toHaveLength(2);
    }
  });

  test('where nothing differs, so that the movers list has nobody who did not move', async () => {
    const { personId, integratedAddressNumber } = await personAfter(store, 'judge');
    const before = await notices(store, personId);
    expect(await update(integratedAddressNumber, 1, {})).toEqual({ kind: 'nothing-changed' });
    expect(await personRow(store, personId)).toMatchObject({ current_history_seq: 1, last_history_seq: 1 });
    expect(await notices(store, personId)).toEqual(before);
  });

  test('of a number that is nobody’s here', async () => {
    const { integratedAddressNumber } = await personAfter(store, 'judge');
    expect(await update('000000000099994', 1)).toEqual({ kind: 'unknown-resident' });
    expect(await findUpdatable(store.api, otherMunicipality, integratedAddressNumber)).toBeUndefined();
  });
});

describe('protection', () => {
  const isProtected = async (number: string) => (await findUpdatable(store.api, municipality, number))?.protected;

  test('is neither given nor lifted by a change', async () => {
    const plain = await personAfter(store, 'judge');
    await update(plain.integratedAddressNumber, 1);
    expect(await isProtected(plain.integratedAddressNumber)).toBe(false);
    const fields: Partial<Fields> & { nonDisclosure: boolean } = { nonDisclosure: true };
    const hidden = await personAfter(store, 'judge', { fields });
    await update(hidden.integratedAddressNumber, 1);
    expect(await isProtected(hidden.integratedAddressNumber)).toBe(true);
  });

  test('that came late and is not the current row stays as well', async () => {
    const { personalNumber, addressNumber, integratedAddressNumber } = await personAfter(store, 'judge');
    const late = { personalNumber, addressNumber, operatedAt: '2026-03-01T10:00:00+09:00', nonDisclosure: true };
    await receive(store, late);
    expect(await isProtected(integratedAddressNumber)).toBe(true);
    expect(await update(integratedAddressNumber, 1)).toMatchObject({ kind: 'updated' });
    expect(await isProtected(integratedAddressNumber)).toBe(true);
  });
});
