import type { ReactNode } from 'react';
import { useWords } from './preferences.tsx';
import { Button } from './button.tsx';

export interface Column<Row> {
  key: string;
  title: ReactNode;
  /** The title as text, where it is none: for the list of columns, and beside the value on a card. */
  name?: string;
  cell: (row: Row) => ReactNode;
  /** Numbers are aligned at the right, so that they can be compared. */
  numeric?: boolean;
  /** The cell that names its row for screen readers. */
  heading?: boolean;
  /** The order of the rows, where they are sorted by this column. */
  sort?: 'ascending' | 'descending' | undefined;
  /** Not to be left out: the table makes no sense without it. */
  fixed?: boolean;
  /** Left out until the reader asks for it. */
  optional?: boolean;
  /** Its link is the one that the keys of a list go to; otherwise that is the first of the row. */
  opens?: boolean;
}

export function nameOf<Row>({ name, title }: Column<Row>): string {
  return name ?? (typeof title === 'string' ? title : '');
}

/**
 * A table that scrolls sideways when it is wider than the page, and that the keyboard can reach for that. With `cards`
 * it does not scroll where it is narrow, but shows each row as a card (`styles.css`). On paper it does not scroll, and
 * each sheet repeats the heads.
 */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  empty,
  dense = false,
  cards = false,
  busy = false,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  empty?: string;
  /** Rows as low as their text, for long lists that are worked through. */
  dense?: boolean;
  cards?: boolean;
  /** Whether other rows are on their way. */
  busy?: boolean;
}) {
  if (rows.length === 0 && empty !== undefined) return <p className="py-2 text-solid-gray-800">{empty}</p>;
  const space = dense ? 'px-3 py-1' : 'px-4 py-3';
  // As cards the parts are no longer laid out as a table, and without its roles some browsers would not tell one.
  const role = (name: string): string | undefined => (cards ? name : undefined);
  const titleFor = (column: Column<Row>): string | undefined => (cards ? nameOf(column) : undefined);
  return (
    <div className={cards ? 'cards min-w-0' : 'min-w-0'}>
      <div
        role="group"
        aria-label={caption}
        aria-busy={busy || undefined}
        tabIndex={0}
        className="overflow-x-auto rounded-8 border border-solid-gray-300 print:overflow-visible print:rounded-none"
      >
        <table role={role('table')} className={`w-full border-collapse text-left ${dense ? 'text-sm' : ''}`}>
          <caption className="sr-only">{caption}</caption>
          <thead role={role('rowgroup')} className="bg-solid-gray-50">
            <tr role={role('row')}>
              {columns.map(({ key, title, numeric, sort }) => (
                <th
                  key={key}
                  role={role('columnheader')}
                  scope="col"
                  aria-sort={sort}
                  // What is more than a word is to be pressed, so it stays on the cards' page as well.
                  data-pressed={typeof title !== 'string' || undefined}
                  className={`border-b border-solid-gray-300 align-bottom text-sm whitespace-nowrap ${space} ${numeric === true ? 'text-right' : ''}`}
                >
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role={role('rowgroup')}>
            {rows.map((row) => (
              <tr
                key={rowKey(row)}
                role={role('row')}
                data-row
                className="border-b border-solid-gray-200 last:border-b-0 print:break-inside-avoid"
              >
                {columns.map((column) => {
                  const { key, cell, numeric, heading, opens } = column;
                  return heading === true ? (
                    <th
                      key={key}
                      role={role('rowheader')}
                      scope="row"
                      data-title={titleFor(column)}
                      data-opens={opens}
                      className={`min-w-24 text-left align-top ${space}`}
                    >
                      {cell(row)}
                    </th>
                  ) : (
                    <td
                      key={key}
                      role={role('cell')}
                      data-title={titleFor(column)}
                      data-opens={opens}
                      className={`align-top ${space} ${numeric === true ? 'text-right tabular-nums' : ''}`}
                    >
                      {cell(row)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** The head of a column that sorts the rows: by it upwards first, and the other way when it is pressed again. */
export function SortButton({
  name,
  order,
  onSort,
}: {
  name: string;
  /** Undefined while the rows are sorted by another column. */
  order: 'ascending' | 'descending' | undefined;
  onSort: (order: 'ascending' | 'descending') => void;
}) {
  return (
    <Button
      look="quiet"
      size="small"
      className="-mx-3 -my-3"
      onClick={() => onSort(order === 'ascending' ? 'descending' : 'ascending')}
    >
      {name}
      {/* As wide in each order, so that no column moves. */}
      <span aria-hidden="true" className={`ml-1 ${order === undefined ? 'opacity-0' : ''}`}>
        {order === 'descending' ? '▼' : '▲'}
      </span>
    </Button>
  );
}

/** Fetches the next page. A list that changes has no last page to jump to. */
export function More({ busy, onMore }: { busy: boolean; onMore: () => void }) {
  const t = useWords();
  return (
    <div className="flex justify-center print:hidden">
      <Button look="secondary" busy={busy} onClick={onMore}>
        {t('app.more')}
      </Button>
    </div>
  );
}
