import type { IncidentDetail } from '../../contracts/api/monitoring.ts';
import { wordsOfCause } from '../../domain/monitoring/causes.ts';
import { Card } from '../components/card.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { CheckLabel } from '../components/standing-label.tsx';
import { DataTable } from '../components/table.tsx';

/** What the prober found of the target, and what raises no alarm of its own because of it. */
export function ChangesCard({ incident: { changes, suppressedTargets } }: { incident: IncidentDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  return (
    <>
      {changes.length > 0 && (
        <Card title={t('incident.changes')}>
          <DataTable
            caption={t('incident.changes')}
            rows={changes.map((change, index) => ({ ...change, index }))}
            rowKey={({ index }) => String(index)}
            columns={[
              {
                key: 'at',
                title: t('incident.changes.at'),
                heading: true,
                cell: ({ at }) => <span className="whitespace-nowrap">{formats.exactMoment(at)}</span>,
              },
              {
                key: 'state',
                title: t('incident.changes.state'),
                cell: ({ state }) => <CheckLabel state={state} suppressed={false} />,
              },
              {
                key: 'cause',
                title: t('incident.why'),
                cell: ({ cause }) => (cause === null ? '–' : wordsOfCause(cause)[language]),
              },
            ]}
          />
        </Card>
      )}
      {suppressedTargets.length > 0 && (
        <Card title={t('incident.suppresses')}>
          <ul className="grid gap-x-6 sm:grid-cols-2 lg:grid-cols-4">
            {suppressedTargets.map(({ target, name, nameEn }) => (
              <li key={target}>{language === 'ja' ? name : nameEn}</li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}
