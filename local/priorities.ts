import { setPriority } from 'node:os';
import { participantNames } from '../domain/participants.ts';

/**
 * Which part of a stack on one machine goes before which, as the system's `nice`: the API and its database answer at the
 * counter, so everything that follows from an answer, and the participants that would be elsewhere, get what is left.
 * Loads come last.
 */
const following = 10;
const last = 15;
const niceOf: Record<string, number> = {
  worker: following,
  temporal: following,
  'simulator-database': following,
  'load-worker': last,
  ...Object.fromEntries(participantNames.map((name) => [name, following])),
};

/** At once after its start: threads that it makes later have it from the first one. */
export function setPriorityOf(name: string, pid: number): void {
  const nice = niceOf[name];
  if (nice === undefined) return;
  try {
    setPriority(pid, nice);
  } catch {
    // It has ended already, or the system does not let us: then all are alike.
  }
}
