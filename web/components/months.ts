/** A month shown in weeks, as calendars in Japan show it. A month is `YYYY-MM`, a date `YYYY-MM-DD`. */
import { addDays, daysInMonth, partsOf, tokyoDateOf, weekdayOf } from '../../domain/calendar/civil-date.ts';
import { noonOf, timeZone } from './formats.ts';
import { useFormats, usePreferences } from './preferences.tsx';

/** Calendars in Japan begin with Sunday. */
export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

export function thisMonth(): string {
  return tokyoDateOf(Date.now()).slice(0, 7);
}

export function monthAfter(month: string, months: -1 | 1): string {
  const [year, number] = partsOf(`${month}-01`);
  return addDays(`${month}-01`, months === 1 ? daysInMonth(year, number) : -1).slice(0, 7);
}

/** From the Sunday before the month to the Saturday after it. */
export function weeksOf(month: string): { first: string; last: string } {
  const [year, number] = partsOf(`${month}-01`);
  const firstDay = `${month}-01`;
  const lastDay = addDays(firstDay, daysInMonth(year, number) - 1);
  return { first: addDays(firstDay, -columnOf(firstDay)), last: addDays(lastDay, 6 - columnOf(lastDay)) };
}

function columnOf(date: string): number {
  return weekdays.findIndex((weekday) => weekday === weekdayOf(date));
}

/** 2026年11月, 令和8年11月, November 2026, or R8.11. */
export function useMonthName(): (month: string) => string {
  const formats = useFormats();
  const { language, calendar } = usePreferences();
  return (month) => {
    const date = `${month}-01`;
    if (calendar === 'japanese') return formats.date(date).replace(/1日$|\.1$/u, '');
    return new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
      timeZone,
      year: 'numeric',
      month: 'long',
    }).format(noonOf(date));
  };
}
