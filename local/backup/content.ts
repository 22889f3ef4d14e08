import { createHash } from 'node:crypto';
import type postgres from 'postgres';
import { beforeTheFirstLink, findLinkFault, textOfLink, type AuditLink } from '../../domain/audit-chain.ts';
import type { AuditHead } from './manifest.ts';

/** Anything that runs SQL: a connection or a transaction. */
export type Sql = postgres.Sql | postgres.TransactionSql;

/** Counts the rows of every table, by `schema.table`. Each must be read as by a superuser, whom no row is hidden from. */
export async function countRows(sql: Sql): Promise<Record<string, number>> {
  const tables = await listTables(sql);
  const counts: Record<string, number> = {};
  for (const { schema, name } of tables) {
    const [row] = await sql<{ rows: number }[]>`select count(*)::float8 as rows from only ${sql(`${schema}.${name}`)}`;
    counts[`${schema}.${name}`] = row?.rows ?? 0;
  }
  return counts;
}

export async function listTables(sql: Sql): Promise<{ schema: string; name: string }[]> {
  return sql<{ schema: string; name: string }[]>`
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
    order by n.nspname, c.relname`;
}

/** The last row of each chain of the audit log; none where there is no audit log. */
export async function readAuditHeads(sql: Sql): Promise<AuditHead[]> {
  if (!(await hasAuditLog(sql))) return [];
  const rows = await sql<AuditHead[]>`
    select distinct on (municipality) municipality as chain, seq::float8 as seq, encode(hash, 'hex') as hash
    from public.audit_log order by municipality, seq desc`;
  return rows.map(({ chain, seq, hash }) => ({ chain, seq, hash }));
}

/** Whether these rows stand in the audit log as they stood then. */
export async function hasAuditHeads(sql: Sql, heads: readonly AuditHead[]): Promise<AuditHead | undefined> {
  for (const head of heads) {
    const [row] = await sql`select 1 from public.audit_log
      where municipality = ${head.chain} and seq = ${head.seq} and hash = decode(${head.hash}, 'hex')`;
    if (!row) return head;
  }
  return undefined;
}

export interface BrokenChain {
  chain: string;
  seq: number;
}

/** Makes the whole chain of the audit log anew. */
export async function recomputeAudit(sql: Sql): Promise<{ entries: number; broken: BrokenChain | undefined }> {
  if (!(await hasAuditLog(sql))) return { entries: 0, broken: undefined };
  let entries = 0;
  let last = { chain: '', seq: 0, hash: beforeTheFirstLink };
  const linesAPage = 5_000;
  for (;;) {
    const page = await sql<AuditLink[]>`
      select municipality, seq::float8 as seq, ((extract(epoch from at) * 1000)::bigint)::float8 as at,
        client_id as "clientId", staff_id as "staffId", action, subject, outcome, reason,
        encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash
      from public.audit_log where (municipality, seq) > (${last.chain}, ${last.seq}) order by municipality, seq
      limit ${linesAPage}`;
    for (const link of page) {
      const previous = link.municipality === last.chain ? last : { seq: 0, hash: beforeTheFirstLink };
      if (link.seq !== previous.seq + 1 || findLinkFault(link, previous.hash, hashOfLink) !== null) {
        return { entries, broken: { chain: link.municipality, seq: link.seq } };
      }
      entries += 1;
      last = { chain: link.municipality, seq: link.seq, hash: link.hash };
    }
    if (page.length < linesAPage) return { entries, broken: undefined };
  }
}

async function hasAuditLog(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ there: boolean }[]>`select to_regclass('public.audit_log') is not null as there`;
  return row?.there ?? false;
}

function hashOfLink(link: Omit<AuditLink, 'hash'>): string {
  return createHash('sha256')
    .update(
      textOfLink(link, (text) => Buffer.byteLength(text)),
      'utf8',
    )
    .digest('hex');
}
