import { atLeast, atMost } from '../../../bench/common/aims.ts';
import { expect, test } from 'vitest';
import { growthOf } from '../../../bench/load/end-to-end/measure.ts';
import { literalOf } from '../../../bench/load/lists/database-time.ts';
import { stoppedOf } from '../../../bench/load/peers/measure.ts';
import { addStepTimes, type StepTime } from '../../../bench/load/step-times.ts';

test('an aim that is reached is not missed by less than once', () => {
  expect(atLeast('a', '', 30, 10).missedBy).toBe(1);
  expect(atLeast('a', '', 5, 10).missedBy).toBe(2);
  expect(atMost('a', '', 0, 0).missedBy).toBe(1);
  expect(atMost('a', '', 30, 10).missedBy).toBe(3);
});

test('tables that have not grown are left out', () => {
  const before = { persons: { table: 100, indexes: 0 }, clients: { table: 500, indexes: 50 } };
  const after = { persons: { table: 2_100, indexes: 1_000 }, clients: { table: 500, indexes: 50 } };
  expect(growthOf(before, after, 10)).toEqual({ persons: { table: 200, indexes: 100 } });
});

test('of a peer that was stopped, nobody counts who came to the end later', () => {
  const beganAt = 1_000;
  const finishedAt = [5, 20, 40, 50, 59, 61, 80].map((second) => beganAt + second * 1_000);
  expect(stoppedOf({ beganAt, endedAt: beganAt + 80_000, finishedAt })).toEqual({
    residents: 5,
    perSecond: 5 / 60,
    perSecondAtEnd: 3 / 30,
  });
});

test('the time of an activity is from its start to its end, and the wait before is apart', () => {
  const at = (seconds: number) => ({ seconds: { toString: () => String(seconds) }, nanos: 500_000_000 });
  const id = (eventId: number) => ({ toString: () => String(eventId) });
  const times: Record<string, StepTime> = {};
  addStepTimes(times, [
    { eventId: id(5), eventTime: at(10), activityTaskScheduledEventAttributes: { activityType: { name: 'judge' } } },
    { eventId: id(6), eventTime: at(12), activityTaskStartedEventAttributes: { scheduledEventId: id(5) } },
    { eventId: id(7), eventTime: at(15), activityTaskCompletedEventAttributes: { scheduledEventId: id(5) } },
    { eventId: id(9), eventTime: at(16), activityTaskScheduledEventAttributes: { activityType: { name: 'route' } } },
  ]);
  expect(times).toEqual({ judge: { runs: 1, seconds: 3, longest: 3, waited: 2 } });
});

test.each([
  [null, 'null'],
  ["O'Hara", "'O''Hara'"],
  [12, "'12'"],
  [false, "'false'"],
  [Uint8Array.of(1, 255), "'\\x01ff'"],
])('%j is written as %s for a prepared statement', (value, expected) => {
  expect(literalOf(value)).toBe(expected);
});

test('a value that no page is asked for with is refused', () => {
  expect(() => literalOf({})).toThrow('of type object');
});
