/**
 * Reaches the workflow of a request. No function throws when Temporal is away: the change is committed, and the row
 * stays due until the workflow gives a sign of life (storage/requests/due).
 */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import {
  acquireCodeIdFor,
  nudge,
  taskQueue,
  type AcquireCode,
  type AcquireCodeInput,
  type NudgeReason,
} from '../contracts/acquire-code.ts';
import {
  acquireCodesIdFor,
  loadTaskQueue,
  type AcquireCodes,
  type AcquireCodesInput,
} from '../contracts/initial-load.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import { nudgeBy, reach, type NudgeResult } from './reach.ts';

/** Nudges the workflow, and starts it if it is not open; it begins by reading the row. */
export function nudgePerson(client: Client, input: AcquireCodeInput, reason: NudgeReason): Promise<NudgeResult> {
  return nudgeBy(client, () =>
    client.workflow.signalWithStart<AcquireCode, [NudgeReason]>('acquireCode', {
      ...startOptions(input),
      signal: nudge,
      signalArgs: [reason],
    }),
  );
}

/**
 * Starts the workflow of a person who has no run yet. Temporal may hand the first task to this process's worker at
 * once. A workflow that is open already will read its row.
 */
export function startPerson(client: Client, input: AcquireCodeInput): Promise<NudgeResult> {
  return nudgeBy(client, () =>
    client.workflow.start<AcquireCode>('acquireCode', {
      ...startOptions(input),
      workflowIdConflictPolicy: 'USE_EXISTING',
      requestEagerStart: true,
    }),
  );
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
  const reply = await reach(client, 5_000, () => handle.signal(nudge, 'due'));
  if (reply.kind === 'reached') return 'nudged';
  return reply.cause instanceof WorkflowNotFoundError ? 'closed' : 'unavailable';
}

/** Ends the open run and starts another, which begins by reading the row. */
export function replaceRun(client: Client, input: AcquireCodeInput): Promise<NudgeResult> {
  return nudgeBy(client, () =>
    client.workflow.start<AcquireCode>('acquireCode', {
      ...startOptions(input),
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    }),
  );
}

/** Nudges or starts the workflow of a chunk that no load runs; it begins where its rows stand. */
export function nudgeChunk(client: Client, input: AcquireCodesInput, reason: NudgeReason): Promise<NudgeResult> {
  return nudgeBy(client, () =>
    client.workflow.signalWithStart<AcquireCodes, [NudgeReason]>('acquireCodes', {
      ...chunkStartOptions(input),
      signal: nudge,
      signalArgs: [reason],
    }),
  );
}

export function replaceChunkRun(client: Client, input: AcquireCodesInput): Promise<NudgeResult> {
  return nudgeBy(client, () =>
    client.workflow.start<AcquireCodes>('acquireCodes', {
      ...chunkStartOptions(input),
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    }),
  );
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

const startOptions = (input: AcquireCodeInput) => ({
  workflowId: acquireCodeIdFor(input.municipality, input.personId),
  // A person's workflow ends when nothing is open; later work starts another run.
  workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
  taskQueue,
  args: [input] as [AcquireCodeInput],
  typedSearchAttributes: [{ key: searchAttributes.municipality, value: input.municipality }],
});
