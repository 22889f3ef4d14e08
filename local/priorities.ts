import { setPriority } from 'node:os';
import { participantNames } from '../domain/participants.ts';

/**
 * Which parts of a stack on one machine yield to others, by the system's `nice`. The API and its database answer people
 * at the counter, so everything that follows an answer, and the simulated participants, get what is left. Loads come
 * last.
 */
const followingNice = 10;
const lastNice = 15;
const niceOf: Record<string, number> = {
  worker: followingNice,
  temporal: followingNice,
  'simulator-database': followingNice,
  'load-worker': lastNice,
  ...Object.fromEntries(participantNames.map((name) => [name, followingNice])),
};

/** To be called right after the start: threads that the process makes later inherit the priority. */
export function setPriorityOf(name: string, pid: number): void {
  const nice = niceOf[name];
  if (nice === undefined) return;
  try {
    setPriority(pid, nice);
  } catch {
    // The process has ended already, or the system refuses; then all parts have the same priority.
  }
}
