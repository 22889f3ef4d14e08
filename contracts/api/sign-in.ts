/** Shapes of the requests to `/auth/*`. Only these paths of the sign-in library can be called. */
import { z } from 'zod';

export const shortestPassword = 12;
export const longestPassword = 128;

const Password = z.string().min(1).max(longestPassword);
/**
 * A page of fugo itself, so that nobody is sent elsewhere with a fresh session. White space and control characters are
 * refused, because browsers drop some of them and read `/⇥/elsewhere` as `//elsewhere`.
 */
const OwnPage = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[^\\\p{Cc}\s]*$/u)
  // The same without the flag, which a pattern does not have.
  .meta({ pattern: String.raw`^/(?![/\\])[^\\\s\u0000-\u001f\u007f-\u009f]*$` });

export const signInBodies = {
  '/sign-in/email': z.strictObject({
    email: z
      .email()
      .max(254)
      .transform((email) => email.toLowerCase()),
    password: Password,
  }),
  '/sign-in/social': z.strictObject({
    provider: z.string().max(40),
    callbackURL: OwnPage.default('/'),
    errorCallbackURL: OwnPage.default('/'),
  }),
  '/two-factor/enable': z.strictObject({ password: Password }),
  '/two-factor/verify-totp': z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
  '/two-factor/verify-backup-code': z.strictObject({ code: z.string().min(1).max(40) }),
  '/two-factor/generate-backup-codes': z.strictObject({ password: Password }),
  '/change-password': z.strictObject({
    currentPassword: Password,
    newPassword: z.string().min(shortestPassword).max(longestPassword),
  }),
  '/sign-out': z.strictObject({}),
} as const;
export type SignInPath = keyof typeof signInBodies;
