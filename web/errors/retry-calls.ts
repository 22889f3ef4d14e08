/** Retries of all entries with one code. */
import { queryOptions } from '@tanstack/react-query';
import type { ErrorRetry, RetryAllBody } from '../../contracts/api/error-retries.ts';
import { ApiError, below, request } from '../components/client.ts';

const followMs = 2_000;

export const isUnderWay = ({ state }: ErrorRetry): boolean => state === 'CANARY' || state === 'RUNNING';

export const errorRetryQuery = (municipality: string, code: string) =>
  queryOptions({
    queryKey: [municipality, 'error-retries', code],
    queryFn: ({ signal }) => findErrorRetry(municipality, code, signal),
    refetchInterval: ({ state }) => state.data != null && isUnderWay(state.data) && followMs,
  });

/** Null when there was no retry of this code. */
async function findErrorRetry(municipality: string, code: string, signal: AbortSignal): Promise<ErrorRetry | null> {
  try {
    return await request<ErrorRetry>(below(municipality, `errors/retries/${code}`), { signal });
  } catch (error) {
    if (error instanceof ApiError && error.problem?.code === 'NOT_FOUND') return null;
    throw error;
  }
}

export const startErrorRetry = (municipality: string, json: RetryAllBody): Promise<ErrorRetry> =>
  request(below(municipality, 'errors/retries'), { method: 'POST', json });

export const cancelErrorRetry = (municipality: string, code: string, staffId: string): Promise<ErrorRetry> =>
  request(below(municipality, `errors/retries/${code}/cancel`), { method: 'POST', json: { staffId } });
