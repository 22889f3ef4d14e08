/**
 * The stream of a person's news, once for a browser however many pages of fugo it has open: the page that holds a lock
 * listens, also when nobody looks at it, and tells the others. A browser opens six connections to a server.
 */
import type { News } from '../../contracts/api/news.ts';
import { newsPath } from './calls.ts';

/** The browser reopens a broken connection by itself, but gives up a refused one. */
const reopenMs = 15_000;

/** `isFirst`: this page alone has it from the server, so it is the one that shows a notice. */
type OnNews = (news: News, isFirst: boolean) => void;

export function watchNews(staffId: string, onNews: OnNews): () => void {
  const ending = new AbortController();
  const others = new BroadcastChannel(`fugo-news-${staffId}`);
  others.addEventListener('message', ({ data }: MessageEvent<News>) => onNews(data, false));
  const onServer = (news: News): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has the origin of its page
    others.postMessage(news);
    onNews(news, true);
  };
  // Where the connection is not secure there are no locks; the bell then follows from page to page.
  if ('locks' in navigator) {
    void navigator.locks
      .request(`fugo-news-${staffId}`, { signal: ending.signal }, () => listen(onServer, ending.signal))
      // Ended before it was this page's turn.
      .catch(() => undefined);
  }
  return () => {
    ending.abort();
    others.close();
  };
}

/** Listens until the signal; resolves then, so that another page takes over. */
function listen(onValue: (news: News) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    let source: EventSource | undefined;
    let reopening: ReturnType<typeof setTimeout> | undefined;
    const open = (): void => {
      const opened = new EventSource(`${newsPath}/events`);
      source = opened;
      opened.addEventListener('news', ({ data }: MessageEvent<string>) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the contract of the address says
        onValue(JSON.parse(data) as News);
      });
      opened.addEventListener('error', () => {
        if (opened.readyState === EventSource.CLOSED) reopening = setTimeout(open, reopenMs);
      });
    };
    signal.addEventListener('abort', () => {
      clearTimeout(reopening);
      source?.close();
      resolve();
    });
    return open();
  });
}
