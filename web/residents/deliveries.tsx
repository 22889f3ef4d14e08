import { useQuery } from '@tanstack/react-query';
import { deliveriesQuery, isUnderWay, type Notice } from './calls.ts';
import { Card } from '../components/card.tsx';
import { DataTable } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { systemOf } from '../components/code-names.ts';

/** The backbones that an update goes to, followed until each has taken it. */
export function Deliveries({ number, historySeq }: { number: string; historySeq: number }) {
  const t = useWords();
  const all = useDeliveries(number);
  const notices = all?.filter((notice) => notice.historySeq === historySeq) ?? [];
  return (
    <Card title={t('resident.notices')}>
      <Following notices={notices} />
      {all ? <NoticeTable notices={notices} /> : <Skeleton lines={2} />}
    </Card>
  );
}

/** Undefined before the first answer. */
export function useDeliveries(number: string | null, options: { enabled?: boolean } = {}): Notice[] | undefined {
  const { municipality } = useHere();
  const { enabled = true } = options;
  const { data } = useQuery({ ...deliveriesQuery(municipality, number ?? ''), enabled: enabled && number !== null });
  return data?.notices;
}

/** Always rendered, so that screen readers say its changes. */
export function Following({ notices }: { notices: readonly Notice[] }) {
  const t = useWords();
  const formats = useFormats();
  const done = notices.filter((notice) => !isUnderWay(notice)).length;
  return (
    <p role="status" className="text-solid-gray-800">
      {notices.length > 0 &&
        t('resident.notices.delivered', { all: formats.count(notices.length), done: formats.count(done) })}{' '}
      {done < notices.length && t('resident.notices.following')}
    </p>
  );
}

export function NoticeTable({ notices, caption }: { notices: readonly Notice[]; caption?: string }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  return (
    <DataTable
      caption={caption ?? t('resident.notices')}
      rows={notices}
      rowKey={({ noticeId }) => noticeId}
      empty={t('resident.notices.none')}
      columns={[
        {
          key: 'system',
          title: t('resident.numberSystem'),
          heading: true,
          cell: ({ numberSystem, addressNumber }) => (
            <>
              {systemOf(numberSystem, language)}
              <span className="block text-sm font-normal tabular-nums">{addressNumber}</span>
            </>
          ),
        },
        { key: 'created', title: t('resident.createdAt'), cell: ({ createdAt }) => formats.moment(createdAt) },
        { key: 'delivery', title: t('resident.delivery'), cell: (notice) => <Delivery notice={notice} /> },
      ]}
    />
  );
}

function Delivery({ notice }: { notice: Notice }) {
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
