import * as fc from '../../support/fast-check.ts';
import { beforeAll, expect, test } from 'vitest';
import { checkAddressInformation, type CheckedAddressInformation } from '../../../domain/checked-transfer.ts';
import { updateAddressInformation } from '../../../storage/updates/address-updates.ts';
import { approveUpdate, proposeUpdate, rejectUpdate, withdrawUpdate } from '../../../storage/updates/proposals.ts';
import {
  history,
  municipality,
  notices,
  openStore,
  otherMunicipality,
  personAfter,
  personRow,
  receive,
  type Store,
} from '../support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(32);
  for (const staffId of ['a', 'b', 'c']) {
    await store.see`insert into staff (staff_id, name, email) values (${staffId}, ${staffId}, ${staffId})`;
  }
});

function entered(address: string): CheckedAddressInformation {
  const given = { name: '符号 太郎', birthDate: '1980-05-06', sex: 'male', address };
  const checked = checkAddressInformation(given, { now: Date.parse('2026-04-01T12:00:00+09:00') });
  if (!checked.valid) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
}

const staffId = fc.constantFrom('a', 'b', 'c');
const move = fc.oneof(
  fc.record({ kind: fc.constant('propose' as const), staffId }),
  fc.record({ kind: fc.constantFrom('approve' as const, 'reject' as const, 'withdraw' as const), staffId }),
  fc.record({ kind: fc.constantFrom('transfer' as const, 'direct' as const), staffId }),
);

/** What is expected is kept beside the database, by the rules and not by its answers. */
interface Expected {
  current: number;
  /** Staff change as of now, so a transfer of the spring that comes after it goes into the history and is not current. */
  isByStaff: boolean;
  open: { updateId: string; staffId: string; from: number; address: string } | null;
  /** Addresses by history SEQ. */
  rows: string[];
}

/** In whatever order: a row for each approval and none besides, and nobody’s change is lost that was not seen. */
test('whatever the order of proposing, deciding and transfers, each approval is one row and no change is lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 3, maxLength: 14 }), async (moves) => {
      const { personId, personalNumber, addressNumber, integratedAddressNumber } = await personAfter(store, 'judge');
      const rows = ['架空市見本町1丁目2番3号'];
      const expected: Expected = { current: 1, isByStaff: false, open: null, rows };
      const becameCurrent = (address: string): void => {
        expected.current = rows.push(address);
        expected.isByStaff = true;
      };
      let latest = '';
      for (const [at, { kind, staffId: who }] of moves.entries()) {
        const address = `架空市${String(at)}番町`;
        const update = {
          municipality,
          integratedAddressNumber,
          currentHistorySeq: expected.current,
          information: entered(address),
          staffId: who,
        };
        const decision = { municipality, updateId: latest, staffId: who, reason: null };
        const { open } = expected;
        if (kind === 'propose') {
          const outcome = await proposeUpdate(store.api, { ...update, reason: '理由' });
          expect(outcome.kind).toBe(open ? 'waiting-already' : 'proposed');
          if (outcome.kind === 'proposed') {
            latest = outcome.updateId;
            expected.open = { updateId: latest, staffId: who, from: expected.current, address };
          }
        } else if (kind === 'transfer') {
          const operatedAt = `2026-03-03T10:00:${String(at).padStart(2, '0')}+09:00`;
          await receive(store, { personalNumber, addressNumber, address, operatedAt });
          const last = rows.push(address);
          if (!expected.isByStaff) expected.current = last;
        } else if (kind === 'direct') {
          expect((await updateAddressInformation(store.api, update)).kind).toBe('updated');
          becameCurrent(address);
        } else if (latest !== '') {
          const decide = { approve: approveUpdate, reject: rejectUpdate, withdraw: withdrawUpdate }[kind];
          const outcome = await decide(store.api, decision);
          expect(outcome.kind).toBe(expectedOf(kind, who, expected));
          if (outcome.kind === 'updated' && open) becameCurrent(open.address);
          if (outcome.kind === 'updated' || outcome.kind === 'done') expected.open = null;
        }
      }
      expect((await history(store, personId)).map((row) => row.address)).toEqual(rows);
      expect(await personRow(store, personId)).toMatchObject({
        current_history_seq: expected.current,
        last_history_seq: rows.length,
      });
      const [approved] = await store.see`
        select count(*)::int as count, count(distinct history_seq)::int as rows from proposed_updates
        where person_id = ${personId} and decision = 'approved'`;
      expect(approved?.['rows']).toBe(approved?.['count']);
      const told = (await notices(store, personId)).filter((notice) => notice.includes('updated'));
      expect(new Set(told).size).toBe(told.length);
    }),
    { numRuns: 40 },
  );
});

function expectedOf(kind: 'approve' | 'reject' | 'withdraw', who: string, { open, current }: Expected): string {
  if (!open) return 'decided';
  if (kind === 'withdraw') return open.staffId === who ? 'done' : 'not-own';
  if (open.staffId === who) return 'own';
  if (kind === 'reject') return 'done';
  return open.from === current ? 'updated' : 'changed-meanwhile';
}

test('an approval and a transfer at the same moment come one after the other: never is one written over the other', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { personId, personalNumber, addressNumber, integratedAddressNumber } = await personAfter(store, 'judge');
    const outcome = await proposeUpdate(store.api, {
      municipality,
      integratedAddressNumber,
      currentHistorySeq: 1,
      information: entered('架空市甲町1'),
      staffId: 'a',
      reason: '理由',
    });
    if (outcome.kind !== 'proposed') throw new Error(outcome.kind);
    const { updateId } = outcome;
    const [approval] = await Promise.all([
      approveUpdate(store.api, { municipality, updateId, staffId: 'b', reason: null }),
      receive(store, {
        personalNumber,
        addressNumber,
        address: '架空市乙町2',
        operatedAt: '2026-03-20T10:00:00+09:00',
      }),
    ]);
    const rows = (await history(store, personId)).map((row) => row.address);
    const first = '架空市見本町1丁目2番3号';
    expect(rows).toEqual(approval.kind === 'updated' ? [first, '架空市甲町1', '架空市乙町2'] : [first, '架空市乙町2']);
    // The transfer is of an earlier day, so it is current only where it came first.
    expect(await personRow(store, personId)).toMatchObject({ current_history_seq: 2 });
  }
});

test('an approval by who has proposed is refused by the database itself, and one from another municipality finds nothing', async () => {
  const { integratedAddressNumber } = await personAfter(store, 'judge');
  const outcome = await proposeUpdate(store.api, {
    municipality,
    integratedAddressNumber,
    currentHistorySeq: 1,
    information: entered('架空市丙町3'),
    staffId: 'a',
    reason: '理由',
  });
  if (outcome.kind !== 'proposed') throw new Error(outcome.kind);
  // Nor can another municipality's staff reach it, whatever id they say.
  const elsewhere = { municipality: otherMunicipality, updateId: outcome.updateId, staffId: 'b', reason: null };
  expect(await approveUpdate(store.api, elsewhere)).toEqual({ kind: 'unknown' });
  expect(await rejectUpdate(store.api, elsewhere)).toEqual({ kind: 'unknown' });
  const own = store.see`
    update proposed_updates set decision = 'approved', decided_by = 'a', decided_at = now(), history_seq = 2
    where update_id = ${outcome.updateId}`;
  await expect(own).rejects.toThrow(/decided_by_another/u);
});
