import { dayNumberOf } from '../domain/calendar/civil-date.ts';
import type { Sex } from '../domain/values/sex.ts';
import type { NamePair } from './name-lists.ts';
import type { Random } from './random.ts';
import { createAddress } from './address.ts';
import { writeBirthDate } from './birth-date.ts';
import type { Names } from './names.ts';
import { draw, type Shares } from './shares.ts';

/** A person who does not exist, as all backbones know them. */
export interface Resident {
  /** From 0; all numbers of the resident are computed from it. */
  index: number;
  name: string;
  nameKana: string;
  birthDate: string;
  /** Days since 1970-01-01, even if the written birth date is partly unknown. */
  birthDay: number;
  sex: Sex;
  relation: Relation;
  address: string;
  contact: string | undefined;
  delivery: string | undefined;
  nonDisclosure: boolean;
}

/** 続柄. */
type Relation = '世帯主' | '配偶者' | '子' | '父母';

/** The day the backbones wrote their files. It is fixed, because a seed must give the same bytes on any day. */
export const extractionDate = '2025-12-26';
const extractionDay = dayNumberOf(extractionDate);
/** The last birth; all later operations of the backbones fit between it and the extraction. */
const lastBirthDay = dayNumberOf('2025-09-30');

const unknownSexShare = 0.002;
const contactShare = 0.4;
const deliveryShare = 0.03;
/** Most of them are protected from violence (支援措置). */
const nonDisclosureShare = 0.005;

export function createResidents(
  random: Random,
  { first, size }: { first: number; size: number },
  { town, names, datesInDigits }: { town: string; names: Names; datesInDigits: boolean },
): Resident[] {
  const address = createAddress(town, random);
  const family = names.family(random);
  const headAge = (size > 2 ? 28 : 20) + random.below(size > 2 ? 40 : 72);
  const headSex = random.chance(0.6) ? 'male' : 'female';
  return Array.from({ length: size }, (_, place): Resident => {
    const relation = relationOf(random, place, headAge);
    const sex = sexOf(random, relation, headSex);
    const age = ageOf(random, relation, headAge);
    const birthDay = Math.min(extractionDay - Math.floor(age * 365.25) - random.below(365), lastBirthDay);
    return {
      index: first + place,
      ...joinNames(family, sex === 'male' ? names.male(random) : names.female(random)),
      birthDate: writeBirthDate(random, { day: birthDay, age, inDigits: datesInDigits }),
      birthDay,
      sex: random.chance(unknownSexShare) ? 'unknown' : sex,
      relation,
      address,
      // No real telephone number begins like this.
      contact: random.chance(contactShare) ? `090-0000-${String(random.below(10_000)).padStart(4, '0')}` : undefined,
      delivery: random.chance(deliveryShare) ? `${createAddress(town, random)}　見本様方` : undefined,
      nonDisclosure: random.chance(nonDisclosureShare),
    };
  });
}

function joinNames([family, familyKana]: NamePair, [first, firstKana]: NamePair): { name: string; nameKana: string } {
  return { name: `${family}　${first}`, nameKana: `${familyKana}　${firstKana}` };
}

const otherRelations: Shares<Relation> = [
  ['子', 0.85],
  ['父母', 0.15],
];

function relationOf(random: Random, place: number, headAge: number): Relation {
  if (place === 0) return '世帯主';
  if (place === 1 && random.chance(0.85)) return '配偶者';
  return headAge < 65 ? draw(random, otherRelations) : '子';
}

function sexOf(random: Random, relation: Relation, headSex: 'male' | 'female'): 'male' | 'female' {
  if (relation === '世帯主') return headSex;
  if (relation === '配偶者') return headSex === 'male' ? 'female' : 'male';
  return random.chance(0.5) ? 'male' : 'female';
}

function ageOf(random: Random, relation: Relation, headAge: number): number {
  const generation = 20 + random.below(18);
  switch (relation) {
    case '世帯主':
      return headAge;
    case '配偶者':
      return Math.max(20, headAge - 6 + random.below(12));
    case '子':
      return Math.max(0, headAge - generation);
    case '父母':
      return Math.min(100, headAge + generation);
  }
}
