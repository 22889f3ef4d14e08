/** The audit log and its chain. */
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { AuditChain, AuditLog } from '../../contracts/api/audit.ts';
import { addDays } from '../../domain/calendar/civil-date.ts';
import { request } from './client.ts';
import { below } from './municipality.ts';

export interface AuditFilter {
  staffId?: string;
  clientId?: string;
  action?: string;
  subject?: string;
  outcome?: 'allowed' | 'refused';
  /** Days in Japan, `YYYY-MM-DD`; the last one is in it. */
  from?: string;
  to?: string;
}

export const auditQuery = (municipality: string, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'audit', filter],
    queryFn: ({ pageParam, signal }) => {
      const { from, to, ...words } = filter;
      return request<AuditLog>(below(municipality, 'audit'), {
        query: {
          ...words,
          ...(from !== undefined && { from: startOf(from) }),
          ...(to !== undefined && { to: startOf(addDays(to, 1)) }),
          ...(pageParam !== null && { before: pageParam }),
          limit: 100,
        },
        signal,
      });
    },
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next ?? undefined,
    // Auditors are audited themselves.
    refetchOnWindowFocus: false,
  });

/** Reads the whole log. */
export const verifyChain = (municipality: string): Promise<AuditChain> => request(below(municipality, 'audit/chain'));

function startOf(day: string): string {
  return `${day}T00:00:00+09:00`;
}
