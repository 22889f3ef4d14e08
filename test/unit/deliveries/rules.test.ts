import { describe, expect, it } from 'vitest';
import { findRange } from '../../../api/deliveries/ranges.ts';
import { commonHours } from '../../../domain/calendar/operating-hours.ts';
import { longestClosureDays, timestampDaysFor, validityDays } from '../../../domain/deliveries/expiry.ts';
import { usualWaves, type DeliveryState } from '../../../domain/deliveries/names.ts';
import { decideRollout, type DeliveryNow, type RolloutNow } from '../../../domain/deliveries/rollout.ts';
import { planWaves } from '../../../domain/deliveries/waves.ts';

const targets = Array.from({ length: 200 }, (_, at) => String(100_000 + at));
const sizes = (plan: ReadonlyMap<string, number>): number[] =>
  usualWaves.map((_, wave) => [...plan.values()].filter((each) => each === wave).length);

describe('waves', () => {
  it('take the share of all targets that is set, and everybody in the last one', () => {
    expect(sizes(planWaves(targets, usualWaves, { seed: 'a' }))).toEqual([10, 50, 140]);
    expect(sizes(planWaves(targets.slice(0, 3), usualWaves, { seed: 'a' }))).toEqual([1, 0, 2]);
  });

  it('begin with those that staff have named, and otherwise with others each time', () => {
    const canary = ['100007', '100019'];
    const plan = planWaves(targets, usualWaves, { seed: 'a', canary });
    expect(canary.map((each) => plan.get(each))).toEqual([0, 0]);
    const firsts = ['a', 'b', 'c'].map((seed) =>
      [...planWaves(targets, usualWaves, { seed })].filter(([, wave]) => wave === 0).map(([target]) => target),
    );
    expect(new Set(firsts.map((each) => each.toSorted().join())).size).toBe(3);
    expect([...planWaves(targets, usualWaves, { seed: 'a' })]).toEqual([
      ...planWaves(targets, usualWaves, { seed: 'a' }),
    ]);
  });
});

describe('a rollout', () => {
  const minute = 60_000;
  const delivery = (
    organisation: string,
    wave: number,
    state: DeliveryState,
    seenAt: number | null = 1_000,
  ): DeliveryNow => ({
    organisation,
    wave,
    state,
    seenAt,
    changedAt: 1_000,
  });
  const now = (deliveries: DeliveryNow[], more: Partial<RolloutNow> = {}): RolloutNow => ({
    state: 'running',
    wave: 0,
    waveSince: 0,
    waves: usualWaves,
    order: null,
    deliveries,
    ...more,
  });

  it('orders the first wave alone', () => {
    const rollout = now([delivery('a', 0, 'waiting'), delivery('b', 1, 'waiting')]);
    expect(decideRollout(rollout, 0)).toEqual({ do: 'release', organisations: ['a'] });
  });

  it('goes on when all of a wave have applied, and its time has passed', () => {
    const rollout = now([delivery('a', 0, 'applied'), delivery('b', 1, 'waiting')]);
    const begins = 1_000 + 60 * minute;
    expect(decideRollout(rollout, begins - 1)).toEqual({ do: 'wait', until: begins });
    expect(decideRollout(rollout, begins)).toEqual({ do: 'next', wave: 1 });
  });

  it('waits for a canary that is away, and later for nobody who is', () => {
    expect(decideRollout(now([delivery('a', 0, 'pending', null), delivery('b', 1, 'waiting')]), 9e9)).toEqual({
      do: 'wait',
      until: null,
    });
    const later = now(
      [
        delivery('a', 0, 'applied'),
        delivery('b', 1, 'applied'),
        delivery('c', 1, 'pending', null),
        delivery('d', 2, 'waiting'),
      ],
      { wave: 1, waveSince: 500 },
    );
    expect(decideRollout(later, 9e9)).toEqual({ do: 'next', wave: 2 });
    const seen = { ...later, deliveries: later.deliveries.map((each) => ({ ...each, seenAt: 1_000 })) };
    expect(decideRollout(seen, 9e9)).toEqual({ do: 'wait', until: null });
  });

  it('is held by one that has failed or has been switched back, in whichever wave', () => {
    for (const state of ['failed', 'rolled-back'] as const) {
      const rollout = now([delivery('a', 0, state), delivery('b', 1, 'applied')], { wave: 1 });
      expect(decideRollout(rollout, 0)).toEqual({ do: 'hold', failed: ['a'] });
      expect(decideRollout({ ...rollout, state: 'held' }, 0)).toEqual({ do: 'rest' });
      expect(decideRollout({ ...rollout, state: 'held', order: 'go-on' }, 0)).toEqual({ do: 'obey', order: 'go-on' });
    }
  });

  it('is done when the last target has applied, and ends then', () => {
    const last = now([delivery('a', 0, 'applied'), delivery('b', 2, 'verified')], { wave: 2 });
    expect(decideRollout(last, 0)).toEqual({ do: 'wait', until: null });
    const all = { ...last, deliveries: last.deliveries.map((each) => ({ ...each, state: 'applied' as const })) };
    expect(decideRollout(all, 0)).toEqual({ do: 'finish' });
    expect(decideRollout({ ...all, state: 'done' }, 0)).toEqual({ do: 'end' });
  });
});

describe('the timestamp', () => {
  it('outlasts the longest closure of every year from 2020 to 2050, with five days more', () => {
    for (let year = 2020; year <= 2050; year += 1) {
      const today = `${String(year)}-12-01`;
      const closure = longestClosureDays(commonHours, today);
      expect(closure).toBeGreaterThanOrEqual(6);
      expect(timestampDaysFor(commonHours, today)).toBeGreaterThanOrEqual(closure + 5);
    }
  });

  it('is valid for longer where the calendar is closed for longer, and the snapshot beyond it', () => {
    const overrides = Array.from({ length: 20 }, (_, at) => ({
      date: `2026-11-${String(at + 9).padStart(2, '0')}`,
      kind: 'closed' as const,
      reason: 'test',
    }));
    const days = timestampDaysFor({ ...commonHours, overrides }, '2026-11-01');
    expect(days).toBeGreaterThanOrEqual(25);
    expect(validityDays(days).snapshot).toBeGreaterThan(days);
  });
});

describe('a range', () => {
  it.each([
    ['bytes=0-99', { from: 0, end: 100 }],
    ['bytes=900-', { from: 900, end: 1_000 }],
    ['bytes=900-5000', { from: 900, end: 1_000 }],
    ['bytes=-10', { from: 990, end: 1_000 }],
    ['bytes=1000-', 'none'],
    ['bytes=-0', 'none'],
    ['bytes=5-4', undefined],
    ['bytes=0-1,3-4', undefined],
    ['lines=0-1', undefined],
    [undefined, undefined],
  ])('%s of 1,000 bytes', (header, expected) => {
    expect(findRange(header, 1_000)).toEqual(expected);
  });
});
