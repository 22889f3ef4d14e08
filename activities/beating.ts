import { activityInfo, heartbeat } from '@temporalio/activity';

/**
 * Runs a step over thousands of lines while it tells the engine that this worker lives: one that is killed is noticed
 * within the heartbeat's limit and not at the end of the step's. With a clock of its own, because the step itself is busy
 * with the database or a participant. Where no heartbeat is asked for, nothing is told.
 */
export async function beating<T>(work: () => Promise<T>): Promise<T> {
  const limitMs = activityInfo().heartbeatTimeoutMs;
  if (limitMs === undefined || limitMs === 0) return work();
  const timer = setInterval(heartbeat, limitMs / 4);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
