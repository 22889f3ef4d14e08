/** Workflows on the real dev server with fakes for activities: one task queue a test, one bundle for all. */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { inject } from 'vitest';
import { bundleWorkflows } from './workflow-bundle.ts';

export interface WorkflowWorker {
  client: Client;
  taskQueue: string;
  worker: Worker;
}

export interface WorkflowTests {
  /** `maxCachedWorkflows: 0` replays every workflow task from the start, so each test is a determinism test as well. */
  createWorker: (
    activities: object,
    cache: { maxCachedWorkflows: number },
    taskQueue?: string,
  ) => Promise<WorkflowWorker>;
  close: () => Promise<void>;
}

export async function startWorkflowTests(): Promise<WorkflowTests> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const address = inject('temporalAddress');
  const namespace = inject('temporalNamespace');
  const native = await NativeConnection.connect({ address });
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const workflowBundle = await bundleWorkflows();
  return {
    async createWorker(activities, cache, taskQueue = randomUUID()) {
      const worker = await Worker.create({
        connection: native,
        namespace,
        taskQueue,
        workflowBundle,
        activities,
        ...cache,
      });
      return { client, taskQueue, worker };
    },
    async close() {
      await connection.close();
      await native.close();
    },
  };
}
