import type { Random } from './random.ts';

/** Outcomes with their shares, which add up to 1; rounding errors go to the last one. */
export type Shares<Outcome> = readonly (readonly [outcome: Outcome, share: number])[];

export function draw<Outcome>(random: Random, shares: Shares<Outcome>): Outcome {
  return outcomeOf(random.next(), shares);
}

/** `lot`: from 0 up to but not including 1. */
export function outcomeOf<Outcome>(lot: number, shares: Shares<Outcome>): Outcome {
  let rest = lot;
  for (const [outcome, share] of shares) {
    rest -= share;
    if (rest < 0) return outcome;
  }
  const last = shares.at(-1);
  if (!last) throw new RangeError('nothing to draw from');
  return last[0];
}
