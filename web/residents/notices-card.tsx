import type { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { isUnderWay, type Notice } from './calls.ts';
import { Card } from '../components/card.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { Following, NoticeTable, useDeliveries } from './deliveries.tsx';

/** Notices to the backbones by the row that they tell of, and whether each backbone has taken its own. */
export function NoticesCard({
  resident,
  live,
}: {
  resident: ResidentDetail;
  /** Whether the page is told of each change; otherwise the notices are asked for. */
  live: boolean;
}) {
  const t = useWords();
  const isFollowed = resident.notices.some(isUnderWay);
  const followed = useDeliveries(resident.integratedAddressNumber, { enabled: isFollowed && !live });
  const [latest, ...older] = groupsOf(live ? resident.notices : (followed ?? resident.notices));
  return (
    <Card title={t('resident.notices')}>
      {!latest && <p>{t('resident.notices.none')}</p>}
      {latest && <Group notices={latest} />}
      {older.length > 0 && (
        <details open={older.some((notices) => notices.some(isUnderWay))}>
          <summary className="min-h-11 py-2 font-bold">{t('resident.notices.older')}</summary>
          <div className="grid gap-4">
            {older.map((notices) => (
              <Group key={keyOf(notices[0])} notices={notices} />
            ))}
          </div>
        </details>
      )}
    </Card>
  );
}

function Group({ notices }: { notices: readonly Notice[] }) {
  const t = useWords();
  const formats = useFormats();
  const [first] = notices;
  if (!first) return null;
  const title = t('resident.notices.of', {
    seq: formats.count(first.historySeq),
    kind: t(`resident.notice.${first.kind}`),
  });
  return (
    <div className="grid gap-2">
      <h3 className="font-bold">{title}</h3>
      <Following notices={notices} />
      <NoticeTable notices={notices} caption={title} />
    </div>
  );
}

const keyOf = (notice: Notice | undefined): string => `${String(notice?.historySeq)} ${String(notice?.kind)}`;

/** Notices come by history SEQ, the latest first. */
function groupsOf(notices: readonly Notice[]): Notice[][] {
  const groups = new Map<string, Notice[]>();
  for (const notice of notices) groups.set(keyOf(notice), [...(groups.get(keyOf(notice)) ?? []), notice]);
  return [...groups.values()];
}
