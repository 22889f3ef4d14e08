/**
 * Judges and numbers a chunk of a load (S21–S28). Lines about persons of whom nothing is known, nearly all in an
 * initial load, are taken in one statement; all others go through the inbox and the judge of single transfers. Both
 * happen in one transaction.
 *
 * C1. A line with address information is a newcomer's when none of its keys (personal number, address number, transfer id, integrated number) is
 *     known, in the database or from an earlier line of the chunk. Then there is nothing to judge: the person is
 *     numbered, or waits for a personal number.
 * C2. The other lines are judged after the newcomers, in the order of the file. A line that shares a key with an
 *     earlier line is no newcomer, so lines that share something keep the order of the file.
 * C3. A chunk is judged once: a second run changes nothing.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { KeyRing } from '../../keys/key-ring.ts';
import { takeKnownLines, type ChunkRow } from './chunk-known-lines.ts';
import { inBulk, inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { allocateIntegratedAddressNumbers } from './integrated-address-numbers.ts';
import { isTakenMeanwhile } from './judging.ts';
import { asJson } from '../database/rows.ts';
import { setTimeLimits } from '../database/time-limits.ts';

export interface TakenChunk {
  /** Persons for whom this chunk asks for a code. */
  members: number;
  judged: number;
  notices: number;
}

export async function takeChunk(
  { db, keys }: { db: Database; keys: KeyRing },
  { municipality, chunkId }: { municipality: string; chunkId: string },
): Promise<TakenChunk> {
  const result = await judgeChunk({ db, keys }, { municipality, chunkId });
  if (result.judged >= manyLines) await refreshStatistics(db, municipality, chunkId);
  return result;
}

/** Fewer lines are quick whatever the planner assumes. */
const manyLines = 1_000;

/** Runs after the first chunks of a load, and again when the load has grown to ten times that. */
async function refreshStatistics(db: Database, municipality: string, chunkId: string): Promise<void> {
  await inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ judged: number }>(sql`
      select count(*)::int as judged from load_chunks
      where municipality = ${municipality} and judged_at is not null and load_id = (
        select load_id from load_chunks where municipality = ${municipality} and chunk_id = ${chunkId}::uuid)`);
    if (!row || ![1, 2, 10, 100].includes(row.judged)) return;
    await tx.execute(setTimeLimits('bulk'));
    await tx.execute(sql`select refresh_statistics()`);
  });
}

async function judgeChunk(
  { db, keys }: { db: Database; keys: KeyRing },
  { municipality, chunkId }: { municipality: string; chunkId: string },
): Promise<TakenChunk> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inBulk(db, municipality, (tx) => takeInTransaction(tx, keys, { municipality, chunkId }));
    } catch (err) {
      // A single transfer or another chunk stored one of these persons at the same moment; the next try sees that
      // person.
      if (tries === 5 || !isTakenMeanwhile(err)) throw err;
    }
  }
}

async function takeInTransaction(
  tx: Transaction,
  keys: KeyRing,
  { municipality, chunkId }: { municipality: string; chunkId: string },
): Promise<TakenChunk> {
  const [row] = await tx.execute<{
    load_id: string | null;
    first_line: number;
    last_line: number;
    lines: number;
    members: number;
    is_judged: boolean;
  }>(sql`
    select load_id, first_line, last_line, lines, members, judged_at is not null as is_judged from load_chunks
    where municipality = ${municipality} and chunk_id = ${chunkId}::uuid for update`);
  if (!row) throw new Error('There is no such chunk');
  if (row.is_judged) return { members: row.members, judged: 0, notices: 0 };
  // Single persons are gathered into a chunk when they are judged already; it has no load and no lines.
  if (row.load_id === null) throw new Error('The chunk is not judged and has no load');
  const chunk: ChunkRow = {
    municipality,
    chunkId,
    loadId: row.load_id,
    firstLine: row.first_line,
    lastLine: row.last_line,
    lines: row.lines,
  };
  const newcomers = await takeNewcomers(tx, chunk);
  const knownLines = await takeKnownLines(tx, keys, chunk, newcomers.others);
  const members = newcomers.numbered + knownLines.members;
  const results = addUp(knownLines.results, {
    numbered: newcomers.numbered,
    awaitingPersonalNumber: newcomers.awaiting,
  });
  await tx.execute(sql`
    with judged as (
      update load_chunks set judged_at = now(), stage = 'NUMBERED', members = ${members}, results = ${asJson(results)}
      where municipality = ${municipality} and chunk_id = ${chunkId}::uuid returning chunk_id
    )
    insert into chunk_timeline (municipality, chunk_id, event, stage)
    select ${municipality}, chunk_id, 'numbered', 'NUMBERED' from judged`);
  return { members, judged: row.lines, notices: knownLines.notices };
}

function addUp(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const sum = { ...a };
  for (const [name, count] of Object.entries(b)) if (count > 0) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** One statement writes person, links, table 33 and table 34 for all newcomers. `others` are the remaining lines. */
async function takeNewcomers(
  tx: Transaction,
  { municipality, chunkId, loadId, firstLine, lastLine, lines }: ChunkRow,
): Promise<{ numbered: number; awaiting: number; others: number[] }> {
  const numbers = await allocateIntegratedAddressNumbers(tx, municipality, lines);
  const systems = await tx.execute<{ number_system: string }>(sql`
    select distinct number_system from lines_of_loads
    where load_id = ${loadId}::uuid and line between ${firstLine} and ${lastLine}`);
  // The planner expects one line where there are ten thousand, and would join them by nested loops.
  await setNestedLoops(tx, 'off');
  const [result] = await tx.execute<{ numbered: number; awaiting: number; others: number[] }>(sql`
    with line as materialized (
      select *, content_hash is not null as may_come_again, name is not null as has_address_information
      from lines_of_loads where load_id = ${loadId}::uuid and line between ${firstLine} and ${lastLine}
    ), first as materialized (
      select line, personal_number_index, number_system, address_number, integrated_address_number, transfer_id,
        may_come_again, has_address_information,
        personal_number_index is null
          or row_number() over (partition by personal_number_index order by line) = 1 as is_first_of_number,
        row_number() over (partition by number_system, address_number order by line) = 1 as is_first_of_address,
        integrated_address_number is null
          or row_number() over (partition by integrated_address_number order by line) = 1 as is_first_of_given,
        not may_come_again or row_number() over (partition by number_system, transfer_id order by line) = 1 as is_first_of_id
      from line
    ), known as materialized (
      -- Arrays instead of joins, for the reason given at inSet in storage/database/rows.
      select 'number:' || encode(personal_number_index, 'hex') as key from persons
        where municipality = ${municipality} and personal_number_index = any(array(
          select personal_number_index from line where personal_number_index is not null))
      union all
      ${selectKnownKeys(municipality, systems)}
      union all
      select 'address:' || awaiting_key from persons
        where municipality = ${municipality} and awaiting_key = any(array(
          select number_system || ':' || address_number from line))
      union all
      select 'given:' || integrated_address_number from persons
        where municipality = ${municipality} and integrated_address_number = any(array(
          select integrated_address_number from line where integrated_address_number is not null))
    ), judged as materialized (
      select line, has_address_information and is_first_of_number and is_first_of_address and is_first_of_given and is_first_of_id
        and not ('number:' || encode(personal_number_index, 'hex') in (select key from known)) is true
        and not ('address:' || number_system || ':' || address_number in (select key from known))
        and not ('given:' || integrated_address_number in (select key from known)) is true
        and not (may_come_again and 'id:' || number_system || ':' || transfer_id in (select key from known)) as is_newcomer
      from first
    ), given as materialized (
      -- Elements of fixed width are read directly at any place; a number of 15 digits fits an integer.
      select string_to_array(${numbers.join(',')}, ',')::int8[] as numbers
    ), newcomer_line as materialized (
      select line, row_number() over (order by line) as nth from judged where is_newcomer
    ), newcomer as materialized (
      select l.*, l.personal_number_index is not null as is_numbered,
        coalesce(l.integrated_address_number,
          case when l.personal_number_index is not null then lpad((n.numbers[k.nth])::text, 15, '0') end) as number,
        case when l.personal_number_index is null then 'NOT_REQUESTED' else 'REQUESTING' end as status,
        case when l.content_hash is not null then gen_random_uuid() end as inbox_id
      from newcomer_line k
      join line l on l.line = k.line
      cross join given n
    ), person as (
      insert into persons (municipality, person_id, personal_number, personal_number_index, awaiting_key,
        integrated_address_number, number_given, code_request_status, stage, chunk_id, in_chunk, due_at,
        current_history_seq, last_history_seq)
      select ${municipality}, person_id, personal_number, personal_number_index,
        case when not is_numbered then number_system || ':' || address_number end,
        number, integrated_address_number is not null, status, case when is_numbered then 'NUMBERED' else 'AWAITING_PN' end,
        case when is_numbered then ${chunkId}::uuid end, is_numbered, null, 1, 1
      from newcomer order by line
    ), member as (
      insert into chunk_members (municipality, chunk_id, person_id)
      select ${municipality}, ${chunkId}::uuid, person_id from newcomer where is_numbered order by line
    ), link as (
      insert into address_numbers (municipality, number_system, address_number, person_id)
      select ${municipality}, number_system, address_number, person_id from newcomer order by line
    ), sent as (
      -- A backbone may send a transfer with the same id too, which is then a repetition.
      insert into inbox (municipality, inbox_id, number_system, transfer_id, content_hash, person_id, address_number,
        personal_number, personal_number_index, payload, operated_at, client_id, state, result,
        integrated_address_number, code_request_status, judged_at, load_id, load_line)
      select ${municipality}, inbox_id, number_system, transfer_id, content_hash, person_id, address_number,
        personal_number, personal_number_index, '{}', operated_at, ${`load/${loadId}`}, 'JUDGED',
        case when is_numbered then 'numbered' else 'awaitingPersonalNumber' end, case when is_numbered then number end,
        status, now(), load_id, line
      from newcomer where inbox_id is not null
    ), table_33 as (
      insert into address_information (municipality, person_id, history_seq, personal_number, number_system,
        address_number, integrated_address_number, name, name_kana, name_key, name_kana_key, kana_name_key,
        birth_date_text, birth_date, birth_date_key, sex, address, address_key, key_version, contact, delivery, non_disclosure, code_request_status, operated_at, registered_at, inbox_id,
        load_id, load_line, staff_id)
      select ${municipality}, person_id, 1, personal_number, number_system, address_number, number, name, name_kana,
        name_key, name_kana_key, kana_name_key, birth_date_text, birth_date, birth_date_key, sex, address, address_key,
        key_version, contact, delivery, non_disclosure, status,
        operated_at, now(), inbox_id, load_id, line, sender_staff_id
      from newcomer order by line
    ), table_34 as (
      insert into business_information (municipality, person_id, number_system, data_type, integrated_address_number,
        confirmed_at, business_item1, business_item2)
      select ${municipality}, person_id, number_system, data_type, number, confirmed_at, business_item1, business_item2
      from newcomer where data_type is not null order by line
    ), told as (
      -- The chunk's timeline covers the numbered ones.
      insert into timeline (municipality, person_id, event, stage, attempt, detail)
      select ${municipality}, person_id, 'awaitingPersonalNumber', 'AWAITING_PN', 1,
        jsonb_build_object('numberSystem', number_system)
      from newcomer where not is_numbered
    )
    select (select count(*)::int from newcomer where is_numbered) as numbered,
      (select count(*)::int from newcomer where not is_numbered) as awaiting,
      (select coalesce(jsonb_agg(line order by line), '[]') from judged where not is_newcomer) as others`);
  await setNestedLoops(tx, 'on');
  if (!result) throw new Error('The statement answers one row');
  return result;
}

/** Known address numbers and transfer ids, for each number system separately, because the key begins with it. */
function selectKnownKeys(municipality: string, systems: readonly { number_system: string }[]): SQL {
  const parts = systems.map(
    ({ number_system: system }) => sql`
      select 'address:' || number_system || ':' || address_number from address_numbers
        where municipality = ${municipality} and number_system = ${system}
          and address_number = any(array(select address_number from line where number_system = ${system}))
      union all
      select 'id:' || number_system || ':' || transfer_id from inbox
        where municipality = ${municipality} and number_system = ${system}
          and transfer_id = any(array(select transfer_id from line where number_system = ${system} and may_come_again))`,
  );
  return sql.join(parts, sql` union all `);
}

async function setNestedLoops(tx: Transaction, setting: 'on' | 'off'): Promise<void> {
  await tx.execute(sql`select set_config('enable_nestloop', ${setting}, true)`);
}
