/** The engine as the reconciler sees it, so that a test can put a lame one in its place. */
import type { Client } from '@temporalio/client';
import type { AcquireCodeInput, NudgeReason } from '../contracts/acquire-code.ts';
import type { AcquireCodesInput } from '../contracts/initial-load.ts';
import { startDelivering } from '../temporal/start-delivering.ts';
import {
  findChunkState,
  findRunState,
  nudgeChunk,
  nudgePerson,
  replaceChunkRun,
  replaceRun,
  startPerson,
  tellChunk,
  tellPerson,
  type Nudged,
  type RunState,
} from '../temporal/nudge.ts';

export type KeyedPerson = AcquireCodeInput;

export interface NudgeEngine {
  isReachable: () => Promise<boolean>;
  startPerson: (person: KeyedPerson) => Promise<Nudged>;
  nudgePerson: (person: KeyedPerson, reason: NudgeReason) => Promise<Nudged>;
  tellPerson: (person: KeyedPerson) => Promise<Nudged | 'closed'>;
  startDelivering: (municipality: string) => Promise<Nudged>;
  findRunState: (person: KeyedPerson) => Promise<RunState>;
  replaceRun: (person: KeyedPerson) => Promise<Nudged>;
  nudgeChunk: (chunk: AcquireCodesInput, reason: NudgeReason) => Promise<Nudged>;
  tellChunk: (chunk: AcquireCodesInput) => Promise<Nudged | 'closed'>;
  findChunkState: (chunk: AcquireCodesInput) => Promise<RunState>;
  replaceChunkRun: (chunk: AcquireCodesInput) => Promise<Nudged>;
}

/** `eager`: on the worker's own connection, so that a run that is started may be handed to this process at once. */
export function nudgeEngineOn(client: Client, eager: Client): NudgeEngine {
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
    findRunState: (person) => findRunState(client, person),
    replaceRun: (person) => replaceRun(client, person),
    startDelivering: (municipality) => startDelivering(client, municipality),
    nudgeChunk: (input, reason) => nudgeChunk(client, input, reason),
    tellChunk: (input) => tellChunk(client, input),
    findChunkState: (input) => findChunkState(client, input),
    replaceChunkRun: (input) => replaceChunkRun(client, input),
  };
}
