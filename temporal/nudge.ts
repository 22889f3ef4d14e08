/**
 * Reaching the workflow that drives a request. None of these throws because the engine is away or slow: what they are
 * about is committed before they are called, and due again until the workflow is heard of (storage/due).
 */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { QueryDefinition } from '@temporalio/common';
import {
  acquireCodeIdFor,
  nudge,
  statusQuery,
  taskQueue,
  timelineQuery,
  type AcquireCode,
  type AcquireCodeInput,
  type NudgeReason,
  type StatusView,
  type TimelineEntry,
} from '../contracts/acquire-code.ts';
import {
  acquireCodesIdFor,
  loadTaskQueue,
  type AcquireCodes,
  type AcquireCodesInput,
} from '../contracts/initial-load.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import { reach, view, type ViewReply } from './reach.ts';

/** Of one call to the engine. Milliseconds. */
const callTimeoutMs = 5_000;

export type Nudged = 'nudged' | 'unavailable';

/** With start: a workflow that is not open begins with reading the row. */
export async function nudgePerson(client: Client, input: AcquireCodeInput, reason: NudgeReason): Promise<Nudged> {
  const reply = await reach(client, callTimeoutMs, () =>
    client.workflow.signalWithStart<AcquireCode, [NudgeReason]>('acquireCode', {
      ...startOptions(input),
      signal: nudge,
      signalArgs: [reason],
    }),
  );
  return reply.kind === 'reached' ? 'nudged' : 'unavailable';
}

/**
 * For a person who has no run yet. The worker of this very process may be handed the first task with the answer, which
 * spares the way through the task queue. One that is open all the same has not read the row yet, and will.
 */
export async function startPerson(client: Client, input: AcquireCodeInput): Promise<Nudged> {
  const reply = await reach(client, callTimeoutMs, () =>
    client.workflow.start<AcquireCode>('acquireCode', {
      ...startOptions(input),
      workflowIdConflictPolicy: 'USE_EXISTING',
      requestEagerStart: true,
    }),
  );
  return reply.kind === 'reached' ? 'nudged' : 'unavailable';
}

/** Only one that is open: whom the row asks for nothing more needs no new run. */
export const tellPerson = (
  client: Client,
  { municipality, personId }: Pick<AcquireCodeInput, 'municipality' | 'personId'>,
): Promise<Nudged | 'closed'> => tell(client, acquireCodeIdFor(municipality, personId));

/** Only one that is open: the chunk of a load is started by its load. */
export const tellChunk = (
  client: Client,
  { municipality, chunkId }: Pick<AcquireCodesInput, 'municipality' | 'chunkId'>,
): Promise<Nudged | 'closed'> => tell(client, acquireCodesIdFor(municipality, chunkId));

async function tell(client: Client, workflowId: string): Promise<Nudged | 'closed'> {
  const handle = client.workflow.getHandle(workflowId);
  const reply = await reach(client, callTimeoutMs, () => handle.signal(nudge, 'due'));
  if (reply.kind === 'reached') return 'nudged';
  return reply.cause instanceof WorkflowNotFoundError ? 'closed' : 'unavailable';
}

/** The run that is open is ended, and another begins with reading the row. */
export async function replaceRun(client: Client, input: AcquireCodeInput): Promise<Nudged> {
  const reply = await reach(client, callTimeoutMs, () =>
    client.workflow.start<AcquireCode>('acquireCode', {
      ...startOptions(input),
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    }),
  );
  return reply.kind === 'reached' ? 'nudged' : 'unavailable';
}

/** The workflow of a chunk that no load drives; it begins where its rows stand. */
export async function nudgeChunk(client: Client, input: AcquireCodesInput, reason: NudgeReason): Promise<Nudged> {
  const reply = await reach(client, callTimeoutMs, () =>
    client.workflow.signalWithStart<AcquireCodes, [NudgeReason]>('acquireCodes', {
      ...chunkStartOptions(input),
      signal: nudge,
      signalArgs: [reason],
    }),
  );
  return reply.kind === 'reached' ? 'nudged' : 'unavailable';
}

export async function replaceChunkRun(client: Client, input: AcquireCodesInput): Promise<Nudged> {
  const reply = await reach(client, callTimeoutMs, () =>
    client.workflow.start<AcquireCodes>('acquireCodes', {
      ...chunkStartOptions(input),
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    }),
  );
  return reply.kind === 'reached' ? 'nudged' : 'unavailable';
}

const chunkStartOptions = (input: AcquireCodesInput) => ({
  workflowId: acquireCodesIdFor(input.municipality, input.chunkId),
  workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
  taskQueue: loadTaskQueue,
  args: [input] as [AcquireCodesInput],
  typedSearchAttributes: [
    { key: searchAttributes.municipality, value: input.municipality },
    ...(input.loadId === null ? [] : [{ key: searchAttributes.loadId, value: input.loadId }]),
  ],
});

export const queryStatus = (
  client: Client,
  municipality: string,
  personId: string,
  timeoutMs?: number,
): Promise<ViewReply<StatusView>> => query(client, statusQuery, { municipality, personId, timeoutMs });

export const queryTimeline = (
  client: Client,
  municipality: string,
  personId: string,
  timeoutMs?: number,
): Promise<ViewReply<TimelineEntry[]>> => query(client, timelineQuery, { municipality, personId, timeoutMs });

function query<View>(
  client: Client,
  definition: QueryDefinition<View>,
  {
    municipality,
    personId,
    timeoutMs = callTimeoutMs,
  }: { municipality: string; personId: string; timeoutMs?: number | undefined },
): Promise<ViewReply<View>> {
  const handle = client.workflow.getHandle(acquireCodeIdFor(municipality, personId));
  return view(client, timeoutMs, () => handle.query(definition));
}

const startOptions = (input: AcquireCodeInput) => ({
  workflowId: acquireCodeIdFor(input.municipality, input.personId),
  // A person's workflow ends when nothing is open; the next time there is something, another run of it is started.
  workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
  taskQueue,
  args: [input] as [AcquireCodeInput],
  typedSearchAttributes: [{ key: searchAttributes.municipality, value: input.municipality }],
});
