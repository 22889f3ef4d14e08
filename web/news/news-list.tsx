import { Link } from '@tanstack/react-router';
import type { News } from '../../contracts/api/news.ts';
import { summaryFigures } from '../../domain/news.ts';
import { newsWords, pathOfNews, summaryWords } from '../../domain/news-words.ts';
import { labelClass } from '../components/label.ts';
import { linkClass } from '../components/link.ts';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { useSession } from '../shell/session.tsx';

type Item = News['news'][number];

/** The latest first, each with the way to what it tells of. */
export function NewsList({ items }: { items: readonly Item[] }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { organisations } = useSession();
  if (items.length === 0) return <p className="text-solid-gray-800">{t('news.empty')}</p>;
  const nameOf = (code: string): string => {
    const found = organisations.find(({ organisation }) => organisation === code);
    return (language === 'ja' ? found?.name : found?.nameEn) ?? code;
  };
  return (
    <ul className="divide-y divide-solid-gray-300">
      {items.map((item) => (
        <li key={item.newsId} className="grid gap-x-4 py-2 sm:grid-cols-[14rem_1fr_auto] sm:items-center">
          <span className="text-sm text-solid-gray-700">
            {formats.moment(item.at)}
            {organisations.length > 1 && ` ${nameOf(item.organisation)}`}
          </span>
          <span className="grid min-w-0 justify-items-start">
            <Link to={pathOfNews(item)} className={linkClass}>
              {newsWords[item.kind][language]}
              {item.kind === 'summary' && ` ${formats.date(item.subject)}`}
            </Link>
            {item.figures !== null && <Figures figures={item.figures} />}
          </span>
          <span>
            {item.over ? (
              <span className={`${labelClass} border-solid-gray-420 text-solid-gray-700`}>{t('news.over')}</span>
            ) : (
              !item.seen && <span className={`${labelClass} border-key-900 text-key-900`}>{t('news.unseen')}</span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Figures({ figures }: { figures: NonNullable<Item['figures']> }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const shown = summaryFigures.flatMap((figure) => {
    const count = figures[figure];
    const name = summaryWords[figure][language];
    return count === undefined ? [] : [t('news.figure', { name, count: formats.count(count) })];
  });
  return <span className="text-sm text-solid-gray-800">{shown.join(language === 'ja' ? '、' : ', ')}</span>;
}
