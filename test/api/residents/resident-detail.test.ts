import { beforeAll, describe, expect, test } from 'vitest';
import { addResidentDetailRoutes } from '../../../api/residents/detail.ts';
import type { Deliveries, ResidentDetail } from '../../../contracts/api/resident-detail.ts';
import { begin, keyOf, look, openStore, receive, runStep, type Store } from '../../storage/support.ts';
import { bodyOf, openStaffPages, type StaffPages } from '../sign-in/staff-pages.ts';
import { city, fieldsIn, problemIn } from '../support.ts';

let store: Store;
let pages: StaffPages;

beforeAll(async () => {
  store = await openStore(74);
  pages = await openStaffPages(store, addResidentDetailRoutes);
});

async function mover(fields: { nonDisclosure?: boolean } = {}) {
  const person = { personalNumber: store.people.personalNumber(), addressNumber: store.people.addressNumber() };
  const { personId, judgement } = await receive(store, { ...person, ...fields });
  await runStep(store, keyOf(personId, 'serial'));
  await begin(store, keyOf(personId, 'fileRequest'));
  const moved = { ...person, ...fields, address: '架空市新町7-7', operatedAt: '2026-03-03T10:00:00+09:00' };
  await receive(store, moved);
  const tax = { ...moved, numberSystem: '02', addressNumber: store.people.addressNumber() };
  await receive(store, tax);
  return { ...person, personId, tax, number: judgement.integratedAddressNumber ?? '' };
}

describe('the detail of a resident', () => {
  test('has the history with what changed, the numbers, tables 34 and the requests, and where the workflow is', async () => {
    const { number, personId, addressNumber, tax } = await mover();
    const workflow = { workflowId: `acquire-code/${city}/${personId}`, started: false };
    const before = await bodyOf<ResidentDetail>(await pages.request('GET', `residents/${number}/detail`));
    expect(before.workflow).toEqual(workflow);
    await look(store, personId);
    const detail = await bodyOf<ResidentDetail>(await pages.request('GET', `residents/${number}/detail`));
    expect(detail).toMatchObject({
      integratedAddressNumber: number,
      codeRequestStatus: 'REQUESTING',
      stage: 'SERIAL_REQUESTED',
      attempt: 1,
      hasPersonalNumber: true,
      protected: false,
      masked: false,
      history: [
        { historySeq: 1, current: false, changed: [], address: '架空市見本町1丁目2番3号', source: 'transfer' },
        { historySeq: 2, current: false, changed: ['address'], address: '架空市新町7-7' },
        { historySeq: 3, current: true, changed: [], numberSystem: '02' },
      ],
      addressNumbers: [
        { numberSystem: '01', addressNumber },
        { numberSystem: '02', addressNumber: tax.addressNumber },
      ],
      business: [
        { numberSystem: '01', dataType: 'JUKI', businessItem1: '世帯主' },
        { numberSystem: '02', dataType: 'JUKI' },
      ],
      notices: [{ numberSystem: '01', kind: 'updated', historySeq: 3, sends: 0, deliveredAt: null, refusal: null }],
      failures: [],
      attempts: [
        { step: 'serial', grain: 'person', participant: 'intermediate-server', state: 'ANSWERED', sends: 1 },
        { step: 'fileRequest', state: 'SENDING', answeredAt: null },
      ],
      workflow: { ...workflow, started: true },
    });
    expect(detail.timeline.map(({ event }) => event)).toContain('numbered');
    expect(await pages.audited()).toContainEqual({
      staff_id: 'staff-7',
      action: 'residents.detail',
      subject: number,
      reason: null,
    });
  });

  test('is masked under protection, in every row, and the unmasked view is audited by a word of its own', async () => {
    const { number } = await mover({ nonDisclosure: true });
    const path = `residents/${number}/detail`;
    const text = await (await pages.request('GET', path)).text();
    expect(JSON.parse(text)).toMatchObject({
      protected: true,
      masked: true,
      history: [{ masked: true, address: null }, {}, {}],
    });
    for (const secret of ['符号', '新町', '見本町', '1980', '世帯主']) expect(text).not.toContain(secret);
    const seen = await bodyOf<ResidentDetail>(await pages.request('GET', path, { as: ['supervisor'] }));
    expect(seen).toMatchObject({ protected: true, masked: false, history: [{}, { address: '架空市新町7-7' }, {}] });
    expect((await pages.audited()).at(-1)).toMatchObject({ action: 'residents.detail.protected', subject: number });
  });

  test('of a number that is nobody’s is 404, and the number is not written down', async () => {
    await problemIn(await pages.request('GET', 'residents/000000000099994/detail'), 404, 'UNKNOWN_RESIDENT');
    expect((await pages.audited()).at(-1)).toMatchObject({ action: 'residents.detail', subject: null });
    await problemIn(
      await pages.request('GET', 'residents/000000000099994/detail', { as: ['administrator'] }),
      403,
      'FORBIDDEN',
    );
  });
});

test('who has changed something is named, and an id that is nobody’s stays one', async () => {
  const { number, personId } = await mover();
  await store.see`insert into staff (staff_id, name, email) values ('staff-9', '担当 九', 'nine@mihon.example')`;
  for (const [at, staffId] of ['staff-9', 'program-1'].entries()) {
    const detail = store.see.json({ staffId, ...(at === 0 && { approvedBy: 'staff-9' }) });
    await store.see`insert into timeline (municipality, person_id, event, stage, attempt, detail)
      values (${city}, ${personId}, 'updated', 'NUMBERED', 1, ${detail})`;
  }
  const detail = await bodyOf<ResidentDetail>(await pages.request('GET', `residents/${number}/detail`));
  expect(detail.staff).toEqual([{ staffId: 'staff-9', name: '担当 九' }]);
});

test('whether the backbones have taken their notices is followed, which the audit log has once', async () => {
  const { number, personId } = await mover();
  const path = `residents/${number}/deliveries`;
  expect(await bodyOf<Deliveries>(await pages.request('GET', path))).toMatchObject({
    notices: [{ numberSystem: '01', kind: 'updated', historySeq: 3, sends: 0, deliveredAt: null, refusal: null }],
  });
  await store.see`update outbox set sends = 1, delivered_at = now() where person_id = ${personId}`;
  const { notices } = await bodyOf<Deliveries>(await pages.request('GET', path));
  expect(notices).toMatchObject([{ sends: 1, nextSendAt: null }]);
  expect(notices[0]?.deliveredAt).not.toBeNull();
  const written = (await pages.audited()).filter(({ action }) => action === 'residents.deliveries');
  expect(written).toEqual([{ staff_id: 'staff-7', action: 'residents.deliveries', subject: number, reason: null }]);
  await problemIn(await pages.request('GET', 'residents/000000000099994/deliveries'), 404, 'UNKNOWN_RESIDENT');
});

describe('somebody without an integrated number', () => {
  test('has a detail under an id that says nothing, while waiting for a personal number', async () => {
    const addressNumber = store.people.addressNumber();
    const { personId } = await receive(store, { addressNumber, name: '待機　桃' });
    const detail = await bodyOf<ResidentDetail>(await pages.request('GET', `residents/by-person/${personId}/detail`));
    expect(detail).toMatchObject({
      personId,
      integratedAddressNumber: null,
      stage: 'AWAITING_PN',
      hasPersonalNumber: false,
      history: [{ historySeq: 1, current: true, name: '待機　桃' }],
      addressNumbers: [{ numberSystem: '01', addressNumber }],
      held: [],
      proposedUpdate: null,
    });
    expect(detail.timeline.map(({ event }) => event)).toEqual(['awaitingPersonalNumber']);
    expect((await pages.audited()).at(-1)).toMatchObject({ action: 'residents.detail', subject: personId });
  });

  async function heldOne(fields: { nonDisclosure?: boolean } = {}) {
    const { addressNumber } = await mover();
    const personalNumber = store.people.personalNumber();
    const doubtful = { name: '別府　花子', address: '架空市疑問町1-2', ...fields };
    const { personId } = await receive(store, { ...doubtful, personalNumber, addressNumber });
    return { personId, personalNumber, addressNumber };
  }

  test('has one while the identity is in doubt, with what the transfers say', async () => {
    const { personId, personalNumber, addressNumber } = await heldOne();
    const path = `residents/by-person/${personId}`;
    expect(await bodyOf<ResidentDetail>(await pages.request('GET', `${path}/detail`))).toMatchObject({
      integratedAddressNumber: null,
      stage: 'HELD',
      heldTransfers: 1,
      history: [],
      held: [{ numberSystem: '01', addressNumber, masked: false, name: '別府　花子', address: '架空市疑問町1-2' }],
      failures: [{ code: 'IDENTITY_MISMATCH' }],
    });
    const json = { reason: '窓口での確認' };
    const shown = await pages.request('POST', `${path}/personal-number`, { as: ['supervisor'], json });
    expect(await bodyOf(shown)).toEqual({ personalNumber });
    expect((await pages.audited()).at(-1)).toMatchObject({ action: 'residents.personal-number', subject: personId });
  });

  test('is masked under protection, and so is the personal number', async () => {
    const { personId } = await heldOne({ nonDisclosure: true });
    const path = `residents/by-person/${personId}`;
    const text = await (await pages.request('GET', `${path}/detail`)).text();
    expect(JSON.parse(text)).toMatchObject({ protected: true, masked: true, held: [{ masked: true, name: null }] });
    for (const secret of ['別府', '疑問町', '1980']) expect(text).not.toContain(secret);
    expect(await bodyOf(await pages.request('GET', `${path}/detail`, { as: ['supervisor'] }))).toMatchObject({
      masked: false,
      held: [{ name: '別府　花子' }],
    });
    pages.staff.rights = new Map([[city, new Set(['residents:view-personal-number'] as const)]]);
    const json = { reason: '窓口での確認' };
    const asked = await pages.request('POST', `${path}/personal-number`, { as: ['supervisor'], json });
    await problemIn(asked, 403, 'FORBIDDEN');
    pages.staff.rights = null;
  });

  test('is not found under an id that is nobody’s, nor by whom the rights do not let in', async () => {
    const path = 'residents/by-person/00000000-0000-4000-8000-000000000000/detail';
    await problemIn(await pages.request('GET', path), 404, 'UNKNOWN_RESIDENT');
    expect((await pages.audited()).at(-1)).toMatchObject({ action: 'residents.detail', subject: null });
    await problemIn(await pages.request('GET', path, { as: ['administrator'] }), 403, 'FORBIDDEN');
    expect((await pages.request('GET', 'residents/by-person/123456789018/detail')).status).toBe(422);
  });
});

describe('the personal number', () => {
  const show = (number: string, json: object, as: 'clerk' | 'supervisor' = 'supervisor') =>
    pages.request('POST', `residents/${number}/personal-number`, { as: [as], json });

  test('is shown with a reason, to who has the right, and audited', async () => {
    const { number, personalNumber } = await mover();
    expect(await fieldsIn(await show(number, {}))).toEqual({ reason: 'MISSING' });
    await problemIn(await show(number, { reason: '窓口での確認' }, 'clerk'), 403, 'FORBIDDEN');
    expect(await bodyOf(await show(number, { reason: '窓口での確認' }))).toEqual({ personalNumber });
    expect((await pages.audited()).at(-1)).toEqual({
      staff_id: 'staff-7',
      action: 'residents.personal-number',
      subject: number,
      reason: '窓口での確認',
    });
  });

  test('of a protected resident needs the right to see protected ones too', async () => {
    const { number, personalNumber } = await mover({ nonDisclosure: true });
    pages.staff.rights = new Map([[city, new Set(['residents:view-personal-number'] as const)]]);
    await problemIn(await show(number, { reason: '窓口での確認' }), 403, 'FORBIDDEN');
    pages.staff.rights = null;
    expect(await bodyOf(await show(number, { reason: '窓口での確認' }))).toEqual({ personalNumber });
  });
});
