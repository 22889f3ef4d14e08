/** Formats numbers and moments for the reader. Moments are in Japan's time wherever the browser is. */
import { tokyoDateOf, tokyoInstantOf } from '../../domain/calendar/civil-date.ts';
import { eras, formatJapaneseDate } from '../../domain/values/japanese-date.ts';
import type { Language } from './message.ts';

export type Calendar = 'western' | 'japanese';

export interface Formats {
  count: (value: number) => string;
  share: (value: number) => string;
  /** Bytes, shown in kB or MB. */
  bytes: (value: number) => string;
  /** Takes `YYYY-MM-DD`. */
  date: (date: string) => string;
  /** The day of the week and no year. */
  shortDate: (date: string) => string;
  /** Date, hour and minute. */
  moment: (instant: string) => string;
  /** Date, hour, minute and second. */
  exactMoment: (instant: string) => string;
  clock: (instant: string) => string;
}

export const timeZone = 'Asia/Tokyo';

export function createFormats(language: Language, calendar: Calendar): Formats {
  const locale = language === 'ja' ? 'ja-JP' : 'en-GB';
  const count = new Intl.NumberFormat(locale);
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const megabytes = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const westernDate = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: language === 'ja' ? 'long' : 'medium' });
  const shortDate = new Intl.DateTimeFormat(locale, {
    timeZone,
    month: language === 'ja' ? 'numeric' : 'short',
    day: 'numeric',
    weekday: 'short',
  });
  const clock = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hour12: false });
  const exactClock = new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  });
  const date = (day: string): string =>
    calendar === 'japanese' ? japaneseDate(day, language) : westernDate.format(noonOf(day));
  return {
    count: (value) => count.format(value),
    // 0 % and 100 % are shown only when they are exact.
    share: (value) =>
      value > 0 && value < 0.005
        ? `<${share.format(0.01)}`
        : value >= 0.995 && value < 1
          ? `>${share.format(0.99)}`
          : share.format(value),
    bytes: (value) =>
      value < 1_000_000 ? `${count.format(Math.ceil(value / 1_000))} kB` : `${megabytes.format(value / 1_000_000)} MB`,
    date,
    shortDate: (day) => shortDate.format(noonOf(day)),
    moment: (instant) => `${date(tokyoDateOf(instant))} ${clock.format(new Date(instant))}`,
    exactMoment: (instant) => `${date(tokyoDateOf(instant))} ${exactClock.format(new Date(instant))}`,
    clock: (instant) => clock.format(new Date(instant)),
  };
}

/** A moment at which it is this day in Japan, for what formats moments. */
export function noonOf(day: string): Date {
  return new Date(tokyoInstantOf(`${day}T12:00`));
}

/** 令和8年11月25日, or R8.11.25 in English. */
function japaneseDate(day: string, language: Language): string {
  const era = eras.find(({ first, last }) => first <= day && day <= last);
  if (language === 'ja' || !era) return formatJapaneseDate(day);
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number);
  return `${era.letter}${String(year - era.firstYear + 1)}.${String(month)}.${String(dayOfMonth)}`;
}
