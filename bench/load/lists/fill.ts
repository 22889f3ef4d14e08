/**
 * A municipality as it stands after its initial load and some months: written straight into the tables, because it is
 * to be read only; so nobody in it is due. Shares and sizes are of a city; what does not matter to a page is the same in
 * every row.
 */
import type postgres from 'postgres';
import { keyVersion } from '../../../domain/search-keys.ts';
import type { KeyRing } from '../../../keys/key-ring.ts';
import { municipality } from '../stack.ts';

const linesAChunk = 10_000;
/** Shares of hundred residents: in the error list, waiting for their confirmation; the rest is 依頼済. */
const parked = 3;
const waiting = 37;
/** Of a thousand residents: another transfer of theirs is held, because it may be about somebody else. */
const held = 1;
/** Of hundred resolved entries: staff have resolved them; the rest was confirmed meanwhile. */
const byStaff = 20;
const smallLoads = 60;
/** Of a month, one each ten minutes. */
const confirmationRuns = 4_320;
export interface Filled {
  /** Of the load that all residents came by. */
  loadId: string;
  failures: number;
  /** Address numbers that only held transfers have named, so that they are linked to nobody. */
  heldAddressNumbers: readonly string[];
  badLines: number;
}

export async function fillMunicipality(sql: postgres.Sql, keys: KeyRing, residents: number): Promise<Filled> {
  const loadId = await fillLoads(sql, residents);
  await fillResidents(sql, { residents, loadId });
  const heldAddressNumbers = await fillHeldTransfers(sql);
  const failures = await fillFailures(sql);
  const badLines = await fillBadLines(sql, keys, { loadId, count: failures });
  await sql`
    insert into confirmation_runs (municipality, run_id, started_at, finished_at, asked, acquired)
    select ${municipality}, 'run-' || i, now() - i * interval '10 minutes', now() - i * interval '10 minutes', 1000, 10
    from generate_series(1, ${confirmationRuns}::int) as i`;
  // As autovacuum leaves them behind.
  await sql`vacuum analyze`;
  return { loadId, failures, heldAddressNumbers, badLines };
}

async function fillLoads(sql: postgres.Sql, residents: number): Promise<string> {
  const chunks = Math.ceil(residents / linesAChunk);
  await sql`
    insert into loads (municipality, load_id, file_name, file_hash, file_bytes, options, dry_run, state, read_to, good_lines,
      client_id, created_at, started_at, finished_at)
    select ${municipality}, uuidv7(), 'residents-' || i || '.csv', sha256(i::text::bytea), 1000,
      '{"format": "csv", "encoding": "utf-8"}', false, 'DONE', 1000, 1000, 'bench', now() - i * interval '1 day',
      now() - i * interval '1 day', now() - i * interval '1 day'
    from generate_series(0, ${smallLoads}::int) as i`;
  // The oldest one is the city's.
  const [row] = await sql<{ load_id: string }[]>`
    update loads set read_to = ${residents + 1}, good_lines = ${residents} where municipality = ${municipality}
      and created_at = (select min(created_at) from loads where municipality = ${municipality})
    returning load_id`;
  if (!row) throw new Error('There is no load.');
  await sql`
    insert into load_chunks (municipality, chunk_id, load_id, chunk_no, first_line, last_line, lines, stage, judged_at,
      ended_at, results, members, routed, parked, acquired)
    select ${municipality}, uuidv7(), l.load_id, i, 2 + (i - 1) * ${linesAChunk}::int, 1 + i * ${linesAChunk}::int,
      ${linesAChunk}::int, 'ROUTED', now(), now(), jsonb_build_object('numbered', ${linesAChunk}::int),
      ${linesAChunk}::int, ${linesAChunk}::int, 0, ${linesAChunk}::int
    from loads l
    cross join lateral generate_series(1, case when l.load_id = ${row.load_id}::uuid then ${chunks}::int else 2 end) as i
    where l.municipality = ${municipality}`;
  await sql`
    insert into chunk_timeline (municipality, chunk_id, event, stage)
    select municipality, chunk_id, event, event_stage from load_chunks
    cross join (values ('numbered', 'NUMBERED'), ('serial', 'SERIAL_REQUESTED'), ('fileRequest', 'FILE_REQUESTED'),
      ('file', 'FILE_RECEIVED'), ('route', 'ROUTED')) as told(event, event_stage)
    where municipality = ${municipality}`;
  return row.load_id;
}

async function fillResidents(
  sql: postgres.Sql,
  { residents, loadId }: { residents: number; loadId: string },
): Promise<void> {
  await sql`
    insert into persons (municipality, person_id, personal_number, personal_number_index, integrated_address_number,
      code_request_status, stage, serial_requested_at, receipt_number, processing_serial, routed_at, confirm_by,
      acquired_at, failure_code, failure_step, failure_since, chunk_id, current_history_seq, last_history_seq, due_at)
    select ${municipality}, uuidv7(), sha256(('n' || i)::bytea) || sha256(('m' || i)::bytea), sha256(('x' || i)::bytea),
      lpad(i::text, 15, '0'), case when s.stage = 'ACQUIRED' then 'REQUESTED' else 'REQUESTING' end, s.stage, now(), 'R-1',
      '20260401' || lpad(i::text, 10, '0'), now(), now(), case when s.stage = 'ACQUIRED' then now() end,
      case when s.stage = 'NEEDS_ATTENTION' then 'CODE_NOT_CONFIRMED' end,
      case when s.stage = 'NEEDS_ATTENTION' then 'confirm' end, case when s.stage = 'NEEDS_ATTENTION' then now() end,
      c.chunk_id, 1, 1, null
    from generate_series(1, ${residents}::int) as i
    cross join lateral (select case when i % 100 < ${parked}::int then 'NEEDS_ATTENTION'
      when i % 100 < ${parked + waiting}::int then 'ROUTED' else 'ACQUIRED' end as stage) s
    join load_chunks c on c.municipality = ${municipality} and c.load_id = ${loadId}::uuid
      and c.chunk_no = 1 + (i - 1) / ${linesAChunk}::int`;
  await sql`
    insert into chunk_members (municipality, chunk_id, person_id)
    select municipality, chunk_id, person_id from persons where municipality = ${municipality}`;
  await sql`
    insert into address_numbers (municipality, number_system, address_number, person_id)
    select municipality, '01', integrated_address_number, person_id from persons where municipality = ${municipality}`;
  await sql`
    insert into address_information (municipality, person_id, history_seq, personal_number, number_system, address_number,
      integrated_address_number, name, name_kana, name_key, name_kana_key, birth_date_text, birth_date, sex, address, address_key,
      key_version, non_disclosure, code_request_status, operated_at, registered_at, load_id, load_line)
    select municipality, person_id, 1, personal_number, '01', integrated_address_number, integrated_address_number,
      '符号　' || integrated_address_number, 'フゴウ', '符号' || integrated_address_number, 'フゴオ', '1969-08-02', '1969-08-02',
      'female', '符号市符号台3-31-13', '符号市符号台3-31-13', ${keyVersion}::smallint, false, code_request_status, now(), now(), ${loadId}::uuid,
      1 + integrated_address_number::int
    from persons where municipality = ${municipality}`;
}

/** Of residents who are 依頼済: their entries stand between those of the others. */
async function fillHeldTransfers(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ address_number: string }[]>`
    with taken as (
      update persons set held_transfers = 1
      where municipality = ${municipality} and stage = 'ACQUIRED' and integrated_address_number::int % 1000 >= ${1000 - held}::int
      returning person_id, integrated_address_number as number
    ), sent as (
      insert into inbox (municipality, inbox_id, number_system, transfer_id, content_hash, person_id, address_number,
        payload, operated_at, client_id, state, result, code_request_status, judged_at)
      select ${municipality}, uuidv7(), '01', 'held-' || number, sha256(number::bytea), person_id, '9' || right(number, 14),
        '{}', now(), 'bench', 'HELD', 'held', 'NOT_REQUESTED', now()
      from taken returning inbox_id, person_id, address_number
    ), listed as (
      insert into failures (municipality, person_id, inbox_id, code, attempt, first_seen_at)
      select ${municipality}, person_id, inbox_id, 'IDENTITY_MISMATCH', 1,
        now() - row_number() over (order by inbox_id) * interval '30 seconds'
      from sent
    )
    select address_number from sent`;
  return rows.map((row) => row.address_number);
}

/** One open entry for each who is parked, a thousandth of them of a rare code, and as many that are resolved, of others. */
async function fillFailures(sql: postgres.Sql): Promise<number> {
  await sql`
    insert into failures (municipality, person_id, chunk_id, code, step, attempt, first_seen_at)
    select ${municipality}, person_id, chunk_id,
      case when lot < 6000 then 'CODE_NOT_CONFIRMED' when lot < 9000 then 'SERIAL_REFUSED'
        when lot < 9990 then 'ROUTE_REFUSED' else 'RECEIPT_UNKNOWN' end,
      'confirm', 1, now() - nth * interval '1 second'
    from (select *, row_number() over (order by personal_number_index) as nth,
        (row_number() over (order by personal_number_index) * 7919) % 10000 as lot
      from persons where municipality = ${municipality} and stage = 'NEEDS_ATTENTION') p`;
  const [open] = await sql<{ count: number }[]>`
    select count(*)::int as count from failures where municipality = ${municipality} and resolved_at is null`;
  const count = open?.count ?? 0;
  await sql`
    insert into failures (municipality, person_id, chunk_id, code, step, attempt, first_seen_at, resolved_at, resolution)
    select ${municipality}, person_id, chunk_id, 'CODE_NOT_CONFIRMED', 'confirm', 1,
      now() - row_number() over (order by personal_number_index) * interval '1 second', now(),
      case when (row_number() over (order by personal_number_index)) % 100 < ${byStaff}::int then 'retried' else 'confirmed' end
    from persons where municipality = ${municipality} and stage = 'ACQUIRED' order by personal_number_index limit ${count}`;
  return count;
}

async function fillBadLines(
  sql: postgres.Sql,
  keys: KeyRing,
  { loadId, count }: { loadId: string; count: number },
): Promise<number> {
  const problems = JSON.stringify([{ field: 'personalNumber', rule: 'CHECK_DIGIT' }]);
  const line = Buffer.from('G01-7-1,2025-12-23T10:00:00+09:00,036180567289,01,000027468927489,,中尾　直樹,,,,,,,,,,,');
  const rows = Array.from({ length: count }, (_, at) => {
    const number = 2 + at * 3;
    const raw = keys.encrypt('data', line, `bad-line/${municipality}/${loadId}/${number}`);
    return { number, raw: Buffer.from(raw).toString('hex') };
  });
  await sql`
    insert into bad_lines (municipality, load_id, line, problems, raw)
    select ${municipality}, ${loadId}::uuid, t.line, ${problems}::jsonb, decode(t.raw, 'hex')
    from unnest(${rows.map(({ number }) => number)}::int[], ${rows.map(({ raw }) => raw)}::text[]) as t(line, raw)`;
  return count;
}
