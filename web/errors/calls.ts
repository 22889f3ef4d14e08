import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { CsvEncoding } from '../../contracts/api/csv-file.ts';
import type {
  ActionResult,
  Assigned,
  Assignees,
  CorrectionBody,
  RetryBody,
} from '../../contracts/api/error-actions.ts';
import type { CorrectionProposed } from '../../contracts/api/proposals.ts';
import type { Comparison, ErrorDetail, ErrorNotes } from '../../contracts/api/error-entry.ts';
import type { ErrorFilter as WholeFilter, ErrorList, ErrorNeighbours } from '../../contracts/api/error-list.ts';
import type { ErrorView, ErrorViews, ViewBody, ViewChange } from '../../contracts/api/error-views.ts';
import { below, pageByPage, request, withQuery } from '../components/client.ts';
import { useLive } from '../components/live.ts';

/** The filter as it stands in the page's address. */
export type ErrorFilter = WholeFilter;
export const wholeList: ErrorFilter = { state: 'open', order: 'oldest' };

/** Whether the filter leaves out open entries or shows others. */
export function isNarrowed(filter: ErrorFilter): boolean {
  return Object.keys(filter).some((name) => name !== 'state' && name !== 'order') || filter.state !== 'open';
}

/** A page may be empty although there are more. So many pages are read before the reader is asked. */
const mostEmptyPages = 10;

export const errorsKey = (municipality: string) => [municipality, 'errors'];

/** With `names`, who was shown is audited, so the list is not read again by itself. */
export const errorsQuery = (municipality: string, filter: ErrorFilter, { names }: { names: boolean }) =>
  infiniteQueryOptions({
    queryKey: [...errorsKey(municipality), 'list', filter, names],
    queryFn: ({ pageParam, signal }) => readPage(municipality, { ...filter, names }, pageParam, signal),
    ...(names && { refetchOnWindowFocus: false, gcTime: 0 }),
    ...pageByPage,
  });

/** What comes before and after an entry in the list that the filter gives. */
export const neighboursQuery = (municipality: string, failureId: string, filter: ErrorFilter) =>
  queryOptions({
    queryKey: [...errorsKey(municipality), 'neighbours', failureId, filter],
    queryFn: ({ signal }) =>
      request<ErrorNeighbours>(below(municipality, `errors/${failureId}/neighbours`), { query: filter, signal }),
  });

async function readPage(
  municipality: string,
  filter: ErrorFilter & { names: boolean },
  from: string,
  signal: AbortSignal,
): Promise<ErrorList> {
  let after = from;
  for (let pages = 1; ; pages += 1) {
    const query = { ...filter, after, limit: 50 };
    const page = await request<ErrorList>(below(municipality, 'errors'), { query, signal });
    if (page.entries.length > 0 || page.next === null || pages === mostEmptyPages) return page;
    after = page.next;
  }
}

/** One entry, pushed by the server as it changes. */
export function useErrorEntry(municipality: string, failureId: string) {
  const { data: entry, ...rest } = useLive({
    queryKey: [...errorsKey(municipality), 'entry', failureId],
    ask: (signal) => findErrorEntry(municipality, failureId, signal),
    path: below(municipality, `errors/${failureId}`),
    event: 'error-entry',
  });
  return { entry, ...rest };
}

export const findErrorEntry = (municipality: string, failureId: string, signal?: AbortSignal): Promise<ErrorDetail> =>
  request(below(municipality, `errors/${failureId}`), signal ? { signal } : {});

/** The answer contains names and each look is audited, so it is neither kept nor read again by itself. */
export const comparisonQuery = (municipality: string, failureId: string) =>
  queryOptions({
    queryKey: [...errorsKey(municipality), 'comparison', failureId],
    queryFn: ({ signal }) => request<Comparison>(below(municipality, `errors/${failureId}/comparison`), { signal }),
    refetchOnWindowFocus: false,
    gcTime: 0,
  });

export const assigneesQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'assignees'],
    queryFn: ({ signal }) => request<Assignees>(below(municipality, 'errors/assignees'), { signal }),
    staleTime: 5 * 60_000,
  });

/** The API's limit for one request. */
const mostAssigned = 100;

/** Answers which of the entries were open. */
export const assignErrors = (
  municipality: string,
  asked: { staffId: string; failureIds: readonly string[]; assigneeId: string | null },
): Promise<string[]> => changeMany(municipality, 'errors/assignments', asked);

/** Answers which of the entries were open. */
export const setErrorDueDates = (
  municipality: string,
  asked: { staffId: string; failureIds: readonly string[]; dueOn: string | null },
): Promise<string[]> => changeMany(municipality, 'errors/due-dates', asked);

async function changeMany(
  municipality: string,
  path: string,
  { failureIds, ...asked }: { staffId: string; failureIds: readonly string[] },
): Promise<string[]> {
  const changed: string[] = [];
  for (let from = 0; from < failureIds.length; from += mostAssigned) {
    const json = { ...asked, failureIds: failureIds.slice(from, from + mostAssigned) };
    const reply = await request<Assigned>(below(municipality, path), { method: 'POST', json });
    changed.push(...reply.failureIds);
  }
  return changed;
}

export const addErrorNote = (
  municipality: string,
  failureId: string,
  json: { staffId: string; note: string },
): Promise<ErrorNotes> => request(below(municipality, `errors/${failureId}/notes`), { method: 'POST', json });

export type ErrorAction = 'retry' | 'correct' | 'cancel';
export const actOnError = (
  municipality: string,
  failureId: string,
  action: ErrorAction,
  json: RetryBody | CorrectionBody,
): Promise<ActionResult | CorrectionProposed> =>
  request(below(municipality, `errors/${failureId}/${action}`), { method: 'POST', json });

export const errorsFileAddress = (
  municipality: string,
  filter: ErrorFilter,
  how: { encoding: CsvEncoding; language: string },
): string => withQuery(below(municipality, 'errors.csv'), { ...filter, ...how });

const viewsKey = (municipality: string) => [municipality, 'error-views'];

export const errorViewsQuery = (municipality: string) =>
  queryOptions({
    queryKey: viewsKey(municipality),
    queryFn: ({ signal }) => request<ErrorViews>(below(municipality, 'errors/views'), { signal }),
  });

export const errorViewQuery = (municipality: string, viewId: string) =>
  queryOptions({
    queryKey: [...viewsKey(municipality), viewId],
    queryFn: ({ signal }) => request<ErrorView>(below(municipality, `errors/views/${viewId}`), { signal }),
  });

export const addErrorView = (municipality: string, json: ViewBody): Promise<ErrorView> =>
  request(below(municipality, 'errors/views'), { method: 'POST', json });

export const changeErrorView = (municipality: string, viewId: string, json: ViewChange): Promise<ErrorView> =>
  request(below(municipality, `errors/views/${viewId}`), { method: 'PUT', json });

export const removeErrorView = (municipality: string, viewId: string): Promise<void> =>
  request(below(municipality, `errors/views/${viewId}`), { method: 'DELETE' });
