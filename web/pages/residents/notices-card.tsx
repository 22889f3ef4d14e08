import type { ResidentDetail } from '../../../contracts/api/resident-detail.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/table.tsx';
import { useFormats, usePreferences, useWords } from '../../preferences.tsx';
import { systemOf } from './names.ts';

/** Notices to the backbones, and whether each has taken its own. */
export function NoticesCard({ resident: { notices } }: { resident: ResidentDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  return (
    <Card title={t('resident.notices')}>
      <DataTable
        caption={t('resident.notices')}
        rows={notices}
        rowKey={({ noticeId }) => noticeId}
        empty={t('resident.notices.none')}
        columns={[
          {
            key: 'system',
            title: t('resident.numberSystem'),
            cell: ({ numberSystem, addressNumber }) => (
              <>
                {systemOf(numberSystem, language)}
                <span className="block text-sm tabular-nums">{addressNumber}</span>
              </>
            ),
          },
          { key: 'kind', title: t('resident.notice'), cell: ({ kind }) => t(`resident.notice.${kind}`) },
          {
            key: 'seq',
            title: t('resident.historySeq'),
            numeric: true,
            cell: ({ historySeq }) => formats.count(historySeq),
          },
          { key: 'created', title: t('resident.createdAt'), cell: ({ createdAt }) => formats.moment(createdAt) },
          { key: 'delivery', title: t('resident.delivery'), cell: (notice) => <Delivery notice={notice} /> },
        ]}
      />
    </Card>
  );
}

function Delivery({ notice }: { notice: ResidentDetail['notices'][number] }) {
  const t = useWords();
  const formats = useFormats();
  const { deliveredAt, nextSendAt, sends, refusal } = notice;
  if (deliveredAt !== null && refusal !== null) {
    return (
      <span className="font-bold text-error-2">
        {t('resident.delivery.refused', { time: formats.moment(deliveredAt), code: refusal })}
      </span>
    );
  }
  if (deliveredAt !== null) return t('resident.delivery.done', { time: formats.moment(deliveredAt) });
  return (
    <>
      {t(sends === 0 ? 'resident.delivery.waiting' : 'resident.delivery.failing', { count: formats.count(sends) })}
      {nextSendAt !== null && (
        <span className="block text-sm">{t('resident.delivery.next', { time: formats.moment(nextSendAt) })}</span>
      )}
    </>
  );
}
