import { beforeAll, describe, expect, test } from 'vitest';
import { addAddressUpdateRoute } from '../../../api/updates/address-updates.ts';
import type { AddressUpdated } from '../../../contracts/api/address-update.ts';
import { personalNumberFrom } from '../../../domain/values/personal-number.ts';
import { history, openStore, personAfter, type Fields, type Store } from '../../storage/support.ts';
import { bodyOf, openStaffPages, type StaffPages } from '../sign-in/staff-pages.ts';
import { fieldsIn, problemIn } from '../support.ts';

let store: Store;
let pages: StaffPages;
beforeAll(async () => {
  store = await openStore(78);
  pages = await openStaffPages(store, addAddressUpdateRoute);
});

const body = {
  currentHistorySeq: 1,
  reason: '届出の転記誤りを直すため',
  name: '符号 太郎',
  birthDate: '昭和55年5月6日',
  sex: 'male',
  address: '架空市新町7-7',
};
const update = (number: string, json: object, as: Parameters<StaffPages['request']>[2] = {}) =>
  pages.request('POST', `residents/${number}/address-information`, { ...as, json });

test('a clerk changes the address information, under the own name and with a reason', async () => {
  const { personId, integratedAddressNumber: number } = await personAfter(store, 'judge');
  expect(await bodyOf<AddressUpdated>(await update(number, body))).toEqual({ historySeq: 2, notices: 1 });
  const [, row] = await history(store, personId);
  expect(row).toMatchObject({ address: '架空市新町7-7', birth_date_text: '昭和55年5月6日', staff_id: 'staff-7' });
  expect((await pages.audited()).at(-1)).toEqual({
    staff_id: 'staff-7',
    action: 'residents.update',
    subject: number,
    reason: body.reason,
  });
});

describe('it is refused', () => {
  test('where another row is current by now, or nothing differs', async () => {
    const { integratedAddressNumber: number } = await personAfter(store, 'judge');
    await problemIn(await update(number, { ...body, currentHistorySeq: 2 }), 409, 'CHANGED_MEANWHILE');
    expect((await update(number, body)).status).toBe(200);
    await problemIn(await update(number, body), 409, 'CHANGED_MEANWHILE');
    await problemIn(await update(number, { ...body, currentHistorySeq: 2 }), 409, 'NOTHING_CHANGED');
  });

  test('by the rules of a transfer, each field with its rule', async () => {
    const { integratedAddressNumber: number } = await personAfter(store, 'judge');
    const wrong = { ...body, name: ' ', birthDate: '昭和65年1月1日', address: 'あ'.repeat(401), contact: 'a\u0007' };
    expect(await fieldsIn(await update(number, wrong))).toEqual({
      name: 'EMPTY',
      birthDate: 'OUTSIDE_ERA',
      address: 'TOO_LONG',
      contact: 'CONTROL_CHARACTER',
    });
    expect(await fieldsIn(await update(number, { ...body, sex: 'x', reason: '誤記', extra: 1 }))).toEqual({
      sex: 'NOT_LISTED',
      reason: 'WRONG_FORMAT',
      extra: 'UNKNOWN_FIELD',
    });
  });

  test('with a personal number typed where it would go to every backbone, or stay in the audit log for ever', async () => {
    const { integratedAddressNumber: number } = await personAfter(store, 'judge');
    const somebodys = personalNumberFrom('12345678901');
    const grouped = somebodys.replaceAll(/(.{4})(?=.)/gu, '$1 ');
    expect(await fieldsIn(await update(number, { ...body, address: `新町 ${somebodys}`, delivery: grouped }))).toEqual({
      address: 'PERSONAL_NUMBER_INSIDE',
      delivery: 'PERSONAL_NUMBER_INSIDE',
    });
    const before = (await pages.audited()).length;
    expect(await fieldsIn(await update(number, { ...body, reason: `${grouped} の届出` }))).toEqual({
      reason: 'PERSONAL_NUMBER_INSIDE',
    });
    expect(await pages.audited()).toHaveLength(before);
  });

  test('of a number that is nobody’s, which is not written down', async () => {
    await problemIn(await update('000000000099994', body), 404, 'UNKNOWN_RESIDENT');
    expect((await pages.audited()).at(-1)).toMatchObject({ action: 'residents.update', subject: null });
  });

  test('of a protected resident to who may not see that one', async () => {
    const fields: Partial<Fields> & { nonDisclosure: boolean } = { nonDisclosure: true };
    const { integratedAddressNumber: number } = await personAfter(store, 'judge', { fields });
    await problemIn(await update(number, body), 403, 'FORBIDDEN');
    expect((await pages.audited()).at(-1)).toMatchObject({ action: 'residents:view-protected' });
    expect(await bodyOf(await update(number, body, { as: ['supervisor'] }))).toMatchObject({ historySeq: 2 });
  });

  test('to whom the role does not give the right', async () => {
    const { integratedAddressNumber: number } = await personAfter(store, 'judge');
    for (const role of ['administrator', 'auditor'] as const) {
      await problemIn(await update(number, body, { as: [role] }), 403, 'FORBIDDEN');
    }
  });
});
