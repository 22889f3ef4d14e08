/**
 * Turns: one thread answers everybody, so long work lets other requests in between. All who wait for a turn stand in
 * one queue, and each round of the event loop wakes one of them. So a hundred long bodies delay a short request no more
 * than one does.
 */
import { performance } from 'node:perf_hooks';

/** Milliseconds of work after which others have their turn. */
const turnMs = 10;

const queue: (() => void)[] = [];

/** Resolves when it is the caller's turn again, after requests that arrived meanwhile were looked at. */
export function takeTurn(): Promise<void> {
  return new Promise((resolve) => {
    queue.push(resolve);
    if (queue.length === 1) setImmediate(next);
  });
}

function next(): void {
  queue.shift()?.();
  if (queue.length > 0) setImmediate(next);
}

export interface Turn {
  isOver: () => boolean;
  /** Waits for the next turn if this one is over; returns at once if not. */
  end: () => Promise<void>;
}

/** Begins a turn now, for work that may be long. */
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
