/**
 * The reconciler (workers/nudger over storage/due): it gathers newcomers, nudges who is due, looks at a run that does not
 * answer, replaces it, and in the end tells staff. It may be away or be ended in the midst of it, like everybody else.
 */
import type { Step } from '../../domain/failures.ts';
import type { Stage } from '../../domain/stages.ts';
import type { Engine } from './engine.ts';
import type { Driven } from './run.ts';
import { asksForRun } from './rows.ts';
import { second } from './rows.ts';
import { type World } from './world.ts';

const replacedBeforeStuck = 3;

const stepIn: Partial<Record<Stage, Step>> = {
  NUMBERED: 'serial',
  SERIAL_REQUESTED: 'fileRequest',
  FILE_REQUESTED: 'file',
  FILE_RECEIVED: 'route',
  WAITING_FOR_HOURS: 'route',
};

export class Reconciler {
  /** Someone was found to have no open run, and is let rest in a statement of its own. */
  private resting: { nudges: number } | null = null;
  private readonly driven: Driven;
  private readonly engine: Engine;
  private readonly world: World;

  constructor(driven: Driven, engine: Engine) {
    this.driven = driven;
    this.engine = engine;
    this.world = driven.world;
  }

  /** One look at the municipality. */
  turn(): void {
    if (this.world.isUnlucky(0.1)) return this.world.note('reconciler away');
    this.letRest();
    this.noticeLoss();
    this.driven.inbox.wakeUnjudged();
    this.gather();
    this.nudgeChunks();
    this.nudgePerson();
  }

  /** With the engine's data its schedules are gone, and are missed. */
  private noticeLoss(): void {
    if (!this.engine.hasForgotten || this.engine.isAway) return;
    this.engine.hasForgotten = false;
    this.driven.person.wakeDriven();
  }

  /** More newcomers wait than single runs can follow, or more of those for whom the hours have opened. */
  private gather(): void {
    const { person } = this.driven;
    if (!isDue(person, this.world) || this.engine.isAway) return;
    const { isNewcomer } = person;
    if (!isNewcomer && !person.mayJoinWaiting) return;
    if (!this.world.random.chance(isNewcomer ? 0.3 : 0.7)) return;
    this.world.note(isNewcomer ? 'gathered' : 'gathered when it opened');
    person.gather();
  }

  private nudgeChunks(): void {
    for (const chunk of this.driven.person.chunks) {
      if (chunk.hasEnded || !isDue(chunk, this.world)) continue;
      chunk.dueAt = this.world.rules.dueAfterNudge(chunk.nudges, this.world.now);
      chunk.nudges += 1;
      this.engine.nudge(chunk);
    }
  }

  private nudgePerson(): void {
    const { person } = this.driven;
    if (!isDue(person, this.world)) return;
    // As many runs are starting as may start at once.
    if (person.isNewcomer && this.world.isUnlucky(0.2)) return;
    person.dueAt = this.world.rules.dueAfterNudge(person.nudges, this.world.now);
    person.nudges += 1;
    person.check();
    if (this.world.isUnlucky(0.1)) return this.world.note('reconciler ended');
    const reply = this.nudge();
    if (reply === 'rests') this.resting = { nudges: person.nudges };
    if (reply === 'unavailable' && person.nudges > 0) {
      person.dueAt = this.world.now + second;
      person.nudges -= 1;
    }
    if (!this.world.isUnlucky(0.3)) this.letRest();
  }

  private letRest(): void {
    const { person } = this.driven;
    if (this.resting && this.world.rules.mayRest(person, this.resting.nudges)) {
      person.dueAt = null;
      person.nudges = 0;
      person.check();
    }
    this.resting = null;
  }

  private nudge(): 'nudged' | 'rests' | 'unavailable' {
    const { person } = this.driven;
    const { hasRun, nudges } = person;
    const rests = this.world.rules.rests(person, this.driven.inbox);
    if (rests) {
      if (!hasRun) return 'rests';
      const told = this.engine.tellPerson();
      if (told !== 'nudged') return told === 'closed' ? 'rests' : told;
    } else if (!hasRun && nudges === 1) return this.engine.startPerson();
    if (nudges > this.world.rules.nudgesBeforeLook) return this.lookAtRun(rests);
    return rests ? 'nudged' : this.engine.nudge(null);
  }

  /** It has not answered. A worker that is merely slow is waited for; a run that cannot go on is replaced. */
  private lookAtRun(rests: boolean): 'nudged' | 'rests' | 'unavailable' {
    const { person } = this.driven;
    const state = this.engine.stateOfPerson();
    if (state === 'unavailable') return state;
    if (state === 'closed' && rests) return 'rests';
    if (state === 'busy' || state === 'closed') return this.engine.nudge(null);
    if (person.replacedRuns >= replacedBeforeStuck && asksForRun(person.acquisition)) {
      this.parkStuck();
      return 'nudged';
    }
    this.world.note('replaced');
    person.replacedRuns += 1;
    person.nudges = 1;
    return this.engine.replacePerson();
  }

  /** A case for staff. Whose request rests is no case: its run is replaced again. */
  private parkStuck(): void {
    const { person } = this.driven;
    const step = stepIn[person.acquisition.stage];
    if (!step) return;
    this.world.note('stuck');
    person.move({ type: 'failed', step, code: 'ENGINE_STUCK', at: this.world.at }, 'run');
  }
}

const isDue = ({ dueAt }: { dueAt: number | null }, { now }: World): boolean => dueAt !== null && dueAt <= now;
