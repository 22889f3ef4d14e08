import { addDays, partsOf } from '../../domain/calendar/civil-date.ts';
import { formatJapaneseDate } from '../../domain/values/japanese-date.ts';
import { personalNumberFrom } from '../../domain/values/personal-number.ts';
import type { Random } from './random.ts';

/** A resident who does not exist: every part is drawn from lists and a seed, and nothing of it is kept in a file. */
export interface Person {
  personalNumber: string;
  name: string;
  nameKana: string;
  /** As a clerk writes it, in one of the two calendars. */
  birthDate: string;
  sex: 'male' | 'female';
  address: string;
}

type NamePair = readonly [name: string, kana: string];

/** Rare forms on purpose: 髙 and 﨑 are missing in Shift_JIS, 𠮷 takes two UTF-16 units, U+E0100 chooses a glyph. */
const familyNames: readonly [NamePair, ...NamePair[]] = [
  ['符号', 'フゴウ'],
  ['見本', 'ミホン'],
  ['髙橋', 'タカハシ'],
  ['山﨑', 'ヤマザキ'],
  ['𠮷田', 'ヨシダ'],
  ['渡邉', 'ワタナベ'],
  ['齋藤', 'サイトウ'],
  ['葛\u{e0100}城', 'カツラギ'],
  ['辻\u{e0100}', 'ツジ'],
  ['濵口', 'ハマグチ'],
  ['架空', 'カクウ'],
  ['例題', 'レイダイ'],
  ['試行', 'シコウ'],
  ['栁沢', 'ヤナギサワ'],
  ['德永', 'トクナガ'],
  ['試山', 'タメシヤマ'],
];
const maleNames: readonly [NamePair, ...NamePair[]] = [
  ['太郎', 'タロウ'],
  ['健', 'ケン'],
  ['祐樹', 'ユウキ'],
  ['翔', 'ショウ'],
  ['龍之介', 'リュウノスケ'],
  ['悠真', 'ユウマ'],
];
const femaleNames: readonly [NamePair, ...NamePair[]] = [
  ['花子', 'ハナコ'],
  ['美咲', 'ミサキ'],
  ['惠', 'メグミ'],
  ['さくら', 'サクラ'],
  ['結衣', 'ユイ'],
  ['眞由美', 'マユミ'],
];
const towns = ['中央', '本町', '旭ヶ丘', '緑が丘', '大字符号字見本', '一番町'] as const;

/** A number nobody of this run has yet: people are told apart by it. */
export function createPeople(random: Random): (town: string) => Person {
  const given = new Set<string>();
  return (town) => {
    let personalNumber: string;
    do personalNumber = personalNumberOf(random);
    while (given.has(personalNumber));
    given.add(personalNumber);
    const sex = random.chance(0.5) ? 'male' : 'female';
    const [family, familyKana] = random.pick(familyNames);
    const [first, firstKana] = random.pick(sex === 'male' ? maleNames : femaleNames);
    return {
      personalNumber,
      name: `${family} ${first}`,
      nameKana: `${familyKana} ${firstKana}`,
      birthDate: birthDateOf(random),
      sex,
      address: addressOf(random, town),
    };
  };
}

function personalNumberOf(random: Random): string {
  const digits = Array.from({ length: 11 }, () => random.below(10));
  // Only zeros would be no number; one among a hundred thousand million need not be likely to be avoided.
  return personalNumberFrom(digits.every((digit) => digit === 0) ? '00000000001' : digits.join(''));
}

function birthDateOf(random: Random): string {
  const date = addDays('1930-01-01', random.below(94 * 365));
  if (random.chance(0.5)) return formatJapaneseDate(date);
  const [year, month, day] = partsOf(date);
  return random.chance(0.5) ? date : `${year}年${month}月${day}日`;
}

function addressOf(random: Random, town: string): string {
  const [block, lot, house] = [1 + random.below(9), 1 + random.below(40), 1 + random.below(30)];
  const street = `${town}${random.pick(towns)}`;
  return random.chance(0.5) ? `${street}${block}丁目${lot}番${house}号` : `${street}${block}-${lot}-${house}`;
}
