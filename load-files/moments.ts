/** Moments of the fixed-length layout: YYYYMMDDHHMMSSmmm in Japan's time, which has no summer time. */
import { tokyoInstantOf, tokyoIsoOf } from '../domain/calendar/civil-date.ts';

export function packMoment(atMs: number): string {
  return tokyoIsoOf(atMs)
    .slice(0, 23)
    .replace(/[^0-9]/gu, '');
}

/** Turns 17 digits into the API's form; leaves other text as it is. Whether the moment exists, checkTransfer judges. */
export function unpackMoment(digits: string): string {
  if (digits !== latest.digits) latest = { digits, text: digits.replace(seventeen, apiForm) };
  return latest.text;
}
const seventeen = /^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{3})$/u;
const apiForm = tokyoInstantOf('$1-$2-$3T$4:$5:$6.$7');
/** The last result, because most lines of a file have the same moment. */
let latest = { digits: '', text: '' };
