import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  loadOf,
  municipality,
  openStore,
  otherMunicipality,
  personAfter,
  receive,
  transferOf,
  type Store,
} from '../support.ts';

let store: Store;
let roles: Record<'fugo_api' | 'fugo_worker', postgres.Sql>;

beforeAll(async () => {
  store = await openStore(18);
  roles = {
    fugo_api: postgres(store.database.apiUrl, { max: 1 }),
    fugo_worker: postgres(store.database.workerUrl, { max: 1 }),
  };
  // One resident of each municipality, with a row in every table that a life fills.
  await personAfter(store, 'route');
  await receive(
    store,
    { personalNumber: store.people.personalNumber(), addressNumber: store.people.addressNumber() },
    otherMunicipality,
  );
  for (const where of [municipality, otherMunicipality]) {
    const value = { ...transferOf({ addressNumber: store.people.addressNumber() }), integratedAddressNumber: null };
    await loadOf(store, where, [{ kind: 'good', line: 2, value }]);
    await store.see`insert into audit_log (municipality, client_id, action, outcome) values (${where}, 'c', 'read', 'allowed')`;
    await store.see`insert into notice_pauses values (${where}, '01', 1, now())`;
  }
});
afterAll(async () => {
  await Promise.all(Object.values(roles).map((sql) => sql.end({ timeout: 5 })));
});

/** Every table whose rows belong to a municipality. */
const tables = [
  'persons',
  'address_numbers',
  'address_information',
  'business_information',
  'chunk_members',
  'request_attempts',
  'timeline',
  'failures',
  'corrections',
  'confirmation_runs',
  'inbox',
  'outbox',
  'notice_pauses',
  'audit_log',
  'loads',
  'load_columns',
  'bad_lines',
  'load_chunks',
  'chunk_timeline',
  'participant_pace',
  'failure_notes',
  'failure_tries',
  'error_views',
  'proposed_updates',
  'proposals',
  'confirmation_changes',
] as const;

/** What staff write beside their work; the worker never looks at it. */
const ofStaff = new Set<string>(['failure_notes', 'error_views', 'proposed_updates', 'proposals', 'load_columns']);

/** What is the worker's own; the API never looks at it. */
const ofWorker = new Set<string>(['notice_pauses']);

/** A view of the error list is a bookmark, and a pause is over when the backbone takes notices. */
const thrownAway = new Set<string>(['error_views', 'notice_pauses']);

/** Whose roles they are is asked before there is a municipality; the lines of a load have a view before them. */
const apart = ['municipalities', 'staff_roles', 'load_lines'];

test('no table with a municipality is left out of this file, and each has row-level security that binds its owner too', async () => {
  const rows = await store.see<{ name: string; enabled: boolean; forced: boolean; own: boolean }[]>`
    select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
      (select bool_and(strpos(said, '(municipality = current_setting(''fugo.municipality''::text, true))') in (1, 2) and said !~ ' OR ')
        from (select pg_get_expr(p.polqual, c.oid) as said from pg_policy p where p.polrelid = c.oid) p) as own
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'municipality' and a.attnotnull
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname not in ${store.see(apart)}
    order by c.relname`;
  expect(rows.map(({ name }) => name)).toEqual(tables.toSorted());
  for (const row of rows) expect(row).toMatchObject({ enabled: true, forced: true, own: true });
});

test('municipality is the first column of every key of these tables', async () => {
  const rows = await store.see<{ name: string; first: string }[]>`
    select c.relname as name, a.attname as first
    from pg_index i join pg_class c on c.oid = i.indrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where (i.indisprimary or i.indisunique) and c.relname in ${store.see([...tables])}`;
  expect(rows.length).toBeGreaterThanOrEqual(tables.length);
  expect(rows.filter(({ first }) => first !== 'municipality')).toEqual([]);
});

describe.each(['fugo_api', 'fugo_worker'] as const)('%s', (role) => {
  const inside = <T>(where: string, work: (tx: postgres.TransactionSql) => Promise<T>) =>
    roles[role].begin(async (tx) => {
      await tx`select set_config('fugo.municipality', ${where}, true)`;
      return work(tx);
    });

  test('owns nothing and cannot pass row-level security by', async () => {
    const [row] = await store.see`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
        (select count(*)::int from pg_class where relowner = r.oid) as owned
      from pg_roles r where rolname = ${role}`;
    expect(row).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owned: 0 });
  });

  const readable = tables.filter((table) => !(role === 'fugo_api' ? ofWorker : ofStaff).has(table));

  test('reads nothing that is no work of its own', async () => {
    for (const table of tables.filter((each) => !readable.includes(each))) {
      await expect(inside(municipality, (tx) => tx`select 1 from ${tx(table)}`)).rejects.toThrow(/permission denied/);
    }
  });

  test.each(readable)('sees nothing of %s without a municipality', async (table) => {
    const sql = roles[role];
    expect(await sql`select 1 from ${sql(table)} limit 1`).toHaveLength(0);
  });

  test.each(readable)('sees only its own rows of %s', async (table) => {
    const rows = await inside(
      municipality,
      (tx) => tx<{ municipality: string }[]>`select distinct municipality from ${tx(table)}`,
    );
    expect(rows.filter((row) => row.municipality !== municipality)).toEqual([]);
    const [there] = await store.see<{ count: number }[]>`
      select count(*)::int as count from ${store.see(table)} where municipality = ${municipality}`;
    expect(rows).toHaveLength((there?.count ?? 0) > 0 ? 1 : 0);
  });

  test.each(tables.filter((table) => !thrownAway.has(table)))('may delete nothing from %s', async (table) => {
    await expect(inside(municipality, (tx) => tx`delete from ${tx(table)}`)).rejects.toThrow(/permission denied/);
    await expect(inside(municipality, (tx) => tx`truncate ${tx(table)}`)).rejects.toThrow(/permission denied/);
  });

  test('reads the lines of loads of its municipality by a view, and the table not at all', async () => {
    const sql = roles[role];
    await expect(inside(municipality, (tx) => tx`select 1 from load_lines`)).rejects.toThrow(/permission denied/);
    const rows = await inside(
      municipality,
      (tx) => tx<{ municipality: string }[]>`select distinct municipality from lines_of_loads`,
    );
    expect(rows).toEqual([{ municipality }]);
    expect(await sql`select 1 from lines_of_loads`).toHaveLength(0);
    await expect(inside(municipality, (tx) => tx`delete from lines_of_loads`)).rejects.toThrow(/permission denied/);
  });

  test('cannot say whose a line of a load is', async () => {
    await expect(
      inside(
        municipality,
        (tx) => tx`insert into load_lines (municipality, load_id) values (${otherMunicipality}, gen_random_uuid())`,
      ),
    ).rejects.toThrow(/permission denied/);
  });

  test('may add to the audit log and change nothing in it', async () => {
    await inside(
      municipality,
      (tx) =>
        tx`insert into audit_log (municipality, client_id, action, outcome) values (${municipality}, 'c', 'x', 'allowed')`,
    );
    await expect(inside(municipality, (tx) => tx`update audit_log set action = 'y'`)).rejects.toThrow(
      /permission denied/,
    );
  });

  test('cannot write a row of another municipality, nor move one there', async () => {
    await expect(
      inside(
        municipality,
        (tx) => tx`insert into persons (municipality, person_id) values (${otherMunicipality}, gen_random_uuid())`,
      ),
    ).rejects.toThrow(/row-level security/);
    const moved = inside(municipality, (tx) => tx`update timeline set municipality = ${otherMunicipality}`);
    await expect(moved).rejects.toThrow(/row-level security/);
    const touched = await inside(
      municipality,
      (tx) => tx`update persons set updated_at = now() where municipality = ${otherMunicipality} returning 1`,
    );
    expect(touched).toHaveLength(0);
  });

  test('draws integrated address numbers, each once, and sets their sequence back never', async () => {
    const sql = roles[role];
    const draw = async (): Promise<bigint> => {
      const [row] = await sql<{ drawn: string }[]>`select nextval('integrated_address_number_sequence') as drawn`;
      return BigInt(row?.drawn ?? 0);
    };
    const first = await draw();
    expect(await draw()).toBeGreaterThan(first);
    await expect(sql`select setval('integrated_address_number_sequence', 1)`).rejects.toThrow(/permission denied/);
  });

  test('carries no municipality from one transaction into the next on the same connection', async () => {
    await inside(municipality, (tx) => tx`select 1 from persons`);
    expect(await roles[role]`select 1 from persons`).toHaveLength(0);
  });

  test('may change no table and make none', async () => {
    const sql = roles[role];
    await expect(sql`alter table persons disable row level security`).rejects.toThrow(/must be owner/);
    await expect(sql`create table public.mine (id int)`).rejects.toThrow(/permission denied/);
  });
});
