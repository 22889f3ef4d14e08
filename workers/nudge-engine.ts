/** Temporal as the reconciler sees it, as an interface, so that a test can replace it. */
import type { Client } from '@temporalio/client';
import { acquireCodeIdFor, type AcquireCodeInput, type NudgeReason } from '../contracts/acquire-code.ts';
import {
  acquireCodesIdFor,
  initialLoadIdFor,
  type AcquireCodesInput,
  type InitialLoadInput,
} from '../contracts/initial-load.ts';
import { findRunState, type RunState } from '../temporal/run-state.ts';
import { startDelivering } from '../temporal/start-delivering.ts';
import { replaceInitialLoad } from '../temporal/start-initial-load.ts';
import {
  nudgeChunk,
  nudgePerson,
  replaceChunkRun,
  replaceRun,
  startPerson,
  tellChunk,
  tellPerson,
} from '../temporal/nudge.ts';
import type { NudgeResult } from '../temporal/reach.ts';

export type KeyedPerson = AcquireCodeInput;

export interface NudgeEngine {
  isReachable: () => Promise<boolean>;
  startPerson: (person: KeyedPerson) => Promise<NudgeResult>;
  nudgePerson: (person: KeyedPerson, reason: NudgeReason) => Promise<NudgeResult>;
  tellPerson: (person: KeyedPerson) => Promise<NudgeResult | 'closed'>;
  startDelivering: (municipality: string) => Promise<NudgeResult>;
  findRunState: (person: KeyedPerson) => Promise<RunState>;
  replaceRun: (person: KeyedPerson) => Promise<NudgeResult>;
  nudgeChunk: (chunk: AcquireCodesInput, reason: NudgeReason) => Promise<NudgeResult>;
  tellChunk: (chunk: AcquireCodesInput) => Promise<NudgeResult | 'closed'>;
  findChunkState: (chunk: AcquireCodesInput) => Promise<RunState>;
  replaceChunkRun: (chunk: AcquireCodesInput) => Promise<NudgeResult>;
  findLoadState: (load: InitialLoadInput) => Promise<RunState>;
  replaceLoadRun: (load: InitialLoadInput) => Promise<NudgeResult>;
}

/** `eager` uses the worker's own connection, so that Temporal may hand a started run to this process at once. */
export function createNudgeEngine(client: Client, eager: Client): NudgeEngine {
  return {
    async isReachable() {
      try {
        const { namespace } = client.options;
        await client.withDeadline(Date.now() + 2_000, () => client.workflowService.describeNamespace({ namespace }));
        return true;
      } catch {
        return false;
      }
    },
    startPerson: (person) => startPerson(eager, person),
    nudgePerson: (person, reason) => nudgePerson(client, person, reason),
    tellPerson: (person) => tellPerson(client, person),
    findRunState: ({ municipality, personId }) => findRunState(client, acquireCodeIdFor(municipality, personId)),
    replaceRun: (person) => replaceRun(client, person),
    startDelivering: (municipality) => startDelivering(client, municipality),
    nudgeChunk: (input, reason) => nudgeChunk(client, input, reason),
    tellChunk: (input) => tellChunk(client, input),
    findChunkState: ({ municipality, chunkId }) => findRunState(client, acquireCodesIdFor(municipality, chunkId)),
    replaceChunkRun: (input) => replaceChunkRun(client, input),
    findLoadState: ({ municipality, loadId }) => findRunState(client, initialLoadIdFor(municipality, loadId)),
    replaceLoadRun: (input) => replaceInitialLoad(client, input),
  };
}
