/** What the page of the operating hours takes from its address. */
import { isCalendarDate } from '../../domain/calendar/civil-date.ts';
import type { Search } from '../components/search-values.ts';

/** The month that the calendar shows, `YYYY-MM`. */
export function readMonth(search: Search): { month?: string } {
  const month = search['month'];
  return typeof month === 'string' && isCalendarDate(`${month}-01`) ? { month } : {};
}
