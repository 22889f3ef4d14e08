import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AuditChain, AuditedStaff, AuditLog } from '../../contracts/api/audit.ts';
import type { CsvEncoding } from '../../contracts/api/csv-file.ts';
import { addDays, tokyoInstantOf } from '../../domain/calendar/civil-date.ts';
import { below, request, withQuery } from '../components/client.ts';

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

export const auditQuery = (municipality: string, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'audit', filter],
    queryFn: ({ pageParam, signal }) =>
      request<AuditLog>(below(municipality, 'audit'), {
        query: { ...queryOf(filter), ...(pageParam !== null && { before: pageParam }), limit: 100 },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next ?? undefined,
    // Each look is audited.
    refetchOnWindowFocus: false,
  });

/** Everybody whom the search offers, also those who have left. */
export const auditedStaffQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'audited-staff'],
    queryFn: ({ signal }) => request<AuditedStaff>(below(municipality, 'audit/staff'), { signal }),
  });

export const auditFileAddress = (municipality: string, filter: AuditFilter, encoding: CsvEncoding): string =>
  withQuery(below(municipality, 'audit.csv'), { ...queryOf(filter), encoding });

/** The server reads the whole log for this. */
export const verifyChain = (municipality: string): Promise<AuditChain> => request(below(municipality, 'audit/chain'));

function queryOf({ from, to, ...words }: AuditFilter): Record<string, string> {
  return {
    ...words,
    ...(from !== undefined && { from: tokyoInstantOf(`${from}T00:00:00`) }),
    ...(to !== undefined && { to: tokyoInstantOf(`${addDays(to, 1)}T00:00:00`) }),
  };
}
