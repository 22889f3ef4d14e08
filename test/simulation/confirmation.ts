/**
 * The confirmation cycle (storage/confirming): it asks about who is 依頼中 and applies the answer. The two are one short
 * activity, in which others move the row all the same.
 */
import { codeRequestStatusOf } from '../../domain/lifecycle.ts';
import type { Confirmation as Answer, OtherSide } from './other-side.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

export class ConfirmationCycle {
  /** An answer that is not applied yet, with the attempt that it is about. */
  private asked: { answer: Answer; attempt: number } | null = null;
  private readonly world: World;
  private readonly person: Person;
  private readonly other: OtherSide;

  constructor(world: World, person: Person, other: OtherSide) {
    this.world = world;
    this.person = person;
    this.other = other;
  }

  /** Another run of it would change nothing. */
  get isSettled(): boolean {
    const { stage } = this.person.acquisition;
    const result = this.isAskedAbout ? this.other.confirm().result : 'unknown';
    // An error changes nothing for somebody who is parked already.
    return result !== 'acquired' && (result !== 'error' || stage !== 'CANCELLED');
  }

  ask(): void {
    this.asked = null;
    if (!this.isAskedAbout || !this.world.random.chance(0.7)) return;
    const { stage, attempt } = this.person.acquisition;
    this.asked = { answer: this.other.confirm(), attempt: stage === 'NUMBERED' ? attempt - 1 : attempt };
  }

  /** Of the answer that was asked for at this moment; one that nobody lived to apply is asked for anew. */
  hear(): void {
    if (!this.asked) return;
    this.apply(this.asked);
    // The answer arrives twice.
    if (!this.world.isUnlucky(0.1)) this.asked = null;
  }

  private get isAskedAbout(): boolean {
    const { acquisition, isJudged } = this.person;
    return isJudged && codeRequestStatusOf(acquisition) === 'REQUESTING' && acquisition.serialRequested;
  }

  /** An error or a silence counts for the attempt that was asked about; a code counts for the person. */
  private apply({ answer, attempt }: { answer: Answer; attempt: number }): void {
    const { person, world } = this;
    const { acquisition } = person;
    if (answer.result === 'acquired') {
      if (this.isAskedAbout) person.move({ type: 'confirmed' }, 'other');
    } else if (acquisition.attempt !== attempt) {
      // It is about an attempt that is over.
    } else if (answer.result === 'error') {
      person.move({ type: 'confirmationFailed', code: answer.code, at: world.at }, 'other');
    } else if (acquisition.stage === 'ROUTED' && world.now > person.confirmBy) {
      world.note('overdue');
      person.move({ type: 'overdue', at: world.at }, 'other');
    }
  }
}
