/**
 * Pages take their filters from their addresses, so that a view can be kept and sent. Anybody may have written an
 * address, so whatever is no value of the filter is left out: each function answers undefined for that.
 */
import { isCalendarDate } from '../../domain/calendar/civil-date.ts';

export type Search = Readonly<Record<string, unknown>>;

/** The router reads what looks like a number as a number. */
export function readText(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
}

export function readDay(value: unknown): string | undefined {
  return typeof value === 'string' && isCalendarDate(value) ? value : undefined;
}

export function readId(value: unknown): string | undefined {
  return typeof value === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(value) ? value : undefined;
}

/** Days in Japan, `YYYY-MM-DD`; the period includes the last one. */
export interface Period {
  from: string;
  to: string;
}

export function readPeriod(search: Search): Partial<Period> {
  return withoutUndefined({ from: readDay(search['from']), to: readDay(search['to']) });
}

/** An undefined value would stand in the address as one; a filter that is not set is absent. */
export function withoutUndefined<Values extends object>(
  values: Values,
): { [Name in keyof Values]?: Exclude<Values[Name], undefined> } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same without what is undefined
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Values]?: Exclude<Values[Name], undefined>;
  };
}
