/**
 * Watches whether sessions are still open, for answers that last, such as streams of events. All sessions of an
 * organisation are looked at in one query, so that a hundred open pages ask the database once a second. Watching does
 * not prolong a session: it ends after the idle time all the same.
 */
import type { AnyRole } from '../../domain/rights.ts';
import { listOpenSessions } from '../../storage/sign-in/open-sessions.ts';
import type { Database } from '../../storage/database/database.ts';
import { createShortCache } from '../http/short-cache.ts';

const keptMs = 1_000;

export interface WatchedSession {
  /** Null once the session is over, or the person has no role here any more. */
  roles: () => Promise<readonly AnyRole[] | null>;
  close: () => void;
}

export type SessionWatch = (organisation: string, sessionId: string) => WatchedSession;

export function createSessionWatch({ db, now }: { db: Database; now: () => number }): SessionWatch {
  /** Number of answers that depend on each session, by organisation and session id. */
  const watchers = new Map<string, Map<string, number>>();
  const looks = createShortCache(
    async (organisation) => {
      const sessionIds = new Set(watchers.get(organisation)?.keys());
      return { asked: sessionIds, open: await listOpenSessions(db, organisation, [...sessionIds]) };
    },
    { ttlMs: keptMs, now },
  );
  return (organisation, sessionId) => {
    const sessions = watchers.get(organisation) ?? new Map<string, number>();
    watchers.set(organisation, sessions);
    sessions.set(sessionId, (sessions.get(sessionId) ?? 0) + 1);
    return {
      async roles() {
        const look = await looks.get(organisation);
        if (look.asked.has(sessionId)) return look.open.get(sessionId) ?? null;
        // The session was not yet watched when that query ran.
        looks.forget(organisation);
        return (await looks.get(organisation)).open.get(sessionId) ?? null;
      },
      close() {
        const left = (sessions.get(sessionId) ?? 1) - 1;
        if (left > 0) sessions.set(sessionId, left);
        else sessions.delete(sessionId);
      },
    };
  };
}
