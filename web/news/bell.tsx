/** How many news wait, in the frame of every page, and the watch behind it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { latestNewsQuery, newsQuery } from './calls.ts';
import { showNotices } from './notices.ts';
import { watchNews } from './watch.ts';

/** `at`: the organisation whose pages stand around it. */
export function NewsBell({ staffId, at }: { staffId: string; at: string | undefined }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const router = useRouter();
  const client = useQueryClient();
  const { data } = useQuery(latestNewsQuery(staffId));
  useEffect(
    () =>
      watchNews(staffId, (news, isFirst) => {
        const { queryKey } = latestNewsQuery(staffId);
        // An answer that is older and still on its way would take the place of what has just come.
        void client.cancelQueries({ queryKey }).then(() => client.setQueryData(queryKey, news));
        void client.invalidateQueries({ queryKey: newsQuery(staffId).queryKey });
        if (isFirst) showNotices(news, language, (path) => router.history.push(path));
      }),
    [client, language, router, staffId],
  );
  const unseen = data?.unseen ?? 0;
  return (
    <Link
      to="/news"
      search={at === undefined ? {} : { at }}
      className="inline-flex min-h-11 items-center gap-2 px-2 font-bold text-key-900 underline"
      activeProps={{ 'aria-current': 'page' }}
    >
      {t('news.title')}
      {unseen > 0 && (
        <span className="rounded-full bg-orange-900 px-2 text-sm text-white no-underline">
          {t('news.bell.unseen', { count: formats.count(unseen) })}
        </span>
      )}
    </Link>
  );
}
