import { auditIdentityOf } from '../audit/write.ts';
import type { Caller } from '../context.ts';

/** Whoever acts: a member of staff, or a program by its id. */
export function actorOf(caller: Caller): string {
  const { staffId, clientId } = auditIdentityOf(caller);
  return staffId ?? clientId;
}
