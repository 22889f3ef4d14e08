import { businessTables, type BusinessNumberSystem } from '../contracts/participants/backbone-tables.ts';
import { addDays } from '../domain/calendar/civil-date.ts';
import { personalNumberFrom } from '../domain/values/personal-number.ts';
import type { Line } from './lines.ts';
import { createSeeds } from './lots.ts';
import { createNames } from './names.ts';
import { createRandom, type Random } from './random.ts';
import { createResidents, extractionDate, type Resident } from './residents.ts';

/**
 * What one backbone's table (21, 23, 25 or 27) has of a resident who does not exist, by column. Without the household it
 * is one of which nobody else is known.
 */
export function createBusiness(
  random: Random,
  numberSystem: BusinessNumberSystem,
  { name, relation }: Pick<Resident, 'name' | 'relation'>,
  household?: { number: string; head: string },
): Record<string, string> {
  const digits = (length: number): string => Array.from({ length }, () => String(random.below(10))).join('');
  const day = (): string => addDays(extractionDate, -random.below(3_000));
  const yen = (thousands: number): string => String(random.below(thousands) * 1_000);
  const choose = (column: string): string => {
    const { columns } = businessTables[numberSystem];
    const [found] = columns.flatMap((each) => (each.name === column && 'choices' in each ? [each.choices] : []));
    return found?.[random.below(found.length)] ?? '';
  };
  switch (numberSystem) {
    case '01':
      return {
        resident_kind: '住民',
        household_number: household?.number ?? digits(10),
        household_head: household?.head ?? (relation === '世帯主' ? name : `${name.split('　')[0] ?? ''}　見本`),
        relation,
        resident_since: day(),
        move_reason: choose('move_reason'),
      };
    case '02':
      return {
        tax_year: extractionDate.slice(0, 4),
        taxation: choose('taxation'),
        salary_income: yen(9_000),
        total_income: yen(6_000),
        income_deductions: yen(1_500),
      };
    case '03':
      return {
        insured_number: digits(8),
        insured_kind: choose('insured_kind'),
        qualified_on: day(),
        qualified_by: choose('qualified_by'),
      };
    case '04':
      return {
        benefit: choose('benefit'),
        grade: `${1 + random.below(5)}`,
        granted_on: day(),
        monthly_amount: yen(50),
      };
  }
}

/** The same of a line of a generated file; what the line says of it in its business item stands in the table too. */
export function createBusinessOfLines(seed: number): (line: Line) => Record<string, string> {
  return ({ numberSystem, record, resident, household }) => {
    const random = createRandom(createSeeds(seed, `table-${numberSystem}`)(resident.index));
    const number = String(firstHousehold + household.first);
    const business = createBusiness(random, numberSystem, resident, { number, head: household.head });
    return { ...business, [businessTables[numberSystem].items[0]]: record.businessItem1 ?? '' };
  };
}
const firstHousehold = 1_000_000_000;

/** A whole resident for an entry at a counter, so that nobody needs to type a real one. */
export function createSpecimen(
  seed: number,
  numberSystem: BusinessNumberSystem,
): { resident: Resident; personalNumber: string; business: Record<string, string> } {
  const random = createRandom(seed);
  const [resident] = createResidents(
    random,
    { first: 0, size: 1 },
    { town: '見本市', names: createNames(() => true), datesInDigits: false },
  );
  if (!resident) throw new Error('A household of one has a resident.');
  const digits = Array.from({ length: 10 }, () => String(random.below(10))).join('');
  return {
    resident,
    // Not zeros only, whatever was drawn.
    personalNumber: personalNumberFrom(`9${digits}`),
    business: createBusiness(random, numberSystem, resident),
  };
}
