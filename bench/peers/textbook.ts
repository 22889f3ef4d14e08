import { fileURLToPath } from 'node:url';
import { ScheduleOverlapPolicy } from '@temporalio/client';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { acquireCodeIdFor } from '../../contracts/acquire-code.ts';
import { searchAttributes } from '../../contracts/search-attributes.ts';
import { connectWorker } from '../../temporal/connection.ts';
import { dataConverterFor } from '../../temporal/data-converter.ts';
import { confirmEverySeconds, openPeerSteps } from './steps.ts';
import type { Peer } from './messages.ts';
import {
  acquiredSignal,
  textbookTaskQueue,
  type acquireCodeByTheBook,
  type confirmCodesByTheBook,
} from './textbook-workflow.ts';

/** The same Temporal server, database, encryption and limits as fugo's worker; only the shape is another. */
export async function startTextbook(home: string): Promise<Peer> {
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
  const steps = openPeerSteps(home, (municipality, personId) =>
    steps.client.workflow.getHandle(acquireCodeIdFor(municipality, personId)).signal(acquiredSignal),
  );
  const { client, keys, run } = steps;
  const { temporal: address, temporalNamespace: namespace } = run.addresses;
  const connection = await connectWorker({ address, namespace });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: textbookTaskQueue,
    workflowsPath: fileURLToPath(new URL('textbook-workflow.ts', import.meta.url)),
    dataConverter: dataConverterFor(keys, namespace),
    activities: { ...steps.activities },
    maxCachedWorkflows: 2_000,
    maxConcurrentWorkflowTaskExecutions: 100,
    maxConcurrentActivityTaskExecutions: 200,
  });
  const running = worker.run();

  /** Paused between its rounds, so that it costs the others nothing. */
  const confirming = async (municipality: string) =>
    client.schedule.create<typeof confirmCodesByTheBook>({
      scheduleId: `textbook-confirm/${municipality}`,
      spec: { intervals: [{ every: confirmEverySeconds * 1_000 }] },
      action: {
        type: 'startWorkflow',
        workflowType: 'confirmCodesByTheBook',
        workflowId: `textbook-confirm/${municipality}`,
        taskQueue: textbookTaskQueue,
        args: [{ municipality }],
        typedSearchAttributes: [{ key: searchAttributes.municipality, value: municipality }],
      },
      policies: { overlap: ScheduleOverlapPolicy.BUFFER_ONE },
    });

  return {
    async work(work) {
      const { municipality } = work;
      const schedule = await confirming(municipality);
      const done = await steps.carryOut(work, ({ personId, inboxId }) =>
        client.workflow.start<typeof acquireCodeByTheBook>('acquireCodeByTheBook', {
          workflowId: acquireCodeIdFor(municipality, personId),
          taskQueue: textbookTaskQueue,
          args: [{ municipality, personId, inboxId }],
          typedSearchAttributes: [{ key: searchAttributes.municipality, value: municipality }],
        }),
      );
      await schedule.delete();
      return done;
    },
    async close() {
      worker.shutdown();
      await running;
      await connection.close();
      await client.connection.close();
      await steps.close();
    },
  };
}
