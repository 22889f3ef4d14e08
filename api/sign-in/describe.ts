/** `/auth/*` in the OpenAPI document. */
import { z } from 'zod';
import { signInBodies, type SignInPath } from '../../contracts/api/sign-in.ts';
import type { ApiApp } from '../context.ts';
import {
  bodyProblems,
  describeInvalid,
  json,
  describeRefusal,
  serverProblems,
  sessionCookie,
} from '../http/openapi.ts';
import { authPath } from './auth.ts';

const texts: Record<SignInPath, { operationId: string; summary: string; answer: string }> = {
  '/sign-in/email': {
    operationId: 'signInByPassword',
    summary: 'パスワードでサインインする / Sign in by password',
    answer: 'With `twoFactorRedirect` the code is still to come; without, a second factor is to be set up.',
  },
  '/sign-in/social': {
    operationId: 'signInByProvider',
    summary: 'OpenID Connectでサインインする / Sign in at the OpenID provider',
    answer: '`url` is where the browser goes; it comes back to `callbackURL`, or with `error` to `errorCallbackURL`.',
  },
  '/two-factor/enable': {
    operationId: 'setUpSecondFactor',
    summary: '二要素認証を設定する / Set up a second factor',
    answer: '`totpURI` for an authenticator and `backupCodes`, shown this once. It holds from the first code on.',
  },
  '/two-factor/verify-totp': {
    operationId: 'verifyCode',
    summary: '認証コードを確かめる / Verify a code',
    answer: 'The session is in the cookie.',
  },
  '/two-factor/verify-backup-code': {
    operationId: 'verifyBackupCode',
    summary: '予備コードを確かめる / Verify a backup code',
    answer: 'The session is in the cookie; the code is used up.',
  },
  '/two-factor/generate-backup-codes': {
    operationId: 'newBackupCodes',
    summary: '予備コードを作り直す / New backup codes',
    answer: '`backupCodes`, shown this once; the old ones serve no more.',
  },
  '/change-password': {
    operationId: 'changePassword',
    summary: 'パスワードを変える / Change the password',
    answer: 'Every other session of the person is over.',
  },
  '/sign-out': {
    operationId: 'signOut',
    summary: 'サインアウトする / Sign out',
    answer: 'The session is over.',
  },
};

const Answer = z.looseObject({}).meta({ id: 'SignInAnswer' });
const Refusal = z.object({ code: z.string(), message: z.string() }).meta({ id: 'SignInRefusal' });

/** As a problem by fugo, and in the form of the library by the library. */
function refusedByEither(code: 'MALFORMED' | 'UNAUTHENTICATED', description: string) {
  const ofFugo = describeRefusal(code);
  return { description: `${ofFugo.description} ${description}`, content: { ...ofFugo.content, ...json(Refusal) } };
}

export function describeSignIn(app: ApiApp, paths: readonly SignInPath[]): void {
  for (const path of paths) {
    const { operationId, summary, answer } = texts[path];
    const isSession = path === '/sign-out' || path === '/change-password' || path.startsWith('/two-factor/');
    app.openAPIRegistry.registerPath({
      method: 'post',
      path: `${authPath}${path}`,
      operationId,
      tags: ['session'],
      summary,
      security: isSession ? [{ [sessionCookie]: [] }] : [],
      request: { body: { required: true, content: json(signInBodies[path]) } },
      responses: {
        200: { description: answer, content: json(Answer) },
        ...bodyProblems,
        400: refusedByEither('MALFORMED', 'Not taken.'),
        401: refusedByEither('UNAUTHENTICATED', 'Wrong, or over.'),
        ...(path === '/sign-in/social' && { 404: { description: 'No such provider.', content: json(Refusal) } }),
        ...serverProblems,
        403: describeRefusal('FORBIDDEN'),
        422:
          path === '/change-password'
            ? describeInvalid({ newPassword: ['PASSWORD_KNOWN', 'PASSWORD_PATTERN', 'PASSWORD_OF_PERSON'] })
            : describeInvalid(),
        429: { description: 'Locked after too many failures; see Retry-After.', content: json(Refusal) },
      },
    });
  }
  app.openAPIRegistry.registerPath({
    method: 'get',
    path: `${authPath}/callback/{provider}`,
    operationId: 'comeBackFromProvider',
    tags: ['session'],
    summary: 'OpenID Connectからの戻り / Back from the OpenID provider',
    security: [],
    request: { params: z.object({ provider: z.string() }) },
    responses: { 302: { description: 'To the page that was asked for, or with `error` to the page for that.' } },
  });
}
