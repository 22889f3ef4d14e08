/** Which columns of a list its reader sees, and how closely its rows stand: chosen once and kept in this browser. */
import { useState } from 'react';
import { Checkbox } from './fields.tsx';
import { keep, loadKept } from './kept.ts';
import { Menu } from './menu.tsx';
import { useWords } from './preferences.tsx';
import { nameOf, type Column } from './table.tsx';

interface Chosen {
  /** By the column's key; a column that is not named is shown as it was made. */
  shown: Readonly<Record<string, boolean>>;
  dense: boolean;
}

export interface TableView<Row> {
  /** To be given to `DataTable`, and so is `dense`. */
  columns: readonly Column<Row>[];
  dense: boolean;
  all: readonly Column<Row>[];
  choose: (chosen: Partial<Chosen>) => void;
  chosen: Chosen;
}

/** The name is that of the list, under which the choice is kept. */
export function useTableView<Row>(
  name: string,
  all: readonly Column<Row>[],
  { dense = false }: { dense?: boolean } = {},
): TableView<Row> {
  const [chosen, setChosen] = useState(() => read(loadKept(`table.${name}`), dense));
  return {
    all,
    chosen,
    dense: chosen.dense,
    columns: all.filter((column) => isShown(column, chosen)),
    choose: (change) => {
      const next = { ...chosen, ...change };
      setChosen(next);
      keep(`table.${name}`, JSON.stringify(next));
    },
  };
}

/** Opens the list of columns beside the table. */
export function TableViewMenu<Row>({ view: { all, chosen, choose } }: { view: TableView<Row> }) {
  const t = useWords();
  return (
    <Menu text={t('table.view')}>
      <fieldset>
        <legend className="font-bold">{t('table.columns')}</legend>
        {all
          .filter((column) => nameOf(column) !== '')
          .map((column) => (
            <Checkbox
              key={column.key}
              label={nameOf(column)}
              checked={isShown(column, chosen)}
              disabled={column.fixed === true}
              onChange={({ target }) => choose({ shown: { ...chosen.shown, [column.key]: target.checked } })}
            />
          ))}
      </fieldset>
      <Checkbox
        label={t('table.dense')}
        checked={chosen.dense}
        onChange={({ target }) => choose({ dense: target.checked })}
      />
    </Menu>
  );
}

function isShown<Row>({ key, fixed, optional }: Column<Row>, { shown }: Chosen): boolean {
  return fixed === true || (shown[key] ?? optional !== true);
}

/** What an older version kept, or somebody else wrote there, counts as nothing chosen. */
function read(kept: string | null, dense: boolean): Chosen {
  const nothing: Chosen = { shown: {}, dense };
  if (kept === null) return nothing;
  try {
    const value: unknown = JSON.parse(kept);
    if (typeof value !== 'object' || value === null) return nothing;
    const shown = 'shown' in value && typeof value.shown === 'object' && value.shown !== null ? value.shown : {};
    return {
      shown: Object.fromEntries(
        Object.entries(shown).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
      ),
      dense: 'dense' in value && typeof value.dense === 'boolean' ? value.dense : dense,
    };
  } catch {
    return nothing;
  }
}
