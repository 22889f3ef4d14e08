/**
 * Streams of events for people who watch a page: what is read is sent at first and at every change, and the stream ends
 * with the session or the right.
 */
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { tierOf } from '../../domain/organisations.ts';
import { rightsInTier, type Right } from '../../domain/rights.ts';
import type { ApiContext, ApiEnv, Caller } from '../context.ts';
import { createSessionWatch, type WatchedSession } from './session-watch.ts';

const lookMs = 2_000;
/** Proxies close connections that are silent for a minute. */
const heartbeatMs = 15_000;
/** After this the stream ends; the browser connects again by itself, and its session is checked anew. */
const longestMs = 10 * 60_000;

export interface WatchedValue<Value> {
  /** The organisation for which the caller acts, and the right there that the stream needs; null: any role there. */
  organisation: string;
  right: Right | null;
  event: string;
  /** Undefined ends the stream. */
  read: () => Promise<Value | undefined>;
  /** Two values with the same key look the same to the viewer. */
  keyOf: (value: Value) => string;
}

export type WatchedStream = <Value>(c: Context<ApiEnv>, watched: WatchedValue<Value>) => Response;

export function createWatchedStream(context: ApiContext): WatchedStream {
  const watch = createSessionWatch(context);
  return (c, { organisation, right, event, read, keyOf }) => {
    const caller = c.get('caller');
    const session = c.get('session');
    const endsAt = Math.min(context.now() + longestMs, session?.expiresAt.getTime() ?? Infinity);
    // Tells a proxy not to buffer: it would pass nothing on until the stream ends.
    c.header('x-accel-buffering', 'no');
    return streamSSE(
      c,
      async (stream) => {
        const watchedSession = session && watch(organisation, session.sessionId);
        const mayWatch = async (): Promise<boolean> =>
          hasRightStill(context, caller, { organisation, right, watched: watchedSession });
        try {
          let lastShown = '';
          let lastSentAt = context.now();
          while (!stream.aborted && context.now() < endsAt) {
            if (!(await mayWatch())) return;
            const value = await read();
            if (value === undefined) return;
            const key = keyOf(value);
            if (key !== lastShown) {
              await stream.writeSSE({ event, data: JSON.stringify(value) });
              [lastShown, lastSentAt] = [key, context.now()];
            } else if (context.now() - lastSentAt >= heartbeatMs) {
              await stream.write(': still here\n\n');
              lastSentAt = context.now();
            }
            await stream.sleep(lookMs);
          }
        } finally {
          watchedSession?.close();
        }
      },
      (err) => {
        context.log.error({ err, requestId: c.get('requestId') }, 'a stream of events broke off');
        return Promise.resolve();
      },
    );
  };
}

/** By the current tables: the client is not revoked, the session is open and has the right. */
async function hasRightStill(
  { clients }: ApiContext,
  caller: Caller,
  { organisation, right, watched }: { organisation: string; right: Right | null; watched: WatchedSession | undefined },
): Promise<boolean> {
  if (caller.kind !== 'staff') return (await clients.get(caller.clientId))?.revokedAt === null;
  const roles = await watched?.roles();
  if (right === null) return (roles ?? []).length > 0;
  return rightsInTier(tierOf(organisation), roles ?? []).has(right);
}
