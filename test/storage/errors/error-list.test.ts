import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { AcquisitionFailureCode } from '../../../domain/failures.ts';
import type { Stage } from '../../../domain/stages.ts';
import { countConfirmation } from '../../../storage/confirmations/confirming.ts';
import { listConfirmationRuns } from '../../../storage/confirmations/runs.ts';
import { listErrors, type ErrorCursor, type ErrorRow } from '../../../storage/errors/list.ts';
import { findResident } from '../../../storage/residents/residents.ts';
import { municipality, openStore, receive, take, type Store } from '../support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(29);
  await fill();
});

interface Entry {
  code: AcquisitionFailureCode;
  stage: Stage;
  resolution: ErrorRow['resolution'];
}

/** Each kind of entry that the product leaves, a few times over. */
const kinds: readonly Entry[] = [
  { code: 'SERIAL_REFUSED', stage: 'NEEDS_ATTENTION', resolution: null },
  { code: 'ROUTE_REFUSED', stage: 'NEEDS_ATTENTION', resolution: null },
  { code: 'IDENTITY_MISMATCH', stage: 'NEEDS_ATTENTION', resolution: null },
  { code: 'IDENTITY_MISMATCH', stage: 'HELD', resolution: null },
  { code: 'IDENTITY_MISMATCH', stage: 'ACQUIRED', resolution: null },
  { code: 'CODE_NOT_CONFIRMED', stage: 'ACQUIRED', resolution: 'confirmed' },
  { code: 'SERIAL_REFUSED', stage: 'ACQUIRED', resolution: 'retried' },
  { code: 'SERIAL_REFUSED', stage: 'NUMBERED', resolution: 'retried' },
  { code: 'ROUTE_REFUSED', stage: 'CANCELLED', resolution: 'cancelled' },
  { code: 'IDENTITY_MISMATCH', stage: 'NEEDS_ATTENTION', resolution: 'corrected' },
];

/** Several at a moment, so that pages end between entries of the same one. */
async function fill(): Promise<void> {
  for (const [nth, { code, stage, resolution }] of [...kinds, ...kinds, ...kinds].entries()) {
    const personId = randomUUID();
    const held = code === 'IDENTITY_MISMATCH' && resolution === null;
    const status =
      stage === 'HELD' || stage === 'CANCELLED' ? 'NOT_REQUESTED' : stage === 'ACQUIRED' ? 'REQUESTED' : 'REQUESTING';
    await store.see`
      insert into persons (municipality, person_id, personal_number, personal_number_index, integrated_address_number,
        code_request_status, stage, failure_code, held_transfers)
      values (${municipality}, ${personId}, '\\x00', sha256(${personId}::text::bytea), ${`e-${nth}`}, ${status}, ${stage},
        ${stage === 'NEEDS_ATTENTION' ? 'ROUTE_REFUSED' : null}, ${held ? 1 : 0})`;
    await store.see`
      insert into failures (municipality, person_id, inbox_id, code, attempt, first_seen_at, resolved_at, resolution)
      values (${municipality}, ${personId}, ${code === 'IDENTITY_MISMATCH' ? randomUUID() : null}, ${code}, 1,
        '2026-03-02T10:00:00+09:00'::timestamptz + ${(nth * 7) % 8} * interval '1 minute',
        ${resolution === null ? null : new Date()}, ${resolution})`;
  }
}

const filters = ['open', 'resolved', 'all'].flatMap((state) =>
  [undefined, 'SERIAL_REFUSED', 'IDENTITY_MISMATCH', 'RECEIPT_UNKNOWN'].flatMap((code) =>
    ([undefined, 'NEEDS_ATTENTION', 'HELD', 'ACQUIRED', 'NUMBERED', 'CANCELLED', 'ROUTED'] as const).map((stage) => ({
      state: state as 'open' | 'resolved' | 'all',
      code,
      stage,
    })),
  ),
);

test('whatever is asked for, the pages hold each entry of it once, the oldest first', async () => {
  const { entries: everything } = await listErrors(store.api, municipality, { state: 'all', limit: 1_000 });
  expect(everything).toHaveLength(kinds.length * 3);
  const ids = await store.see<{ failure_id: string }[]>`
    select failure_id from failures where municipality = ${municipality} order by first_seen_at, failure_id`;
  expect(everything.map(({ failureId }) => failureId)).toEqual(ids.map((row) => row.failure_id));

  for (const { state, code, stage } of filters) {
    const wanted = everything.filter(
      (entry) =>
        (state === 'all' || (entry.resolvedAt === null) === (state === 'open')) &&
        (code === undefined || entry.code === code) &&
        (stage === undefined || entry.stage === stage),
    );
    const found: ErrorRow[] = [];
    let after: ErrorCursor | null | undefined;
    do {
      const page = await listErrors(store.api, municipality, {
        state,
        code,
        stage,
        after: after ?? undefined,
        limit: 2,
      });
      expect(page.entries.length).toBeLessThanOrEqual(2);
      found.push(...page.entries);
      after = page.next;
    } while (after !== null);
    expect({ state, code, stage, found }).toEqual({ state, code, stage, found: wanted });
  }
});

test('a page that looked through many entries for a rare stage says where to go on', async () => {
  const other = '202011';
  const add = async (personId: string, stage: Stage, count: number): Promise<void> => {
    await store.see`
      insert into persons (municipality, person_id, personal_number, personal_number_index, integrated_address_number,
        code_request_status, stage)
      values (${other}, ${personId}, '\\x00', sha256(${personId}::text::bytea), ${personId}, 'REQUESTING', ${stage})`;
    await store.see`
      insert into failures (municipality, person_id, code, attempt, resolved_at, resolution)
      select ${other}, ${personId}, 'SERIAL_REFUSED', 1, now(), 'retried' from generate_series(1, ${count}::int)`;
  };
  await add(randomUUID(), 'NUMBERED', 700);
  await add(randomUUID(), 'ROUTED', 1);

  const rare = { state: 'resolved', stage: 'ROUTED', limit: 10 } as const;
  const first = await listErrors(store.api, other, rare);
  expect(first.next).not.toBeNull();
  const second = await listErrors(store.api, other, { ...rare, after: first.next ?? undefined });
  expect([...first.entries, ...second.entries]).toHaveLength(1);
  expect(second.next).toBeNull();
});

test('confirmation runs are listed from the latest on', async () => {
  const counts = { asked: 1, acquired: 1, errors: 0, unknown: 0, overdue: 0 };
  for (const runId of ['r-1', 'r-2', 'r-3']) {
    await countConfirmation(store.db, municipality, { runId, counts, finished: true });
    await store.see`
      update confirmation_runs set started_at = now() - ${runId === 'r-2' ? 1 : 60} * interval '1 minute'
      where run_id = ${runId}`;
  }
  const runs = await listConfirmationRuns(store.api, municipality, 2);
  expect(runs.map(({ runId }) => runId)).toEqual(['r-2', expect.stringMatching(/r-[13]/)]);
});

test('an address number that is linked to nobody leads to the one its latest transfer is about', async () => {
  const personalNumber = store.people.personalNumber();
  const first = await receive(store, { personalNumber, addressNumber: store.people.addressNumber() });
  const addressNumber = store.people.addressNumber();
  // Another resident behind the same personal number: held, and linked to nobody.
  const other = { personalNumber, addressNumber, name: '別人 花子', birthDate: '2001-01-01', sex: 'female' } as const;
  const taken = await take(store, other);
  const key = { numberSystem: '01', addressNumber };
  expect(await findResident(store.api, municipality, key)).toMatchObject({ personId: first.personId });
  expect((await receive(store, other)).judgement).toMatchObject({ result: 'held' });
  expect(await findResident(store.api, municipality, key)).toMatchObject({
    personId: taken.personId,
    heldTransfers: 2,
  });
});
