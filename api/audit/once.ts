import { auditAllowed, auditedAs } from './write.ts';
import type { ApiContext, Caller } from '../context.ts';

const everyMs = 10 * 60_000;
const most = 1_000;

/** For what a screen asks every second, such as how far a load is: one entry for ten minutes of it, not six hundred. */
export function createAuditOnce(
  context: ApiContext,
): (caller: Caller, municipality: string, entry: { action: string; subject: string }) => Promise<void> {
  const written = new Map<string, number>();
  return async (caller, municipality, entry) => {
    const { clientId, staffId } = auditedAs(caller);
    const key = `${clientId} ${staffId ?? ''} ${municipality} ${entry.action} ${entry.subject}`;
    const now = context.now();
    if (now - (written.get(key) ?? -Infinity) < everyMs) return;
    await auditAllowed(context, caller, municipality, entry);
    const [oldest] = written.keys();
    if (written.size >= most && oldest !== undefined) written.delete(oldest);
    written.delete(key);
    written.set(key, now);
  };
}
