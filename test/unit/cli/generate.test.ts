import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { countHouseholds, generateHouseholds } from '../../../fictitious/households.ts';
import { createNames } from '../../../fictitious/names.ts';
import { createNumbers } from '../../../fictitious/numbers.ts';
import { createPermutation } from '../../../fictitious/permutation.ts';
import { loadEncodings, loadFormats } from '../../../contracts/load-file.ts';
import { checkTransfer } from '../../../domain/checked-transfer.ts';
import { hasCheckDigit } from '../../../domain/values/digits.ts';
import { fixedLineWidth } from '../../../load-files/fixed-layout.ts';
import type { LoadRecord } from '../../../load-files/write.ts';
import { make, recordsOf, type Wanted } from './generate-support.ts';

const now = Date.parse('2026-04-01T00:00:00Z');

/** A second statement of ministerial ordinance 85, art. 5. */
function hasCheckDigitByOrdinance(number: string): boolean {
  const weights = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
  const sum = weights.reduce((total, weight, place) => total + weight * Number(number[place]), 0);
  const rest = sum % 11;
  return number.length === 12 && Number(number[11]) === (rest <= 1 ? 0 : 11 - rest);
}

function unique(values: readonly unknown[]): number {
  return new Set(values).size;
}

function shareOf<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.filter(holds).length / items.length;
}

describe('numbers made of an index', () => {
  const index = fc.integer({ min: 0, max: 99_999_999_998 });
  const seed = fc.integer({ min: 0, max: 4_294_967_295 });

  test('are eleven digits, never 0, and different for different indexes', () => {
    fc.assert(
      fc.property(seed, index, index, (seedGiven, one, other) => {
        const permutation = createPermutation(seedGiven, 'test');
        for (const number of [permutation(one), permutation(other)]) {
          expect(number).toBeGreaterThan(0);
          expect(number).toBeLessThan(100_000_000_000);
        }
        expect(permutation(one) === permutation(other)).toBe(one === other);
      }),
    );
  });

  test('do not meet among 200 000 residents, and look like no sequence', () => {
    const { personalNumber } = createNumbers(3, '01');
    const numbers = Array.from({ length: 200_000 }, (_, place) => personalNumber(place));
    expect(unique(numbers)).toBe(200_000);
    expect(unique(numbers.slice(0, 1_000).map((number) => number.slice(0, 2)))).toBe(100);
  });

  test('an index without a number of its own is refused', () => {
    expect(() => createPermutation(1, 'test')(99_999_999_999)).toThrow(RangeError);
    expect(() => createPermutation(1, 'test')(-1)).toThrow(RangeError);
  });
});

describe('a file of fictitious residents', async () => {
  const made = await make({ count: 20_000, seed: 11, imported: 0.3 });
  const records = recordsOf(made);
  const of = (numberSystem: string): LoadRecord[] => records.filter((record) => record.numberSystem === numberSystem);
  /** The resident of a transfer id. */
  const residentOf = ({ transferId = '' }: LoadRecord): string => transferId.slice(4);

  test('every line obeys the rules of a transfer', () => {
    for (const { integratedAddressNumber: _given, ...transfer } of records) {
      expect(checkTransfer(transfer, { now })).toMatchObject({ valid: true });
    }
  });

  test('everybody is in the Juki system, and a part in each of the others', () => {
    expect(made.counts).toMatchObject({ lines: records.length });
    expect(of('01')).toHaveLength(20_000);
    expect(of('02').length / 20_000).toBeCloseTo(0.6, 1);
    expect(of('03').length / 20_000).toBeCloseTo(0.25, 1);
    expect(of('04').length / 20_000).toBeCloseTo(0.08, 1);
  });

  test('lines of one number system stand together, those of one resident apart', () => {
    expect(records.map(({ numberSystem }) => numberSystem)).toEqual(
      records.map(({ numberSystem }) => numberSystem).toSorted(),
    );
  });

  test('personal numbers are valid by an independent formula; each belongs to one resident', () => {
    const withNumber = records.filter(({ personalNumber }) => personalNumber !== undefined);
    for (const { personalNumber = '' } of withNumber) expect(hasCheckDigitByOrdinance(personalNumber)).toBe(true);
    const pairs = unique(withNumber.map((record) => `${residentOf(record)} ${record.personalNumber}`));
    expect(pairs).toBe(unique(withNumber.map(({ personalNumber }) => personalNumber)));
    expect(pairs).toBe(unique(withNumber.map(residentOf)));
  });

  test('a few in a thousand wait for their number, and only the Juki system knows them', () => {
    const waiting = records.filter(({ personalNumber }) => personalNumber === undefined);
    expect(waiting.length / 20_000).toBeGreaterThan(0.001);
    expect(waiting.length / 20_000).toBeLessThan(0.003);
    expect(unique(waiting.map(({ numberSystem }) => numberSystem))).toBe(1);
  });

  test('address numbers and transfer ids are unique in their number system', () => {
    const keys = records.map(({ numberSystem, addressNumber }) => `${numberSystem} ${addressNumber}`);
    expect(unique(keys)).toBe(records.length);
    expect(unique(records.map(({ transferId }) => transferId))).toBe(records.length);
  });

  test('a resident is the same person in every backbone', () => {
    const personOf = ({ personalNumber, integratedAddressNumber, name, birthDate, sex, address }: LoadRecord) => ({
      personalNumber,
      integratedAddressNumber,
      name,
      birthDate,
      sex,
      address,
    });
    const people = new Map(of('01').map((record) => [residentOf(record), personOf(record)]));
    for (const record of records) expect(personOf(record)).toEqual(people.get(residentOf(record)));
  });

  test('numbers of the system before fugo are valid, unique and far from the first of fugo', () => {
    const imported = of('01').flatMap(({ integratedAddressNumber }) => integratedAddressNumber ?? []);
    expect(imported.length / 20_000).toBeCloseTo(0.3, 1);
    expect(unique(imported)).toBe(imported.length);
    for (const number of imported) {
      expect(number).toMatch(/^[0-9]{15}$/u);
      expect(hasCheckDigit(number)).toBe(true);
      expect(Number(number)).toBeGreaterThan(100_000_000_000_000);
    }
  });

  test('contacts, deliveries, protected residents, both sexes and unknown ones have their shares', () => {
    const residents = of('01');
    expect(shareOf(residents, ({ contact }) => contact !== undefined)).toBeCloseTo(0.4, 1);
    expect(shareOf(residents, ({ delivery }) => delivery !== undefined)).toBeCloseTo(0.03, 2);
    expect(shareOf(residents, ({ nonDisclosure }) => nonDisclosure === true)).toBeCloseTo(0.005, 2);
    expect(shareOf(residents, ({ nonDisclosure }) => nonDisclosure === true)).toBeGreaterThan(0.003);
    expect(shareOf(residents, ({ sex }) => sex === 'female')).toBeCloseTo(0.5, 1);
    expect(shareOf(residents, ({ sex }) => sex === 'unknown')).toBeGreaterThan(0.001);
  });

  test('birth dates stand in both calendars, and some are partly unknown', () => {
    const dates = of('01').map(({ birthDate }) => birthDate);
    for (const form of [/^(明治|大正|昭和|平成|令和)/u, /^[0-9]{4}-/u, /^[0-9]{8}$/u, /^[0-9]{4}年/u]) {
      expect(shareOf(dates, (date) => form.test(date))).toBeGreaterThan(0.1);
    }
    expect(shareOf(dates, (date) => /不詳|-00/u.test(date))).toBeGreaterThan(0.001);
    for (const form of [/^不詳$/u, /年不詳$/u, /月不詳$/u, /-00-00$/u])
      expect(dates.some((date) => form.test(date))).toBe(true);
  });

  test('names have characters that are rare, two UTF-16 units long, or chosen by a selector', () => {
    const names = of('01').map(({ name }) => name);
    for (const part of ['髙', '﨑', '𠮷', '\u{e0100}']) {
      expect(shareOf(names, (name) => name.includes(part))).toBeGreaterThan(0.001);
    }
    expect(unique(names)).toBeGreaterThan(7_000);
  });
});

describe('households', () => {
  const population = { seed: 5, count: 10_000, town: '連携町', names: createNames(() => true), datesInDigits: false };
  const households = [...generateHouseholds(population)].map(({ residents }) => residents());

  test('have one address and one family name', () => {
    for (const residents of households) {
      expect(unique(residents.map(({ address }) => address))).toBe(1);
      expect(unique(residents.map(({ name }) => name.split('　')[0]))).toBe(1);
    }
  });

  test('follow one another until everybody lives somewhere', () => {
    expect(households.flat().map(({ index }) => index)).toEqual(Array.from({ length: 10_000 }, (_, index) => index));
    expect(countHouseholds(population)).toBe(households.length);
    expect(10_000 / households.length).toBeCloseTo(2.2, 1);
    expect(shareOf(households, ({ length }) => length === 1)).toBeCloseTo(0.38, 1);
  });

  test('are of the town that was asked for', () => {
    expect(households.flat().every(({ address }) => address.startsWith('連携町'))).toBe(true);
  });
});

describe('the same seed and options', () => {
  const sha256Of = async (wanted: Wanted): Promise<string> => (await make(wanted)).sha256;

  test.each(loadFormats.flatMap((format) => loadEncodings.map((encoding) => ({ format, encoding }))))(
    'give the same bytes: $format in $encoding',
    async (wanted) => {
      const options = { ...wanted, count: 400, defects: 0.2, imported: 0.1 };
      expect(await sha256Of(options)).toBe(await sha256Of(options));
    },
  );

  test('give these bytes on any day and any machine', async () => {
    expect(await sha256Of({ count: 500, seed: 1 })).toMatchInlineSnapshot(
      `"099f3ca7a25fa8b2a16d966d1c0c5b89bbeed03ec9f96e90ab64befb175dcf49"`,
    );
  });

  test('and any other seed or option gives others', async () => {
    const changes: Wanted[] = [
      {},
      { count: 999 },
      { format: 'csv' },
      { encoding: 'cp932' },
      { numberSystems: ['01'] },
      { defects: 0.1 },
      { imported: 0.1 },
      { town: '連携町' },
    ];
    expect(unique(await Promise.all(changes.map(sha256Of)))).toBe(changes.length);
  });

  test('one number system gives one line a resident', async () => {
    const { lines, counts } = await make({ count: 300, numberSystems: ['01'] });
    expect(lines).toHaveLength(300);
    expect(counts.byNumberSystem).toEqual({ '01': 300 });
  });
});

describe('in cp932', () => {
  test('names have the rare characters that it can hold, and no other', async () => {
    const names = recordsOf(await make({ count: 5_000, encoding: 'cp932' })).map(({ name }) => name);
    for (const part of ['髙', '﨑', '邉', '德']) expect(names.some((name) => name.includes(part))).toBe(true);
    for (const part of ['𠮷', '\u{e0100}', '\u{fffd}', '?']) {
      expect(names.some((name) => name.includes(part))).toBe(false);
    }
  });

  test('lines of the fixed-length layout keep their width', async () => {
    const { lines } = await make({ count: 1_000, encoding: 'cp932', format: 'fixed' });
    for (const line of lines) expect(Array.from(line)).toHaveLength(fixedLineWidth);
  });
});
