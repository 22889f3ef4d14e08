import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { CheckTarget, Incident, IncidentDetail, Silence } from '../../contracts/api/monitoring.ts';
import { ofOrganisation, request } from '../components/client.ts';
import type { IncidentFilter } from './search.ts';

const pollMs = 5_000;
const pageSize = 50;

export const incidentsQuery = (organisation: string, state: IncidentFilter) =>
  infiniteQueryOptions({
    queryKey: [organisation, 'incidents', state],
    queryFn: ({ pageParam, signal }) =>
      request<{ incidents: Incident[] }>(ofOrganisation(organisation, 'incidents'), {
        query: { state, limit: pageSize, ...(pageParam !== null && { before: pageParam }) },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ incidents }) =>
      incidents.length < pageSize ? undefined : (incidents.at(-1)?.incident ?? undefined),
    refetchInterval: pollMs,
  });

const incidentPath = (organisation: string, incident: number, path = ''): string =>
  ofOrganisation(organisation, `incidents/${String(incident)}${path}`);

export const incidentQuery = (organisation: string, incident: number) =>
  queryOptions({
    queryKey: [organisation, 'incident', String(incident)],
    queryFn: ({ signal }) => request<IncidentDetail>(incidentPath(organisation, incident), { signal }),
    refetchInterval: pollMs,
  });

export const acknowledge = (organisation: string, incident: number): Promise<IncidentDetail> =>
  request(incidentPath(organisation, incident, '/acknowledgement'), { method: 'POST' });

export const addNote = (organisation: string, incident: number, text: string): Promise<IncidentDetail> =>
  request(incidentPath(organisation, incident, '/notes'), { method: 'POST', json: { text } });

export const silencesQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'silences'],
    queryFn: ({ signal }) => request<{ silences: Silence[] }>(ofOrganisation(organisation, 'silences'), { signal }),
    refetchInterval: 6 * pollMs,
  });

export const targetsQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'targets'],
    queryFn: ({ signal }) => request<{ targets: CheckTarget[] }>(ofOrganisation(organisation, 'targets'), { signal }),
  });

/** Moments with the offset of Japan. */
export interface NewSilence {
  /** Null: everything of the organisation. */
  target: string | null;
  /** Left out: from now on. */
  from?: string;
  to: string;
  message: string;
}

export const addSilence = (organisation: string, json: NewSilence): Promise<Silence> =>
  request(ofOrganisation(organisation, 'silences'), { method: 'POST', json });

export const withdrawSilence = (organisation: string, silenceId: string): Promise<void> =>
  request(ofOrganisation(organisation, `silences/${silenceId}`), { method: 'DELETE' });
