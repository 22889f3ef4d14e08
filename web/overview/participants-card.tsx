import type { Overview } from '../../contracts/api/overview.ts';
import { Card } from '../components/card.tsx';
import { DataTable } from '../components/table.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { labelClass } from '../components/label.ts';

type Participant = Overview['participants'][number];

const colours: Record<Participant['state'], string> = {
  answering: 'border-success-2 text-success-2',
  'not-answering': 'border-error-2 text-error-2',
  idle: 'border-solid-gray-600 text-solid-gray-800',
  'not-asked': 'border-solid-gray-600 text-solid-gray-800',
};

/** Whether the participants answer fugo's requests. */
export function ParticipantsCard({ participants }: { participants: readonly Participant[] }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  return (
    <Card title={t('home.participants')}>
      <DataTable
        caption={t('home.participants')}
        rows={participants}
        rowKey={({ participant }) => participant}
        columns={[
          { key: 'name', title: t('home.participant.name'), heading: true, cell: (each) => each[language] },
          {
            key: 'state',
            title: t('home.participant.state'),
            cell: ({ state }) => (
              <span className={`${labelClass} ${colours[state]}`}>{t(`home.participant.${state}`)}</span>
            ),
          },
          {
            key: 'lastAnswer',
            title: t('home.participant.lastAnswer'),
            cell: ({ lastAnsweredAt }) => (lastAnsweredAt === null ? '–' : formats.moment(lastAnsweredAt)),
          },
          {
            key: 'unanswered',
            title: t('home.participant.unanswered'),
            numeric: true,
            cell: ({ unanswered }) => formats.count(unanswered),
          },
        ]}
      />
    </Card>
  );
}
