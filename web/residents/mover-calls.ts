/** The movers list, to be looked at and as a file. */
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { CsvEncoding } from '../../contracts/api/csv-file.ts';
import type { Movers } from '../../contracts/api/movers.ts';
import { request } from '../components/client.ts';
import { below } from '../shell/municipality-calls.ts';

/** Days in Japan, `YYYY-MM-DD`; the last one is in it. */
export interface Period {
  from: string;
  to: string;
}

export const moversQuery = (municipality: string, { from, to }: Period) =>
  infiniteQueryOptions({
    queryKey: [municipality, 'movers', from, to],
    queryFn: ({ pageParam, signal }) =>
      request<Movers>(below(municipality, 'movers'), { query: { from, to, after: pageParam, limit: 200 }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    // Each look is audited.
    refetchOnWindowFocus: false,
  });

export const moversFileAddress = (municipality: string, { from, to }: Period, encoding: CsvEncoding): string =>
  `${below(municipality, 'movers.csv')}?${new URLSearchParams({ from, to, encoding }).toString()}`;
