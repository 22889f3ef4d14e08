/**
 * `/auth/*`: lets through the few endpoints of better-auth that are needed, after checking their bodies, and adds what
 * better-auth lacks: the lock-out, the audit log, and that no answer carries a token that a script could read.
 */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { shortestPassword, signInBodies, type SignInPath } from '../../contracts/api/sign-in.ts';
import { hasPersonalNumber } from '../../domain/values/personal-number.ts';
import { endPasswordSessions, findSecondFactorLock, findStaffOfVerification } from '../../storage/sign-in/sign-in.ts';
import { recordPasswordChange } from '../../storage/staff/staff.ts';
import type { ApiApp, ApiContext, ApiEnv } from '../context.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { refuseUnstorableBody } from '../http/sound-body.ts';
import { mediaTypeOf } from '../http/validation.ts';
import { tooMany, withPassword } from './attempt-limits.ts';
import { auditSignIn, countRefusedSignIn } from './audit.ts';
import { authPath, type Auth } from './auth.ts';
import { isUsedCode } from './code-once.ts';
import { describeSignIn } from './describe.ts';
import { findPasswordFault } from './password-rule.ts';
import { requireSameOrigin } from './same-origin.ts';
import { secondFactorCookieName } from './session-cookie.ts';
import type { StaffSession } from './staff-session.ts';

export function addSignIn(app: ApiApp, context: ApiContext, auth: Auth): void {
  const paths = Object.keys(signInBodies).filter(isSignInPath);
  describeSignIn(app, paths);
  for (const path of paths) {
    app.post(
      `${authPath}${path}`,
      bodyLimit({ maxSize: 16 * 1024, onError: refuseTooLarge }),
      refuseUnstorableBody,
      async (c) => {
        requireSameOrigin(c, context.publicUrl);
        const answer = await handleAuth(c, context, auth, path);
        answer.headers.set('cache-control', 'no-store');
        return answer;
      },
    );
  }
  app.get(`${authPath}/callback/:provider`, async (c) => {
    const answer = await auth.handler(c.req.raw);
    await auditCallback(context, auth, answer);
    return answer;
  });
}

/** Actions of the audit log. */
const passwordActions = {
  '/two-factor/enable': 'staff.second-factor.set-up',
  '/two-factor/generate-backup-codes': 'staff.second-factor.new-backup-codes',
  '/change-password': 'staff.password.change',
} as const;

type SecondFactorPath = '/two-factor/verify-totp' | '/two-factor/verify-backup-code';

function isSignInPath(path: string): path is SignInPath {
  return path in signInBodies;
}

function refuseTooLarge(): never {
  throw new ProblemError('TOO_LARGE');
}

async function handleAuth(c: Context<ApiEnv>, context: ApiContext, auth: Auth, path: SignInPath): Promise<Response> {
  const body = await parseBody(c, path);
  const forward = (): Promise<Response> => askAuth(c, context, auth, path, body);
  switch (path) {
    case '/sign-in/email': {
      const attempt = { email: textIn(body, 'email'), source: context.addresses.of(c) };
      return withPassword(context, { ...attempt, action: 'staff.sign-in.password' }, forward);
    }
    case '/two-factor/enable':
    case '/two-factor/generate-backup-codes':
    case '/change-password': {
      const session = await requireSession(c, context, path);
      const { staffId, email } = session.staff;
      if (path === '/change-password') await requireGoodPassword(textIn(body, 'newPassword'), session);
      const action = passwordActions[path];
      const answer = await withPassword(context, { email, action }, forward);
      if (path === '/change-password' && answer.ok) await recordPasswordChange(context.db, staffId);
      return answer;
    }
    case '/two-factor/verify-totp':
    case '/two-factor/verify-backup-code':
      return withSecondFactor(c, { context, auth, path, code: textIn(body, 'code') }, forward);
    case '/sign-out': {
      const found = await context.staffSessions.find(c.req.raw.headers);
      const answer = await forward();
      const entry = { action: 'staff.sign-out', outcome: 'allowed' } as const;
      if (found) await auditSignIn(context, found.session.staff.staffId, entry);
      return answer;
    }
    case '/sign-in/social':
      return forward();
  }
}

/** A session opened with the password alone may set up a second factor if there is none, and may not replace one. */
async function requireSession(c: Context<ApiEnv>, context: ApiContext, path: SignInPath): Promise<StaffSession> {
  const found = await context.staffSessions.find(c.req.raw.headers);
  if (!found) throw new ProblemError('UNAUTHENTICATED');
  const { session } = found;
  const mayDoAll = session.factor !== 'password' || session.staff.secondFactor === 'missing';
  if (!mayDoAll || (path === '/two-factor/generate-backup-codes' && session.factor === 'password')) {
    throw new ProblemError('FORBIDDEN');
  }
  return session;
}

async function requireGoodPassword(password: string, { staff, organisations }: StaffSession): Promise<void> {
  const names = organisations.flatMap(({ name, nameEn }) => [name, nameEn]);
  const rule = await findPasswordFault(password, [staff.name, staff.email, ...names, 'fugo']);
  if (rule !== undefined) throw invalidInput([{ field: 'newPassword', rule }]);
}

async function withSecondFactor(
  c: Context<ApiEnv>,
  { context, auth, path, code }: { context: ApiContext; auth: Auth; path: SecondFactorPath; code: string },
  forward: () => Promise<Response>,
): Promise<Response> {
  const { db } = context;
  const staffId = await findWaitingStaff(c, context);
  const action = path === '/two-factor/verify-totp' ? 'staff.second-factor.code' : 'staff.second-factor.backup-code';
  if (staffId === null) {
    await countRefusedSignIn(context, null, { action });
    return Response.json({ code: 'INVALID_TWO_FACTOR_COOKIE', message: 'Nobody waits here.' }, { status: 401 });
  }
  if (path === '/two-factor/verify-totp' && (await isUsedCode(db, auth, staffId, code))) {
    await auditSignIn(context, staffId, { action, outcome: 'refused', reason: 'used before' });
    return Response.json({ code: 'CODE_USED', message: 'This code was used before.' }, { status: 401 });
  }
  const answer = await forward();
  await auditSignIn(context, staffId, { action, outcome: answer.ok ? 'allowed' : 'refused' });
  const until = answer.status === 429 ? await findSecondFactorLock(db, staffId) : null;
  if (until !== null) return tooMany(until, context.now());
  // From the first code on, sessions opened without a second factor end.
  if (answer.ok) await endPasswordSessions(db, staffId);
  return answer;
}

/**
 * The person whose code it is. better-auth checks the signature of its cookie, so this must find the same cookie: one
 * that is sent twice or written differently counts as nobody's. Otherwise a used code could get past isUsedCode.
 */
async function findWaitingStaff(
  c: Context<ApiEnv>,
  { db, publicUrl, staffSessions }: ApiContext,
): Promise<string | null> {
  const found = await staffSessions.find(c.req.raw.headers);
  if (found) return found.session.staff.staffId;
  const name = secondFactorCookieName(publicUrl);
  const values = (c.req.header('cookie') ?? '').split(';').flatMap((cookie) => {
    const at = cookie.indexOf('=');
    return cookie.slice(0, at).trim() === name ? [cookie.slice(at + 1).trim()] : [];
  });
  // Letters and digits, then a point and the signature.
  const identifier = values.length === 1 ? /^[\w-]{1,100}(?=\.|%2E)/iu.exec(values[0] ?? '')?.[0] : undefined;
  return identifier === undefined ? null : findStaffOfVerification(db, identifier);
}

async function auditCallback(context: ApiContext, auth: Auth, answer: Response): Promise<void> {
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '');
  const headers = new Headers({ cookie: cookies.filter((cookie) => !cookie.endsWith('=')).join('; ') });
  const signedIn = cookies.some((cookie) => /session_token=./u.test(cookie));
  const found = signedIn ? await auth.api.getSession({ headers }) : null;
  const error = new URL(answer.headers.get('location') ?? '/', context.publicUrl).searchParams.get('error') ?? '';
  const entry = { action: 'staff.sign-in.oidc', ...(/^[a-z_]{1,60}$/iu.test(error) && { reason: error }) } as const;
  if (found) await auditSignIn(context, found.user.id, { ...entry, outcome: 'allowed' });
  else await countRefusedSignIn(context, null, entry);
}

async function parseBody(c: Context<ApiEnv>, path: SignInPath): Promise<Record<string, unknown>> {
  if (mediaTypeOf(c.req.header('content-type')) !== 'application/json') {
    throw new ProblemError('UNSUPPORTED_MEDIA_TYPE');
  }
  const json: unknown = await c.req.json().catch(() => {
    throw new ProblemError('MALFORMED');
  });
  const parsed = signInBodies[path].safeParse(json);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path: [field] }) => String(field ?? ''));
    throw new ProblemError('INVALID_INPUT', {
      errors: [...new Set(fields)]
        .filter((field) => field in signInBodies[path].shape)
        .map((field) => ({ field, rule: isShort(json, field) ? 'PASSWORD_SHORT' : 'WRONG_FORMAT' })),
    });
  }
  return parsed.data;
}

function isShort(json: unknown, field: string): boolean {
  const value = typeof json === 'object' && json !== null && field === 'newPassword' && field in json && json[field];
  return typeof value === 'string' && value.length < shortestPassword;
}

async function askAuth(
  c: Context<ApiEnv>,
  { publicUrl }: ApiContext,
  auth: Auth,
  path: SignInPath,
  body: Record<string, unknown>,
): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json', origin: new URL(publicUrl).origin });
  for (const name of ['cookie', 'user-agent', 'accept']) {
    const value = c.req.header(name);
    // The session stores the browser's user agent.
    if (value !== undefined && !hasPersonalNumber(value)) headers.set(name, value);
  }
  const request = new Request(`${publicUrl}${authPath}${path}`, {
    method: 'POST',
    headers,
    // A password change ends all other sessions, also those of whoever knew the old password.
    body: JSON.stringify(path === '/change-password' ? { ...body, revokeOtherSessions: true } : body),
  });
  return removeToken(await auth.handler(request));
}

const Answer = z.record(z.string(), z.unknown());

/** Removes the token from the body: the session stays in the cookie, which no script can read. */
async function removeToken(answer: Response): Promise<Response> {
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  headers.delete('content-length');
  const parsed = Answer.safeParse(text === '' ? {} : JSON.parse(text));
  if (!parsed.success) return new Response(text, { status: answer.status, headers });
  const { token: _token, ...rest } = parsed.data;
  return new Response(JSON.stringify(rest), { status: answer.status, headers });
}

function textIn(body: Record<string, unknown>, field: string): string {
  const value = body[field];
  return typeof value === 'string' ? value : '';
}
