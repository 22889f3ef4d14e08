import type { PendingQuery, Row as AnyRow } from 'postgres';
import type { Sql } from './database.ts';
import type { FaultSwitch } from './fault-switch.ts';

/** A condition without the rows that the fault `never-ready` holds back: the same rows each time, by seed and share. */
export function notHeldBack(sql: Sql, faults: FaultSwitch, key: PendingQuery<AnyRow[]>): PendingQuery<AnyRow[]> {
  const { kind, share, seed } = faults.current();
  if (kind !== 'never-ready') return sql`true`;
  return sql`(hashtextextended(${key}, ${seed}::int8) & 65535) / 65536.0 >= ${share}::float8`;
}

export function groupBy<R>(rows: readonly R[], groupOf: (row: R) => string): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const name = groupOf(row);
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return groups;
}
