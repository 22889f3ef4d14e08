/** Inserts thousands of residents and owed notices as rows, in a moment. */
import type postgres from 'postgres';

/** Returns the ids of the notices in the order in which they are due, which is not the order of writing. */
export async function oweNotices(
  sql: postgres.Sql,
  municipality: string,
  { numberSystem, count }: { numberSystem: string; count: number },
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    with people as (
      insert into persons (municipality, person_id, integrated_address_number, current_history_seq, last_history_seq)
      select ${municipality}, gen_random_uuid(), nextval('integrated_address_number_sequence')::text, 1, 1
      from generate_series(1, ${count}::int)
      returning person_id, integrated_address_number as number
    ), information as (
      insert into address_information (municipality, person_id, history_seq, integrated_address_number, name, name_key,
        birth_date_text, sex, address, address_key, non_disclosure, code_request_status, operated_at, registered_at,
        staff_id)
      select ${municipality}, person_id, 1, number, '符号 太郎', '符号太郎', '1980-05-06', 'male', '架空市見本町1丁目',
        '架空市見本町1丁目', false, 'NOT_REQUESTED', now(), now(), 's-1'
      from people
    ), written as (
      insert into outbox (municipality, person_id, number_system, address_number, kind, history_seq, next_send_at)
      select ${municipality}, person_id, ${numberSystem}, number, 'updated', 1,
        now() - interval '1 hour' - interval '1 millisecond' * row_number() over ()
      from people
      returning notice_id, next_send_at
    )
    select notice_id as id from written order by next_send_at`;
  return rows.map(({ id }) => id);
}
