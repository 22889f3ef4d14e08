/**
 * Which requests for a token are looked at. A client id that failed several times in a row from an address waits; and so
 * do all ids together, from one address and from all of them, once very many have failed: whoever makes ids up is one
 * caller all the same. A client that was given a token from this address before is not held up by what others do.
 */
import { LRUCache } from 'lru-cache';
import { createBrake } from './brake.ts';
import { createBudget } from './budget.ts';

export interface TokenAttempt {
  /** Seconds until it may be made; then neither of the others is called. */
  wait: number;
  failed: () => void;
  succeeded: () => void;
}

/** As many as many people behind one address may get wrong, and then six a minute. */
const ofAnAddress = { most: 50, everyMs: 10_000 };
/** And then one a second. */
const ofAll = { most: 500, everyMs: 1_000 };
const mostProven = 10_000;

export function createTokenBrake(now: () => number): (clientId: string, address: string) => TokenAttempt {
  const ofOne = createBrake(now);
  const byAddress = createBudget(now, ofAnAddress);
  const inTotal = createBudget(now, ofAll);
  const proven = new LRUCache<string, true>({ max: mostProven });

  const takeOfAll = (address: string): number => {
    const wait = byAddress.take(address);
    if (wait > 0) return wait;
    const waitInTotal = inTotal.take('');
    if (waitInTotal > 0) byAddress.giveBack(address);
    return waitInTotal;
  };

  return (clientId, address) => {
    const key = JSON.stringify([clientId, address]);
    const isProven = proven.get(key) === true;
    const waitOfOne = ofOne.waitFor(key);
    return {
      wait: waitOfOne > 0 || isProven ? waitOfOne : takeOfAll(address),
      failed: () => ofOne.failed(key),
      succeeded() {
        ofOne.succeeded(key);
        if (isProven) return;
        byAddress.giveBack(address);
        inTotal.giveBack('');
        proven.set(key, true);
      },
    };
  };
}
