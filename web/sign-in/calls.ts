import { queryOptions } from '@tanstack/react-query';
import type { Session, SignInWays } from '../../contracts/api/session.ts';
import type { SignInPath } from '../../contracts/api/sign-in.ts';
import { request } from '../components/client.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => request<Session>('/v1/session', { signal }),
  refetchInterval: 60_000,
  retry: false,
});

export const signInWaysQuery = queryOptions({
  queryKey: ['sign-in-ways'],
  queryFn: ({ signal }) => request<SignInWays>('/v1/sign-in-ways', { signal }),
  staleTime: Infinity,
});

const post = <Answer>(path: SignInPath, json: unknown): Promise<Answer> =>
  request(`/auth${path}`, { method: 'POST', json });

/** `twoFactorRedirect` means that the password was right and a code is needed. */
export const signInByPassword = (email: string, password: string): Promise<{ twoFactorRedirect?: boolean }> =>
  post('/sign-in/email', { email, password });

export const verifyCode = (code: string): Promise<unknown> => post('/two-factor/verify-totp', { code });

/** For people who have lost their device. Each code works once. */
export const verifyBackupCode = (code: string): Promise<unknown> => post('/two-factor/verify-backup-code', { code });

export const changePassword = (currentPassword: string, newPassword: string): Promise<unknown> =>
  post('/change-password', { currentPassword, newPassword });

export const beginSecondFactor = (password: string): Promise<{ totpURI: string; backupCodes: string[] }> =>
  post('/two-factor/enable', { password });

export const signInAtProvider = (providerId: string, callbackURL: string): Promise<{ url: string }> =>
  post('/sign-in/social', { provider: providerId, callbackURL, errorCallbackURL: '/sign-in' });

export const signOut = (): Promise<unknown> => post('/sign-out', {});
