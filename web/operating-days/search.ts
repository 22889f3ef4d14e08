/** What the pages of the operating day take from their addresses. */
import { readDay, readPeriod, readText, withoutUndefined, type Search } from '../components/search-values.ts';

export function readShownDay(search: Search): { day?: string } {
  return withoutUndefined({ day: readDay(search['day']) });
}

export function readStatistics(search: Search): { from?: string; to?: string; municipality?: string } {
  const municipality = readText(search['municipality']);
  const isCode = municipality !== undefined && /^[0-9]{6}$/u.test(municipality);
  return { ...readPeriod(search), ...(isCode && { municipality }) };
}
