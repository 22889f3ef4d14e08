import { expect, test } from 'vitest';
import type { Load } from '../../../contracts/api/loads.ts';
import { boardLines, errorsOf, plainLine } from '../../../cli/loads/progress-lines.ts';
import { createSpeedometer } from '../../../cli/loads/speed.ts';
import { exitCodeOf } from '../../../cli/loads/summary.ts';
import { sumLines } from '../../../domain/load-sums.ts';
import { widthOf } from '../../../cli/terminal/table.ts';

const withSums = (load: Omit<Load, 'sums'>): Load => ({
  ...load,
  sums: sumLines({ ...load, cancelled: 0, retried: 0 }),
});
const running = withSums({
  loadId: '018f0000-0000-7000-8000-000000000001',
  state: 'RUNNING',
  reason: null,
  reasonText: null,
  fileName: 'residents.csv',
  fileBytes: 1_000,
  format: 'csv',
  encoding: 'utf-8',
  dryRun: false,
  createdAt: '2026-04-01T00:00:00.000Z',
  startedAt: '2026-04-01T00:00:10.000Z',
  finishedAt: null,
  linesRead: 50_001,
  goodLines: 50_000,
  badLines: 3,
  chunks: 5,
  chunksEnded: 2,
  results: { numbered: 40_000 },
  members: 40_000,
  underWay: { SERIAL_REQUESTED: 10_000, FILE_RECEIVED: 9_990 },
  routed: 20_000,
  parked: 10,
  acquired: 5_000,
  unconfirmed: 0,
  inErrorList: 10,
  waiting: 34_990,
  done: 0.5,
  linesPerSecond: 2_000,
  residentsPerSecond: 1_950,
  secondsLeft: 12.8,
});
const { linesPerSecond, residentsPerSecond, secondsLeft } = running;
const speed = { linesPerSecond, residentsPerSecond, secondsLeft };
const resting = { linesPerSecond: null, residentsPerSecond: null, secondsLeft: null };

test('a load on its way is a bar, its figures and its stages', () => {
  expect(boardLines(running, speed, { language: 'en', columns: 120 })).toEqual([
    '████████████░░░░░░░░░░░░  50%  loading',
    '40,000 residents of 50,000 lines  1,950 residents a second  13 errors  13 s left',
    'serial requested 10,000  file received 9,990  routed 20,000  acquired 5,000',
  ]);
  expect(boardLines(running, speed, { language: 'ja', columns: 120 })).toEqual([
    '████████████░░░░░░░░░░░░  50%  登録中',
    '40,000人 / 50,000行  毎秒1,950人  エラー 13  残り 13 s',
    '処理通番の依頼済 10,000  ファイル受領 9,990  送付済 20,000  取得済 5,000',
  ]);
  expect(plainLine(running, speed, 'en')).toBe(
    'loading 50%  40,000 residents of 50,000 lines  1,950 residents a second  13 errors  13 s left',
  );
});

test('no line is wider than the terminal, also in Japanese', () => {
  for (const columns of [20, 40, 60]) {
    const lines = boardLines(running, speed, { language: 'ja', columns });
    expect(Math.max(...lines.map(widthOf))).toBeLessThan(columns);
  }
});

test('while the file is read nobody knows how far it is', () => {
  const reading: Load = {
    ...running,
    state: 'READING',
    startedAt: null,
    done: null,
    underWay: {},
    routed: 0,
    acquired: 0,
  };
  const [bar, figures] = boardLines(reading, { ...resting, linesPerSecond: 90_000 }, { language: 'en', columns: 120 });
  expect(bar).toBe('························       reading');
  expect(figures).toBe('50,001 lines  90,000 lines a second  13 errors');
});

test('one whose lines are all on their way shows the confirmation, and 100 % only when everybody is told', () => {
  const waiting = withSums({ ...running, state: 'DONE', done: 0.999, members: 1_000, acquired: 989, underWay: {} });
  expect(boardLines(waiting, speed, { language: 'en', columns: 120 })[0]).toContain(
    '99%  loaded, codes not confirmed yet',
  );
  expect(
    boardLines(withSums({ ...waiting, done: 1, acquired: 990 }), speed, { language: 'en', columns: 120 })[0],
  ).toContain('100%  done');
});

test('the speed is that of the last half minute, once enough of it was seen', () => {
  const speedOf = createSpeedometer();
  expect(speedOf(running, 0)).toEqual(speed);
  const later = speedOf({ ...running, done: 0.6, routed: 26_000 }, 10_000);
  expect(later.linesPerSecond).toBeCloseTo(555.6, 1);
  expect(later.residentsPerSecond).toBeCloseTo(600);
  expect(later.secondsLeft).toBeCloseTo(30);
  expect(speedOf({ ...running, state: 'PAUSED', ...resting }, 20_000)).toEqual(resting);
});

test('it ends with an error where something is left for a person to do', () => {
  const done: Load = { ...running, state: 'DONE', badLines: 0, parked: 5, inErrorList: 0, results: {} };
  expect(errorsOf({ ...done, results: { held: 2, numbered: 5 }, inErrorList: 1 })).toBe(3);
  expect(exitCodeOf(done)).toBe(0);
  expect(exitCodeOf({ ...done, badLines: 1 })).toBe(1);
  expect(exitCodeOf({ ...done, state: 'STOPPED' })).toBe(1);
  expect(exitCodeOf({ ...done, state: 'CANCELLED' })).toBe(1);
  expect(exitCodeOf({ ...done, state: 'FAILED' })).toBe(2);
});
