/** What the backbone shows of its own tables: residents, transfers with their answers, notices. */
import type { Sql } from '../base/database.ts';
import type { Backbone } from './tables.ts';

export interface ResidentRow {
  address_number: string;
  integrated_number: string | null;
  address_info: unknown;
  business: Record<string, string>;
  has_number: boolean;
  updated_at: Date;
}
export interface TransferRow {
  transfer_id: string;
  address_number: string;
  name: string | null;
  carries: 'both' | 'address' | 'business';
  clerk: string;
  state: 'pending' | 'sending' | 'answered' | 'refused';
  status: number | null;
  result: string | null;
  integrated_number: string | null;
  problems: { field: string; rule: string }[];
  taken_at: Date;
  answered_at: Date | null;
}
export interface NoticeRow {
  notice_id: string;
  address_number: string;
  name: string | null;
  kind: 'numbered' | 'updated';
  history_seq: number;
  taken_at: Date;
}

const mostShown = 100;

export async function findResident(
  sql: Sql,
  { table, business }: Backbone,
  municipality: string,
  addressNumber: string,
): Promise<ResidentRow | undefined> {
  const object = business.columns.map(({ name }) => `'${name}', ${name}::text`).join(', ');
  const [row] = await sql<ResidentRow[]>`
    select address_number, integrated_number, address_info, sealed_personal_number is not null as has_number,
      jsonb_strip_nulls(jsonb_build_object(${sql.unsafe(object)})) as business, updated_at
    from ${sql(table)} where municipality = ${municipality} and address_number = ${addressNumber}`;
  return row;
}

/** The newest first; with `search` those whose name has it or whose number it is. */
export function listResidents(
  sql: Sql,
  { table }: Backbone,
  municipality: string,
  search: string,
): Promise<Pick<ResidentRow, 'address_number' | 'integrated_number' | 'address_info' | 'updated_at'>[]> {
  return sql`
    select address_number, integrated_number, address_info, updated_at from ${sql(table)}
    where municipality = ${municipality} and (${search} = '' or address_number = ${search}
      or integrated_number = ${search}
      or strpos(translate(address_info->>'name', ' 　', ''), translate(${search}, ' 　', '')) > 0)
    order by updated_at desc limit ${mostShown}`;
}

/** The newest first; of one resident with an address number. */
export function listTransfers(
  sql: Sql,
  { table }: Backbone,
  municipality: string,
  { addressNumber, transferId }: { addressNumber?: string; transferId?: string } = {},
): Promise<TransferRow[]> {
  return sql<TransferRow[]>`
    select t.transfer_id, t.address_number, r.address_info->>'name' as name, t.carries, t.clerk, t.state, t.status,
      t.result, t.integrated_number, t.problems, t.taken_at, t.answered_at
    from transfers t left join ${sql(table)} r using (municipality, address_number)
    where municipality = ${municipality}
      ${addressNumber === undefined ? sql`` : sql`and t.address_number = ${addressNumber}`}
      ${transferId === undefined ? sql`` : sql`and t.transfer_id = ${transferId}`}
    order by t.id desc limit ${mostShown}`;
}

/** The newest first. */
export function listNotices(
  sql: Sql,
  { table }: Backbone,
  municipality: string,
  { addressNumber }: { addressNumber?: string } = {},
): Promise<NoticeRow[]> {
  return sql<NoticeRow[]>`
    select n.notice_id, n.address_number, r.address_info->>'name' as name, n.kind, n.history_seq, n.taken_at
    from notices n left join ${sql(table)} r using (municipality, address_number)
    where municipality = ${municipality}
      ${addressNumber === undefined ? sql`` : sql`and n.address_number = ${addressNumber}`}
    order by n.taken_at desc, n.notice_id desc limit ${mostShown}`;
}
