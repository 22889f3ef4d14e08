/**
 * Limits how long a request's body may take. A caller who opens many connections and never finishes would keep them
 * from the others. So an ordinary body must arrive within seconds, and a long one, which only an authenticated caller
 * may send, must keep coming. Node's own limit is the same for all requests, so it is only the outer bound (main.ts).
 */
import { createMiddleware } from 'hono/factory';
import type { IncomingMessage } from 'node:http';
import type { BodyPatience, BodyWatch } from './body-limits.ts';
import { incomingOf } from './connection.ts';
import type { ApiEnv } from '../context.ts';
import { ProblemError } from './problem.ts';

/** Answers 408 to a late body; if the answer has already begun, closes the connection. */
export function limitBodyTime(patience: BodyPatience) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const incoming = incomingOf(c.env);
    if (!incoming || !hasBody(incoming)) return next();
    const isOfStranger = /^\/(?:oauth2|auth)\//u.test(c.req.path);
    const watch = watchBody(incoming, isOfStranger ? patience.strangersMs : patience.ordinaryMs, patience.progress);
    c.set('bodyWatch', watch);
    try {
      await Promise.race([next(), watch.whenLate]);
    } finally {
      watch.markAnswered();
    }
  });
}

/** Judges by the head. A GET may have a body too: nobody reads it, but it would keep the connection all the same. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

interface WatchedBody extends BodyWatch {
  /** Rejects when the body is late. */
  whenLate: Promise<never>;
  /** Called when the route has answered, or begun to. */
  markAnswered: () => void;
}

function watchBody(incoming: IncomingMessage, wholeMs: number, progress: BodyPatience['progress']): WatchedBody {
  const { socket } = incoming;
  let timer: NodeJS.Timeout;
  let isAnswered = false;
  let refuse: ((err: ProblemError) => void) | undefined;
  const late = new Promise<never>((_resolve, reject) => (refuse = reject));

  const stop = (): void => clearTimeout(timer);
  const giveUp = (): void => {
    if (incoming.complete) return;
    // The connection ends, and whoever still reads the body gets the error.
    if (isAnswered) incoming.destroy(new BodyTooSlow());
    else refuse?.(new ProblemError('NOT_IN_TIME', { headers: { connection: 'close' } }));
  };
  const countBytes = (): number => socket.bytesRead + socket.bytesWritten;
  const watchProgress = (before: number): void => {
    timer = setTimeout(() => {
      // Bytes that have arrived and wait to be read are not the caller's delay.
      const hasComeOn = countBytes() - before >= progress.leastBytes || incoming.readableLength > 0;
      if (hasComeOn) watchProgress(countBytes());
      else giveUp();
    }, progress.everyMs).unref();
  };

  timer = setTimeout(giveUp, wholeMs).unref();
  incoming.once('end', stop).once('close', stop);
  return {
    whenLate: late,
    allowLong() {
      stop();
      if (!incoming.complete) watchProgress(countBytes());
    },
    markAnswered() {
      isAnswered = true;
    },
  };
}

/** The error that the reader of a long body gets when it has stopped coming. */
class BodyTooSlow extends Error {
  override readonly name = 'BodyTooSlow';

  constructor() {
    super('the body has stopped coming');
  }
}
