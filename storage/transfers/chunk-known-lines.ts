/**
 * The lines of a chunk that are not newcomers' (storage/transfers/chunk-intake, C2): the person is found as for a
 * single transfer, or created; the line becomes a row of the inbox; the judge decides.
 *
 * Of lines that share something, only one is in each wave, and the next wave sees what the judge decided. A file of
 * known residents is one wave; each further line about one person adds a wave.
 */
import { sql, type SQL } from 'drizzle-orm';
import { v7 as newId } from 'uuid';
import type { LoadLineProblem } from '../../contracts/load-file.ts';
import { splitIntoWaves } from '../../domain/waves.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import type { Transaction } from '../database/database.ts';
import { personOf } from './find-persons.ts';
import { judgeInTransaction } from './judging.ts';
import { openPersonalNumber, sealPersonalNumber } from '../database/personal-number.ts';
import { asJson } from '../database/rows.ts';

export interface ChunkRow {
  municipality: string;
  chunkId: string;
  loadId: string;
  firstLine: number;
  lastLine: number;
  lines: number;
}

interface FoundLine extends Record<string, unknown> {
  line: number;
  person_id: string | null;
  /** The number is sealed for another person, and the line's person has none to copy. */
  must_be_sealed: boolean;
  sealed: Uint8Array | null;
  sealed_for: string;
  /** It carries business information alone, and there is no address information of its person (seed P:339). */
  unknown: boolean;
  has_personal_number: boolean;
  /** The line's integrated number is not this person's, or belongs to somebody else. */
  wrong_number: boolean;
}

export interface TakenLines {
  members: number;
  notices: number;
  results: Record<string, number>;
}

export async function takeKnownLines(
  tx: Transaction,
  keys: KeyRing,
  chunk: ChunkRow,
  lines: readonly number[],
): Promise<TakenLines> {
  const totals: TakenLines = { members: 0, notices: 0, results: {} };
  if (lines.length === 0) return totals;
  for (const wave of splitIntoWaves(await readShared(tx, chunk, lines), ({ shared }) => shared)) {
    const { members, notices, results } = await takeWave(
      tx,
      keys,
      chunk,
      wave.map(({ line }) => line),
    );
    totals.members += members;
    totals.notices += notices;
    for (const [result, count] of Object.entries(results)) {
      if (count > 0) totals.results[result] = (totals.results[result] ?? 0) + count;
    }
  }
  return totals;
}

/** The keys that a line may share with others, for each line in the order of the file. */
function readShared(
  tx: Transaction,
  { loadId }: ChunkRow,
  lines: readonly number[],
): Promise<{ line: number; shared: string[] }[]> {
  return tx.execute<{ line: number; shared: string[] }>(sql`
    select l.line, array_remove(array[
        'number:' || encode(l.personal_number_index, 'hex'), 'address:' || l.number_system || ':' || l.address_number,
        'given:' || l.integrated_address_number, 'id:' || l.number_system || ':' || l.transfer_id], null) as shared
    from ${linesOf(loadId, lines)} l order by l.line`);
}

/** A condition and not a join, because only a condition passes the view's barrier and reaches the index. */
const linesOf = (loadId: string, lines: readonly number[]): SQL => sql`(
    select * from lines_of_loads
    where load_id = ${loadId}::uuid and line = any(string_to_array(${lines.join(',')}, ',')::int[]))`;

async function takeWave(
  tx: Transaction,
  keys: KeyRing,
  chunk: ChunkRow,
  lines: readonly number[],
): Promise<TakenLines> {
  let found = await findPersons(tx, chunk, lines);
  const unknownLines = found.filter((line) => line.unknown);
  await refuseLines(
    tx,
    chunk,
    unknownLines.map(({ line, has_personal_number: has }) => ({
      line,
      problem: { field: has ? 'personalNumber' : 'addressNumber', rule: 'UNKNOWN_RESIDENT' },
    })),
  );
  found = found.filter((line) => !line.unknown);
  const takenLines = found.map(({ line }) => line);
  if (found.some(({ person_id }) => person_id === null)) {
    await createPersons(tx, chunk, found);
    found = await findPersons(tx, chunk, takenLines);
  }
  const wrongLines = found.filter((line) => line.wrong_number);
  await refuseLines(
    tx,
    chunk,
    wrongLines.map(({ line }) => ({ line, problem: { field: 'integratedAddressNumber', rule: 'NUMBER_OF_ANOTHER' } })),
  );
  const usable = found.filter((line) => !line.wrong_number);
  const { repeated, conflicts } = await putIntoInbox(tx, keys, chunk, usable);
  await refuseLines(
    tx,
    chunk,
    conflicts.map((line) => ({ line, problem: { field: 'transferId', rule: 'REPEATED_LINE' } })),
  );

  const personIds = [...new Set(usable.flatMap(({ person_id }) => (person_id === null ? [] : [person_id])))];
  const { municipality, chunkId } = chunk;
  await keepGivenNumbers(tx, chunk, usable);
  const judged = await judgeInTransaction(tx, { municipality, requests: { personIds }, chunkId });
  const members = await tx.execute(sql`
    insert into chunk_members (municipality, chunk_id, person_id)
    select ${municipality}, chunk_id, person_id from persons
    where municipality = ${municipality} and person_id = any(string_to_array(${personIds.join(',')}, ',')::uuid[])
      and in_chunk and chunk_id = ${chunkId}::uuid
    on conflict do nothing returning 1`);
  return {
    members: members.length,
    notices: judged.notices,
    results: { ...judged.results, repeated, refused: unknownLines.length + wrongLines.length + conflicts.length },
  };
}

function findPersons(
  tx: Transaction,
  { municipality, loadId }: ChunkRow,
  lines: readonly number[],
): Promise<FoundLine[]> {
  return tx.execute<FoundLine>(sql`
    select l.line, p.person_id, l.personal_number as sealed, l.person_id as sealed_for,
      l.personal_number_index is not null and p.person_id <> l.person_id
        and p.personal_number_index is distinct from l.personal_number_index as must_be_sealed,
      l.integrated_address_number is not null and (
        coalesce(p.integrated_address_number <> l.integrated_address_number, false)
        or exists (select from persons o where o.municipality = ${municipality}
          and o.integrated_address_number = l.integrated_address_number and o.person_id is distinct from p.person_id)
      ) as wrong_number, l.name is null and p.current_history_seq is null as unknown,
      l.personal_number_index is not null as has_personal_number
    from ${linesOf(loadId, lines)} l
    left join lateral ${personOf(municipality, {
      index: sql`l.personal_number_index`,
      system: sql`l.number_system`,
      address: sql`l.address_number`,
    })} as f on true
    left join persons p on p.municipality = ${municipality} and p.person_id = f.person_id
    order by l.line`);
}

/** Creates the unknown persons: one for each personal number, or for each address number without one. */
async function createPersons(
  tx: Transaction,
  { municipality, loadId }: ChunkRow,
  found: readonly FoundLine[],
): Promise<void> {
  const unknownLines = found.filter(({ person_id }) => person_id === null).map(({ line }) => line);
  await tx.execute(sql`
    insert into persons (municipality, person_id, personal_number, personal_number_index, awaiting_key)
    select distinct on (key) ${municipality}, person_id, personal_number, personal_number_index,
      case when personal_number_index is null then number_system || ':' || address_number end
    from (
      select l.*, coalesce(encode(l.personal_number_index, 'hex'), l.number_system || ':' || l.address_number) as key
      from ${linesOf(loadId, unknownLines)} l
    ) as l
    order by key, line
    on conflict do nothing`);
}

/** Returns the lines whose transfer id was there before: repetitions when the content is equal, otherwise conflicts. */
async function putIntoInbox(
  tx: Transaction,
  keys: KeyRing,
  { municipality, loadId }: ChunkRow,
  found: readonly FoundLine[],
): Promise<{ repeated: number; conflicts: number[] }> {
  const rows = found.map(({ line, person_id, must_be_sealed, sealed, sealed_for }) => ({
    line,
    person_id,
    // Ascending, so that the judge takes the lines in order.
    inbox_id: newId(),
    sealed:
      must_be_sealed && sealed !== null && person_id !== null
        ? Buffer.from(
            sealPersonalNumber(
              keys,
              municipality,
              person_id,
              openPersonalNumber(keys, municipality, sealed_for, sealed),
            ),
          ).toString('hex')
        : null,
  }));
  const insertedRows = await tx.execute<{ load_line: number | null }>(sql`
    insert into inbox (municipality, inbox_id, number_system, transfer_id, content_hash, person_id, address_number,
      personal_number, personal_number_index, payload, operated_at, client_id, load_id, load_line)
    select ${municipality}, t.inbox_id, l.number_system, l.transfer_id, coalesce(l.content_hash, ''::bytea), t.person_id,
      l.address_number,
      case when l.personal_number_index is null then null when t.sealed is not null then decode(t.sealed, 'hex')
        when l.person_id = t.person_id then l.personal_number else p.personal_number end,
      l.personal_number_index,
      jsonb_build_object('name', l.name, 'nameKana', l.name_kana, 'nameKey', l.name_key,
        'nameKanaKey', l.name_kana_key, 'kanaNameKey', l.kana_name_key, 'birthDateText', l.birth_date_text,
        'birthDate', l.birth_date, 'birthDateKey', l.birth_date_key, 'sex', l.sex, 'address', l.address,
        'addressKey', l.address_key, 'keyVersion', l.key_version, 'contact', l.contact, 'delivery', l.delivery, 'nonDisclosure', l.non_disclosure,
        'dataType', l.data_type, 'confirmedAt', (extract(epoch from l.confirmed_at) * 1000)::int8,
        'businessItem1', l.business_item1, 'businessItem2', l.business_item2, 'senderStaffId', l.sender_staff_id),
      l.operated_at, ${`load/${loadId}`}, l.load_id, l.line
    from ${linesOf(
      loadId,
      rows.map(({ line }) => line),
    )} l
    cross join lateral jsonb_to_record(${asJson(Object.fromEntries(rows.map(({ line, ...row }) => [line, row])))} -> l.line::text)
      as t(person_id uuid, inbox_id uuid, sealed text)
    join persons p on p.municipality = ${municipality} and p.person_id = t.person_id
    order by l.line
    on conflict on constraint one_row_a_transfer_id do nothing
    returning load_line`);
  if (insertedRows.length === found.length) return { repeated: 0, conflicts: [] };
  const freshLines = new Set(insertedRows.map(({ load_line }) => load_line));
  const there = found.map(({ line }) => line).filter((line) => !freshLines.has(line));
  const others = await tx.execute<{ line: number }>(sql`
    select l.line from ${linesOf(loadId, there)} l
    join inbox i on i.municipality = ${municipality} and i.number_system = l.number_system
      and i.transfer_id = l.transfer_id and i.content_hash <> coalesce(l.content_hash, ''::bytea)
    order by l.line`);
  return { repeated: there.length - others.length, conflicts: others.map(({ line }) => line) };
}

/** A number that an earlier system assigned takes precedence over a new one. */
async function keepGivenNumbers(
  tx: Transaction,
  { municipality, loadId }: ChunkRow,
  found: readonly FoundLine[],
): Promise<void> {
  await tx.execute(sql`
    update persons p set integrated_address_number = l.integrated_address_number, number_given = true
    from ${linesOf(
      loadId,
      found.map(({ line }) => line),
    )} l
    where l.integrated_address_number is not null and p.municipality = ${municipality}
      and p.person_id = (${asJson(Object.fromEntries(found.map(({ line, person_id }) => [line, person_id])))} ->> l.line::text)::uuid
      and p.integrated_address_number is null`);
}

/** Stores correct lines that were refused among the bad ones, for whoever corrects the file. */
async function refuseLines(
  tx: Transaction,
  { municipality, loadId }: ChunkRow,
  lines: readonly { line: number; problem: LoadLineProblem }[],
): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map(({ line, problem }) => ({ line, problems: [problem] }));
  await tx.execute(sql`
    insert into bad_lines (municipality, load_id, line, problems)
    select ${municipality}, ${loadId}::uuid, t.line, t.problems
    from jsonb_to_recordset(${asJson(rows)}) as t(line int, problems jsonb) on conflict do nothing`);
}
