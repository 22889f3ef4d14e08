/** Loads and their chunks: what was uploaded, how far it is, and the results. */
import { sql } from 'drizzle-orm';
import { v7 as newId } from 'uuid';
import type { ChunkOutcome, LoadOptions } from '../../contracts/initial-load.ts';
import type { LoadState } from '../../domain/load.ts';
import type { Stage } from '../../domain/stages.ts';
import { inBulk, inMunicipality, type Database } from '../database/database.ts';
import type { LoadKey } from './lines.ts';
import { announceDue } from '../requests/moves.ts';
import { asJson, epochMs } from '../database/rows.ts';
import { tellStaff } from '../news/tell.ts';

export interface NewLoad extends LoadKey {
  fileName: string;
  fileHash: Uint8Array;
  fileBytes: number;
  options: LoadOptions;
  dryRun: boolean;
  clientId: string;
  staffId: string | null;
  /** Take the file although one with the same content was loaded before. */
  again: boolean;
}

export type CreatedLoad = { kind: 'created' } | { kind: 'loaded-before'; loadId: string };

/** Refuses a file whose content was loaded before, unless `again` is set. A dry run loads nothing and never counts. */
export function createLoad(db: Database, load: NewLoad): Promise<CreatedLoad> {
  const { municipality, loadId, fileHash } = load;
  return inMunicipality(db, municipality, async (tx) => {
    // Of two uploads of one file at once, the second looks only after the first is stored.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(encode(${fileHash}::bytea, 'hex'), 0))`);
    if (!load.dryRun && !load.again) {
      const [before] = await tx.execute<{ load_id: string }>(sql`
        select load_id from loads where municipality = ${municipality} and file_hash = ${fileHash} and not dry_run
          and load_id <> ${loadId}::uuid and state not in ('FAILED', 'CANCELLED')
        limit 1`);
      if (before) return { kind: 'loaded-before', loadId: before.load_id };
    }
    await tx.execute(sql`
      insert into loads (municipality, load_id, file_name, file_hash, file_bytes, options, dry_run, state, client_id, staff_id)
      values (${municipality}, ${loadId}::uuid, ${load.fileName}, ${fileHash}, ${load.fileBytes}, ${asJson(load.options)},
        ${load.dryRun}, 'READING', ${load.clientId}, ${load.staffId})
      on conflict do nothing`);
    return { kind: 'created' };
  });
}

export interface LoadView extends LoadKey {
  fileName: string;
  fileBytes: number;
  options: LoadOptions;
  dryRun: boolean;
  state: LoadState;
  reason: string | null;
  readTo: number;
  goodLines: number;
  badLines: number;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  chunks: number;
  chunksEnded: number;
  /** Persons in chunks that have not ended, by stage. */
  underWay: Partial<Record<Stage, number>>;
  /** Lines by the judge's result. */
  results: Record<string, number>;
  members: number;
  routed: number;
  parked: number;
  acquired: number;
  unconfirmed: number;
}

interface LoadRow extends Record<string, unknown> {
  load_id: string;
  file_name: string;
  file_bytes: string;
  options: LoadOptions;
  dry_run: boolean;
  state: LoadState;
  state_reason: string | null;
  read_to: number;
  good_lines: number;
  bad_lines: number;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  chunks: number;
  chunks_ended: number;
  under_way: Partial<Record<Stage, number>> | null;
  results: Record<string, number> | null;
  members: number;
  routed: number;
  parked: number;
  acquired: number;
  unconfirmed: number;
}

/** Lists the latest loads first; with `open` those that are not over. */
export async function listLoads(
  db: Database,
  municipality: string,
  filter: { loadId?: string; open?: boolean; limit: number },
): Promise<LoadView[]> {
  const { loadId, open = false, limit } = filter;
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<LoadRow>(sql`
      select l.load_id, l.file_name, l.file_bytes::text as file_bytes, l.options, l.dry_run, l.state, l.state_reason,
        l.read_to, l.good_lines, l.bad_lines, ${epochMs(sql`l.created_at`)} as created_at,
        ${epochMs(sql`l.started_at`)} as started_at, ${epochMs(sql`l.finished_at`)} as finished_at,
        c.chunks, c.chunks_ended, c.under_way, c.results, c.members, c.routed, c.parked, c.acquired, c.unconfirmed
      from loads l
      cross join lateral (
        select count(*)::int as chunks, count(c.ended_at)::int as chunks_ended,
          (select jsonb_object_agg(s.stage, s.members) from (
            select stage, sum(members - parked)::int as members from load_chunks u
            where u.municipality = l.municipality and u.load_id = l.load_id and u.ended_at is null and u.stage is not null
            group by stage) s) as under_way,
          (select jsonb_object_agg(r.result, r.count) from (
            select e.key as result, sum(e.value::int)::int as count
            from load_chunks r cross join lateral jsonb_each_text(r.results) e
            where r.municipality = l.municipality and r.load_id = l.load_id group by e.key) r) as results,
          coalesce(sum(c.members), 0)::int as members, coalesce(sum(c.routed), 0)::int as routed,
          coalesce(sum(c.parked), 0)::int as parked, coalesce(sum(c.acquired), 0)::int as acquired,
          coalesce(sum(c.unconfirmed), 0)::int as unconfirmed
        from load_chunks c where c.municipality = l.municipality and c.load_id = l.load_id
      ) c
      where l.municipality = ${municipality} ${loadId === undefined ? sql`` : sql`and l.load_id = ${loadId}::uuid`}
        ${open ? sql`and l.state in ('READING', 'RUNNING', 'PAUSED', 'STOPPED')` : sql``}
      order by l.created_at desc, l.load_id limit ${limit}`);
    return rows.map((row) => viewOf(municipality, row));
  });
}

export async function findLoad(db: Database, { municipality, loadId }: LoadKey): Promise<LoadView | undefined> {
  const [load] = await listLoads(db, municipality, { loadId, limit: 1 });
  return load;
}

function viewOf(municipality: string, row: LoadRow): LoadView {
  return {
    municipality,
    loadId: row.load_id,
    fileName: row.file_name,
    fileBytes: Number(row.file_bytes),
    options: row.options,
    dryRun: row.dry_run,
    state: row.state,
    reason: row.state_reason,
    readTo: row.read_to,
    goodLines: row.good_lines,
    badLines: row.bad_lines,
    createdAt: new Date(row.created_at),
    startedAt: row.started_at === null ? null : new Date(row.started_at),
    finishedAt: row.finished_at === null ? null : new Date(row.finished_at),
    chunks: row.chunks,
    chunksEnded: row.chunks_ended,
    underWay: row.under_way ?? {},
    results: row.results ?? {},
    members: row.members,
    routed: row.routed,
    parked: row.parked,
    acquired: row.acquired,
    unconfirmed: row.unconfirmed,
  };
}

export async function recordHeading(db: Database, { municipality, loadId }: LoadKey, raw: Uint8Array): Promise<void> {
  await inMunicipality(db, municipality, (tx) =>
    tx.execute(sql`
      update loads set heading = ${raw} where municipality = ${municipality} and load_id = ${loadId}::uuid`),
  );
}

export async function findHeading(db: Database, { municipality, loadId }: LoadKey): Promise<Uint8Array | null> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ heading: Uint8Array | null }>(sql`
      select heading from loads where municipality = ${municipality} and load_id = ${loadId}::uuid`);
    return row?.heading ?? null;
  });
}

/** Records the state; a load that is over stays so. Whoever began a load is told when it stops. */
export async function recordLoadState(
  db: Database,
  { municipality, loadId }: LoadKey,
  { state, reason }: { state: LoadState; reason: string | null },
): Promise<void> {
  await inMunicipality(db, municipality, async (tx) => {
    const [load] = await tx.execute<{ staff_id: string | null }>(sql`
      update loads set state = ${state}, state_reason = ${reason},
        started_at = case when ${state} = 'RUNNING' then coalesce(started_at, now()) else started_at end,
        finished_at = case when ${state} in ('CHECKED', 'CANCELLED', 'DONE', 'FAILED') then coalesce(finished_at, now()) end
      where municipality = ${municipality} and load_id = ${loadId}::uuid
        and state not in ('CHECKED', 'CANCELLED', 'DONE', 'FAILED')
      returning staff_id`);
    if (typeof load?.staff_id !== 'string' || (state !== 'STOPPED' && state !== 'FAILED')) return;
    const to = [load.staff_id];
    await tellStaff(tx, { kind: 'load-stopped', organisation: municipality, subjects: [loadId], to });
  });
}

/**
 * Cuts the good lines into chunks of equal size and returns their number. A repeated call finds the chunks of the
 * first.
 */
export async function planChunks(
  db: Database,
  { municipality, loadId }: LoadKey,
  linesPerChunk: number,
): Promise<number> {
  return inBulk(db, municipality, async (tx) => {
    await tx.execute(sql`
      select 1 from loads where municipality = ${municipality} and load_id = ${loadId}::uuid for update`);
    const [known] = await tx.execute<{ count: number }>(sql`
      select count(*)::int as count from load_chunks where municipality = ${municipality} and load_id = ${loadId}::uuid`);
    if (known && known.count > 0) return known.count;
    const cuts = await tx.execute<{ first: number; last: number; lines: number }>(sql`
      select min(line) as first, max(line) as last, count(*)::int as lines from (
        select line, (row_number() over (order by line) - 1) / ${linesPerChunk}::int as chunk
        from lines_of_loads where load_id = ${loadId}::uuid
      ) numbered group by chunk order by chunk`);
    const rows = cuts.map((cut, at) => ({ id: newId(), no: at + 1, ...cut }));
    await tx.execute(sql`
      insert into load_chunks (municipality, chunk_id, load_id, chunk_no, first_line, last_line, lines)
      select ${municipality}, t.id, ${loadId}::uuid, t.no, t.first, t.last, t.lines
      from jsonb_to_recordset(${asJson(rows)}) as t(id uuid, no int, first int, last int, lines int)`);
    return rows.length;
  });
}

export async function listNextChunks(
  db: Database,
  { municipality, loadId }: LoadKey,
  { after, limit }: { after: number; limit: number },
): Promise<{ chunkNo: number; chunkId: string }[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ chunk_no: number; chunk_id: string }>(sql`
      select chunk_no, chunk_id from load_chunks
      where municipality = ${municipality} and load_id = ${loadId}::uuid and chunk_no > ${after} and ended_at is null
      order by chunk_no limit ${limit}`);
    return rows.map((row) => ({ chunkNo: row.chunk_no, chunkId: row.chunk_id }));
  });
}

export async function endChunk(db: Database, municipality: string, chunkId: string): Promise<ChunkOutcome> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ stage: Stage | null; members: number; routed: number; parked: number }>(sql`
      update load_chunks set ended_at = coalesce(ended_at, now()), due_at = null
      where municipality = ${municipality} and chunk_id = ${chunkId}::uuid
      returning stage, members, routed, parked`);
    if (!row) throw new Error('There is no such chunk');
    // Newcomers may have waited for this chunk.
    await announceDue(tx, municipality);
    return { ...row, stage: row.stage ?? 'NUMBERED' };
  });
}

/** Members whom the chunk has neither routed nor put on the error list. */
export async function countLeft(db: Database, municipality: string, chunkId: string): Promise<number> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ count: number }>(sql`
      select greatest(0, members - routed - parked) as count from load_chunks
      where municipality = ${municipality} and chunk_id = ${chunkId}::uuid`);
    return row?.count ?? 0;
  });
}

/**
 * Reserves the time that sending `lines` takes at the participant's rate. Returns how long to wait before sending, in
 * milliseconds; the next caller waits behind.
 */
export async function takePace(
  db: Database,
  municipality: string,
  { participant, lines, linesPerSecond }: { participant: string; lines: number; linesPerSecond: number },
): Promise<number> {
  const fills = sql`make_interval(secs => ${lines}::float8 / ${linesPerSecond}::float8)`;
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ wait: number }>(sql`
      insert into participant_pace as p (municipality, participant, free_at)
      values (${municipality}, ${participant}, now() + ${fills})
      on conflict (municipality, participant) do update set free_at = greatest(p.free_at, now()) + ${fills}
      returning extract(epoch from free_at - ${fills} - now())::float8 * 1000 as wait`);
    return Math.max(0, Math.round(row?.wait ?? 0));
  });
}
