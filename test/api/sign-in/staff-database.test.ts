/** What the database itself lets each role see and change, whatever a statement asks for. */
import { randomUUID } from 'node:crypto';
import { sql, type SQL } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { operationRoles, rightsInTier, rightsOfRoles, roles, type Right, type Role } from '../../../domain/rights.ts';
import { databaseAs, databaseRoleOf, inMunicipality, operationRoleOf } from '../../../storage/database/database.ts';
import { municipality, openStore, otherMunicipality, receive, type Store } from '../../storage/support.ts';

type Verb = 'select' | 'insert' | 'update' | 'delete';
/** One of them is enough. */
type Rights = 'everybody' | readonly Right[];

/** Of each table: who may do what with some of its columns. What does not stand here is nobody's. */
const may: Readonly<Record<string, Partial<Record<Verb, Rights>>>> = {
  municipalities: { select: 'everybody', update: ['staff:administer'] },
  staff: { select: 'everybody' },
  staff_roles: { select: 'everybody' },
  persons: { select: 'everybody', update: ['residents:update'] },
  failures: { select: 'everybody', update: ['errors:work'] },
  inbox: { select: 'everybody' },
  outbox: { select: 'everybody', insert: ['residents:update'] },
  address_numbers: { select: ['residents:view', 'loads:read'] },
  address_information: { select: ['residents:view'], insert: ['residents:update'] },
  business_information: { select: ['residents:view'] },
  proposed_updates: { select: ['residents:view'], insert: ['residents:update'], update: ['residents:update'] },
  timeline: { select: ['errors:read'], insert: ['residents:update'] },
  request_attempts: { select: ['errors:read'] },
  corrections: { select: ['residents:view'], insert: ['errors:work'] },
  failure_notes: { select: ['errors:read'], insert: ['errors:work'] },
  failure_tries: { select: ['errors:read'] },
  audit_searches: { select: ['audit:read'], insert: ['audit:read'], delete: ['audit:read'] },
  error_views: {
    select: ['errors:read'],
    insert: ['errors:read'],
    update: ['errors:read'],
    delete: ['errors:read'],
  },
  confirmation_runs: { select: ['confirmations:read'] },
  confirmation_changes: { select: ['confirmations:read'] },
  loads: { select: ['loads:read'], insert: ['loads:work'] },
  load_columns: { select: ['loads:work'], insert: ['loads:work'], update: ['loads:work'] },
  load_chunks: { select: ['loads:read'] },
  chunk_timeline: { select: ['loads:read'] },
  chunk_members: { select: ['loads:read'] },
  participant_pace: { select: ['loads:read'] },
  bad_lines: { select: ['loads:read'] },
  lines_of_loads: { select: ['loads:read'] },
  audit_log: { select: ['audit:read'] },
  incident_requests: { select: 'everybody' },
};

/**
 * The database knows one role of an administrator for every tier, so the nation's has what those who ask have; the API
 * asks for inquiries:ask and inquiries:answer.
 */
const worksOnInquiries: readonly Right[] = ['servers:operate', 'inquiries:answer'];

/** What concerns the operation of the Juki net, in every tier. */
const mayInOperation: Readonly<Record<string, Partial<Record<Verb, Rights>>>> = {
  staff: { select: 'everybody' },
  staff_roles: { select: 'everybody' },
  audit_log: { select: ['audit:read'] },
  audit_searches: { select: ['audit:read'], insert: ['audit:read'], delete: ['audit:read'] },
  organisations: { select: 'everybody' },
  municipalities: { select: 'everybody' },
  servers: { select: 'everybody' },
  calendars: { select: 'everybody', insert: ['hours:change'], update: ['hours:change'] },
  calendar_changes: { select: 'everybody', insert: ['hours:change'], update: ['hours:change'] },
  hour_exceptions: { select: 'everybody', insert: ['exceptions:ask'], update: ['exceptions:ask'] },
  hour_exception_agreements: { select: 'everybody', insert: ['exceptions:agree'] },
  operating_days: { select: 'everybody', update: ['servers:operate'] },
  day_steps: { select: 'everybody' },
  daily_statistics: { select: ['statistics:read'] },
  check_targets: { select: 'everybody' },
  check_states: { select: 'everybody' },
  check_changes: { select: 'everybody' },
  incidents: { select: 'everybody', update: ['incidents:work'] },
  incident_notes: { select: 'everybody', insert: ['incidents:work'] },
  silences: { select: 'everybody', insert: ['incidents:work'], update: ['incidents:work'] },
  alarms: { select: 'everybody' },
  backups: { select: ['backups:read'], insert: ['backups:run'] },
  job_definitions: { select: ['jobs:read'], insert: ['jobs:define'] },
  job_net_states: { select: ['jobs:read'], insert: ['jobs:run'], update: ['jobs:run'] },
  job_days: { select: ['jobs:read'], insert: ['jobs:run'], update: ['jobs:run'] },
  job_runs: { select: ['jobs:read'] },
  job_skips: { select: ['jobs:read'], insert: ['jobs:run'], delete: ['jobs:run'] },
  // The roles of the database are the same in every tier. That only the nation publishes, row-level security says.
  inquiries: { select: ['inquiries:read'], insert: worksOnInquiries, update: worksOnInquiries },
  inquiry_messages: { select: ['inquiries:read'], insert: worksOnInquiries },
  inquiry_attachments: { select: ['inquiries:read'], insert: worksOnInquiries },
  inquiry_answers: { select: ['inquiries:read'], insert: worksOnInquiries, update: worksOnInquiries },
  answers: { select: ['inquiries:read'], insert: ['inquiries:answer'], update: ['inquiries:answer'] },
  releases: { select: ['deliveries:read'], insert: ['deliveries:read'], update: ['deliveries:read'] },
  rollouts: { select: ['deliveries:read'], insert: ['deliveries:read'], update: ['deliveries:read'] },
  deliveries: { select: ['deliveries:read'], insert: ['deliveries:read'] },
  delivery_targets: { select: ['deliveries:read'] },
};

/** Columns that not everybody sees who sees others of their table. */
const seen: Readonly<Record<string, Rights>> = {
  'persons.personal_number': ['residents:view-personal-number'],
  'persons.personal_number_index': ['residents:view-personal-number'],
  'address_information.personal_number': ['residents:view-personal-number'],
  'inbox.personal_number': ['residents:view-personal-number'],
  'inbox.personal_number_index': ['residents:view-personal-number'],
  'inbox.payload': ['residents:view'],
  'inbox.content_hash': [],
  'corrections.personal_number': ['residents:view-personal-number'],
  'corrections.personal_number_index': ['residents:view-personal-number'],
  'bad_lines.raw': ['loads:view-lines'],
  'lines_of_loads.name': ['loads:view-lines'],
  'lines_of_loads.address': ['loads:view-lines'],
  'lines_of_loads.personal_number': ['loads:view-lines'],
  'lines_of_loads.personal_number_index': ['loads:view-lines'],
  'staff.email': [],
  'staff.initial_password': [],
};

/** All columns of each table that somebody may change, by the right for them. */
const changed: Readonly<Record<string, Partial<Record<Right, string>>>> = {
  municipalities: { 'staff:administer': 'updated_at updates_need_approval' },
  persons: { 'residents:update': 'current_history_seq last_history_seq' },
  failures: { 'errors:work': 'assigned_at assignee_id due_on' },
  proposed_updates: { 'residents:update': 'decided_at decided_by decision decision_reason history_seq' },
  error_views: { 'errors:read': 'filter name shared' },
  load_columns: { 'loads:work': 'client_id kept_at names staff_id' },
};
const ofInquiries =
  'answer_minutes asked_at asked_by closed_at due_at error_entry escalated_at escalation first_answered_at incident ' +
  'inquiry kind last_seq late look_at merged_into organisation owner priority request_key road satisfaction ' +
  'satisfaction_text status subject version';
const ofInquiryAnswers = 'answer at inquiry organisation solved';
const changedInOperation: Readonly<Record<string, Partial<Record<Right, string>>>> = {
  calendars: { 'hours:change': 'setting updated_at version' },
  calendar_changes: { 'hours:change': 'decided_at decided_by decision decision_reason' },
  hour_exceptions: { 'exceptions:ask': 'withdrawn_at withdrawn_by' },
  operating_days: { 'servers:operate': 'order_reason ordered_at ordered_by staff_order updated_at' },
  incidents: { 'incidents:work': 'acknowledged_at acknowledged_by' },
  silences: { 'incidents:work': 'withdrawn_at withdrawn_by' },
  job_net_states: { 'jobs:run': 'changed_at changed_by paused reason' },
  job_days: { 'jobs:run': 'decided_by look_at order_reason ordered_at staff_order' },
  inquiries: { 'servers:operate': ofInquiries, 'inquiries:answer': ofInquiries },
  inquiry_answers: { 'servers:operate': ofInquiryAnswers, 'inquiries:answer': ofInquiryAnswers },
  answers: {
    'inquiries:answer':
      'answer body changed_at folded grams index_version kind retired_at retired_by solved title used version written_by',
  },
  releases: { 'deliveries:read': 'decided_at decided_by decision_reason replaced_by state' },
  rollouts: { 'deliveries:read': 'look_at order_reason ordered_at ordered_by staff_order' },
};

function changedBy(own: ReadonlySet<Right>, byTable: typeof changed): Record<string, string> {
  const columns = Object.entries(byTable).map(([table, byRight]): [string, string] => {
    const theirs = Object.entries(byRight).filter(([right]) => own.has(right as Right));
    return [table, [...new Set(theirs.flatMap(([, names]) => names.split(' ')))].toSorted().join(' ')];
  });
  return Object.fromEntries(columns.filter(([, names]) => names !== ''));
}

/** Every set of roles that somebody may have. */
const setsOf = <Each>(all: readonly Each[]): Each[][] =>
  Array.from({ length: 2 ** all.length - 1 }, (_, index) => all.filter((_role, at) => ((index + 1) & (1 << at)) !== 0));
const verbs: readonly Verb[] = ['select', 'insert', 'update', 'delete'];

let store: Store;
let personId: string;
let tables: string[];
beforeAll(async () => {
  store = await openStore(62);
  const personalNumber = store.people.personalNumber();
  ({ personId } = await receive(store, { addressNumber: store.people.addressNumber(), personalNumber }));
  await store.see`insert into audit_log (municipality, client_id, action, outcome)
    values (${municipality}, 'c-1', 'errors.list', 'allowed')`;
  const rows = await store.see<{ name: string }[]>`
    select relname as name from pg_class where relkind in ('r', 'v') and relnamespace = 'public'::regnamespace`;
  tables = rows.map(({ name }) => name);
  for (const staffId of ['s-1', 's-2']) {
    await store.see`insert into staff (staff_id, name, email) values (${staffId}, '見本 職員', ${`${staffId}@mihon.example`})`;
  }
});

const isAllowed = (own: ReadonlySet<Right>, by: Rights | undefined): boolean =>
  by === 'everybody' || (by ?? []).some((right) => own.has(right));

test('nothing is named here that is not there', () => {
  expect(Object.keys({ ...may, ...mayInOperation }).filter((table) => !tables.includes(table))).toEqual([]);
});

/** What came of a statement: how many rows, or that the database said no. */
async function outcomeAs(
  given: readonly Role[],
  statement: SQL,
  { where = municipality, staffId = 's-1' } = {},
): Promise<number | 'refused'> {
  try {
    const db = databaseAs(store.api, databaseRoleOf(given), staffId);
    return (await inMunicipality(db, where, (tx) => tx.execute(statement))).length;
  } catch (err) {
    const cause = err instanceof Error ? err.cause : undefined;
    if (cause && typeof cause === 'object' && 'code' in cause && cause.code === '42501') return 'refused';
    throw err;
  }
}

const inMunicipalities = setsOf(roles).map((given) => ({
  name: given.join(' and '),
  role: databaseRoleOf(given),
  own: rightsOfRoles(given),
  tables: { ...mayInOperation, ...may },
  columns: { ...changedInOperation, ...changed },
}));
/** The nation gives every role that a prefecture gives. */
const aboveMunicipalities = setsOf(operationRoles).map((given) => ({
  name: `${given.join(' and ')} of a prefecture or the nation`,
  role: operationRoleOf(given),
  own: rightsInTier('nation', given),
  tables: mayInOperation,
  columns: changedInOperation,
}));

describe.each([...inMunicipalities, ...aboveMunicipalities])(
  '$name',
  ({ role, own, tables: theirs, columns: changes }) => {
    test('may do with each table what the rights say, and nothing else', async () => {
      for (const verb of verbs) {
        const rows = await store.see<{ name: string; allowed: boolean }[]>`
        select name, case when ${verb} = 'delete' then has_table_privilege(${role}, 'public.' || name, 'delete')
          else has_any_column_privilege(${role}, 'public.' || name, ${verb === 'delete' ? 'select' : verb}) end as allowed
        from unnest(${tables}::text[]) as t(name) order by name`;
        expect({ verb, tables: rows.filter(({ allowed }) => allowed).map(({ name }) => name) }).toEqual({
          verb,
          tables: tables.filter((table) => isAllowed(own, theirs[table]?.[verb])).toSorted(),
        });
      }
      const [any] = await store.see`
      select bool_or(has_table_privilege(${role}, 'public.' || name, 'truncate, references, trigger')) as found
      from unnest(${tables}::text[]) as t(name)`;
      expect(any).toEqual({ found: false });
    });

    test('sees the columns that not everybody sees by the right for them, and changes no column but these', async () => {
      const columns = Object.keys(seen);
      const rows = await store.see<{ name: string; allowed: boolean }[]>`
      select name, has_column_privilege(${role}, 'public.' || split_part(name, '.', 1), split_part(name, '.', 2), 'select') as allowed
      from unnest(${columns}::text[]) as c(name)`;
      expect(Object.fromEntries(rows.map(({ name, allowed }) => [name, allowed]))).toEqual(
        Object.fromEntries(
          columns.map((column) => [column, (column.split('.')[0] ?? '') in theirs && isAllowed(own, seen[column])]),
        ),
      );
      const changeable = await store.see<{ name: string; columns: string }[]>`
      select c.relname as name, string_agg(a.attname, ' ' order by a.attname) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and has_column_privilege(${role}, c.oid, a.attname, 'update')
      group by c.relname`;
      expect(Object.fromEntries(changeable.map(({ name, columns: all }) => [name, all]))).toEqual(
        changedBy(own, changes),
      );
    });
  },
);

describe.each(setsOf(roles).map((given) => ({ given, name: given.join(' and ') })))('$name', ({ given }) => {
  test('sees rows of the own municipality and of no other', async () => {
    const stages = sql`select stage from persons`;
    expect(await outcomeAs(given, stages)).toBeGreaterThan(0);
    expect(await outcomeAs(given, stages, { where: otherMunicipality })).toBe(0);
    const names = await outcomeAs(given, sql`select name from address_information`);
    expect(names === 'refused').toBe(!isAllowed(rightsOfRoles(given), ['residents:view']));
    if (names !== 'refused') expect(names).toBeGreaterThan(0);
  });
});

describe('what staff write', () => {
  const entered = (staffId: string, where = municipality): SQL => sql`
    insert into address_information (municipality, person_id, history_seq, name, name_key, birth_date_text, sex, address,
      address_key, non_disclosure, code_request_status, operated_at, registered_at, staff_id)
    values (${where}, ${personId}::uuid, (select 1 + coalesce(max(history_seq), 0) from address_information), '符号 花子',
      '符号花子', '1990-04-01', 'female', '架空市', '架空市', false, 'REQUESTING', now(), now(), ${staffId})
    returning history_seq`;
  const proposed = (staffId: string, where = municipality): SQL => sql`
    insert into proposed_updates (municipality, person_id, current_history_seq, information, reason, proposed_by)
    values (${where}, ${personId}::uuid, 1, '{}', 'moved', ${staffId}) returning update_id`;
  const decided = (decision: string, by: string, historySeq: number | null = null): SQL => sql`
    update proposed_updates set decision = ${decision}, decided_by = ${by}, decided_at = now(),
      history_seq = ${historySeq}::int returning update_id`;
  const noted = (staffId: string): SQL => sql`
    insert into corrections (municipality, correction_id, failure_id, person_id, decision, staff_id, reason)
    values (${municipality}, ${randomUUID()}::uuid, ${randomUUID()}::uuid, ${personId}::uuid, 'same-person', ${staffId}, 'x')
    returning correction_id`;
  const kept = (staffId: string, where = municipality): SQL => sql`
    insert into error_views (municipality, staff_id, name, filter, shared)
    values (${where}, ${staffId}, ${randomUUID()}, '{}', true) returning view_id`;
  const loaded = (staffId: string, state = 'READING'): SQL => sql`
    insert into loads (municipality, load_id, file_name, file_hash, file_bytes, options, dry_run, state, client_id, staff_id)
    values (${municipality}, ${randomUUID()}::uuid, 'a.csv', '\\x00', 1, '{}', false, ${state}, 'staff-web', ${staffId})
    returning load_id`;
  const told = (staffId: string, event = 'updated'): SQL => sql`
    insert into timeline (municipality, person_id, event, attempt, detail)
    values (${municipality}, ${personId}::uuid, ${event}, 1, ${JSON.stringify({ staffId })}::jsonb) returning seq`;

  test('stands in nobody else’s name and in no other municipality', async () => {
    const statements: [Role, (staffId: string, where?: string) => SQL][] = [
      ['clerk', entered],
      ['clerk', kept],
      ['supervisor', noted],
      ['administrator', loaded],
      ['clerk', told],
    ];
    for (const [role, statement] of statements) {
      expect(await outcomeAs([role], statement('s-1'))).toBe(1);
      expect(await outcomeAs([role], statement('s-2'))).toBe('refused');
    }
    for (const statement of [entered, kept]) {
      expect(await outcomeAs(['clerk'], statement('s-1', otherMunicipality))).toBe('refused');
    }
    expect(await outcomeAs(['administrator'], loaded('s-1', 'DONE'))).toBe('refused');
    expect(await outcomeAs(['clerk'], told('s-1', 'acquired'))).toBe('refused');
  });

  test('has the personal number of the resident, which who entered it neither sees nor writes', async () => {
    await outcomeAs(['clerk'], entered('s-1'));
    const rows = await store.see`
      select a.personal_number = p.personal_number as same from address_information a join persons p using (municipality, person_id)
      where a.staff_id = 's-1'`;
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ same }) => same === true)).toBe(true);
    expect(await outcomeAs(['clerk'], sql`update address_information set personal_number = null`)).toBe('refused');
    expect(await outcomeAs(['supervisor'], sql`update address_information set personal_number = null`)).toBe('refused');
  });

  test('is decided by whoever may approve, by another than who proposed it, and once', async () => {
    expect(await outcomeAs(['clerk'], proposed('s-2'))).toBe('refused');
    expect(await outcomeAs(['clerk'], proposed('s-1'))).toBe(1);
    // Nor does a clerk approve, or take another's back.
    for (const decision of ['approved', 'rejected', 'withdrawn']) {
      const statement = decided(decision, 's-2', decision === 'approved' ? 2 : null);
      expect(await outcomeAs(['clerk'], statement, { staffId: 's-2' })).toBe('refused');
    }
    // Who approves enters the row in the name of who proposed it, while it is open.
    const asSupervisor = { staffId: 's-2' };
    expect(await outcomeAs(['supervisor'], decided('approved', 's-1', 2), asSupervisor)).toBe('refused');
    expect(await outcomeAs(['supervisor'], entered('s-1'), asSupervisor)).toBe(1);
    expect(await outcomeAs(['clerk'], entered('s-1'), asSupervisor)).toBe('refused');
    expect(await outcomeAs(['supervisor'], decided('approved', 's-2', 2), asSupervisor)).toBe(1);
    expect(await outcomeAs(['supervisor'], entered('s-1'), asSupervisor)).toBe('refused');
    await expect(outcomeAs(['supervisor'], decided('rejected', 's-2'), asSupervisor)).rejects.toThrow();

    await store.see`alter table proposed_updates disable trigger all`;
    await store.see`delete from proposed_updates`;
    await store.see`alter table proposed_updates enable trigger all`;
    expect(await outcomeAs(['clerk'], proposed('s-1'))).toBe(1);
    expect(await outcomeAs(['clerk'], decided('withdrawn', 's-1'))).toBe(1);
  });

  test('others’ views are left alone', async () => {
    expect(await outcomeAs(['clerk'], kept('s-2'), { staffId: 's-2' })).toBe(1);
    expect(await outcomeAs(['clerk'], sql`delete from error_views where staff_id = 's-2' returning 1`)).toBe(0);
    expect(await outcomeAs(['clerk'], sql`update error_views set shared = false where staff_id = 's-2'`)).toBe(
      'refused',
    );
  });

  test('takes no effect alone where the municipality wants four eyes', async () => {
    const wanted = async (isWanted: boolean): Promise<unknown> => store.see`
      insert into municipalities (municipality, name, name_en, route, participants, hours, limits, updates_need_approval)
      values (${municipality}, '見本市', 'Mihon City', 'JUKI_SYSTEM', '{}', '{}', '{}', ${isWanted})
      on conflict (municipality) do update set updates_need_approval = excluded.updates_need_approval`;
    await wanted(true);
    expect(await outcomeAs(['clerk'], entered('s-1'))).toBe('refused');
    expect(await outcomeAs(['supervisor'], entered('s-1'))).toBe('refused');
    expect(await outcomeAs(['clerk'], proposed('s-1'))).toBe(1);
    expect(await outcomeAs(['supervisor'], entered('s-1'), { staffId: 's-2' })).toBe(1);
    await wanted(false);
    expect(await outcomeAs(['clerk'], entered('s-1'))).toBe(1);
  });

  test('what was registered of the hours stays as it is, and who waits for them is woken by the program', async () => {
    await store.see`
      insert into municipalities (municipality, name, name_en, route, participants, hours, limits)
      values (${municipality}, '見本市', 'Mihon City', 'JUKI_SYSTEM', '{}', '{}', '{}') on conflict (municipality) do nothing`;
    const statements: SQL[] = [
      sql`update municipalities set hours = '{"enforced": false}'`,
      sql`update persons set due_at = now()`,
      sql`update load_chunks set due_at = now()`,
    ];
    for (const role of ['administrator', 'manager', 'supervisor'] as const) {
      for (const statement of statements) expect(await outcomeAs([role], statement)).toBe('refused');
    }
  });

  test('draws no integrated address number: a program does that in the transaction that takes a transfer', async () => {
    const rows = await store.see`
      select rolname as role from pg_roles where rolname like 'fugo_%' and not rolsuper
        and has_sequence_privilege(oid, 'integrated_address_number_sequence', 'usage') order by rolname`;
    expect(rows.map(({ role }) => role as string)).toEqual(['fugo_api', 'fugo_owner', 'fugo_worker']);
  });
});

test('without a role there is nothing', async () => {
  const nobody = inMunicipality(databaseAs(store.api, databaseRoleOf([]), 's-1'), municipality, (tx) =>
    tx.execute(sql`select 1`),
  );
  await expect(nobody).rejects.toThrow();
});

test('the role ends with its transaction, and beside one nothing runs', async () => {
  const view = databaseAs(store.api, databaseRoleOf(['auditor']), 's-1');
  await inMunicipality(view, municipality, (tx) => tx.execute(sql`select 1`));
  const [row] = await store.api.execute<{ role: string; name: string | null }>(
    sql`select current_user as role, nullif(current_setting('fugo.staff_id', true), '') as name`,
  );
  expect(row).toEqual({ role: 'fugo_api', name: null });
  expect(() => view.execute(sql`select 1`)).toThrow('beside a transaction');
  expect(() => view.select()).toThrow('beside a transaction');
  const members = membersOf(store.api);
  for (const name of ['session', '$client', '$count', '$with', 'with', 'query', 'execute']) {
    expect(members).toContain(name);
  }
  const open = [...members].filter((name) => {
    try {
      return Reflect.get(view, name) !== undefined;
    } catch {
      return false;
    }
  });
  expect(open.toSorted()).toEqual(['constructor', 'transaction']);
});

/** Its own and those of its classes. */
function membersOf(value: object): Set<string> {
  const names = new Set<string>();
  for (
    let at: unknown = value;
    at !== Object.prototype && typeof at === 'object' && at;
    at = Object.getPrototypeOf(at)
  ) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  return names;
}
