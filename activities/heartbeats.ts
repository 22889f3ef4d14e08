import { activityInfo, heartbeat } from '@temporalio/activity';

/**
 * Runs work on thousands of lines while a timer sends heartbeats, so that the engine soon notices a killed worker.
 *
 * `tell` is called at the beginning and every ten seconds; its failure does not end the work.
 */
export async function runWithHeartbeats<T>(work: () => Promise<T>, tell?: () => Promise<void>): Promise<T> {
  const firstCall = tell?.().catch(() => undefined);
  const limitMs = activityInfo().heartbeatTimeoutMs ?? 0;
  const timers: NodeJS.Timeout[] = [];
  if (limitMs > 0) timers.push(setInterval(heartbeat, limitMs / 4));
  if (tell) timers.push(setInterval(() => void tell().catch(() => undefined), tellEveryMs));
  try {
    return await work();
  } finally {
    for (const timer of timers) clearInterval(timer);
    await firstCall;
  }
}

const tellEveryMs = 10_000;
