/** What the tables of the backbones have of the residents of a generated file. */
import { expect, test } from 'vitest';
import { businessTables, type BusinessColumn } from '../../../contracts/participants/backbone-tables.ts';
import { allNumberSystems } from '../../../fictitious/backbones.ts';
import { createBusinessOfLines } from '../../../fictitious/business.ts';
import { generateLines } from '../../../fictitious/lines.ts';
import { createNames } from '../../../fictitious/names.ts';

const contents = {
  seed: 17,
  count: 300,
  town: '見本市',
  names: createNames(() => true),
  numberSystems: [...allNumberSystems],
  importedShare: 0,
  datesInDigits: false,
};
const tables = () => {
  const businessOf = createBusinessOfLines(contents.seed);
  return [...generateLines(contents)].map((line) => ({ line, business: businessOf(line) }));
};

const kinds: Record<BusinessColumn['kind'], RegExp> = {
  text: /^.+$/u,
  yen: /^[0-9]+$/u,
  year: /^[0-9]{4}$/u,
  date: /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/u,
};

test('every column of each table has a value of its kind, and the file says the same of them', () => {
  for (const { line, business } of tables()) {
    const { columns, items } = businessTables[line.numberSystem];
    expect(Object.keys(business).toSorted()).toEqual(columns.map(({ name }) => name).toSorted());
    for (const column of columns) {
      expect(business[column.name]).toMatch(kinds[column.kind]);
      if ('choices' in column) expect(column.choices).toContain(business[column.name]);
    }
    expect(business[items[0]]).toBe(line.record.businessItem1);
  }
});

test('who lives together has one household number and one head; the same seed has the same tables', () => {
  const all = tables();
  const households = Map.groupBy(
    all.filter(({ line }) => line.numberSystem === '01'),
    ({ business }) => business['household_number'],
  );
  expect(households.size).toBe(new Set(all.map(({ line }) => line.household.first)).size);
  for (const members of households.values()) {
    expect(new Set(members.map(({ line }) => line.resident.address)).size).toBe(1);
    const head = members.find(({ line }) => line.resident.relation === '世帯主');
    for (const { business } of members) expect(business['household_head']).toBe(head?.line.resident.name);
  }
  expect(tables().map(({ business }) => business)).toEqual(all.map(({ business }) => business));
});
