import { loadFields, type LoadField } from '../../contracts/load-fields.ts';
import { checkColumns, plainName, type ChosenColumn } from '../../load-files/columns.ts';
import { Button } from '../components/button.tsx';
import { Select } from '../components/fields.tsx';
import { linkClass } from '../components/link.ts';
import { Notice } from '../components/notice.tsx';
import { useWords, type Words } from '../components/preferences.tsx';
import type { FileHeading } from './heading.ts';

const undecided = '';
const unread = '-';

/** Which field each column of the file is. `columns` has one for each cell of the heading. */
export function ColumnChoice({
  heading,
  unknown,
  columns,
  errors,
  onChoose,
}: {
  heading: FileHeading;
  unknown: readonly string[];
  columns: readonly ChosenColumn[];
  errors: ReadonlyMap<string, string>;
  onChoose: (columns: ChosenColumn[]) => void;
}) {
  const t = useWords();
  const named = heading.cells.flatMap((cell, at) => (plainName(cell) === '' ? [] : [{ cell: plainName(cell), at }]));
  const choose = (at: number, value: string): void => {
    const field = loadFields.find((each) => each === value);
    onChoose(columns.map((column, each) => (each === at ? (value === unread ? null : field) : column)));
  };
  return (
    <fieldset className="grid min-w-0 gap-4 rounded-8 border border-solid-gray-300 p-4">
      <legend className="px-2 font-bold">{t('loads.columns')}</legend>
      <Notice
        look="information"
        title={t('loads.columns.unknown', { names: unknown.map((name) => `「${name}」`).join('') })}
      >
        <p>{t('loads.columns.hint')}</p>
        <p>
          <a href="/guides/load-files" target="_blank" rel="noreferrer" className={linkClass}>
            {t('loads.columns.guide')}
          </a>
        </p>
      </Notice>
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
        {named.map(({ cell, at }) => (
          <Select
            key={at}
            id={columnId(at)}
            label={cell}
            error={errors.get(columnId(at))}
            value={valueOf(columns[at])}
            onChange={({ target }) => choose(at, target.value)}
            choices={[
              { value: undecided, text: t('loads.columns.choose') },
              { value: unread, text: t('loads.columns.unread') },
              ...loadFields.map((field) => ({ value: field, text: t(`loads.field.${field}`) })),
            ]}
          />
        ))}
      </div>
      {columns.includes(undefined) && (
        <Button
          look="secondary"
          size="small"
          className="justify-self-start"
          onClick={() => onChoose(columns.map((column) => (column === undefined ? null : column)))}
        >
          {t('loads.columns.restUnread')}
        </Button>
      )}
    </fieldset>
  );
}

export const columnId = (at: number): string => `load-column-${String(at)}`;

function valueOf(column: ChosenColumn): string {
  return column === undefined ? undecided : (column ?? unread);
}

/** What is not right with the choice, by the field of the form to go to. */
export function findColumnProblems(
  heading: FileHeading,
  columns: readonly ChosenColumn[],
  { numberSystem, t }: { numberSystem: string; t: Words },
): { fieldId: string; text: string }[] {
  const nameOf = (field: LoadField): string => t(`loads.field.${field}`);
  const { repeated, missing } = checkColumns(columns);
  const problems = heading.cells.flatMap((cell, at) => {
    const column = columns[at];
    const fieldId = columnId(at);
    if (column === undefined) return [{ fieldId, text: t('loads.columns.undecided', { name: plainName(cell) }) }];
    if (column && repeated.includes(column) && columns.indexOf(column) < at) {
      return [{ fieldId, text: t('loads.columns.repeated', { field: nameOf(column) }) }];
    }
    return [];
  });
  const lacking = missing.filter((field) => field !== 'numberSystem' || numberSystem === '');
  const first = heading.cells.findIndex((cell) => plainName(cell) !== '');
  return [
    ...problems,
    ...lacking.map((field) => ({
      fieldId: field === 'numberSystem' ? numberSystemId : columnId(Math.max(0, first)),
      text: t(field === 'numberSystem' ? 'loads.columns.noSystem' : 'loads.columns.missing', { field: nameOf(field) }),
    })),
  ];
}

export const numberSystemId = 'load-number-system';
