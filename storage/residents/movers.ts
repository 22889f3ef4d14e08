/**
 * The movers list (異動した住民の一覧, リスト作成部 41): the rows of table 33 added in a period (seed P:193-195), the oldest first.
 */
import { sql, type SQL } from 'drizzle-orm';
import { inMunicipality, type Database } from '../database/database.ts';
import { isProtected } from './protection.ts';
import type { RowKey } from './leading-keys.ts';
import { epochMs } from '../database/rows.ts';

export interface MoverCursor extends RowKey {
  /** Epoch milliseconds. */
  registeredAt: number;
}

export interface Mover extends MoverCursor {
  integratedAddressNumber: string | null;
  operatedAt: number;
  kind: 'registered' | 'updated';
  /** Of an update: what is another than in the row before; neither is a correction. */
  changed: ('address' | 'name' | 'correction')[];
  /** The load that it came by. */
  loadId: string | null;
  numberSystem: string | null;
  protected: boolean;
  masked: boolean;
  /** Null when masked. */
  name: string | null;
  nameKana: string | null;
}

/** Epoch milliseconds; `to` is excluded. */
export interface Period {
  from: number;
  to: number;
}

/** Left out, a filter takes everything. */
export interface MoverFilter {
  kind?: 'registered' | 'address' | 'name' | 'correction' | 'load' | undefined;
  numberSystem?: string | undefined;
  /** By this load; `none`: by none. */
  load?: string | undefined;
}

/** How a row differs from the one before it. */
const isRegistered = sql`a.history_seq = 1`;
const hasNewAddress = sql`(a.history_seq > 1 and a.address is distinct from before.address)`;
const hasNewName = sql`(a.history_seq > 1 and (a.name, a.name_kana) is distinct from (before.name, before.name_kana))`;
const isCorrection = sql`(a.history_seq > 1 and not ${hasNewAddress} and not ${hasNewName})`;
const conditionOf = {
  registered: isRegistered,
  address: hasNewAddress,
  name: hasNewName,
  correction: isCorrection,
  load: sql`a.load_id is not null`,
} as const;

function filterBy({ kind, numberSystem, load }: MoverFilter): SQL {
  const conditions = [
    ...(kind === undefined ? [] : [conditionOf[kind]]),
    ...(numberSystem === undefined ? [] : [sql`a.number_system = ${numberSystem}`]),
    ...(load === undefined ? [] : [load === 'none' ? sql`a.load_id is null` : sql`a.load_id = ${load}::uuid`]),
  ];
  return sql.join(
    conditions.map((condition) => sql`and ${condition}`),
    sql` `,
  );
}

export function listMovers(
  db: Database,
  municipality: string,
  period: Period & MoverFilter,
  { after, limit, seesProtected }: { after?: MoverCursor | undefined; limit: number; seesProtected: boolean },
): Promise<Mover[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<Record<string, unknown> & Omit<Mover, 'masked'>>(sql`
      with page as (
        select a.registered_at, a.person_id, a.history_seq, a.operated_at, a.number_system, a.name, a.name_kana,
          a.non_disclosure, a.load_id, array_remove(array[case when ${hasNewAddress} then 'address' end,
            case when ${hasNewName} then 'name' end, case when ${isCorrection} then 'correction' end], null) as changed
        from address_information a
        left join lateral (
          select b.address, b.name, b.name_kana from address_information b
          where a.history_seq > 1 and b.municipality = a.municipality and b.person_id = a.person_id
            and b.history_seq < a.history_seq
          order by b.history_seq desc limit 1
        ) before on true
        where a.municipality = ${municipality} and a.registered_at >= ${at(Math.max(period.from, after?.registeredAt ?? period.from))}
          and a.registered_at < ${at(period.to)}
          ${
            after
              ? sql`and (a.registered_at, a.person_id, a.history_seq) >
                  (${at(after.registeredAt)}, ${after.personId}::uuid, ${after.historySeq}::int)`
              : sql``
          }
          ${filterBy(period)}
        order by a.registered_at, a.person_id, a.history_seq limit ${limit}
      )
      select ${epochMs(sql`page.registered_at`)} as "registeredAt", page.person_id as "personId",
        page.history_seq as "historySeq", p.integrated_address_number as "integratedAddressNumber",
        ${epochMs(sql`page.operated_at`)} as "operatedAt",
        case when page.history_seq = 1 then 'registered' else 'updated' end as kind, page.changed,
        page.load_id as "loadId", page.number_system as "numberSystem",
        page.name, page.name_kana as "nameKana",
        page.non_disclosure or ${isProtected(municipality, sql`page.person_id`)} as protected
      from page join persons p on p.municipality = ${municipality} and p.person_id = page.person_id
      order by page.registered_at, page.person_id, page.history_seq`);
    return rows.map((row) => {
      const masked = row.protected && !seesProtected;
      return { ...row, masked, name: masked ? null : row.name, nameKana: masked ? null : row.nameKana };
    });
  });
}

export interface MoverLoad {
  loadId: string;
  fileName: string;
  count: number;
}

/** The loads whose residents are among the movers of a period, the latest first. */
export function listMoverLoads(db: Database, municipality: string, { from, to }: Period): Promise<MoverLoad[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<MoverLoad & Record<string, unknown>>(sql`
      select l.load_id as "loadId", l.file_name as "fileName", moved.count from (
        select a.load_id, count(*)::int as count from address_information a
        where a.municipality = ${municipality} and a.registered_at >= ${at(from)} and a.registered_at < ${at(to)}
          and a.load_id is not null
        group by a.load_id) moved
      join loads l on l.municipality = ${municipality} and l.load_id = moved.load_id
      order by l.created_at desc, l.load_id`);
    return rows.map((row) => ({ ...row }));
  });
}

function at(millis: number): SQL {
  return sql`${new Date(millis).toISOString()}::timestamptz`;
}
