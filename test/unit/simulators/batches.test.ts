import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { selectFreshLines, nextPart, openNumbers, sealNumbers } from '../../../simulators/base/batches.ts';
import { openSealedValues } from '../../../simulators/base/sealed-values.ts';

const folder = mkdtempSync(join(tmpdir(), 'fugo-unit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const sealed = openSealedValues(join(folder, `${randomBytes(4).toString('hex')}.json`), 'test');

test('personal numbers sealed together are found by their place', () => {
  const numbers = ['111111111118', '222222222226', '333333333334'];
  const text = sealNumbers(
    sealed,
    numbers.map((personalNumber) => ({ personalNumber })),
  );
  const numberAt = openNumbers(sealed, text);
  expect(numbers.map((_, place) => numberAt(place))).toEqual(numbers);
});

test('the lines that a request did not have before are its next part', () => {
  const taken = [
    { part: 0, line_id: 'a', refused: null },
    { part: 1, line_id: 'b', refused: 'ROUTE_REFUSED' },
  ];
  expect(nextPart([])).toBe(0);
  expect(nextPart(taken)).toBe(2);
  expect(selectFreshLines([{ lineId: 'c' }, { lineId: 'a' }, { lineId: 'c' }], taken)).toEqual([{ lineId: 'c' }]);
});
