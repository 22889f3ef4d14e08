import { isCalendarDate } from '../../domain/calendar/civil-date.ts';
import { rules } from '../../domain/values/checked.ts';
import { say, usageError, type Context } from './context.ts';

export interface Period {
  from: string;
  to: string;
}

/** Reads a period of days in Japan, which includes the last one. */
export function readPeriod(
  context: Pick<Context, 'language'>,
  given: { from?: string; to?: string },
  otherwise: Period,
): Period {
  const from = checkDay(context, '--from', given.from ?? otherwise.from);
  const to = checkDay(context, '--to', given.to ?? otherwise.to);
  if (to < from) throw usageError(context, '--to', say(context, 'hours.toBeforeFrom'));
  return { from, to };
}

export function checkDay({ language }: Pick<Context, 'language'>, option: string, day: string): string {
  if (isCalendarDate(day)) return day;
  throw usageError({ language }, option, rules.NOT_A_CALENDAR_DATE[language]);
}
