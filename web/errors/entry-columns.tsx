/** The columns of the error list, of which its reader chooses. */
import { Link } from '@tanstack/react-router';
import type { ErrorEntry } from '../../contracts/api/error-list.ts';
import { participants } from '../../domain/participants.ts';
import { participantOfRoute } from '../../domain/routes.ts';
import type { ErrorAction, ErrorFilter } from './calls.ts';
import { Button } from '../components/button.tsx';
import { stepOf } from '../components/code-names.ts';
import { StatusLabel } from '../components/status-label.tsx';
import type { Column } from '../components/table.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { ResidentLink } from '../shell/resident-link.tsx';
import { DueText } from './due-text.tsx';

/** The name is shown only when it is asked for, because each time is audited. */
export const namesColumn = 'name';

export function useEntryColumns({
  filter,
  onOrder,
  onAct,
}: {
  filter: ErrorFilter;
  onOrder: () => void;
  onAct: (entry: ErrorEntry, action: ErrorAction) => void;
}): Column<ErrorEntry>[] {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { municipality, may } = useHere();
  const { order } = filter;
  const resident: Column<ErrorEntry>[] = may('residents:view')
    ? [
        {
          key: namesColumn,
          title: t('errors.name'),
          optional: true,
          cell: ({ name }) => name ?? <span className="text-solid-gray-700">{t('errors.name.hidden')}</span>,
        },
      ]
    : [];
  return [
    {
      key: 'since',
      name: t('errors.since'),
      sort: order === 'oldest' ? 'ascending' : 'descending',
      title: (
        <Button look="quiet" size="small" className="-my-3 -ml-3" onClick={onOrder}>
          {t('errors.since')}
          <span aria-hidden="true" className="ml-1">
            {order === 'oldest' ? '▲' : '▼'}
          </span>
          <span className="sr-only">{t(`errors.order.${order}`)}</span>
        </Button>
      ),
      cell: ({ firstSeenAt }) => <span className="whitespace-nowrap">{formats.moment(firstSeenAt)}</span>,
    },
    {
      key: 'number',
      title: t('errors.number.short'),
      cell: ({ integratedAddressNumber, personId }) => (
        <ResidentLink number={integratedAddressNumber} personId={personId} />
      ),
    },
    ...resident,
    {
      key: 'error',
      title: t('errors.error'),
      fixed: true,
      opens: true,
      cell: (entry) => (
        <>
          <Link
            to="/$municipality/errors/$failureId"
            params={{ municipality, failureId: entry.failureId }}
            search={filter}
            title={entry.text[language]}
            className="inline-flex min-h-6 items-center text-key-900 underline"
          >
            {entry.title[language]}
          </Link>
          <Marks entry={entry} />
        </>
      ),
    },
    { key: 'sentence', title: t('errors.sentence'), optional: true, cell: ({ text }) => text[language] },
    {
      key: 'code',
      title: t('error.code'),
      optional: true,
      cell: ({ code, reason }) => (
        <span className="break-all">
          {code}
          {reason !== null && ` (${reason})`}
        </span>
      ),
    },
    {
      key: 'step',
      title: t('errors.step'),
      optional: true,
      cell: ({ step }) => step !== null && stepOf(step, t),
    },
    {
      key: 'stage',
      title: t('errors.stage'),
      cell: ({ stage }) => stage !== null && <StatusLabel stage={stage} />,
    },
    { key: 'attempt', title: t('errors.attemptTitle'), optional: true, numeric: true, cell: ({ attempt }) => attempt },
    {
      key: 'failedAt',
      title: t('errors.failedAt'),
      optional: true,
      cell: ({ failedAt }) => <span className="whitespace-nowrap">{formats.moment(failedAt)}</span>,
    },
    {
      key: 'route',
      title: t('errors.route'),
      optional: true,
      cell: ({ route }) => participants[participantOfRoute[route]][language],
    },
    {
      key: 'assignee',
      title: t('errors.assignee.short'),
      cell: ({ assignee }) =>
        assignee === null ? (
          <span className="text-solid-gray-700">{t('error.assignee.nobody')}</span>
        ) : (
          (assignee.name ?? assignee.staffId)
        ),
    },
    {
      key: 'due',
      title: t('errors.due'),
      cell: ({ dueOn, resolvedAt }) => <DueText dueOn={dueOn} resolvedAt={resolvedAt} />,
    },
    { key: 'actions', title: t('errors.actions'), cell: (entry) => <Actions entry={entry} onAct={onAct} /> },
  ];
}

/** What somebody who looks down the list wants to know besides: is it under way, how often was it tried, are there notes. */
function Marks({ entry: { trying, tries, notes } }: { entry: ErrorEntry }) {
  const t = useWords();
  const formats = useFormats();
  const marks = [
    ...(trying ? [t('errors.trying')] : []),
    ...(tries > 0 ? [t('errors.tries', { count: formats.count(tries) })] : []),
    ...(notes > 0 ? [t('errors.notes', { count: formats.count(notes) })] : []),
  ];
  if (marks.length === 0) return null;
  return <span className="block text-sm text-solid-gray-800">{marks.join(' · ')}</span>;
}

function Actions({ entry, onAct }: { entry: ErrorEntry; onAct: (entry: ErrorEntry, action: ErrorAction) => void }) {
  const t = useWords();
  const formats = useFormats();
  const { may } = useHere();
  if (entry.resolvedAt !== null && entry.resolution !== null) {
    const resolution = t(`errors.resolution.${entry.resolution}`);
    return t('errors.resolvedAt', { time: formats.moment(entry.resolvedAt), resolution });
  }
  if (!may('errors:work')) return null;
  const number = entry.integratedAddressNumber ?? t('errors.unnumbered');
  const actions: readonly ErrorAction[] = entry.trying ? ['cancel'] : ['retry', 'correct', 'cancel'];
  return (
    <div className="flex gap-1 max-sm:flex-wrap">
      {actions.map((action) => (
        <Button
          key={action}
          look="secondary"
          size="small"
          className="min-h-8! px-2! text-sm"
          aria-label={t('errors.actOn', { action: t(`errors.${action}`), number })}
          onClick={() => onAct(entry, action)}
        >
          {t(`errors.${action}`)}
        </Button>
      ))}
    </div>
  );
}
