/**
 * How many passwords may be tried: few of one e-mail address, and not many from one network address, whatever e-mail
 * addresses they are for. Neither says whether an address is somebody's.
 */
import { recordSuccess, beginAttempt, type AttemptKey } from '../../storage/sign-in/sign-in.ts';
import { findStaff } from '../../storage/staff/staff.ts';
import type { ApiContext } from '../context.ts';
import { auditSignIn, countRefusedSignIn } from './audit.ts';

export interface PasswordAttempt {
  email: string;
  /** Where it comes from; undefined where somebody is signed in already. */
  source?: string;
  /** Of the audit log. */
  action: `staff.${string}`;
}

/** Asks for the password to be looked at by `forward`, unless there were too many attempts; tells the audit log. */
export async function withPassword(
  context: ApiContext,
  { email, source, action }: PasswordAttempt,
  forward: () => Promise<Response>,
): Promise<Response> {
  const { db, keys, staff } = context;
  const member = await findStaff(db, { email });
  const staffId = member?.staffId ?? null;
  const begun: AttemptKey[] = [];
  const begin = async (key: AttemptKey, limit: { attempts: number; minutes: number }): Promise<Response | null> => {
    begun.push(key);
    const attempt = await beginAttempt(db, key, limit);
    if (attempt.kind === 'allowed') return null;
    const reason = `${key.by === 'email' ? 'locked' : 'address locked'}${attempt.newly ? ' now' : ''}`;
    await countRefusedSignIn(context, staffId, { action, reason });
    return tooMany(attempt.until, context.now());
  };
  // The network address first: from one that is locked nobody can lock the account of somebody else.
  const locked =
    (source !== undefined &&
      (await begin({ by: 'source', index: keys.blindIndex('staff-sign-in-source', source) }, staff.sourceLimit))) ||
    (await begin({ by: 'email', index: keys.blindIndex('staff-sign-in', email) }, staff.lockOut));
  if (locked) return locked;
  const answer = await forward();
  if (answer.ok) await Promise.all(begun.map((key) => recordSuccess(db, key)));
  await auditSignIn(context, staffId, { action, outcome: answer.ok ? 'allowed' : 'refused' });
  return answer;
}

/** `now`: epoch milliseconds. */
export function tooMany(until: Date, now: number): Response {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now) / 1_000));
  return Response.json(
    { code: 'TOO_MANY_ATTEMPTS', message: 'Too many attempts. Try again later.', retryAfterSeconds: seconds },
    { status: 429, headers: { 'retry-after': String(seconds) } },
  );
}
