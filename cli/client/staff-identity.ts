import { createCaller, type ApiClient } from './api-client.ts';
import type { Context } from '../terminal/context.ts';
import { cookieHeader, cookiesAfter, type Cookies } from './cookies.ts';
import type { Authentication } from './http.ts';
import { findStaffSession, writeStaffSession, type StaffSession } from './staff-session-file.ts';

/** Thrown when the server does not know the session any more. */
export class SessionOver extends Error {
  override readonly name = 'SessionOver';
}

/**
 * The server serves a session only when no page of somebody else's can have made the browser ask. A browser would say
 * so with this header, so the command says it too.
 */
export const ownOrigin = { 'sec-fetch-site': 'same-origin' } as const;

/** fugo's API as the member of staff who is signed in. */
export function staffCaller(context: Context, session: StaffSession): ApiClient {
  return createCaller(session.api, sessionCookies(context, session), context.language);
}

function sessionCookies(context: Context, session: StaffSession): Authentication {
  let { cookies } = session;
  return {
    headers: () => Promise.resolve({ kind: 'ok', status: 200, body: { cookie: cookieHeader(cookies), ...ownOrigin } }),
    renew() {
      throw new SessionOver();
    },
    answered(headers) {
      const now = cookiesAfter(cookies, headers);
      if (cookieHeader(now) === cookieHeader(cookies)) return;
      keepCookies(context, session, now);
      cookies = now;
    },
  };
}

/** Another command may have signed out meanwhile, or somebody else may have signed in. */
function keepCookies(context: Context, session: StaffSession, cookies: Cookies): void {
  const kept = findStaffSession(context);
  if (kept?.staffId === session.staffId && kept.api === session.api) writeStaffSession(context, { ...kept, cookies });
}
