/** The input of a load's workflow: from the beginning, or from where an earlier run ended. */
import { sql } from 'drizzle-orm';
import type { Limits } from '../../contracts/acquire-code.ts';
import type { InitialLoadInput, LoadOptions, LoadStop, Pause } from '../../contracts/initial-load.ts';
import type { LoadState } from '../../domain/load.ts';
import { inMunicipality, type Database } from '../database/database.ts';

interface Row extends Record<string, unknown> {
  load_id: string;
  dry_run: boolean;
  options: LoadOptions;
  state: LoadState;
  state_reason: LoadStop | null;
  good_lines: number;
  bad_lines: number;
  chunks: number;
  chunks_ended: number;
  members: number;
  routed: number;
  parked: number;
}

/** Loads that are not over, or the named one. Younger ones than `olderThanSeconds` are just being started. */
export async function listLoadsToStart(
  db: Database,
  municipality: string,
  { loadId, olderThanSeconds = 0, limits }: { loadId?: string; olderThanSeconds?: number; limits: Limits },
): Promise<InitialLoadInput[]> {
  return inMunicipality(db, municipality, async (tx) => {
    // Counts only ended chunks; the others add their counts when they end. Retried chunks
    // (storage/errors/retried-chunks) do not belong to the load's own chunks, and their persons are counted already.
    const rows = await tx.execute<Row>(sql`
      select l.load_id, l.dry_run, l.options, l.state, l.state_reason, l.good_lines, l.bad_lines, c.*
      from loads l cross join lateral (
        select count(*) filter (where chunk_no > 0)::int as chunks,
          count(ended_at) filter (where chunk_no > 0)::int as chunks_ended,
          coalesce(sum(members) filter (where ended_at is not null), 0)::int as members,
          coalesce(sum(routed) filter (where ended_at is not null), 0)::int as routed,
          coalesce(sum(parked) filter (where ended_at is not null), 0)::int as parked
        from load_chunks c where c.municipality = l.municipality and c.load_id = l.load_id
      ) c
      where l.municipality = ${municipality} and l.state not in ('CHECKED', 'CANCELLED', 'DONE', 'FAILED')
        and l.created_at < now() - make_interval(secs => ${olderThanSeconds}::float8)
        ${loadId === undefined ? sql`` : sql`and l.load_id = ${loadId}::uuid`}
      order by l.created_at`);
    return rows.map((row) => inputOf(municipality, row, limits));
  });
}

/** The first chunks of the file that have not ended, as many as the load runs at once. */
export function findChunksUnderWay(
  db: Database,
  { municipality, loadId, options }: Pick<InitialLoadInput, 'municipality' | 'loadId' | 'options'>,
): Promise<{ chunkId: string; replacedRuns: number }[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ chunk_id: string; replaced_runs: number }>(sql`
      select chunk_id, replaced_runs from load_chunks
      where municipality = ${municipality} and load_id = ${loadId}::uuid and chunk_no > 0 and ended_at is null
      order by chunk_no limit ${options.chunksAtOnce}`);
    return rows.map((row) => ({ chunkId: row.chunk_id, replacedRuns: row.replaced_runs }));
  });
}

function inputOf(municipality: string, row: Row, limits: Limits): InitialLoadInput {
  const { load_id: loadId, dry_run: dryRun, options, state, state_reason: reason } = row;
  const input = { municipality, loadId, dryRun, options, limits };
  const pausedBy = pauseOf(row);
  if (row.chunks === 0 && pausedBy === null) return input;
  const {
    good_lines: goodLines,
    bad_lines: badLines,
    chunks,
    chunks_ended: chunksEnded,
    members,
    routed,
    parked,
  } = row;
  const progress = { state, reason, goodLines, badLines, chunks, chunksEnded, members, routed, parked };
  return { ...input, carried: { progress, pausedBy } };
}

function pauseOf({ state, state_reason: reason }: Row): Pause | null {
  return state === 'PAUSED' || state === 'STOPPED' ? { state, reason } : null;
}
