import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { MiddlewareHandler } from 'hono';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultSwitch } from './fault-switch.ts';
import { unavailable, type App, type AppContext } from './http.ts';

/** Lets callers of the business endpoints feel a fault; the other kinds are acted out by the participants. */
export function addFaults(app: App, faults: FaultSwitch): void {
  const middleware: MiddlewareHandler = async (c: AppContext, next) => {
    if (faults.is('none')) return next();
    if (faults.is('closed')) return unavailable(c, 'closed', faults.secondsLeft() ?? 5);
    if (faults.hits('error-rate')) {
      return faults.draw() < 0.5 ? c.json({ error: 'fault' }, 500) : unavailable(c, 'fault', null);
    }
    if (faults.hits('latency')) await sleep(faults.current().latencyMs);
    const drops = faults.hits('drop-answer');
    await next();
    if (drops) {
      // The work is done; the caller only sees its connection break.
      c.env.incoming.socket.destroy();
      c.res = RESPONSE_ALREADY_SENT;
    }
    return undefined;
  };
  app.use('/v1/*', middleware);
}
