/**
 * Verifies the audit log. Each row holds its own hash and that of the row before in its municipality, made by a trigger
 * of the database. This program calculates them anew: whoever changes a row would have to change all later ones too,
 * and even that shows when the last hash is kept elsewhere.
 */
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import {
  beforeTheFirstLink,
  findLinkFault,
  textOfLink,
  type AuditLink,
  type ChainFault,
} from '../../domain/audit-chain.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

export interface ChainReport {
  entries: number;
  /** The last link, for whoever keeps it elsewhere. */
  head: { seq: number; hash: string } | null;
  broken: { seq: number; fault: ChainFault } | null;
}

/** Hashes like the function `audit_row_hash` of the migration. */
function hashOfLink(link: Omit<AuditLink, 'hash'>): string {
  return createHash('sha256')
    .update(
      textOfLink(link, (text) => Buffer.byteLength(text)),
      'utf8',
    )
    .digest('hex');
}

/** Checks a page at a time, from the first row to the first broken link. */
export async function verifyChain(
  db: Database,
  municipality: string,
  { linesAPage = 5_000 }: { linesAPage?: number } = {},
): Promise<ChainReport> {
  let head: ChainReport['head'] = null;
  let entries = 0;
  for (;;) {
    const page: AuditLink[] = await readLinks(db, municipality, { after: head?.seq ?? 0, limit: linesAPage });
    for (const link of page) {
      const fault = findLinkFault(link, head?.hash ?? beforeTheFirstLink, hashOfLink);
      if (fault) return { entries, head, broken: { seq: link.seq, fault } };
      entries += 1;
      head = { seq: link.seq, hash: link.hash };
    }
    if (page.length < linesAPage) return { entries, head, broken: null };
  }
}

function readLinks(
  db: Database,
  municipality: string,
  { after, limit }: { after: number; limit: number },
): Promise<AuditLink[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<AuditLink & Record<string, unknown>>(sql`
      select municipality, seq::float8 as seq, ${epochMs(sql`at`)} as at, client_id as "clientId", staff_id as "staffId",
        action, subject, outcome, reason, encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash
      from audit_log where municipality = ${municipality} and seq > ${after}
      order by audit_log.seq limit ${limit}`);
    return rows.map((row) => ({ ...row }));
  });
}
