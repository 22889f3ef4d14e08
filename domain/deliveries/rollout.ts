/** What a rollout does next. The rows say how far each target is (storage/deliveries). */
import type { DeliveryState, RolloutState, WavePlan } from './names.ts';

export interface RolloutNow {
  state: RolloutState;
  /** The present wave, from 0. */
  wave: number;
  /** Epoch milliseconds. */
  waveSince: number;
  waves: readonly WavePlan[];
  order: 'go-on' | 'hold' | 'abandon' | null;
  deliveries: readonly DeliveryNow[];
}
export interface DeliveryNow {
  organisation: string;
  wave: number;
  state: DeliveryState;
  /** When the target was last heard of; epoch milliseconds. */
  seenAt: number | null;
  /** Epoch milliseconds. */
  changedAt: number;
}

export type RolloutDecision =
  | { do: 'obey'; order: 'go-on' | 'hold' | 'abandon' }
  /** The repository is to order these targets to fetch the release. */
  | { do: 'release'; organisations: readonly string[] }
  | { do: 'hold'; failed: readonly string[] }
  | { do: 'next'; wave: number }
  | { do: 'wait'; until: number | null }
  | { do: 'finish' }
  | { do: 'rest' }
  | { do: 'end' };

/**
 * A wave begins when all of the waves before it have applied the release and its time has come. A target that has not
 * been heard of since its wave began holds nobody up, except in the canary: it catches up when it is back.
 */
export function decideRollout(rollout: RolloutNow, now: number): RolloutDecision {
  const { state, wave, waves, waveSince, order, deliveries } = rollout;
  if (state === 'done' || state === 'abandoned') return { do: 'end' };
  if (order !== null) return { do: 'obey', order };
  if (state === 'held') return { do: 'rest' };
  const begun = deliveries.filter((each) => each.wave <= wave);
  const waiting = begun.filter((each) => each.state === 'waiting');
  if (waiting.length > 0) return { do: 'release', organisations: waiting.map(({ organisation }) => organisation) };
  const failed = begun.filter((each) => each.state === 'failed' || each.state === 'rolled-back');
  if (failed.length > 0) return { do: 'hold', failed: failed.map(({ organisation }) => organisation) };
  const open = begun.filter((each) => each.state !== 'applied');
  const isLast = wave >= waves.length - 1;
  if (isLast) return open.length === 0 ? { do: 'finish' } : { do: 'wait', until: null };
  const isAway = (each: DeliveryNow): boolean => each.seenAt === null || each.seenAt < waveSince;
  const applied = begun.filter((each) => each.state === 'applied' && each.wave === wave);
  const own = begun.filter((each) => each.wave === wave);
  const mayGo = wave === 0 ? open.length === 0 : open.every(isAway) && (own.length === 0 || applied.length > 0);
  if (!mayGo) return { do: 'wait', until: null };
  const lastAppliedAt = Math.max(waveSince, ...applied.map(({ changedAt }) => changedAt));
  const begins = lastAppliedAt + (waves[wave + 1]?.atLeastMinutes ?? 0) * 60_000;
  return begins <= now ? { do: 'next', wave: wave + 1 } : { do: 'wait', until: begins };
}
