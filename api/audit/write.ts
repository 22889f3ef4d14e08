import { hasPersonalNumber } from '../../domain/values/personal-number.ts';
import { staffWeb, writeAudit } from '../../storage/audit/log.ts';
import type { ApiContext, Caller } from '../context.ts';
import { invalidInput } from '../http/problem.ts';

/**
 * Writes the audit entry before the thing is done or shown, so that operators and staff see and change nothing without
 * a trace. An entry can never be removed, so a reason that holds a personal number is refused, and nothing is done.
 *
 * @throws ProblemError INVALID_INPUT with PERSONAL_NUMBER_INSIDE
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
  const { clientId, staffId: signedIn } = auditIdentityOf(caller);
  await writeAudit(db, municipality, {
    clientId,
    // A program names the member of staff who stands behind it. A signed-in person cannot act as somebody else.
    staffId: signedIn ?? staffId ?? null,
    action,
    subject,
    outcome: 'allowed',
    reason: reason ?? null,
  });
}

/**
 * Audits a refusal that depends on more than a right, such as whose entry it is. The guards audit refusals by right.
 */
export function auditRefused(
  { db }: ApiContext,
  caller: Caller,
  municipality: string,
  entry: { action: string; subject: string | null },
): Promise<void> {
  return writeAudit(db, municipality, { ...auditIdentityOf(caller), ...entry, outcome: 'refused', reason: null });
}

/** Audits what people read; backbones read the same all day without a trace. */
export async function auditPeople(
  context: ApiContext,
  caller: Caller,
  municipality: string,
  entry: { action: string; subject: string | null },
): Promise<void> {
  if (caller.kind !== 'backbone') await auditAllowed(context, caller, municipality, entry);
}

/** Audits what staff read; programs read the same figures every few seconds without a trace. */
export async function auditStaff(
  context: ApiContext,
  caller: Caller,
  municipality: string,
  entry: { action: string; subject: string | null },
): Promise<void> {
  if (caller.kind === 'staff') await auditAllowed(context, caller, municipality, entry);
}

export function auditIdentityOf(caller: Caller): { clientId: string; staffId: string | null } {
  return caller.kind === 'staff'
    ? { clientId: staffWeb, staffId: caller.staffId }
    : { clientId: caller.clientId, staffId: null };
}

/** The body with the signed-in member of staff in place of the one it names; a program's body stays as it is. */
export function withActingStaff<Body extends { staffId?: string | undefined }>(caller: Caller, body: Body): Body {
  return caller.kind === 'staff' ? { ...body, staffId: caller.staffId } : body;
}
