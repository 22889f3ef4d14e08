/** Notices of the browser: shown where the person has allowed them by a press, and each only once in a browser. */
import type { News } from '../../contracts/api/news.ts';
import { newsWords, pathOfNews } from '../../domain/news-words.ts';
import { textOf } from '../catalogue.ts';
import type { Language } from '../components/message.ts';

/** The id of the latest news that this browser has shown or found waiting. */
const shownKey = 'fugo.newsShown';
/** More at once are one notice. */
const mostAtOnce = 3;

export type Permission = NotificationPermission | 'unsupported';

export function readPermission(): Permission {
  return 'Notification' in window && window.isSecureContext ? Notification.permission : 'unsupported';
}

/** Only ever by a person's press. */
export function askPermission(): Promise<Permission> {
  return readPermission() === 'unsupported' ? Promise.resolve('unsupported') : Notification.requestPermission();
}

/** Shows what is new since the last time; what a browser finds waiting at first is not new. */
export function showNotices({ news }: News, language: Language, go: (path: string) => void): void {
  const before = readShown();
  const latest = news[0]?.newsId ?? 0;
  if (before === null || latest > before) writeShown(latest);
  if (before === null || readPermission() !== 'granted') return;
  const fresh = news.filter(({ newsId, browser, seen, over }) => newsId > before && browser && !seen && !over);
  if (fresh.length > mostAtOnce) {
    const title = textOf('news.notice.many', language, { count: fresh.length });
    show({ title, tag: `fugo-news-${String(latest)}`, path: '/news', go });
    return;
  }
  for (const each of fresh.toReversed()) {
    const title = textOf('news.notice.one', language, { kind: newsWords[each.kind][language] });
    show({ title, tag: `fugo-news-${String(each.newsId)}`, path: pathOfNews(each), go });
  }
}

function show({
  title,
  tag,
  path,
  go,
}: {
  title: string;
  tag: string;
  path: string;
  go: (path: string) => void;
}): void {
  const notice = new Notification(title, { tag, icon: '/mark.svg' });
  notice.addEventListener('click', () => {
    window.focus();
    go(path);
    notice.close();
  });
}

/** Where the browser forbids storage, nothing is known to be new. */
function readShown(): number | null {
  try {
    const stored = localStorage.getItem(shownKey);
    return stored === null ? null : Number(stored);
  } catch {
    return null;
  }
}

function writeShown(newsId: number): void {
  try {
    localStorage.setItem(shownKey, String(newsId));
  } catch {
    // Storage is forbidden.
  }
}
