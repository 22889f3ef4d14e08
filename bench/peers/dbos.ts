/** The same work on DBOS Transact: a workflow a resident, its state in a system database of the same PostgreSQL. */
import { DBOS } from '@dbos-inc/dbos-sdk';
import { MockActivityEnvironment } from '@temporalio/testing';
import { getDatabaseUrls } from '../../local/stack.ts';
import { urlWith } from '../../local/database.ts';
import type { StepInput } from '../../contracts/acquire-code.ts';
import { acquireCodeIdFor } from '../../contracts/acquire-code.ts';
import { confirmEverySeconds, openPeerSteps } from './steps.ts';
import type { Peer } from './messages.ts';

const topic = 'confirmation';

interface DbosInput {
  municipality: string;
  personId: string;
  inboxId: string;
}

export async function startDbos(home: string): Promise<Peer> {
  const steps = openPeerSteps(home, (municipality, personId) =>
    DBOS.send(acquireCodeIdFor(municipality, personId), 'acquired', topic),
  );
  const { activities } = steps;
  // The activities ask Temporal for a signal of cancellation; here nobody cancels.
  const environment = new MockActivityEnvironment();
  const inContext = <T>(work: () => Promise<T>): Promise<T> => environment.run(work);
  const step = <T>(name: string, work: () => Promise<T>): Promise<T> =>
    DBOS.runStep(() => inContext(work), {
      name,
      retriesAllowed: true,
      intervalSeconds: 0.06,
      backoffRate: 2,
      maxAttempts: 12,
    });

  const acquireCode = DBOS.registerWorkflow(
    async ({ municipality, personId, inboxId }: DbosInput): Promise<void> => {
      const requests = { personIds: [personId] };
      const input: StepInput = { municipality, requests, attempt: 1 };
      await step('judge', () => activities.judge({ municipality, requests, inboxId }));
      await step('requestSerial', () => activities.requestSerial(input));
      const { receiptNumber } = await step('requestFile', () => activities.requestFile(input));
      const file = { ...input, receiptNumber: receiptNumber ?? '', failWhileNotReady: true };
      await step('fetchFile', () => activities.fetchFile(file));
      await step('route', () => activities.route(input));
      for (let word: string | null = null; word === null;) {
        word = await DBOS.recv<string>(topic, { timeoutSeconds: 600 });
      }
      await step('recordDone', () => activities.recordDone({ municipality, personId }));
    },
    { name: 'acquireCode' },
  );
  const confirmCodes = DBOS.registerWorkflow(
    async (municipality: string, runId: string): Promise<void> => {
      const pageAfter = (after: string | null): Promise<{ next: string | null }> =>
        step('confirmPage', () => activities.confirmPage({ municipality, runId, after }));
      let { next } = await pageAfter(null);
      while (next !== null) ({ next } = await pageAfter(next));
    },
    { name: 'confirmCodes' },
  );

  DBOS.setConfig({
    name: 'fugo-bench',
    systemDatabaseUrl: urlWith(getDatabaseUrls(home).superuser, { database: 'dbos' }),
    logLevel: 'error',
  });
  await DBOS.launch();

  const confirmOnce = async (municipality: string): Promise<void> => {
    const run = await DBOS.startWorkflow(confirmCodes)(municipality, crypto.randomUUID());
    await run.getResult();
    // A message may be sent from anywhere but from inside a step.
    await inContext(() => activities.tellAcquired({ municipality }));
  };

  return {
    async work(work) {
      const { municipality } = work;
      let failure: unknown;
      let confirming = Promise.resolve();
      const timer = setInterval(() => {
        confirming = confirming.then(() => confirmOnce(municipality)).catch((err: unknown) => void (failure = err));
      }, confirmEverySeconds * 1_000);
      const done = await steps.carryOut(work, ({ personId, inboxId }) =>
        DBOS.startWorkflow(acquireCode, { workflowID: acquireCodeIdFor(municipality, personId) })({
          municipality,
          personId,
          inboxId,
        }),
      );
      clearInterval(timer);
      await confirming;
      if (failure !== undefined) throw failure instanceof Error ? failure : new Error('A confirmation failed.');
      return done;
    },
    async close() {
      await DBOS.shutdown();
      await steps.client.connection.close();
      await steps.close();
    },
  };
}
