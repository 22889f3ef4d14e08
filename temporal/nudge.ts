/**
 * Reaches the workflow of a request. No function throws when Temporal is away: the change is committed, and the row
 * stays due until the workflow gives a sign of life (storage/requests/due).
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

/** The time limit of one call to Temporal. Milliseconds. */
const callTimeoutMs = 5_000;

export type NudgeResult = 'nudged' | 'unavailable';

/** Nudges the workflow, and starts it if it is not open; it begins by reading the row. */
export async function nudgePerson(client: Client, input: AcquireCodeInput, reason: NudgeReason): Promise<NudgeResult> {
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
 * Starts the workflow of a person who has no run yet. Temporal may hand the first task to this process's worker at
 * once. A workflow that is open already will read its row.
 */
export async function startPerson(client: Client, input: AcquireCodeInput): Promise<NudgeResult> {
  const reply = await reach(client, callTimeoutMs, () =>
    client.workflow.start<AcquireCode>('acquireCode', {
      ...startOptions(input),
      workflowIdConflictPolicy: 'USE_EXISTING',
      requestEagerStart: true,
    }),
  );
  return reply.kind === 'reached' ? 'nudged' : 'unavailable';
}

/** Nudges only an open workflow, because the row requires no new run. */
export const tellPerson = (
  client: Client,
  { municipality, personId }: Pick<AcquireCodeInput, 'municipality' | 'personId'>,
): Promise<NudgeResult | 'closed'> => tell(client, acquireCodeIdFor(municipality, personId));

/** Nudges only an open workflow, because a load starts its own chunks. */
export const tellChunk = (
  client: Client,
  { municipality, chunkId }: Pick<AcquireCodesInput, 'municipality' | 'chunkId'>,
): Promise<NudgeResult | 'closed'> => tell(client, acquireCodesIdFor(municipality, chunkId));

async function tell(client: Client, workflowId: string): Promise<NudgeResult | 'closed'> {
  const handle = client.workflow.getHandle(workflowId);
  const reply = await reach(client, callTimeoutMs, () => handle.signal(nudge, 'due'));
  if (reply.kind === 'reached') return 'nudged';
  return reply.cause instanceof WorkflowNotFoundError ? 'closed' : 'unavailable';
}

/** Ends the open run and starts another, which begins by reading the row. */
export async function replaceRun(client: Client, input: AcquireCodeInput): Promise<NudgeResult> {
  const reply = await reach(client, callTimeoutMs, () =>
    client.workflow.start<AcquireCode>('acquireCode', {
      ...startOptions(input),
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    }),
  );
  return reply.kind === 'reached' ? 'nudged' : 'unavailable';
}

/** Nudges or starts the workflow of a chunk that no load runs; it begins where its rows stand. */
export async function nudgeChunk(client: Client, input: AcquireCodesInput, reason: NudgeReason): Promise<NudgeResult> {
  const reply = await reach(client, callTimeoutMs, () =>
    client.workflow.signalWithStart<AcquireCodes, [NudgeReason]>('acquireCodes', {
      ...chunkStartOptions(input),
      signal: nudge,
      signalArgs: [reason],
    }),
  );
  return reply.kind === 'reached' ? 'nudged' : 'unavailable';
}

export async function replaceChunkRun(client: Client, input: AcquireCodesInput): Promise<NudgeResult> {
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
  // A person's workflow ends when nothing is open; later work starts another run.
  workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
  taskQueue,
  args: [input] as [AcquireCodeInput],
  typedSearchAttributes: [{ key: searchAttributes.municipality, value: input.municipality }],
});
