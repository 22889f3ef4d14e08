/** Results of the lines of a load, page by page in the order of the file. */
import { sql } from 'drizzle-orm';
import type { LoadLine, LoadLineRule } from '../../contracts/load-file.ts';
import type { TransferResult } from '../../domain/judgement.ts';
import type { SearchKeys } from '../../domain/search-keys.ts';
import type { CodeRequestStatus } from '../../domain/stages.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import { inBulkToAnswer, inMunicipality, type Database } from '../database/database.ts';
import type { LoadKey } from './lines.ts';
import { openPersonalNumber } from '../database/personal-number.ts';
import { epochMs } from '../database/rows.ts';

export interface ProblemCount {
  field: string;
  rule: LoadLineRule;
  lines: number;
}

/** Counts by field and rule, the most frequent first. */
export function countProblems(db: Database, { municipality, loadId }: LoadKey): Promise<ProblemCount[]> {
  return inMunicipality(db, municipality, async (tx) => [
    ...(await tx.execute<Record<string, unknown> & ProblemCount>(sql`
      select p.field, p.rule, count(distinct b.line)::int as lines
      from bad_lines b cross join lateral jsonb_to_recordset(b.problems) as p(field text, rule text)
      where b.municipality = ${municipality} and b.load_id = ${loadId}::uuid
      group by p.field, p.rule order by lines desc, p.field, p.rule`)),
  ]);
}

export interface LineResult {
  line: number;
  numberSystem: string;
  addressNumber: string;
  /** Null when there is none yet, and for a held line, where the number would say whose it is. */
  integratedAddressNumber: string | null;
  /** As for a transfer; `repeated` was there before, `refused` is a bad line, `pending` is not judged yet. */
  result: TransferResult | 'repeated' | 'refused';
  codeRequestStatus: CodeRequestStatus;
}

interface ResultRow extends Record<string, unknown> {
  line: number;
  number_system: string;
  address_number: string;
  number: string | null;
  result: LineResult['result'];
  status: CodeRequestStatus | null;
}

/** Results of the readable lines, with where their residents stand now. */
export function readResults(
  db: Database,
  { municipality, loadId }: LoadKey,
  { after, limit }: { after: number; limit: number },
): Promise<LineResult[]> {
  return inBulkToAnswer(db, municipality, async (tx) => {
    const rows = await tx.execute<ResultRow>(sql`
      with page as materialized (
        select line, number_system, address_number, transfer_id, person_id, has_personal_number as has_number
        from lines_of_loads where load_id = ${loadId}::uuid and line > ${after} order by line limit ${limit}
      ), judged as materialized (
        select first_line, last_line from load_chunks
        where municipality = ${municipality} and load_id = ${loadId}::uuid and judged_at is not null
          and last_line > ${after} and first_line <= (select max(line) from page)
      )
      select l.line, l.number_system, l.address_number, p.integrated_address_number as number,
        p.code_request_status as status,
        case
          when b.line is not null then 'refused'
          when not exists (select from judged j where l.line between j.first_line and j.last_line) then 'pending'
          when i.load_id = ${loadId}::uuid and i.load_line = l.line then coalesce(i.result, 'pending')
          when i.inbox_id is not null then 'repeated'
          when l.has_number then 'numbered'
          else 'awaitingPersonalNumber'
        end as result
      from page l
      left join bad_lines b on b.municipality = ${municipality} and b.load_id = ${loadId}::uuid and b.line = l.line
      left join inbox i on i.municipality = ${municipality} and i.number_system = l.number_system
        and i.transfer_id = l.transfer_id
      left join address_numbers a on a.municipality = ${municipality} and a.number_system = l.number_system
        and a.address_number = l.address_number
      left join persons p on p.municipality = ${municipality} and p.person_id = a.person_id
      order by l.line`);
    return rows.map(resultOf);
  });
}

function resultOf({ line, number_system, address_number, number, result, status }: ResultRow): LineResult {
  // Otherwise the address number belongs to somebody else, or was there before this line.
  const isTheirs = result !== 'held' && result !== 'refused' && result !== 'pending';
  return {
    line,
    numberSystem: number_system,
    addressNumber: address_number,
    integratedAddressNumber: isTheirs ? number : null,
    result,
    codeRequestStatus: (isTheirs ? status : null) ?? 'NOT_REQUESTED',
  };
}

/** A line as it was read. */
export interface KeptLine extends Omit<
  LoadLine,
  'transferId' | 'operatedAt' | 'birthDate' | 'confirmedAt' | keyof SearchKeys
> {
  line: number;
  /** Null when the file named none. */
  transferId: string | null;
  operatedAt: Date;
  confirmedAt: Date | null;
}

type KeptRow = Record<string, unknown> &
  Omit<KeptLine, 'operatedAt' | 'confirmedAt' | 'personalNumber'> & {
    operatedAt: number;
    confirmedAt: number | null;
    sealed: Uint8Array | null;
    sealedFor: string;
  };

/** Good lines that only the judge refused; of these the bytes of the file are not kept. */
export function readKeptLines(
  { db, keys }: { db: Database; keys: KeyRing },
  { municipality, loadId }: LoadKey,
  lines: readonly number[],
): Promise<KeptLine[]> {
  return inBulkToAnswer(db, municipality, async (tx) => {
    const rows = await tx.execute<KeptRow>(sql`
      select l.line, case when l.content_hash is not null then l.transfer_id end as "transferId",
        ${epochMs(sql`l.operated_at`)} as "operatedAt", l.personal_number as sealed, l.person_id as "sealedFor",
        l.number_system as "numberSystem", l.address_number as "addressNumber",
        l.integrated_address_number as "integratedAddressNumber", l.name, l.name_kana as "nameKana",
        l.birth_date_text as "birthDateText", l.sex, l.address, l.contact, l.delivery,
        l.non_disclosure as "nonDisclosure", l.data_type as "dataType", ${epochMs(sql`l.confirmed_at`)} as "confirmedAt",
        l.business_item1 as "businessItem1", l.business_item2 as "businessItem2", l.sender_staff_id as "senderStaffId"
      from unnest(string_to_array(${lines.join(',')}, ',')::int[]) as wanted(line)
      join lines_of_loads l on l.load_id = ${loadId}::uuid and l.line = wanted.line
      order by l.line`);
    return rows.map(({ sealed, sealedFor, operatedAt, confirmedAt, ...row }) => ({
      ...row,
      operatedAt: new Date(operatedAt),
      confirmedAt: confirmedAt === null ? null : new Date(confirmedAt),
      personalNumber: sealed === null ? null : openPersonalNumber(keys, municipality, sealedFor, sealed),
    }));
  });
}
