import type { Search } from '../components/search-values.ts';

/** Open ones without it. */
export const incidentFilters = ['open', 'closed', 'all'] as const;
export type IncidentFilter = (typeof incidentFilters)[number];

export function readIncidentFilter(search: Search): { state?: Exclude<IncidentFilter, 'open'> } {
  const state = search['state'];
  return state === 'closed' || state === 'all' ? { state } : {};
}
