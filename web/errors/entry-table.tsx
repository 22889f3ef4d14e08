import { rowSelectionFeature, tableFeatures, useTable, type Row, type RowSelectionState } from '@tanstack/react-table';
import type { ErrorEntry } from '../../contracts/api/error-list.ts';
import { DataTable, type Column } from '../components/table.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';

const features = tableFeatures({ rowSelectionFeature });
const noColumns: [] = [];
type EntryRow = Row<typeof features, ErrorEntry>;

/** By failureId. */
export type Chosen = RowSelectionState;

/** The table keeps which entries are chosen; with Shift a whole range is. */
export function EntryTable({
  entries,
  columns,
  dense,
  isNarrowed,
  chosen,
  onChoose,
}: {
  entries: readonly ErrorEntry[];
  columns: readonly Column<ErrorEntry>[];
  dense: boolean;
  /** Whether the filter leaves something out. */
  isNarrowed: boolean;
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
}) {
  const t = useWords();
  const { language } = usePreferences();
  const { may } = useHere();
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
          label={t('errors.choose', {
            number: row.original.integratedAddressNumber ?? t('errors.unnumbered'),
            error: row.original.title[language],
          })}
          checked={row.getIsSelected()}
          onChange={row.getToggleSelectedHandler()}
        />
      ),
  };
  const shown = columns.map(({ cell, ...column }): Column<EntryRow> => ({
    ...column,
    cell: ({ original }) => cell(original),
  }));
  return (
    <DataTable
      cards
      dense={dense}
      caption={t('errors.title')}
      rows={table.getRowModel().rows}
      rowKey={({ id }) => id}
      empty={t(isNarrowed ? 'errors.empty' : 'errors.empty.all')}
      // Without the right to work there are no actions, so the column appears only for what became of entries.
      columns={
        mayWork
          ? [choosing, ...shown]
          : shown.filter(({ key }) => key !== 'actions' || entries.some(({ resolvedAt }) => resolvedAt !== null))
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
    <label className="grid min-h-8 min-w-6 place-items-center">
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
