import { dateFrom, daysInMonth, isCalendarDate, partsOf, weekdayOf, weekdays } from '../calendar/civil-date.ts';
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
  known: KnownParts;
};

/** What is known of a date. The writings of one partly known date have the same parts. */
export interface KnownParts {
  /** Only where the western year does not say it: of an unknown year, and of a year in which eras changed. */
  era?: EraName;
  /** Western. */
  year: number | null;
  month: number | null;
  day: number | null;
  /** 上旬 (1–10), 中旬 (11–20) or 下旬 (from 21 on), where the day is not known. */
  period?: Period;
  /** A whole date that is said to be about right (頃). */
  about?: true;
}
const periods = { 上旬: 'early', 中旬: 'middle', 下旬: 'late' } as const;
type Period = (typeof periods)[keyof typeof periods];

/** The first and last days of the eras. Meiji dates are accepted from its first solar year on. */
export const eras = [
  { ja: '明治', letter: 'M', firstYear: 1868, first: '1868-10-23', last: '1912-07-29' },
  { ja: '大正', letter: 'T', firstYear: 1912, first: '1912-07-30', last: '1926-12-24' },
  { ja: '昭和', letter: 'S', firstYear: 1926, first: '1926-12-25', last: '1989-01-07' },
  { ja: '平成', letter: 'H', firstYear: 1989, first: '1989-01-08', last: '2019-04-30' },
  { ja: '令和', letter: 'R', firstYear: 2019, first: '2019-05-01', last: '9999-12-31' },
] as const;
type Era = (typeof eras)[number];
type EraName = Era['ja'];

/** 明治6年1月1日, from which Japan has used the solar calendar. */
const firstSolarDay = '1873-01-01';

/** A missing part is one that was given as unknown, by 不詳 or by zeros. */
type DateParts = { era?: Era; year?: number; month?: number; day?: number; period?: Period; about?: true };

/** Reads a date. With `notAfter` (`YYYY-MM-DD`) a later one is refused, as for birth dates. */
export function checkDate(text: string, { notAfter }: { notAfter?: string } = {}): Checked<ReceivedDate> {
  const plain = findPlainDate(text);
  if (plain !== null && (notAfter === undefined || plain <= notAfter)) {
    return accept({ text, date: plain, known: partsOfDate(plain) });
  }
  if (text.trim() === '') return refuse('EMPTY');
  const { rest, weekday } = takeWeekday(text);
  const parts = findParts(rest);
  if (!parts) return refuse('UNREADABLE_DATE');
  const span = spanOf(parts);
  if (typeof span === 'string') return refuse(span);
  if (notAfter !== undefined && span.earliest > notAfter) return refuse('DATE_IN_FUTURE');
  const date = span.earliest === span.latest && !parts.about ? span.earliest : null;
  if (weekday !== null && date === null) return refuse('UNREADABLE_DATE');
  if (weekday !== null && date !== null && weekdayOf(date) !== weekday) return refuse('WRONG_WEEKDAY');
  return accept({ text, date, known: date === null ? knownOf(parts, span) : partsOfDate(date) });
}

function partsOfDate(date: string): KnownParts {
  const [year, month, day] = partsOf(date);
  return { year, month, day };
}

function knownOf(parts: DateParts, { earliest, latest }: Span): KnownParts {
  const { era, year, month, day, period, about } = parts;
  const western = year === undefined ? null : era ? era.firstYear + year - 1 : year;
  const { era: _, ...withoutEra } = parts;
  const anyEra = western === null ? null : spanOf({ ...withoutEra, year: western });
  const needsEra =
    era && (anyEra === null || typeof anyEra === 'string' || anyEra.earliest !== earliest || anyEra.latest !== latest);
  return {
    ...(needsEra && { era: era.ja }),
    year: western,
    month: month ?? null,
    day: day ?? null,
    ...(period && { period }),
    ...(about && { about }),
  };
}

/**
 * The known parts of a partly known date as one text, by which such dates are searched and compared: 1940-00-00 of
 * 昭和15年月日不詳, S15.00.00 and 昭和15年頃. Null for a whole date, and for a text that is no date.
 */
export function partlyKnownKey(text: string): string | null {
  const checked = checkDate(text);
  return checked.valid && checked.value.date === null ? keyOfParts(checked.value.known) : null;
}

function keyOfParts({ era, year, month, day, period, about }: KnownParts): string {
  const letter = eras.find(({ ja }) => ja === era)?.letter ?? '';
  return `${letter}${dateFrom(year ?? 0, month ?? 0, day ?? 0)}${period ? ` ${period}` : ''}${about ? ' about' : ''}`;
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

const eraNames = eras.map(({ ja, letter }) => `${ja}|${ja.slice(0, 1)}|${letter}`).join('|');
const inKanji = new RegExp(
  `^(?<era>${eraNames}|西暦)?(?:(?<year>[0-9]{1,4}|不詳)?年)?(?:(?<month>[0-9]{1,2}|不詳)?月)?(?:(?<day>[0-9]{1,2}|不詳)?日|(?<period>[上中下]旬))?(?:不詳)?$`,
  'u',
);
const separated = new RegExp(
  `^(?<era>${eraNames})?\\.?(?<year>[0-9]{1,4})(?<mark>[-/.・])(?<month>[0-9]{1,2})\\k<mark>(?<day>[0-9]{1,2})$`,
  'u',
);
const packed = new RegExp(
  `^(?:(?<era>${eraNames})(?<eraYear>[0-9]{2})|(?<year>[0-9]{4}))(?<month>[0-9]{2})(?<day>[0-9]{2})$`,
  'u',
);
const kanjiNumerals = new RegExp(`[${kanjiNumeralClass}]+(?=[年月日])`, 'gu');
/** Databases and spreadsheets write midnight behind a day. */
const midnight = /(?<=[0-9日])\s+0?0:00(?::00(?:\.0{1,9})?)?$/u;

function findParts(text: string): DateParts | null {
  // NFKC makes full-width digits and letters half-width and ㍻ two characters, in this copy only.
  const plain = text.normalize('NFKC').trim().toUpperCase().replace(midnight, '');
  if (/[0-9]\s+[0-9]/u.test(plain)) return null;
  const written = plain
    .replace(/\s+/gu, '')
    .replace(/[‐‑‒–—―−ー─]/gu, '-')
    .replace(/(?:生まれ|生れ|生)$/u, '')
    .replace(/不明/gu, '不詳')
    .replace(/^生?年月日不詳$/u, '不詳')
    .replace(/元(?=[-年/.・])/u, '1')
    .replaceAll('◯', '〇')
    .replace(kanjiNumerals, (kanji) => String(kanjiNumber(kanji)));
  const exact = written.replace(/(?:頃|ごろ|ころ)$/u, '');
  const isAbout = exact !== written;
  const groups = (inKanji.exec(exact) ?? separated.exec(exact) ?? packed.exec(exact))?.groups;
  if (!groups) return null;

  const era = eras.find(
    ({ ja, letter }) => ja === groups['era'] || letter === groups['era'] || ja.slice(0, 1) === groups['era'],
  );
  const yearDigits = groups['eraYear'] ?? groups['year'];
  const month = findKnown(groups['month']);
  const day = findKnown(groups['day']);
  const period = Object.entries(periods).find(([ja]) => ja === groups['period'])?.[1];
  // Zeros mean unknown. But no era has a year 0, so beside a known month or day it is a mistake.
  const zeroIsAYear = era !== undefined && (month !== undefined || day !== undefined);
  const year = findKnown(yearDigits) ?? (zeroIsAYear && isZero(yearDigits) ? 0 : undefined);
  // A western year has four digits, one of an era at most two: 90-4-1 could be either.
  if (year !== undefined && (era ? Number(yearDigits) > 99 : yearDigits?.length !== 4)) return null;

  const whole = year !== undefined && month !== undefined && day !== undefined;
  const saidUnknown =
    exact.includes('不詳') ||
    [yearDigits, groups['month'], groups['day']].some(isZero) ||
    // 昭和15年頃 and 昭和15年1月上旬 say that no more is known; 頃 alone says nothing.
    (isAbout && year !== undefined) ||
    (period !== undefined && year !== undefined && month !== undefined);
  if (!whole && !saidUnknown) return null;
  if (whole && exact.includes('不詳')) return null;
  if (period !== undefined && month === undefined) return null;
  return {
    ...(era && { era }),
    ...(year !== undefined && { year }),
    ...(month !== undefined && { month }),
    ...(day !== undefined && { day }),
    ...(period && { period }),
    ...(whole && isAbout && { about: true as const }),
  };
}

const weekdayNames = '日月火水木金土';
/** Only in brackets or with 曜: 1990年4月1日 ends with a character that is a weekday too. */
const weekdayAtEnd = new RegExp(
  `\\s*(?:\\((?<short>[${weekdayNames}])(?:曜日?)?\\)|(?<long>[${weekdayNames}])曜日?)$`,
  'u',
);

function takeWeekday(text: string): { rest: string; weekday: string | null } {
  const plain = text.normalize('NFKC').trim();
  const groups = weekdayAtEnd.exec(plain)?.groups;
  if (!groups) return { rest: text, weekday: null };
  const name = groups['short'] ?? groups['long'] ?? '';
  return { rest: plain.replace(weekdayAtEnd, ''), weekday: weekdays[weekdayNames.indexOf(name)] ?? null };
}

function isZero(digits: string | undefined): boolean {
  return digits !== undefined && /^0+$/u.test(digits);
}

/** The number; undefined when it is missing, zero or 不詳. */
function findKnown(digits: string | undefined): number | undefined {
  if (digits === undefined || !/[1-9]/u.test(digits)) return undefined;
  return Number(digits);
}

interface Span {
  earliest: string;
  latest: string;
}

/** The first and last days that the known parts allow, or the rule that excludes all. */
function spanOf({ era, year, month, day, period }: DateParts): Span | RuleCode {
  const westernYear = year === undefined ? undefined : era ? era.firstYear + year - 1 : year;
  if (month !== undefined && month > 12) return 'IMPOSSIBLE_DATE';
  // Unknown parts get the widest meaning: 2000 is a leap year and January has 31 days.
  if (day !== undefined && day > daysInMonth(westernYear ?? 2000, month ?? 1)) return 'IMPOSSIBLE_DATE';

  const firstYear = westernYear ?? (era ? partsOf(era.first)[0] : 1000);
  const lastYear = westernYear ?? (era ? partsOf(era.last)[0] : 9999);
  const lastMonth = month ?? 12;
  const [firstDay, lastDay] = daysOf(period, daysInMonth(lastYear, lastMonth));
  let earliest = dateFrom(firstYear, month ?? 1, day ?? firstDay);
  let latest = dateFrom(lastYear, lastMonth, day ?? lastDay);
  if (era) {
    if (latest < era.first || earliest > era.last) return 'OUTSIDE_ERA';
    if (earliest < era.first && earliest !== latest) earliest = era.first;
    if (latest > era.last) latest = era.last;
  }
  return latest < firstSolarDay ? 'BEFORE_MEIJI_6' : { earliest, latest };
}

function daysOf(period: Period | undefined, last: number): [first: number, last: number] {
  if (period === 'early') return [1, 10];
  if (period === 'middle') return [11, 20];
  return [period === 'late' ? 21 : 1, last];
}
