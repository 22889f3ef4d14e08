import type { Board } from '../../contracts/api/board.ts';
import { wordsOfCause } from '../../domain/monitoring/causes.ts';
import { Card } from '../components/card.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { CheckLabel } from '../components/standing-label.tsx';
import { DataTable } from '../components/table.tsx';

/** Network devices, processes, certificates and the like of the organisation itself; what is wrong first. */
export function TargetsCard({ board: { targets } }: { board: Board }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  return (
    <Card title={t('board.targets')}>
      <DataTable
        caption={t('board.targets')}
        rows={targets}
        rowKey={({ target }) => target}
        empty={t('board.targets.none')}
        columns={[
          {
            key: 'name',
            title: t('board.targets.name'),
            heading: true,
            cell: ({ name, nameEn }) => (language === 'ja' ? name : nameEn),
          },
          { key: 'kind', title: t('board.targets.kind'), cell: ({ kind }) => t(`check.kind.${kind}`) },
          {
            key: 'state',
            title: t('board.servers.state'),
            cell: ({ state, suppressedBy, cause }) => (
              <>
                <CheckLabel state={state} suppressed={suppressedBy !== null} />
                {state !== 'up' && cause !== null && (
                  <span className="block text-sm">{wordsOfCause(cause)[language]}</span>
                )}
              </>
            ),
          },
          {
            key: 'since',
            title: t('board.servers.since'),
            cell: ({ since }) => (
              <span className="whitespace-nowrap">{since === null ? '–' : formats.moment(since)}</span>
            ),
          },
        ]}
      />
    </Card>
  );
}
