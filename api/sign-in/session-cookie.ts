/** Prefix of better-auth's cookies: `fugo.session_token`; over https with `__Secure-`, which browsers enforce. */
export const cookiePrefix = 'fugo';

export const sessionCookieName = (publicUrl: string): string => cookieName(publicUrl, 'session_token');

/** The cookie between the password and the code. */
export const secondFactorCookieName = (publicUrl: string): string => cookieName(publicUrl, 'two_factor');

function cookieName(publicUrl: string, name: string): string {
  return `${isSecure(publicUrl) ? '__Secure-' : ''}${cookiePrefix}.${name}`;
}

export function isSecure(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}
