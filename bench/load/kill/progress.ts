/** How far a load has come, read past fugo: the programs that could be asked are those that are killed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isOver, type LoadState } from '../../../domain/load.ts';
import type { Stage } from '../../../domain/stages.ts';
import type { LoadStack } from '../stack.ts';

export interface WatchedLoad {
  municipality: string;
  loadId: string;
  /** In the file. */
  lines: number;
}

interface Progress {
  state: LoadState;
  /** Another text whenever anything has moved. */
  moved: string;
  /** 0 to 1. */
  share: number;
}

/** Reading is by far the shorter part. */
const shareOfReading = 0.1;
const stepsToRoute: readonly Stage[] = ['NUMBERED', 'SERIAL_REQUESTED', 'FILE_REQUESTED', 'FILE_RECEIVED', 'ROUTED'];
const lookEveryMs = 50;
/** A step that died with its worker may be begun again after its time limit only, which is five minutes. */
const patienceMs = 15 * 60_000;

/** Throws where the load has stopped by itself. */
export async function readProgress({ sql }: LoadStack, load: WatchedLoad): Promise<Progress> {
  const [row] = await sql<
    { state: LoadState; reason: string | null; moved: string; read_to: number; chunks: number; steps: number }[]
  >`
    select state, state_reason as reason, read_to, c.chunks, c.steps, concat_ws(' ', state, read_to, c.moved) as moved
    from loads l cross join lateral (
      select count(*)::int as chunks,
        coalesce(sum(case when ended_at is null then coalesce(array_position(${[...stepsToRoute]}::text[], stage), 0)
          else ${stepsToRoute.length} end), 0)::int as steps,
        string_agg(concat(stage, routed, parked, ended_at), ' ' order by chunk_no) as moved
      from load_chunks k where k.municipality = l.municipality and k.load_id = l.load_id) c
    where municipality = ${load.municipality} and load_id = ${load.loadId}`;
  if (!row) throw new Error('The load is not in the database.');
  const { state, reason, moved, read_to: readTo, chunks, steps } = row;
  if (state === 'STOPPED' || (isOver(state) && state !== 'DONE')) {
    throw new Error(`The result is void: the load is ${state}: ${reason ?? ''}`);
  }
  const read = Math.min(1, readTo / load.lines);
  const routed = chunks === 0 ? 0 : steps / (chunks * stepsToRoute.length);
  return { state, moved, share: shareOfReading * read + (1 - shareOfReading) * routed };
}

/** Answers as soon as it is as wanted. Throws when nothing has moved for too long. */
export async function untilProgress(
  stack: LoadStack,
  load: WatchedLoad,
  isWanted: (progress: Progress) => boolean,
): Promise<Progress> {
  let last = '';
  for (let movedAt = Date.now(); ; await sleep(lookEveryMs)) {
    const progress = await readProgress(stack, load);
    if (isWanted(progress)) return progress;
    if (progress.moved !== last) movedAt = Date.now();
    last = progress.moved;
    if (Date.now() - movedAt > patienceMs) {
      throw new Error(`The result is void: the load has not moved for a quarter of an hour: ${progress.state}`);
    }
  }
}
