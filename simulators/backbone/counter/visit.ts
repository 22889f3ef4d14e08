import type { Context } from 'hono';
import { getCookie, setCookie, deleteCookie } from 'hono/cookie';
import { z } from 'zod';
import type { AppContext } from '../../base/http.ts';
import type { Backbone } from '../tables.ts';
import { createSay, type Say } from './messages.ts';

/** Who is at the counter and in which language: kept in cookies of this backbone alone, because a host has one jar. */
export interface Visit {
  clerk: string;
  municipality: string;
}
export interface Speaking {
  language: 'ja' | 'en';
  say: Say;
}

const Clerk = z.object({ clerk: z.string().min(1).max(40), municipality: z.string().regex(/^\d{6}$/) });
const options = { path: '/counter', httpOnly: true, sameSite: 'Strict' } as const;
const visitCookie = ({ name }: Backbone): string => `counter-${name}`;
const languageCookie = 'counter-language';

export function findVisit(c: Context, backbone: Backbone): Visit | undefined {
  try {
    return Clerk.safeParse(JSON.parse(Buffer.from(getCookie(c, visitCookie(backbone)) ?? '', 'base64url').toString()))
      .data;
  } catch {
    return undefined;
  }
}

export function beginVisit(c: Context, backbone: Backbone, visit: Visit): void {
  setCookie(c, visitCookie(backbone), Buffer.from(JSON.stringify(visit)).toString('base64url'), options);
}

export function endVisit(c: Context, backbone: Backbone): void {
  deleteCookie(c, visitCookie(backbone), options);
}

/** Japanese, unless the clerk has switched. */
export function speakingOf(c: Context): Speaking {
  const language = getCookie(c, languageCookie) === 'en' ? 'en' : 'ja';
  return { language, say: createSay(language) };
}

export function setLanguage(c: AppContext, language: 'ja' | 'en'): void {
  setCookie(c, languageCookie, language, { ...options, maxAge: 365 * 24 * 3600 });
}
