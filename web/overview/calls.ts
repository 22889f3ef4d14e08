/** The overview as it changes: pushed by the server, and asked for every few seconds where that does not come through. */
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Counts } from '../../contracts/api/operations.ts';
import type { Overview } from '../../contracts/api/overview.ts';
import { request, below } from '../components/client.ts';

const pollMs = 5_000;
/** While it is pushed: a connection that died in silence is noticed by nobody. */
const checkMs = 60_000;
/** A refused connection is given up by the browser; a broken one it opens again by itself. */
const reopenMs = 15_000;

/** By stage and by error. Counts every resident, so it is asked for when somebody wants it and not by the clock. */
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
  // Whatever the stream seems to be: it is not live when the server cannot even be asked.
  return { overview: data, error, live: live && error === null };
}

/** Only while the page is looked at: a browser holds six connections to a server, and pages in the back would use them up. */
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
  // A connection that is cut off without a word would be waited on for minutes.
  window.addEventListener('offline', lose);
  window.addEventListener('online', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    window.removeEventListener('offline', lose);
    window.removeEventListener('online', look);
    close();
  };
}
