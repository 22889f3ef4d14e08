/**
 * The engine, as far as fugo can tell: it holds the runs and brings them nudges. It may be away, lose what it holds,
 * start a run twice, end one between any two of its actions, or be given code on which nothing, or nothing old, runs.
 */
import { type Chunk } from './rows.ts';
import { Run, type Driven } from './run.ts';
import type { Activity } from './steps.ts';
import { hour } from './rows.ts';
import { type World } from './world.ts';

export type Nudged = 'nudged' | 'unavailable';
export type RunState = 'failing' | 'idle' | 'busy' | 'closed' | 'unavailable';

export class Engine {
  private runs: Run[] = [];
  /** Activities whose run is gone and that are still under way. */
  private late: Activity[] = [];
  /** It has lost all its data, and nobody has noticed yet. */
  hasForgotten = false;
  private awayUntil = 0;
  private failsUntil = 0;
  private readonly driven: Driven;
  private readonly world: World;

  constructor(driven: Driven) {
    this.driven = driven;
    this.world = driven.world;
  }

  get isAway(): boolean {
    return !this.world.isCalm && this.world.now < this.awayUntil;
  }

  /** Without those that lie there because their task fails, or because another one has heard what was said to both. */
  get waitingRuns(): number {
    return this.runs.filter((run) => !this.isFailing(run) && !run.isDoubled).length;
  }

  get hasLateActivities(): boolean {
    return this.late.length > 0;
  }

  /** One action of each open run. */
  work(): void {
    if (this.isAway) return;
    for (const run of this.runs) {
      if (this.isFailing(run)) run.failTask();
      else run.work();
    }
    this.runs = this.runs.filter(({ isOver }) => !isOver);
  }

  /** Nobody listens any more, and the row is guarded all the same. */
  comeBackLate(): void {
    const [activity] = this.late;
    if (!activity || this.world.isUnlucky(0.7)) return;
    this.driven.steps.advance(activity);
    if (activity.at === 'begin' || activity.at === 'learn') this.late.shift();
  }

  /** With start; `chunk` is null for the person. */
  nudge(chunk: Chunk | null): Nudged {
    return this.reach(() => {
      if (!this.signal(chunk)) this.start(chunk);
    });
  }

  /** For a newcomer: one that is open all the same has not read the row yet, and will. */
  startPerson(): Nudged {
    return this.reach(() => {
      if (this.openOf(null).length === 0) this.start(null);
    });
  }

  tellPerson(): Nudged | 'closed' {
    if (!this.isAway && this.openOf(null).length === 0) return 'closed';
    return this.reach(() => this.signal(null));
  }

  replacePerson(): Nudged {
    return this.reach(() => {
      for (const run of this.openOf(null)) this.terminate(run);
      this.start(null);
    });
  }

  stateOfPerson(): RunState {
    if (this.isAway) return 'unavailable';
    const [run] = this.openOf(null);
    if (!run) return 'closed';
    if (this.isFailing(run)) return 'failing';
    return run.isIdle ? 'idle' : 'busy';
  }

  /** Something that no run can do anything about. */
  fail(): void {
    const { random, now } = this.world;
    const fault = random.pick(['terminated', 'doubled', 'lost', 'away', 'task fails', 'does not replay']);
    this.world.note(`run ${fault}`);
    if (fault === 'away') this.awayUntil = now + random.between(1, 5) * hour;
    if (fault === 'task fails') this.failsUntil = now + random.between(1, 20) * hour;
    if (fault === 'lost') this.loseAll();
    const [run] = this.runs.splice(random.between(0, Math.max(0, this.runs.length - 1)), 1);
    if (!run) return;
    if (fault === 'terminated') return this.terminate(run);
    this.runs.push(run);
    // The run of a chunk is nudged and never replaced, so this is not asked of it.
    if (fault === 'does not replay' && !run.chunk) run.doesNotReplay = true;
    if (fault !== 'doubled') return;
    run.isDoubled = true;
    this.start(run.chunk).isDoubled = true;
  }

  /** All its data is gone; what was under way at that moment may still come to its end. */
  loseAll(): void {
    this.hasForgotten = true;
    for (const run of this.runs) this.terminate(run);
  }

  /** Whether a call arrives and whether its answer does are two things. */
  private reach(call: () => unknown): Nudged {
    if (this.isAway) return 'unavailable';
    if (this.world.isUnlucky(0.05)) {
      this.world.note('nudge lost');
      return 'unavailable';
    }
    call();
    if (!this.world.isUnlucky(0.05)) return 'nudged';
    this.world.note('nudge repeated');
    return 'unavailable';
  }

  private openOf(chunk: Chunk | null): Run[] {
    return this.runs.filter((run) => run.chunk === chunk);
  }

  private signal(chunk: Chunk | null): boolean {
    const open = this.openOf(chunk);
    for (const run of open) run.nudge();
    return open.length > 0;
  }

  private start(chunk: Chunk | null): Run {
    const run = new Run(this.driven, chunk);
    this.runs.push(run);
    return run;
  }

  private terminate(run: Run): void {
    this.runs = this.runs.filter((other) => other !== run);
    const { activity } = run;
    if (!activity || !this.world.isUnlucky(0.7)) return;
    // What it was just sending may have arrived all the same.
    if (activity.at === 'send') this.driven.steps.advance(activity);
    if (activity.at !== 'record') return;
    this.world.note('came back late');
    this.late.push(activity);
  }

  private isFailing(run: Run): boolean {
    return run.doesNotReplay || (!this.world.isCalm && this.world.now < this.failsUntil);
  }
}
