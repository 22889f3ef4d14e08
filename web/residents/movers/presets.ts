import { addDays, dateFrom, partsOf, weekdayOf, weekdays } from '../../../domain/calendar/civil-date.ts';
import type { Period } from '../../components/search-values.ts';

/** Periods that are often asked for. A week begins on Monday and ends today. */
export function presetsOf(today: string): Record<'today' | 'yesterday' | 'week' | 'lastMonth', Period> {
  const yesterday = addDays(today, -1);
  const [year, month] = partsOf(today);
  const firstOfMonth = dateFrom(year, month, 1);
  const lastOfMonthBefore = addDays(firstOfMonth, -1);
  const [yearBefore, monthBefore] = partsOf(lastOfMonthBefore);
  return {
    today: { from: today, to: today },
    yesterday: { from: yesterday, to: yesterday },
    week: { from: addDays(today, -daysAfterMonday(today)), to: today },
    lastMonth: { from: dateFrom(yearBefore, monthBefore, 1), to: lastOfMonthBefore },
  };
}

function daysAfterMonday(date: string): number {
  const [monday, day] = [weekdays.indexOf('monday'), weekdays.indexOf(weekdayOf(date))];
  return (day - monday + 7) % 7;
}
