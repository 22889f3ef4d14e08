/**
 * Reads the Cabinet Office's list of holidays (`syukujitsu.csv`): Shift_JIS, a heading, then date (`2026/5/6`) and name.
 * It is uploaded by a person, never fetched: its address has changed before.
 */
import { dateFrom, isCalendarDate } from '../domain/calendar/civil-date.ts';
import { countCodePoints } from '../domain/values/name-folding.ts';
import type { RuleCode } from '../domain/values/checked.ts';
import { mostProblems, refuseFile, type FileProblem, type ReadFile } from './days.ts';

/** The list since 1955 has some 20 KB. */
export const largestHolidayFile = 256 * 1024;
const longestName = 100;

export interface ListedHoliday {
  date: string;
  name: string;
}

export function readHolidayFile(bytes: Uint8Array): ReadFile<ListedHoliday[]> {
  if (bytes.length > largestHolidayFile) return refuseFile('FILE_TOO_LARGE');
  const holidays = new Map<string, ListedHoliday>();
  const problems: FileProblem[] = [];
  for (const [index, line] of splitLines(bytes).entries()) {
    if (problems.length >= mostProblems) break;
    const text = decode(line);
    if (text === '' || (index === 0 && text !== null && !/[0-9]/u.test(text))) continue;
    const holiday = text === null ? 'NOT_SHIFT_JIS' : readLine(text);
    if (typeof holiday === 'string') problems.push({ field: `lines[${String(index + 1)}]`, rule: holiday });
    else if (holidays.has(holiday.date)) {
      problems.push({ field: `lines[${String(index + 1)}]`, rule: 'REPEATED_DATE' });
    } else holidays.set(holiday.date, holiday);
  }
  if (problems.length > 0) return { kind: 'refused', problems };
  if (holidays.size === 0) return refuseFile('EMPTY');
  return { kind: 'read', value: [...holidays.values()] };
}

/** The trail bytes of Shift_JIS are never a line end, so lines may be cut before they are decoded. */
function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end < 0 ? bytes.length : end;
    lines.push(bytes.subarray(start, stop > start && bytes[stop - 1] === 0x0d ? stop - 1 : stop));
    start = stop + 1;
  }
  return lines;
}

function decode(line: Uint8Array): string | null {
  try {
    return new TextDecoder('shift_jis', { fatal: true }).decode(line);
  } catch {
    return null;
  }
}

function readLine(text: string): ListedHoliday | RuleCode {
  const [dateText, name, ...others] = text.split(',');
  if (dateText === undefined || name === undefined || others.length > 0) return 'NOT_TWO_COLUMNS';
  const parts = /^(?<year>[0-9]{4})\/(?<month>[0-9]{1,2})\/(?<day>[0-9]{1,2})$/u.exec(dateText)?.groups;
  if (!parts) return 'NOT_A_SLASHED_DATE';
  const date = dateFrom(Number(parts['year']), Number(parts['month']), Number(parts['day']));
  if (!isCalendarDate(date)) return 'IMPOSSIBLE_DATE';
  if (name.trim() === '') return 'EMPTY';
  if (countCodePoints(name) > longestName) return 'TOO_LONG';
  return /\p{Cc}/u.test(name) ? 'CONTROL_CHARACTER' : { date, name: name.trim() };
}
