/**
 * One run of the loop of workflows/drive, for the person or for a chunk. What it knows it has read, and it may be ended
 * between any two of its actions; `work` is one of them.
 */
import type { Acquisition } from '../../domain/lifecycle.ts';
import type { Inbox } from './inbox.ts';
import { type Chunk } from './rows.ts';
import type { Person } from './person.ts';
import { markHeardOf, sendingStepOf, type Activity, type SendingStep, type Steps } from './steps.ts';
import { second } from './rows.ts';
import { type World } from './world.ts';

export interface Driven {
  world: World;
  person: Person;
  inbox: Inbox;
  steps: Steps;
}

export class Run {
  /** Null for the person's own run. */
  readonly chunk: Chunk | null;
  /** What it has done so far does not replay on the code of today: its task fails each time. */
  doesNotReplay = false;
  /** Two of them are open at once, which no engine should allow. */
  isDoubled = false;
  isOver = false;
  activity: Activity | null = null;
  private isNudged = false;
  private hasLooked = false;
  private standing: Acquisition | null = null;
  private pauseUntil: number | null = null;
  private readonly driven: Driven;

  constructor(driven: Driven, chunk: Chunk | null) {
    this.driven = driven;
    this.chunk = chunk;
  }

  nudge(): void {
    this.isNudged = true;
  }

  /** It waits for nothing but a nudge or its timer. */
  get isIdle(): boolean {
    if (this.activity || !this.hasLooked || this.isNudged) return false;
    if (this.pauseUntil !== null) return this.driven.world.now < this.pauseUntil;
    if (!this.standing) return false;
    const next = this.driven.world.rules.nextStep(this.standing);
    if (next.do === 'waitForHours') return this.driven.world.now < Date.parse(next.opensAt);
    return next.do !== 'end' && sendingStepOf(next) === null;
  }

  /** A task that fails may look at the row each time, and comes no further; one that does not replay not even that. */
  failTask(): void {
    this.activity = null;
    if (!this.doesNotReplay && this.driven.world.random.chance(0.3)) this.look();
  }

  work(): void {
    const { world } = this.driven;
    if (this.activity) return this.carryOn(this.activity);
    if (!this.hasLooked) return this.look();
    if (this.pauseUntil !== null) {
      if (!this.isNudged && world.now < this.pauseUntil) return undefined;
      this.pauseUntil = null;
      return this.isNudged ? this.look() : undefined;
    }
    if (!this.standing) return this.end();
    const next = world.rules.nextStep(this.standing);
    if (next.do === 'end') return this.isNudged ? this.look() : this.end();
    if (next.do === 'waitForHours') {
      if (!this.isNudged && world.now < Date.parse(next.opensAt)) return undefined;
      return this.lookWhetherItIsTime();
    }
    const step = sendingStepOf(next);
    if (step) return this.begin(step, this.standing);
    return this.isNudged ? this.look() : undefined;
  }

  /** The flag is cleared before the row is read, so no nudge is lost (W3). */
  private look(): void {
    const { world, inbox, steps } = this.driven;
    this.isNudged = false;
    this.hasLooked = true;
    if (this.chunk) markHeardOf(this.chunk, world.now);
    this.standing = this.chunk ? steps.standingOf(this.chunk) : inbox.look();
  }

  /** The calendar may be another one, so the step itself says so. */
  private lookWhetherItIsTime(): void {
    this.look();
    if (this.standing?.stage === 'WAITING_FOR_HOURS') this.begin('route', this.standing);
  }

  private begin(step: SendingStep, standing: Acquisition): void {
    this.activity = this.driven.steps.start(step, standing, this.chunk);
  }

  private carryOn(activity: Activity): void {
    const { world, steps } = this.driven;
    if (activity.at === 'begin' && this.isNudged && !activity.isQuick && !this.chunk) {
      // Between two tries of a step that waits for a participant; the row knows more than it does.
      world.note('overtaken');
      this.activity = null;
      return this.look();
    }
    if (activity.at !== 'begin' && world.isUnlucky(0.08)) {
      world.note(`crash before ${activity.at}`);
      activity.at = 'begin';
      activity.isReady = true;
    }
    steps.advance(activity);
    if (activity.at === 'learn' && (world.isCalm || world.random.chance(0.8))) this.learn(activity);
  }

  private learn({ isReady, standing: after }: Activity): void {
    const { world } = this.driven;
    const before = this.standing;
    this.activity = null;
    this.standing = after;
    if (!before || !after || (isReady && !isSame(before, after))) return;
    // Not ready, or somebody else is at it: a while later, or when nudged.
    this.pauseUntil = world.now + world.random.between(2, 300) * second;
  }

  private end(): void {
    this.isOver = true;
    if (!this.chunk) return;
    this.chunk.hasEnded = true;
    this.chunk.dueAt = null;
    this.driven.person.check();
  }
}

const isSame = (a: Acquisition, b: Acquisition): boolean =>
  a.stage === b.stage && a.attempt === b.attempt && a.inChunk === b.inChunk && a.stage !== 'WAITING_FOR_HOURS';
