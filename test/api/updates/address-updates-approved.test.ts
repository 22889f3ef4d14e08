/** A change of the address information by two: proposed by one member of staff, decided by another. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addAddressUpdateRoute } from '../../../api/updates/address-updates.ts';
import { addApprovalSettingRoutes } from '../../../api/updates/approval-setting.ts';
import { addProposedUpdateRoutes } from '../../../api/updates/proposals.ts';
import type { ProposedUpdateDetail, ProposedUpdates } from '../../../contracts/api/proposed-updates.ts';
import type { Role } from '../../../domain/rights.ts';
import { findMunicipality, putMunicipality, putUpdatesNeedApproval } from '../../../storage/settings/municipalities.ts';
import { history, notices, openStore, personAfter, receive, type Fields, type Store } from '../../storage/support.ts';
import { bodyOf, openStaffPages, type StaffPages } from '../sign-in/staff-pages.ts';
import { city, fieldsIn, problemIn } from '../support.ts';

let store: Store;
let pages: StaffPages;
beforeAll(async () => {
  store = await openStore(79);
  pages = await openStaffPages(store, (app, context) => {
    addAddressUpdateRoute(app, context);
    addProposedUpdateRoutes(app, context);
    addApprovalSettingRoutes(app, context);
  });
  for (const [staffId, name] of Object.entries(people)) {
    await store.see`insert into staff (staff_id, name, email) values (${staffId}, ${name}, ${`${staffId}@mihon.example`})`;
  }
});
beforeEach(() => putUpdatesNeedApproval(store.api, city, true));

const people = { 'clerk-1': '担当 一', 'clerk-2': '担当 二', 'chief-1': '監督 一', 'chief-2': '監督 二' };
type Who = keyof typeof people;
const rolesOf = (who: Who): Role[] => [who.startsWith('clerk') ? 'clerk' : 'supervisor'];

function as(who: Who, method: string, path: string, json?: object): Promise<Response> {
  pages.staff.staffId = who;
  return pages.request(method, path, { as: rolesOf(who), ...(json && { json }) });
}

const change = {
  currentHistorySeq: 1,
  reason: '届出の転記誤りを直すため',
  name: '符号 太郎',
  birthDate: '昭和55年5月6日',
  sex: 'male',
  address: '架空市新町7-7',
};
const propose = (who: Who, number: string, json: object = change) =>
  as(who, 'POST', `residents/${number}/address-information`, json);

async function proposed(who: Who = 'clerk-1', fields: Partial<Fields> & { nonDisclosure?: boolean } = {}) {
  const person = await personAfter(store, 'judge', { fields });
  const response = await propose(who, person.integratedAddressNumber);
  expect(response.status).toBe(202);
  const { updateId } = (await response.json()) as { updateId: string };
  return { ...person, number: person.integratedAddressNumber, updateId };
}
const decide = (who: Who, updateId: string, how: 'approve' | 'reject' | 'withdraw', json: object = {}) =>
  as(who, 'POST', `proposed-updates/${updateId}/${how}`, json);
const detailOf = async (who: Who, updateId: string) =>
  bodyOf<ProposedUpdateDetail>(await as(who, 'GET', `proposed-updates/${updateId}`));
const listOf = async (who: Who, state = 'open') =>
  (await bodyOf<ProposedUpdates>(await as(who, 'GET', `proposed-updates?state=${state}&limit=100`))).updates;
const statusesOf = (answers: Response[]): number[] => answers.map(({ status }) => status).toSorted((a, b) => a - b);
const lastAudited = async () => (await pages.audited()).at(-1);

describe('where four eyes are wanted', () => {
  test('a change is proposed and nothing else: no row, no notice, the number and the reason in the audit log', async () => {
    const { personId, number } = await proposed();
    expect(await history(store, personId)).toHaveLength(1);
    expect((await notices(store, personId)).filter((notice) => notice.includes('updated'))).toEqual([]);
    expect(await lastAudited()).toEqual({
      staff_id: 'clerk-1',
      action: 'residents.update.propose',
      subject: number,
      reason: change.reason,
    });
  });

  test('another approves it: the row keeps who entered it, the timeline says who approved, every backbone is told', async () => {
    const { personId, number, updateId, addressNumber } = await proposed();
    expect(await bodyOf(await decide('chief-1', updateId, 'approve'))).toEqual({ historySeq: 2, notices: 1 });
    const [, row] = await history(store, personId);
    expect(row).toMatchObject({ address: '架空市新町7-7', birth_date_text: '昭和55年5月6日', staff_id: 'clerk-1' });
    expect(await notices(store, personId)).toContain(`01:${addressNumber} updated 2`);
    const [entry] = await store.see`
      select event, detail from timeline where person_id = ${personId} order by seq desc limit 1`;
    expect(entry).toEqual({ event: 'updated', detail: { staffId: 'clerk-1', approvedBy: 'chief-1' } });
    expect(await lastAudited()).toEqual({
      staff_id: 'chief-1',
      action: 'residents.update.approve',
      subject: number,
      reason: change.reason,
    });
    expect(await detailOf('clerk-1', updateId)).toMatchObject({
      state: 'approved',
      historySeq: 2,
      outdated: false,
      decidedBy: { staffId: 'chief-1', name: '監督 一' },
    });
  });

  test('it is shown beside what stands there, with the fields that differ', async () => {
    const { number, updateId } = await proposed();
    expect(await detailOf('chief-1', updateId)).toMatchObject({
      integratedAddressNumber: number,
      state: 'open',
      own: false,
      proposedBy: { staffId: 'clerk-1', name: '担当 一' },
      changed: ['birthDateText', 'address'],
      before: { address: '架空市見本町1丁目2番3号', birthDate: '1980-05-06' },
      after: { address: '架空市新町7-7', birthDate: '1980-05-06' },
    });
    expect(await lastAudited()).toMatchObject({ action: 'residents.update.view', subject: number });
  });

  test('a resident has one open proposal, and another after it is decided', async () => {
    const { number, updateId } = await proposed();
    await problemIn(await propose('clerk-2', number), 409, 'UPDATE_WAITING');
    expect(await bodyOf(await decide('clerk-1', updateId, 'withdraw'))).toEqual({ state: 'withdrawn' });
    expect((await propose('clerk-2', number)).status).toBe(202);
  });

  test('only one of many who propose at once is taken', async () => {
    const { integratedAddressNumber: number } = await personAfter(store, 'judge');
    const answers = await Promise.all(Array.from({ length: 4 }, () => propose('clerk-1', number)));
    expect(statusesOf(answers)).toEqual([202, 409, 409, 409]);
  });

  test('what is outdated, or changes nothing, or breaks a rule is not even proposed', async () => {
    const { integratedAddressNumber: number } = await personAfter(store, 'judge');
    await problemIn(await propose('clerk-1', number, { ...change, currentHistorySeq: 2 }), 409, 'CHANGED_MEANWHILE');
    const same = { ...change, birthDate: '1980-05-06', address: '架空市見本町1丁目2番3号' };
    await problemIn(await propose('clerk-1', number, same), 409, 'NOTHING_CHANGED');
    expect(await fieldsIn(await propose('clerk-1', number, { ...change, name: ' ' }))).toEqual({ name: 'EMPTY' });
    await problemIn(await propose('clerk-1', '000000000099994'), 404, 'UNKNOWN_RESIDENT');
  });
});

describe('a proposal', () => {
  test('is not approved or rejected by who made it, and the attempt is in the audit log', async () => {
    const { personId, number, updateId } = await proposed('chief-1');
    await problemIn(await decide('chief-1', updateId, 'approve'), 403, 'OWN_UPDATE');
    await problemIn(await decide('chief-1', updateId, 'reject', { reason: '自分で却下する' }), 403, 'OWN_UPDATE');
    expect(await history(store, personId)).toHaveLength(1);
    const [refused] = await store.see`
      select action, subject, outcome from audit_log where staff_id = 'chief-1' order by seq desc limit 1`;
    expect(refused).toEqual({ action: 'residents:approve', subject: number, outcome: 'refused' });
    expect((await decide('chief-2', updateId, 'approve')).status).toBe(200);
  });

  test('is approved once, however often and by however many it is asked at once', async () => {
    const { personId, updateId } = await proposed();
    const answers = await Promise.all(
      Array.from({ length: 4 }, (_, nth) => decide(nth % 2 === 0 ? 'chief-1' : 'chief-2', updateId, 'approve')),
    );
    expect(statusesOf(answers)).toEqual([200, 409, 409, 409]);
    await problemIn(await decide('chief-1', updateId, 'approve'), 409, 'UPDATE_DECIDED');
    expect(await history(store, personId)).toHaveLength(2);
  });

  test('is not approved where another row has become current, and can be rejected with a reason', async () => {
    const { personId, number, updateId, personalNumber, addressNumber } = await proposed();
    await receive(store, { personalNumber, addressNumber, address: '転居先', operatedAt: '2026-03-20T10:00:00+09:00' });
    expect(await detailOf('chief-1', updateId)).toMatchObject({ outdated: true });
    await problemIn(await decide('chief-1', updateId, 'approve'), 409, 'CHANGED_MEANWHILE');
    expect(await history(store, personId)).toHaveLength(2);
    expect((await lastAudited())?.action).not.toBe('residents.update.approve');
    expect(await fieldsIn(await decide('chief-1', updateId, 'reject'))).toEqual({ reason: 'MISSING' });
    const reason = '届出書の住所と異なるため';
    expect(await bodyOf(await decide('chief-1', updateId, 'reject', { reason }))).toEqual({ state: 'rejected' });
    expect(await lastAudited()).toMatchObject({ action: 'residents.update.reject', subject: number, reason });
    expect(await detailOf('clerk-1', updateId)).toMatchObject({ state: 'rejected', decisionReason: reason });
  });

  test('is withdrawn by who made it and by nobody else', async () => {
    const { number, updateId } = await proposed();
    await problemIn(await decide('chief-1', updateId, 'withdraw'), 403, 'FORBIDDEN');
    await problemIn(await decide('clerk-2', updateId, 'withdraw'), 404, 'UNKNOWN_UPDATE');
    expect((await decide('clerk-1', updateId, 'withdraw', { reason: '入力を誤ったため' })).status).toBe(200);
    expect(await lastAudited()).toMatchObject({
      action: 'residents.update.withdraw',
      subject: number,
      reason: '入力を誤ったため',
    });
    await problemIn(await decide('clerk-1', updateId, 'withdraw'), 409, 'UPDATE_DECIDED');
    await problemIn(await decide('chief-1', updateId, 'approve'), 409, 'UPDATE_DECIDED');
  });

  test('is seen by who made it and by who may approve; the list has no names, and pages on', async () => {
    const first = await proposed('clerk-1');
    const second = await proposed('clerk-2');
    const idsOf = async (who: Who) => (await listOf(who)).map(({ updateId }) => updateId);
    expect(await idsOf('chief-1')).toEqual(expect.arrayContaining([first.updateId, second.updateId]));
    expect(await idsOf('clerk-1')).toContain(first.updateId);
    expect(await idsOf('clerk-1')).not.toContain(second.updateId);
    await problemIn(await as('clerk-1', 'GET', `proposed-updates/${second.updateId}`), 404, 'UNKNOWN_UPDATE');
    const all = await idsOf('chief-1');
    expect(await bodyOf(await as('chief-1', 'GET', 'proposed-updates/count'))).toEqual({ open: all.length });
    const text = await (await as('chief-1', 'GET', 'proposed-updates')).text();
    for (const personal of ['符号', '新町', '見本町', '1980']) expect(text).not.toContain(personal);
    const paged: string[] = [];
    for (let after = ''; ;) {
      const query = after === '' ? '' : `&after=${after}`;
      const page = await bodyOf<ProposedUpdates>(await as('chief-1', 'GET', `proposed-updates?limit=2${query}`));
      paged.push(...page.updates.map(({ updateId }) => updateId));
      if (page.next === null) break;
      after = page.next;
    }
    expect(paged).toEqual(all);
    await decide('clerk-2', second.updateId, 'withdraw');
    expect((await listOf('chief-1', 'decided'))[0]?.updateId).toBe(second.updateId);
  });

  test('of another is no place to begin behind: that it is there is not told', async () => {
    const { updateId } = await proposed('clerk-2');
    const refused = await as('clerk-1', 'GET', `proposed-updates?after=${updateId}`);
    expect(await fieldsIn(refused)).toEqual({ after: 'WRONG_FORMAT' });
    expect((await as('clerk-2', 'GET', `proposed-updates?after=${updateId}`)).status).toBe(200);
  });

  test('is decided by no clerk, administrator or auditor, nor seen by the latter', async () => {
    const { updateId } = await proposed();
    await problemIn(await decide('clerk-2', updateId, 'approve'), 403, 'FORBIDDEN');
    await problemIn(await decide('clerk-2', updateId, 'reject', { reason: '却下します' }), 403, 'FORBIDDEN');
    for (const role of ['administrator', 'auditor'] as const) {
      const response = await pages.request('GET', `proposed-updates/${updateId}`, { as: [role] });
      await problemIn(response, 403, 'FORBIDDEN');
    }
  });

  test('of a protected resident needs the right to see that one, to be made, seen and approved', async () => {
    const person = await personAfter(store, 'judge', { fields: { nonDisclosure: true } as Partial<Fields> });
    await problemIn(await propose('clerk-1', person.integratedAddressNumber), 403, 'FORBIDDEN');
    const { updateId, number } = await proposed('chief-1', { nonDisclosure: true });
    expect(await detailOf('chief-2', updateId)).toMatchObject({ masked: false, after: { address: '架空市新町7-7' } });
    expect(await lastAudited()).toMatchObject({ action: 'residents.update.view.protected', subject: number });
    pages.staff.rights = new Map([[city, new Set(['residents:update', 'residents:approve'] as const)]]);
    expect(await detailOf('chief-2', updateId)).toMatchObject({ masked: true, before: null, after: null });
    await problemIn(await decide('chief-2', updateId, 'approve'), 403, 'FORBIDDEN');
    pages.staff.rights = null;
    expect((await decide('chief-2', updateId, 'approve')).status).toBe(200);
  });

  test('of somebody who came under protection since is masked for the clerk who made it, who may withdraw it', async () => {
    const { updateId, personalNumber, addressNumber } = await proposed();
    await receive(store, {
      personalNumber,
      addressNumber,
      operatedAt: '2026-03-20T10:00:00+09:00',
      nonDisclosure: true,
    } as Fields);
    expect(await detailOf('clerk-1', updateId)).toMatchObject({ masked: true, before: null, after: null });
    expect((await decide('clerk-1', updateId, 'withdraw')).status).toBe(200);
  });
});

describe('the setting', () => {
  const put = (isNeeded: boolean, role: Role = 'administrator') => {
    pages.staff.staffId = 'admin-1';
    const json = { updatesNeedApproval: isNeeded, reason: '要綱の改正による' };
    return pages.request('PUT', 'approval-setting', { as: [role], json });
  };

  test('is the administrator’s of staff, holds from the next update on, and is audited', async () => {
    await problemIn(await put(false, 'supervisor'), 403, 'FORBIDDEN');
    await putUpdatesNeedApproval(store.api, city, false);
    const { integratedAddressNumber: number } = await personAfter(store, 'judge');
    expect(await bodyOf(await propose('clerk-1', number))).toEqual({ historySeq: 2, notices: 1 });
    expect(await bodyOf(await put(true))).toEqual({ updatesNeedApproval: true, offProposed: null });
    expect(await lastAudited()).toMatchObject({
      action: 'staff.four-eyes',
      subject: city,
      reason: 'on: 要綱の改正による',
    });
    const read = await pages.request('GET', 'approval-setting', { as: ['administrator'] });
    expect(await bodyOf(read)).toEqual({ updatesNeedApproval: true, offProposed: null });
    expect((await propose('clerk-1', number, { ...change, currentHistorySeq: 2, address: '甲町' })).status).toBe(202);
  });

  test('stays as it is when the installation sets the municipality up anew without a word of it', async () => {
    const stored = await findMunicipality(store.api, city);
    if (!stored) throw new Error('the city is not there');
    const { updatesNeedApproval: _set, createdAt: _created, updatedAt: _updated, ...settings } = stored;
    expect((await putMunicipality(store.api, settings)).stored.updatesNeedApproval).toBe(true);
    const off = { ...settings, updatesNeedApproval: false };
    expect((await putMunicipality(store.api, off)).stored.updatesNeedApproval).toBe(false);
  });

  test('turned off leaves what waits, which can still be decided; a direct update outdates it', async () => {
    const approved = await proposed();
    const outdated = await proposed();
    await putUpdatesNeedApproval(store.api, city, false);
    expect((await decide('chief-1', approved.updateId, 'approve')).status).toBe(200);
    expect((await propose('clerk-2', outdated.number, { ...change, address: '乙町' })).status).toBe(200);
    await problemIn(await decide('chief-1', outdated.updateId, 'approve'), 409, 'CHANGED_MEANWHILE');
    expect((await decide('clerk-1', outdated.updateId, 'withdraw')).status).toBe(200);
  });
});
