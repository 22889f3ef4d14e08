import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { CsvEncoding } from '../../contracts/api/csv-file.ts';
import type { ConfirmationChanges, ConfirmationRun, ConfirmationRuns } from '../../contracts/api/confirmations.ts';
import { below, pageByPage, request, withQuery } from '../components/client.ts';

const followMs = 2_000;
/** A run that has not ended by then was broken off and never will. */
const longestMs = 30 * 60_000;

export function isUnderWay({ startedAt, finishedAt }: ConfirmationRun): boolean {
  return finishedAt === null && Date.now() - Date.parse(startedAt) < longestMs;
}

export function latestOf(runs: readonly ConfirmationRun[]): string | null {
  return runs[0]?.runId ?? null;
}

/**
 * Each look is audited, so the list is read again only while a run is under way or awaited. `after` is the run that was
 * the latest when somebody asked for a new one (null when there was none), and undefined when nobody did.
 */
export const confirmationsQuery = (municipality: string, { after }: { after: string | null | undefined }) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'confirmations'],
    queryFn: ({ pageParam, signal }) =>
      request<ConfirmationRuns>(below(municipality, 'confirmations'), { query: { before: pageParam }, signal }),
    ...pageByPage,
    refetchInterval: ({ state }) => {
      const runs = state.data?.pages[0]?.runs ?? [];
      const isAwaited = after !== undefined && latestOf(runs) === after;
      return (isAwaited || runs.some(isUnderWay)) && followMs;
    },
    refetchOnWindowFocus: false,
  });

export const startConfirmation = (municipality: string): Promise<unknown> =>
  request(below(municipality, 'confirmations'), { method: 'POST' });

const pathOf = (runId: string): string => `confirmations/${encodeURIComponent(runId)}`;

export const confirmationQuery = (municipality: string, runId: string) =>
  queryOptions({
    queryKey: [municipality, 'confirmations', runId],
    queryFn: ({ signal }) => request<ConfirmationRun>(below(municipality, pathOf(runId)), { signal }),
    refetchInterval: ({ state }) => state.data !== undefined && isUnderWay(state.data) && followMs,
    refetchOnWindowFocus: false,
  });

export type ConfirmationPart = 'acquired' | 'failed';

/** `count` is in the key, so that the changes are read again when the run says that there are more. */
export const confirmationChangesQuery = (
  municipality: string,
  { runId, part, count }: { runId: string; part: ConfirmationPart; count: number },
) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'confirmations', runId, part, count],
    queryFn: ({ pageParam, signal }) =>
      request<ConfirmationChanges>(below(municipality, `${pathOf(runId)}/changes`), {
        query: { part, after: pageParam, limit: 100 },
        signal,
      }),
    ...pageByPage,
    refetchOnWindowFocus: false,
  });

export const confirmationFileAddress = (municipality: string, runId: string, encoding: CsvEncoding): string =>
  withQuery(below(municipality, `${pathOf(runId)}/changes.csv`), { encoding });
