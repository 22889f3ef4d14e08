import type { Overview } from '../../contracts/api/overview.ts';
import { Card } from '../components/card.tsx';
import { DataTable } from '../components/table.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';

/** Notices to the backbones by number system. */
export function NoticesCard({ notices }: { notices: Overview['notices'] }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <Card title={t('home.notices')}>
      <DataTable
        caption={t('home.notices')}
        rows={notices}
        rowKey={({ numberSystem }) => numberSystem}
        empty={t('home.notices.none')}
        columns={[
          {
            key: 'numberSystem',
            title: t('home.notices.numberSystem'),
            heading: true,
            cell: ({ numberSystem }) => numberSystem,
          },
          {
            key: 'undelivered',
            title: t('home.notices.undelivered'),
            numeric: true,
            cell: ({ undelivered }) => formats.count(undelivered),
          },
          {
            key: 'retrying',
            title: t('home.notices.retrying'),
            numeric: true,
            cell: ({ retrying }) => formats.count(retrying),
          },
          { key: 'oldest', title: t('home.notices.oldest'), cell: ({ oldestAt }) => formats.moment(oldestAt) },
        ]}
      />
    </Card>
  );
}
