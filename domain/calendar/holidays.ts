import { addDays, dateFrom, dayNumberOf, isCalendarDate, partsOf, weekdayOf, weekdays } from './civil-date.ts';

/**
 * National holidays of Japan from 2000 to 2099, by the Act on National Holidays in each year's version. The gazette
 * fixes equinox days each February and laws move holidays, so a municipality can add {@link CalendarOverride}s.
 */
export const holidayYears = { first: 2000, last: 2099 } as const;

/** A day that departs from the rules; `reason` is shown to staff and must name nobody. */
export type CalendarOverride = { date: string; kind: 'closed' | 'open'; reason: string };

export type Holiday = { date: string; kind: 'national' | 'substitute' | 'citizens'; ja: string; en: string };

type DayRule = { month: number; day: number } | { month: number; monday: number } | { equinox: 'spring' | 'autumn' };
type HolidayRule = { ja: string; en: string; on: DayRule; from?: number; until?: number; except?: readonly number[] };

const olympics = [2020, 2021] as const;

const holidayRules: readonly HolidayRule[] = [
  { ja: '元日', en: "New Year's Day", on: { month: 1, day: 1 } },
  { ja: '成人の日', en: 'Coming of Age Day', on: { month: 1, monday: 2 } },
  { ja: '建国記念の日', en: 'National Foundation Day', on: { month: 2, day: 11 } },
  { ja: '天皇誕生日', en: "The Emperor's Birthday", on: { month: 2, day: 23 }, from: 2020 },
  { ja: '春分の日', en: 'Vernal Equinox Day', on: { equinox: 'spring' } },
  { ja: 'みどりの日', en: 'Greenery Day', on: { month: 4, day: 29 }, until: 2006 },
  { ja: '昭和の日', en: 'Showa Day', on: { month: 4, day: 29 }, from: 2007 },
  { ja: '憲法記念日', en: 'Constitution Memorial Day', on: { month: 5, day: 3 } },
  { ja: 'みどりの日', en: 'Greenery Day', on: { month: 5, day: 4 }, from: 2007 },
  { ja: 'こどもの日', en: "Children's Day", on: { month: 5, day: 5 } },
  { ja: '海の日', en: 'Marine Day', on: { month: 7, day: 20 }, until: 2002 },
  { ja: '海の日', en: 'Marine Day', on: { month: 7, monday: 3 }, from: 2003, except: olympics },
  { ja: '山の日', en: 'Mountain Day', on: { month: 8, day: 11 }, from: 2016, except: olympics },
  { ja: '敬老の日', en: 'Respect for the Aged Day', on: { month: 9, day: 15 }, until: 2002 },
  { ja: '敬老の日', en: 'Respect for the Aged Day', on: { month: 9, monday: 3 }, from: 2003 },
  { ja: '秋分の日', en: 'Autumnal Equinox Day', on: { equinox: 'autumn' } },
  { ja: '体育の日', en: 'Health and Sports Day', on: { month: 10, monday: 2 }, until: 2019 },
  { ja: 'スポーツの日', en: 'Sports Day', on: { month: 10, monday: 2 }, from: 2020, except: olympics },
  { ja: '文化の日', en: 'Culture Day', on: { month: 11, day: 3 } },
  { ja: '勤労感謝の日', en: 'Labour Thanksgiving Day', on: { month: 11, day: 23 } },
  { ja: '天皇誕生日', en: "The Emperor's Birthday", on: { month: 12, day: 23 }, until: 2018 },
];

/** Holidays of one year only, by special law: the enthronement of 2019 and the moves for the Tokyo Olympics. */
const singleHolidays: readonly { date: string; ja: string; en: string }[] = [
  { date: '2019-05-01', ja: '即位の日', en: 'Enthronement Day' },
  { date: '2019-10-22', ja: '即位礼正殿の儀', en: 'Enthronement Ceremony' },
  { date: '2020-07-23', ja: '海の日', en: 'Marine Day' },
  { date: '2020-07-24', ja: 'スポーツの日', en: 'Sports Day' },
  { date: '2020-08-10', ja: '山の日', en: 'Mountain Day' },
  { date: '2021-07-22', ja: '海の日', en: 'Marine Day' },
  { date: '2021-07-23', ja: 'スポーツの日', en: 'Sports Day' },
  { date: '2021-08-08', ja: '山の日', en: 'Mountain Day' },
];

/** The year's holidays, by date. */
export function listHolidays(year: number): Holiday[] {
  if (year < holidayYears.first || year > holidayYears.last) {
    throw new RangeError(`holidays are kept for ${String(holidayYears.first)} to ${String(holidayYears.last)}`);
  }
  const national = listNationalHolidays(year);
  const nationalDates = new Set(national.map(({ date }) => date));
  const substitutes = national
    .filter(({ date }) => weekdayOf(date) === 'sunday')
    .map(({ date }): Holiday => {
      let next = addDays(date, 1);
      while (nationalDates.has(next)) next = addDays(next, 1);
      return { date: next, kind: 'substitute', ja: '振替休日', en: 'Substitute Holiday' };
    });
  const substituteDates = new Set(substitutes.map(({ date }) => date));
  // No national holiday lies two days after one of another year, so each year is calculated alone.
  const citizens = national
    .map(({ date }) => addDays(date, 1))
    .filter((date) => !nationalDates.has(date) && nationalDates.has(addDays(date, 1)))
    // Before the law changed in 2007, a Sunday or a substitute holiday between two holidays did not become a citizens'
    // holiday.
    .filter((date) => year >= 2007 || (weekdayOf(date) !== 'sunday' && !substituteDates.has(date)))
    .map((date): Holiday => ({ date, kind: 'citizens', ja: '国民の休日', en: "Citizens' Holiday" }));
  return [...national, ...substitutes, ...citizens].toSorted((a, b) => dayNumberOf(a.date) - dayNumberOf(b.date));
}

export function findHoliday(date: string): Holiday | undefined {
  if (!isCalendarDate(date)) throw new RangeError('not a date (YYYY-MM-DD)');
  const [year] = partsOf(date);
  const known = holidaysByYear.get(year) ?? new Map(listHolidays(year).map((holiday) => [holiday.date, holiday]));
  holidaysByYear.set(year, known);
  return known.get(date);
}

/** A year's holidays never change, and a calendar asks for them once a day. */
const holidaysByYear = new Map<number, ReadonlyMap<string, Holiday>>();

/** Why a day has no common operating hours (seed J, point 5). */
export type Closure = {
  kind: 'saturday' | 'sunday' | 'holiday' | 'year-end' | 'override';
  ja: string;
  en: string;
};

/** An override wins over the rules. A holiday on a Sunday is named as the holiday. */
export function findClosure(date: string, overrides: readonly CalendarOverride[] = []): Closure | null {
  const override = overrides.find((each) => each.date === date);
  if (override?.kind === 'open') return null;
  if (override) return { kind: 'override', ja: override.reason, en: override.reason };
  const holiday = findHoliday(date);
  if (holiday) return { kind: 'holiday', ja: holiday.ja, en: holiday.en };
  return findRestDay(date);
}

/** A day that is closed whatever the holidays are: of the turn of the year, or of the weekend. */
export function findRestDay(date: string): Closure | null {
  const [, month, day] = partsOf(date);
  if ((month === 12 && day >= 29) || (month === 1 && day <= 3)) {
    return { kind: 'year-end', ja: '年末年始', en: 'Year-end and New Year holidays' };
  }
  const weekday = weekdayOf(date);
  if (weekday === 'saturday') return { kind: 'saturday', ja: '土曜日', en: 'Saturday' };
  if (weekday === 'sunday') return { kind: 'sunday', ja: '日曜日', en: 'Sunday' };
  return null;
}

function listNationalHolidays(year: number): Holiday[] {
  const byRule = holidayRules
    .filter(({ from, until, except }) => year >= (from ?? 0) && year <= (until ?? Infinity) && !except?.includes(year))
    .map(({ ja, en, on }): Holiday => ({ date: calculateDate(year, on), kind: 'national', ja, en }));
  const single = singleHolidays
    .filter(({ date }) => partsOf(date)[0] === year)
    .map((holiday): Holiday => ({ ...holiday, kind: 'national' }));
  return [...byRule, ...single];
}

function calculateDate(year: number, on: DayRule): string {
  if ('equinox' in on) return calculateEquinox(year, on.equinox);
  if ('day' in on) return dateFrom(year, on.month, on.day);
  const first = dateFrom(year, on.month, 1);
  const daysToMonday = (8 - weekdays.indexOf(weekdayOf(first))) % 7;
  return addDays(first, daysToMonday + (on.monday - 1) * 7);
}

/** The customary formula for equinox days, valid from 1980 to 2099. */
function calculateEquinox(year: number, season: 'spring' | 'autumn'): string {
  const [month, start] = season === 'spring' ? [3, 20.8431] : [9, 23.2488];
  const since = year - 1980;
  return dateFrom(year, month, Math.floor(start + 0.242194 * since - Math.floor(since / 4)));
}
