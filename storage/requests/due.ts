/**
 * Which workflows are to be nudged. `due_at` of a person says when: at once after somebody else has moved the row, or
 * later, when the workflow has said by when it acts again. Chunks that no load runs have the same column. So a nudge
 * after a commit, the repetition of a lost one, and the detection of a lost or stuck run are one thing: a row whose
 * time has come.
 *
 * D1. Taking a row postpones its next time in the same statement, further each time. Two nudgers never take a row
 *     twice, and one that dies loses none.
 * D2. The time is cleared by the run that has read the row, or when no run is open that could read it.
 */
import { sql, type SQL } from 'drizzle-orm';
import { drivenStages, type Stage } from '../../domain/stages.ts';
import { personColumns, type PersonRow } from './acquisitions.ts';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { isDriven, standsIn } from './moves.ts';
import { asJson, idList, ofPerson } from '../database/rows.ts';

/** How long a run may take from reading the row to its next step. Seconds. */
const beginsWithinSeconds = 20;

/**
 * A run reads its row. It waits for openings by itself; a waiting person is nudged when moved. Only a move shows
 * progress, so reading alone does not reset the count of nudges.
 */
export async function markSeen(
  tx: Transaction,
  municipality: string,
  personId: string,
): Promise<PersonRow | undefined> {
  const [row] = await tx.execute<PersonRow>(sql`
    update persons p set has_run = true,
      due_at = case when ${isDrivenByRun}
        then greatest(coalesce(opens_at, now()), now()) + make_interval(secs => ${beginsWithinSeconds}::int) end,
      nudges = case when ${isDrivenByRun} then nudges else 0 end
    where ${ofPerson({ municipality, personId })} returning ${personColumns}`);
  return row;
}

/**
 * A try of a step, which ends or is followed by the next within this time. `isTask` says that the engine has scheduled
 * it, so the run's own task has succeeded.
 */
export interface Try {
  withinSeconds: number;
  isTask: boolean;
}
export const columnsOfTry = ({ withinSeconds, isTask }: Try): SQL => sql`
  due_at = now() + make_interval(secs => ${withinSeconds}::float8) ${isTask ? sql`, nudges = 0` : sql``}`;

const isDrivenByRun: SQL = sql`(${standsIn(drivenStages)} and not p.in_chunk)`;

/** The first pause; each later one is twice as long, up to the longest. Seconds. */
export interface NudgePauses {
  first: number;
  longest: number;
}

const pauseAfter = (nudges: SQL, { first, longest }: NudgePauses): SQL =>
  sql`make_interval(secs => least(${longest}::float8, ${first}::float8 * power(2, least(${nudges}, 20))))`;

export interface DuePerson {
  personId: string;
  stage: Stage | null;
  /** Whether a run of this person has read the row before. */
  hasRun: boolean;
  /** How often it was nudged without a sign of life, this time included. */
  nudges: number;
  replacedRuns: number;
  isDriven: boolean;
  /** Whether the run has only to end. If none is open, none needs to be started. */
  rests: boolean;
}

/**
 * Takes persons who are due, the longest waiting first. `newcomers` limits those whose run must be started, `ending`
 * the runs told to end that have not read their rows, so that thousands of them delay nobody.
 */
export function takeDue(
  db: Database,
  municipality: string,
  { limit, newcomers, ending, pauses }: { limit: number; newcomers: number; ending: number; pauses: NudgePauses },
): Promise<DuePerson[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{
      person_id: string;
      stage: Stage | null;
      has_run: boolean;
      nudges: number;
      replaced_runs: number;
      held_transfers: number;
      failure_code: string | null;
      is_unjudged: boolean;
    }>(sql`
      with known as (
        select person_id from persons p
        where municipality = ${municipality} and due_at <= now() + ${rounding} and p.has_run and not ${rests}
        order by due_at limit ${limit} for no key update skip locked
      ), told as (
        select count(*)::int as count from persons p
        where municipality = ${municipality} and p.has_run and ${rests} and p.nudges > 0
          and due_at > now() + make_interval(secs => ${toldAgainAfterSeconds - endsWithinSeconds}::int)
          and due_at <= now() + make_interval(secs => ${toldAgainAfterSeconds}::int)
      ), resting as (
        select person_id from persons p
        where municipality = ${municipality} and due_at <= now() + ${rounding} and p.has_run and ${rests}
        order by due_at limit (select greatest(0, ${ending}::int - count) from told) for no key update skip locked
      ), newcomer as (
        select person_id from persons p
        where municipality = ${municipality} and due_at <= now() + ${rounding} and not p.has_run
        order by due_at limit ${newcomers} for no key update skip locked
      )
      update persons p set nudges = p.nudges + 1, due_at = now() + case
          -- Temporal keeps the signal, so it is not repeated while thousands of runs end.
          when ${rests} then make_interval(secs => ${toldAgainAfterSeconds}::int)
          else ${pauseAfter(sql`p.nudges`, pauses)} end
      where municipality = ${municipality}
        and person_id in (select person_id from known union all select person_id from resting
          union all select person_id from newcomer)
      returning person_id, stage, has_run, nudges, replaced_runs, held_transfers, failure_code,
        exists (select from inbox i where i.municipality = ${municipality} and i.person_id = p.person_id
          and i.state = 'RECEIVED') as is_unjudged`);
    return rows.map((row) => ({
      personId: row.person_id,
      stage: row.stage,
      hasRun: row.has_run,
      nudges: row.nudges,
      replacedRuns: row.replaced_runs,
      isDriven: row.stage !== null && isDriven(row.stage),
      rests:
        row.stage !== null &&
        !isDriven(row.stage) &&
        row.held_transfers === 0 &&
        row.failure_code === null &&
        !row.is_unjudged,
    }));
  });
}

/** When a run that has only to end is told again. Seconds. */
const toldAgainAfterSeconds = 60;
/** A run that has not ended by then no longer counts as ending, because it may be unable to. Seconds. */
const endsWithinSeconds = 20;

/** A condition on `persons p`: nobody waits for the run, unless a transfer is unjudged. */
const rests = sql`(p.stage is not null and not ${standsIn(drivenStages)} and p.held_transfers = 0 and p.failure_code is null)`;

/** The columns keep milliseconds, so the present moment may have been rounded up. */
const rounding = sql`interval '1 millisecond'`;

/** A condition on `persons p`: numbered, nothing sent and no run, so that a chunk may take the request. */
const isGatherable = sql`(p.stage = 'NUMBERED' and not p.in_chunk and not p.has_run and p.serial_requested_at is null
  and p.held_transfers = 0)`;

export interface Newcomers {
  /** Persons who are due and may join a chunk. */
  waiting: number;
  /** How long the first of them has waited. */
  longestSeconds: number;
  /** Persons whose run was requested and has not read the row yet. */
  starting: number;
  /** Chunks that were gathered within the last minute and have not ended. */
  chunks: number;
}

export function countNewcomers(db: Database, municipality: string): Promise<Newcomers> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ waiting: number; longest: number | null; starting: number; chunks: number }>(sql`
      select count(*) filter (where due_at <= now() + ${rounding} and ${isGatherable})::int as waiting,
        extract(epoch from now() - min(due_at) filter (where due_at <= now() and ${isGatherable}))::float8 as longest,
        count(*) filter (where due_at > now() + ${rounding})::int as starting,
        -- A chunk that was gathered long ago waits for a participant and need not hold up the next one.
        (select count(*)::int from load_chunks c where c.municipality = ${municipality} and c.due_at is not null
          and c.chunk_no = 0 and c.judged_at > now() - interval '1 minute') as chunks
      from persons p where municipality = ${municipality} and due_at is not null and not p.has_run`);
    return {
      waiting: row?.waiting ?? 0,
      longestSeconds: row?.longest ?? 0,
      starting: row?.starting ?? 0,
      chunks: row?.chunks ?? 0,
    };
  });
}

/** Puts those who are still newcomers into a new chunk, the longest waiting first. Null when nobody is left. */
export function gatherNewcomers(
  db: Database,
  municipality: string,
  { chunkId, limit }: { chunkId: string; limit: number },
): Promise<{ chunkId: string; members: number } | null> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ members: number }>(sql`
      with taken as (
        select person_id from persons p
        where municipality = ${municipality} and due_at <= now() + ${rounding} and ${isGatherable}
        order by due_at limit ${limit} for no key update skip locked
      ), ${gatheredInto(municipality, chunkId, 'NUMBERED')}
      select count(*)::int as members from gathered`);
    return row && row.members > 0 ? { chunkId, members: row.members } : null;
  });
}

/**
 * A condition on `persons p`: waits for the hours with a run of its own, and nothing of the step was ever sent, because
 * the calendar is asked before a request is stored. So the other side can hold nothing that a chunk would send again.
 */
const isGatherableWaiting: SQL = sql`(p.stage = 'WAITING_FOR_HOURS' and p.has_run and not p.in_chunk
  and p.chunk_id is null and p.attempt = 1 and p.held_transfers = 0 and p.nudges = 0
  and not exists (select from request_attempts r where r.municipality = p.municipality and r.person_id = p.person_id
    and r.step = 'route'))`;

/** Whether there are so many at least. */
export function mayGatherWaiting(db: Database, municipality: string, fewest: number): Promise<boolean> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ count: number }>(sql`
      select count(*)::int as count from (
        select 1 from persons p
        where municipality = ${municipality} and due_at <= now() + ${rounding} and ${isGatherableWaiting}
        limit ${fewest}) as waiting`);
    return (row?.count ?? 0) >= fewest;
  });
}

/**
 * Puts those for whom it has opened into a chunk, the longest waiting first: a chunk asks for thousands at once, which
 * their runs cannot. The runs wait for the chunk (domain/lifecycle). Null when nobody is left. A run that begins the step
 * at this moment has the row's lock, and is left alone.
 */
export function gatherWaiting(
  db: Database,
  municipality: string,
  { chunkId, limit }: { chunkId: string; limit: number },
): Promise<{ chunkId: string; members: number } | null> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ members: number }>(sql`
      with taken as (
        select person_id from persons p
        where municipality = ${municipality} and due_at <= now() + ${rounding} and ${isGatherableWaiting}
        order by due_at limit ${limit} for no key update skip locked
      ), ${gatheredInto(municipality, chunkId, 'WAITING_FOR_HOURS')}
      select count(*)::int as members from gathered`);
    return row && row.members > 0 ? { chunkId, members: row.members } : null;
  });
}

/** The CTEs that make a chunk of the persons in the CTE `taken`. */
const gatheredInto = (municipality: string, chunkId: string, stage: Stage): SQL => sql`
  gathered as (
    update persons p set chunk_id = ${chunkId}::uuid, in_chunk = true, due_at = null, nudges = 0
    where municipality = ${municipality} and person_id in (select person_id from taken)
    returning person_id
  ), member as (
    insert into chunk_members (municipality, chunk_id, person_id)
    select ${municipality}, ${chunkId}::uuid, person_id from gathered order by person_id
  ), chunk as (
    insert into load_chunks (municipality, chunk_id, load_id, chunk_no, first_line, last_line, lines, stage,
      opens_at, judged_at, members, due_at)
    select ${municipality}, ${chunkId}::uuid, null, 0, 0, -1, 0, ${stage},
      case when ${stage} = 'WAITING_FOR_HOURS' then now() end, now(), count, now()
    from (select count(*)::int as count from gathered) as g where count > 0
    returning 1
  )`;

export interface DueChunk {
  chunkId: string;
  loadId: string | null;
  nudges: number;
  replacedRuns: number;
  /** Whether a load runs the chunk; then it can only be signalled. */
  isOfLoad: boolean;
}

/** Takes chunks that are due: those that no load runs, and those of loads whose calendar has changed. */
export function takeDueChunks(db: Database, municipality: string, pauses: NudgePauses): Promise<DueChunk[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{
      chunk_id: string;
      load_id: string | null;
      nudges: number;
      replaced_runs: number;
      is_of_load: boolean;
    }>(sql`
      update load_chunks c set due_at = now() + ${pauseAfter(sql`c.nudges`, pauses)}, nudges = c.nudges + 1
      where municipality = ${municipality} and chunk_id in (
        select chunk_id from load_chunks
        where municipality = ${municipality} and due_at <= now() + ${rounding} and ended_at is null
        order by due_at limit 100 for no key update skip locked)
      returning chunk_id, load_id, nudges, replaced_runs, chunk_no > 0 as is_of_load`);
    return rows.map((row) => ({
      chunkId: row.chunk_id,
      loadId: row.load_id,
      nudges: row.nudges,
      replacedRuns: row.replaced_runs,
      isOfLoad: row.is_of_load,
    }));
  });
}

/** The chunk of a load was signalled, or its load will see to it, so it is no longer due. */
export async function letChunkRest(db: Database, municipality: string, chunkId: string): Promise<void> {
  await inMunicipality(db, municipality, (tx) =>
    tx.execute(sql`
      update load_chunks set due_at = null, nudges = 0
      where municipality = ${municipality} and chunk_id = ${chunkId}::uuid and chunk_no > 0`),
  );
}

/** Records a sign of life of the chunk's workflow, which gives the next one within this time. */
export async function markChunkAlive(
  db: Database,
  municipality: string,
  chunkId: string,
  withinSeconds: number,
): Promise<void> {
  await inMunicipality(db, municipality, (tx) =>
    tx.execute(sql`
      update load_chunks set nudges = 0, replaced_runs = 0, due_at = greatest(
        now() + make_interval(secs => ${withinSeconds}::float8),
        -- The workflow waits for the opening by itself, which may take a night.
        case when stage = 'WAITING_FOR_HOURS' then opens_at + make_interval(secs => ${beginsWithinSeconds}::int) end)
      where municipality = ${municipality} and chunk_id = ${chunkId}::uuid and ended_at is null
        and due_at is not null`),
  );
}

/**
 * These persons wait for nothing and have no open run, so they are no longer due. Whoever was moved meanwhile stays
 * due.
 */
export async function letRest(
  db: Database,
  municipality: string,
  people: readonly { personId: string; nudges: number }[],
): Promise<void> {
  if (people.length === 0) return;
  const rows = people.map(({ personId: id, nudges }) => ({ id, nudges }));
  await inMunicipality(db, municipality, (tx) =>
    tx.execute(sql`
      update persons p set due_at = null, nudges = 0
      from jsonb_to_recordset(${asJson(rows)}) as t(id uuid, nudges int)
      where p.municipality = ${municipality} and p.person_id = t.id and p.nudges = t.nudges
        and (p.in_chunk or not ${standsIn(drivenStages)})`),
  );
}

/** The engine could not be reached, so these are due again as before. */
export async function giveBackDue(
  db: Database,
  municipality: string,
  { people = [], chunks = [] }: { people?: readonly string[]; chunks?: readonly string[] },
): Promise<void> {
  if (people.length + chunks.length === 0) return;
  const asBefore = sql`due_at = now() + interval '1 second', nudges = nudges - 1`;
  await inMunicipality(db, municipality, async (tx) => {
    await tx.execute(sql`
      update persons set ${asBefore}
      where municipality = ${municipality} and person_id = ${idList(people)} and nudges > 0`);
    await tx.execute(sql`
      update load_chunks set ${asBefore}
      where municipality = ${municipality} and chunk_id = ${idList(chunks)} and nudges > 0 and ended_at is null`);
  });
}

export async function countReplacedRun(
  db: Database,
  municipality: string,
  run: { personId: string } | { chunkId: string },
): Promise<void> {
  const counted = sql`replaced_runs = replaced_runs + 1, nudges = 1`;
  await inMunicipality(db, municipality, (tx) =>
    tx.execute(
      'personId' in run
        ? sql`update persons set ${counted} where ${ofPerson({ municipality, personId: run.personId })}`
        : sql`update load_chunks set ${counted}
            where municipality = ${municipality} and chunk_id = ${run.chunkId}::uuid`,
    ),
  );
}

/** The run waits this long for the file, which the participant is making. */
export async function expectSignOfLife(
  db: Database,
  municipality: string,
  owner: { personId: string } | { chunkId: string },
  withinSeconds: number,
): Promise<void> {
  if ('chunkId' in owner) return markChunkAlive(db, municipality, owner.chunkId, withinSeconds);
  await inMunicipality(db, municipality, (tx) =>
    tx.execute(sql`
      update persons p set ${columnsOfTry({ withinSeconds, isTask: false })}
      where ${ofPerson({ municipality, personId: owner.personId })} and ${isDrivenByRun}`),
  );
}

/**
 * The engine has lost its workflows: everybody with a next step becomes due, whatever time was set. Returns how many.
 */
export function wakeDriven(db: Database, municipality: string): Promise<number> {
  return inMunicipality(db, municipality, async (tx) => {
    const people = await tx.execute(sql`
      update persons p set due_at = now()
      where municipality = ${municipality} and due_at > now() and ${isDrivenByRun} returning 1`);
    const chunks = await tx.execute(sql`
      update load_chunks set due_at = now()
      where municipality = ${municipality} and due_at > now() and ended_at is null returning 1`);
    return people.length + chunks.length;
  });
}

/**
 * Makes persons due whose transfers were stored and not judged, so that their workflows judge them. Returns how many.
 */
export function wakeUnjudged(db: Database, municipality: string, olderThanSeconds: number): Promise<number> {
  return inMunicipality(db, municipality, async (tx) => {
    const woken = await tx.execute(sql`
      update persons p set due_at = now(), nudges = 0
      where municipality = ${municipality} and person_id in (
        select person_id from persons
        where municipality = ${municipality} and person_id = any(array(
            select person_id from inbox where municipality = ${municipality} and state = 'RECEIVED'
              and received_at < now() - make_interval(secs => ${olderThanSeconds}::float8)
            order by received_at limit 1000))
          and (due_at is null or due_at > now() + interval '1 hour')
        for no key update skip locked)
      returning 1`);
    return woken.length;
  });
}
