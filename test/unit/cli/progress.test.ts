import { expect, test } from 'vitest';
import { addUp, countAccounted, progressOf } from '../../../cli/demo/progress.ts';
import { isSound, summaryOf } from '../../../cli/demo/summary.ts';
import type { Counts } from '../../../contracts/api/operations.ts';

const counts = (changes: Partial<Counts> = {}): Counts => ({
  at: '2026-04-01T00:00:00Z',
  persons: 0,
  stages: {},
  codeRequestStatuses: {},
  errors: {},
  heldTransfers: 0,
  unjudgedTransfers: 0,
  undeliveredNotices: 0,
  ...changes,
});

test('what was there before a demonstration is taken off', () => {
  const before = counts({
    codeRequestStatuses: { REQUESTED: 90 },
    errors: { SERIAL_REFUSED: 2 },
    stages: { AWAITING_PN: 1 },
  });
  const now = counts({
    codeRequestStatuses: { REQUESTED: 97, REQUESTING: 1 },
    errors: { SERIAL_REFUSED: 2, IDENTITY_MISMATCH: 1 },
    stages: { AWAITING_PN: 2, ROUTED: 1 },
    unjudgedTransfers: 3,
  });
  const progress = progressOf(now, before);
  expect(progress).toMatchObject({ requested: 7, errors: { IDENTITY_MISMATCH: 1 }, waitingForNumber: 1, moving: 4 });
  expect(countAccounted(progress)).toBe(9);
});

test('municipalities are added up, errors by their code', () => {
  const none = counts();
  const one = progressOf(counts({ errors: { CODE_REFUSED: 1 }, codeRequestStatuses: { REQUESTED: 3 } }), none);
  const other = progressOf(counts({ errors: { CODE_REFUSED: 2, IDENTITY_MISMATCH: 1 } }), none);
  expect(addUp([one, other])).toMatchObject({ requested: 3, errors: { CODE_REFUSED: 3, IDENTITY_MISMATCH: 1 } });
});

test('a summary is sound only when everybody is accounted for and nothing was asked twice', () => {
  const total = progressOf(
    counts({ codeRequestStatuses: { REQUESTED: 9 }, errors: { IDENTITY_MISMATCH: 1 } }),
    counts(),
  );
  const outcome = {
    residents: 10,
    seed: 1,
    sent: { transfers: 14, refused: 0 },
    total,
    duplicateRequests: 0,
    millis: 4_000,
    inTime: true,
  };
  const summary = summaryOf(outcome);
  expect(Object.keys(summary).slice(0, 7)).toEqual([
    'residents',
    'transfers',
    'requested',
    'errors',
    'duplicateRequests',
    'seconds',
    'residentsPerSecond',
  ]);
  expect(summary).toMatchObject({ seconds: 4, residentsPerSecond: 2.5, unaccounted: 0 });
  expect(isSound(summary)).toBe(true);
  expect(isSound(summaryOf({ ...outcome, residents: 11 }))).toBe(false);
  expect(isSound(summaryOf({ ...outcome, duplicateRequests: 1 }))).toBe(false);
});
