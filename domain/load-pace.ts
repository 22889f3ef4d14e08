/** How far a load is and how fast: estimates for a progress bar, from the counts of its chunks. */
import { isOver, type LoadState } from './load.ts';
import { stages, type Stage } from './stages.ts';

export interface LoadCounts {
  state: LoadState;
  /** Lines that obey every rule; all of the file once it is read. */
  goodLines: number;
  /** Lines read so far, good or bad. */
  readTo: number;
  /** Lines whose chunk was judged. */
  judged: number;
  /** Persons for whom it asks for a code, of those lines. */
  members: number;
  /** Persons in chunks that have not ended, by stage. */
  underWay: Partial<Record<Stage, number>>;
  /** Epoch milliseconds: given, its chunks begun, over. */
  createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
}

export interface LoadPace {
  /** 0 to 1, of what its chunks have to do; null while the file is read, because nobody knows its number of lines. */
  done: number | null;
  /** Lines read a second while the file is read, then lines brought to their end. Null while it rests. */
  linesPerSecond: number | null;
  /** Of those for whom a code is asked, brought to the end of the route. Null while it reads or rests. */
  residentsPerSecond: number | null;
  /** Null where it cannot be told: still reading, at rest, or waiting for the hours. */
  secondsLeft: number | null;
}

/** How much of the way to ROUTED is behind a person in this stage. The steps take about the same time. */
const shares: Partial<Record<Stage, number>> = {
  NUMBERED: 0.2,
  SERIAL_REQUESTED: 0.4,
  FILE_REQUESTED: 0.6,
  FILE_RECEIVED: 0.8,
  WAITING_FOR_HOURS: 0.8,
  ROUTED: 1,
};

export function paceOf(load: LoadCounts, now: number): LoadPace {
  const { state, goodLines, readTo, judged, members, underWay, createdAt, startedAt, finishedAt } = load;
  if (startedAt === null) {
    const reads = state === 'READING' || finishedAt !== null;
    return {
      done: isOver(state) ? 1 : null,
      linesPerSecond: reads ? rateOf(readTo, (finishedAt ?? now) - createdAt) : null,
      residentsPerSecond: null,
      secondsLeft: null,
    };
  }
  /** What is not done of those under way. */
  const behind = stages.reduce((sum, stage) => sum + (underWay[stage] ?? 0) * (1 - (shares[stage] ?? 0)), 0);
  const done = state === 'DONE' || goodLines === 0 ? 1 : Math.min(1, (judged - behind) / goodLines);
  const moves = state === 'RUNNING' || finishedAt !== null;
  const millis = moves ? (finishedAt ?? now) - startedAt : 0;
  const linesPerSecond = rateOf(judged - behind, millis);
  const goesOn = state === 'RUNNING' && (underWay.WAITING_FOR_HOURS ?? 0) === 0;
  return {
    done,
    linesPerSecond,
    residentsPerSecond: rateOf(members - behind, millis),
    secondsLeft:
      goesOn && linesPerSecond !== null && linesPerSecond > 0 ? ((1 - done) * goodLines) / linesPerSecond : null,
  };
}

/** Too short a time says nothing yet. */
function rateOf(count: number, millis: number): number | null {
  return millis < 1_000 ? null : (count / millis) * 1_000;
}
