import type { Board } from '../../contracts/api/board.ts';
import type { OperatingDayWithSteps } from '../../contracts/api/operating-days.ts';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { StepLabel } from './day-label.tsx';

type Step = OperatingDayWithSteps['steps'][number];

/** The steps in their order. What has failed says why, and what waits says for whom. */
export function StepsTable({ steps, board }: { steps: readonly Step[]; board: Board | undefined }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const nameOf = (organisation: string): string => {
    const found = board?.servers.find((each) => each.organisation === organisation);
    return found ? found[language === 'ja' ? 'name' : 'nameEn'] : organisation;
  };
  const moment = (at: string | null) => (
    <span className="whitespace-nowrap">{at === null ? '–' : formats.exactMoment(at)}</span>
  );
  return (
    <DataTable
      caption={t('days.steps')}
      rows={steps}
      rowKey={({ stepNo }) => String(stepNo)}
      columns={[
        { key: 'no', title: t('days.step.no'), numeric: true, cell: ({ stepNo }) => stepNo },
        {
          key: 'step',
          title: t('days.steps'),
          heading: true,
          cell: ({ step }) => <span className="whitespace-nowrap">{t(`day.step.${step}`)}</span>,
        },
        {
          key: 'state',
          title: t('days.step.state'),
          cell: ({ state, attempt, error, awaits, counts }) => (
            <>
              <StepLabel state={state} />
              {attempt > 1 && <span className="ml-2 text-sm">{t('days.step.attempt', { count: attempt })}</span>}
              {error !== null && <span className="block text-sm">{t(`days.error.${error}`)}</span>}
              {awaits.length > 0 && (
                <span className="block text-sm">
                  {t('days.step.awaits', { names: awaits.map(nameOf).join(language === 'ja' ? '、' : ', ') })}
                </span>
              )}
              {Object.entries(counts ?? {}).map(([name, count]) => (
                <span key={name} className="block text-sm">
                  {t('days.step.count', { name, count: formats.count(count) })}
                </span>
              ))}
            </>
          ),
        },
        { key: 'dueAt', title: t('days.step.dueAt'), cell: ({ dueAt }) => moment(dueAt) },
        { key: 'commandedAt', title: t('days.step.commandedAt'), cell: ({ commandedAt }) => moment(commandedAt) },
        { key: 'verifiedAt', title: t('days.step.verifiedAt'), cell: ({ verifiedAt }) => moment(verifiedAt) },
      ]}
    />
  );
}
