import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { findMinutes } from '../../../domain/calendar/civil-date.ts';
import { combineCalendar } from '../../../domain/calendar/combined.ts';
import {
  checkAskedException,
  exceptionStateOf,
  type AskedException,
  type HourException,
} from '../../../domain/calendar/exceptions.ts';
import { findNextSendTime } from '../../../domain/calendar/operating-hours.ts';
import {
  checkMunicipalCalendar,
  checkNationalCalendar,
  checkPrefecturalCalendar,
  commonNationalCalendar,
  type MunicipalCalendar,
  type NationalCalendar,
  type PrefecturalCalendar,
} from '../../../domain/calendar/parts.ts';
import { calendars } from './calendars.ts';

const at = (tokyo: string) => Date.parse(`${tokyo}+09:00`);
const day = { date: '2026-04-01', reason: '機器の更新' };

describe('the nation’s part', () => {
  test('may be other hours than the ministry’s, up to a start at midnight', () => {
    expect(checkNationalCalendar(commonNationalCalendar)).toEqual([]);
    expect(checkNationalCalendar({ ...commonNationalCalendar, opens: '08:00', closes: '20:00' })).toEqual([]);
    expect(
      checkNationalCalendar({ ...commonNationalCalendar, startLeadMinutes: 60, dailyProcessingMinutes: 480 }),
    ).toEqual([]);
  });

  test.each<[Partial<NationalCalendar>, string, string]>([
    [{ opens: '9:00' }, 'opens', 'NOT_A_CLOCK_TIME'],
    [{ closes: '17.00' }, 'closes', 'NOT_A_CLOCK_TIME'],
    [{ closes: '09:00' }, 'closes', 'CLOSES_BEFORE_OPENING'],
    [{ closingMarginMinutes: 480 }, 'closingMarginMinutes', 'MARGIN_OUT_OF_RANGE'],
    [{ closingMarginMinutes: -1 }, 'closingMarginMinutes', 'MARGIN_OUT_OF_RANGE'],
    [{ startLeadMinutes: 541 }, 'startLeadMinutes', 'NO_ROOM_BEFORE_START'],
    [{ startLeadMinutes: 0.5 }, 'startLeadMinutes', 'NO_ROOM_BEFORE_START'],
    [{ dailyProcessingMinutes: 511 }, 'dailyProcessingMinutes', 'NO_ROOM_BEFORE_START'],
    [{ overrides: [{ ...day, kind: 'open', date: '2026-02-30' }] }, 'overrides[0].date', 'NOT_A_CALENDAR_DATE'],
    [{ overrides: [{ ...day, kind: 'open', date: '2100-01-01' }] }, 'overrides[0].date', 'YEAR_WITHOUT_HOLIDAYS'],
    [{ overrides: [{ ...day, kind: 'open', reason: ' ' }] }, 'overrides[0].reason', 'EMPTY'],
    [
      {
        overrides: [
          { ...day, kind: 'open' },
          { ...day, kind: 'closed' },
        ],
      },
      'overrides[1].date',
      'REPEATED_DATE',
    ],
  ])('%j: field and rule', (change, field, rule) => {
    expect(checkNationalCalendar({ ...commonNationalCalendar, ...change })).toEqual([{ field, rule }]);
  });
});

describe('a prefecture’s part', () => {
  const right: PrefecturalCalendar = { onlineCloses: '20:00', onlineEnds: [{ ...day, closes: '15:00' }] };

  test('ends as late as midnight, on single days also early', () => {
    expect(checkPrefecturalCalendar(right, commonNationalCalendar)).toEqual([]);
    expect(checkPrefecturalCalendar({ ...right, onlineCloses: '24:00' }, commonNationalCalendar)).toEqual([]);
  });

  test.each<[Partial<PrefecturalCalendar>, string, string]>([
    [{ onlineCloses: 'late' }, 'onlineCloses', 'NOT_A_CLOCK_TIME'],
    [{ onlineCloses: '16:59' }, 'onlineCloses', 'BEFORE_COMMON_CLOSE'],
    [{ onlineEnds: [{ ...day, closes: '09:00' }] }, 'onlineEnds[0].closes', 'CLOSES_BEFORE_OPENING'],
    [{ onlineEnds: [{ ...day, closes: '25:00' }] }, 'onlineEnds[0].closes', 'NOT_A_CLOCK_TIME'],
    [{ onlineEnds: [{ ...day, closes: '15:00', date: 'x' }] }, 'onlineEnds[0].date', 'NOT_A_CALENDAR_DATE'],
    [{ onlineEnds: [{ ...day, closes: '15:00', reason: '' }] }, 'onlineEnds[0].reason', 'EMPTY'],
  ])('%j: field and rule', (change, field, rule) => {
    expect(checkPrefecturalCalendar({ ...right, ...change }, commonNationalCalendar)).toEqual([{ field, rule }]);
  });
});

describe('a municipality’s part', () => {
  test('shortens, or says nothing', () => {
    expect(checkMunicipalCalendar({ overrides: [] }, commonNationalCalendar)).toEqual([]);
    const shorter = { opens: '10:00', closes: '16:00', closingMarginMinutes: 20, overrides: [] };
    expect(checkMunicipalCalendar(shorter, commonNationalCalendar)).toEqual([]);
  });

  test.each<[Partial<Omit<MunicipalCalendar, 'overrides'>> & { overrides?: unknown }, string, string]>([
    [{ opens: '08:59' }, 'opens', 'OUTSIDE_COMMON_HOURS'],
    [{ closes: '17:01' }, 'closes', 'OUTSIDE_COMMON_HOURS'],
    [{ opens: '12' }, 'opens', 'NOT_A_CLOCK_TIME'],
    [{ opens: '12:00', closes: '12:00' }, 'closes', 'CLOSES_BEFORE_OPENING'],
    [{ opens: '16:50' }, 'closingMarginMinutes', 'MARGIN_OUT_OF_RANGE'],
    [{ closingMarginMinutes: 9 }, 'closingMarginMinutes', 'MARGIN_BELOW_COMMON'],
    [{ overrides: [{ ...day, kind: 'open' }] }, 'overrides[0].kind', 'NATION_ONLY'],
  ])('%j: field and rule', (change, field, rule) => {
    const municipal = { overrides: [], ...change } as MunicipalCalendar;
    expect(checkMunicipalCalendar(municipal, commonNationalCalendar)).toEqual([{ field, rule }]);
  });
});

describe('the combined setting', () => {
  test('of parts that are right has hours that are not empty, with room for its margin, and each day once', () => {
    fc.assert(
      fc.property(calendars({ first: '2026-04-01', days: 60 }), ({ national, prefectural, municipal, exceptions }) => {
        const {
          opens,
          closes,
          closingMarginMinutes,
          overrides,
          ends = [],
        } = combineCalendar(national, prefectural, municipal, exceptions);
        const length = (findMinutes(closes) ?? 0) - (findMinutes(opens) ?? 0);
        expect(length).toBeGreaterThan(closingMarginMinutes);
        expect(closingMarginMinutes).toBeGreaterThanOrEqual(0);
        for (const days of [overrides, ends]) expect(new Set(days.map(({ date }) => date)).size).toBe(days.length);
      }),
    );
  });

  test('is the nation’s where a municipality’s hours no longer fit into them', () => {
    const national = { ...commonNationalCalendar, opens: '12:00' };
    const hours = combineCalendar(national, null, { closes: '11:00', overrides: [] }, []);
    expect(hours).toMatchObject({ opens: '12:00', closes: '17:00' });
  });

  test('always finds a time to send, whatever the lower parts were when the nation changed its own', () => {
    const pair = fc.tuple(calendars({ first: '2026-04-01', days: 60 }), calendars({ first: '2026-04-01', days: 60 }));
    fc.assert(
      fc.property(pair, ([{ national }, { prefectural, municipal, exceptions }]) => {
        const hours = combineCalendar(national, prefectural, municipal, exceptions);
        expect(findNextSendTime(hours, at('2026-04-01T00:00'))).not.toBeNull();
      }),
    );
  });

  test('a municipality’s closed day stays closed where the nation opens it', () => {
    const national = { ...commonNationalCalendar, overrides: [{ ...day, kind: 'open' as const }] };
    const own = { date: day.date, kind: 'closed' as const, reason: '庁舎の停電' };
    expect(combineCalendar(national, null, { overrides: [own] }, []).overrides).toEqual([own]);
  });
});

describe('an exception', () => {
  const now = at('2026-04-01T12:00');
  const asked: AskedException = {
    kind: 'wide-area-copy',
    from: '2026-04-01T17:00+09:00',
    to: '2026-04-01T19:00+09:00',
    reason: '転入の集中',
    municipalities: ['131024'],
  };

  test('names who is to agree, begins later and lasts a month at most', () => {
    expect(checkAskedException(asked, '131016', now)).toEqual([]);
    expect(checkAskedException({ ...asked, kind: 'own-work', municipalities: [] }, '131016', now)).toEqual([]);
  });

  test.each<[Partial<AskedException>, string, string]>([
    [{ from: '2026-04-01T17:00' }, 'from', 'NOT_AN_INSTANT'],
    [{ to: 'later' }, 'to', 'NOT_AN_INSTANT'],
    [{ to: asked.from }, 'to', 'CLOSES_BEFORE_OPENING'],
    [{ to: '2026-05-02T17:01+09:00' }, 'to', 'EXCEPTION_TOO_LONG'],
    [{ from: '2026-04-01T12:00+09:00' }, 'from', 'IN_THE_PAST'],
    [{ reason: '　' }, 'reason', 'EMPTY'],
    [{ municipalities: [] }, 'municipalities', 'EMPTY'],
    [{ municipalities: ['131016'] }, 'municipalities[0]', 'OWN_ORGANISATION'],
    [{ municipalities: ['131024', '131024'] }, 'municipalities[1]', 'REPEATED_NAME'],
    [{ kind: 'identity-confirmation' }, 'municipalities', 'NOBODY_TO_NAME'],
  ])('%j: field and rule', (change, field, rule) => {
    expect(checkAskedException({ ...asked, ...change }, '131016', now)).toEqual([{ field, rule }]);
  });

  test.each<[string, HourException['agreements'], number | null, string]>([
    ['2026-04-01T12:00', [], null, 'agreed'],
    ['2026-04-01T12:00', [{ organisation: 'a', decision: null }], null, 'asked'],
    ['2026-04-01T16:59', [{ organisation: 'a', decision: null }], null, 'asked'],
    ['2026-04-01T17:00', [{ organisation: 'a', decision: null }], null, 'expired'],
    ['2026-04-01T20:00', [{ organisation: 'a', decision: 'agreed' }], null, 'agreed'],
    ['2026-04-01T12:00', [{ organisation: 'a', decision: 'agreed' }], 1, 'withdrawn'],
  ])('at %s with %j it is in one state', (moment, agreements, withdrawnAt, state) => {
    const { kind, from, to, reason } = asked;
    const exception = { exceptionId: 'e', organisation: '131016', kind, from, to, reason, agreements, withdrawnAt };
    expect(exceptionStateOf(exception, at(moment))).toBe(state);
  });

  test('of several sides each must agree, and one refusal refuses it', () => {
    const { kind, from, to, reason } = asked;
    const states = (['agreed', 'refused', null] as const).map((decision) =>
      exceptionStateOf(
        {
          exceptionId: 'e',
          organisation: '131016',
          kind,
          from,
          to,
          reason,
          agreements: [
            { organisation: 'a', decision: 'agreed' },
            { organisation: 'b', decision },
          ],
          withdrawnAt: null,
        },
        now,
      ),
    );
    expect(states).toEqual(['agreed', 'refused', 'asked']);
  });
});
