/** A namespace for one test file that uses the product's own task queues, whose names are fixed. */
import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { inject, vi } from 'vitest';
import { taskQueue } from '../../contracts/acquire-code.ts';
import { loadTaskQueue } from '../../contracts/initial-load.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import { openClient, type TemporalTarget } from '../../temporal/connection.ts';
import { dataConverterFor } from '../../temporal/data-converter.ts';
import { registerSearchAttributes } from '../../temporal/search-attributes.ts';
import { bundleWorkflows } from './workflow-bundle.ts';
import { keepHistories } from './workflow-histories.ts';

export interface TestNamespace {
  namespace: string;
  client: Client;
  /** Uses the workers' connection, so that a worker may get a run's first task with the start itself. */
  eager: Client;
  workerOn: (queue: typeof taskQueue | typeof loadTaskQueue, activities: object) => Promise<Worker>;
  /** Replays every history that was produced here. */
  close: () => Promise<void>;
}

/** A namespace that was just registered is known to the server a moment later. */
export async function connectToNamespace(target: TemporalTarget & { keys: KeyRing }): Promise<Client> {
  const client = openClient(target);
  const isKnown = (): Promise<boolean> =>
    client.workflowService.describeNamespace({ namespace: target.namespace }).then(
      () => true,
      () => false,
    );
  await vi.waitUntil(isKnown, { timeout: 120_000, interval: 100 });
  return client;
}

export async function openNamespace(name: string, keys: KeyRing): Promise<TestNamespace> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const namespace = `${name}-${randomBytes(4).toString('hex')}`;
  const address = inject('temporalAddress');
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  await registerSearchAttributes(connection, namespace);
  await connection.close();
  const plain = await connectToNamespace({ address, namespace, keys });
  const histories = keepHistories();
  const dataConverter = dataConverterFor(keys, namespace);
  const interceptors = { workflow: [histories.interceptor] };
  const native = await NativeConnection.connect({ address });
  const client = new Client({ connection: plain.connection, namespace, dataConverter, interceptors });
  const eager = new Client({ connection: native, namespace, dataConverter, interceptors });
  const workflowBundle = await bundleWorkflows();
  return {
    namespace,
    client,
    eager,
    workerOn: (queue, activities) =>
      Worker.create({ connection: native, namespace, taskQueue: queue, dataConverter, workflowBundle, activities }),
    async close() {
      await histories.replayAll(client, new Set([taskQueue, loadTaskQueue]), { workflowBundle, dataConverter });
      await plain.connection.close();
      await native.close();
    },
  };
}
