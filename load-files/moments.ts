/** Moments of the fixed-length layout: YYYYMMDDHHMMSSmmm in Japan, which has no summer time. */
import { millisOfMinute } from '../domain/calendar/civil-date.ts';

const tokyoOffset = 9 * 60 * millisOfMinute;

export function packMoment(atMs: number): string {
  return new Date(atMs + tokyoOffset).toISOString().replace(/[^0-9]/gu, '');
}

/** The API's form of 17 digits; any other text stays. Whether there is such a moment is for the check of the transfer to say. */
export function unpackMoment(digits: string): string {
  if (digits !== last.digits) last = { digits, text: digits.replace(seventeen, '$1-$2-$3T$4:$5:$6.$7+09:00') };
  return last.text;
}
const seventeen = /^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{3})$/u;
/** Most lines of a file say the same moment. */
let last = { digits: '', text: '' };
