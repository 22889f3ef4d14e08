import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { LoadField } from '../../contracts/load-fields.ts';
import {
  findField,
  guessField,
  plainName,
  readColumnsOf,
  seemsResident,
  type ChosenColumn,
  type ColumnNames,
} from '../../load-files/columns.ts';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { keepLoadColumns, loadColumnsQuery } from './calls.ts';
import { readFileHeading, unknownNames, type FileHeading } from './heading.ts';

interface FileColumns {
  heading: FileHeading;
  /** A resident stands where the heading should. */
  isResident: boolean;
  /** Names that are no fields; somebody has to say which they are. */
  unknown: readonly string[];
  /** As chosen, or as was said of the last file, or as the names suggest. */
  columns: readonly ChosenColumn[];
  /** That all of them were said of a file before. */
  areKept: boolean;
  choose: (columns: ChosenColumn[]) => void;
  /** For the next load of the municipality. */
  keep: () => Promise<void>;
}

/** The columns of a CSV that was chosen; undefined while it is read, and where it has no heading to speak of. */
export function useFileColumns(
  chosenFile: { file: File; no: number } | null,
  { format, encoding }: { format: string; encoding: string },
): FileColumns | undefined {
  const { municipality } = useHere();
  const { staffId } = useSession();
  const client = useQueryClient();
  const key = `${String(chosenFile?.no)} ${encoding}`;
  const [choice, setChoice] = useState<{ key: string; columns: ChosenColumn[] }>();
  const { data: heading } = useQuery({
    queryKey: ['load-heading', key],
    queryFn: () => (chosenFile ? readFileHeading(chosenFile.file, encoding) : null),
    enabled: chosenFile !== null && format === 'csv',
    staleTime: Infinity,
    gcTime: 0,
  });
  const unknown = heading ? unknownNames(heading) : [];
  const { data: kept, isPending } = useQuery({ ...loadColumnsQuery(municipality), enabled: unknown.length > 0 });
  const keeping = useMutation({
    mutationFn: (names: ColumnNames) =>
      keepLoadColumns(municipality, {
        staffId,
        columns: Object.entries(names).map(([name, field]) => ({ name, field })),
      }),
    onSuccess: (answer) => client.setQueryData(loadColumnsQuery(municipality).queryKey, answer),
  });
  if (!heading || format !== 'csv' || (unknown.length > 0 && isPending)) return undefined;

  const names = Object.fromEntries((kept?.columns ?? []).map(({ name, field }) => [name, field]));
  const columns = choice?.key === key ? choice.columns : suggestColumns(heading, names);
  return {
    heading,
    isResident: seemsResident(heading.cells),
    unknown,
    columns,
    areKept: unknown.every((name) => plainNames(names).has(name)),
    choose: (chosen) => setChoice({ key, columns: chosen }),
    async keep() {
      const said = { ...names, ...namesOf(heading, columns) };
      if (JSON.stringify(said) !== JSON.stringify(names)) await keeping.mutateAsync(said);
    },
  };
}

const plainNames = (names: ColumnNames): Set<string> => new Set(Object.keys(names).map(plainName));

/** A guess is made only for a field that no other column is. */
function suggestColumns(heading: FileHeading, names: ColumnNames): ChosenColumn[] {
  const columns = readColumnsOf(heading.cells, names);
  return columns.map((column, at) => {
    if (column !== undefined) return column;
    const guess = guessField(heading.cells[at] ?? '');
    return guess && !columns.includes(guess) ? guess : undefined;
  });
}

/** What differs from what fugo knows by itself. Of two columns of one name, the one that is read. */
function namesOf(heading: FileHeading, columns: readonly ChosenColumn[]): Record<string, LoadField | null> {
  const names: Record<string, LoadField | null> = {};
  for (const [at, cell] of heading.cells.entries()) {
    const name = plainName(cell);
    const column = columns[at];
    if (name === '' || name === '-' || column === undefined || column === findField(name)) continue;
    names[name] ??= column;
  }
  return names;
}
