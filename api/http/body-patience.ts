/**
 * How long a request's body may take. Whoever opens many connections and never finishes what was begun would keep them
 * from the others, so an ordinary body must be here within seconds, and a long one, which only who is signed in may
 * send, has to come on. Node's own limit is one for all requests, so it is only the last bound (main.ts).
 */
import { createMiddleware } from 'hono/factory';
import type { IncomingMessage } from 'node:http';
import type { BodyPatience, BodyWatch } from './body-limits.ts';
import { incomingOf } from './connection.ts';
import type { ApiEnv } from '../context.ts';
import { ProblemError } from './problem.ts';

/** 408 where the body is late. Where the answer has begun already the connection is closed. */
export function bodyInTime(patience: BodyPatience) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const incoming = incomingOf(c.env);
    if (!incoming || !hasBody(incoming)) return next();
    const isOfStranger = /^\/(?:oauth2|auth)\//u.test(c.req.path);
    const watch = watchBody(incoming, isOfStranger ? patience.strangersMs : patience.ordinaryMs, patience.progress);
    c.set('bodyWatch', watch);
    try {
      await Promise.race([next(), watch.late]);
    } finally {
      watch.answered();
    }
  });
}

/** As the head says; a GET may have one too, which nobody reads, and which would keep the connection all the same. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

interface WatchedBody extends BodyWatch {
  /** Rejects when the body is late. */
  late: Promise<never>;
  /** The route has answered, or begun to. */
  answered: () => void;
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
    // Whoever still reads the body hears of it, and so does the caller: the connection ends.
    if (isAnswered) incoming.destroy(new BodyTooSlow());
    else refuse?.(new ProblemError('NOT_IN_TIME', { headers: { connection: 'close' } }));
  };
  const passed = (): number => socket.bytesRead + socket.bytesWritten;
  const lookAfter = (before: number): void => {
    timer = setTimeout(() => {
      // What lies here unread is not the caller's delay.
      const hasComeOn = passed() - before >= progress.leastBytes || incoming.readableLength > 0;
      if (hasComeOn) lookAfter(passed());
      else giveUp();
    }, progress.everyMs).unref();
  };

  timer = setTimeout(giveUp, wholeMs).unref();
  incoming.once('end', stop).once('close', stop);
  return {
    late,
    allowLong() {
      stop();
      if (!incoming.complete) lookAfter(passed());
    },
    answered() {
      isAnswered = true;
    },
  };
}

/** Thrown to whoever reads a long body that has stopped coming. */
class BodyTooSlow extends Error {
  override readonly name = 'BodyTooSlow';

  constructor() {
    super('the body has stopped coming');
  }
}
