/** What the database itself shows to each role, whatever a query asks for. */
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { rightsOfRoles, roles, type Role } from '../../domain/rights.ts';
import { databaseAs, inMunicipality } from '../../storage/database.ts';
import { municipality, openStore, otherMunicipality, receive, type Store } from '../storage/support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(62);
  const personalNumber = store.people.personalNumber();
  await receive(store, { addressNumber: store.people.addressNumber(), personalNumber });
  await store.see`insert into audit_log (municipality, client_id, action, outcome)
    values (${municipality}, 'c-1', 'errors.list', 'allowed')`;
});

/** Every set of roles that somebody may have. */
const sets: Role[][] = Array.from({ length: 2 ** roles.length - 1 }, (_, index) =>
  roles.filter((_role, at) => ((index + 1) & (1 << at)) !== 0),
);

async function rowsAs(given: readonly Role[], query: string, where = municipality): Promise<number | 'refused'> {
  try {
    const rows = await inMunicipality(databaseAs(store.api, given), where, (tx) => tx.execute(sql.raw(query)));
    return rows.length;
  } catch (err) {
    const cause = err instanceof Error ? err.cause : undefined;
    if (cause && typeof cause === 'object' && 'code' in cause && cause.code === '42501') return 'refused';
    throw err;
  }
}

describe.each(sets.map((given) => ({ given, name: given.join(' and ') })))('$name', ({ given }) => {
  const rights = rightsOfRoles(given);
  const shown = (isAllowed: boolean): 1 | 'refused' => (isAllowed ? 1 : 'refused');

  test('names, personal numbers and the audit log are for whom the rights show them', async () => {
    expect({
      names: await rowsAs(given, 'select name from address_information'),
      transfers: await rowsAs(given, 'select payload from inbox'),
      numbers: await rowsAs(given, 'select personal_number from persons'),
      index: await rowsAs(given, 'select person_id from persons where personal_number_index is not null'),
      audit: await rowsAs(given, 'select action from audit_log'),
      stages: await rowsAs(given, 'select stage from persons'),
    }).toEqual({
      names: shown(rights.has('residents:view')),
      transfers: shown(rights.has('residents:view')),
      numbers: shown(rights.has('residents:view-personal-number')),
      index: shown(rights.has('residents:view-personal-number')),
      audit: shown(rights.has('audit:read')),
      stages: 1,
    });
  });

  test('sees no other municipality, changes nothing, and reads no secret of anybody', async () => {
    expect(await rowsAs(given, 'select stage from persons', otherMunicipality)).toBe(0);
    for (const query of [
      'update persons set stage = null',
      "insert into audit_log (municipality, client_id, action, outcome) values ('131016', 'c', 'a', 'allowed')",
      'select * from staff',
      'select * from staff_sessions',
      'select * from clients',
    ]) {
      expect({ query, answer: await rowsAs(given, query) }).toEqual({ query, answer: 'refused' });
    }
  });
});

test('without a role there is nothing', async () => {
  const nobody = inMunicipality(databaseAs(store.api, []), municipality, (tx) => tx.execute(sql`select 1`));
  await expect(nobody).rejects.toThrow();
});

test('the role ends with its transaction', async () => {
  const view = databaseAs(store.api, ['auditor']);
  await inMunicipality(view, municipality, (tx) => tx.execute(sql`select 1`));
  const [row] = await store.api.execute<{ role: string }>(sql`select current_user as role`);
  expect(row?.role).toBe('fugo_api');
});
