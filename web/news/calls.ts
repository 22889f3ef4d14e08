import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { News, NewsChoices } from '../../contracts/api/news.ts';
import { request } from '../components/client.ts';

export const newsPath = '/v1/news';

/** The latest, as the bell and the notices of the browser know them; the watch brings newer ones, and so does a look at the page. */
export const latestNewsQuery = (staffId: string) =>
  queryOptions({
    queryKey: ['news', staffId, 'latest'],
    queryFn: ({ signal }) => request<News>(newsPath, { query: { limit: 20 }, signal }),
    staleTime: 30_000,
    // Also asked for while it is pushed, because a connection can die unnoticed.
    refetchInterval: 60_000,
  });

export const newsQuery = (staffId: string) =>
  infiniteQueryOptions({
    queryKey: ['news', staffId, 'list'],
    queryFn: ({ pageParam, signal }) =>
      request<News>(newsPath, { query: { ...(pageParam !== null && { before: pageParam }), limit: 50 }, signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const newsChoicesQuery = (staffId: string) =>
  queryOptions({
    queryKey: ['news', staffId, 'choices'],
    queryFn: ({ signal }) => request<NewsChoices>(`${newsPath}/choices`, { signal }),
  });

export const putNewsChoices = (choices: NewsChoices): Promise<NewsChoices> =>
  request(`${newsPath}/choices`, { method: 'PUT', json: choices });

export const markNewsSeen = (upTo: number): Promise<void> =>
  request(`${newsPath}/seen`, { method: 'POST', json: { upTo } });
