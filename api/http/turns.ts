/**
 * Turns: one thread answers everybody, so whoever works through much lets the others in between. All who wait for a turn
 * stand in one queue, and one of them goes on in a round of the loop. So a hundred long bodies at once hold a short
 * request up no longer than one does.
 */
import { performance } from 'node:perf_hooks';

/** Milliseconds of work before the others have their turn. */
const turnMs = 10;

const waiting: (() => void)[] = [];

/** Ends when it is the caller's turn again: after what has come in meanwhile was looked at. */
export function takeTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(next);
  });
}

function next(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(next);
}

export interface Turn {
  isOver: () => boolean;
  /** For the next one, where this one is over; no wait where it is not. */
  end: () => Promise<void>;
}

/** Of one who works through much, beginning now. */
export function beginTurn(): Turn {
  let since = performance.now();
  const isOver = (): boolean => performance.now() - since >= turnMs;
  return {
    isOver,
    async end() {
      if (!isOver()) return;
      await takeTurn();
      since = performance.now();
    },
  };
}
