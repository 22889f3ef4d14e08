/** The same work on Restate: a durable handler a resident, its journal in Restate's own server beside this process. */
import { once } from 'node:events';
import { createServer } from 'node:http2';
import { connect } from '@restatedev/restate-sdk-clients';
import { MockActivityEnvironment } from '@temporalio/testing';
import { acquireCodeIdFor } from '../../contracts/acquire-code.ts';
import { confirmEverySeconds, openPeerSteps } from './steps.ts';
import type { Peer } from './messages.ts';
import { startRestateServer } from './restate-server.ts';
import { createRestateServices, handlerOf } from './restate-services.ts';

export async function startRestate(home: string): Promise<Peer> {
  const server = await startRestateServer(home);
  const ingress = connect({ url: server.ingress });
  const steps = openPeerSteps(home, (municipality, personId) =>
    Promise.resolve(workflowOf(municipality, personId).confirm()),
  );
  // The activities ask Temporal for a signal of cancellation; here nobody cancels.
  const environment = new MockActivityEnvironment();
  const services = createRestateServices(steps.activities, (work) => environment.run(work));
  const workflowOf = (municipality: string, personId: string) =>
    ingress.workflowClient(services.acquireCode, acquireCodeIdFor(municipality, personId));

  const endpoint = createServer(handlerOf(services)).listen(0, '127.0.0.1');
  await once(endpoint, 'listening');
  const address = endpoint.address();
  await server.register(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);

  return {
    enginePid: server.pid,
    async work(work) {
      const { municipality } = work;
      const confirmOnce = (): Promise<void> =>
        Promise.resolve(ingress.serviceClient(services.confirmCodes).run(municipality));
      let failure: unknown;
      let confirming = Promise.resolve();
      const timer = setInterval(() => {
        confirming = confirming.then(confirmOnce).catch((err: unknown) => void (failure = err));
      }, confirmEverySeconds * 1_000);
      const done = await steps.carryOut(work, ({ personId, inboxId }) =>
        workflowOf(municipality, personId).workflowSubmit({ municipality, personId, inboxId }),
      );
      clearInterval(timer);
      await confirming;
      if (failure !== undefined) throw failure instanceof Error ? failure : new Error('A confirmation failed.');
      return done;
    },
    async close() {
      await server.stop();
      endpoint.close();
      await steps.client.connection.close();
      await steps.close();
    },
  };
}
