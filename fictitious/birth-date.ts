import { dateOfDayNumber, partsOf } from '../domain/calendar/civil-date.ts';
import { formatJapaneseDate } from '../domain/values/japanese-date.ts';
import type { Random } from './random.ts';
import { draw, type Shares } from './shares.ts';

type Writing = (date: string) => string;

/** Caches by key: a century has few days, and a file has millions of people. */
function remember<Key>(make: (key: Key) => string): (key: Key) => string {
  const cache = new Map<Key, string>();
  return (key) => {
    const known = cache.get(key);
    if (known !== undefined) return known;
    const text = make(key);
    cache.set(key, text);
    return text;
  };
}
const dateOf = remember(dateOfDayNumber);
const spellInJapaneseCalendar = remember(formatJapaneseDate);

/** How backbone systems write a day: in either calendar, in words, with separators or packed. */
const wholeDates: Shares<Writing> = [
  [spellInJapaneseCalendar, 0.5],
  [(date) => date, 0.2],
  [packDate, 0.15],
  [spellDate, 0.15],
];

/** Birth dates that are partly unknown (不詳): some registers were lost in the war, and some people never knew. */
const unknownFromAge = 75;
const unknownShare = 0.03;
const partlyUnknownDates: Shares<Writing> = [
  [() => '不詳', 0.2],
  [(date) => `${cutAfter(spellInJapaneseCalendar(date), '年')}不詳`, 0.3],
  [(date) => `${cutAfter(spellInJapaneseCalendar(date), '月')}不詳`, 0.2],
  [(date) => `${date.slice(0, 4)}-00-00`, 0.3],
];
const partlyUnknownInDigits: Shares<Writing> = [
  [() => '00000000', 0.2],
  [(date) => `${date.slice(0, 4)}0000`, 0.6],
  [(date) => `${date.slice(0, 4)}${date.slice(5, 7)}00`, 0.2],
];

/** The birth date as the file has it. `day`: days since 1970-01-01. */
export function writeBirthDate(
  random: Random,
  { day, age, inDigits }: { day: number; age: number; inDigits: boolean },
): string {
  const date = dateOf(day);
  if (age >= unknownFromAge && random.chance(unknownShare)) {
    return draw(random, inDigits ? partlyUnknownInDigits : partlyUnknownDates)(date);
  }
  return inDigits ? packDate(date) : draw(random, wholeDates)(date);
}

function packDate(date: string): string {
  return date.replaceAll('-', '');
}

function spellDate(date: string): string {
  const [year, month, day] = partsOf(date);
  return `${year}年${month}月${day}日`;
}

function cutAfter(text: string, mark: string): string {
  return text.slice(0, text.indexOf(mark) + 1);
}
