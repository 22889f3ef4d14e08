/** The progress and pace of a load: estimates for a progress bar, from the counts of its chunks. */
import { isOver, type LoadState } from './load.ts';
import { stages, type Stage } from './stages.ts';

export interface LoadCounts {
  state: LoadState;
  /** Lines that obey every rule; those of the whole file once it is read. */
  goodLines: number;
  /** Lines read so far, good or bad. */
  readTo: number;
  /** Lines whose chunk was judged. */
  judged: number;
  /** Persons of those lines for whom the load asks for a code. */
  members: number;
  /** Persons in chunks that have not ended, by stage. */
  underWay: Partial<Record<Stage, number>>;
  /** When the load was created, its first chunk begun, and the load finished. Epoch milliseconds. */
  createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
}

export interface LoadPace {
  /**
   * The share of the chunks' work that is done, 0 to 1; null while the file is read, because its number of lines is
   * unknown.
   */
  done: number | null;
  /** Lines read a second while the file is read, then lines completed a second. Null while the load is at rest. */
  linesPerSecond: number | null;
  /** Residents a second whose request has reached the end of the route. Null while the load reads or is at rest. */
  residentsPerSecond: number | null;
  /** Null while it cannot be estimated: the load is reading, at rest, or waiting for the hours. */
  secondsLeft: number | null;
}

/** How much of the way to ROUTED a person has covered at each stage. All steps take about the same time. */
const shares: Partial<Record<Stage, number>> = {
  NUMBERED: 0.2,
  SERIAL_REQUESTED: 0.4,
  FILE_REQUESTED: 0.6,
  FILE_RECEIVED: 0.8,
  WAITING_FOR_HOURS: 0.8,
  ROUTED: 1,
};

export function calculatePace(load: LoadCounts, now: number): LoadPace {
  const { state, goodLines, readTo, judged, members, underWay, createdAt, startedAt, finishedAt } = load;
  if (startedAt === null) {
    const reads = state === 'READING' || finishedAt !== null;
    return {
      done: isOver(state) ? 1 : null,
      linesPerSecond: reads ? calculateRate(readTo, (finishedAt ?? now) - createdAt) : null,
      residentsPerSecond: null,
      secondsLeft: null,
    };
  }
  /** The work left for persons under way, in persons. */
  const behind = stages.reduce((sum, stage) => sum + (underWay[stage] ?? 0) * (1 - (shares[stage] ?? 0)), 0);
  const done = state === 'DONE' || goodLines === 0 ? 1 : Math.min(1, (judged - behind) / goodLines);
  const moves = state === 'RUNNING' || finishedAt !== null;
  const millis = moves ? (finishedAt ?? now) - startedAt : 0;
  const linesPerSecond = calculateRate(judged - behind, millis);
  const goesOn = state === 'RUNNING' && (underWay.WAITING_FOR_HOURS ?? 0) === 0;
  return {
    done,
    linesPerSecond,
    residentsPerSecond: calculateRate(members - behind, millis),
    secondsLeft:
      goesOn && linesPerSecond !== null && linesPerSecond > 0 ? ((1 - done) * goodLines) / linesPerSecond : null,
  };
}

/** Null when too little time has passed for an estimate. */
function calculateRate(count: number, millis: number): number | null {
  return millis < 1_000 ? null : (count / millis) * 1_000;
}
