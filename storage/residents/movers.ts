/**
 * The movers list (異動した住民の一覧, リスト作成部 41): the rows of table 33 added in a period (seed P:193-195), the oldest first.
 */
import { sql, type SQL } from 'drizzle-orm';
import { inMunicipality, type Database } from '../database/database.ts';
import { isProtected } from './protection.ts';
import type { RowKey } from './search.ts';
import { epochMs } from '../database/rows.ts';

export interface MoverCursor extends RowKey {
  /** Epoch milliseconds. */
  registeredAt: number;
}

export interface Mover extends MoverCursor {
  integratedAddressNumber: string | null;
  operatedAt: number;
  kind: 'registered' | 'updated';
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

export function listMovers(
  db: Database,
  municipality: string,
  period: Period,
  { after, limit, seesProtected }: { after?: MoverCursor | undefined; limit: number; seesProtected: boolean },
): Promise<Mover[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<Record<string, unknown> & Omit<Mover, 'masked'>>(sql`
      with page as (
        select registered_at, person_id, history_seq, operated_at, number_system, name, name_kana, non_disclosure
        from address_information a
        where a.municipality = ${municipality} and a.registered_at >= ${at(Math.max(period.from, after?.registeredAt ?? period.from))}
          and a.registered_at < ${at(period.to)}
          ${
            after
              ? sql`and (a.registered_at, a.person_id, a.history_seq) >
                  (${at(after.registeredAt)}, ${after.personId}::uuid, ${after.historySeq}::int)`
              : sql``
          }
        order by a.registered_at, a.person_id, a.history_seq limit ${limit}
      )
      select ${epochMs(sql`page.registered_at`)} as "registeredAt", page.person_id as "personId",
        page.history_seq as "historySeq", p.integrated_address_number as "integratedAddressNumber",
        ${epochMs(sql`page.operated_at`)} as "operatedAt",
        case when page.history_seq = 1 then 'registered' else 'updated' end as kind, page.number_system as "numberSystem",
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

function at(millis: number): SQL {
  return sql`${new Date(millis).toISOString()}::timestamptz`;
}
