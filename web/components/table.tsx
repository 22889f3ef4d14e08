import type { ReactNode } from 'react';
import { useWords } from './preferences.tsx';
import { Button } from './button.tsx';

export interface Column<Row> {
  key: string;
  title: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Numbers are aligned at the right, so that they can be compared. */
  numeric?: boolean;
  /** The cell that names its row for screen readers. */
  heading?: boolean;
  /** The order of the rows, where they are sorted by this column. */
  sort?: 'ascending' | 'descending' | undefined;
}

/**
 * A table that scrolls sideways when it is wider than the page, and that the keyboard can reach for that. On paper it
 * does not scroll, and each sheet repeats the heads.
 */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  empty,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  empty?: string;
}) {
  if (rows.length === 0 && empty !== undefined) return <p className="py-2 text-solid-gray-800">{empty}</p>;
  return (
    <div
      role="group"
      aria-label={caption}
      tabIndex={0}
      className="overflow-x-auto rounded-8 border border-solid-gray-300 print:overflow-visible print:rounded-none"
    >
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{caption}</caption>
        <thead className="bg-solid-gray-50">
          <tr>
            {columns.map(({ key, title, numeric, sort }) => (
              <th
                key={key}
                scope="col"
                aria-sort={sort}
                className={`border-b border-solid-gray-300 px-4 py-3 align-bottom text-sm whitespace-nowrap ${numeric === true ? 'text-right' : ''}`}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-b border-solid-gray-200 last:border-b-0 print:break-inside-avoid">
              {columns.map(({ key, cell, numeric, heading }) =>
                heading === true ? (
                  <th key={key} scope="row" className="min-w-24 px-4 py-3 text-left align-top">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={key} className={`px-4 py-3 align-top ${numeric === true ? 'text-right tabular-nums' : ''}`}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
