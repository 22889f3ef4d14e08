/** Confirmation runs: what came of them, and a new one. */
import { queryOptions } from '@tanstack/react-query';
import type { ConfirmationRuns } from '../../contracts/api/confirmations.ts';
import { request } from './client.ts';
import { below } from './municipality.ts';

const followMs = 2_000;
/** One that has not ended by then was broken off, and will not. */
const longestMs = 30 * 60_000;

export type ConfirmationRun = ConfirmationRuns['runs'][number];

export function isUnderWay({ startedAt, finishedAt }: ConfirmationRun): boolean {
  return finishedAt === null && Date.now() - Date.parse(startedAt) < longestMs;
}

export function latestOf(runs: readonly ConfirmationRun[]): string | null {
  return runs[0]?.runId ?? null;
}

/**
 * Each look is audited, so only what is on its way is followed. `after`: one was asked for and this was the latest run
 * then, or null; it may not have begun.
 */
export const confirmationsQuery = (municipality: string, { after }: { after: string | null | undefined }) =>
  queryOptions({
    queryKey: [municipality, 'confirmations'],
    queryFn: ({ signal }) => request<ConfirmationRuns>(below(municipality, 'confirmations'), { signal }),
    refetchInterval: ({ state }) => {
      const runs = state.data?.runs ?? [];
      const isAwaited = after !== undefined && latestOf(runs) === after;
      return (isAwaited || runs.some(isUnderWay)) && followMs;
    },
    refetchOnWindowFocus: false,
  });

export const startConfirmation = (municipality: string): Promise<unknown> =>
  request(below(municipality, 'confirmations'), { method: 'POST' });
