/**
 * The final tables of two municipalities that loaded the same file, row by row: by the sender's numbers, because ids,
 * moments and integrated numbers are drawn anew each time, and what is sealed or hashed is another text in each.
 */
import type postgres from 'postgres';

type Query = postgres.PendingQuery<postgres.Row[]>;
type RowsOf = (sql: postgres.Sql, municipality: string) => Query;

/** Who a person is to the sender. */
const keyed = (sql: postgres.Sql, municipality: string): Query => sql`
  (select person_id, min(number_system || ':' || address_number) as key from address_numbers
    where municipality = ${municipality} group by person_id) k`;

const tables: Record<string, RowsOf> = {
  persons: (sql, municipality) => sql`
    select key, stage, code_request_status, attempt, failure_code, failure_step, held_transfers, current_history_seq,
      last_history_seq, in_chunk, number_given, personal_number is not null,
      integrated_address_number is not null, serial_requested_at is not null, chunk_id is not null
    from persons left join ${keyed(sql, municipality)} using (person_id) where municipality = ${municipality}`,
  address_numbers: (sql, municipality) => sql`
    select key, number_system, address_number
    from address_numbers join ${keyed(sql, municipality)} using (person_id) where municipality = ${municipality}`,
  address_information: (sql, municipality) => sql`
    select key, history_seq, number_system, address_number, name, name_kana, name_key, birth_date_text, birth_date, sex,
      address, address_key, contact, delivery, non_disclosure, code_request_status, load_line, staff_id,
      personal_number is not null, integrated_address_number is not null
    from address_information left join ${keyed(sql, municipality)} using (person_id)
    where municipality = ${municipality}`,
  business_information: (sql, municipality) => sql`
    select key, number_system, data_type, business_item1, business_item2, integrated_address_number is not null
    from business_information left join ${keyed(sql, municipality)} using (person_id)
    where municipality = ${municipality}`,
  failures: (sql, municipality) => sql`
    select key, code, step, attempt, reason, resolution, chunk_id is not null
    from failures left join ${keyed(sql, municipality)} using (person_id) where municipality = ${municipality}`,
  loads: (sql, municipality) => sql`
    select state, state_reason, read_to, good_lines, bad_lines from loads where municipality = ${municipality}`,
  load_chunks: (sql, municipality) => sql`
    select chunk_no, first_line, last_line, lines, stage, ended_at is not null, results, members, routed, parked,
      acquired, unconfirmed
    from load_chunks where municipality = ${municipality}`,
  bad_lines: (sql, municipality) => sql`
    select line, problems from bad_lines where municipality = ${municipality}`,
};

/** Rows that are the same, by table. Throws where one is not. */
export async function countSameRows(
  sql: postgres.Sql,
  [one, other]: readonly [string, string],
): Promise<Record<string, number>> {
  const same: Record<string, number> = {};
  const wrong: string[] = [];
  for (const [table, rowsOf] of Object.entries(tables)) {
    const [a, b] = [rowsOf(sql, one), rowsOf(sql, other)];
    const [row] = await sql<{ same: number; only_one: number; only_other: number }[]>`
      select (select count(*)::int from (${a} intersect all ${b}) s) as same,
        (select count(*)::int from (${a} except all ${b}) s) as only_one,
        (select count(*)::int from (${b} except all ${a}) s) as only_other`;
    const { same: count = 0, only_one: more = 0, only_other: missing = 0 } = row ?? {};
    same[table] = count;
    if (more + missing > 0) wrong.push(`${table}: ${more} rows that should not be, ${missing} that should`);
  }
  if (wrong.length > 0) {
    throw new Error(`The result is void, the interrupted load left other tables: ${wrong.join('; ')}.`);
  }
  return same;
}
