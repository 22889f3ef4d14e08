/** What names better-auth's cookies: `fugo.session_token`, over https with the prefix that browsers enforce. */
export const cookiePrefix = 'fugo';

export function sessionCookieName(publicUrl: string): string {
  return `${isSecure(publicUrl) ? '__Secure-' : ''}${cookiePrefix}.session_token`;
}

export function isSecure(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}
