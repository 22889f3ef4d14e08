/** The same work as Restate has it: a workflow a resident, and a service that confirms. */
import { createEndpointHandler, service, TerminalError, workflow } from '@restatedev/restate-sdk';
import type { Context, RunOptions, WorkflowContext, WorkflowSharedContext } from '@restatedev/restate-sdk';
import type { StepInput } from '../../contracts/acquire-code.ts';
import type { PeerSteps } from './steps.ts';

export interface RestateInput {
  municipality: string;
  personId: string;
  inboxId: string;
}

/** Those that Restate runs. */
type Activities = Pick<
  PeerSteps['activities'],
  'judge' | 'requestSerial' | 'requestFile' | 'fetchFile' | 'route' | 'recordDone' | 'confirmPage' | 'tellAcquired'
>;
/** Where the activities find what they ask Temporal for. */
type InContext = <T>(work: () => Promise<T>) => Promise<T>;

/** Tried for as long as it takes, as the textbook does. */
const retries: Omit<RunOptions<unknown>, 'serde'> = {
  initialRetryInterval: { milliseconds: 60 },
  retryIntervalFactor: 2,
  maxRetryInterval: { minutes: 1 },
};
const confirmed = 'confirmed';

export function createRestateServices(activities: Activities, inContext: InContext) {
  const stepsOf =
    (ctx: Context) =>
    <T>(name: string, work: () => Promise<T>): Promise<T> =>
      ctx.run<T>(name, () => inContext(work), retries);

  const acquireCode = workflow({
    name: 'acquireCode',
    handlers: {
      run: async (ctx: WorkflowContext, { municipality, personId, inboxId }: RestateInput): Promise<void> => {
        const step = stepsOf(ctx);
        const requests = { personIds: [personId] };
        const input: StepInput = { municipality, requests, attempt: 1 };
        await step('judge', () => activities.judge({ municipality, requests, inboxId }));
        await step('requestSerial', () => activities.requestSerial(input));
        const { receiptNumber } = await step('requestFile', () => activities.requestFile(input));
        const file = { ...input, receiptNumber: receiptNumber ?? '', failWhileNotReady: true };
        await step('fetchFile', () => activities.fetchFile(file));
        await step('route', () => activities.route(input));
        await ctx.promise<true>(confirmed);
        await step('recordDone', () => activities.recordDone({ municipality, personId }));
      },
      /** The confirming side resolves what the resident's handler waits for; a word that is said again changes nothing. */
      confirm: async (ctx: WorkflowSharedContext): Promise<void> => {
        try {
          await ctx.promise<true>(confirmed).resolve(true);
        } catch (err) {
          if (!(err instanceof TerminalError)) throw err;
        }
      },
    },
  });

  const confirmCodes = service({
    name: 'confirmCodes',
    handlers: {
      run: async (ctx: Context, municipality: string): Promise<void> => {
        const step = stepsOf(ctx);
        const runId = ctx.rand.uuidv4();
        for (let after: string | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
          const page: { next: string | null } = await step('confirmPage', () =>
            activities.confirmPage({ municipality, runId, after }),
          );
          after = page.next;
        }
        await step('tellAcquired', () => activities.tellAcquired({ municipality }));
      },
    },
  });

  return { acquireCode, confirmCodes };
}

export type RestateServices = ReturnType<typeof createRestateServices>;

/** For `http2.createServer`. A step that fails is tried again, and whoever measures need not read of it. */
export const handlerOf = ({ acquireCode, confirmCodes }: RestateServices) =>
  createEndpointHandler({ services: [acquireCode, confirmCodes], logger: () => undefined });
