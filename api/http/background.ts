import type { Logger } from 'pino';

export interface Background {
  /** Starts work that no answer waits for; a failure is logged. */
  run: (name: string, work: () => Promise<unknown>) => void;
  /** Resolves when all started work has ended. */
  drain: () => Promise<void>;
}

export function createBackground(log: Logger): Background {
  const running = new Set<Promise<void>>();
  return {
    run(name, work) {
      const task = work()
        .then(() => undefined)
        .catch((err: unknown) => log.warn({ err, work: name }, 'background work failed'))
        .finally(() => running.delete(task));
      running.add(task);
    },
    async drain() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
