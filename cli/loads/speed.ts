import type { Load } from '../../contracts/api/loads.ts';
import { shareOfSending } from '../../domain/load-sums.ts';
import type { Speed } from './progress-lines.ts';

/** A speed covers so long a time. Chunks move in jumps, and a shorter time would show them. */
const windowMs = 30_000;
/** A speed over a shorter time says nothing. */
const leastMs = 5_000;

interface Measurement {
  at: number;
  lines: number;
  residents: number;
}

/** Measures how fast the load goes while it is watched, and gives the API's figures until that is known. */
export function createSpeedometer(): (load: Load, now: number) => Speed {
  let seen: Measurement[] = [];
  let phase = '';
  return (load, now) => {
    const current = phaseOf(load);
    if (current !== phase) seen = [];
    phase = current;
    const { linesPerSecond, residentsPerSecond, secondsLeft } = load;
    const latest = { at: now, ...workOf(load) };
    seen = [...seen.filter(({ at }) => now - at <= windowMs), latest];
    const first = seen[0] ?? latest;
    if (current === 'rest' || now - first.at < leastMs) return { linesPerSecond, residentsPerSecond, secondsLeft };
    const rate = (work: 'lines' | 'residents'): number => ((latest[work] - first[work]) / (now - first.at)) * 1_000;
    const lines = rate('lines');
    const left = leftOf(load);
    return {
      linesPerSecond: lines,
      residentsPerSecond: rate('residents'),
      secondsLeft: left !== null && lines > 0 ? left / lines : null,
    };
  };
}

function phaseOf({ state, startedAt, waiting }: Load): string {
  if (state === 'DONE' && waiting > 0) return 'confirm';
  if (state === 'RUNNING') return 'run';
  return state === 'READING' && startedAt === null ? 'read' : 'rest';
}

/** While residents are being confirmed, each counts as a line. */
function workOf(load: Load): { lines: number; residents: number } {
  const { state, startedAt, linesRead, members, waiting, done, goodLines, routed, parked } = load;
  if (startedAt === null) return { lines: linesRead, residents: 0 };
  if (state === 'DONE') return { lines: members - waiting, residents: members - waiting };
  return { lines: ((done ?? 0) / shareOfSending) * goodLines, residents: routed + parked };
}

function leftOf({ state, startedAt, waiting, secondsLeft, done, goodLines }: Load): number | null {
  if (startedAt === null) return null;
  if (state === 'DONE') return waiting;
  return secondsLeft === null ? null : Math.max(0, 1 - (done ?? 0) / shareOfSending) * goodLines;
}
