import { queryOptions } from '@tanstack/react-query';
import type { CsvEncoding } from '../../contracts/api/csv-file.ts';
import type { DailyStatistics, OperatingDay, OperatingDayWithSteps } from '../../contracts/api/operating-days.ts';
import type { DayOrder } from '../../domain/operating-day.ts';
import { ofOrganisation, request, withQuery } from '../components/client.ts';
import type { Period } from '../components/search-values.ts';

// Each look is audited, so nothing is asked for by the clock; the board says when something has changed.
const quiet = { refetchOnWindowFocus: false, refetchOnReconnect: false } as const;

export const daysQuery = (organisation: string, { from, to }: Period) =>
  queryOptions({
    ...quiet,
    queryKey: [organisation, 'operating-days', from, to],
    queryFn: ({ signal }) =>
      request<{ days: OperatingDay[] }>(ofOrganisation(organisation, 'operating-days'), {
        query: { from, to },
        signal,
      }),
  });

export const dayQuery = (organisation: string, day: string) =>
  queryOptions({
    ...quiet,
    queryKey: [organisation, 'operating-day', day],
    queryFn: ({ signal }) =>
      request<OperatingDayWithSteps>(ofOrganisation(organisation, `operating-days/${day}`), { signal }),
  });

export const orderDay = (organisation: string, day: string, order: DayOrder, reason: string): Promise<OperatingDay> =>
  request(ofOrganisation(organisation, `operating-days/${day}/${order}`), { method: 'POST', json: { reason } });

export const statisticsQuery = (organisation: string, { from, to }: Period) =>
  queryOptions({
    ...quiet,
    queryKey: [organisation, 'statistics', from, to],
    queryFn: ({ signal }) =>
      request<DailyStatistics>(ofOrganisation(organisation, 'statistics'), { query: { from, to }, signal }),
  });

export const statisticsFileAddress = (organisation: string, { from, to }: Period, encoding: CsvEncoding): string =>
  withQuery(ofOrganisation(organisation, 'statistics.csv'), { from, to, encoding });
