import type { FaultSwitch } from './fault-switch.ts';
import { describeError, type Logger } from './log.ts';

/**
 * Delivers stored rows to the next participant. It sleeps until somebody wakes it, so a row leaves at once and nothing
 * is polled; while the other side is away, it tries again with a growing delay.
 */
export type Forwarder = { wake: () => void; stop: () => Promise<void> };

export type Delivery = {
  name: string;
  /**
   * Sends some of what waits and notes what was taken. Returns `more` if there may be more, `done` if nothing is left,
   * `wait` to be called again later. Throws if the other side is away.
   */
  deliver: () => Promise<'more' | 'done' | 'wait'>;
};

/** Milliseconds that `wait` lasts. */
const lookAgainMs = 1_000;
const firstDelayMs = 100;
const longestDelayMs = 5_000;

export function startForwarder(delivery: Delivery, faults: FaultSwitch, log: Logger): Forwarder {
  let awake = true;
  const stopping = new AbortController();
  let ring: (() => void) | undefined;

  function wake(): void {
    awake = true;
    ring?.();
  }
  /** Sleeps for the time (null: without end) or, if `ringing`, until somebody wakes the forwarder. */
  async function sleep(ms: number | null, ringing: boolean): Promise<void> {
    if (stopping.signal.aborted || (ringing && awake)) return;
    await new Promise<void>((resolve) => {
      const timer = ms === null ? undefined : setTimeout(resolve, ms);
      ring = () => {
        if (!ringing && !stopping.signal.aborted) return;
        clearTimeout(timer);
        resolve();
      };
    });
    ring = undefined;
  }
  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      awake = false;
      if (faults.is('closed')) {
        // A closed system sends nothing either; the fault switch wakes the forwarder when it opens.
        await sleep(null, true);
        continue;
      }
      try {
        const outcome = await delivery.deliver();
        failures = 0;
        if (outcome === 'done') await sleep(null, true);
        if (outcome === 'wait') await sleep(lookAgainMs, true);
      } catch (error) {
        failures += 1;
        // A peer may be away for a night, so only the first failure and every sixtieth is logged.
        if (failures === 1 || failures % 60 === 0) {
          log.warn({ forwarder: delivery.name, failures, ...describeError(error) }, 'not taken, trying again');
        }
        await sleep(Math.min(firstDelayMs * 2 ** (failures - 1), longestDelayMs), false);
      }
    }
  }
  faults.onChange(wake);
  const running = run();
  return {
    wake,
    async stop() {
      stopping.abort();
      ring?.();
      await running;
    },
  };
}
