/**
 * The bands of a day, written a second time from operations §9 with other means: a time line of minutes that is painted,
 * holidays of another source, and no code of the product. Minutes count from 2020-01-01 00:00 in Japan.
 */
import holidayJp from '@holiday-jp/holiday_jp';
import type { Calendar } from '../../../domain/calendar/combined.ts';

const monthLengths = (year: number): number[] => {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
};

/** Every day from 2020 to 2050 in order; 2020-01-01 was a Wednesday. */
export const oracleDays: readonly { date: string; weekday: number }[] = Array.from(
  { length: 31 },
  (_, index) => 2020 + index,
)
  .flatMap((year) =>
    monthLengths(year).flatMap((length, month) =>
      Array.from(
        { length },
        (_, day) => `${String(year)}-${String(month + 1).padStart(2, '0')}-${String(day + 1).padStart(2, '0')}`,
      ),
    ),
  )
  .map((date, index) => ({ date, weekday: (3 + index) % 7 }));
const indexOfDate = new Map(oracleDays.map(({ date }, index) => [date, index]));

/** Minutes since 2020-01-01 in Japan of a text with +09:00; undefined outside of these years. */
export function minuteOf(text: string): number {
  const index = indexOfDate.get(text.slice(0, 10));
  if (index === undefined || !text.endsWith('+09:00')) throw new Error(`not of the oracle's days: ${text}`);
  return index * 1440 + clock(text.slice(11, 16));
}

const clock = (text: string): number => Number(text.split(':')[0]) * 60 + Number(text.split(':')[1]);

function isHoliday(date: string): boolean {
  return Object.hasOwn(holidayJp.holidays, date);
}

export function isClosedByRule(index: number): boolean {
  const day = oracleDays[index];
  if (!day) throw new Error('a day of another year');
  const monthDay = day.date.slice(5);
  const isYearEnd = monthDay >= '12-29' || monthDay <= '01-03';
  return day.weekday === 0 || day.weekday === 6 || isHoliday(day.date) || isYearEnd;
}

function isClosed({ national, municipal }: Calendar, index: number): boolean {
  const { date } = oracleDays[index] ?? { date: '' };
  if (municipal?.overrides.some((each) => each.date === date)) return true;
  const said = national.overrides.filter((each) => each.date === date).map(({ kind }) => kind);
  if (said.includes('closed')) return true;
  return said.includes('open') ? false : isClosedByRule(index);
}

export type Owner = 'nation' | 'prefecture' | 'municipality';
export interface OracleSpan {
  from: number;
  to: number;
  fromOwner: Owner;
  toOwner: Owner;
}

/** The regular hours of a day by its index; null for none. */
export function regularOf(calendar: Calendar, band: 'online' | 'counter', index: number): OracleSpan | null {
  if (isClosed(calendar, index)) return null;
  const { national, prefectural, municipal } = calendar;
  const { date } = oracleDays[index] ?? { date: '' };
  const oneDay = prefectural?.onlineEnds.find((each) => each.date === date);
  let from = clock(national.opens);
  let to = clock(national.closes);
  let [fromOwner, toOwner]: [Owner, Owner] = ['nation', 'nation'];
  if (band === 'online') {
    if (prefectural && clock(prefectural.onlineCloses) > to)
      [to, toOwner] = [clock(prefectural.onlineCloses), 'prefecture'];
    if (oneDay && clock(oneDay.closes) !== to) [to, toOwner] = [clock(oneDay.closes), 'prefecture'];
  } else {
    if (municipal?.opens !== undefined && clock(municipal.opens) > from) {
      [from, fromOwner] = [clock(municipal.opens), 'municipality'];
    }
    if (municipal?.closes !== undefined && clock(municipal.closes) < to) {
      [to, toOwner] = [clock(municipal.closes), 'municipality'];
    }
    if (oneDay && clock(oneDay.closes) < to) [to, toOwner] = [clock(oneDay.closes), 'prefecture'];
  }
  return to > from ? { from: index * 1440 + from, to: index * 1440 + to, fromOwner, toOwner } : null;
}

/** Paints the minutes of a band of the days from `first` to `last`, agreed exceptions included: '1' open, '0' shut. */
export function paint(calendar: Calendar, band: 'online' | 'counter', first: number, last: number): string {
  const minutes = new Uint8Array((last - first + 1) * 1440);
  const fill = (from: number, to: number): void => {
    minutes.fill(1, Math.max(0, from - first * 1440), Math.max(0, to - first * 1440));
  };
  for (let index = first; index <= last; index += 1) {
    const regular = regularOf(calendar, band, index);
    if (regular) fill(regular.from, regular.to);
  }
  for (const { kind, from, to, agreements, withdrawnAt } of calendar.exceptions) {
    const agreed = withdrawnAt === null && agreements.filter(({ decision }) => decision !== 'agreed').length === 0;
    const counts = kind === 'wide-area-copy' || (kind === 'identity-confirmation' && band === 'online');
    if (agreed && counts) fill(minuteOf(from), minuteOf(to));
  }
  return minutes.join('');
}
