import { addDays, partsOf } from '../../domain/calendar/civil-date.ts';
import { formatJapaneseDate } from '../../domain/values/japanese-date.ts';
import { personalNumberFrom } from '../../domain/values/personal-number.ts';
import { familyNames, femaleNames, maleNames, streets } from '../../fictitious/name-lists.ts';
import type { Random } from '../../fictitious/random.ts';

/** A resident who does not exist. Every part is drawn from lists by a seed. */
export interface Person {
  personalNumber: string;
  name: string;
  nameKana: string;
  /** As a clerk writes it, in one of the two calendars. */
  birthDate: string;
  sex: 'male' | 'female';
  address: string;
}

/** Never draws a personal number twice, because fugo tells people apart by it. */
export function createPeople(random: Random): (town: string) => Person {
  const given = new Set<string>();
  return (town) => {
    let personalNumber: string;
    do personalNumber = drawPersonalNumber(random);
    while (given.has(personalNumber));
    given.add(personalNumber);
    const sex = random.chance(0.5) ? 'male' : 'female';
    const [family, familyKana] = random.pick(familyNames);
    const [first, firstKana] = random.pick(sex === 'male' ? maleNames : femaleNames);
    return {
      personalNumber,
      name: `${family} ${first}`,
      nameKana: `${familyKana} ${firstKana}`,
      birthDate: drawBirthDate(random),
      sex,
      address: drawAddress(random, town),
    };
  };
}

function drawPersonalNumber(random: Random): string {
  const digits = Array.from({ length: 11 }, () => random.below(10));
  // Eleven zeros are no valid number.
  return personalNumberFrom(digits.every((digit) => digit === 0) ? '00000000001' : digits.join(''));
}

function drawBirthDate(random: Random): string {
  const date = addDays('1930-01-01', random.below(94 * 365));
  if (random.chance(0.5)) return formatJapaneseDate(date);
  const [year, month, day] = partsOf(date);
  return random.chance(0.5) ? date : `${year}年${month}月${day}日`;
}

function drawAddress(random: Random, town: string): string {
  const [block, lot, house] = [1 + random.below(9), 1 + random.below(40), 1 + random.below(30)];
  const street = `${town}${random.pick(streets)}`;
  return random.chance(0.5) ? `${street}${block}丁目${lot}番${house}号` : `${street}${block}-${lot}-${house}`;
}
