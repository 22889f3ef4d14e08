/** Checks of Temporal: that it answers, that workers take work, that schedules run, that no workflow fails for ever. */
import type { Client } from '@temporalio/client';
import { jobSchedulePrefix } from '../../contracts/job-net.ts';
import { findRunState } from '../../temporal/run-state.ts';
import type { Check } from '../prober.ts';

export function checkTemporal(client: Client, timeoutMs = 5_000): Check {
  return async () => {
    const { namespace } = client.options;
    await client.withDeadline(Date.now() + timeoutMs, () => client.workflowService.describeNamespace({ namespace }));
    return { ok: true };
  };
}

/** Numbers of temporal.api.enums.v1.TaskQueueType. */
const queueTypes = [1, 2] as const;
/** A poll lasts a minute at most, so who has not come for longer has gone. Milliseconds. */
const pollerMs = 75_000;

/** Whether somebody takes workflow tasks and activities from the queue. The server has no alarm for that. */
export function checkPollers(client: Client, queue: string, timeoutMs = 5_000): Check {
  return async () => {
    const { namespace } = client.options;
    for (const taskQueueType of queueTypes) {
      const { pollers } = await client.withDeadline(Date.now() + timeoutMs, () =>
        client.workflowService.describeTaskQueue({ namespace, taskQueue: { name: queue }, taskQueueType }),
      );
      const newest = Math.max(0, ...pollers.map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0)));
      if (Date.now() - newest * 1_000 > pollerMs) return { ok: false, error: 'NO_POLLERS' };
    }
    return { ok: true };
  };
}

/** Schedules that are described at each check; with more of them each has its turn. */
const describedAtOnce = 20;
/** So long a missed run is an alarm: nobody would see it else, for the next run looks as if nothing had been. */
const missedMs = 15 * 60_000;

/** Whether a schedule has missed a run since the last look, or stands paused. */
export function checkSchedules(client: Client, timeoutMs = 10_000): Check {
  const missed = new Map<string, number>();
  let missedAt = -Infinity;
  let turn = 0;
  return async () => {
    const deadline = Date.now() + timeoutMs;
    const { namespace } = client.options;
    const ids: string[] = [];
    const paused: string[] = [];
    await client.withDeadline(deadline, async () => {
      for await (const { scheduleId, state } of client.schedule.list()) {
        // Staff pause nets on purpose, and what a net's schedule misses, its rows catch up or alarm of.
        if (scheduleId.startsWith(jobSchedulePrefix)) continue;
        ids.push(scheduleId);
        if (state.paused) paused.push(scheduleId);
      }
    });
    for (const id of missed.keys()) if (!ids.includes(id)) missed.delete(id);
    const from = ids.length === 0 ? 0 : (turn * describedAtOnce) % ids.length;
    turn += 1;
    for (const id of [...ids, ...ids].slice(from, from + Math.min(describedAtOnce, ids.length))) {
      // By the service itself: the SDK's handle would decode what the schedule starts, and that is encrypted.
      const { info } = await client.withDeadline(deadline, () =>
        client.workflowService.describeSchedule({ namespace, scheduleId: id }),
      );
      const count = Number(info?.missedCatchupWindow ?? 0);
      if (count > (missed.get(id) ?? count)) missedAt = Date.now();
      missed.set(id, count);
    }
    if (Date.now() - missedAt < missedMs) return { ok: false, error: 'SCHEDULE_MISSED' };
    return paused.length > 0 ? { ok: false, error: 'SCHEDULE_PAUSED' } : { ok: true };
  };
}

/** What newer servers write to a workflow whose task keeps failing. */
const reportedProblems = `ExecutionStatus = 'Running' AND TemporalReportedProblems IN ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')`;
/** Of an older server so many open workflows are asked one by one. */
const askedOneByOne = 50;

/** Whether a workflow's task fails again and again; Temporal counts that in no figure. */
export function checkWorkflowTasks(client: Client, timeoutMs = 10_000): Check {
  return async () => {
    const deadline = Date.now() + timeoutMs;
    const failing = { ok: false, error: 'WORKFLOW_TASK_FAILING' } as const;
    try {
      const { count } = await client.withDeadline(deadline, () => client.workflow.count(reportedProblems));
      if (count > 0) return failing;
    } catch (error) {
      if (!isUnknownAttribute(error)) throw error;
    }
    const ids: string[] = [];
    await client.withDeadline(deadline, async () => {
      for await (const { workflowId } of client.workflow.list({
        query: `ExecutionStatus = 'Running'`,
        pageSize: askedOneByOne,
      })) {
        if (ids.push(workflowId) >= askedOneByOne) break;
      }
    });
    for (const id of ids) if ((await findRunState(client, id)) === 'failing') return failing;
    return { ok: true };
  };
}

function isUnknownAttribute(error: unknown): boolean {
  const details = [error, error instanceof Error ? error.cause : undefined].map((each) =>
    each instanceof Error ? each.message : '',
  );
  return details.some((text) => /search attribute|invalid query/iu.test(text));
}
