import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  clockOfMinutes,
  findMinutes,
  millisOfDay,
  tokyoDateOf,
  tokyoStartOf,
} from '../../../domain/calendar/civil-date.ts';
import {
  addWorkingDays,
  closesAt,
  commonHours,
  listOperatingDays,
  isOpen,
  maySend,
  findNextOpening,
  findNextSendTime,
  sendingStopsAt,
  type ApprovedWindow,
  type HoursSetting,
} from '../../../domain/calendar/operating-hours.ts';

const at = (tokyo: string) => Date.parse(`${tokyo}+09:00`);
const minutes = 60_000;

const evening: ApprovedWindow = {
  from: '2026-04-01T17:00+09:00',
  to: '2026-04-01T19:00+09:00',
  approver: 'supervisor-1',
  reason: '延長窓口',
};
const weekend: ApprovedWindow = {
  from: '2026-04-04T22:00+09:00',
  to: '2026-04-05T02:00+09:00',
  approver: 'supervisor-1',
  reason: '一括処理',
};
const extended: HoursSetting = { ...commonHours, exceptions: [evening, weekend] };
const always: HoursSetting = { ...commonHours, enforced: false };

/** Half hours since midnight as a time of day. */
function clock(from: number, to: number): fc.Arbitrary<string> {
  return fc.integer({ min: from, max: to }).map((half) => clockOfMinutes(half * 30));
}

describe('the common hours', () => {
  test.each([
    ['2026-04-01T08:59:59.999', false],
    ['2026-04-01T09:00', true],
    ['2026-04-01T16:59:59.999', true],
    ['2026-04-01T17:00', false],
    ['2026-04-04T12:00', false], // Saturday
    ['2026-05-06T12:00', false], // substitute holiday
    ['2026-12-28T12:00', true],
    ['2026-12-29T12:00', false],
    ['2027-01-04T12:00', true],
  ])('at %s: open %s', (moment, open) => {
    expect(isOpen(commonHours, at(moment))).toBe(open);
  });

  test.each([
    ['2026-04-01T03:00', '2026-04-01T09:00'],
    ['2026-04-01T09:00', '2026-04-01T09:00'],
    ['2026-04-01T16:59', '2026-04-01T16:59'],
    ['2026-04-01T17:00', '2026-04-02T09:00'],
    ['2026-04-03T17:00', '2026-04-06T09:00'], // Friday to Monday
    ['2026-05-01T18:00', '2026-05-07T09:00'], // over the longest week
    ['2026-12-28T17:00', '2027-01-04T09:00'], // over New Year
  ])('after %s they open at %s', (after, opening) => {
    expect(findNextOpening(commonHours, at(after))).toBe(at(opening));
  });

  test('sending stops the margin before the close, and goes on at the next opening', () => {
    expect(sendingStopsAt(commonHours, at('2026-04-01T09:00'))).toBe(at('2026-04-01T16:50'));
    expect(sendingStopsAt(commonHours, at('2026-04-01T16:55'))).toBe(at('2026-04-01T16:50'));
    expect(sendingStopsAt(commonHours, at('2026-04-01T17:00'))).toBeNull();
    expect(maySend(commonHours, at('2026-04-01T16:49:59.999'))).toBe(true);
    expect(maySend(commonHours, at('2026-04-01T16:50'))).toBe(false);
    expect(maySend(commonHours, at('2026-04-01T08:00'))).toBe(false);
    expect(findNextSendTime(commonHours, at('2026-04-01T16:50'))).toBe(at('2026-04-02T09:00'));
    expect(findNextSendTime(commonHours, at('2026-04-01T12:00'))).toBe(at('2026-04-01T12:00'));
  });

  test('a prefecture that closes earlier ends them; one that closes later changes nothing', () => {
    const earlier = { ...commonHours, prefecture: { closes: '16:00' } };
    expect(closesAt(earlier, at('2026-04-01T12:00'))).toBe(at('2026-04-01T16:00'));
    const later = { ...commonHours, prefecture: { closes: '20:00' } };
    expect(closesAt(later, at('2026-04-01T12:00'))).toBe(at('2026-04-01T17:00'));
    expect(closesAt({ ...commonHours, prefecture: {} }, at('2026-04-01T12:00'))).toBe(at('2026-04-01T17:00'));
  });

  test('never open within the search: no opening, instead of a wait for ever', () => {
    const overrides = Array.from({ length: 420 }, (_, index) => ({
      date: addDays('2026-04-01', index),
      kind: 'closed' as const,
      reason: '休止',
    }));
    expect(findNextOpening({ ...commonHours, overrides }, at('2026-04-01T08:00'))).toBeNull();
    expect(findNextSendTime({ ...commonHours, overrides }, at('2026-04-01T08:00'))).toBeNull();
  });
});

describe('an approved exception', () => {
  test('lengthens a day, and the two windows are one', () => {
    expect(isOpen(extended, at('2026-04-01T18:59'))).toBe(true);
    expect(closesAt(extended, at('2026-04-01T10:00'))).toBe(at('2026-04-01T19:00'));
    expect(maySend(extended, at('2026-04-01T16:55'))).toBe(true);
    expect(sendingStopsAt(extended, at('2026-04-01T10:00'))).toBe(at('2026-04-01T18:50'));
  });

  test('opens a closed day, over midnight', () => {
    expect(findNextOpening(extended, at('2026-04-03T17:00'))).toBe(at('2026-04-04T22:00'));
    expect(closesAt(extended, at('2026-04-04T23:00'))).toBe(at('2026-04-05T02:00'));
    expect(findNextOpening(extended, at('2026-04-05T02:00'))).toBe(at('2026-04-06T09:00'));
  });

  test('shorter than the margin opens, but nothing is sent in it', () => {
    const short = { ...weekend, to: '2026-04-04T22:05+09:00' };
    const setting = { ...commonHours, exceptions: [short] };
    expect(findNextOpening(setting, at('2026-04-04T12:00'))).toBe(at('2026-04-04T22:00'));
    expect(findNextSendTime(setting, at('2026-04-04T12:00'))).toBe(at('2026-04-06T09:00'));
  });
});

describe('where hours are not enforced', () => {
  test('every gate is open, and the calendar is the same', () => {
    const night = at('2026-05-03T03:00');
    expect(isOpen(always, night)).toBe(true);
    expect(maySend(always, night)).toBe(true);
    expect(findNextOpening(always, night)).toBe(night);
    expect(findNextSendTime(always, night)).toBe(night);
    expect(sendingStopsAt(always, night)).toBeNull();
    expect(addWorkingDays(always, night, 3)).toBe(night + 3 * millisOfDay);
    expect(listOperatingDays(always, '2026-05-01', '2026-05-08')).toEqual(
      listOperatingDays(commonHours, '2026-05-01', '2026-05-08'),
    );
  });
});

describe('the calendar', () => {
  test('has one line a day, with its windows and why it is closed', () => {
    expect(listOperatingDays(commonHours, '2026-05-01', '2026-05-03')).toEqual([
      { date: '2026-05-01', weekday: 'friday', windows: [{ from: '09:00', to: '17:00' }], closedBecause: null },
      {
        date: '2026-05-02',
        weekday: 'saturday',
        windows: [],
        closedBecause: { kind: 'saturday', ja: '土曜日', en: 'Saturday' },
      },
      {
        date: '2026-05-03',
        weekday: 'sunday',
        windows: [],
        closedBecause: { kind: 'holiday', ja: '憲法記念日', en: 'Constitution Memorial Day' },
      },
    ]);
  });

  test('shows exceptions with their reason, cut at midnight, also on a closed day', () => {
    const windows = listOperatingDays(extended, '2026-04-01', '2026-04-05').map((day) => day.windows);
    expect(windows).toEqual([
      [
        { from: '09:00', to: '17:00' },
        { from: '17:00', to: '19:00', exception: '延長窓口' },
      ],
      [{ from: '09:00', to: '17:00' }],
      [{ from: '09:00', to: '17:00' }],
      [{ from: '22:00', to: '24:00', exception: '一括処理' }],
      [{ from: '00:00', to: '02:00', exception: '一括処理' }],
    ]);
    expect(listOperatingDays(extended, '2026-04-04', '2026-04-04')[0]?.closedBecause?.kind).toBe('saturday');
  });

  test('shows of an exception only what it adds', () => {
    const around = { ...evening, from: '2026-04-01T08:00+09:00', to: '2026-04-01T18:00+09:00' };
    expect(
      listOperatingDays({ ...commonHours, exceptions: [around, evening] }, '2026-04-01', '2026-04-01')[0]?.windows,
    ).toEqual([
      { from: '08:00', to: '09:00', exception: '延長窓口' },
      { from: '09:00', to: '17:00' },
      { from: '17:00', to: '18:00', exception: '延長窓口' },
      { from: '18:00', to: '19:00', exception: '延長窓口' },
    ]);
  });

  test('is empty when it ends before it begins', () => {
    expect(listOperatingDays(commonHours, '2026-05-02', '2026-05-01')).toEqual([]);
  });
});

describe('three working days', () => {
  test.each([
    ['2026-04-01T10:00', '2026-04-06T17:00'], // Wednesday to Monday
    ['2026-04-03T20:00', '2026-04-08T17:00'], // Friday night to Wednesday
    ['2026-04-04T10:00', '2026-04-08T17:00'], // Saturday
    ['2026-05-01T10:00', '2026-05-11T17:00'], // over the holidays of May
    ['2026-12-28T10:00', '2027-01-06T17:00'], // over New Year
  ])('from %s end at %s', (from, end) => {
    expect(addWorkingDays(commonHours, at(from), 3)).toBe(at(end));
  });

  test('an exception on a Saturday makes no working day', () => {
    expect(addWorkingDays(extended, at('2026-04-03T10:00'), 1)).toBe(at('2026-04-06T17:00'));
  });

  test.each([0, -1, 1.5])('%s is no number of working days', (days) => {
    expect(() => addWorkingDays(commonHours, at('2026-04-01T10:00'), days)).toThrow(RangeError);
  });
});

describe('by property', () => {
  const start = at('2026-04-27T00:00'); // the fortnight of the May holidays
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  const moment = fc.integer({ min: 0, max: 14 * 24 * 60 * 60 }).map((second) => start + second * 1000);
  const exception = fc
    .record({ from: fc.integer({ min: 0, max: 14 * 48 }), length: fc.integer({ min: 1, max: 80 }) })
    .map(({ from, length }) => ({
      from: new Date(start + from * 30 * minutes).toISOString(),
      to: new Date(start + (from + length) * 30 * minutes).toISOString(),
      approver: 'supervisor-1',
      reason: '例外',
    }));
  const override = fc
    .record({ day: fc.integer({ min: 0, max: 14 }), kind: fc.constantFrom('closed' as const, 'open' as const) })
    .map(({ day, kind }) => ({ date: addDays('2026-04-27', day), kind, reason: '変更' }));
  const setting: fc.Arbitrary<HoursSetting> = fc.record({
    enforced: fc.constant(true),
    opens: clock(18, 22),
    closes: clock(26, 34),
    closingMarginMinutes: fc.constantFrom(0, 10, 60),
    prefecture: fc.oneof(
      clock(25, 36).map((closes) => ({ closes })),
      fc.constant({}),
    ),
    overrides: fc.uniqueArray(override, { selector: ({ date }) => date, maxLength: 4 }),
    exceptions: fc.array(exception, { maxLength: 3 }),
  });

  test('open is what the calendar shows', () => {
    fc.assert(
      fc.property(setting, moment, (hoursSetting, time) => {
        const date = tokyoDateOf(time);
        const minute = (time - tokyoStartOf(date)) / minutes;
        const shown = listOperatingDays(hoursSetting, date, date)[0]?.windows.some(
          ({ from, to }) => (findMinutes(from) ?? NaN) <= minute && minute < (findMinutes(to) ?? NaN),
        );
        expect(isOpen(hoursSetting, time)).toBe(shown);
      }),
      { numRuns: 400 },
    );
  });

  test('the windows of a day are in order and apart', () => {
    fc.assert(
      fc.property(setting, (hoursSetting) => {
        for (const { windows } of listOperatingDays(hoursSetting, '2026-04-27', '2026-05-10')) {
          const times = windows.flatMap(({ from, to }) => [from, to]);
          expect(times).toEqual(times.toSorted());
          for (const { from, to } of windows) expect(from < to).toBe(true);
        }
      }),
    );
  });

  test('the next opening is open, not before, and nothing is open until then', () => {
    fc.assert(
      fc.property(setting, moment, part, (hoursSetting, time, share) => {
        const opening = findNextOpening(hoursSetting, time) ?? NaN;
        expect(opening).toBeGreaterThanOrEqual(time);
        expect(isOpen(hoursSetting, opening)).toBe(true);
        const between = Math.floor(time + share * (opening - time));
        expect(between < opening && isOpen(hoursSetting, between)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  test('the hours that are open now stay open until they close', () => {
    fc.assert(
      fc.property(setting, moment, part, (hoursSetting, time, share) => {
        const close = closesAt(hoursSetting, time);
        expect(close === null).toBe(!isOpen(hoursSetting, time));
        if (close === null) return;
        expect(isOpen(hoursSetting, close - 1)).toBe(true);
        expect(isOpen(hoursSetting, close)).toBe(false);
        expect(isOpen(hoursSetting, Math.min(close - 1, Math.floor(time + share * (close - time))))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('one may send at the next send time, which is not before, and not between', () => {
    fc.assert(
      fc.property(setting, moment, part, (hoursSetting, time, share) => {
        const send = findNextSendTime(hoursSetting, time) ?? NaN;
        expect(send).toBeGreaterThanOrEqual(time);
        expect(maySend(hoursSetting, send)).toBe(true);
        const between = Math.floor(time + share * (send - time));
        expect(between < send && maySend(hoursSetting, between)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });
});
