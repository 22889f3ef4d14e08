import { isCalendarDate, tokyoInstantOf } from '../../domain/calendar/civil-date.ts';
import type { Target } from './plan.ts';

const form =
  /^(?<date>\d{4}-\d{2}-\d{2})[T ](?<clock>(?:[01]\d|2[0-3]):[0-5]\d)(?<seconds>:[0-5]\d(?:\.\d{1,3})?)?(?<offset>Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/u;

/**
 * Reads a moment as a person writes it: `2026-11-30 16:59`, with or without seconds and milliseconds, by Japan's clocks
 * unless it has an offset; or `latest`. Undefined when it is none of these.
 */
export function parseMoment(text: string): Target | undefined {
  if (text === 'latest') return { kind: 'latest' };
  const { date, clock, seconds = ':00', offset } = form.exec(text.trim())?.groups ?? {};
  if (date === undefined || clock === undefined || !isCalendarDate(date)) return undefined;
  const local = `${date}T${clock}${seconds}`;
  return { kind: 'moment', at: Date.parse(offset === undefined ? tokyoInstantOf(local) : `${local}${offset}`) };
}
