import * as fc from '../../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { usualIncidentRules, type Incident } from '../../../../domain/monitoring/incidents.ts';
import { Monitor, type Effect } from '../../../../domain/monitoring/monitor.ts';
import { escalationMinutes, recipientsOf, type Recipient } from '../../../../domain/monitoring/recipients.ts';
import { findSilence, type Silence } from '../../../../domain/monitoring/silences.ts';
import type { WatchedTarget } from '../../../../domain/monitoring/target-state.ts';
import { randomFrom } from '../../../simulation/random.ts';

const rules = usualIncidentRules;
const second = 1_000;
const minute = 60 * second;
/** The beginning of every test's time. */
const start = Date.parse('2026-04-01T09:00:00+09:00');

const target = (targetId: string, changes: Partial<WatchedTarget> = {}): WatchedTarget => ({
  targetId,
  organisation: '131016',
  parentId: null,
  severity: 'critical',
  failAfter: 3,
  okAfter: 2,
  ...changes,
});

let ids = 0;
const nextId = (): string => `incident-${(ids += 1)}`;

/** A monitor whose time is moved by the test, and everything that followed. */
class Watch {
  readonly monitor: Monitor;
  readonly log: Effect[] = [];
  now = start;

  constructor(targets: readonly WatchedTarget[]) {
    this.monitor = new Monitor(rules, nextId);
    this.monitor.setEscalation(() => [15]);
    this.log.push(...this.monitor.setTargets(targets, this.now));
  }

  result(targetId: string, ok: boolean): void {
    const result = ok ? { ok, at: this.now } : { ok, at: this.now, error: 'REFUSED' };
    this.log.push(...this.monitor.observe(targetId, result, this.now));
  }

  /** Asks every target each ten seconds for so long, and lets time pass in between. */
  run(ms: number, isUp: (targetId: string) => boolean): void {
    for (const end = this.now + ms; this.now < end;) {
      this.now += 10 * second;
      for (const { target: watched } of this.monitor.standings) this.result(watched.targetId, isUp(watched.targetId));
      this.tick();
    }
  }

  tick(): void {
    this.log.push(...this.monitor.tick(this.now));
  }

  silence(from: number, to: number, changes: Partial<Silence> = {}): void {
    const silence = { silenceId: 's', organisation: '131016', targetId: null, from, to, message: '保守' };
    this.monitor.setSilences([{ ...silence, ...changes }]);
  }

  kinds(...kinds: Effect['kind'][]): Effect['kind'][] {
    return this.log.map(({ kind }) => kind).filter((kind) => kinds.includes(kind));
  }

  count(kind: Effect['kind']): number {
    return this.kinds(kind).length;
  }
}

const toldKinds = ['opened', 'told', 'escalated', 'closed'] as const;

describe('thresholds both ways', () => {
  test('an incident opens after as many failures in a row as the target needs, and never after fewer', () => {
    const watch = new Watch([target('a')]);
    for (const ok of [true, false, false, true, false, false]) watch.result('a', ok);
    expect(watch.count('opened')).toBe(0);
    watch.result('a', false);
    expect(watch.kinds(...toldKinds)).toEqual(['opened', 'told']);
  });

  test('it closes after the successes that the target needs and a quiet minute', () => {
    const watch = new Watch([target('a')]);
    watch.run(40 * second, () => false);
    watch.run(20 * second, () => true);
    expect(watch.count('closed')).toBe(0);
    watch.run(2 * minute, () => true);
    expect(watch.kinds(...toldKinds)).toEqual(['opened', 'told', 'closed']);
  });

  test('a late answer to an older question changes nothing', () => {
    const watch = new Watch([target('a', { failAfter: 1 })]);
    watch.now += minute;
    watch.result('a', true);
    watch.log.push(...watch.monitor.observe('a', { ok: false, at: watch.now - second }, watch.now));
    expect(watch.count('opened')).toBe(0);
  });
});

describe('dependencies', () => {
  const families = (count: number): WatchedTarget[] => [
    target('national', { organisation: 'nation' }),
    ...Array.from({ length: count }, (_, index) => target(`d${index}`, { parentId: 'national' })),
  ];

  test('the national server down with 200 dependants is one incident, one alarm, 200 suppressed, in any order', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = randomFrom(seed);
      const targets = families(200);
      const watch = new Watch(targets);
      watch.run(30 * second, () => true);
      // Each one is asked every ten seconds, at a moment of its own.
      const phases = new Map(targets.map(({ targetId }) => [targetId, random.between(0, 10 * second - 1)]));
      const due = targets
        .flatMap(({ targetId }) =>
          Array.from({ length: 12 }, (_, round) => ({
            targetId,
            at: watch.now + (phases.get(targetId) ?? 0) + round * 10 * second,
          })),
        )
        .toSorted((a, b) => a.at - b.at);
      for (const { targetId, at } of due) {
        watch.now = at;
        watch.result(targetId, false);
        if (random.chance(0.05)) watch.tick();
      }
      expect(watch.kinds(...toldKinds), `seed ${seed}`).toEqual(['opened', 'told']);
      expect(watch.monitor.standings.filter(({ suppressedBy }) => suppressedBy === 'national')).toHaveLength(200);
      // All are back: one recovery, and no dependant has an incident.
      watch.run(5 * minute, () => true);
      expect(watch.kinds(...toldKinds), `seed ${seed}`).toEqual(['opened', 'told', 'closed']);
      expect(watch.monitor.standings.every(({ suppressedBy }) => suppressedBy === null)).toBe(true);
    }
  });

  test('a dependant that stays down after its parent is back gets an incident of its own', () => {
    const watch = new Watch(families(2));
    watch.run(30 * second, () => true);
    watch.run(minute, () => false);
    watch.run(5 * minute, (targetId) => targetId !== 'd1');
    const opened = watch.log.flatMap((effect) => (effect.kind === 'opened' ? [effect.incident.targetId] : []));
    expect(opened).toEqual(['national', 'd1']);
  });

  test('an incident that was open before closes while its parent is down', () => {
    const watch = new Watch(families(1));
    watch.run(30 * second, () => true);
    watch.run(minute, (targetId) => targetId === 'national');
    expect(watch.monitor.openIncidents.map(({ targetId }) => targetId)).toEqual(['d0']);
    watch.run(3 * minute, (targetId) => targetId !== 'national');
    expect(watch.monitor.openIncidents.map(({ targetId }) => targetId)).toEqual(['national']);
  });

  test('a dependant that fails alone asks for its parent at once and opens when the parent answers', () => {
    const watch = new Watch(families(1));
    watch.run(30 * second, () => true);
    for (let round = 0; round < 3; round += 1) {
      watch.now += second;
      watch.result('d0', false);
    }
    expect(watch.log.filter(({ kind }) => kind === 'probe')).toEqual([{ kind: 'probe', targetId: 'national' }]);
    watch.now += second;
    watch.result('national', true);
    expect(watch.kinds(...toldKinds)).toEqual(['opened', 'told']);
  });

  test('a parent of which nothing is heard hides its dependants for a minute at most', () => {
    const watch = new Watch(families(1));
    for (let round = 0; round < 20; round += 1) {
      watch.now += 5 * second;
      watch.result('d0', false);
      watch.tick();
    }
    expect(watch.kinds(...toldKinds)).toEqual(['opened', 'told']);
  });

  test('targets that depend on each other in a circle are watched all the same', () => {
    const watch = new Watch([target('a', { parentId: 'b' }), target('b', { parentId: 'a' })]);
    watch.run(3 * minute, (targetId) => targetId === 'b');
    expect(watch.monitor.openIncidents.map(({ targetId }) => targetId)).toEqual(['a']);
  });
});

describe('silences', () => {
  test('a silenced alarm is not told, and its recovery is', () => {
    const watch = new Watch([target('a')]);
    watch.silence(start, start + 60 * minute);
    watch.run(5 * minute, () => false);
    expect(watch.kinds(...toldKinds)).toEqual(['opened']);
    watch.run(5 * minute, () => true);
    expect(watch.kinds(...toldKinds)).toEqual(['opened', 'closed']);
  });

  test('a recovery in a silence that began after the alarm is told', () => {
    const watch = new Watch([target('a')]);
    watch.run(minute, () => false);
    watch.silence(watch.now, watch.now + 60 * minute);
    watch.run(5 * minute, () => true);
    expect(watch.kinds(...toldKinds)).toEqual(['opened', 'told', 'closed']);
  });

  test('what still fails when the silence ends is told then, and escalates from then on', () => {
    const watch = new Watch([target('a')]);
    watch.silence(start, start + 30 * minute, { targetId: 'a' });
    watch.run(29 * minute, () => false);
    expect(watch.count('told')).toBe(0);
    watch.run(2 * minute, () => false);
    expect(watch.kinds(...toldKinds)).toEqual(['opened', 'told']);
    watch.run(20 * minute, () => false);
    expect(watch.kinds(...toldKinds)).toEqual(['opened', 'told', 'escalated']);
  });

  test('a silence of another organisation or target hides nothing', () => {
    for (const other of [{ organisation: '202011' }, { targetId: 'b' }]) {
      const watch = new Watch([target('a')]);
      watch.silence(start, start + 60 * minute, other);
      watch.run(minute, () => false);
      expect(watch.kinds(...toldKinds)).toEqual(['opened', 'told']);
    }
  });
});

describe('flapping', () => {
  test.each([1, 2, 3, 5])('1,000 flaps with %i well rounds each are one incident and two alarms', (wellRounds) => {
    const watch = new Watch([target('a')]);
    watch.run(30 * second, () => true);
    for (let flap = 0; flap < 1_000; flap += 1) {
      watch.run(30 * second, () => false);
      watch.run(wellRounds * 10 * second, () => true);
    }
    watch.run(2 * 60 * minute, () => true);
    expect(watch.kinds(...toldKinds).filter((kind) => kind !== 'escalated')).toEqual(['opened', 'told', 'closed']);
  });

  test.each([
    [5, 2],
    [20, 3],
  ])('flaps with %i well minutes between soon become one incident: at most %i', (wellMinutes, incidents) => {
    const watch = new Watch([target('a')]);
    for (let flap = 0; flap < 500; flap += 1) {
      watch.run(minute, () => false);
      watch.run(wellMinutes * minute, () => true);
    }
    expect(watch.count('opened')).toBeLessThanOrEqual(incidents);
  });
});

describe('escalation', () => {
  test('an acknowledged incident does not escalate, one that nobody acknowledges does once', () => {
    const watch = new Watch([target('a'), target('b')]);
    watch.run(minute, () => false);
    const ofA = watch.monitor.openIncidents.find(({ targetId }) => targetId === 'a');
    watch.monitor.acknowledge(ofA?.incidentId ?? '', watch.now);
    watch.run(60 * minute, () => false);
    const escalated = watch.log.flatMap((effect) => (effect.kind === 'escalated' ? [effect.incident.targetId] : []));
    expect(escalated).toEqual(['b']);
  });
});

describe('what was restored', () => {
  test('counts as evidence only once the target was asked again', () => {
    const first = new Watch([target('a')]);
    first.run(minute, () => false);
    const { state } = first.monitor.findStanding('a') ?? {};
    const next = new Watch([target('a')]);
    next.now = first.now + 60 * minute;
    if (state) next.monitor.restoreState('a', state, null);
    next.tick();
    expect(next.count('opened')).toBe(0);
    next.result('a', false);
    expect(next.count('opened')).toBe(1);
  });

  test('an open incident of the store is kept, and closes once when its target is well', () => {
    const first = new Watch([target('a')]);
    first.run(minute, () => false);
    const next = new Watch([target('a')]);
    next.now = first.now;
    next.monitor.adopt(first.monitor.openIncidents);
    next.run(5 * minute, () => false);
    expect(next.kinds('opened', 'told')).toEqual([]);
    next.run(5 * minute, () => true);
    expect(next.kinds(...toldKinds)).toEqual(['closed']);
  });

  test('of two incidents with one fingerprint the store’s stays', () => {
    const first = new Watch([target('a')]);
    first.run(minute, () => false);
    const stored = first.monitor.openIncidents.map((incident) => ({ ...incident, incidentId: 'stored' }));
    first.monitor.adopt(stored);
    first.run(5 * minute, () => true);
    const closed = first.log.flatMap((effect) => (effect.kind === 'closed' ? [effect.incident.incidentId] : []));
    expect(closed).toEqual(['stored']);
  });

  test('the incident of a target that is watched no longer is closed', () => {
    const watch = new Watch([target('a')]);
    watch.run(minute, () => false);
    watch.log.push(...watch.monitor.setTargets([], watch.now));
    expect(watch.kinds(...toldKinds)).toEqual(['opened', 'told', 'closed']);
  });
});

describe('every order of events', () => {
  /** A tree of eight targets, three deep. */
  const tree = [
    target('n', { failAfter: 2 }),
    target('p1', { parentId: 'n' }),
    target('p2', { parentId: 'n', failAfter: 1 }),
    target('c1', { parentId: 'p1', okAfter: 1 }),
    target('c2', { parentId: 'p1' }),
    target('c3', { parentId: 'p2', okAfter: 3 }),
    target('c4', { parentId: 'p2' }),
    target('x'),
  ];
  const targetIds = tree.map(({ targetId }) => targetId);
  const event = fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({ type: fc.constant('toggle' as const), targetId: fc.constantFrom(...targetIds) }),
    },
    {
      weight: 12,
      arbitrary: fc.record({ type: fc.constant('pass' as const), rounds: fc.integer({ min: 1, max: 12 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ type: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('acknowledge' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('silence' as const),
        targetId: fc.option(fc.constantFrom(...targetIds)),
        minutes: fc.integer({ min: 1, max: 60 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('restart' as const) }) },
  );

  /** The state by the plain definition: reads the whole history of answers backwards. */
  const stateBy = (answers: readonly boolean[], { failAfter, okAfter }: WatchedTarget): string => {
    let state = 'unknown';
    let [failures, successes] = [0, 0];
    for (const ok of answers) {
      [failures, successes] = ok ? [0, successes + 1] : [failures + 1, 0];
      if (failures >= failAfter) state = 'down';
      if (successes >= (state === 'down' ? okAfter : 1)) state = 'up';
    }
    return state;
  };

  test('opens, tells, escalates and closes each incident once, hides what is below a failure, forgets nothing', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 5, maxLength: 60 }), (events) => {
        let watch = new Watch(tree);
        const log: Effect[] = [];
        const down = new Set<string>();
        const answers = new Map(targetIds.map((id): [string, boolean[]] => [id, []]));
        let silence: Silence | undefined;
        let restarts = 0;
        const round = (): void => {
          watch.now += 10 * second;
          for (const targetId of targetIds) {
            answers.get(targetId)?.push(!down.has(targetId));
            const before = watch.log.length;
            const failedBefore = new Set(
              targetIds.filter((id) => watch.monitor.findStanding(id)?.state.state === 'down'),
            );
            watch.result(targetId, !down.has(targetId));
            // Whatever opens has nothing above it that was down when it opened.
            for (const effect of watch.log.slice(before)) {
              if (effect.kind !== 'opened') continue;
              for (const above of ancestorsOf(effect.incident.targetId)) {
                const still = watch.monitor.findStanding(above)?.state.state === 'down';
                expect(failedBefore.has(above) && still).toBe(false);
              }
            }
          }
          watch.tick();
          for (const effect of watch.log) {
            if (effect.kind !== 'told' && effect.kind !== 'escalated') continue;
            expect(silence && findSilence([silence], effect.incident, effect.at)).toBeUndefined();
          }
          log.push(...watch.log.splice(0));
          if (restarts > 0) return;
          for (const each of tree) {
            const state = watch.monitor.findStanding(each.targetId)?.state;
            expect(state?.state).toBe(stateBy(answers.get(each.targetId) ?? [], each));
          }
        };
        const ancestorsOf = (targetId: string | null): string[] => {
          const parentId = tree.find((each) => each.targetId === targetId)?.parentId ?? null;
          return parentId === null ? [] : [parentId, ...ancestorsOf(parentId)];
        };
        for (const each of events) {
          if (each.type === 'toggle') {
            if (!down.delete(each.targetId)) down.add(each.targetId);
          } else if (each.type === 'pass') {
            for (let count = 0; count < each.rounds; count += 1) round();
          } else if (each.type === 'wait') {
            for (let count = 0; count < each.minutes * 6; count += 1) round();
          } else if (each.type === 'acknowledge') {
            for (const { incidentId } of watch.monitor.openIncidents) watch.monitor.acknowledge(incidentId, watch.now);
          } else if (each.type === 'silence') {
            const to = watch.now + each.minutes * minute;
            watch.silence(watch.now, to, { targetId: each.targetId });
            silence = { ...whole, targetId: each.targetId, from: watch.now, to };
          } else {
            restarts += 1;
            const next = new Watch(tree);
            next.now = watch.now;
            for (const {
              target: { targetId },
              state,
              suppressedBy,
            } of watch.monitor.standings) {
              next.monitor.restoreState(targetId, state, suppressedBy);
            }
            next.monitor.adopt(watch.monitor.openIncidents);
            if (silence) next.monitor.setSilences([silence]);
            watch = next;
          }
        }
        // Long enough for every silence, every grace and every waiting to be over.
        for (let count = 0; count < 90 * 6; count += 1) round();
        for (const targetId of targetIds) {
          const failed = down.has(targetId);
          const hidden = ancestorsOf(targetId).some((above) => down.has(above));
          const incident = watch.monitor.openIncidents.find((open) => open.targetId === targetId);
          if (failed && !hidden) expect(incident?.toldAt).toEqual(expect.any(Number));
          if (!failed) expect(incident).toBeUndefined();
        }
        down.clear();
        for (let count = 0; count < 90 * 6; count += 1) round();
        expect(watch.monitor.openIncidents).toEqual([]);
        const byIncident = new Map<string, string[]>();
        const openNow = new Map<string, string>();
        for (const effect of log) {
          if (!('incident' in effect) || effect.kind === 'noted') continue;
          const { incidentId, fingerprint } = effect.incident;
          byIncident.set(incidentId, [...(byIncident.get(incidentId) ?? []), effect.kind]);
          if (effect.kind === 'opened') {
            expect(openNow.has(fingerprint)).toBe(false);
            openNow.set(fingerprint, incidentId);
          }
          if (effect.kind === 'closed') openNow.delete(fingerprint);
        }
        for (const kinds of byIncident.values()) {
          expect(kinds.join(' ')).toMatch(/^opened( told( escalated)?)? closed$/u);
        }
      }),
      { numRuns: Number(process.env['FUGO_MONITOR_RUNS'] ?? 60) },
    );
  });
  const whole = { silenceId: 's', organisation: '131016', message: '保守' };
});

describe('recipients', () => {
  const incident: Pick<Incident, 'organisation' | 'severity' | 'escalatedAt' | 'escalatedMinutes'> = {
    organisation: '131016',
    severity: 'warning',
    escalatedAt: null,
    escalatedMinutes: 0,
  };
  const recipient = (address: string, changes: Partial<Recipient> = {}): Recipient => ({
    kind: 'mail',
    address,
    organisation: '131016',
    severity: 'warning',
    afterMinutes: 0,
    ...changes,
  });
  const all = [
    recipient('a@city.example'),
    recipient('b@city.example', { severity: 'critical' }),
    recipient('c@other.example', { organisation: '131024' }),
    recipient('boss@city.example', { afterMinutes: 15 }),
    recipient('mayor@city.example', { afterMinutes: 60 }),
    recipient('watch@nation.example', { organisation: 'nation', severity: 'info' }),
  ];
  const addresses = (...of: Parameters<typeof recipientsOf>): string[] =>
    recipientsOf(...of).map(({ address }) => address);

  test('are those of the organisation, from a severity on', () => {
    expect(addresses(all, incident, 'opened')).toEqual(['a@city.example']);
    expect(addresses(all, { ...incident, severity: 'critical' }, 'opened')).toEqual([
      'a@city.example',
      'b@city.example',
    ]);
  });

  test('are those of the organisation above where it has named none', () => {
    for (const organisation of ['202011', '130001', 'nation']) {
      expect(addresses(all, { ...incident, organisation }, 'opened')).toEqual(['watch@nation.example']);
    }
    expect(addresses(all, { ...incident, severity: 'info' }, 'opened')).toEqual(['watch@nation.example']);
  });

  test('are more with each escalation, and of the end hears whoever heard of it', () => {
    const escalated = { ...incident, escalatedAt: 1, escalatedMinutes: 15 };
    expect(escalationMinutes(all, incident)).toEqual([15, 60]);
    expect(addresses(all, escalated, 'escalated')).toEqual(['boss@city.example']);
    expect(addresses(all, incident, 'closed')).toEqual(['a@city.example']);
    expect(addresses(all, escalated, 'closed')).toEqual(['a@city.example', 'boss@city.example']);
    expect(addresses(all, { ...escalated, escalatedMinutes: 60 }, 'escalated')).toEqual([
      'boss@city.example',
      'mayor@city.example',
    ]);
  });
});

describe('planned stops and alarms from outside', () => {
  test('a target that is not meant to run is asked on, and raises no alarm until it is meant to run', () => {
    const watch = new Watch([target('a')]);
    watch.run(minute, () => true);
    watch.monitor.setPlannedDown(new Set(['a']));
    watch.run(60 * minute, () => false);
    expect(watch.count('opened')).toBe(0);
    expect(watch.monitor.findStanding('a')?.state).toMatchObject({ state: 'down', error: 'REFUSED' });
    watch.monitor.setPlannedDown(new Set());
    watch.run(20 * second, () => false);
    expect(watch.count('opened')).toBe(0);
    watch.run(10 * second, () => false);
    expect(watch.kinds(...toldKinds)).toEqual(['opened', 'told']);
  });

  test('an alarm from outside opens and closes one incident, however often it is repeated', () => {
    const watch = new Watch([]);
    const alarm = { fingerprint: 'f', organisation: 'nation', severity: 'warning', cause: 'HighLoad' } as const;
    for (const firing of [true, true, false, false, true]) {
      watch.log.push(...watch.monitor.alarm({ ...alarm, firing }, watch.now));
    }
    expect(watch.kinds(...toldKinds)).toEqual(['opened', 'told', 'closed', 'opened', 'told']);
  });

  test('the most dependants that an incident suppressed are counted', () => {
    const watch = new Watch([target('n'), target('a', { parentId: 'n' }), target('b', { parentId: 'n' })]);
    watch.run(2 * minute, () => false);
    watch.run(5 * minute, () => true);
    const closed = watch.log.flatMap((effect) => (effect.kind === 'closed' ? [effect.incident.suppressed] : []));
    expect(closed).toEqual([2]);
  });
});
