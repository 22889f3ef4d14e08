import { dateFrom, daysInMonth, isCalendarDate, partsOf } from '../calendar/civil-date.ts';
import { accept, refuse, type Checked, type RuleCode } from './checked.ts';
import { kanjiNumber, kanjiNumeralClass } from './kanji-numerals.ts';

/**
 * Dates as municipalities write them. A birth date may be partly unknown (不詳, or zeros): then only the text is kept,
 * and no first of January is invented.
 */
export type ReceivedDate = {
  /** Exactly as received. */
  text: string;
  /** `YYYY-MM-DD`; null when part of the date is unknown. */
  date: string | null;
};

/** The first and last days of the eras. Meiji dates are accepted from its first solar year on. */
export const eras = [
  { ja: '明治', letter: 'M', firstYear: 1868, first: '1868-10-23', last: '1912-07-29' },
  { ja: '大正', letter: 'T', firstYear: 1912, first: '1912-07-30', last: '1926-12-24' },
  { ja: '昭和', letter: 'S', firstYear: 1926, first: '1926-12-25', last: '1989-01-07' },
  { ja: '平成', letter: 'H', firstYear: 1989, first: '1989-01-08', last: '2019-04-30' },
  { ja: '令和', letter: 'R', firstYear: 2019, first: '2019-05-01', last: '9999-12-31' },
] as const;
type Era = (typeof eras)[number];

/** 明治6年1月1日, from which Japan has used the solar calendar. */
const firstSolarDay = '1873-01-01';

/** A missing part is one that was given as unknown, by 不詳 or by zeros. */
type DateParts = { era?: Era; year?: number; month?: number; day?: number };

/** Reads a date. With `notAfter` (`YYYY-MM-DD`) a later one is refused, as for birth dates. */
export function checkDate(text: string, { notAfter }: { notAfter?: string } = {}): Checked<ReceivedDate> {
  const plain = findPlainDate(text);
  if (plain !== null && (notAfter === undefined || plain <= notAfter)) return accept({ text, date: plain });
  if (text.trim() === '') return refuse('EMPTY');
  const parts = findParts(text);
  if (!parts) return refuse('UNREADABLE_DATE');
  const span = spanOf(parts);
  if (typeof span === 'string') return refuse(span);
  if (notAfter !== undefined && span.earliest > notAfter) return refuse('DATE_IN_FUTURE');
  return accept({ text, date: span.earliest === span.latest ? span.earliest : null });
}

/** 1990-04-01 → 平成2年4月1日; the first year of an era is 元年. */
export function formatJapaneseDate(date: string): string {
  const era = eras.find(({ first, last }) => first <= date && date <= last);
  if (!era || !isCalendarDate(date) || date < firstSolarDay) {
    throw new RangeError('only days from 1873-01-01 on have a date in the Japanese calendar here');
  }
  const [year, month, day] = partsOf(date);
  const eraYear = year - era.firstYear + 1;
  return `${era.ja}${eraYear === 1 ? '元' : String(eraYear)}年${String(month)}月${String(day)}日`;
}

/**
 * 3150401 → S150401: the era codes that officials type (1 明治 … 5 令和). Only for search terms: in a backbone's data it
 * may be a western date that lacks a digit.
 */
export function spellEraCode(text: string): string {
  const [, code, day] = /^([1-5])([0-9]{6})$/u.exec(text.normalize('NFKC').trim()) ?? [];
  const era = eras[Number(code) - 1];
  return era && day !== undefined ? era.letter + day : text;
}

/**
 * Reads what most files hold, a western date of eight digits with or without separators. Everything else, errors
 * included, is left to {@link findParts}.
 */
function findPlainDate(text: string): string | null {
  const isMarked = text.length === 10;
  if (!(isMarked ? /^[0-9]{4}([-/.])[0-9]{2}\1[0-9]{2}$/u : /^[0-9]{8}$/u).test(text)) return null;
  const year = text.slice(0, 4);
  const month = isMarked ? text.slice(5, 7) : text.slice(4, 6);
  const day = text.slice(-2);
  const exists = year >= '1873' && month >= '01' && month <= '12' && day >= '01' && day <= '31';
  if (!exists || (day > '28' && Number(day) > daysInMonth(Number(year), Number(month)))) return null;
  return `${year}-${month}-${day}`;
}

const eraNames = eras.map(({ ja }) => ja).join('|');
const eraLetters = eras.map(({ letter }) => letter).join('');
const inKanji = new RegExp(
  `^(?<era>${eraNames}|西暦)?(?:(?<year>[0-9]{1,4}|不詳)?年)?(?:(?<month>[0-9]{1,2}|不詳)?月)?(?:(?<day>[0-9]{1,2}|不詳)?日)?(?:不詳)?$`,
  'u',
);
const separated = new RegExp(
  `^(?<era>${eraNames}|[${eraLetters}])?(?<year>[0-9]{1,4})(?<mark>[-/.])(?<month>[0-9]{1,2})\\k<mark>(?<day>[0-9]{1,2})$`,
  'u',
);
const packed = new RegExp(
  `^(?:(?<era>[${eraLetters}])(?<eraYear>[0-9]{2})|(?<year>[0-9]{4}))(?<month>[0-9]{2})(?<day>[0-9]{2})$`,
  'u',
);
const kanjiNumerals = new RegExp(`[${kanjiNumeralClass}]+(?=[年月日])`, 'gu');

function findParts(text: string): DateParts | null {
  // NFKC makes full-width digits and letters half-width and ㍻ two characters, in this copy only.
  const plain = text.normalize('NFKC').trim().toUpperCase();
  if (/[0-9]\s+[0-9]/u.test(plain)) return null;
  const written = plain
    .replace(/\s+/gu, '')
    .replace(/不明/gu, '不詳')
    .replace(/^生?年月日不詳$/u, '不詳')
    .replace(/元(?=年)/u, '1')
    .replace(kanjiNumerals, (kanji) => String(kanjiNumber(kanji)));
  const groups = (inKanji.exec(written) ?? separated.exec(written) ?? packed.exec(written))?.groups;
  if (!groups) return null;

  const era = eras.find(({ ja, letter }) => ja === groups['era'] || letter === groups['era']);
  const yearDigits = groups['eraYear'] ?? groups['year'];
  const month = findKnown(groups['month']);
  const day = findKnown(groups['day']);
  // Zeros mean unknown. But no era has a year 0, so beside a known month or day it is a mistake.
  const zeroIsAYear = era !== undefined && (month !== undefined || day !== undefined);
  const year = findKnown(yearDigits) ?? (zeroIsAYear && isZero(yearDigits) ? 0 : undefined);
  // A western year has four digits, one of an era at most two: 90-4-1 could be either.
  if (year !== undefined && (era ? Number(yearDigits) > 99 : yearDigits?.length !== 4)) return null;

  const whole = year !== undefined && month !== undefined && day !== undefined;
  const saidUnknown = written.includes('不詳') || [yearDigits, groups['month'], groups['day']].some(isZero);
  if (!whole && !saidUnknown) return null;
  if (whole && written.includes('不詳')) return null;
  return {
    ...(era && { era }),
    ...(year !== undefined && { year }),
    ...(month !== undefined && { month }),
    ...(day !== undefined && { day }),
  };
}

function isZero(digits: string | undefined): boolean {
  return digits !== undefined && /^0+$/u.test(digits);
}

/** The number; undefined when it is missing, zero or 不詳. */
function findKnown(digits: string | undefined): number | undefined {
  if (digits === undefined || !/[1-9]/u.test(digits)) return undefined;
  return Number(digits);
}

/** The first and last days that the known parts allow, or the rule that excludes all. */
function spanOf({ era, year, month, day }: DateParts): { earliest: string; latest: string } | RuleCode {
  const westernYear = year === undefined ? undefined : era ? era.firstYear + year - 1 : year;
  if (month !== undefined && month > 12) return 'IMPOSSIBLE_DATE';
  // Unknown parts get the widest meaning: 2000 is a leap year and January has 31 days.
  if (day !== undefined && day > daysInMonth(westernYear ?? 2000, month ?? 1)) return 'IMPOSSIBLE_DATE';

  const firstYear = westernYear ?? (era ? partsOf(era.first)[0] : 1000);
  const lastYear = westernYear ?? (era ? partsOf(era.last)[0] : 9999);
  const lastMonth = month ?? 12;
  let earliest = dateFrom(firstYear, month ?? 1, day ?? 1);
  let latest = dateFrom(lastYear, lastMonth, day ?? daysInMonth(lastYear, lastMonth));
  if (era) {
    if (latest < era.first || earliest > era.last) return 'OUTSIDE_ERA';
    if (earliest < era.first && earliest !== latest) earliest = era.first;
    if (latest > era.last) latest = era.last;
  }
  return latest < firstSolarDay ? 'BEFORE_MEIJI_6' : { earliest, latest };
}
