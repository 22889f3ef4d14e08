/** The overview: pushed by the server as it changes, and asked for every few seconds where that fails. */
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Counts } from '../../contracts/api/operations.ts';
import type { Overview } from '../../contracts/api/overview.ts';
import { below, request } from '../components/client.ts';

const pollMs = 5_000;
/** Also asked for while it is pushed, because a connection can die unnoticed. */
const checkMs = 60_000;
/** The browser reopens a broken connection by itself, but gives up a refused one. */
const reopenMs = 15_000;

/** Counts by stage and by error. The server counts every resident for it, so it is asked for only on demand. */
export const countsQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'counts'],
    queryFn: ({ signal }) => request<Counts>(below(municipality, 'counts'), { signal }),
    refetchOnWindowFocus: false,
  });

const overviewQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'overview'],
    queryFn: ({ signal }) => request<Overview>(below(municipality, 'overview'), { signal }),
  });

export function useOverview(municipality: string): {
  overview: Overview | undefined;
  error: Error | null;
  live: boolean;
} {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(
    () =>
      watch(below(municipality, 'overview/events'), {
        onOverview: (overview) => {
          client.setQueryData(overviewQuery(municipality).queryKey, overview);
          setLive(true);
        },
        onLost: () => setLive(false),
      }),
    [client, municipality],
  );
  const { data, error } = useQuery({ ...overviewQuery(municipality), refetchInterval: live ? checkMs : pollMs });
  // When the server cannot be asked, the overview is not live, whatever the stream seems to be.
  return { overview: data, error, live: live && error === null };
}

/**
 * Listens only while the page is in sight: a browser opens six connections to a server, and hidden pages would use them
 * up.
 */
function watch(
  address: string,
  { onOverview, onLost }: { onOverview: (overview: Overview) => void; onLost: () => void },
): () => void {
  let source: EventSource | undefined;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  const close = (): void => {
    clearTimeout(reopening);
    source?.close();
  };
  const open = (): void => {
    close();
    const opened = new EventSource(address);
    source = opened;
    opened.addEventListener('overview', ({ data }: MessageEvent<string>) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the contract of this address says
      onOverview(JSON.parse(data) as Overview);
    });
    opened.addEventListener('error', () => {
      onLost();
      if (opened.readyState === EventSource.CLOSED) reopening = setTimeout(open, reopenMs);
    });
  };
  const lose = (): void => {
    close();
    onLost();
  };
  const look = (): void => {
    if (document.visibilityState === 'visible') open();
    else lose();
  };
  look();
  document.addEventListener('visibilitychange', look);
  // A connection that is cut off silently would be waited on for minutes.
  window.addEventListener('offline', lose);
  window.addEventListener('online', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    window.removeEventListener('offline', lose);
    window.removeEventListener('online', look);
    close();
  };
}
