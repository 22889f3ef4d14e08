import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { JobBoard } from '../../contracts/api/job-board.ts';
import type {
  DefinitionDiff,
  DefinitionVersion,
  DefinitionView,
  JobDay,
  JobDays,
  JobDayWithRuns,
  JobSkip,
  NextRun,
} from '../../contracts/api/jobs.ts';
import { ofOrganisation, pageByPage, request } from '../components/client.ts';
import { useLive } from '../components/live.ts';
import type { Period } from '../components/search-values.ts';

// Each look at days is audited, so nothing is asked for by the clock; the board says when something has changed.
const quiet = { refetchOnWindowFocus: false, refetchOnReconnect: false } as const;
const pageSize = 30;

export function useJobBoard(organisation: string): { board: JobBoard | undefined; error: Error | null; live: boolean } {
  const path = ofOrganisation(organisation, 'jobs');
  const { data, ...rest } = useLive({
    queryKey: [organisation, 'jobs'],
    ask: (signal) => request<JobBoard>(path, { signal }),
    path,
    event: 'jobs',
  });
  return { board: data, ...rest };
}

/** A net on a server, of the organisation whose net it is. */
export interface NetOnServer {
  organisation: string;
  net: string;
  server: string;
}
export interface DayOfNet extends NetOnServer {
  day: string;
  no: number;
}

/** As far ahead as a plan is made. */
export const mostDaysAhead = 400;

/** From today on. */
export const nextRunsQuery = ({ organisation, net, server }: NetOnServer, days: number) =>
  queryOptions({
    ...quiet,
    queryKey: [organisation, 'job-plan', net, server, String(days)],
    queryFn: ({ signal }) =>
      request<{ days: NextRun[] }>(ofOrganisation(organisation, 'jobs/next'), {
        query: { net, server, days },
        signal,
      }),
  });

/** The days that staff have taken out of the plans, from today on. */
export const skipsQuery = (organisation: string) =>
  queryOptions({
    ...quiet,
    queryKey: [organisation, 'job-plan', 'skips'],
    queryFn: ({ signal }) => request<{ skips: JobSkip[] }>(ofOrganisation(organisation, 'jobs/skips'), { signal }),
  });

export const historyQuery = ({ organisation, net, server }: NetOnServer, { from, to }: Period) =>
  infiniteQueryOptions({
    ...quiet,
    ...pageByPage,
    queryKey: [organisation, 'job-days', net, server],
    queryFn: ({ pageParam, signal }) =>
      request<JobDays>(ofOrganisation(organisation, 'jobs/days'), {
        query: { net, server, from, to, before: pageParam, limit: pageSize },
        signal,
      }),
  });

export const daysOfMonthQuery = ({ organisation, net, server }: NetOnServer, { from, to }: Period) =>
  queryOptions({
    ...quiet,
    queryKey: [organisation, 'job-days', net, server, from, to],
    queryFn: ({ signal }) =>
      request<JobDays>(ofOrganisation(organisation, 'jobs/days'), {
        query: { net, server, from, to, limit: 200 },
        signal,
      }),
  });

const netPath = ({ net, server }: NetOnServer, path: string): string => `jobs/nets/${net}/servers/${server}/${path}`;

export const dayQuery = ({ day, no, ...of }: DayOfNet) =>
  queryOptions({
    ...quiet,
    queryKey: [of.organisation, 'job-day', of.net, of.server, day, String(no)],
    queryFn: ({ signal }) =>
      request<JobDayWithRuns>(ofOrganisation(of.organisation, netPath(of, `days/${day}/runs/${String(no)}`)), {
        signal,
      }),
  });

/** What staff do with a net, or with one of its days. */
export type NetAction = 'run' | 'pause' | 'resume';
export type PlanAction = 'skip' | 'unskip';
export type DayAction = 'resume' | 'abandon';

export const actOnNet = (of: NetOnServer, action: NetAction, reason: string): Promise<unknown> =>
  request(ofOrganisation(of.organisation, netPath(of, action)), { method: 'POST', json: { reason } });

export const actOnPlan = (of: NetOnServer, day: string, action: PlanAction, reason: string): Promise<void> =>
  action === 'skip'
    ? request(ofOrganisation(of.organisation, netPath(of, 'skips')), { method: 'POST', json: { day, reason } })
    : request(ofOrganisation(of.organisation, netPath(of, `skips/${day}/withdraw`)), {
        method: 'POST',
        json: { reason },
      });

export const actOnDay = ({ day, no, ...of }: DayOfNet, action: DayAction, reason: string): Promise<JobDay> =>
  request(ofOrganisation(of.organisation, netPath(of, `days/${day}/runs/${String(no)}/${action}`)), {
    method: 'POST',
    json: { reason },
  });

export const definitionQuery = (organisation: string) =>
  queryOptions({
    ...quiet,
    queryKey: [organisation, 'job-definition'],
    queryFn: ({ signal }) => request<DefinitionView>(ofOrganisation(organisation, 'jobs/definition'), { signal }),
  });

/** The file that `fugo jobs export` writes. */
export const definitionFileAddress = (organisation: string): string =>
  ofOrganisation(organisation, 'jobs/definition/file');

export const versionsQuery = (organisation: string) =>
  queryOptions({
    ...quiet,
    queryKey: [organisation, 'job-definition', 'versions'],
    queryFn: ({ signal }) =>
      request<{ versions: DefinitionVersion[] }>(ofOrganisation(organisation, 'jobs/definition/versions'), { signal }),
  });

export const findDifferences = (organisation: string, definition: unknown): Promise<DefinitionDiff> =>
  request(ofOrganisation(organisation, 'jobs/definition/differences'), { method: 'POST', json: { definition } });

export const applyDefinition = (
  organisation: string,
  json: { definition: unknown; expect: string },
): Promise<DefinitionView> => request(ofOrganisation(organisation, 'jobs/definition'), { method: 'PUT', json });

const whatFollows = ['jobs', 'job-plan', 'job-days', 'job-day', 'job-definition'] as const;

/** Reads again whatever of jobs is shown, after something was ordered. */
export function useRefresh(organisation: string): () => void {
  const client = useQueryClient();
  return () => {
    for (const what of whatFollows) void client.invalidateQueries({ queryKey: [organisation, what] });
  };
}

/** Reads days again when the board says that they have moved on; undefined while it is not there. */
export function useReadAgain(organisation: string, stand: string | undefined): void {
  const client = useQueryClient();
  const last = useRef(stand);
  useEffect(() => {
    const before = last.current;
    last.current = stand;
    if (before === undefined || before === stand) return;
    // Only what is shown.
    for (const what of ['job-plan', 'job-days', 'job-day']) {
      void client.refetchQueries({ queryKey: [organisation, what], type: 'active' });
    }
  }, [client, organisation, stand]);
}
