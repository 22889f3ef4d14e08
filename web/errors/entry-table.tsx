import { Link } from '@tanstack/react-router';
import { rowSelectionFeature, tableFeatures, useTable, type Row, type RowSelectionState } from '@tanstack/react-table';
import type { ErrorEntry } from '../../contracts/api/error-list.ts';
import type { ErrorAction, ErrorFilter } from './calls.ts';
import { Button } from '../components/button.tsx';
import { StatusLabel } from '../components/status-label.tsx';
import { DataTable, type Column } from '../components/table.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { ResidentLink } from '../shell/resident-link.tsx';

const features = tableFeatures({ rowSelectionFeature });
const noColumns: [] = [];
type EntryRow = Row<typeof features, ErrorEntry>;

/** By failureId. */
export type Chosen = RowSelectionState;

/** The table keeps which entries are chosen; with Shift a whole range is. */
export function EntryTable({
  entries,
  isNarrowed,
  order,
  chosen,
  onChoose,
  onOrder,
  onAct,
}: {
  entries: readonly ErrorEntry[];
  /** Whether the filter leaves something out. */
  isNarrowed: boolean;
  order: ErrorFilter['order'];
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
  onOrder: () => void;
  onAct: (entry: ErrorEntry, action: ErrorAction) => void;
}) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { municipality, may } = useHere();
  const mayWork = may('errors:work');
  const table = useTable({
    features,
    columns: noColumns,
    data: entries,
    getRowId: ({ failureId }) => failureId,
    enableRowSelection: ({ original }) => mayWork && original.resolvedAt === null,
    state: { rowSelection: chosen },
    onRowSelectionChange: (updater) => onChoose(typeof updater === 'function' ? updater(chosen) : updater),
  });
  const numberOf = ({ integratedAddressNumber }: ErrorEntry): string =>
    integratedAddressNumber ?? t('errors.unnumbered');
  const choosing: Column<EntryRow> = {
    key: 'choose',
    title: (
      <Choice
        label={t('errors.chooseAll')}
        checked={table.getIsAllRowsSelected()}
        some={table.getIsSomeRowsSelected()}
        onChange={table.getToggleAllRowsSelectedHandler()}
      />
    ),
    cell: (row) =>
      row.getCanSelect() && (
        <Choice
          label={t('errors.choose', { number: numberOf(row.original), error: row.original.text[language] })}
          checked={row.getIsSelected()}
          onChange={row.getToggleSelectedHandler()}
        />
      ),
  };
  const columns: Column<EntryRow>[] = [
    {
      key: 'since',
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
      cell: ({ original: { firstSeenAt } }) => <span className="whitespace-nowrap">{formats.moment(firstSeenAt)}</span>,
    },
    {
      key: 'number',
      title: t('errors.number'),
      cell: ({ original: { integratedAddressNumber, personId } }) => (
        <ResidentLink number={integratedAddressNumber} personId={personId} />
      ),
    },
    {
      key: 'error',
      title: t('errors.error'),
      cell: ({ original: { failureId, text, code, reason, owner, notes } }) => (
        <div className="min-w-56">
          <Link
            to="/$municipality/errors/$failureId"
            params={{ municipality, failureId }}
            className="text-key-900 underline"
          >
            {text[language]}
          </Link>
          <p className="text-sm text-solid-gray-700">
            <span className="break-all">
              {code}
              {reason !== null && ` (${reason})`}
            </span>{' '}
            {t(`errors.owner.${owner}`)}
          </p>
          {notes > 0 && <p className="text-sm font-bold">{t('errors.notes', { count: formats.count(notes) })}</p>}
        </div>
      ),
    },
    {
      key: 'stage',
      title: t('errors.stage'),
      cell: ({ original: { stage, attempt } }) => (
        <>
          {stage !== null && <StatusLabel stage={stage} />}
          <span className="block text-sm whitespace-nowrap text-solid-gray-700">
            {t('errors.attempt', { attempt })}
          </span>
        </>
      ),
    },
    {
      key: 'assignee',
      title: t('errors.assignee'),
      cell: ({ original: { assignee } }) =>
        assignee === null ? (
          <span className="text-solid-gray-700">{t('error.assignee.nobody')}</span>
        ) : (
          (assignee.name ?? assignee.staffId)
        ),
    },
    {
      key: 'actions',
      title: t('errors.actions'),
      cell: ({ original: entry }) =>
        entry.resolvedAt !== null && entry.resolution !== null
          ? t('errors.resolvedAt', {
              time: formats.moment(entry.resolvedAt),
              resolution: t(`errors.resolution.${entry.resolution}`),
            })
          : mayWork && (
              <div className="flex max-w-56 flex-wrap gap-2">
                {(['retry', 'correct', 'cancel'] as const).map((action) => (
                  <Button
                    key={action}
                    look="secondary"
                    size="small"
                    aria-label={t('errors.actOn', { action: t(`errors.${action}`), number: numberOf(entry) })}
                    onClick={() => onAct(entry, action)}
                  >
                    {t(`errors.${action}`)}
                  </Button>
                ))}
              </div>
            ),
    },
  ];
  return (
    <DataTable
      caption={t('errors.title')}
      rows={table.getRowModel().rows}
      rowKey={({ id }) => id}
      empty={t(isNarrowed ? 'errors.empty' : 'errors.empty.all')}
      // Without the right to work there are no actions, so the column appears only for what became of entries.
      columns={
        mayWork
          ? [choosing, ...columns]
          : columns.filter(({ key }) => key !== 'actions' || entries.some(({ resolvedAt }) => resolvedAt !== null))
      }
    />
  );
}

function Choice({
  label,
  checked,
  some = false,
  onChange,
}: {
  label: string;
  checked: boolean;
  /** Whether some but not all are chosen. */
  some?: boolean;
  onChange: (event: unknown) => void;
}) {
  return (
    <label className="-my-3 grid min-h-11 min-w-6 place-items-center">
      <span className="sr-only">{label}</span>
      <input
        ref={(box) => {
          if (box) box.indeterminate = some && !checked;
        }}
        type="checkbox"
        className="size-6"
        checked={checked}
        onChange={onChange}
      />
    </label>
  );
}
