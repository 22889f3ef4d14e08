import type { LoadFormat } from '../contracts/load-file.ts';
import type { LoadField } from '../contracts/load-fields.ts';
import { fixedLayout } from '../load-files/fixed-layout.ts';
import type { DefectKind } from './defects.ts';

type Spoil = (line: string) => string;

/** Defects that the writer refuses to write; they are made in the line after it is written. */
export const lineSpoils: Readonly<Record<LoadFormat, Partial<Record<DefectKind, Spoil>>>> = {
  csv: { 'missing-cell': withoutLastCell },
  ndjson: { 'missing-cell': (line) => line.replace(/"sex":"[a-z]*",/u, '') },
  fixed: {
    'missing-cell': withoutLastCell,
    'name-too-long': (line) => withCell(line, 'name', '長'.repeat(201)),
    'impossible-date': (line) => withCell(line, 'birthDate', '19900230'),
    'unknown-sex': (line) => withCell(line, 'sex', '9'),
  },
};

function withoutLastCell(line: string): string {
  return line.replace(/,[^,]*(?=\r\n$)/u, '');
}

/** Replaces the text of a cell in a line of the fixed-length layout, without regard to its width. */
function withCell(line: string, field: LoadField, text: string): string {
  const place = fixedLayout.findIndex((cell) => cell.field === field);
  const from = fixedLayout.slice(0, place).reduce((sum, { width }) => sum + width + 1, 0);
  return Array.from(line)
    .toSpliced(from, fixedLayout[place]?.width ?? 0, text)
    .join('');
}
