/** What the server pushes as it changes, and what is asked for every few seconds where that fails. */
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

const pollMs = 5_000;
/** Also asked for while it is pushed, because a connection can die unnoticed. */
const checkMs = 60_000;
/** The browser reopens a broken connection by itself, but gives up a refused one. */
const reopenMs = 15_000;

interface Source<Value> {
  queryKey: readonly string[];
  /** Asks for it; the answer's type is that of the address. */
  ask: (signal: AbortSignal) => Promise<Value>;
  /** Where it is asked for; what is pushed comes from `events` below it. */
  path: string;
  /** The name of the events that bring it. */
  event: string;
}

export function useLive<Value>({ queryKey, ask, path, event }: Source<Value>): {
  data: Value | undefined;
  error: Error | null;
  live: boolean;
} {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(
    () => watchQuery(client, { queryKey, path, event }, setLive),
    // The key follows the path.
    [client, path, event],
  );
  const { data, error } = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(signal),
    refetchInterval: live ? checkMs : pollMs,
  });
  // When the server cannot be asked, nothing is live, whatever the stream seems to be.
  return { data, error, live: live && error === null };
}

/**
 * For what is audited as it is read: it is asked for once, and from then on pushed. Where that fails it is not live, and
 * the reader asks for it again.
 */
export function usePushed(source: { queryKey: readonly unknown[]; path: string; event: string } | undefined): boolean {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  const { path, event } = source ?? {};
  useEffect(() => {
    if (!source || path === undefined || event === undefined) return undefined;
    return watchQuery(client, { queryKey: source.queryKey, path, event }, setLive);
    // The key follows the path.
  }, [client, path, event]);
  return live;
}

/** Keeps what is pushed as the answer of the query, until it is ended. */
function watchQuery(
  client: QueryClient,
  { queryKey, path, event }: { queryKey: readonly unknown[]; path: string; event: string },
  setLive: (live: boolean) => void,
): () => void {
  let isOver = false;
  const keep = async (value: unknown): Promise<void> => {
    // An answer that is older and still on its way would take the place of what has just come.
    await client.cancelQueries({ queryKey, exact: true });
    // Nothing is kept after the page, which may have gone meanwhile.
    if (!isOver) client.setQueryData(queryKey, () => value);
  };
  const end = watch(`${path}/events`, event, {
    onValue: (value) => {
      setLive(true);
      void keep(value);
    },
    onLost: () => setLive(false),
  });
  return () => {
    isOver = true;
    end();
  };
}

/**
 * Listens only while the page is in sight: a browser opens six connections to a server, and hidden pages would use them
 * up.
 */
function watch(
  address: string,
  event: string,
  { onValue, onLost }: { onValue: (value: unknown) => void; onLost: () => void },
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
      onValue(JSON.parse(data));
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
