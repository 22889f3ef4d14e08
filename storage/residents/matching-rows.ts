/**
 * The rows of table 33 that a search finds, each by the road that reads little whoever is searched: PostgreSQL takes a
 * third of all keys for those that contain a part, and then prefers to read the whole table.
 */
import { sql, type SQL } from 'drizzle-orm';
import { hasNumberOrDate, type ResidentCriteria } from './criteria.ts';
import { keyedRows, leadingRows, leadOf, type Lead, type Place } from './leading-keys.ts';

/** Rows that are looked up one by one for a second key, before all rows with that key are looked for instead. */
const mostLookedUp = 3_000;

/**
 * A statement for the leading key, `person_id`, `history_seq` and `columns` of the rows that match, at least the first
 * `limit` of them in the order of the leading key. Conditions and columns are of the row `a` and its person `p`.
 */
export function matchingRows(
  municipality: string,
  {
    criteria,
    lead,
    conditions,
    columns,
    after,
    limit,
  }: {
    criteria: ResidentCriteria;
    lead: Lead;
    conditions: readonly SQL[];
    columns: SQL;
    after: Place | undefined;
    limit: number;
  },
): SQL {
  // A number or a date has few rows, and the keys are compared in those.
  if (hasNumberOrDate(criteria)) {
    return rowsInAnyOrder(municipality, keyedRows(municipality, lead, after), { conditions, columns });
  }
  const keys = leadingRows(municipality, lead, after);
  const { name, address } = criteria;
  if (!name || !address) return rowsInOrder(municipality, keys, { conditions, columns });
  const others = leadingRows(municipality, leadOf({ address }), undefined);
  return rowsByTwoKeys(municipality, { keys, others }, { conditions, columns, limit });
}

interface Wanted {
  conditions: readonly SQL[];
  columns: SQL;
}

const rowsInAnyOrder = (municipality: string, keys: SQL, { conditions, columns }: Wanted): SQL => sql`
  select l.key as lead, a.person_id, a.history_seq, ${columns}
  from (${keys}) l
  join address_information a on a.municipality = ${municipality} and a.person_id = l.person_id
    and a.history_seq = l.history_seq
  join persons p on p.municipality = ${municipality} and p.person_id = a.person_id
  ${conditions.length > 0 ? sql`where ${sql.join([...conditions], sql` and `)}` : sql``}`;

/** A separate subquery (`offset 0`) makes PostgreSQL look rows up one by one, until there are enough. */
const rowsInOrder = (municipality: string, keys: SQL, { conditions, columns }: Wanted): SQL => sql`
  select l.key as lead, l.person_id, l.history_seq, r.*
  from (${keys}) l cross join lateral (
    select ${columns}
    from address_information a join persons p on p.municipality = ${municipality} and p.person_id = a.person_id
    where a.municipality = ${municipality} and a.person_id = l.person_id and a.history_seq = l.history_seq
      ${conditions.length > 0 ? sql`and ${sql.join([...conditions], sql` and `)}` : sql``}
    offset 0) r`;

/**
 * Where the second key is common, the first rows with the first key have it and are enough. Where it is rare, the rows
 * with the second key are read from its index as well, and the two are put together.
 */
function rowsByTwoKeys(
  municipality: string,
  { keys, others }: { keys: SQL; others: SQL },
  { conditions, columns, limit }: Wanted & { limit: number },
): SQL {
  const both = sql`
    select k.key, k.person_id, k.history_seq from (${keys}) k join (${others}) o using (person_id, history_seq)
    offset 0`;
  return sql`
    with head as materialized (
      select key, person_id, history_seq from (${keys}) f order by key, person_id, history_seq limit ${mostLookedUp}
    ), near as materialized (
      ${rowsInOrder(municipality, sql`select * from head`, { conditions, columns })}
      order by lead, person_id, history_seq limit ${limit}
    ), last as materialized (
      select (select count(*) from near) >= ${limit} or (select count(*) from head) < ${mostLookedUp} as reached
    )
    select * from near where (select reached from last)
    union all
    select * from (${rowsInOrder(municipality, both, { conditions, columns })}) far where not (select reached from last)`;
}
