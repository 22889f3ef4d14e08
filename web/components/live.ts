/** What the server pushes as it changes, and what is asked for every few seconds where that fails. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { request } from './client.ts';

const pollMs = 5_000;
/** Also asked for while it is pushed, because a connection can die unnoticed. */
const checkMs = 60_000;
/** The browser reopens a broken connection by itself, but gives up a refused one. */
const reopenMs = 15_000;

interface Source {
  queryKey: readonly string[];
  /** Where it is asked for; what is pushed comes from `events` below it. */
  path: string;
  /** The name of the events that bring it. */
  event: string;
}

export function useLive<Value>({ queryKey, path, event }: Source): {
  data: Value | undefined;
  error: Error | null;
  live: boolean;
} {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(
    () =>
      watch<Value>(`${path}/events`, event, {
        onValue: (value) => {
          client.setQueryData<Value>(queryKey, () => value);
          setLive(true);
        },
        onLost: () => setLive(false),
      }),
    // The key follows the path.
    [client, path, event],
  );
  const { data, error } = useQuery({
    queryKey,
    queryFn: ({ signal }) => request<Value>(path, { signal }),
    refetchInterval: live ? checkMs : pollMs,
  });
  // When the server cannot be asked, nothing is live, whatever the stream seems to be.
  return { data, error, live: live && error === null };
}

/**
 * Listens only while the page is in sight: a browser opens six connections to a server, and hidden pages would use them
 * up.
 */
function watch<Value>(
  address: string,
  event: string,
  { onValue, onLost }: { onValue: (value: Value) => void; onLost: () => void },
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
    opened.addEventListener(event, ({ data }: MessageEvent<string>) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the contract of this address says
      onValue(JSON.parse(data) as Value);
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
