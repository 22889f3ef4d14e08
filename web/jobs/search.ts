/** What the pages of jobs take from their addresses. */
import { readDay, readText, withoutUndefined, type Search } from '../components/search-values.ts';

const isServer = (text: string): boolean => /^(?:fugo|nation|[0-9]{6})$/u.test(text);

export function readServer(search: Search): { server?: string } {
  const server = readText(search['server']);
  return server !== undefined && isServer(server) ? { server } : {};
}

export function readRun(search: Search): { no?: number } {
  const no = Number(search['no']);
  return Number.isSafeInteger(no) && no > 0 ? { no } : {};
}

/** A day in the path; undefined for what is none. */
export const findShownDay = (day: string): string | undefined => withoutUndefined({ day: readDay(day) }).day;
