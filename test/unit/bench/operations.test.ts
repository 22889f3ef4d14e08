import { expect, test } from 'vitest';
import { UsageError } from '../../../bench/common/command.ts';
import { readOptions, sizeOf, usage } from '../../../bench/operations/options.ts';
import { partNames, storedAs } from '../../../bench/operations/part.ts';
import { parts } from '../../../bench/operations/parts.ts';
import { reportOf } from '../../../bench/operations/report.ts';

test('without options every part is measured in its usual size', () => {
  const options = readOptions([]);
  expect(options).toMatchObject({ parts: partNames, size: undefined, full: false, force: false });
  expect(options && sizeOf('kills', options)).toBe(parts.kills.sizes.usual);
  expect(sizeOf('kills', { size: undefined, full: true })).toBe(500);
});

test('parts keep their order, however they are asked for', () => {
  expect(readOptions(['--part', 'flips', '--part', 'targets'])?.parts).toEqual(['targets', 'flips']);
});

test.each([
  [['--part', 'nothing']],
  [['--size', '10']],
  [['--part', 'flips', '--size', '0']],
  [['--part', 'flips', '--size', '1000000']],
  [['--part', 'flips', '--size', '10', '--full']],
  [['--force', '--docs']],
  [['--unknown']],
  [['targets']],
])('%j is refused with a sentence', (args) => {
  expect(() => readOptions(args)).toThrow(UsageError);
});

test('help names every part with its sizes', () => {
  expect(readOptions(['--help'])).toBeUndefined();
  for (const name of partNames) {
    expect(usage).toContain(`  ${name} `);
    expect(usage).toContain(`${parts[name].sizes.usual}, with --full ${parts[name].sizes.full}`);
  }
});

test.each(partNames)('%s is the part of this name, and another size of it is another result', (name) => {
  expect(parts[name].name).toBe(name);
  expect(storedAs(parts[name], 1).name).not.toBe(storedAs(parts[name], 2).name);
});

const machine = { cpu: 'A', cores: 2, memoryGiB: 8, kernel: '6', node: '24' };
const resultOf = (figures: unknown) => {
  const round = { round: 1, at: '2026-11-30T00:00:00Z', commit: 'abc', idleBefore: 99, versions: null, figures };
  return {
    part: parts.kills,
    size: 60,
    stored: { part: 'kills-60', settings: { size: 60 }, machine, rounds: [round] },
  };
};
const killed = {
  kills: { monitor: 20, database: 20, mailServer: 20 },
  seconds: 60,
  incidents: 40,
  wrongIncidents: 0,
  notifications: 80,
  lost: 0,
  doubled: 0,
  repeated: 3,
};

test('a report shows the aim beside the figure, and names the parts that are missing', async () => {
  const options = { parts: ['kills', 'flips'] as const, force: false };
  const report = await reportOf([resultOf(killed)], { ...options, parts: [...options.parts] });
  expect(report).toMatch(/60 kills .*\| +0, 0, 0 \| reached/u);
  expect(report).toContain('Not measured yet: `flips`.');
});

test('one lost notification misses the aim', async () => {
  const report = await reportOf([resultOf({ ...killed, lost: 1 })], { parts: ['kills'], force: false });
  expect(report).toMatch(/\| +0, 1, 0 \| no +\|/u);
});

test('what is stored and no result of the part is refused', async () => {
  await expect(reportOf([resultOf({ kills: 3 })], { parts: ['kills'], force: false })).rejects.toThrow();
});
