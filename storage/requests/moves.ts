/**
 * Every write of where a request stands: stage, status (table 33), attempt, failure, membership of a chunk, and when
 * its workflow is due. domain/lifecycle defines the moves; here they are SQL, for one person and for a set.
 * test/storage/requests/moves.test.ts compares both.
 *
 * M1. A request in a driven stage, outside of a chunk, is due: its workflow is nudged unless it acts first. A check of
 *     the table enforces this, so no statement can leave a request behind.
 * M2. When anybody but the person's own run moves a request, it becomes due at once, if a run of this person may be
 *     waiting.
 * M3. The steps of a chunk write no index, because nobody in a chunk is due (docs/decisions/0021).
 */
import { sql, type SQL } from 'drizzle-orm';
import type { AcquisitionFailureCode, Step } from '../../domain/failures.ts';
import { codeRequestStatusOf, type Acquisition } from '../../domain/lifecycle.ts';
import { drivenStages, type CodeRequestStatus, type Stage } from '../../domain/stages.ts';
import type { Transaction } from '../database/database.ts';
import { asJson, ofPerson, type OnePerson } from '../database/rows.ts';

/** Who moves a request: the person's own run, its chunk, or anybody else. */
export type Mover = 'run' | 'chunk' | 'other';

/** How long a run may take from a move to its next step before it is nudged. Seconds. */
const nextStepWithinSeconds = 20;

export interface Move {
  by: Mover;
  to: Exclude<Stage, 'NEEDS_ATTENTION' | 'WAITING_FOR_HOURS' | 'CANCELLED'>;
}
export interface Parking {
  by: Mover;
  to: 'NEEDS_ATTENTION';
  code: SQL | AcquisitionFailureCode;
  step: Step;
}
export interface Waiting {
  by: 'run' | 'chunk';
  to: 'WAITING_FOR_HOURS';
  opensAt: Date;
}

/** The columns of `persons p` that a move sets; `more` adds further ones. */
export function columnsOf(move: Move | Parking | Waiting, more: SQL = sql``): SQL {
  const opensAt = move.to === 'WAITING_FOR_HOURS' ? sql`${move.opensAt.toISOString()}::timestamptz` : sql`null`;
  return sql`stage = ${move.to}, code_request_status = ${codeRequestStatusOf({ stage: move.to, serialRequested: true })},
    opens_at = ${opensAt}, ${failureOf(move)} ${duenessOf(move, opensAt)}, updated_at = now() ${more}`;
}

function failureOf(move: Move | Parking | Waiting): SQL {
  return move.to === 'NEEDS_ATTENTION'
    ? sql`failure_code = ${move.code}, failure_step = ${move.step}, failure_since = now()`
    : sql`failure_code = null, failure_step = null, failure_since = null`;
}

/** A move is a sign of life, so the counts of nudges restart. A person who waits has left the chunk. */
function duenessOf(move: Move | Parking | Waiting, opensAt: SQL): SQL {
  const alive = sql`nudges = 0, replaced_runs = 0`;
  if (!isDriven(move.to)) {
    const dueAt = move.by === 'run' ? sql`null` : move.to === 'NEEDS_ATTENTION' ? nudgeIfShown : nudgeIfWaiting;
    return sql`, in_chunk = false, due_at = ${dueAt}, ${alive}`;
  }
  if (move.by === 'chunk') return sql``; // M3
  if (move.by === 'other') return sql`, due_at = now(), ${alive}`;
  return sql`, due_at = greatest(now(), ${opensAt}) + make_interval(secs => ${nextStepWithinSeconds}::int), ${alive}`;
}

/** Only a run that has read the row before may be waiting for it. */
export const nudgeIfWaiting: SQL = sql`case when p.has_run then now() end`;

export const isDriven = (stage: Stage): boolean => drivenStages.some((driven) => driven === stage);

/**
 * Temporal's list shows everybody on the error list, which takes a workflow. Those whom a load put there may be
 * thousands; they get a workflow when staff act.
 */
const nudgeIfShown: SQL = sql`case when p.has_run or not exists (select from load_chunks c
  where c.municipality = p.municipality and c.chunk_id = p.chunk_id and c.load_id is not null) then now() end`;

/**
 * The other side no longer has anything of a cancelled request, so it becomes 未依頼 (domain/lifecycle, L3). Columns of
 * `persons p`.
 */
export const nothingLivesThere: SQL = sql`
  code_request_status = 'NOT_REQUESTED', serial_requested_at = null, updated_at = now()`;

/** A condition on `persons p`: the person stands in one of the stages. */
export const standsIn = (stages: readonly Stage[]): SQL =>
  sql`p.stage = any(string_to_array(${stages.join(',')}, ','))`;

/**
 * Writes a state that domain/lifecycle has computed, for a move of one person by staff; sets are moved by SQL. The
 * person's run is nudged.
 */
export async function writeAcquisition(
  tx: Transaction,
  municipality: string,
  personId: string,
  next: Acquisition,
): Promise<void> {
  const failure = next.stage === 'NEEDS_ATTENTION' ? next.failure : null;
  await tx.execute(sql`
    update persons p set
      stage = ${next.stage},
      code_request_status = ${codeRequestStatusOf(next)},
      attempt = ${next.attempt},
      serial_requested_at = case when ${next.serialRequested}::boolean then coalesce(serial_requested_at, now()) end,
      opens_at = ${next.stage === 'WAITING_FOR_HOURS' ? next.opensAt : null}::timestamptz,
      failure_code = ${failure?.code ?? null}, failure_step = ${failure?.step ?? null},
      failure_since = ${failure?.since ?? null}::timestamptz,
      -- The person's own workflow finishes an attempt that a chunk has begun, and asks the participant what the chunk sent.
      in_chunk = ${next.inChunk}, chunk_id = case when attempt = ${next.attempt} then chunk_id end,
      due_at = ${isDriven(next.stage) && !next.inChunk ? sql`now()` : nudgeIfWaiting}, nudges = 0, replaced_runs = 0,
      updated_at = now()
    where ${ofPerson({ municipality, personId })}`);
}

/** The state in which the judge leaves a person. */
export interface JudgedPerson {
  person_id: string;
  stage: Stage | null;
  status: CodeRequestStatus;
  attempt: number;
  number: string | null;
  current_seq: number | null;
  last_seq: number;
  held: number;
  /** The inbox row whose personal number becomes this person's. */
  number_from: string | null;
  /** Whether a code request was opened. */
  opened: boolean;
  /** Whether stage, attempt or held transfers have changed. */
  changed: boolean;
}

/** `chunkId` is the chunk that runs the opened requests; null when each person has a workflow. */
export async function movePersonsJudged(
  tx: Transaction,
  municipality: string,
  rows: readonly JudgedPerson[],
  chunkId: string | null,
): Promise<void> {
  const driven = rows.map((row) => ({ ...row, driven: row.stage !== null && isDriven(row.stage) }));
  await tx.execute(sql`
    update persons p set
      stage = t.stage, code_request_status = t.status, attempt = t.attempt, integrated_address_number = t.number,
      current_history_seq = t.current_seq, last_history_seq = t.last_seq, held_transfers = t.held,
      personal_number = coalesce(i.personal_number, p.personal_number),
      personal_number_index = coalesce(i.personal_number_index, p.personal_number_index),
      awaiting_key = case when i.inbox_id is null then p.awaiting_key end,
      chunk_id = case when t.opened then ${chunkId}::uuid else p.chunk_id end,
      in_chunk = case when t.opened then ${chunkId !== null}::boolean else p.in_chunk end,
      due_at = case
        when t.driven and not (case when t.opened then ${chunkId !== null}::boolean else p.in_chunk end)
          then case when t.changed then now() else coalesce(p.due_at, now()) end
        when not t.changed then p.due_at
        -- Temporal's list also shows held transfers, which takes a workflow; those of a chunk get one when staff act.
        when t.held > 0 and ${chunkId === null}::boolean then now()
        else ${nudgeIfWaiting} end,
      nudges = case when t.changed then 0 else p.nudges end,
      updated_at = case when p.stage is distinct from t.stage or p.attempt <> t.attempt then now() else p.updated_at end
    from jsonb_to_recordset(${asJson(driven)}) as t(person_id uuid, stage text, status text, attempt int, number text,
      current_seq int, last_seq int, held int, number_from uuid, opened boolean, changed boolean, driven boolean)
    left join inbox i on i.municipality = ${municipality} and i.inbox_id = t.number_from
    where p.municipality = ${municipality} and p.person_id = t.person_id`);
}

/** Takes `count` transfers from the held ones: they are judged again, moved to another person, or refused. */
export async function letGoOfHeld(tx: Transaction, person: OnePerson, count: number): Promise<void> {
  await tx.execute(sql`
    update persons p set held_transfers = held_transfers - ${count}::int,
      due_at = coalesce(due_at, ${nudgeIfWaiting})
    where ${ofPerson(person)}`);
}

/** Cancels a person who had only held transfers and has none any more, because nothing is left to wait for. */
export async function cancelIfNothingHeld(tx: Transaction, person: OnePerson): Promise<void> {
  await tx.execute(sql`
    update persons p set stage = 'CANCELLED', due_at = ${nudgeIfWaiting}, updated_at = now()
    where ${ofPerson(person)} and stage = 'HELD' and held_transfers = 0`);
}

/** Makes requests and chunks that wait for an opening due, because the calendar has changed. Rows are locked by id. */
export async function wakeWaitingForHours(tx: Transaction, municipality: string): Promise<void> {
  await tx.execute(sql`
    update persons p set due_at = now()
    where municipality = ${municipality} and person_id = any(array(
      select person_id from persons
      where municipality = ${municipality} and code_request_status = 'REQUESTING' and stage = 'WAITING_FOR_HOURS'
        and not in_chunk
      order by person_id for no key update))`);
  await tx.execute(sql`
    update load_chunks set due_at = now(), nudges = 0
    where municipality = ${municipality} and ended_at is null and stage = 'WAITING_FOR_HOURS'`);
  await announceDue(tx, municipality);
}

/** Notifies other processes at commit that somebody is due (storage/requests/due). */
export async function announceDue(tx: Transaction, municipality: string): Promise<void> {
  await tx.execute(sql`select pg_notify('fugo_due', ${municipality})`);
}
