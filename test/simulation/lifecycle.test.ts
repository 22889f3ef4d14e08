import { describe, expect, test } from 'vitest';
import { nextStep, transition, type Acquisition, type LifecycleEvent } from '../../domain/lifecycle.ts';
import { Life, type LifeReport } from './life.ts';
import { randomFrom } from './random.ts';
import { isDriven } from './rows.ts';
import { rules, type Rules } from './rules.ts';
import { Violation } from './world.ts';

/** The same every time unless asked for another; a failure names the seed of its life. */
const seed = Number(process.env['FUGO_SIMULATION_SEED'] ?? 20_260_401);

/** The seed of life number `at`; life 0 is the seed itself, so a failing life can be played alone. */
const seedOf = (at: number): number => (seed + at * 2_654_435_761) % 4_294_967_296;

function liveMany(count: number, played: Rules): LifeReport[] {
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

  test('end in a code, a cancellation, or wait for somebody who is named; nobody is due for ever, nor needs a run to rest', () => {
    reports.push(...liveMany(count, rules));
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
      'calendar changed',
      'came back late',
      'cancelled',
      'closed hours',
      'corrected',
      'crash before learn',
      'crash before record',
      'crash before send',
      'gathered',
      'gathered when it opened',
      'held',
      'judged later',
      'nudge lost',
      'nudge repeated',
      'overdue',
      'overtaken',
      'reconciler away',
      'reconciler ended',
      'reopened',
      'replaced',
      'retried',
      'run away',
      'run does not replay',
      'run doubled',
      'run lost',
      'run task fails',
      'run terminated',
      'silent',
      'stuck',
    ];
    expect([...faults.keys()].toSorted()).toEqual(expected);
    expect(expected.filter((fault) => (faults.get(fault) ?? 0) <= 300)).toEqual([]);
  });
});

test('the same seed lives the same life', () => {
  const [one, other] = [1, 2].map(() => new Life(randomFrom(seed), rules).live());
  expect(one).toEqual(other);
});

type Transition = (state: Acquisition, event: LifecycleEvent) => Acquisition;

/** Rules of the machine broken on purpose: the simulation must notice each of them. */
const brokenMachines: Record<string, Transition> = {
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
  'a chunk keeps those whom it has routed': (state, event) => {
    const next = transition(state, event);
    return event.type === 'routed' ? { ...next, inChunk: state.inChunk } : next;
  },
};

function commonOf({ attempt, serialRequested, held, inChunk }: Acquisition) {
  return { attempt, serialRequested, held, inChunk };
}

/** And those of storage, of the run and of the reconciler. */
const broken: Record<string, Partial<Rules>> = {
  'a parked person is nobody’s': {
    nextStep: (state) => (state.stage === 'NEEDS_ATTENTION' ? { do: 'end' } : nextStep(state)),
  },
  'a step that is done makes nobody due': {
    dueAfterMove: (person, by, now) => (by === 'run' ? null : rules.dueAfterMove(person, by, now)),
  },
  'a run that rests is not told of a move': {
    dueAfterMove: (person, by, now) => (isDriven(person.acquisition) ? rules.dueAfterMove(person, by, now) : null),
  },
  'who was looked at is due no more': { dueAfterLook: () => null },
  'who was looked at is due at the end of time': { dueAfterLook: () => Number.MAX_SAFE_INTEGER },
  'who was nudged is nudged no more': { dueAfterNudge: () => null },
  'who was nudged is nudged again at the end of time': { dueAfterNudge: () => Number.MAX_SAFE_INTEGER },
  'a run that does not answer is never looked at': { nudgesBeforeLook: Infinity },
  'who was moved meanwhile is let rest all the same': { mayRest: () => true },
  'a transfer that nobody has judged is let rest': { rests: (person) => rules.rests(person, { isEmpty: true }) },
  'a late step moves whoever stands there': {
    isFor: ({ acquisition }, { attempt }) => acquisition.attempt === attempt && !acquisition.inChunk,
  },
  'a late step moves another attempt': {
    isFor: (person, step, from) =>
      rules.isFor(person, step.chunk ? step : { ...step, attempt: person.acquisition.attempt }, from),
  },
  'the person’s own run sends what the chunk has': {
    nextStep: (state) => nextStep({ ...state, inChunk: false }),
    isFor: ({ acquisition, chunk }, step, from) =>
      from.includes(acquisition.stage) && (step.chunk ? chunk === step.chunk : acquisition.attempt === step.attempt),
  },
  'who may have been asked for goes with a chunk': { mayJoinWaiting: (person) => rules.mayJoinWaiting(person, false) },
  'what was sent before is sent again without asking': { mayLiveUnder: (_, ofChunk) => ofChunk },
  'what the chunk may have sent is not asked about': { mayLiveUnder: (own) => rules.mayLiveUnder(own, []) },
  'an attempt that was opened behind the serial asks for one': { isBehindSerial: () => false },
};

describe('the simulation can fail', () => {
  test.each(Object.entries(brokenMachines))('%s: it is found', (_, rule) => {
    expect(() => liveMany(20_000, { ...rules, transition: rule })).toThrow(Violation);
  });

  test.each(Object.entries(broken))('%s: it is found', (_, rule) => {
    expect(() => liveMany(20_000, { ...rules, ...rule })).toThrow(Violation);
  });
});
