/** Notices owed to all four backbones, written straight into the tables, and the residents whom the backbones know. */
import postgres from 'postgres';
import { getCredentials } from '../../../local/credentials.ts';
import { numberSystems } from '../../../domain/number-systems.ts';
import { keyVersion } from '../../../domain/search-keys.ts';
import { getBackbone } from '../../../simulators/backbone/tables.ts';
import { municipality, type LoadStack } from '../stack.ts';

const systems = Object.keys(numberSystems);

/** Answers when they were owed. Each resident is known to each backbone under one number. */
export async function oweNotices(stack: LoadStack, residents: number): Promise<number> {
  await fillResidents(stack.sql, residents);
  await fillBackbones(stack, residents);
  await stack.sql`vacuum analyze`;
  await stack.sql`checkpoint`;
  await stack.sql`
    insert into outbox (municipality, person_id, number_system, address_number, kind, history_seq)
    select municipality, person_id, number_system, address_number, 'numbered', 1 from address_numbers
    where municipality = ${municipality}`;
  return Date.now();
}

/** 依頼済, so that nobody has anything to do with them but to tell of them. */
async function fillResidents(sql: postgres.Sql, residents: number): Promise<void> {
  await sql`
    insert into persons (municipality, person_id, personal_number, personal_number_index, integrated_address_number,
      code_request_status, stage, serial_requested_at, routed_at, acquired_at, current_history_seq, last_history_seq, due_at)
    select ${municipality}, uuidv7(), sha256(('n' || i)::bytea), sha256(('x' || i)::bytea), ${numberOf(sql)},
      'REQUESTED', 'ACQUIRED', now(), now(), now(), 1, 1, null
    from generate_series(1, ${residents}::int) as i`;
  await sql`
    insert into address_numbers (municipality, number_system, address_number, person_id)
    select municipality, number_system, integrated_address_number, person_id
    from persons cross join unnest(${systems}::text[]) as number_system where municipality = ${municipality}`;
  await sql`
    insert into address_information (municipality, person_id, history_seq, number_system, address_number,
      integrated_address_number, name, name_key, birth_date_text, birth_date, sex, address, address_key, key_version, non_disclosure,
      code_request_status, operated_at, registered_at, staff_id)
    select municipality, person_id, 1, '01', integrated_address_number, integrated_address_number,
      '符号　' || integrated_address_number, '符号' || integrated_address_number, '1969-08-02', '1969-08-02', 'female',
      '符号市符号台3-31-13', '符号市符号台3-31-13', ${keyVersion}::smallint, false, code_request_status, now(), now(), 'bench'
    from persons where municipality = ${municipality}`;
}

/** A backbone refuses what it is told of somebody whom it does not know, which is less work than to take it. */
async function fillBackbones({ home, run }: LoadStack, residents: number): Promise<void> {
  const { simulatorSuperuser } = getCredentials(home);
  for (const { participant } of Object.values(numberSystems)) {
    const { table } = getBackbone(participant);
    const database = `sim_${participant.replaceAll('-', '_')}`;
    const url = `postgres://postgres:${simulatorSuperuser}@127.0.0.1:${run.ports['simulator-database']}/${database}`;
    const sql = postgres(url, { max: 1, onnotice: () => undefined });
    try {
      await sql`
        insert into ${sql(table)} (municipality, address_number, address_info)
        select ${municipality}, ${numberOf(sql)}, '{}' from generate_series(1, ${residents}::int) as i`;
    } finally {
      await sql.end({ timeout: 5 });
    }
  }
}

const numberOf = (sql: postgres.Sql) => sql`lpad(i::text, 15, '0')`;
