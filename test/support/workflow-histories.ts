/** Replays every history that a test file produced on the present code when the file ends. */
import type { Client, WorkflowClientInterceptor, WorkflowHandle } from '@temporalio/client';
import { Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { expect, vi } from 'vitest';

export interface HistoryKeeper {
  /** To be set in the client: it records the started runs, because the server's list of runs lags behind. */
  interceptor: WorkflowClientInterceptor;
  /** Replays the runs on `taskQueues`, including those that other runs started there. */
  replayAll: (client: Client, taskQueues: ReadonlySet<string>, options: ReplayWorkerOptions) => Promise<void>;
}

export function keepHistories(): HistoryKeeper {
  const started = new Set<string>();
  return {
    interceptor: {
      async startWithDetails(input, next) {
        const output = await next(input);
        started.add(output.runId);
        return output;
      },
      async signalWithStart(input, next) {
        const runId = await next(input);
        started.add(runId);
        return runId;
      },
    },
    async replayAll(client, taskQueues, options) {
      const runs = await vi.waitUntil(
        async () => {
          const found = await listRuns(client, taskQueues);
          return [...started].every((runId) => found.has(runId)) && found;
        },
        { timeout: 120_000, interval: 100 },
      );
      const outcomes = Worker.runReplayHistories(options, historiesOf(client, runs));
      const broken = [];
      for await (const { workflowId, error } of outcomes) if (error) broken.push({ workflowId, error });
      expect(broken).toEqual([]);
    },
  };
}

async function listRuns(client: Client, taskQueues: ReadonlySet<string>): Promise<Map<string, string>> {
  const runs = new Map<string, string>();
  const names = [...taskQueues].map((name) => `'${name}'`);
  for (let from = 0; from < names.length; from += 50) {
    const query = `TaskQueue IN (${names.slice(from, from + 50).join(', ')})`;
    for await (const { runId, workflowId } of client.workflow.list({ query })) runs.set(runId, workflowId);
  }
  return runs;
}

async function* historiesOf(client: Client, runs: ReadonlyMap<string, string>) {
  for (const [runId, workflowId] of runs) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const finished = removeUnfinished(events ?? []);
    if (finished.some(isCompleted)) yield { workflowId, history: { events: finished } };
  }
}

type Event = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];
const isScheduled = (event: Event): boolean => event.workflowTaskScheduledEventAttributes != null;
const isCompleted = (event: Event): boolean => event.workflowTaskCompletedEventAttributes != null;
const isCommand = (event: Event): boolean =>
  Object.values(event).some(
    (attributes: unknown) => isObject(attributes) && 'workflowTaskCompletedEventId' in attributes,
  );
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const timeOf = ({ eventTime }: Event): string => `${String(eventTime?.seconds)}.${String(eventTime?.nanos)}`;

/**
 * Removes the end of a history that a replay would wait for: a task during which the run was ended left none of its
 * commands, and neither did a task that was followed at once by another, to go on with the same local activity.
 */
function removeUnfinished(events: Event[]): Event[] {
  let left = events;
  let followedAt: string | undefined;
  for (;;) {
    const from = left.findLastIndex(isScheduled);
    const [scheduled, ...rest] = left.slice(from);
    if (from === -1 || !scheduled) return left;
    const completed = rest.find(isCompleted);
    if (completed && timeOf(completed) !== followedAt) return left;
    // Also removes the events that the task was about.
    left = left.slice(0, left.slice(0, from).findLastIndex((event) => isCompleted(event) || isCommand(event)) + 1);
    followedAt = timeOf(scheduled);
  }
}
