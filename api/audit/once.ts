import { LRUCache } from 'lru-cache';
import { auditAllowed, auditIdentityOf } from './write.ts';
import type { ApiContext, Caller } from '../context.ts';
import { ageBy } from '../http/short-cache.ts';

const everyMs = 10 * 60_000;
const maxKeys = 1_000;

/**
 * Writes one audit entry for ten minutes of the same reading. A screen asks every second how far a load is, and would
 * otherwise write six hundred.
 */
export function createAuditOnce(context: ApiContext): (
  caller: Caller,
  municipality: string,
  entry: { action: string; subject: string | null },
  /** `always`: written whatever was read before, and what follows in ten minutes is the same reading. */
  options?: { always: boolean },
) => Promise<void> {
  const written = new LRUCache<string, true>({ max: maxKeys, ttl: everyMs, ...ageBy(context.now) });
  return async (caller, municipality, entry, { always } = { always: false }) => {
    const { clientId, staffId } = auditIdentityOf(caller);
    const key = `${clientId} ${staffId ?? ''} ${municipality} ${entry.action} ${entry.subject ?? ''}`;
    if (!always && written.has(key)) return;
    const start = context.now();
    await auditAllowed(context, caller, municipality, entry);
    written.set(key, true, { start });
  };
}
