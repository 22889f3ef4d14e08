/**
 * A search whose results are few enough to be counted and put in any order: all of them are looked for, at most a
 * thousand, and sorted before a page is cut. More than that nobody reads through, and sorting them would read a city.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { KeyRing } from '../../keys/key-ring.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';
import { isProtected } from './protection.ts';
import { conditionsOf, notByAddress, type ResidentCriteria } from './criteria.ts';
import { leadOf, type RowKey } from './leading-keys.ts';
import { matchingRows } from './matching-rows.ts';
import { foundOf, planForTheseValues, type FoundResident, type Row } from './search.ts';

export const mostSorted = 1_000;

export type ResidentOrder = 'reading' | 'birthDate' | 'address' | 'integratedAddressNumber';

export type SortedPage =
  | { kind: 'page'; residents: (FoundResident & RowKey)[]; total: number }
  /** More than are sorted, or the row `after` is not among them. */
  | { kind: 'unsorted' };

/** Who has no reading comes after those who have one: their names begin with kanji, which sort after kana. */
const keys: Record<ResidentOrder, SQL> = {
  reading: sql`coalesce(a.name_kana_key, a.name_key)`,
  birthDate: sql`coalesce(a.birth_date::text, a.birth_date_key)`,
  address: sql`a.address_key`,
  integratedAddressNumber: sql`p.integrated_address_number`,
};

/**
 * Who may not be seen comes last in either order: between its neighbours a masked row would tell its birth date or
 * address. The page begins behind the row `after`, which must be among the results.
 */
export function searchSorted(
  { db, keys: ring }: { db: Database; keys: KeyRing },
  municipality: string,
  criteria: ResidentCriteria,
  options: {
    includeHistory: boolean;
    seesProtected: boolean;
    sort: ResidentOrder;
    order: 'ascending' | 'descending';
    after?: RowKey | undefined;
    limit: number;
  },
): Promise<SortedPage> {
  const { includeHistory, seesProtected, sort, order, after, limit } = options;
  return inMunicipality(db, municipality, async (tx) => {
    const planning = planForTheseValues(tx);
    const lead = leadOf(criteria);
    const conditions = conditionsOf(ring, municipality, criteria, lead.part);
    if (criteria.address && !seesProtected) conditions.push(notByAddress(municipality));
    if (!includeHistory) conditions.push(sql`a.history_seq = p.current_history_seq`);
    const direction = order === 'ascending' ? sql`asc` : sql`desc`;
    const behind = order === 'ascending' ? sql`>` : sql`<`;
    const isMasked = seesProtected
      ? sql`false`
      : sql`(a.non_disclosure or ${isProtected(municipality, sql`a.person_id`)})`;
    const place = sql`(select last, key, person_id, history_seq from sorted
      where person_id = ${after?.personId ?? null}::uuid and history_seq = ${after?.historySeq ?? null}::int)`;
    const matching = matchingRows(municipality, {
      criteria,
      lead,
      conditions,
      columns: sql`${keys[sort]} as sort_key, ${isMasked} or ${keys[sort]} is null as last`,
      after: undefined,
      limit: mostSorted + 1,
    });
    const [rows] = await Promise.all([
      tx.execute<Row & { total: number }>(sql`
        with matched as materialized (
          select person_id, history_seq, sort_key, last from (${matching}) m limit ${mostSorted + 1}
        ), sorted as materialized (
          select person_id, history_seq, last, case when last then '' else sort_key end collate "C" as key from matched
        ), page as (
          select s.* from sorted s
          ${
            after
              ? sql`where exists (select from ${place} c where s.last > c.last or s.last = c.last and (
                  s.key ${behind} c.key or s.key = c.key and (s.person_id, s.history_seq) > (c.person_id, c.history_seq)))`
              : sql``
          }
          order by s.last, s.key ${direction}, s.person_id, s.history_seq limit ${limit}
        )
        select (select count(*)::int from sorted) as total, a.person_id, a.history_seq,
          p.integrated_address_number as number, p.code_request_status as status, p.stage,
          coalesce(a.history_seq = p.current_history_seq, false) as current,
          ${epochMs(sql`a.registered_at`)} as registered_at, a.name, a.name_kana, a.birth_date_text,
          a.birth_date::text as birth_date, a.sex, a.address,
          a.non_disclosure or ${isProtected(municipality, sql`a.person_id`)} as protected
        from page
        join address_information a on a.municipality = ${municipality} and a.person_id = page.person_id
          and a.history_seq = page.history_seq
        join persons p on p.municipality = ${municipality} and p.person_id = a.person_id
        order by page.last, page.key ${direction}, page.person_id, page.history_seq`),
      planning,
    ]);
    const total = rows[0]?.total ?? 0;
    // Of too many some are left out, perhaps also the row behind which the page is to begin.
    if (total > mostSorted || (after && rows.length === 0)) return { kind: 'unsorted' };
    return { kind: 'page', residents: rows.map((row) => foundOf(row, seesProtected)), total };
  });
}
