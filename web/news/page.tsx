/** お知らせ: what a person is told, and how this person wants it. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Card } from '../components/card.tsx';
import { PageHeading } from '../components/page.tsx';
import { useWords } from '../components/preferences.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { More } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { Frame } from '../shell/frame.tsx';
import { useSession } from '../shell/session.tsx';
import { latestNewsQuery, markNewsSeen, newsQuery } from './calls.ts';
import { ChoicesCard } from './choices-card.tsx';
import { NewsList } from './news-list.tsx';

export function NewsPage() {
  const t = useWords();
  const { organisations } = useSession();
  const { at } = useSearch({ from: '/signed-in/news' });
  const place = organisations.find(({ organisation }) => organisation === at) ?? organisations[0];
  return (
    <Frame place={place}>
      <PageHeading title={t('news.title')} />
      {place && <ListCard />}
      {place && <ChoicesCard />}
    </Frame>
  );
}

function ListCard() {
  const t = useWords();
  const { staffId } = useSession();
  const client = useQueryClient();
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(newsQuery(staffId));
  // What was new when the page was opened stays marked while it is read.
  const [unseenAtFirst, setUnseenAtFirst] = useState<ReadonlySet<number>>(new Set());
  const items = data?.pages.flatMap(({ news }) => news) ?? [];
  const newest = Math.max(0, ...items.map(({ newsId }) => newsId));
  const unseen = items.flatMap(({ seen, newsId }) => (seen ? [] : [newsId])).join();
  useEffect(() => {
    if (unseen === '') return;
    setUnseenAtFirst((before) => new Set([...before, ...unseen.split(',').map(Number)]));
    markNewsSeen(newest).then(
      () => client.setQueryData(latestNewsQuery(staffId).queryKey, (known) => known && { ...known, unseen: 0 }),
      // They stay new until the next time.
      () => undefined,
    );
  }, [client, newest, staffId, unseen]);
  const shown = items.map((item) => ({ ...item, seen: item.seen && !unseenAtFirst.has(item.newsId) }));
  return (
    <Card title={t('news.title')}>
      {error && <ProblemNotice error={error} />}
      <p className="text-sm text-solid-gray-700">{t('news.intro')}</p>
      {data ? <NewsList items={shown} /> : !error && <Skeleton lines={4} />}
      {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
    </Card>
  );
}
