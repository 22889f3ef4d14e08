import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  AuditChain,
  AuditedStaff,
  AuditLog,
  AuditSearch,
  AuditSearches,
  AuditSubjects,
} from '../../contracts/api/audit.ts';
import type { CsvEncoding } from '../../contracts/api/csv-file.ts';
import { addDays, tokyoInstantOf } from '../../domain/calendar/civil-date.ts';
import { ofOrganisation, request, withQuery } from '../components/client.ts';

export interface AuditFilter {
  staffId?: string;
  clientId?: string;
  action?: string;
  subject?: string;
  outcome?: 'allowed' | 'refused';
  /** Days in Japan, `YYYY-MM-DD`; the period includes the last one. */
  from?: string;
  to?: string;
}

export const auditQuery = (organisation: string, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: [organisation, 'audit', filter],
    queryFn: ({ pageParam, signal }) =>
      request<AuditLog>(ofOrganisation(organisation, 'audit'), {
        query: { ...queryOf(filter), ...(pageParam !== null && { before: pageParam }), limit: 100 },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next ?? undefined,
    // Each look is audited.
    refetchOnWindowFocus: false,
  });

/** Everybody whom the search offers, also those who have left. */
export const auditedStaffQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'audited-staff'],
    queryFn: ({ signal }) => request<AuditedStaff>(ofOrganisation(organisation, 'audit/staff'), { signal }),
  });

export const auditFileAddress = (organisation: string, filter: AuditFilter, encoding: CsvEncoding): string =>
  withQuery(ofOrganisation(organisation, 'audit.csv'), { ...queryOf(filter), encoding });

export const findAuditSubjects = (organisation: string, text: string): Promise<AuditSubjects> =>
  request(ofOrganisation(organisation, 'audit/subjects'), { method: 'POST', json: { text } });

export const auditSearchesQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'audit-searches'],
    queryFn: ({ signal }) => request<AuditSearches>(ofOrganisation(organisation, 'audit/searches'), { signal }),
  });

export const addAuditSearch = (
  organisation: string,
  search: { name: string; filter: AuditFilter },
): Promise<AuditSearch> => request(ofOrganisation(organisation, 'audit/searches'), { method: 'POST', json: search });

export const removeAuditSearch = (organisation: string, searchId: string): Promise<void> =>
  request(ofOrganisation(organisation, `audit/searches/${searchId}`), { method: 'DELETE' });

/** The server reads the whole log for this. */
export const verifyChain = (organisation: string): Promise<AuditChain> =>
  request(ofOrganisation(organisation, 'audit/chain'));

function queryOf({ from, to, ...words }: AuditFilter): Record<string, string> {
  return {
    ...words,
    ...(from !== undefined && { from: tokyoInstantOf(`${from}T00:00:00`) }),
    ...(to !== undefined && { to: tokyoInstantOf(`${addDays(to, 1)}T00:00:00`) }),
  };
}
