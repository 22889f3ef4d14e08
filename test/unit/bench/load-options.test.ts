import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../bench/common/command.ts';
import { cases } from '../../../bench/load/cases.ts';
import { caseNames, readOptions, usage } from '../../../bench/load/options.ts';

test('without options every case is measured in its own sizes, three rounds', () => {
  expect(readOptions([])).toMatchObject({ cases: caseNames, rounds: 3, sizes: undefined, force: false });
});

test('cases keep their order, however they are asked for', () => {
  expect(readOptions(['--case', 'peers', '--case', 'end-to-end'])?.cases).toEqual(['end-to-end', 'peers']);
});

test('of a case only the parts that are asked for are measured', () => {
  const namesOf = (args: readonly string[]) => {
    const options = readOptions(args);
    return options && cases.bursts.parts(options).map((part) => part.name);
  };
  expect(namesOf(['--part', 'burst-ndjson', '--part', 'notices'])).toEqual(['burst-ndjson-10000', 'notices-40000']);
  expect(namesOf(['--part', 'nothing'])).toEqual([]);
});

test.each([
  [['--case', 'nothing']],
  [['--size', '0']],
  [['--size', '1e6']],
  [['--rounds', '100']],
  [['--unknown']],
  [['end-to-end']],
])('%j is refused with a sentence', (args) => {
  expect(() => readOptions(args)).toThrow(UsageError);
});

test('what was measured with force is never documented', () => {
  expect(() => readOptions(['--force', '--docs'])).toThrow(UsageError);
});

test('help names every case', () => {
  expect(readOptions(['--help'])).toBeUndefined();
  for (const name of caseNames) expect(usage).toContain(name);
});

describe.each(caseNames)('%s', (name) => {
  const options = readOptions([]);

  test('is the case of this name, with at least one part', () => {
    expect(cases[name].name).toBe(name);
    expect(options && cases[name].parts(options).length).toBeGreaterThan(0);
  });

  test('a size of its own has a file of its own', () => {
    const sized = readOptions(['--size', '1234']);
    if (!options || !sized) throw new Error('These options ask for no help.');
    const usual = new Set(cases[name].parts(options).map((part) => part.name));
    expect(cases[name].parts(sized).filter((part) => usual.has(part.name))).toEqual([]);
  });
});
