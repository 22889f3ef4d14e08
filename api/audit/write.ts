import { hasPersonalNumber } from '../../domain/values/personal-number.ts';
import { staffWeb, writeAudit } from '../../storage/audit/log.ts';
import type { ApiContext, Caller } from '../context.ts';
import { invalidInput } from '../http/problem.ts';

/**
 * Written before the thing is done or shown: nothing is seen or changed by operators or staff without a trace. What is
 * written can never be taken out again, so a reason with somebody's personal number in it is refused, and nothing is done.
 */
export async function auditAllowed(
  { db }: ApiContext,
  caller: Caller,
  municipality: string | null,
  entry: { action: string; subject: string | null; staffId?: string; reason?: string },
): Promise<void> {
  const { action, subject, staffId, reason } = entry;
  if (reason !== undefined && hasPersonalNumber(reason)) {
    throw invalidInput([{ field: 'reason', rule: 'PERSONAL_NUMBER_INSIDE' }]);
  }
  const { clientId, staffId: signedIn } = auditedAs(caller);
  await writeAudit(db, municipality, {
    clientId,
    // A program names the member of staff who stands behind it. Who is signed in cannot be somebody else.
    staffId: signedIn ?? staffId ?? null,
    action,
    subject,
    outcome: 'allowed',
    reason: reason ?? null,
  });
}

/** For what a right does not decide alone, such as whose entry it is; refusals by right are audited by the guard. */
export function auditRefused(
  { db }: ApiContext,
  caller: Caller,
  municipality: string,
  entry: { action: string; subject: string | null },
): Promise<void> {
  return writeAudit(db, municipality, { ...auditedAs(caller), ...entry, outcome: 'refused', reason: null });
}

/** For what backbones do all day by themselves, and people only when they want to know. */
export async function auditPeople(
  context: ApiContext,
  caller: Caller,
  municipality: string,
  entry: { action: string; subject: string | null },
): Promise<void> {
  if (caller.kind !== 'backbone') await auditAllowed(context, caller, municipality, entry);
}

/** For what only staff are asked about: the same figures are read by programs every few seconds. */
export async function auditStaff(
  context: ApiContext,
  caller: Caller,
  municipality: string,
  entry: { action: string; subject: string | null },
): Promise<void> {
  if (caller.kind === 'staff') await auditAllowed(context, caller, municipality, entry);
}

export function auditedAs(caller: Caller): { clientId: string; staffId: string | null } {
  return caller.kind === 'staff'
    ? { clientId: staffWeb, staffId: caller.staffId }
    : { clientId: caller.clientId, staffId: null };
}

/** Who acts, as a body says it; a session says it better. */
export function actingStaff<Body extends { staffId?: string | undefined }>(caller: Caller, body: Body): Body {
  return caller.kind === 'staff' ? { ...body, staffId: caller.staffId } : body;
}
