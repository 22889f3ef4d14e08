/** Calendars for the tests of this folder, from a seed. */
import * as fc from '../../support/fast-check.ts';
import { addDays, clockOfMinutes } from '../../../domain/calendar/civil-date.ts';
import type { Calendar } from '../../../domain/calendar/combined.ts';
import { exceptionKinds } from '../../../domain/calendar/exception-kinds.ts';
import type { HourException } from '../../../domain/calendar/exceptions.ts';
import {
  commonNationalCalendar,
  type MunicipalCalendar,
  type NationalCalendar,
  type PrefecturalCalendar,
} from '../../../domain/calendar/parts.ts';

const clock = (from: number, to: number): fc.Arbitrary<string> =>
  fc.integer({ min: from / 10, max: to / 10 }).map((tenths) => clockOfMinutes(tenths * 10));
const day = (first: string, days: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: days - 1 }).map((offset) => addDays(first, offset));
const reason = fc.constantFrom('庁舎の停電', '機器の更新', '選挙の準備', 'a drill; "quoted", with \\ and\nlines');

/** `first` and `days` bound the dates that depart from the rules. */
export function calendars({ first, days }: { first: string; days: number }): fc.Arbitrary<Calendar> {
  const date = day(first, days);
  const overridesOf = <K extends 'closed' | 'open'>(...kinds: K[]) =>
    fc.uniqueArray(fc.record({ date, kind: fc.constantFrom(...kinds), reason }), {
      selector: (each) => each.date,
      maxLength: 12,
    });
  return fc.record({ opens: clock(480, 600), length: fc.integer({ min: 36, max: 60 }) }).chain(({ opens, length }) => {
    const from = Number(opens.slice(0, 2)) * 60 + Number(opens.slice(3));
    const to = from + length * 10;
    const national: fc.Arbitrary<NationalCalendar> = fc.record({
      enforced: fc.constant(true),
      opens: fc.constant(opens),
      closes: fc.constant(clockOfMinutes(to)),
      closingMarginMinutes: fc.constantFrom(0, 10, 30),
      startLeadMinutes: fc.constantFrom(0, 30, 60),
      dailyProcessingMinutes: fc.constantFrom(0, 60, 180, 420),
      overrides: overridesOf('closed', 'open'),
      requestBand: fc.constantFrom('counter', 'online'),
      requestsMayUseExceptions: fc.boolean(),
    });
    const prefectural: fc.Arbitrary<PrefecturalCalendar> = fc.record({
      onlineCloses: clock(to, 1440),
      onlineEnds: fc.uniqueArray(fc.record({ date, closes: clock(from + 10, 1440), reason }), {
        selector: (each) => each.date,
        maxLength: 12,
      }),
    });
    const municipal: fc.Arbitrary<MunicipalCalendar> = fc.record(
      {
        opens: clock(from, from + 120),
        closes: clock(from + 180, to),
        closingMarginMinutes: fc.constantFrom(30, 45),
        overrides: overridesOf('closed'),
      },
      { requiredKeys: ['overrides'] },
    );
    return fc.record({
      national,
      prefectural: fc.option(prefectural),
      municipal: fc.option(municipal),
      exceptions: fc.array(exceptions({ first, days }), { maxLength: 6 }),
    });
  });
}

export function exceptions({ first, days }: { first: string; days: number }): fc.Arbitrary<HourException> {
  return fc
    .record({
      exceptionId: fc.uuid(),
      kind: fc.constantFrom(...exceptionKinds),
      date: day(first, days),
      from: fc.integer({ min: 0, max: 143 }),
      length: fc.integer({ min: 1, max: 300 }),
      reason,
      decisions: fc.array(fc.constantFrom('agreed' as const, 'agreed' as const, 'refused' as const, null), {
        minLength: 1,
        maxLength: 2,
      }),
      withdrawnAt: fc.option(fc.constant(1_790_000_000_000), { freq: 8 }),
    })
    .map(({ date, from, length, decisions, kind, ...rest }) => {
      const named = kind === 'own-work' ? [] : decisions;
      const moment = (tenths: number): string =>
        `${addDays(date, Math.floor(tenths / 144))}T${clockOfMinutes((tenths % 144) * 10)}+09:00`;
      return {
        ...rest,
        kind,
        organisation: '131016',
        from: moment(from),
        to: moment(from + length),
        agreements: named.map((decision, index) => ({ organisation: ['131024', '131032'][index] ?? '', decision })),
      };
    });
}

/** The common calendar with what a test names. */
export function calendarWith(parts: {
  national?: Partial<NationalCalendar>;
  prefectural?: PrefecturalCalendar;
  municipal?: MunicipalCalendar;
  exceptions?: readonly HourException[];
}): Calendar {
  return {
    national: { ...commonNationalCalendar, ...parts.national },
    prefectural: parts.prefectural ?? null,
    municipal: parts.municipal ?? null,
    exceptions: parts.exceptions ?? [],
  };
}
