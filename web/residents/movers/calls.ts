import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { CsvEncoding } from '../../../contracts/api/csv-file.ts';
import type { MoverLoads, Movers } from '../../../contracts/api/movers.ts';
import { below, pageByPage, request, withQuery } from '../../components/client.ts';
import type { Period } from '../../components/search-values.ts';
import { queryOfMovers, type MoverFilter } from './search.ts';

/** Nobody reads more on paper; the file has all. */
export const mostPrinted = 2_000;

export const moversQuery = (municipality: string, filter: MoverFilter) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'movers', filter],
    queryFn: ({ pageParam, signal }) =>
      request<Movers>(below(municipality, 'movers'), {
        query: { ...queryOfMovers(filter), after: pageParam, limit: 200 },
        signal,
      }),
    ...pageByPage,
    // Each look is audited.
    refetchOnWindowFocus: false,
  });

/** What is printed, in one piece. */
export const fetchPrinted = (municipality: string, filter: MoverFilter): Promise<Movers> =>
  request(below(municipality, 'movers'), { query: { ...queryOfMovers(filter), limit: mostPrinted } });

export const moverLoadsQuery = (municipality: string, { from, to }: Period) =>
  queryOptions({
    queryKey: [municipality, 'mover-loads', from, to],
    queryFn: ({ signal }) => request<MoverLoads>(below(municipality, 'movers/loads'), { query: { from, to }, signal }),
    refetchOnWindowFocus: false,
  });

export const moversFileAddress = (municipality: string, filter: MoverFilter, encoding: CsvEncoding): string =>
  withQuery(below(municipality, 'movers.csv'), { ...queryOfMovers(filter), encoding });
