import { beforeAll, expect, test } from 'vitest';
import { addAuditRoutes } from '../../../api/audit/routes.ts';
import { addAuditSearchRoutes } from '../../../api/audit/searches.ts';
import type {
  AuditChain,
  AuditedStaff,
  AuditLog,
  AuditSearch,
  AuditSearches,
  AuditSubjects,
} from '../../../contracts/api/audit.ts';
import { writeAudit } from '../../../storage/audit/log.ts';
import { openStore, personAfter, type Store } from '../../storage/support.ts';
import { bodyOf, openStaffPages, type StaffPages } from '../sign-in/staff-pages.ts';
import { city, problemIn } from '../support.ts';

let store: Store;
let pages: StaffPages;

const looked = {
  clientId: 'staff-web',
  action: 'residents.detail',
  subject: '000000000000019',
  outcome: 'allowed' as const,
  reason: null,
};

beforeAll(async () => {
  store = await openStore(73);
  pages = await openStaffPages(store, (app, context) => {
    addAuditRoutes(app, context);
    addAuditSearchRoutes(app, context);
  });
  for (const at of [1, 2, 3]) {
    const outcome = at === 3 ? 'refused' : 'allowed';
    await writeAudit(store.api, city, { ...looked, staffId: `staff-${String(at)}`, outcome });
  }
});

const list = async (query: string) =>
  bodyOf<AuditLog>(await pages.request('GET', `/v1/organisations/${city}/audit?${query}`, { as: ['auditor'] }));

test('an auditor searches the log a page at a time, and this is in the log as well', async () => {
  const first = await list('subject=000000000000019&limit=2');
  expect(first.entries.map(({ staffId }) => staffId)).toEqual(['staff-3', 'staff-2']);
  const second = await list(`subject=000000000000019&limit=2&before=${String(first.next)}`);
  expect(second).toMatchObject({ entries: [{ staffId: 'staff-1' }], next: null });
  expect((await list('outcome=refused')).entries).toMatchObject([{ staffId: 'staff-3', action: 'residents.detail' }]);
  expect((await list('from=2099-01-01T00:00:00%2B09:00')).entries).toEqual([]);
  expect(await pages.audited()).toContainEqual({
    staff_id: 'staff-7',
    action: 'audit.list',
    subject: null,
    reason: null,
  });
});

test('who looked at a resident is found also where it was done under the id of an error or of a proposed update', async () => {
  const { personId, integratedAddressNumber: number } = await personAfter(store, 'judge');
  await store.see`insert into staff (staff_id, name, email) values ('staff-5', '符号 提子', 'five@mihon.example')`;
  const [failure] = await store.see<{ id: string }[]>`
    insert into failures (municipality, person_id, code, attempt)
    values (${city}, ${personId}, 'SERIAL_REFUSED', 1) returning failure_id as id`;
  const [proposal] = await store.see<{ id: string }[]>`
    insert into proposed_updates (municipality, person_id, current_history_seq, information, reason, proposed_by)
    values (${city}, ${personId}, 1, '{}', '試すため', 'staff-5') returning update_id as id`;
  const seen = [
    ['residents.detail', number],
    ['errors.compare', failure?.id],
    ['residents.update.view', proposal?.id],
    ['residents.detail', personId],
  ] as const;
  for (const [action, subject = ''] of seen)
    await writeAudit(store.api, city, { ...looked, staffId: 'staff-5', action, subject });
  for (const subject of [number, personId]) {
    expect((await list(`subject=${subject}&staffId=staff-5`)).entries.map(({ action }) => action).toReversed()).toEqual(
      seen.map(([action]) => action),
    );
  }
  expect((await list(`subject=${failure?.id ?? ''}`)).entries).toMatchObject([{ action: 'errors.compare' }]);
});

test('a resident is found by name or number, answered as numbers alone, and this is in the log', async () => {
  const { integratedAddressNumber: number, addressNumber } = await personAfter(store, 'judge', {
    fields: { name: '監査 対象子' },
  });
  const find = async (text: string) =>
    bodyOf<AuditSubjects>(
      await pages.request('POST', `/v1/organisations/${city}/audit/subjects`, { as: ['auditor'], json: { text } }),
    );
  for (const text of ['監査 対象', number, addressNumber]) {
    expect(await find(text)).toEqual({ subjects: [number], isCut: false });
  }
  expect(await find('いない人')).toEqual({ subjects: [], isCut: false });
  expect(JSON.stringify(await pages.audited())).not.toContain('監査 対象');
  expect(await pages.audited()).toContainEqual({
    staff_id: 'staff-7',
    action: 'audit.subjects',
    subject: 'name',
    reason: null,
  });
});

test('a search is kept under a name, for the person alone, and removed again', async () => {
  const path = `/v1/organisations/${city}/audit/searches`;
  await store.see`
    insert into staff (staff_id, name, email) values ('staff-7', '監査 役', 'seven@mihon.example') on conflict do nothing`;
  const body = { name: '拒否', filter: { outcome: 'refused', from: '2026-04-01' } };
  const send = (method: string, where = path, json?: object) =>
    pages.request(method, where, { as: ['auditor'], ...(json && { json }) });
  const kept = (await (await send('POST', path, body)).json()) as AuditSearch;
  expect(kept).toMatchObject(body);
  expect((await problemIn(await send('POST', path, body), 422, 'INVALID_INPUT')).errors).toMatchObject([
    { field: 'name', rule: 'NAME_TAKEN' },
  ]);
  await store.see`
    insert into audit_searches (organisation, staff_id, name, filter) values (${city}, 'staff-5', '他人の検索', '{}')`;
  expect((await bodyOf<AuditSearches>(await send('GET'))).searches).toEqual([kept]);
  expect((await send('DELETE', `${path}/${kept.searchId}`)).status).toBe(204);
  await problemIn(await send('DELETE', `${path}/${kept.searchId}`), 404, 'NOT_FOUND');
});

test('an entry names who it was, also somebody who has no role any more', async () => {
  await store.see`insert into staff (staff_id, name, email) values ('staff-9', '符号 去子', 'gone@mihon.example')`;
  await writeAudit(store.api, city, { ...looked, staffId: 'staff-9' });
  const { entries } = await list('staffId=staff-9');
  expect(entries).toMatchObject([{ staffId: 'staff-9', staffName: '符号 去子' }]);
  expect((await list('staffId=staff-2')).entries).toMatchObject([{ staffId: 'staff-2', staffName: null }]);
  const { staff } = await bodyOf<AuditedStaff>(
    await pages.request('GET', `/v1/organisations/${city}/audit/staff`, { as: ['auditor'] }),
  );
  expect(staff).toContainEqual({ staffId: 'staff-9', name: '符号 去子' });
  expect(staff).toContainEqual({ staffId: 'staff-1', name: null });
});

test('a period that ends before it begins is refused by its field', async () => {
  const path = `/v1/organisations/${city}/audit?from=2026-04-02T00:00:00%2B09:00&to=2026-04-01T00:00:00%2B09:00`;
  const problem = await problemIn(await pages.request('GET', path, { as: ['auditor'] }), 422, 'INVALID_INPUT');
  expect(problem.errors).toMatchObject([{ field: 'to', rule: 'OUT_OF_RANGE' }]);
});

test('the log is taken away as a file, which is in the log as well', async () => {
  await writeAudit(store.api, city, { ...looked, staffId: 'staff-8', reason: '=1+1, "窓口"' });
  const response = await pages.request('GET', `/v1/organisations/${city}/audit.csv?staffId=staff-8`, {
    as: ['auditor'],
  });
  expect(response.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/u);
  const [head, line, end] = Buffer.from(await response.arrayBuffer())
    .toString()
    .split('\r\n');
  expect(head).toBe('\u{feff}"番号","日時","職員ID","職員","クライアントID","操作","対象","結果","理由","ハッシュ"');
  expect(line).toMatch(
    /"staff-8","","staff-web","residents.detail","000000000000019","許可","'=1\+1, ""窓口""","[0-9a-f]{64}"$/u,
  );
  expect(end).toBe('');
  expect(await pages.audited()).toContainEqual({
    staff_id: 'staff-7',
    action: 'audit.export',
    subject: null,
    reason: null,
  });
  const cp932 = await pages.request('GET', `/v1/organisations/${city}/audit.csv?staffId=staff-8&encoding=cp932`, {
    as: ['auditor'],
  });
  expect(Buffer.from(await cp932.arrayBuffer()).includes(Buffer.from([0x91, 0x8b, 0x8c, 0xfb]))).toBe(true);
});

test('the chain is verified, and the first broken link named', async () => {
  const verify = async () =>
    bodyOf<AuditChain>(await pages.request('GET', `/v1/organisations/${city}/audit/chain`, { as: ['auditor'] }));
  const whole = await verify();
  expect(whole).toMatchObject({ whole: true, broken: null });
  expect(whole.head?.hash).toMatch(/^[0-9a-f]{64}$/u);
  expect(whole.entries).toBe(whole.head?.seq);
  await store.see`alter table audit_log disable trigger user`;
  await store.see`update audit_log set outcome = 'allowed' where seq = 3`;
  await store.see`alter table audit_log enable trigger user`;
  expect(await verify()).toMatchObject({
    whole: false,
    entries: 2,
    head: { seq: 2 },
    broken: { seq: 3, fault: 'CHANGED' },
  });
});

test('nobody else reads it', async () => {
  await problemIn(
    await pages.request('GET', `/v1/organisations/${city}/audit`, { as: ['clerk', 'supervisor', 'administrator'] }),
    403,
    'FORBIDDEN',
  );
});
