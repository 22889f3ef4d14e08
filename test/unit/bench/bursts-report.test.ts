import { expect, test } from 'vitest';
import { BurstFigures } from '../../../bench/load/bursts/figures.ts';
import { aimsOfBursts, reportBursts } from '../../../bench/load/bursts/report.ts';

const counter = { count: 20, p50: 5, p90: 8, p95: 9, p99: 10, most: 11, pending: 0 };
const sent = (kind: 'ndjson' | 'posts', perSecond: number, withoutNumber = 0): BurstFigures => ({
  kind,
  residents: 10_000,
  seconds: { answered: 4, routed: 10_000 / perSecond },
  perSecond,
  withoutNumber,
  counter,
  duplicates: 0,
});
const outage: BurstFigures = {
  kind: 'outage',
  residents: 12_000,
  seconds: { outage: 60, taken: 7, routed: 90 },
  withoutNumber: 0,
  duplicates: 0,
};
const emptied: BurstFigures = {
  kind: 'emptied',
  residents: 5_000,
  seconds: { engine: 2, driven: 30 },
  duplicates: 0,
};
const notices: BurstFigures = {
  kind: 'notices',
  notices: 40_000,
  delivered: 30_000,
  seconds: 15,
  perSecond: 2_000,
  duplicates: 0,
};
const measured = (...rounds: BurstFigures[]) => ({
  part: { name: 'burst', rounds: rounds.length, settings: {} },
  rounds,
});

test('each kind of figures is read back as what it is', () => {
  for (const figures of [sent('ndjson', 1_000), outage, emptied, notices]) {
    expect(BurstFigures.parse(JSON.parse(JSON.stringify(figures)))).toEqual(figures);
  }
});

test('parts of one kind stand in one table, each with its rounds, and what was not measured in none', () => {
  const report = reportBursts([
    measured(sent('ndjson', 1_000), sent('ndjson', 2_000), sent('ndjson', 4_000)),
    measured(sent('posts', 500)),
    measured(notices),
  ]);
  expect(report).toContain(
    '| lines of one body | 10,000 | 2000 (1000–4000) | 4 (4–4) | 5 (2.5–10) | 0 | 0 | 9 (9–9) |',
  );
  expect(report).toContain('| 16 connections | 10,000 | 500 (500–500) |');
  expect(report).toContain('| 40,000 | 30,000 | 15 (15–15) | 2000 (2000–2000) | 0 |');
  expect(report.split('\n\n')).toHaveLength(2);
});

test('aims are of the middle round', () => {
  const aims = aimsOfBursts([
    measured(sent('ndjson', 900), sent('ndjson', 1_100), sent('ndjson', 1_200)),
    measured(sent('posts', 500)),
    measured(outage),
    measured(emptied),
    measured(notices),
  ]);
  expect(aims.map(({ missedBy }) => missedBy)).toEqual([1, 1, 2, 1, 1.5, 1, 1, 1]);
});

test('a single answer without the number misses the aim, in whichever round it was', () => {
  const [, numbers] = aimsOfBursts([measured(sent('ndjson', 1_000), sent('ndjson', 1_000, 1), sent('ndjson', 1_000))]);
  expect(numbers).toMatchObject({ measured: '1', missedBy: Infinity });
});
