import * as fc from '../../support/fast-check.ts';
import { expect, test } from 'vitest';
import { loadStates } from '../../../domain/load.ts';
import {
  doneOf,
  partsOfAccepted,
  partsOfRead,
  sumLines,
  type LineSum,
  type LoadSums,
} from '../../../domain/load-sums.ts';
import { stages } from '../../../domain/stages.ts';

const few = fc.nat(1_000);
const results = ['numbered', 'updated', 'repeated', 'refused', 'held', 'awaitingPersonalNumber'];
const counts = fc.record({
  goodLines: few,
  badLines: few,
  results: fc.dictionary(fc.constantFrom(...results), few),
  members: few,
  underWay: fc.dictionary(fc.constantFrom(...stages), few),
  acquired: few,
  inErrorList: few,
  cancelled: few,
  retried: few,
});
const add = (sums: LoadSums, parts: readonly LineSum[]): number => parts.reduce((sum, part) => sum + sums[part], 0);

test('the parts add up to what was read and to what was accepted, whatever was counted when', () => {
  fc.assert(
    fc.property(counts, (each) => {
      const sums = sumLines(each);
      expect(sums.read).toBe(each.goodLines + each.badLines);
      expect(add(sums, partsOfRead)).toBe(sums.read);
      expect(add(sums, partsOfAccepted)).toBe(sums.accepted);
      expect(Math.min(...Object.values(sums))).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('each line stands where it is', () => {
  expect(
    sumLines({
      goodLines: 100,
      badLines: 3,
      results: { numbered: 50, updated: 10, held: 2, refused: 1, awaitingPersonalNumber: 7, repeated: 5 },
      members: 48,
      underWay: { FILE_RECEIVED: 20, ROUTED: 4 },
      acquired: 11,
      inErrorList: 6,
      cancelled: 1,
      retried: 2,
    }),
  ).toEqual({
    read: 103,
    accepted: 60,
    withoutPersonalNumber: 7,
    wrong: 4,
    held: 2,
    repeated: 5,
    ahead: 25,
    known: 12,
    notSent: 22,
    sent: 8,
    confirmed: 11,
    inErrorList: 6,
    cancelled: 1,
  });
});

test('100 % means that nothing waits, in every state', () => {
  fc.assert(
    fc.property(
      counts,
      fc.constantFrom(...loadStates),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (each, state, way) => {
        const sums = sumLines(each);
        const done = doneOf(state, way, sums);
        const waits = sums.ahead + sums.notSent + sums.sent + sums.inErrorList > 0;
        if (state === 'FAILED' || state === 'CANCELLED') expect(done).toBeNull();
        else if (state === 'CHECKED' || (state === 'DONE' && !waits)) expect(done).toBe(1);
        else expect(done).toBeLessThan(1);
      },
    ),
  );
});
