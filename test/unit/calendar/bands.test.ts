import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { bandsOf, clockOn, listBands, type Band, type DayBands } from '../../../domain/calendar/bands.ts';
import { tokyoStartOf } from '../../../domain/calendar/civil-date.ts';
import { combineCalendar, type Calendar } from '../../../domain/calendar/combined.ts';
import type { HourException } from '../../../domain/calendar/exceptions.ts';
import { findClosure } from '../../../domain/calendar/holidays.ts';
import { commonHours, isOpen } from '../../../domain/calendar/operating-hours.ts';
import { calendars, calendarWith } from './calendars.ts';
import { isClosedByRule, minuteOf, oracleDays, paint, regularOf, type OracleSpan } from './oracle.ts';

const agreed: HourException = {
  exceptionId: '0190a000-0000-7000-8000-000000000001',
  organisation: '131016',
  kind: 'wide-area-copy',
  from: '2026-04-01T17:00+09:00',
  to: '2026-04-01T19:00+09:00',
  reason: '転入の集中',
  agreements: [{ organisation: '131024', decision: 'agreed' }],
  withdrawnAt: null,
};
const prefectural = { onlineCloses: '20:00', onlineEnds: [] };
/** `09:00–17:00 nation/nation` of each band of a day. */
function shown({ date, online, counter, daily }: DayBands): Record<string, string[]> {
  const line = ({ from, to }: Band): string =>
    `${clockOn(date, from.at)}–${clockOn(date, to.at)} ${from.owner}/${to.owner}`;
  return { online: online.map(line), counter: counter.map(line), daily: daily ? [line(daily)] : [] };
}

describe('the three bands of a day', () => {
  test('without a lower word are the nation’s', () => {
    expect(shown(bandsOf(calendarWith({}), '2026-04-01'))).toEqual({
      online: ['09:00–17:00 nation/nation'],
      counter: ['09:00–17:00 nation/nation'],
      daily: ['17:00–20:00 nation/nation'],
    });
  });

  test('say where each end comes from', () => {
    const municipal = { opens: '09:30', closes: '16:00', overrides: [] };
    expect(shown(bandsOf(calendarWith({ prefectural, municipal }), '2026-04-01'))).toEqual({
      online: ['09:00–20:00 nation/prefecture'],
      counter: ['09:30–16:00 municipality/municipality'],
      daily: ['20:00–23:00 prefecture/nation'],
    });
  });

  test('a prefecture that ends one day early shortens online operation and the counter of that day only', () => {
    const onlineEnds = [{ date: '2026-04-01', closes: '15:00', reason: '機器の更新' }];
    const calendar = calendarWith({ prefectural: { ...prefectural, onlineEnds } });
    expect(shown(bandsOf(calendar, '2026-04-01'))).toEqual({
      online: ['09:00–15:00 nation/prefecture'],
      counter: ['09:00–15:00 nation/prefecture'],
      daily: ['15:00–18:00 prefecture/nation'],
    });
    expect(bandsOf(calendar, '2026-04-01').counter[0]?.to.reason).toBe('機器の更新');
    expect(shown(bandsOf(calendar, '2026-04-02')).counter).toEqual(['09:00–17:00 nation/nation']);
  });

  test('a closed day has none, and says who closed it', () => {
    const calendar = calendarWith({
      national: { overrides: [{ date: '2026-04-02', kind: 'closed', reason: '全国の試験' }] },
      municipal: { overrides: [{ date: '2026-04-01', kind: 'closed', reason: '庁舎の停電' }] },
    });
    const closed = (['2026-04-01', '2026-04-02', '2026-04-04'] as const).map((date) => bandsOf(calendar, date));
    for (const { online, counter, daily } of closed) expect([online, counter, daily]).toEqual([[], [], null]);
    expect(closed.map(({ closedBecause }) => `${closedBecause?.owner ?? ''} ${closedBecause?.ja ?? ''}`)).toEqual([
      'municipality 庁舎の停電',
      'nation 全国の試験',
      'nation 土曜日',
    ]);
  });

  test('an agreed exception for copies opens both, one for identity confirmation online operation, own work none', () => {
    const bands = (change: Partial<HourException>) =>
      shown(bandsOf(calendarWith({ exceptions: [{ ...agreed, ...change }] }), '2026-04-01'));
    expect(bands({})).toEqual({
      online: ['09:00–17:00 nation/nation', '17:00–19:00 exception/exception'],
      counter: ['09:00–17:00 nation/nation', '17:00–19:00 exception/exception'],
      daily: ['19:00–22:00 exception/nation'],
    });
    const identity = bands({ kind: 'identity-confirmation' });
    expect([identity.online?.length, identity.counter?.length]).toEqual([2, 1]);
    const none = shown(bandsOf(calendarWith({}), '2026-04-01'));
    expect(bands({ kind: 'own-work', agreements: [] })).toEqual(none);
    expect(bands({ withdrawnAt: 1 })).toEqual(none);
    expect(bands({ agreements: [{ organisation: '131024', decision: null }] })).toEqual(none);
    expect(bands({ agreements: [...agreed.agreements, { organisation: '131032', decision: 'refused' }] })).toEqual(
      none,
    );
  });

  test('what goes on past midnight belongs to the day on which it began, and its daily processing too', () => {
    const night = { ...agreed, from: '2026-04-01T22:00+09:00', to: '2026-04-02T02:00+09:00' };
    const calendar = calendarWith({ prefectural, exceptions: [night] });
    expect(shown(bandsOf(calendar, '2026-04-01'))).toMatchObject({
      online: ['09:00–20:00 nation/prefecture', '22:00–26:00 exception/exception'],
      daily: ['26:00–29:00 exception/nation'],
    });
    expect(shown(bandsOf(calendar, '2026-04-02')).online).toEqual(['09:00–20:00 nation/prefecture']);
  });

  test('daily processing makes way for the next start, and a day without room has none', () => {
    const until = (to: string) => shown(bandsOf(calendarWith({ exceptions: [{ ...agreed, to }] }), '2026-04-01')).daily;
    expect(until('2026-04-02T07:00+09:00')).toEqual(['31:00–32:30 exception/nation']);
    expect(until('2026-04-02T09:00+09:00')).toEqual([]);
  });
});

describe('every day of 2020 to 2050', () => {
  test('is closed by the rules exactly when the second source and the six points say so', () => {
    const wrong = oracleDays.filter(({ date }, index) => (findClosure(date) !== null) !== isClosedByRule(index));
    expect(oracleDays.length).toBe(11_323);
    expect(wrong).toEqual([]);
  });

  test('has the bands and owners of the oracle, whatever the owners set', () => {
    const period = calendars({ first: '2020-01-01', days: oracleDays.length });
    const line = (span: OracleSpan | null): string =>
      span ? `${String(span.from)}-${String(span.to)} ${span.fromOwner} ${span.toOwner}` : '';
    const lineOf = ([band]: Band[]): string =>
      band
        ? `${String(minuteOf(band.from.at))}-${String(minuteOf(band.to.at))} ${band.from.owner} ${band.to.owner}`
        : '';
    fc.assert(
      fc.property(period, (random) => {
        const calendar = { ...random, exceptions: [] };
        const { dailyProcessingMinutes } = calendar.national;
        const wrong = oracleDays.slice(0, -1).filter(({ date }, index) => {
          const { online, counter, daily } = bandsOf(calendar, date);
          const expected = regularOf(calendar, 'online', index);
          const dailyOk =
            expected && dailyProcessingMinutes > 0
              ? daily !== null &&
                minuteOf(daily.from.at) === expected.to &&
                minuteOf(daily.to.at) === expected.to + dailyProcessingMinutes &&
                daily.from.owner === expected.toOwner
              : daily === null;
          return (
            lineOf(online) !== line(expected) ||
            lineOf(counter) !== line(regularOf(calendar, 'counter', index)) ||
            !dailyOk
          );
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  test('with exceptions: the bands cover exactly the minutes that the oracle paints, none twice', () => {
    const first = 2_300; // in April 2026
    const days = 28;
    const [from, to] = [oracleDays[first]?.date ?? '', oracleDays[first + days + 4]?.date ?? ''];
    fc.assert(
      fc.property(
        calendars({ first: from, days }),
        fc.constantFrom('online' as const, 'counter' as const),
        (calendar, band) => {
          const minutes = new Uint8Array((days + 5) * 1440);
          for (const day of listBands(calendar, from, to)) {
            for (const piece of day[band]) {
              expect(piece.from.at.slice(0, 10)).toBe(day.date);
              for (let minute = minuteOf(piece.from.at); minute < minuteOf(piece.to.at); minute += 1) {
                const slot = minute - first * 1440;
                if (slot < minutes.length) minutes[slot] = (minutes[slot] ?? 0) + 1;
              }
            }
          }
          expect(minutes.join('') === paint(calendar, band, first, first + days + 4)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('requests may be sent exactly in the band that the nation names, and in agreed exceptions if it says so', () => {
    const first = 2_300;
    const days = 14;
    const from = oracleDays[first]?.date ?? '';
    fc.assert(
      fc.property(calendars({ first: from, days }), fc.integer({ min: 0, max: days * 144 - 1 }), (calendar, tenths) => {
        const setting = combineCalendar(
          calendar.national,
          calendar.prefectural,
          calendar.municipal,
          calendar.exceptions,
        );
        const at = tokyoStartOf(from) + tenths * 600_000;
        const regular = paint({ ...calendar, exceptions: [] }, calendar.national.requestBand, first, first + days - 1);
        const extended = paint(calendar, 'online', first, first + days - 1);
        const inExceptions = paint(onlyExceptions(calendar), 'online', first, first + days - 1);
        expect(extended.length).toBe(regular.length);
        const expected =
          regular[tenths * 10] === '1' ||
          (calendar.national.requestsMayUseExceptions && inExceptions[tenths * 10] === '1');
        expect(isOpen(setting, at)).toBe(expected);
      }),
      { numRuns: 400 },
    );
  });

  test('the common calendar combines to the hours that stood before', () => {
    expect(combineCalendar(calendarWith({}).national, null, null, [])).toEqual(commonHours);
  });
});

/** The same exceptions on a calendar that is closed every day of the time looked at. */
function onlyExceptions(calendar: Calendar): Calendar {
  const overrides = oracleDays.slice(2_290, 2_340).map(({ date }) => ({ date, kind: 'closed' as const, reason: 'x' }));
  return { ...calendar, national: { ...calendar.national, overrides } };
}
