/**
 * Chunks in memory, each with one standing for all of its persons, and activities that move them as the real ones do.
 */
import type { AcquireCodeActivities, StepInput, StepResult } from '../../contracts/acquire-code.ts';
import { transition, type Acquisition, type LifecycleEvent } from '../../domain/lifecycle.ts';
import { receiptNumber, standing } from './workflow-rows.ts';

export const chunkOf = ({ requests }: Pick<StepInput, 'requests'>): string =>
  'chunkId' in requests ? requests.chunkId : '';

export interface Chunks {
  /** Where a chunk stands; null if nobody is left in it. */
  get: (chunkId: string) => Acquisition | null;
  put: (chunkId: string, row: Acquisition | null) => void;
  activities: AcquireCodeActivities;
}

/** Makes chunks of `size` persons for whom every step succeeds. A chunk that was never put is NUMBERED. */
export function createChunks(size: number): Chunks {
  const rows = new Map<string, Acquisition | null>();
  const get = (chunkId: string): Acquisition | null =>
    rows.get(chunkId) ?? (rows.has(chunkId) ? null : standing.NUMBERED);
  const put = (chunkId: string, row: Acquisition | null): void => void rows.set(chunkId, row);

  function move(input: StepInput, event: LifecycleEvent): StepResult {
    const chunkId = chunkOf(input);
    const before = get(chunkId);
    const after = before && transition(before, event);
    if (after === before || after === null) return { done: 0, exceptions: [], standing: before, passed: [] };
    // Routed persons have left the chunk.
    put(chunkId, after.stage === 'ROUTED' ? null : after);
    return { done: size, exceptions: [], standing: get(chunkId), passed: [after.stage] };
  }

  return {
    get,
    put,
    activities: {
      judge: async (input) => ({ judged: size, judgement: null, standing: get(chunkOf(input)) }),
      requestSerial: async (input) => move(input, { type: 'serialAccepted' }),
      requestFile: async (input) => ({ ...move(input, { type: 'fileRequested', receiptNumber }), receiptNumber }),
      fetchFile: async (input) => ({ ...move(input, { type: 'fileReceived' }), ready: true }),
      async route(input) {
        move(input, { type: 'opened' });
        return { ...move(input, { type: 'routed' }), opensAt: null };
      },
      async park(input) {
        put(chunkOf(input), null);
        return null;
      },
    },
  };
}
