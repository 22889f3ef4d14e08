/**
 * A calendar as iCalendar (RFC 5545). Dates and times go from text to text: no Date is made, so the machine's time zone
 * changes nothing. An event has the same UID in every file.
 */
import ICAL from 'ical.js';
import type { Band, DayBands } from '../domain/calendar/bands.ts';
import { addDays } from '../domain/calendar/civil-date.ts';
import type { HourException } from '../domain/calendar/exceptions.ts';
import type { CalendarOverride } from '../domain/calendar/holidays.ts';
import type { OnlineEnd } from '../domain/calendar/parts.ts';

// The space that begins a folded line counts among its 75 octets, and the library leaves it out.
ICAL.foldLength = 74;

export interface WrittenCalendar {
  /** The organisation's code, which is part of every UID. */
  organisation: string;
  /** Shown by calendar programs. */
  name: string;
  /** When the file is made, epoch milliseconds. */
  writtenAt: number;
  overrides: readonly CalendarOverride[];
  onlineEnds: readonly OnlineEnd[];
  exceptions: readonly Pick<HourException, 'exceptionId' | 'kind' | 'from' | 'to' | 'reason'>[];
  /** The days whose bands are written as events, for people; reading ignores them. */
  bands: readonly DayBands[];
}

/** `[name, parameters, type, value]`, as jCal has it (RFC 7265). */
type Property = [name: string, parameters: Record<string, string>, type: string, value: string];

const bandNames = { online: 'オンライン運用', counter: '窓口業務受付', daily: '日次処理' } as const;

export function writeCalendarFile(calendar: WrittenCalendar): string {
  const stamp = new Date(calendar.writtenAt).toISOString().slice(0, 19);
  const event = (uid: string, kind: string, properties: Property[]): unknown => [
    'vevent',
    [
      ['uid', {}, 'text', `${uid}@${calendar.organisation}.fugo`],
      ['dtstamp', {}, 'date-time', `${stamp}Z`],
      ['x-fugo-kind', {}, 'unknown', kind],
      ...properties,
    ],
    [],
  ];
  const events = [
    ...calendar.overrides.map(({ date, kind, reason }) =>
      event(`day-${date}`, kind, [...wholeDay(date), textOf('summary', reason)]),
    ),
    ...calendar.onlineEnds.map(({ date, closes, reason }) =>
      event(`online-end-${date}`, 'online-end', [
        momentAt('dtstart', `${date}T00:00`),
        momentAt('dtend', closes === '24:00' ? `${addDays(date, 1)}T00:00` : `${date}T${closes}`),
        textOf('summary', reason),
      ]),
    ),
    ...calendar.exceptions.map(({ exceptionId, kind, from, to, reason }) =>
      event(`exception-${exceptionId}`, kind, [
        momentAt('dtstart', from.slice(0, 16)),
        momentAt('dtend', to.slice(0, 16)),
        textOf('summary', reason),
      ]),
    ),
    ...calendar.bands.flatMap((day) =>
      (['online', 'counter', 'daily'] as const).flatMap((name) =>
        bandsNamed(day, name).map((band, index) =>
          event(`${name}-${day.date}-${String(index + 1)}`, `band-${name}`, [
            momentAt('dtstart', band.from.at.slice(0, 16)),
            momentAt('dtend', band.to.at.slice(0, 16)),
            textOf('summary', bandNames[name]),
            ['transp', {}, 'text', 'TRANSPARENT'],
          ]),
        ),
      ),
    ),
  ];
  const file = [
    'vcalendar',
    [
      ['version', {}, 'text', '2.0'],
      ['prodid', {}, 'text', '-//fugo//calendar//JA'],
      ['x-wr-calname', {}, 'unknown', calendar.name.replaceAll(/[\r\n]/gu, ' ')],
      ['x-wr-timezone', {}, 'unknown', 'Asia/Tokyo'],
    ],
    [japan, ...events],
  ];
  return `${ICAL.stringify(file)}\r\n`;
}

/** Japan's clocks have had one offset since 1951. */
const japan = [
  'vtimezone',
  [['tzid', {}, 'text', 'Asia/Tokyo']],
  [
    [
      'standard',
      [
        ['dtstart', {}, 'date-time', '1951-09-09T00:00:00'],
        ['tzoffsetfrom', {}, 'utc-offset', '+09:00'],
        ['tzoffsetto', {}, 'utc-offset', '+09:00'],
        ['tzname', {}, 'text', 'JST'],
      ],
      [],
    ],
  ],
];

function bandsNamed(day: DayBands, name: keyof typeof bandNames): readonly Band[] {
  if (name !== 'daily') return day[name];
  return day.daily ? [day.daily] : [];
}

function wholeDay(date: string): Property[] {
  return [
    ['dtstart', {}, 'date', date],
    ['dtend', {}, 'date', addDays(date, 1)],
  ];
}

/** `local` is a time of Japan's clocks to the minute. */
function momentAt(name: string, local: string): Property {
  return [name, { tzid: 'Asia/Tokyo' }, 'date-time', `${local}:00`];
}

function textOf(name: string, text: string): Property {
  return [name, {}, 'text', text];
}
