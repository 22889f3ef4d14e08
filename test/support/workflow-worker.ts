/** Runs workflows on the real dev server with fake activities: a task queue for each test, one bundle for all. */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import {
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type ActivityInterceptorsFactory,
  type WorkerOptions,
} from '@temporalio/worker';
import { inject } from 'vitest';
import { bundleWorkflows } from './workflow-bundle.ts';
import { keepHistories } from './workflow-histories.ts';

export interface WorkflowWorker {
  client: Client;
  taskQueue: string;
  worker: Worker;
}

export interface WorkflowTests {
  /**
   * `maxCachedWorkflows: 0` replays every workflow task from the start, which makes each test a determinism test too.
   */
  createWorker: (
    activities: object,
    options: { maxCachedWorkflows: number } & Pick<
      WorkerOptions,
      'shutdownGraceTime' | 'maxConcurrentWorkflowTaskExecutions'
    >,
    taskQueue?: string,
  ) => Promise<WorkflowWorker>;
  /** Replays every history that was produced on the task queues of these workers. */
  close: () => Promise<void>;
}

export async function startWorkflowTests(): Promise<WorkflowTests> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const address = inject('temporalAddress');
  const namespace = inject('temporalNamespace');
  const native = await NativeConnection.connect({ address });
  const connection = await Connection.connect({ address });
  const histories = keepHistories();
  const client = new Client({ connection, namespace, interceptors: { workflow: [histories.interceptor] } });
  const workflowBundle = await bundleWorkflows();
  const taskQueues = new Set<string>();
  return {
    async createWorker(activities, options, taskQueue = randomUUID()) {
      taskQueues.add(taskQueue);
      const worker = await Worker.create({
        connection: native,
        namespace,
        taskQueue,
        workflowBundle,
        activities,
        interceptors: { activity: [answerRepeats()] },
        ...options,
      });
      return { client, taskQueue, worker };
    },
    async close() {
      await histories.replayAll(client, taskQueues, { workflowBundle });
      await connection.close();
      await native.close();
    },
  };
}

/**
 * Lets an activity that has succeeded give its first answer again. On a busy machine an answer may come too late, and the
 * server asks again; but tests count effects, and the product's own steps repeat their answers too.
 */
function answerRepeats(): ActivityInterceptorsFactory {
  const answers = new Map<string, unknown>();
  return ({ info }) => ({
    inbound: {
      async execute(input, next) {
        const key = [info.workflowExecution?.runId, info.activityType, info.activityId].join('/');
        if (!answers.has(key)) answers.set(key, await next(input));
        return answers.get(key);
      },
    },
  });
}
