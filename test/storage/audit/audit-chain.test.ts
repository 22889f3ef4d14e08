import { beforeAll, describe, expect, test } from 'vitest';
import { verifyChain } from '../../../storage/audit/chain.ts';
import { listAudit, writeAudit, type AuditEntry } from '../../../storage/audit/log.ts';
import { municipality, openStore, otherMunicipality, type Store } from '../support.ts';

let store: Store;

beforeAll(async () => {
  store = await openStore(71);
});

const entryOf = (fields: Partial<AuditEntry> = {}): AuditEntry => ({
  clientId: 'c-1',
  staffId: 'staff-7',
  action: 'residents.detail',
  subject: '000000000000019',
  outcome: 'allowed',
  reason: null,
  ...fields,
});

/** Past the trigger that keeps the rows, as somebody with every right would. */
async function tamper(work: (sql: Store['see']) => Promise<unknown>): Promise<void> {
  await store.see`alter table audit_log disable trigger user`;
  await work(store.see);
  await store.see`alter table audit_log enable trigger user`;
}

describe('the chain of the audit log', () => {
  test('holds when many write at once, with numbers that leave none out, in each municipality by itself', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        writeAudit(
          at % 2 === 0 ? store.api : store.db,
          at % 4 === 3 ? otherMunicipality : municipality,
          entryOf({
            subject: `符号,-:${String(at)}`,
            staffId: at % 3 === 0 ? null : 'staff-7',
            reason: at % 5 === 0 ? '' : null,
          }),
        ),
      ),
    );
    const report = await verifyChain(store.api, municipality, { linesAPage: 7 });
    expect(report).toMatchObject({ entries: 30, head: { seq: 30 }, broken: null });
    expect(await verifyChain(store.api, otherMunicipality)).toMatchObject({
      entries: 10,
      head: { seq: 10 },
      broken: null,
    });
  });

  test('an empty one is whole', async () => {
    expect(await verifyChain(store.api, '010006')).toEqual({ entries: 0, head: null, broken: null });
  });

  test('no row is changed or removed, not even by who owns the table', async () => {
    await expect(store.see`update audit_log set reason = 'x'`).rejects.toThrow(/only ever added to/);
    await expect(store.see`delete from audit_log`).rejects.toThrow(/only ever added to/);
    await expect(store.see`truncate audit_log`).rejects.toThrow(/only ever added to/);
  });

  test('a row that was changed is named', async () => {
    await tamper(
      (sql) => sql`update audit_log set staff_id = 'staff-8' where municipality = ${municipality} and seq = 12`,
    );
    expect(await verifyChain(store.api, municipality)).toMatchObject({
      entries: 11,
      broken: { seq: 12, fault: 'CHANGED' },
    });
  });

  test('a row changed together with its hash breaks the link of the next', async () => {
    await tamper(
      (sql) => sql`
        update audit_log a set hash = audit_row_hash(a) where municipality = ${municipality} and seq = 12`,
    );
    expect(await verifyChain(store.api, municipality)).toMatchObject({ broken: { seq: 13, fault: 'NOT_LINKED' } });
  });

  test('a row that was removed is missed by the next', async () => {
    await tamper((sql) => sql`delete from audit_log where municipality = ${otherMunicipality} and seq = 4`);
    expect(await verifyChain(store.api, otherMunicipality)).toMatchObject({
      entries: 3,
      broken: { seq: 5, fault: 'NOT_LINKED' },
    });
  });
});

describe('the audit log', () => {
  test('is searched by who, what, about whom, how and when, the latest first, a page at a time', async () => {
    const where = '010006';
    for (const at of [1, 2, 3, 4, 5]) {
      await writeAudit(store.api, where, entryOf({ staffId: `staff-${String(at % 2)}`, subject: `s-${String(at)}` }));
    }
    await writeAudit(store.api, where, entryOf({ outcome: 'refused', action: 'audit:read', subject: null }));
    const found = async (filter: Omit<Parameters<typeof listAudit>[2], 'limit'>) =>
      (await listAudit(store.api, where, { limit: 100, ...filter })).map(({ seq }) => seq);
    expect(await found({})).toEqual([6, 5, 4, 3, 2, 1]);
    expect(await found({ staffId: 'staff-1' })).toEqual([5, 3, 1]);
    expect(await found({ action: 'audit:read' })).toEqual([6]);
    expect(await found({ outcome: 'allowed', subjects: ['s-2'] })).toEqual([2]);
    expect(await found({ before: 3 })).toEqual([2, 1]);
    expect(await found({ from: Date.now() + 60_000 })).toEqual([]);
    expect(await found({ from: Date.now() - 60_000, to: Date.now() + 60_000, staffId: 'staff-0' })).toEqual([4, 2]);
    expect(await listAudit(store.api, where, { limit: 1 })).toMatchObject([
      { seq: 6, clientId: 'c-1', action: 'audit:read', subject: null, outcome: 'refused' },
    ]);
  });
});
