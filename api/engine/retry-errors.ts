/** The process engine as the routes of bulk retries use it. */
import type { Client } from '@temporalio/client';
import {
  cancelRetryErrors,
  queryRetryErrors,
  startRetryErrors,
  type RetryErrorsKey,
} from '../../temporal/start-retry-errors.ts';
import type { RetryErrorsInput } from '../../contracts/retry-errors.ts';

export interface ErrorRetryEngine {
  start: (input: RetryErrorsInput) => ReturnType<typeof startRetryErrors>;
  progress: (key: RetryErrorsKey) => ReturnType<typeof queryRetryErrors>;
  cancel: (key: RetryErrorsKey, staff: { staffId: string }) => ReturnType<typeof cancelRetryErrors>;
}

export function createErrorRetryEngine(client: Client): ErrorRetryEngine {
  return {
    start: (input) => startRetryErrors(client, input),
    progress: (key) => queryRetryErrors(client, key),
    cancel: (key, staff) => cancelRetryErrors(client, key, staff),
  };
}
