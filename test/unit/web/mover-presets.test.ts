import { expect, test } from 'vitest';
import { presetsOf } from '../../../web/residents/movers/presets.ts';

test.each([
  // A Thursday.
  ['2026-11-26', { yesterday: '2026-11-25', week: '2026-11-23', lastMonth: ['2026-10-01', '2026-10-31'] }],
  // A Monday, and a Sunday at the end of its week.
  ['2026-11-23', { yesterday: '2026-11-22', week: '2026-11-23', lastMonth: ['2026-10-01', '2026-10-31'] }],
  ['2026-11-29', { yesterday: '2026-11-28', week: '2026-11-23', lastMonth: ['2026-10-01', '2026-10-31'] }],
  // New Year, and the month after February of a leap year.
  ['2027-01-01', { yesterday: '2026-12-31', week: '2026-12-28', lastMonth: ['2026-12-01', '2026-12-31'] }],
  ['2028-03-31', { yesterday: '2028-03-30', week: '2028-03-27', lastMonth: ['2028-02-01', '2028-02-29'] }],
])('on %s the preset periods are %o', (today, { yesterday, week, lastMonth }) => {
  expect(presetsOf(today)).toEqual({
    today: { from: today, to: today },
    yesterday: { from: yesterday, to: yesterday },
    week: { from: week, to: today },
    lastMonth: { from: lastMonth[0], to: lastMonth[1] },
  });
});
