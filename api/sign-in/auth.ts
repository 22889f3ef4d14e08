/**
 * better-auth, configured for staff: accounts that an administrator made, a second factor, sessions that end. Only the
 * endpoints that auth-routes.ts lets through can be reached.
 */
import { setTimeout } from 'node:timers/promises';
import { betterAuth } from 'better-auth';
import { APIError, isAPIError } from 'better-auth/api';
import { genericOAuth, twoFactor } from 'better-auth/plugins';
import { longestPassword, shortestPassword } from '../../contracts/api/sign-in.ts';
import { staffTables } from '../../storage/sign-in/tables.ts';
import type { SignInFactor } from '../../storage/sign-in/sign-in.ts';
import { findStaff, isInitialPasswordOver } from '../../storage/staff/staff.ts';
import type { ApiContext } from '../context.ts';
import { makeBackupCodes } from './backup-codes.ts';
import { signInSecrets } from './secrets.ts';
import { cookiePrefix, isSecure } from './session-cookie.ts';
import { oidcProviderId, type OidcSettings } from './settings.ts';

export const authPath = '/auth';
const discoveryMs = 3_000;

type AuthContext = Pick<ApiContext, 'db' | 'keys' | 'log' | 'publicUrl' | 'staff'>;

export function createAuth({ db, keys, log, publicUrl, staff: settings }: AuthContext) {
  return betterAuth({
    appName: 'fugo',
    baseURL: publicUrl,
    basePath: authPath,
    secrets: signInSecrets(keys),
    telemetry: { enabled: false },
    database: staffTables(db),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
    },
    user: { additionalFields: { revokedAt: { type: 'date', required: false, input: false, returned: false } } },
    session: {
      expiresIn: settings.idleMinutes * 60,
      // Seconds. At every request would be too often: a screen asks several times a second.
      updateAge: 60,
      cookieCache: { enabled: false },
      additionalFields: {
        factor: { type: 'string', required: true, input: false },
        endsAt: { type: 'date', required: true, input: false },
      },
    },
    account: {
      encryptOAuthTokens: true,
      updateAccountOnSignIn: false,
      accountLinking: { enabled: true, trustedProviders: [], allowDifferentEmails: false },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session, ctx) => {
            const member = await findStaff(db, { staffId: session.userId });
            if (!member || member.revokedAt !== null) throw new APIError('FORBIDDEN', { code: 'STAFF_REVOKED' });
            if (await isInitialPasswordOver(db, member.staffId, settings.initialPasswordDays)) {
              throw new APIError('FORBIDDEN', { code: 'INITIAL_PASSWORD_OVER' });
            }
            const endsAt = new Date(Date.now() + settings.longestHours * 60 * 60_000);
            const former = ctx?.context.session?.session;
            return { data: { ...session, factor: factorOf(ctx?.path, former), endsAt } };
          },
        },
      },
    },
    plugins: [
      twoFactor({
        issuer: 'fugo',
        backupCodeOptions: { customBackupCodesGenerate: makeBackupCodes },
        accountLockout: {
          enabled: true,
          maxFailedAttempts: settings.lockOut.attempts,
          durationSeconds: settings.lockOut.minutes * 60,
        },
      }),
      ...(settings.oidc ? [limitDiscovery(genericOAuth({ config: [providerOf(settings.oidc)] }))] : []),
    ],
    advanced: {
      cookiePrefix,
      useSecureCookies: isSecure(publicUrl),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: isSecure(publicUrl) },
    },
    // Attempts are counted by account in the database (storage/sign-in).
    rateLimit: { enabled: false },
    logger: {
      level: 'warn',
      // Logs up to the first colon only: what follows may be a value that was sent.
      log: (level, message) => log[level === 'error' ? 'error' : 'warn']({ from: 'better-auth' }, safePart(message)),
    },
    onAPIError: {
      errorURL: `${publicUrl}/`,
      onError: (err) => {
        if (!isAPIError(err)) log.error({ err }, 'sign-in went wrong');
      },
    },
  });
}
export type Auth = ReturnType<typeof createAuth>;

/** A session that replaces another, as after a password change, keeps the factor of that one. */
function factorOf(path: string | undefined, former: object | undefined): SignInFactor {
  if (path?.startsWith('/callback/')) return 'oidc';
  if (path?.startsWith('/two-factor/verify-')) return 'second-factor';
  const known = former && 'factor' in former ? former.factor : undefined;
  return known === 'oidc' || known === 'second-factor' ? known : 'password';
}

function providerOf({ issuer, clientId, clientSecret, name }: OidcSettings) {
  return {
    providerId: oidcProviderId,
    name,
    discoveryUrl: `${issuer.replace(/\/+$/u, '')}/.well-known/openid-configuration`,
    requireIdTokenVerification: true,
    clientId,
    clientSecret,
    authentication: 'basic' as const,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    disableImplicitSignUp: true,
    disableSignUp: true,
    disableProviderLogout: true,
  };
}

/**
 * Limits how long better-auth waits for the provider's discovery document. It reads the document before it answers
 * anything, so a provider that does not answer would delay everybody. A document not read by then is read when somebody
 * signs in with that provider.
 */
function limitDiscovery(plugin: ReturnType<typeof genericOAuth>): typeof plugin {
  const unreadProviders = new Map(plugin.options.config.map((each) => [each.providerId, each]));
  return {
    ...plugin,
    init: (context) => {
      const { socialProviders } = context;
      const pending = { context: { socialProviders, genericOAuthPendingDiscovery: unreadProviders } };
      return Promise.race([plugin.init(context), setTimeout(discoveryMs, pending, { ref: false })]);
    },
  };
}

function safePart(message: string): string {
  return message.split(/[:\n]/u, 1)[0] ?? '';
}
