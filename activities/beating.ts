import { activityInfo, heartbeat } from '@temporalio/activity';

/**
 * Runs a step over thousands of lines while it tells the engine that this worker lives: one that is killed is noticed
 * within the heartbeat's limit and not at the end of the step's. With a clock of its own, because the step itself is busy
 * with the database or a participant. Where no heartbeat is asked for, the engine is told nothing.
 *
 * `tell` is told as well, at the beginning and from time to time; that it failed is no reason to end the step.
 */
export async function beating<T>(work: () => Promise<T>, tell?: () => Promise<void>): Promise<T> {
  const told = tell?.().catch(() => undefined);
  const limitMs = activityInfo().heartbeatTimeoutMs ?? 0;
  const timers: NodeJS.Timeout[] = [];
  if (limitMs > 0) timers.push(setInterval(heartbeat, limitMs / 4));
  if (tell) timers.push(setInterval(() => void tell().catch(() => undefined), tellEveryMs));
  try {
    return await work();
  } finally {
    for (const timer of timers) clearInterval(timer);
    await told;
  }
}

const tellEveryMs = 10_000;
