import { beforeAll, expect, test } from 'vitest';
import { addAuditRoutes } from '../../api/routes/audit.ts';
import type { AuditChain, AuditLog } from '../../contracts/api/audit.ts';
import { writeAudit } from '../../storage/audit-log.ts';
import { openStore, type Store } from '../storage/support.ts';
import { bodyOf, openStaffPages, type StaffPages } from './staff-pages.ts';
import { city, problemIn } from './support.ts';

let store: Store;
let pages: StaffPages;

beforeAll(async () => {
  store = await openStore(73);
  pages = await openStaffPages(store, addAuditRoutes);
  for (const at of [1, 2, 3]) {
    await writeAudit(store.api, city, {
      clientId: 'staff-web',
      staffId: `staff-${String(at)}`,
      action: 'residents.detail',
      subject: '000000000000019',
      outcome: at === 3 ? 'refused' : 'allowed',
      reason: null,
    });
  }
});

const list = async (query: string) =>
  bodyOf<AuditLog>(await pages.request('GET', `audit?${query}`, { as: ['auditor'] }));

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

test('the chain is verified, and the first broken link named', async () => {
  const verify = async () => bodyOf<AuditChain>(await pages.request('GET', 'audit/chain', { as: ['auditor'] }));
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
    await pages.request('GET', 'audit', { as: ['clerk', 'supervisor', 'administrator'] }),
    403,
    'FORBIDDEN',
  );
});
