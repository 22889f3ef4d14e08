import { describe, expect, test } from 'vitest';
import {
  beginStep,
  decide,
  failStep,
  isHeld,
  isOver,
  newStep,
  noteWaiting,
  obey,
  planSteps,
  retime,
  stepNames,
  takeLook,
  type Day,
  type DayMoments,
  type DayOrder,
  type DayStep,
  type Look,
  type Neighbour,
  type StepName,
} from '../../../domain/operating-day.ts';
import type { Tier } from '../../../domain/organisations.ts';
import { createRandom, type Random } from '../../../fictitious/random.ts';

const minute = 60_000;
const moments: DayMoments = { startsAt: 0, opensAt: 3 * minute, closesAt: 5 * minute, dailyEndsAt: 11 * minute };

const plannedDay = (organisation: string, tier: Tier, at = moments): Day => ({
  organisation,
  day: '2026-12-01',
  state: 'planned',
  moments: at,
  steps: planSteps(tier, at).map(newStep),
});
const alone = { above: null, below: [], before: null };

const neighbourOf = (day: Day, now: number): Neighbour => ({
  organisation: day.organisation,
  state: day.state,
  start: day.steps.find(({ step }) => step === 'start')?.state ?? null,
  stop: day.steps.find(({ step }) => step === 'stop')?.state ?? null,
  isHeld: isHeld(day, now),
});

function stepOf(day: Day, name: StepName): DayStep {
  const step = day.steps.find((each) => each.step === name);
  if (!step) throw new Error(`no step ${name}`);
  return step;
}

describe('the plan', () => {
  test('starts are given up from the nation down, and stops from the municipalities up', () => {
    const deadlines = (name: StepName) =>
      (['nation', 'prefecture', 'municipality'] as const).map(
        (tier) => stepOf(plannedDay('990019', tier), name).deadlineAt,
      );
    const starts = deadlines('start');
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(starts.at(-1)).toBe(moments.opensAt);
    const stops = deadlines('stop');
    expect(stops).toEqual(stops.toSorted((a, b) => b - a));
    expect(deadlines('backup')).toEqual(Array.from({ length: 3 }, () => moments.dailyEndsAt));
  });

  test('a day that runs into the next one stops nothing and has no daily processing', () => {
    const steps = planSteps('prefecture', { ...moments, dailyEndsAt: null });
    expect(steps.map(({ step }) => step)).toEqual(['tell-calendar', 'start']);
  });

  test('a changed calendar moves what nobody has begun, and nothing else', () => {
    const day = plannedDay('nation', 'nation');
    const begun = beginStep(day, stepOf(day, 'tell-calendar'), 0);
    const later = planSteps('nation', { ...moments, startsAt: minute, closesAt: 8 * minute, dailyEndsAt: 14 * minute });
    const steps = retime(begun.steps, later);
    expect(steps[0]).toEqual(begun.steps[0]);
    expect(steps[2]).toMatchObject({ step: 'stop', dueAt: 8 * minute });
    expect(retime(steps, later)).toEqual(steps);
  });

  test('a day that runs into the next one is open until then, and has its stop when the calendar ends it after all', () => {
    const planned = planSteps('municipality', { ...moments, dailyEndsAt: null });
    const through: Day = { ...plannedDay('990019', 'municipality'), moments: { ...moments, dailyEndsAt: null } };
    const started = planned.reduce<Day>(
      (day, { step }) => takeLook(day, stepOf(day, step), { kind: 'verified' }, moments.startsAt),
      { ...through, steps: planned.map(newStep) },
    );
    expect(started.state).toBe('open');
    expect(decide(started, alone, moments.startsAt)).toEqual({ do: 'wait', until: moments.closesAt, awaits: [] });
    expect(decide(started, alone, moments.closesAt)).toEqual({ do: 'finish' });
    const ended = retime(started.steps, planSteps('municipality', moments));
    expect(ended.map(({ step, state }) => `${step} ${state}`)).toEqual([
      'tell-calendar verified',
      'start verified',
      'stop waiting',
      'statistics waiting',
      'backup waiting',
    ]);
    expect(retime(ended, planned)).toEqual(started.steps);
  });
});

describe('one day', () => {
  test('a step that begins late has its full time', () => {
    const day = plannedDay('nation', 'nation');
    const late = beginStep(day, stepOf(day, 'tell-calendar'), 60 * minute);
    expect(stepOf(late, 'tell-calendar').deadlineAt).toBe(61 * minute);
    const look: Look = { kind: 'notYet', error: 'UNREACHABLE' };
    expect(takeLook(late, stepOf(late, 'tell-calendar'), look, 60 * minute + 1).state).toBe('starting');
    expect(takeLook(late, stepOf(late, 'tell-calendar'), look, 61 * minute).state).toBe('halted');
  });

  test('a wait counts from when somebody looked, so that fugo may have been away', () => {
    const day = plannedDay('990019', 'municipality');
    const begun = obeyAll(day, ['tell-calendar']);
    const above = { ...neighbourOf(plannedDay('990001', 'prefecture'), 0) };
    const at = 60 * minute;
    const noted = noteWaiting(begun, at);
    expect(decide(noted, { ...alone, above }, at)).toMatchObject({ do: 'wait', until: at + 3 * minute });
    expect(decide(noted, { ...alone, above }, at + 3 * minute)).toMatchObject({ do: 'fail', error: 'AWAITED_LATE' });
  });

  test('who waits for a halted one opens no incident of its own, and does not wait for ever', () => {
    const begun = noteWaiting(obeyAll(plannedDay('990019', 'municipality'), ['tell-calendar']), 0);
    const prefecture = plannedDay('990001', 'prefecture');
    const halted = failStep(prefecture, stepOf(prefecture, 'start'), 'REFUSED');
    const around = { ...alone, above: neighbourOf(halted, 0) };
    expect(decide(begun, around, moments.opensAt)).toMatchObject({ do: 'wait', until: moments.closesAt });
    expect(decide(begun, around, moments.closesAt)).toMatchObject({ do: 'fail', error: 'AWAITED_HALTED' });
    expect(isHeld(begun, moments.opensAt)).toBe(true);
  });

  test('an abandoned day below holds a stop until its deadline, and not against the word of staff', () => {
    const below = obey(haltAt(plannedDay('990019', 'municipality'), 'stop'), 'abandon', 0);
    const around = { ...alone, below: [neighbourOf(below, 0)] };
    const open = noteWaiting(obeyAll(plannedDay('990001', 'prefecture'), ['tell-calendar', 'start']), moments.closesAt);
    const { deadlineAt } = stepOf(open, 'stop');
    expect(decide(open, around, deadlineAt - 1)).toMatchObject({ do: 'wait', awaits: ['990019'] });
    const decision = decide(open, around, deadlineAt);
    expect(decision).toMatchObject({ do: 'fail', error: 'AWAITED_ABANDONED' });
    const failed = failStep(open, stepOf(open, 'stop'), 'AWAITED_ABANDONED');
    expect(decide(obey(failed, 'resume', deadlineAt), around, deadlineAt)).toMatchObject({ do: 'perform' });
  });

  test('an order to a day that goes on by itself changes nothing', () => {
    const day = plannedDay('nation', 'nation');
    expect(obey(day, 'abandon', 0)).toBe(day);
    const abandoned = obey(haltAt(day, 'start'), 'abandon', 0);
    expect(obey(abandoned, 'abandon', 0)).toBe(abandoned);
    expect(obey(abandoned, 'resume', 0)).toMatchObject({ state: 'starting' });
  });

  test('a day that nobody could begin in time fails at the top, and does not begin late by itself', () => {
    const at = moments.closesAt;
    expect(decide(plannedDay('nation', 'nation'), alone, at)).toMatchObject({ do: 'fail', error: 'MISSED' });
    const above = neighbourOf(plannedDay('nation', 'nation'), at);
    expect(decide(plannedDay('990001', 'prefecture'), { ...alone, above }, at)).toEqual({ do: 'abandon' });
    expect(decide(plannedDay('nation', 'nation'), alone, at - 1)).toMatchObject({ do: 'perform' });
  });

  test('a resumed step is commanded under another id, a repeated one under the same', () => {
    const day = plannedDay('nation', 'nation');
    const first = beginStep(day, stepOf(day, 'tell-calendar'), 0);
    expect(beginStep(first, stepOf(first, 'tell-calendar'), 1)).toBe(first);
    const failed = failStep(first, stepOf(first, 'tell-calendar'), 'REFUSED');
    const resumed = obey(failed, 'resume', 1);
    const second = beginStep(resumed, stepOf(resumed, 'tell-calendar'), 1);
    const ids = [first, second].map((each) => stepOf(each, 'tell-calendar').requestId);
    expect(ids).toEqual([
      'operating-day/nation/2026-12-01/tell-calendar/1',
      'operating-day/nation/2026-12-01/tell-calendar/2',
    ]);
  });
});

/** Verifies the named steps at moment 0. */
function obeyAll(day: Day, names: readonly StepName[]): Day {
  return names.reduce((before, name) => takeLook(before, stepOf(before, name), { kind: 'verified' }, 0), day);
}

function haltAt(day: Day, name: StepName): Day {
  const before = stepNames.slice(0, stepNames.indexOf(name));
  const stood = obeyAll(day, before);
  return failStep(stood, stepOf(stood, name), 'REFUSED');
}

// ---- the whole country ----------------------------------------------------------------------------------------------

type Fault = 'refuses' | 'away' | 'hangs' | 'lies';
const faults: readonly Fault[] = ['refuses', 'away', 'hangs', 'lies'];

interface Server {
  state: 'stopped' | 'running';
  busyUntil: number;
}

interface Trial {
  /** This step of this organisation fails at its first attempt. */
  organisation: string;
  step: StepName;
  fault: Fault;
  /** What staff order for every day that halts; null when nobody looks. */
  order: DayOrder | null;
  random: Random;
}

/** A country whose servers judge the order by themselves, as the real ones do, and whose staff answer after a while. */
class Country {
  readonly days = new Map<string, Day>();
  readonly servers = new Map<string, Server>();
  readonly parents = new Map<string, string>();
  readonly incidents: { organisation: string; openedAt: number; closedAt: number | null }[] = [];
  readonly broken: string[] = [];
  readonly #trial: Trial;
  readonly #decideAt = new Map<string, number>();
  now = -minute;

  constructor(tree: Readonly<Record<string, readonly string[]>>, trial: Trial) {
    this.#trial = trial;
    this.#add('nation', 'nation');
    for (const [prefecture, municipalities] of Object.entries(tree)) {
      this.parents.set(prefecture, 'nation');
      this.#add(prefecture, 'prefecture');
      for (const municipality of municipalities) {
        this.parents.set(municipality, prefecture);
        this.#add(municipality, 'municipality');
      }
    }
  }

  #add(organisation: string, tier: Tier): void {
    this.days.set(organisation, plannedDay(organisation, tier));
    this.servers.set(organisation, { state: 'stopped', busyUntil: 0 });
  }

  childrenOf(organisation: string): string[] {
    return [...this.parents].flatMap(([child, parent]) => (parent === organisation ? [child] : []));
  }

  run(): void {
    for (; this.now < 60 * minute && !this.#isAtRest(); this.now += 2_000) {
      for (const organisation of this.#trial.random.shuffle([...this.days.keys()])) this.#look(organisation);
    }
  }

  /** Nobody's staff will answer, and no clock changes anything. */
  #isAtRest(): boolean {
    return [...this.days.values()].every(
      ({ state }) => isOver(state) || (state === 'halted' && this.#trial.order === null),
    );
  }

  #look(organisation: string): void {
    const before = this.#day(organisation);
    const ordered = this.#order(before);
    const day = noteWaiting(ordered, this.now);
    const above = this.parents.get(organisation);
    const decision = decide(
      day,
      {
        above: above === undefined ? null : neighbourOf(this.#day(above), this.now),
        below: this.childrenOf(organisation).map((child) => neighbourOf(this.#day(child), this.now)),
        before: null,
      },
      this.now,
    );
    switch (decision.do) {
      case 'perform': {
        const begun = beginStep(day, decision.step, this.now);
        const step = stepOf(begun, decision.step.step);
        if (step.attempt === 1 && step.commandedAt === this.now) this.#judgeOrder(organisation, step.step);
        return this.#keep(takeLook(begun, step, this.#command(organisation, step), this.now), before);
      }
      case 'fail':
        return this.#keep(failStep(day, decision.step, decision.error), before);
      default:
        return this.#keep(day, before);
    }
  }

  #order(day: Day): Day {
    const { order, random } = this.#trial;
    if (day.state !== 'halted' || order === null) return day;
    const at = this.#decideAt.get(day.organisation) ?? this.now + random.below(120_000);
    this.#decideAt.set(day.organisation, at);
    if (this.now < at) return day;
    this.#decideAt.delete(day.organisation);
    return obey(day, order, this.now);
  }

  #keep(day: Day, before: Day): void {
    this.days.set(day.organisation, day);
    const open = this.incidents.find((each) => each.organisation === day.organisation && each.closedAt === null);
    if (before.state !== 'halted' && day.state === 'halted') {
      if (open) this.broken.push(`${day.organisation} halts twice at once`);
      this.incidents.push({ organisation: day.organisation, openedAt: this.now, closedAt: null });
    }
    if (open && day.state !== 'halted') open.closedAt = this.now;
  }

  /** What nobody of the staff has ordered again is sent in the order of the tiers. */
  #judgeOrder(organisation: string, step: StepName): void {
    const above = this.parents.get(organisation);
    if (step === 'start' && above !== undefined && stepOf(this.#day(above), 'start').state !== 'verified') {
      this.broken.push(`${organisation} is started before ${above}`);
    }
    if (step !== 'stop') return;
    for (const child of this.childrenOf(organisation)) {
      if (stepOf(this.#day(child), 'stop').state !== 'verified')
        this.broken.push(`${organisation} stops before ${child}`);
    }
  }

  #command(organisation: string, step: DayStep): Look {
    const trial = this.#trial;
    const isFaulty = organisation === trial.organisation && step.step === trial.step && step.attempt <= 1;
    if (isFaulty && trial.fault === 'refuses') return { kind: 'refused' };
    if (isFaulty && trial.fault === 'away') return { kind: 'notYet', error: 'UNREACHABLE' };
    if (isFaulty && trial.fault === 'hangs') return { kind: 'notYet', error: 'UNDER_WAY' };
    const server = this.#server(organisation);
    if (step.step === 'tell-calendar')
      return isFaulty ? { kind: 'notYet', error: 'NOT_AS_IT_SAYS' } : { kind: 'verified' };
    if (step.step === 'start' || step.step === 'stop') {
      const wanted = step.step === 'start' ? 'running' : 'stopped';
      if (server.state !== wanted) {
        if (!this.#mayBecome(organisation, wanted)) return { kind: 'notYet', error: 'WRONG_ORDER' };
        server.state = wanted;
        server.busyUntil = this.now + trial.random.below(6_000);
      }
    } else if (server.state === 'running') return { kind: 'notYet', error: 'WRONG_ORDER' };
    if (this.now < server.busyUntil) return { kind: 'notYet', error: 'UNDER_WAY' };
    return isFaulty ? { kind: 'notYet', error: 'NOT_AS_IT_SAYS' } : { kind: 'verified' };
  }

  #mayBecome(organisation: string, wanted: Server['state']): boolean {
    if (wanted === 'stopped') {
      return this.childrenOf(organisation).every((child) => this.#server(child).state === 'stopped');
    }
    const above = this.parents.get(organisation);
    return above === undefined || this.#server(above).state === 'running';
  }

  #day(organisation: string): Day {
    const day = this.days.get(organisation);
    if (!day) throw new Error(`no day of ${organisation}`);
    return day;
  }
  #server(organisation: string): Server {
    const server = this.servers.get(organisation);
    if (!server) throw new Error(`no server of ${organisation}`);
    return server;
  }
}

const tree = { 'prefecture-1': ['city-1', 'city-2'], 'prefecture-2': ['city-3'] };
const everybody = ['nation', ...Object.keys(tree), ...Object.values(tree).flat()];
const stepsToFail = everybody.flatMap((organisation) => stepNames.map((step) => ({ organisation, step })));

function runCountry(trial: Omit<Trial, 'random'>, seed: number): Country {
  const country = new Country(tree, { ...trial, random: createRandom(seed) });
  country.run();
  return country;
}

const statesOf = (country: Country) => new Set([...country.days.values()].map(({ state }) => state));

describe('a country of servers, each step failing in turn', () => {
  const cases = stepsToFail.flatMap((failing, index) =>
    faults.map((fault, at) => ({ ...failing, fault, seed: index * faults.length + at })),
  );

  test('without a fault all is done in order, and no incident opens', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const country = runCountry({ organisation: 'nobody', step: 'start', fault: 'away', order: 'resume' }, seed);
      expect(country.broken).toEqual([]);
      expect(country.incidents).toEqual([]);
      expect(statesOf(country)).toEqual(new Set(['done']));
    }
  });

  test.each(cases)('$organisation: $step $fault, and staff resume', ({ seed, ...failing }) => {
    const country = runCountry({ ...failing, order: 'resume' }, seed);
    expect(country.broken).toEqual([]);
    expect(country.incidents.some(({ organisation }) => organisation === failing.organisation)).toBe(true);
    expect(country.incidents.every(({ closedAt }) => closedAt !== null)).toBe(true);
    expect(statesOf(country)).toEqual(new Set(['done']));
  });

  test.each(cases)('$organisation: $step $fault, and staff abandon', ({ seed, ...failing }) => {
    const country = runCountry({ ...failing, order: 'abandon' }, seed);
    expect(country.broken).toEqual([]);
    expect(country.incidents.some(({ organisation }) => organisation === failing.organisation)).toBe(true);
    expect(country.incidents.every(({ closedAt }) => closedAt !== null)).toBe(true);
    expect([...statesOf(country)].filter((state) => !isOver(state))).toEqual([]);
    expect(country.days.get(failing.organisation)?.state).toBe('abandoned');
  });

  test.each(cases)('$organisation: $step $fault, and nobody looks', ({ seed, ...failing }) => {
    const country = runCountry({ ...failing, order: null }, seed);
    expect(country.broken).toEqual([]);
    for (const { organisation, state } of country.days.values()) {
      const open = country.incidents.filter((each) => each.organisation === organisation && each.closedAt === null);
      expect([state, open.length]).toEqual(state === 'halted' ? ['halted', 1] : ['done', 0]);
    }
  });

  test('a national server that does not start is one incident while its day stands still', () => {
    const country = runCountry({ organisation: 'nation', step: 'start', fault: 'away', order: null }, 1);
    const before = country.incidents.filter(({ openedAt }) => openedAt < moments.closesAt);
    expect(before.map(({ organisation }) => organisation)).toEqual(['nation']);
  });
});
