/**
 * For answers that last, such as a stream of events: whether the session behind one is still open. All that last are
 * looked at together, so that a hundred open pages ask the database one question a second and not a hundred. To be
 * looked at moves no session on: who only watches is out after the idle time as well.
 */
import type { Role } from '../../domain/rights.ts';
import { listOpenSessions } from '../../storage/sign-in/open-sessions.ts';
import type { Database } from '../../storage/database/database.ts';
import { createShortCache } from '../http/short-cache.ts';

const keptMs = 1_000;

export interface WatchedSession {
  /** Null from the moment on at which the session is over, or the person has no role here any more. */
  roles: () => Promise<readonly Role[] | null>;
  close: () => void;
}

export type SessionWatch = (municipality: string, sessionId: string) => WatchedSession;

export function createSessionWatch({ db, now }: { db: Database; now: () => number }): SessionWatch {
  /** How many answers each session stands behind, by municipality. */
  const watched = new Map<string, Map<string, number>>();
  const looks = createShortCache(
    async (municipality) => {
      const asked = new Set(watched.get(municipality)?.keys());
      return { asked, open: await listOpenSessions(db, municipality, [...asked]) };
    },
    { ttlMs: keptMs, now },
  );
  return (municipality, sessionId) => {
    const sessions = watched.get(municipality) ?? new Map<string, number>();
    watched.set(municipality, sessions);
    sessions.set(sessionId, (sessions.get(sessionId) ?? 0) + 1);
    return {
      async roles() {
        const look = await looks.get(municipality);
        if (look.asked.has(sessionId)) return look.open.get(sessionId) ?? null;
        // It began to be watched after that look.
        looks.forget(municipality);
        return (await looks.get(municipality)).open.get(sessionId) ?? null;
      },
      close() {
        const left = (sessions.get(sessionId) ?? 1) - 1;
        if (left > 0) sessions.set(sessionId, left);
        else sessions.delete(sessionId);
      },
    };
  };
}
