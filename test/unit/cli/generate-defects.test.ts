import { beforeAll, describe, expect, test } from 'vitest';
import { defectKinds, type DefectKind } from '../../../fictitious/defects.ts';
import { defects } from './expected-defects.ts';
import { loadEncodings } from '../../../contracts/load-file.ts';
import { checkTransfer, type FieldProblem } from '../../../domain/checked-transfer.ts';
import { fixedLayout, fixedLineWidth } from '../../../load-files/fixed-layout.ts';
import { loadFields } from '../../../contracts/load-fields.ts';
import type { LoadRecord } from '../../../load-files/write.ts';
import { make, recordsOf, type Made } from './generate-support.ts';

const now = Date.parse('2026-04-01T00:00:00Z');

function problemsOf({ integratedAddressNumber: _given, ...transfer }: LoadRecord): FieldProblem[] {
  const check = checkTransfer(transfer, { now });
  return check.valid ? [] : check.problems;
}

/** Their lines obey every rule; what is wrong shows beside another line. */
const good: readonly DefectKind[] = ['repeated-line', 'number-of-another', 'address-number-of-another'];

describe('lines with a defect', () => {
  let made: Made;
  let records: LoadRecord[];
  let kindOf: Map<number, DefectKind>;
  beforeAll(async () => {
    made = await make({ count: 10_000, defects: 0.05 });
    records = recordsOf(made);
    kindOf = new Map(made.report.map(({ line, kind }) => [line - 1, kind]));
  });
  /** Lines of a kind, from 0, with their record. */
  const linesOf = (kind: DefectKind): [number, LoadRecord][] =>
    records.flatMap((record, line): [number, LoadRecord][] => (kindOf.get(line) === kind ? [[line, record]] : []));
  /** Earlier lines without a defect that agree in something. */
  const earlier = (line: number, agrees: (record: LoadRecord) => boolean): LoadRecord[] =>
    records.slice(0, line).filter((record, place) => !kindOf.has(place) && agrees(record));

  test('are as many as asked for, and each kind as many as any other', () => {
    expect(made.report.length / records.length).toBeCloseTo(0.05, 2);
    const counts = defectKinds.map((kind) => linesOf(kind).length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(made.counts.defects).toEqual(Object.fromEntries(defectKinds.map((kind) => [kind, linesOf(kind).length])));
  });

  test('are found at the line the report names: all others obey every rule', () => {
    const others = records.filter((_, line) => !kindOf.has(line));
    expect(others.flatMap(problemsOf)).toEqual([]);
  });

  test.each(defectKinds)('break exactly the rule they should: %s', (kind) => {
    const lines = linesOf(kind);
    expect(lines.length).toBeGreaterThan(10);
    const expected = defects[kind];
    for (const [, record] of lines) {
      const problems = problemsOf(record);
      if (good.includes(kind)) expect(problems).toEqual([]);
      else {
        expect(problems).toHaveLength(1);
        if (kind !== 'missing-cell') expect(problems[0]?.field).toBe(expected?.field);
        expect(expected?.rules).toContain(problems[0]?.rule);
      }
    }
  });

  test('a repeated line is an earlier one to the letter, and not its neighbour', () => {
    for (const [line] of linesOf('repeated-line')) {
      const first = made.lines.indexOf(made.lines[line] ?? '');
      expect(kindOf.has(first)).toBe(false);
      // The last ones come again when the file ends.
      expect(line - first > 1_000 || line > records.length - 100).toBe(true);
    }
  });

  test('a number of another is that of an earlier resident with another name and birth date', () => {
    for (const [line, record] of linesOf('number-of-another')) {
      const owners = earlier(line, ({ personalNumber }) => personalNumber === record.personalNumber);
      expect(owners.length).toBeGreaterThan(0);
      for (const owner of owners) {
        expect(owner.name).not.toBe(record.name);
        expect(owner.birthDate).not.toBe(record.birthDate);
      }
    }
  });

  test('an address number of another is that of an earlier resident of the same backbone', () => {
    for (const [line, record] of linesOf('address-number-of-another')) {
      const [owner, ...others] = earlier(
        line,
        ({ numberSystem, addressNumber }) =>
          numberSystem === record.numberSystem && addressNumber === record.addressNumber,
      );
      expect(others).toEqual([]);
      expect(owner?.name).not.toBe(record.name);
      expect(owner?.personalNumber).not.toBe(record.personalNumber);
    }
  });
});

test('when every line is to have a defect, nearly every line has one', async () => {
  const { report, lines } = await make({ count: 500, defects: 1 });
  expect(report.length / lines.length).toBeGreaterThan(0.8);
});

describe.each(loadEncodings)('in a CSV of %s', (encoding) => {
  test('a missing cell is one cell too few, and lines count from the heading', async () => {
    const { lines, report } = await make({ count: 2_000, defects: 0.1, format: 'csv', encoding });
    const short = lines.flatMap((line, place) => (line.split(',').length === loadFields.length - 1 ? [place + 2] : []));
    expect(short.length).toBeGreaterThan(10);
    expect(short).toEqual(report.flatMap(({ line, kind }) => (kind === 'missing-cell' ? [line] : [])));
  });
});

describe.each(loadEncodings)('in the fixed-length layout of %s', (encoding) => {
  test('only a missing cell and a name that is too long change the width of a line', async () => {
    const { lines, report } = await make({ count: 2_000, defects: 0.1, format: 'fixed', encoding });
    const wrong = lines.flatMap((line, place) => (Array.from(line).length === fixedLineWidth ? [] : [place + 1]));
    expect(wrong).toEqual(
      report.flatMap(({ line, kind }) => (kind === 'missing-cell' || kind === 'name-too-long' ? [line] : [])),
    );
  });

  test('a sex and a date that no writer would write stand in their cells', async () => {
    const { lines, report } = await make({ count: 2_000, defects: 0.1, format: 'fixed', encoding });
    const cellsOf = (kind: DefectKind, field: (typeof fixedLayout)[number]['field']): string[] => {
      const place = fixedLayout.findIndex((cell) => cell.field === field);
      const from = fixedLayout.slice(0, place).reduce((sum, { width }) => sum + width + 1, 0);
      const width = fixedLayout[place]?.width ?? 0;
      return report
        .filter((defect) => defect.kind === kind)
        .map(({ line }) =>
          Array.from(lines[line - 1] ?? '')
            .slice(from, from + width)
            .join(''),
        );
    };
    expect(new Set(cellsOf('unknown-sex', 'sex'))).toEqual(new Set(['9']));
    expect(new Set(cellsOf('impossible-date', 'birthDate'))).toEqual(new Set(['19900230']));
    expect(new Set(cellsOf('date-in-future', 'birthDate'))).toEqual(new Set(['21170401']));
  });
});
