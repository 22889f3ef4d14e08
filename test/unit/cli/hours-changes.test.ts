import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../../cli/hours/setting.ts';
import { readCalendarPeriod } from '../../../cli/hours/calendar.ts';
import { HoursSetting } from '../../../contracts/api/hours.ts';

const setting = HoursSetting.parse({ overrides: [{ date: '2026-08-14', kind: 'closed', reason: '設備点検' }] });

describe('fugo hours set', () => {
  test('changes only what is named', () => {
    expect(applyChanges(setting, { closes: '16:00' })).toEqual({ ...setting, closes: '16:00' });
    expect(applyChanges(setting, { enforced: 'no' })).toEqual({ ...setting, enforced: false });
  });

  test('a day is set once: the newer word replaces the older', () => {
    const { overrides } = applyChanges(setting, { openDay: '2026-08-14', reason: '点検の延期' });
    expect(overrides).toEqual([{ date: '2026-08-14', kind: 'open', reason: '点検の延期' }]);
    expect(applyChanges(setting, { resetDay: '2026-08-14' }).overrides).toEqual([]);
  });

  test('an extension is added to the others with its approver', () => {
    const [from, to] = ['2026-04-04T09:00+09:00', '2026-04-04T12:00+09:00'];
    const changes = { extendFrom: from, extendTo: to, approver: '県', reason: '転入の多い日' };
    expect(applyChanges(setting, changes).exceptions).toEqual([{ from, to, approver: '県', reason: '転入の多い日' }]);
  });
});

describe('the period of fugo hours', () => {
  const context = { language: 'en' } as const;
  const now = Date.parse('2026-04-01T00:00:00+09:00');

  test('is two weeks from today in Japan', () => {
    expect(readCalendarPeriod(context, {}, now)).toEqual({ from: '2026-04-01', to: '2026-04-14' });
  });

  test('ends with the last year whose holidays are kept', () => {
    expect(readCalendarPeriod(context, { from: '2099-12-25' }, now)).toEqual({ from: '2099-12-25', to: '2099-12-31' });
  });

  test.each([
    [{ from: '2026-02-29' }, '--from'],
    [{ from: '1999-12-31' }, '--from'],
    [{ from: '2026-04-01', to: '2100-01-01' }, '--to'],
    [{ from: '2026-04-02', to: '2026-04-01' }, '--to'],
  ])('names the option that is wrong: %o', (options, option) => {
    expect(() => readCalendarPeriod(context, options, now)).toThrow(new RegExp(`^${option}: `, 'u'));
  });
});
