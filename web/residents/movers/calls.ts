import { infiniteQueryOptions } from '@tanstack/react-query';
import type { CsvEncoding } from '../../../contracts/api/csv-file.ts';
import type { Movers } from '../../../contracts/api/movers.ts';
import { below, pageByPage, request, withQuery } from '../../components/client.ts';
import type { Period } from '../../components/search-values.ts';

export const moversQuery = (municipality: string, { from, to }: Period) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'movers', from, to],
    queryFn: ({ pageParam, signal }) =>
      request<Movers>(below(municipality, 'movers'), { query: { from, to, after: pageParam, limit: 200 }, signal }),
    ...pageByPage,
    // Each look is audited.
    refetchOnWindowFocus: false,
  });

export const moversFileAddress = (municipality: string, { from, to }: Period, encoding: CsvEncoding): string =>
  withQuery(below(municipality, 'movers.csv'), { from, to, encoding });
