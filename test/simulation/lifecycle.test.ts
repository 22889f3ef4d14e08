import { describe, expect, test } from 'vitest';
import { nextStep, transition, type Acquisition, type LifecycleEvent } from '../../domain/lifecycle.ts';
import { Life, Violation, type LifeReport, type Machine } from './life.ts';
import { randomFrom } from './random.ts';

/** The same every time unless asked for another; a failure names the seed of its life. */
const seed = Number(process.env['FUGO_SIMULATION_SEED'] ?? 20_260_401);
const machine: Machine = { transition, nextStep };

/** The seed of life number `at`; life 0 is the seed itself, so a failing life can be played alone. */
const seedOf = (at: number): number => (seed + at * 2_654_435_761) % 4_294_967_296;

function liveMany(count: number, played: Machine): LifeReport[] {
  return Array.from({ length: count }, (_, at) => {
    const own = seedOf(at);
    try {
      return new Life(randomFrom(own), played).live();
    } catch (err) {
      if (!(err instanceof Violation)) throw err;
      throw new Violation(`${err.message} (FUGO_SIMULATION_SEED=${own})`);
    }
  });
}

describe('thirty thousand lives with faults', () => {
  const count = 30_000;
  const reports: LifeReport[] = [];

  test('end in a code, a cancellation, or wait for somebody who is named', () => {
    reports.push(...liveMany(count, machine));
    const ends = new Map<string, number>();
    for (const { end } of reports) ends.set(end, (ends.get(end) ?? 0) + 1);
    expect([...ends.values()].reduce((sum, each) => sum + each, 0)).toBe(count);
    expect(ends.get('ACQUIRED')).toBeGreaterThan(count / 2);
    expect(ends.get('CANCELLED')).toBeGreaterThan(count / 100);
    expect(new Set(ends.keys())).toEqual(new Set(['ACQUIRED', 'CANCELLED', 'NEEDS_ATTENTION', 'AWAITING_PN']));
  });

  test('have lived through every fault many times', () => {
    const faults = new Map<string, number>();
    for (const report of reports) {
      for (const [fault, times] of report.faults) faults.set(fault, (faults.get(fault) ?? 0) + times);
    }
    const expected = [
      'answer lost after the work',
      'cancelled',
      'closed hours',
      'corrected',
      'crash before learn',
      'crash before record',
      'crash before send',
      'held',
      'overdue',
      'overtaken',
      'reopened',
      'retried',
      'silent',
    ];
    expect([...faults.keys()].toSorted()).toEqual(expected);
    expect(expected.filter((fault) => (faults.get(fault) ?? 0) <= 300)).toEqual([]);
  });
});

test('the same seed lives the same life', () => {
  const [one, other] = [1, 2].map(() => new Life(randomFrom(seed), machine).live());
  expect(one).toEqual(other);
});

/** Rules broken on purpose: the simulation must notice each of them. */
const broken: Record<string, Machine['transition']> = {
  'a retry always asks for a new serial': (state, event) =>
    event.type === 'retried' && state.stage === 'NEEDS_ATTENTION'
      ? { ...commonOf(state), attempt: state.attempt + 1, stage: 'NUMBERED' }
      : transition(state, event),
  'an overdue confirmation counts as a code': (state, event) =>
    event.type === 'overdue' && state.stage === 'ROUTED'
      ? { ...commonOf(state), stage: 'ACQUIRED' }
      : transition(state, event),
  'a cancelled person is not confirmed': (state, event) =>
    event.type === 'confirmed' && state.stage === 'CANCELLED' ? state : transition(state, event),
  'a cancellation forgets that a serial was requested': (state, event) => {
    const next = transition(state, event);
    return event.type === 'cancelled' ? { ...next, serialRequested: false } : next;
  },
  'a row read before the confirmation pulls the run back': (state, event) =>
    event.type === 'judged' && state.stage === 'ACQUIRED' ? event.acquisition : transition(state, event),
  'an opening wakes nobody': (state, event) => (event.type === 'opened' ? state : transition(state, event)),
  'a refusal is not noticed': (state, event) => (event.type === 'failed' ? state : transition(state, event)),
  'an error of the confirmation is not noticed': (state, event) =>
    event.type === 'confirmationFailed' ? state : transition(state, event),
  'a retry falls back to the first attempt': (state, event) => {
    const next = transition(state, event);
    return event.type === 'retried' && next !== state ? { ...next, attempt: 1 } : next;
  },
  'a lost file is asked for again under the same id': (state, event) => {
    const next = transition(state, event);
    return event.type === 'retried' && next.stage === 'SERIAL_REQUESTED' ? { ...next, attempt: state.attempt } : next;
  },
};

function commonOf({ attempt, serialRequested, held, inChunk }: Acquisition) {
  return { attempt, serialRequested, held, inChunk };
}

describe('the simulation can fail', () => {
  test.each(Object.entries(broken))(
    '%s: it is found',
    (_, rule: (state: Acquisition, event: LifecycleEvent) => Acquisition) => {
      expect(() => liveMany(20_000, { transition: rule, nextStep })).toThrow(Violation);
    },
  );

  test('a parked person whom nobody is asked about: it is found', () => {
    const nobody: Machine['nextStep'] = (state) =>
      state.stage === 'NEEDS_ATTENTION' ? { do: 'end' } : nextStep(state);
    expect(() => liveMany(3_000, { transition, nextStep: nobody })).toThrow(Violation);
  });
});
