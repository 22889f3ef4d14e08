/**
 * One resident's life: the row in the database is the one state; runs, chunks, the reconciler, the confirmation, staff,
 * backbones and the calendar move it in any order, with every fault drawn from a seed. In the end all is quiet, and
 * everybody must have come to an end or to somebody who is named.
 */
import type { Stage } from '../../domain/stages.ts';
import { codeRequestStatusOf } from '../../domain/lifecycle.ts';
import { ConfirmationCycle } from './confirmation.ts';
import { Engine } from './engine.ts';
import { Inbox } from './inbox.ts';
import { OtherSide } from './other-side.ts';
import { Person } from './person.ts';
import type { Random } from './random.ts';
import { Reconciler } from './reconciler.ts';
import { isDriven } from './rows.ts';
import { type Rules } from './rules.ts';
import { Staff } from './staff.ts';
import { Steps } from './steps.ts';
import { hour, minute } from './rows.ts';
import { Violation, World } from './world.ts';

export interface LifeReport {
  /** Where it first came to rest. */
  end: Stage;
  /** Faults lived through, by name. */
  faults: Map<string, number>;
  corrections: number;
  transfers: number;
}

/** More moments than any life needs to come to rest once all is quiet. */
const patience = 500;

const nothing = (): void => undefined;

export class Life {
  private readonly world: World;
  private readonly person: Person;
  private readonly inbox: Inbox;
  private readonly other: OtherSide;
  private readonly engine: Engine;
  private readonly reconciler: Reconciler;
  private readonly confirmation: ConfirmationCycle;
  private readonly staff: Staff;
  /** In an order that is drawn anew each moment. */
  private readonly happenings: (() => void)[];

  constructor(random: Random, rules: Rules) {
    const world = new World(random, rules);
    const person = new Person(world);
    const inbox = new Inbox(world, person);
    const other = new OtherSide(random);
    const driven = { world, person, inbox, steps: new Steps(world, person, other) };
    this.world = world;
    this.person = person;
    this.inbox = inbox;
    this.other = other;
    this.engine = new Engine(driven);
    this.reconciler = new Reconciler(driven, this.engine);
    this.confirmation = new ConfirmationCycle(world, person, other);
    this.staff = new Staff({ world, person, inbox, other });
    const work = (): void => this.engine.work();
    this.happenings = [
      work,
      work,
      work,
      work,
      () => this.engine.comeBackLate(),
      () => this.reconciler.turn(),
      () => this.reconciler.turn(),
      () => this.confirmation.hear(),
      () => this.confirmation.hear(),
      () => this.staff.work(),
      () => this.happenRarely(),
    ];
  }

  live(): LifeReport {
    const { world, other, staff, inbox } = this;
    inbox.receive({ isOwn: true });
    for (let left = world.random.between(10, 90); left > 0; left--) this.pass();
    world.isCalm = true;
    other.calm = true;
    this.comeToRest();
    const end = this.person.acquisition.stage;
    this.goOnWithoutRuns();
    return { end, faults: world.faults, corrections: staff.corrections, transfers: inbox.received };
  }

  /** Whoever rests needs no run, and whoever is named there can bring the request on without one. */
  private goOnWithoutRuns(): void {
    const { person, engine, world, staff } = this;
    const { acquisition } = person;
    engine.loseAll();
    for (let turns = 0; turns < 3; turns++) {
      world.pass(hour);
      this.reconciler.turn();
      engine.work();
    }
    if (person.acquisition !== acquisition || person.dueAt !== null || engine.waitingRuns > 0) {
      throw new Violation(`Somebody at rest needed a run: ${this.describe()}`);
    }
    staff.isAtWork = true;
    if (acquisition.stage === 'AWAITING_PN' && !acquisition.held) this.inbox.receive({ isOwn: true, brings: true });
    this.comeToRest();
    const { stage } = person.acquisition;
    if (stage !== 'ACQUIRED' && stage !== 'CANCELLED' && stage !== 'AWAITING_PN') {
      throw new Violation(`Not at an end: ${this.describe()}`);
    }
  }

  private comeToRest(): void {
    for (let moments = 0; !this.isAtRest(); moments++) {
      if (moments > patience) throw new Violation(`Stuck: ${this.describe()}`);
      this.pass();
    }
    if (this.other.codes > 0 && this.person.acquisition.stage !== 'ACQUIRED') {
      throw new Violation(`A code exists and the person is not 依頼済: ${this.describe()}`);
    }
  }

  /** A moment in which things happen in any order, and not everything every time. */
  private pass(): void {
    const { world, happenings } = this;
    const { random } = world;
    world.pass(random.between(minute, world.isCalm ? 4 * hour : hour));
    this.other.pass(world.now);
    this.confirmation.ask();
    for (let left = happenings.length - 1; left >= 0; left--) {
      const drawn = random.between(0, left);
      const happening = happenings[drawn] ?? nothing;
      happenings[drawn] = happenings[left] ?? nothing;
      happenings[left] = happening;
      if (random.chance(0.8)) happening();
    }
    this.check();
  }

  private happenRarely(): void {
    const { world } = this;
    if (world.isUnlucky(0.12)) this.inbox.receive({ isOwn: world.random.chance(0.8) });
    if (world.isUnlucky(0.06)) this.engine.fail();
    if (world.isUnlucky(0.05)) this.person.wakeWaitingForHours();
  }

  private check(): void {
    const { other, person } = this;
    const { acquisition } = person;
    for (const [requestId, effects] of other.effects) {
      if (effects > 1) throw new Violation(`Request ${requestId} was done ${effects} times`);
    }
    // Only a corrected personal number may leave an older serial behind that still lives.
    const serials = other.liveSerials + other.codes;
    if (serials > 1 + this.staff.corrections) {
      throw new Violation(`${serials} requests of one person live: ${this.describe()}`);
    }
    if (other.liveSerials > 0 && acquisition.stage !== 'ACQUIRED' && !acquisition.serialRequested) {
      throw new Violation(`L3, a living serial was forgotten: ${this.describe()}`);
    }
    if (acquisition.stage === 'ACQUIRED' && other.codes === 0) {
      throw new Violation(`依頼済 without a code: ${this.describe()}`);
    }
    if (
      acquisition.stage === 'CANCELLED' &&
      (codeRequestStatusOf(acquisition) === 'REQUESTING') !== acquisition.serialRequested
    ) {
      throw new Violation(`L3, the status of a cancelled request: ${this.describe()}`);
    }
    person.check();
  }

  /** Nothing moves any more unless somebody who is named moves it, and nobody is due or driven. */
  private isAtRest(): boolean {
    const { person, engine, other, staff } = this;
    const { acquisition, dueAt, chunks } = person;
    if (isDriven(acquisition) || dueAt !== null || chunks.some(({ hasEnded }) => !hasEnded)) return false;
    if (!this.inbox.isEmpty || engine.hasLateActivities || !this.confirmation.isSettled) return false;
    switch (this.world.rules.nextStep(acquisition).do) {
      case 'end':
        return engine.waitingRuns === 0 && !other.willStillCome;
      case 'waitForPersonalNumber':
        return true;
      case 'waitForStaff':
        return !staff.isAtWork && !other.willStillCome;
      default:
        return false;
    }
  }

  private describe(): string {
    const { person, world, other, staff } = this;
    const { acquisition, dueAt, nudges, replacedRuns, hasRun, isJudged, chunks } = person;
    return JSON.stringify({
      row: { acquisition, isJudged, dueAt, nudges, replacedRuns, hasRun },
      chunks,
      codes: other.codes,
      liveSerials: other.liveSerials,
      corrections: staff.corrections,
      now: world.now,
    });
  }
}
