import type { InquiryStatistics } from '../../contracts/api/inquiries.ts';
import { Card } from '../components/card.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';

/** The latest first. */
export function DaysTable({ days }: { days: InquiryStatistics['days'] }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <Card title={t('inquiryStatistics.table')}>
      <DataTable
        caption={t('inquiryStatistics.table')}
        rows={days.toReversed()}
        rowKey={({ day }) => day}
        columns={[
          { key: 'day', title: t('inquiryStatistics.day'), heading: true, cell: ({ day }) => formats.shortDate(day) },
          ...(['asked', 'answered', 'late'] as const).map((count) => ({
            key: count,
            title: t(`inquiryStatistics.${count}`),
            numeric: true,
            cell: (row: InquiryStatistics['days'][number]) => formats.count(row[count]),
          })),
        ]}
      />
    </Card>
  );
}
