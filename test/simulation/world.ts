/** What all parts of a life share: its clock, its luck, the rules that it is played by, and what it has lived through. */
import type { Random } from './random.ts';
import type { Rules } from './rules.ts';

/** What the product promises did not hold. */
export class Violation extends Error {}

export class World {
  /** Epoch milliseconds. */
  now = 0;
  /** Counts the moments at which something may happen; one lasts longer than any single call to a participant. */
  moment = 0;
  /** From here on no fault is added to those that were. */
  isCalm = false;
  readonly random: Random;
  readonly rules: Rules;
  /** Faults lived through, by name. */
  readonly faults = new Map<string, number>();

  constructor(random: Random, rules: Rules) {
    this.random = random;
    this.rules = rules;
  }

  pass(ms: number): void {
    this.now += ms;
    this.moment += 1;
  }

  isUnlucky(share: number): boolean {
    return !this.isCalm && this.random.chance(share);
  }

  note(fault: string): void {
    this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
  }

  /** ISO 8601. */
  get at(): string {
    return new Date(this.now).toISOString();
  }
}
