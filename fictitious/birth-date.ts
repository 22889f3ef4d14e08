import { dateOfDayNumber, partsOf } from '../domain/calendar/civil-date.ts';
import { formatJapaneseDate } from '../domain/values/japanese-date.ts';
import type { Random } from './random.ts';
import { drawn, type Shares } from './shares.ts';

type Writing = (date: string) => string;

/** Caches by key: a century has few days, and a file has millions of people. */
function remembered<Key>(make: (key: Key) => string): (key: Key) => string {
  const made = new Map<Key, string>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const text = make(key);
    made.set(key, text);
    return text;
  };
}
const dateOf = remembered(dateOfDayNumber);
const inJapaneseCalendar = remembered(formatJapaneseDate);

/** How backbone systems write a day: in either calendar, in words, with separators or packed. */
const whole: Shares<Writing> = [
  [inJapaneseCalendar, 0.5],
  [(date) => date, 0.2],
  [packed, 0.15],
  [inWords, 0.15],
];

/** Birth dates that are partly unknown (不詳): some registers were lost in the war, and some people never knew. */
const unknownFromAge = 75;
const unknownShare = 0.03;
const partlyUnknown: Shares<Writing> = [
  [() => '不詳', 0.2],
  [(date) => `${upTo(inJapaneseCalendar(date), '年')}不詳`, 0.3],
  [(date) => `${upTo(inJapaneseCalendar(date), '月')}不詳`, 0.2],
  [(date) => `${date.slice(0, 4)}-00-00`, 0.3],
];
const partlyUnknownInDigits: Shares<Writing> = [
  [() => '00000000', 0.2],
  [(date) => `${date.slice(0, 4)}0000`, 0.6],
  [(date) => `${date.slice(0, 4)}${date.slice(5, 7)}00`, 0.2],
];

/** The birth date as the file has it. `day`: days since 1970-01-01. */
export function writtenBirthDate(
  random: Random,
  { day, age, inDigits }: { day: number; age: number; inDigits: boolean },
): string {
  const date = dateOf(day);
  if (age >= unknownFromAge && random.chance(unknownShare)) {
    return drawn(random, inDigits ? partlyUnknownInDigits : partlyUnknown)(date);
  }
  return inDigits ? packed(date) : drawn(random, whole)(date);
}

function packed(date: string): string {
  return date.replaceAll('-', '');
}

function inWords(date: string): string {
  const [year, month, day] = partsOf(date);
  return `${year}年${month}月${day}日`;
}

function upTo(text: string, mark: string): string {
  return text.slice(0, text.indexOf(mark) + 1);
}
