/** Entries of the error list as the product leaves them, for the tests of the list. */
import { randomUUID } from 'node:crypto';
import type { Role } from '../../../domain/rights.ts';
import { finishStep } from '../../../storage/requests/steps.ts';
import {
  begin,
  endOf,
  keyOf,
  municipality,
  personAfter,
  receive,
  type Fields,
  type Store,
} from '../../storage/support.ts';

export interface TestEntry {
  failureId: string;
  personId: string;
  number: string;
}

export async function entryOf(store: Store, personId: string): Promise<TestEntry> {
  const [row] = await store.see<{ failure_id: string; number: string | null }[]>`
    select f.failure_id, p.integrated_address_number as number from failures f join persons p using (municipality, person_id)
    where f.person_id = ${personId} and f.resolved_at is null order by f.first_seen_at desc limit 1`;
  if (!row) throw new Error('nothing stands in the list');
  return { failureId: row.failure_id, personId, number: row.number ?? '' };
}

/** A request that the intermediate server refuses a serial. */
export async function refusedSerial(store: Store): Promise<TestEntry> {
  const { personId } = await personAfter(store, 'judge');
  const key = keyOf(personId, 'serial');
  const { lines } = await begin(store, key);
  await finishStep(store.db, key, {
    lines: 1,
    refused: [{ personId, code: 'SERIAL_REFUSED', reason: 'E-12' }],
    end: endOf('serial', lines),
  });
  return entryOf(store, personId);
}

/** The serial request of an attempt, which the intermediate server refuses or accepts. */
export async function runSerial(
  store: Store,
  { personId }: Pick<TestEntry, 'personId'>,
  { attempt, refuse }: { attempt: number; refuse: boolean },
): Promise<void> {
  const key = { ...keyOf(personId, 'serial'), attempt };
  const { lines } = await begin(store, key);
  const refused = refuse ? [{ personId, code: 'SERIAL_REFUSED' as const, reason: `E-${String(attempt)}` }] : [];
  await finishStep(store.db, key, { lines: 1, refused, end: endOf('serial', lines) });
}

/** A request that was refused on its road. */
export async function refusedRoute(store: Store, participant: 'juki-system' | 'juki-gateway'): Promise<TestEntry> {
  const { personId } = await personAfter(store, 'file');
  const key = keyOf(personId, 'route');
  const { lines } = await begin(store, key);
  await store.see`update request_attempts set participant = ${participant} where person_id = ${personId} and step = 'route'`;
  await finishStep(store.db, key, {
    lines: 1,
    refused: [{ personId, code: 'ROUTE_REFUSED' }],
    end: endOf('route', lines),
  });
  return entryOf(store, personId);
}

/** A transfer that is held beside the one that was numbered. */
export async function heldTransfer(
  store: Store,
  fields: Partial<Fields> & { nonDisclosure?: boolean } = {},
): Promise<TestEntry & { personalNumber: string; addressNumber: string }> {
  const { personId, personalNumber, integratedAddressNumber: number } = await personAfter(store, 'judge');
  const addressNumber = store.people.addressNumber();
  await receive(store, { personalNumber, addressNumber, birthDate: '1950-01-02', name: '別人 花子', ...fields });
  return { ...(await entryOf(store, personId)), number, personalNumber, addressNumber };
}

/** Somebody new whose address number is another resident's: held, and without a number. */
export async function heldStranger(store: Store): Promise<TestEntry & { owner: string }> {
  const owner = await personAfter(store, 'judge', { fields: { name: '持主 太郎' } });
  const stranger = { personalNumber: store.people.personalNumber(), addressNumber: owner.addressNumber };
  const { personId } = await receive(store, { ...stranger, name: '別人 次郎' });
  return { ...(await entryOf(store, personId)), owner: owner.integratedAddressNumber };
}

export async function makeOlder(store: Store, { failureId }: TestEntry, hours: number): Promise<void> {
  await store.see`
    update failures set first_seen_at = now() - ${hours} * interval '1 hour' where failure_id = ${failureId}`;
}

/** As though a load had put the entry on the list. */
export async function putIntoLoad(store: Store, { failureId }: TestEntry, loadId: string): Promise<void> {
  const chunkId = randomUUID();
  await store.see`
    insert into loads (municipality, load_id, file_name, file_hash, file_bytes, options, dry_run, state, client_id)
    values (${municipality}, ${loadId}, 'a.csv', '\\x00', 1, '{}', false, 'DONE', 'c-1') on conflict do nothing`;
  await store.see`
    insert into load_chunks (municipality, chunk_id, load_id, chunk_no, first_line, last_line, lines)
    values (${municipality}, ${chunkId}, ${loadId},
      (select count(*) + 1 from load_chunks where load_id = ${loadId}), 1, 1, 1)`;
  await store.see`update failures set chunk_id = ${chunkId} where failure_id = ${failureId}`;
}

export async function member(
  store: Store,
  name: string,
  roles: readonly Role[],
  where = municipality,
): Promise<string> {
  const staffId = randomUUID();
  await store.see`
    insert into staff (staff_id, name, email) values (${staffId}, ${name}, ${`${staffId}@mihon.example`})`;
  for (const role of roles) {
    await store.see`insert into staff_roles (organisation, staff_id, role) values (${where}, ${staffId}, ${role})`;
  }
  return staffId;
}
