import type { PendingQuery, Row as AnyRow } from 'postgres';
import type { LineResult } from '../../contracts/participants/common.ts';
import type { Sql } from './database.ts';
import type { FaultSwitch } from './fault-switch.ts';
import { batchSize, type Delivery } from './forwarder.ts';

/** A condition that leaves out what the fault `never-ready` holds back: the same rows each time, by seed and share. */
export function notHeld(sql: Sql, faults: FaultSwitch, key: PendingQuery<AnyRow[]>): PendingQuery<AnyRow[]> {
  const { kind, share, seed } = faults.current();
  if (kind !== 'never-ready') return sql`true`;
  return sql`(hashtextextended(${key}, ${seed}::int8) & 65535) / 65536.0 >= ${share}::float8`;
}

export type Sent<R> = { row: R; refused: string | null };

/** A forwarder over rows of the database: pick, send group by group (one request each), note what was taken. */
export function deliveryOf<R>(steps: {
  name: string;
  /** `false` while this participant may not send; looked at again after `lookAgainMs`. */
  mayGo?: () => boolean | Promise<boolean>;
  lookAgainMs?: number;
  pick: (limit: number) => Promise<readonly R[]>;
  groupOf?: (row: R) => string;
  send: (rows: readonly R[], group: string) => Promise<Map<string, LineResult>>;
  lineIdOf: (row: R) => string;
  note: (sent: readonly Sent<R>[]) => Promise<void>;
}): Delivery {
  return {
    name: steps.name,
    ...(steps.lookAgainMs === undefined ? {} : { lookAgainMs: steps.lookAgainMs }),
    async deliver() {
      const rows = await steps.pick(batchSize);
      if (rows.length === 0) return 'done';
      if (steps.mayGo && !(await steps.mayGo())) return 'wait';
      for (const [group, members] of groupsOf(rows, steps.groupOf)) {
        const results = await steps.send(members, group);
        await steps.note(
          members.map((row) => {
            const answer = results.get(steps.lineIdOf(row));
            return { row, refused: answer?.result === 'refused' ? (answer.reason ?? 'REFUSED') : null };
          }),
        );
      }
      return rows.length === batchSize ? 'more' : 'done';
    },
  };
}

export function groupsOf<R>(rows: readonly R[], groupOf: ((row: R) => string) | undefined): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const name = groupOf?.(row) ?? '';
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return groups;
}
