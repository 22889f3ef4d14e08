import type { ParticipantName } from '../../domain/participants.ts';
import { LedgerEntry, type LedgerSummary } from '../../contracts/participants/common.ts';
import type { Sql } from './database.ts';

/**
 * The effect ledger records what this participant really did, outside fugo's database. The statement that has the
 * effect also inserts the row (`with … insert into ledger …`), so neither exists without the other. A repeated request
 * has no effect and leaves no row.
 */
export const ledgerTables = `
  create table if not exists ledger (
    seq bigint generated always as identity primary key,
    operation text not null,
    request_id text not null,
    line_id text not null,
    subject text not null,
    payload_hash text not null,
    at timestamptz not null default clock_timestamp()
  );
`;

export type Ledger = {
  page: (after: number, limit: number) => Promise<{ entries: LedgerEntry[]; next: number | null }>;
  summary: () => Promise<LedgerSummary>;
  latest: (count: number) => Promise<LedgerEntry[]>;
};

export function openLedger(sql: Sql, participant: ParticipantName): Ledger {
  const columns = sql`seq::float8 as seq, operation, request_id as "requestId", line_id as "lineId", subject,
    payload_hash as "payloadHash", to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`;
  return {
    async page(after, limit) {
      const rows = await sql`select ${columns} from ledger where seq > ${after} order by seq limit ${limit}`;
      const entries = rows.map((row) => LedgerEntry.parse(row));
      return { entries, next: entries.length === limit ? (entries.at(-1)?.seq ?? null) : null };
    },
    async summary() {
      const rows = await sql<{ operation: string; effects: number; subjects: number }[]>`
        select operation, count(*)::int as effects, count(distinct subject)::int as subjects
        from ledger group by operation order by operation`;
      const operations = Object.fromEntries(
        rows.map(({ operation, effects, subjects }) => [
          operation,
          { effects, subjects, duplicates: effects - subjects },
        ]),
      );
      return { participant: participant, operations };
    },
    async latest(count) {
      const rows = await sql`select ${columns} from ledger order by seq desc limit ${count}`;
      return rows.map((row) => LedgerEntry.parse(row));
    },
  };
}
