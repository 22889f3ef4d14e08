/** Supervisors and the error list (storage/staff-actions): what they decide is one transaction, and the run hears of it later. */
import type { Stage } from '../../domain/stages.ts';
import type { Inbox } from './inbox.ts';
import type { OtherSide } from './other-side.ts';
import type { Person } from './person.ts';
import { hour } from './rows.ts';
import { Violation, type World } from './world.ts';

export class Staff {
  isAtWork: boolean;
  corrections = 0;
  private retriesInCalm = 0;
  /** Where the attempt was opened, as far as staff have; the judge opens at NUMBERED. */
  private openedAt: Stage = 'NUMBERED';
  private readonly world: World;
  private readonly person: Person;
  private readonly inbox: Inbox;
  private readonly other: OtherSide;

  constructor({ world, person, inbox, other }: { world: World; person: Person; inbox: Inbox; other: OtherSide }) {
    this.world = world;
    this.person = person;
    this.inbox = inbox;
    this.other = other;
    this.isAtWork = world.random.chance(0.7);
  }

  work(): void {
    const { isCalm, random } = this.world;
    const { acquisition, heldTransfers, isJudged } = this.person;
    if (!isJudged || (isCalm && !this.isAtWork)) return;
    if (!isCalm && random.chance(0.02)) return this.act('cancelled');
    if (heldTransfers > 0 && (isCalm || random.chance(0.2))) return this.decideHeld();
    if (acquisition.stage !== 'NEEDS_ATTENTION' || !(isCalm || random.chance(0.3))) {
      return this.takeUpAgain();
    }
    if (isCalm) this.retriesInCalm += 1;
    if (this.retriesInCalm > 6) {
      // What the other side lost for good, or will never know, only a correction or an end can help.
      const isHopeless = acquisition.failure.code === 'CODE_NOT_CONFIRMED' || this.other.unknownAtNational;
      if (!isHopeless) throw new Violation(`Retries lead nowhere: ${acquisition.failure.code}`);
      this.act('cancelled');
    } else this.act(random.chance(0.85) ? 'retried' : random.chance(0.6) ? 'corrected' : 'cancelled');
  }

  /** A request that was cancelled half-way goes on under the ids that the other side knows. */
  private takeUpAgain(): void {
    const { isCalm, random, rules } = this.world;
    if (this.person.acquisition.stage !== 'CANCELLED' || isCalm || !random.chance(0.1)) return;
    this.act('retried', rules.isBehindSerial(this.openedAt));
  }

  private act(type: 'retried' | 'corrected' | 'cancelled', isBehindSerial = false): void {
    const { person, world } = this;
    const { stage, attempt } = person.acquisition;
    if (!person.move(type === 'retried' ? { type, isBehindSerial } : { type }, 'other')) return;
    if (person.acquisition.attempt > attempt) this.openedAt = person.acquisition.stage;
    world.note(type);
    if (type === 'corrected') this.corrections += 1;
    if (person.acquisition.stage === 'ROUTED') person.confirmBy = world.now + 72 * hour;
    if (stage === 'HELD') this.inbox.refuseHeld();
  }

  private decideHeld(): void {
    const { random, isCalm } = this.world;
    // Judged once more, it is held once more.
    const decisions = isCalm ? (['same-person', 'refused'] as const) : (['same-person', 'refused', 'again'] as const);
    this.inbox.decideHeld(random.pick(decisions));
  }
}
