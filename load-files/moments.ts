/** Moments of the fixed-length layout: YYYYMMDDHHMMSSmmm in Japan, which has no summer time. */
import { millisOfMinute } from '../domain/calendar/civil-date.ts';

const tokyoOffset = 9 * 60 * millisOfMinute;

export function packMoment(atMs: number): string {
  return new Date(atMs + tokyoOffset).toISOString().replace(/[^0-9]/gu, '');
}

/** The API's form of 17 digits. Whether there is such a moment is for the check of the transfer to say. */
export function unpackMoment(digits: string): string {
  const part = (from: number, to: number): string => digits.slice(from, to);
  return `${part(0, 4)}-${part(4, 6)}-${part(6, 8)}T${part(8, 10)}:${part(10, 12)}:${part(12, 14)}.${part(14, 17)}+09:00`;
}
