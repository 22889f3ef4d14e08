import { expect, test } from 'vitest';
import { reportOf } from '../../../bench/daily/report.ts';
import type { AnswerFigures, Result } from '../../../bench/daily/result.ts';

const times = (p50: number, p99: number) => ({ count: 600, p50, p90: p99, p95: p99, p99, most: p99 });
const resultOf = (answer: AnswerFigures, ratios: Result['ratios'] = {}): Result => ({
  at: '2026-04-01T00:00:00.000Z',
  machine: { cpu: 'any', cores: 2, memoryGiB: 24, kernel: '6', node: '20' },
  versions: { fugo: '0', temporal: '1', postgres: '18', temporalSdk: '1', dbos: '5' },
  settings: { rounds: 3, residents: 120, warmUp: 30, forced: false },
  answer,
  rounds: [],
  variants: {},
  ratios,
});
const spread = (median: number) => ({ median, least: median, most: median });
/** As the rows of a table that prettier has not laid out. */
const reportFor = async (result: Result): Promise<string> => (await reportOf(result)).replaceAll(/ {2,}/gu, ' ');

test('a result from before there were other ways to ask is shown without them', async () => {
  const report = await reportFor(
    resultOf({
      idleBefore: 90,
      oneAtATime: times(78, 444),
      atTwentyASecond: times(10, 50),
      pending: { oneAtATime: 0, atTwentyASecond: 0 },
    }),
  );
  expect(report).toContain('| 20 a second | 600 | 10 | 50 | 50 | 50 | 0 |');
  expect(report).not.toContain('50 a second');
  expect(report).not.toContain('Temporal stopped');
});

test('each way to ask that has aims is held to them, and each answer to its number', async () => {
  const report = await reportFor(
    resultOf({
      idleBefore: 90,
      oneAtATime: times(78, 444),
      atTwentyASecond: times(10, 150),
      atFiftyASecond: times(60, 150),
      whileStopped: times(20, 100),
      pending: { oneAtATime: 0, atTwentyASecond: 3, atFiftyASecond: 0, whileStopped: 0 },
    }),
  );
  expect(report).toContain('| the number within 20 ms at p50, 20 a second | 10 ms | yes |');
  expect(report).toContain('| the number within 100 ms at p99, 20 a second | 150 ms | no: 1.5 times the aim |');
  expect(report).toContain('| no answer without the number, 20 a second | 3 | no |');
  expect(report).toContain('| the number within 30 ms at p50, 50 a second | 60 ms | no: 2 times the aim |');
  expect(report).toContain('| the number within 200 ms at p99, 20 a second, Temporal stopped | 100 ms | yes |');
  expect(report).not.toMatch(/number within .* one at a time/u);
});

test('Restate is shown beside fugo, without an aim', async () => {
  const ratios = { cpuToTextbook: spread(0.3), cpuToDbos: spread(2.8), cpuToRestate: spread(3) };
  const report = await reportFor(resultOf({ idleBefore: 90, pending: {} }, ratios));
  expect(report).toContain("| 0.35 of the textbook's CPU | 0.3 | yes |");
  expect(report).toContain("| 1.4 times DBOS's CPU | 2.8 | no: 2 times the aim |");
  expect(report).toContain("| fugo's counted CPU a resident to Restate's | 3 (3–3) |");
  expect(report).not.toMatch(/times Restate/u);
});
