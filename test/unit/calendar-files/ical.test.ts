import ICAL from 'ical.js';
import * as fc from '../../support/fast-check.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { largestCalendarFile, type FiledDays, type ReadFile } from '../../../calendar-files/days.ts';
import { proposeDays } from '../../../calendar-files/propose.ts';
import { readCalendarFile, type Period } from '../../../calendar-files/read-ical.ts';
import { writeCalendarFile } from '../../../calendar-files/write-ical.ts';
import { listBands } from '../../../domain/calendar/bands.ts';
import { calendars, calendarWith } from '../calendar/calendars.ts';

const all: Period = { from: '2020-01-01', to: '2050-12-31' };
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const file = (...lines: string[]): Uint8Array =>
  bytesOf(['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n'));
const event = (...lines: string[]): string[] => ['BEGIN:VEVENT', ...lines, 'SUMMARY:休庁', 'END:VEVENT'];
const read = (bytes: Uint8Array, period: Period = all): FiledDays => valueOf(readCalendarFile(bytes, period));
const dates = (bytes: Uint8Array, period?: Period): string[] => read(bytes, period).overrides.map(({ date }) => date);
const problems = (bytes: Uint8Array, period: Period = all) => {
  const answer = readCalendarFile(bytes, period);
  return answer.kind === 'refused' ? answer.problems.map(({ field, rule }) => `${field} ${rule}`) : [];
};
function valueOf<T>(answer: ReadFile<T>): T {
  if (answer.kind === 'refused') throw new Error(JSON.stringify(answer.problems));
  return answer.value;
}

describe('a calendar that is written and read again', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    process.env['TZ'] = zone;
  });
  const sorted = <T extends { date: string }>(days: readonly T[]) =>
    days.toSorted((a, b) => (a.date < b.date ? -1 : 1));

  // Kiritimati is 14 hours before UTC and Niue 11 behind: with a Date between, a day would move.
  test.each(['Asia/Tokyo', 'Pacific/Kiritimati', 'Pacific/Niue'] as const)(
    'is the same, where clocks are those of %s',
    (tz) => {
      process.env['TZ'] = tz;
      const hours = { 'Asia/Tokyo': 9, 'Pacific/Kiritimati': 14, 'Pacific/Niue': 13 };
      expect(new Date(Date.UTC(2026, 3, 1)).getHours()).toBe(hours[tz]);
      const settings = calendars({ first: all.from, days: 31 * 365 + 8 });
      fc.assert(
        fc.property(settings, (calendar) => {
          const { overrides } = calendar.national;
          const onlineEnds = calendar.prefectural?.onlineEnds ?? [];
          const written = writeCalendarFile({
            organisation: '130001',
            name: '暦',
            writtenAt: 0,
            overrides,
            onlineEnds,
            exceptions: calendar.exceptions,
            bands: listBands(calendar, '2026-04-01', '2026-04-03'),
          });
          const back = read(bytesOf(written));
          expect(back.overrides).toEqual(sorted(overrides));
          expect(back.onlineEnds).toEqual(sorted(onlineEnds));
          expect(back.exceptions).toEqual(
            calendar.exceptions.map(({ exceptionId, kind, from, to, reason }) => ({
              exceptionId,
              kind,
              from,
              to,
              reason,
            })),
          );
          const proposal = proposeDays(overrides, back.overrides, { period: all, replace: true });
          expect(proposal).toEqual({ days: sorted(overrides), added: [], changed: [], removed: [] });
        }),
        { numRuns: 1_000 },
      );
    },
  );

  test('has the same UIDs in every file, no line above 75 octets, and dates as texts', () => {
    const write = (writtenAt: number) =>
      writeCalendarFile({
        organisation: 'nation',
        name: '全国の暦',
        writtenAt,
        overrides: [{ date: '2026-04-01', kind: 'closed', reason: '全国の機器の更新'.repeat(20) }],
        onlineEnds: [{ date: '2026-04-02', closes: '24:00', reason: '更新' }],
        exceptions: [],
        bands: listBands(calendarWith({}), '2026-04-02', '2026-04-04'),
      });
    const [first, later] = [write(0), write(86_400_000)];
    const uids = (text: string) => text.match(/^UID:.*$/gmu);
    expect(uids(first)).toEqual(uids(later));
    expect(uids(first)?.map((line) => line.trim())).toEqual([
      'UID:day-2026-04-01@nation.fugo',
      'UID:online-end-2026-04-02@nation.fugo',
      ...['02', '03'].flatMap((day) =>
        ['online', 'counter', 'daily'].map((band) => `UID:${band}-2026-04-${day}-1@nation.fugo`),
      ),
    ]);
    expect(first).toContain('DTSTART;VALUE=DATE:20260401\r\nDTEND;VALUE=DATE:20260402\r\n');
    expect(first).toContain('DTSTART;TZID=Asia/Tokyo:20260402T000000\r\nDTEND;TZID=Asia/Tokyo:20260403T000000\r\n');
    for (const line of first.split('\r\n')) expect(bytesOf(line).length).toBeLessThanOrEqual(75);
  });
});

/** The empty text at the end of a rule, which the library's types do not know. */
function nextOf(iterator: { next: () => unknown }): string {
  const day = iterator.next();
  return day instanceof ICAL.Time ? day.toString() : '';
}

describe('a file of another program', () => {
  test('closes the days of its whole-day events, and no more', () => {
    const bytes = file(
      ...event('UID:a', 'DTSTART;VALUE=DATE:20260504', 'DTEND;VALUE=DATE:20260507'),
      ...event('UID:b', 'DTSTART;VALUE=DATE:20260601'),
      ...event('UID:c', 'DTSTART;VALUE=DATE:20260608', 'DURATION:P2D'),
      ...event('UID:d', 'DTSTART;TZID=Asia/Tokyo:20260609T100000', 'DTEND;TZID=Tokyo Standard Time:20260609T110000'),
      ...event('UID:e', 'DTSTART;VALUE=DATE:20260610', 'STATUS:CANCELLED'),
      'BEGIN:VTODO',
      'UID:f',
      'END:VTODO',
    );
    expect(dates(bytes)).toEqual(['2026-05-04', '2026-05-05', '2026-05-06', '2026-06-01', '2026-06-08', '2026-06-09']);
    expect(read(bytes).ignored).toBe(1);
    expect(dates(bytes, { from: '2026-05-06', to: '2026-06-01' })).toEqual(['2026-05-06', '2026-06-01']);
  });

  test('repeats within the period, without the days it leaves out or moves', () => {
    const bytes = file(
      ...event('UID:a', 'DTSTART;VALUE=DATE:20200106', 'RRULE:FREQ=WEEKLY', 'EXDATE;VALUE=DATE:20260413,20260420'),
      ...event('UID:a', 'RECURRENCE-ID;VALUE=DATE:20260406', 'DTSTART;VALUE=DATE:20260407'),
    );
    expect(dates(bytes, { from: '2026-04-01', to: '2026-04-30' })).toEqual(['2026-04-07', '2026-04-27']);
  });

  test('that contradicts itself about a day is refused', () => {
    const day = 'DTSTART;VALUE=DATE:20260601';
    expect(problems(file(...event(day), ...event(day, 'X-FUGO-KIND:open')))).toEqual([
      'events[2].dtstart REPEATED_DATE',
    ]);
  });

  test.each<[string, string[], string]>([
    ['a zone that is not known', ['DTSTART;TZID=Europe/Berlin:20260601T100000'], 'dtstart UNKNOWN_TIME_ZONE'],
    [
      'a zone it makes up',
      ['DTSTART;VALUE=DATE:20260601', 'EXDATE;TZID=X:20260601T100000'],
      'exdate UNKNOWN_TIME_ZONE',
    ],
    ['no real date', ['DTSTART;VALUE=DATE:20260230'], 'dtstart NOT_A_CALENDAR_DATE'],
    [
      'an end before its start',
      ['DTSTART;VALUE=DATE:20260601', 'DTEND;VALUE=DATE:20260601'],
      'dtend CLOSES_BEFORE_OPENING',
    ],
    ['a rule of seconds', ['DTSTART;VALUE=DATE:20260601', 'RRULE:FREQ=SECONDLY'], 'rrule RECURRENCE_NOT_READ'],
    [
      'positions of a set',
      ['DTSTART;VALUE=DATE:20260601', 'RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2'],
      'rrule RECURRENCE_NOT_READ',
    ],
    ['a rule from the year 1', ['DTSTART;VALUE=DATE:10010601', 'RRULE:FREQ=DAILY'], 'dtstart TOO_MANY_DAYS'],
    ['too many days', ['DTSTART;VALUE=DATE:20200101', 'RRULE:FREQ=DAILY'], 'dtstart TOO_MANY_DAYS'],
    [
      'a floating end of operation',
      ['X-FUGO-KIND:online-end', 'DTSTART:20260601T000000', 'DTEND:20260601T150000'],
      'dtstart NOT_AN_INSTANT',
    ],
    [
      'an end on another day',
      ['X-FUGO-KIND:online-end', 'DTSTART:20260601T000000Z', 'DTEND:20260603T060000Z'],
      'dtend NOT_A_CLOCK_TIME',
    ],
  ])('with %s is refused, and the event and rule are named', (_, lines, problem) => {
    expect(problems(file(...event(...lines)))).toEqual([`events[1].${problem}`]);
  });

  test.each([
    ['', 'EMPTY'],
    [`SUMMARY:${'長'.repeat(201)}`, 'TOO_LONG'],
    ['SUMMARY:123456789018', 'PERSONAL_NUMBER_INSIDE'],
    ['SUMMARY:a\u0007b', 'CONTROL_CHARACTER'],
  ])('whose reason is wrong is refused: %s', (summary, rule) => {
    const lines = ['BEGIN:VEVENT', 'DTSTART;VALUE=DATE:20260601', ...(summary ? [summary] : []), 'END:VEVENT'];
    expect(problems(file(...lines))).toEqual([`events[1].summary ${rule}`]);
  });

  test('repeats as ical.js says, for every rule that is read', () => {
    const weekday = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
    const nth = fc.constantFrom('', '1', '2', '4', '-1');
    const rule = fc.oneof(
      fc.tuple(fc.constant('DAILY'), fc.constant('')),
      fc.tuple(
        fc.constant('WEEKLY'),
        fc.uniqueArray(weekday, { maxLength: 3 }).map((days) => (days.length ? `;BYDAY=${days.join(',')}` : '')),
      ),
      fc.tuple(
        fc.constant('MONTHLY'),
        fc.oneof(
          fc.constant(''),
          fc.tuple(nth, weekday).map(([n, day]) => `;BYDAY=${n}${day}`),
          fc.constantFrom('1', '15', '31', '-1').map((day) => `;BYMONTHDAY=${day}`),
        ),
      ),
      fc.tuple(
        fc.constant('YEARLY'),
        fc.oneof(
          fc.constant(''),
          fc
            .tuple(fc.integer({ min: 1, max: 12 }), nth, weekday)
            .map(([month, n, day]) => `;BYMONTH=${String(month)};BYDAY=${n}${day}`),
          fc
            .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
            .map(([month, day]) => `;BYMONTH=${String(month)};BYMONTHDAY=${String(day)}`),
        ),
      ),
    );
    const period = { from: '2026-03-01', to: '2028-02-29' };
    const starts = fc.integer({ min: 0, max: 27 }).map((day) => `202601${String(day + 1).padStart(2, '0')}`);
    fc.assert(
      fc.property(
        rule,
        fc.integer({ min: 1, max: 3 }),
        starts,
        fc.option(fc.integer({ min: 1, max: 40 })),
        ([freq, by], interval, start, count) => {
          const text = `FREQ=${freq};INTERVAL=${String(interval)}${by}${count === null ? '' : `;COUNT=${String(count)}`}`;
          const iterator = ICAL.Recur.fromString(text).iterator(
            ICAL.Time.fromDateString(`${start.slice(0, 4)}-${start.slice(4, 6)}-${start.slice(6)}`),
          );
          const first = nextOf(iterator);
          // A start that its rule does not have is read differently by every program; here it must be one of the rule's.
          fc.pre(first === '' || first.replaceAll('-', '') === start);
          const expected: string[] = [];
          for (let day = first; day !== '' && day <= period.to; day = nextOf(iterator)) {
            if (day >= period.from) expected.push(day);
          }
          const bytes = file(...event(`DTSTART;VALUE=DATE:${start}`, `RRULE:${text}`));
          expect(dates(bytes, period)).toEqual(expected);
        },
      ),
      { numRuns: 600 },
    );
  });
});

describe('a hostile file', () => {
  test('of ten megabytes is refused before it is parsed', () => {
    const bytes = new Uint8Array(10 * 1024 * 1024).fill(0x41);
    expect(problems(bytes)).toEqual(['file FILE_TOO_LARGE']);
  });

  test.each<[string, () => Uint8Array, string]>([
    ['no calendar', () => bytesOf('hello'), 'file NOT_A_CALENDAR_FILE'],
    ['empty', () => new Uint8Array(), 'file NOT_A_CALENDAR_FILE'],
    ['cut off', () => bytesOf('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n'), 'file NOT_A_CALENDAR_FILE'],
    ['no UTF-8', () => new Uint8Array([0x83, 0x5c]), 'file NOT_UTF_8'],
    ['one line with a million parameters', () => file(`DTSTART${';A=B'.repeat(500_000)}:1`), 'lines[3] TOO_LONG'],
    ['one line folded for ever', () => file(`SUMMARY:${'\r\n a'.repeat(400_000)}`), 'TOO_LONG'],
    ['components in components', () => file(...Array.from({ length: 100_000 }, () => 'BEGIN:A')), 'file TOO_MANY_DAYS'],
    [
      'many rules for ever',
      () =>
        file(
          ...Array.from({ length: 15_000 }).flatMap(() =>
            event('DTSTART;VALUE=DATE:19000101', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=9'),
          ),
        ),
      'rrule TOO_MANY_DAYS',
    ],
    [
      'many days',
      () =>
        file(
          ...Array.from({ length: 15_000 }, (_, index) =>
            event(`DTSTART;VALUE=DATE:${String(20_000_101 + (index % 28))}`, 'DTEND;VALUE=DATE:90991231'),
          ).flat(),
        ),
      'TOO_MANY_DAYS',
    ],
  ])('is refused: %s', (_, make, problem) => {
    const bytes = make();
    expect(bytes.length).toBeLessThan(largestCalendarFile + 1_000_000);
    expect(problems(bytes)[0]).toContain(problem);
  });
});
