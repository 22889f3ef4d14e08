/** Bulk retries that are only kept, and end when they are told to. */
import type { ErrorRetryEngine } from '../../../api/engine/retry-errors.ts';
import type { RetryErrorsInput, RetryProgress } from '../../../contracts/retry-errors.ts';

export interface TestErrorRetries extends ErrorRetryEngine {
  away: boolean;
  started: RetryErrorsInput[];
  progressOf: Map<string, RetryProgress>;
}

export function keptRetries(): TestErrorRetries {
  const away = { kind: 'unavailable', cause: new Error('away') } as const;
  const engine: TestErrorRetries = {
    away: false,
    started: [],
    progressOf: new Map(),
    async start(input) {
      if (engine.away) return away;
      engine.started.push(input);
      const begun: RetryProgress = { state: 'CANARY', reason: null, entries: 3, retried: 1, refused: 0, canary: null };
      engine.progressOf.set(input.code, engine.progressOf.get(input.code) ?? begun);
      return { kind: 'started' };
    },
    async progress({ code }) {
      if (engine.away) return away;
      const found = engine.progressOf.get(code);
      return found ? { kind: 'found', view: found } : { kind: 'not-found' };
    },
    async cancel({ code }) {
      if (engine.away) return away;
      const found = engine.progressOf.get(code);
      return found ? { kind: 'done', progress: { ...found, state: 'CANCELLED' } } : { kind: 'not-running' };
    },
  };
  return engine;
}
