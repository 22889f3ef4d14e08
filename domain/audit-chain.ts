/**
 * The chain of the audit log: each row holds its own hash and that of the row before in its municipality. A trigger of
 * the database makes them; whoever verifies them makes them anew by these rules, so that the two do not share a mistake.
 * SHA-256 comes in as an argument, because this folder uses no package.
 */
export interface AuditLink {
  municipality: string;
  seq: number;
  /** Epoch milliseconds. */
  at: number;
  clientId: string;
  staffId: string | null;
  action: string;
  subject: string | null;
  outcome: string;
  reason: string | null;
  /** Hexadecimal. */
  previousHash: string;
  hash: string;
}

export type ChainFault =
  /** The row is not what was written. */
  | 'CHANGED'
  /**
   * The row before is not the one that this row was written after: a row was removed, inserted, or changed together
   * with its hash.
   */
  | 'NOT_LINKED';

/** The previous hash of the first row of a chain. */
export const beforeTheFirstLink = '00'.repeat(32);

/**
 * What is hashed, as in the function `audit_row_hash` of the migration: each value with its length in bytes of UTF-8, so
 * that none runs into another.
 */
export function textOfLink(link: Omit<AuditLink, 'hash'>, byteLength: (text: string) => number): string {
  const { previousHash, municipality, seq, at, clientId, staffId, action, subject, outcome, reason } = link;
  const values = [
    previousHash,
    municipality,
    String(seq),
    String(at),
    clientId,
    staffId,
    action,
    subject,
    outcome,
    reason,
  ];
  return values.map((value) => (value === null ? '-' : `${String(byteLength(value))}:${value}`)).join(',');
}

/** What is wrong with a row that stands after a row with the hash `previous`; null when nothing is. */
export function findLinkFault(
  link: AuditLink,
  previous: string,
  hashOfLink: (link: Omit<AuditLink, 'hash'>) => string,
): ChainFault | null {
  if (hashOfLink(link) !== link.hash) return 'CHANGED';
  return link.previousHash === previous ? null : 'NOT_LINKED';
}
