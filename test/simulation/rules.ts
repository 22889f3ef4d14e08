/**
 * The rules that a life is played by: the product's machine, and what storage/moves, storage/steps and storage/due say in
 * SQL, as functions. A test breaks one of them on purpose to show that the simulation notices.
 */
import { nextStep, transition, type Acquisition } from '../../domain/lifecycle.ts';
import type { Stage } from '../../domain/stages.ts';
import { asksForRun, isDriven, second, type Chunk, type Mover, type PersonRow } from './rows.ts';

export interface Rules {
  transition: typeof transition;
  nextStep: typeof nextStep;
  /** When the driver of a row is due that `by` has moved (storage/moves, M1–M3). */
  dueAfterMove: (person: PersonRow, by: Mover, now: number) => number | null;
  /** And of one that its run has looked at (storage/due, D2). */
  dueAfterLook: (person: PersonRow, now: number) => number | null;
  /** And of one that is nudged now for the so-manieth time (storage/due, D1). */
  dueAfterNudge: (nudges: number, now: number) => number | null;
  /** Nothing but the end of a run is left to bring about: where none is open, nobody need be started. */
  rests: (person: PersonRow, inbox: { isEmpty: boolean }) => boolean;
  /** Nobody was open to be told, so the person is let rest, unless it was moved meanwhile. */
  mayRest: (person: PersonRow, nudges: number) => boolean;
  /** Whom a step of this owner and attempt is for (storage/steps). */
  isFor: (person: PersonRow, step: { chunk: Chunk | null; attempt: number }, from: readonly Stage[]) => boolean;
  /** Who waits for the hours may go with a chunk when it has opened (storage/due). `wasSent`: the step, by the own run. */
  mayJoinWaiting: (person: PersonRow, wasSent: boolean) => boolean;
  /** Request ids under which it may live at the other side: its own one, and that of the chunk before. */
  mayLiveUnder: (own: { requestId: string; sends: number }, ofChunk: readonly string[]) => readonly string[];
  /** A cancelled request whose attempt was opened at this stage goes on behind the serial when it is taken up again. */
  isBehindSerial: (openedAt: Stage) => boolean;
  /** A run that has not answered so many nudges is looked at, and may be replaced. */
  nudgesBeforeLook: number;
}

const opensAtOf = (acquisition: Acquisition): number =>
  acquisition.stage === 'WAITING_FOR_HOURS' ? Date.parse(acquisition.opensAt) : 0;

const withinMs = 20 * second;

export const rules: Rules = {
  transition,
  nextStep,
  dueAfterMove(person, by, now) {
    const { acquisition, hasRun, dueAt } = person;
    if (!isDriven(acquisition)) {
      // Who stands on the error list is shown in the list of the engine too, which takes a run.
      return by !== 'run' && (hasRun || acquisition.stage === 'NEEDS_ATTENTION') ? now : null;
    }
    if (by === 'chunk') return dueAt;
    if (by === 'run') return Math.max(now, opensAtOf(acquisition)) + withinMs;
    return acquisition.inChunk && !hasRun ? null : now;
  },
  dueAfterLook({ acquisition }, now) {
    return asksForRun(acquisition) ? Math.max(now, opensAtOf(acquisition)) + withinMs : null;
  },
  dueAfterNudge: (nudges, now) => now + Math.min(300, 10 * 2 ** nudges) * second,
  rests: ({ acquisition, isJudged }, { isEmpty }) =>
    isJudged && isEmpty && !isDriven(acquisition) && !acquisition.held && acquisition.stage !== 'NEEDS_ATTENTION',
  mayRest: (person, nudges) => person.nudges === nudges && !asksForRun(person.acquisition),
  isFor({ acquisition, chunk }, step, from) {
    if (!from.includes(acquisition.stage)) return false;
    return step.chunk === null
      ? acquisition.attempt === step.attempt && !acquisition.inChunk
      : chunk === step.chunk && acquisition.inChunk;
  },
  mayJoinWaiting: ({ acquisition: { stage, inChunk, held, attempt }, chunk, hasRun, nudges }, wasSent) =>
    stage === 'WAITING_FOR_HOURS' &&
    hasRun &&
    !inChunk &&
    !held &&
    chunk === null &&
    attempt === 1 &&
    nudges === 0 &&
    !wasSent,
  mayLiveUnder: ({ requestId, sends }, ofChunk) => (sends > 1 ? [requestId, ...ofChunk] : ofChunk),
  // Opened behind the serial, its serial lives under the attempt before, which nobody would ask about.
  isBehindSerial: (openedAt) => openedAt !== 'NUMBERED',
  nudgesBeforeLook: 3,
};
