/** How each try of an entry ended, and the latest one in a sentence that is read out when it changes. */
import type { ErrorDetail, ErrorTry } from '../../contracts/api/error-entry.ts';
import { stepOf } from '../components/code-names.ts';
import { Card } from '../components/card.tsx';
import { Notice } from '../components/notice.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';

const looks = { passed: 'success', failed: 'warning', cancelled: 'information' } as const;

export function OutcomeNotice({ entry }: { entry: ErrorDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const last = entry.tryList.at(-1);
  if (!last) return null;
  const { tryNo: number, outcome, endedAt } = last;
  if (outcome === null || endedAt === null)
    return <Notice look="information">{t('error.outcome.trying', { number })}</Notice>;
  const time = formats.exactMoment(endedAt);
  return (
    <Notice look={looks[outcome]}>
      {t(`error.outcome.${outcome}`, { number, time, title: entry.title[language] })}
    </Notice>
  );
}

export function TriesCard({ entry }: { entry: ErrorDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  if (entry.tryList.length === 0) return null;
  const failedOf = ({ title, reason, step }: ErrorTry): string =>
    [title[language], reason, step && stepOf(step, t)].filter((part) => part !== null).join(' · ');
  return (
    <Card title={t('tries.title')}>
      <DataTable
        cards
        dense
        caption={t('tries.title')}
        rows={entry.tryList}
        rowKey={({ tryNo }) => String(tryNo)}
        columns={[
          { key: 'no', title: t('tries.no'), numeric: true, cell: ({ tryNo }) => tryNo },
          {
            key: 'failed',
            title: t('tries.failed'),
            cell: (each) => (
              <>
                {failedOf(each)}
                <span className="block text-sm text-solid-gray-700">{formats.exactMoment(each.failedAt)}</span>
              </>
            ),
          },
          { key: 'at', title: t('tries.at'), cell: ({ triedAt }) => formats.exactMoment(triedAt) },
          { key: 'who', title: t('tries.who'), cell: ({ staff }) => staff.name ?? staff.staffId },
          { key: 'because', title: t('tries.because'), cell: ({ because }) => because },
          {
            key: 'outcome',
            title: t('tries.outcome'),
            cell: ({ outcome, endedAt }) => (
              <>
                {t(`tries.outcome.${outcome ?? 'open'}`)}
                {endedAt !== null && (
                  <span className="block text-sm text-solid-gray-700">{formats.exactMoment(endedAt)}</span>
                )}
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}
