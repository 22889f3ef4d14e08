/** A namespace for one test file that uses the product's own task queues, whose names are fixed. */
import { randomBytes } from 'node:crypto';
import { Client, type Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { inject, vi } from 'vitest';
import { taskQueue } from '../../contracts/acquire-code.ts';
import { loadTaskQueue } from '../../contracts/initial-load.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import { openClient } from '../../temporal/connection.ts';
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

/** It is known to the server a moment after it was registered; the client is there from then on. */
export async function registerNamespace(name: string, keys: KeyRing): Promise<{ namespace: string; client: Client }> {
  const namespace = `${name}-${randomBytes(4).toString('hex')}`;
  const address = inject('temporalAddress');
  const client = openClient({ address, namespace, keys });
  await client.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  const isKnown = (): Promise<boolean> =>
    client.workflowService.describeNamespace({ namespace }).then(
      () => true,
      () => false,
    );
  await vi.waitUntil(isKnown, { timeout: 120_000, interval: 100 });
  return { namespace, client };
}

/**
 * Closes later a connection whose server was away: the library may have a retry planned, which would throw uncaught on
 * a closed channel.
 */
export function closeLater(connection: { close: () => Promise<void> }): void {
  setTimeout(() => void connection.close(), 30_000).unref();
}

export async function openNamespace(name: string, keys: KeyRing): Promise<TestNamespace> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const address = inject('temporalAddress');
  const { namespace, client: plain } = await registerNamespace(name, keys);
  await registerSearchAttributes(plain.connection as Connection, namespace);
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
