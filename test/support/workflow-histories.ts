/** Every history that arises in a test file is replayed on the present code when the file ends. */
import type { Client, WorkflowClientInterceptor, WorkflowHandle } from '@temporalio/client';
import { Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { expect, vi } from 'vitest';

export interface HistoryKeeper {
  /** For the client: the list of the server lags behind, so the runs that it must show are written down. */
  interceptor: WorkflowClientInterceptor;
  /** `taskQueues`: their runs, and those that these have started there, are replayed. */
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
        { timeout: 30_000, interval: 100 },
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
    const { events = [] } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    yield { workflowId, history: { events: done(events ?? []) } };
  }
}

type Events = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>;

/** Without a task that nobody has come to the end of: what it would have done is not in the history. */
function done(events: Events): Events {
  const isOver = (event: Events[number]): boolean =>
    event.workflowTaskCompletedEventAttributes != null ||
    event.workflowTaskFailedEventAttributes != null ||
    event.workflowTaskTimedOutEventAttributes != null;
  const lastOver = events.findLastIndex(isOver);
  const left = events.findIndex(
    (event, place) => place > lastOver && event.workflowTaskScheduledEventAttributes != null,
  );
  return left === -1 ? events : events.slice(0, left);
}
