import type { Load } from '../../contracts/api/loads.ts';
import { shareOf, type Speed } from './lines.ts';

/** How far back a speed looks. Chunks move in jumps, so a shorter time would make it jump too. */
const windowMs = 30_000;

/** How fast it goes now, from what was seen while watching; of the API where too little was. */
export function createSpeedometer(): (load: Load, now: number) => Speed {
  let seen: { at: number; work: number }[] = [];
  let phase = '';
  return (load, now) => {
    const current = phaseOf(load);
    if (current !== phase) seen = [];
    phase = current;
    const work = workOf(load);
    seen = [...seen.filter(({ at }) => now - at <= windowMs), { at: now, work }];
    const [first] = seen;
    const millis = first ? now - first.at : 0;
    if (current === 'rest' || !first || millis < 5_000) {
      return { perSecond: load.perSecond, secondsLeft: load.secondsLeft };
    }
    const perSecond = ((work - first.work) / millis) * 1_000;
    const left = leftOf(load);
    return { perSecond, secondsLeft: left !== null && perSecond > 0 ? left / perSecond : null };
  };
}

function phaseOf({ state, startedAt, waiting }: Load): string {
  if (state === 'DONE' && waiting > 0) return 'confirm';
  if (state === 'RUNNING') return 'run';
  return state === 'READING' && startedAt === null ? 'read' : 'rest';
}

function workOf(load: Load): number {
  if (load.startedAt === null) return load.linesRead;
  return load.state === 'DONE' ? load.members - load.waiting : (shareOf(load) ?? 0) * load.goodLines;
}

function leftOf(load: Load): number | null {
  if (load.startedAt === null) return null;
  if (load.state === 'DONE') return load.waiting;
  return load.secondsLeft === null ? null : (1 - (load.done ?? 0)) * load.goodLines;
}
