import { expect, test } from 'vitest';
import { calculatePace, type LoadCounts } from '../../../domain/load-pace.ts';

const given: LoadCounts = {
  state: 'RUNNING',
  goodLines: 1_000,
  readTo: 1_001,
  judged: 0,
  members: 0,
  underWay: {},
  createdAt: 0,
  startedAt: 10_000,
  finishedAt: null,
};
const pace = (load: Partial<LoadCounts>, now = 20_000) => calculatePace({ ...given, ...load }, now);

test('while the file is read only its speed is known', () => {
  const reading = { state: 'READING', startedAt: null, readTo: 50_000 } as const;
  expect(pace(reading)).toEqual({ done: null, linesPerSecond: 2_500, residentsPerSecond: null, secondsLeft: null });
  expect(pace(reading, 500)).toEqual({
    done: null,
    linesPerSecond: null,
    residentsPerSecond: null,
    secondsLeft: null,
  });
});

test('a chunk counts by how far its residents are, one that has ended by all of its lines', () => {
  expect(pace({})).toMatchObject({ done: 0, linesPerSecond: 0, residentsPerSecond: 0, secondsLeft: null });
  const half = { judged: 1_000, members: 1_000, underWay: { SERIAL_REQUESTED: 500, FILE_REQUESTED: 500 } };
  expect(pace(half)).toEqual({ done: 0.5, linesPerSecond: 50, residentsPerSecond: 50, secondsLeft: 10 });
  // Of two backbones: half of the lines are about residents who are known by then.
  expect(pace({ judged: 1_000, members: 500 })).toEqual({
    done: 1,
    linesPerSecond: 100,
    residentsPerSecond: 50,
    secondsLeft: 0,
  });
});

test('what rests has no speed and no end that could be told', () => {
  const half = { judged: 500 };
  expect(pace({ ...half, state: 'PAUSED' })).toEqual({
    done: 0.5,
    linesPerSecond: null,
    residentsPerSecond: null,
    secondsLeft: null,
  });
  expect(pace({ judged: 500, underWay: { WAITING_FOR_HOURS: 500 } })).toMatchObject({ done: 0.4, secondsLeft: null });
});

test('one that is over tells the speed it had, whenever it is asked', () => {
  const over = { state: 'DONE', judged: 1_000, finishedAt: 30_000 } as const;
  expect(pace(over, 900_000)).toMatchObject({ done: 1, linesPerSecond: 50, secondsLeft: null });
  const checked = { state: 'CHECKED', startedAt: null, finishedAt: 10_000, readTo: 10_000 } as const;
  expect(pace(checked, 900_000)).toMatchObject({ done: 1, linesPerSecond: 1_000, secondsLeft: null });
  expect(pace({ ...over, goodLines: 0, judged: 0 }, 900_000).done).toBe(1);
});
