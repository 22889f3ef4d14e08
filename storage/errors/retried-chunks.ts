/**
 * Retries persons together whom a chunk put on the error list. They become a new chunk, by the rules of a single retry
 * by staff (storage/errors/staff-actions), and run through the steps like any chunk.
 *
 * R1. A group has persons at one step of one attempt of one chunk, without a workflow of their own and without a held
 *     transfer. So the lifecycle treats all of them alike, and the other side can hold only one request of theirs, that
 *     of the former chunk.
 * R2. They get a new chunk only after the other side has said that it does not have this request. Those it has are
 *     moved behind the step, which is not sent again (`moveBehindStep`).
 * R3. The chunk's rows, the persons' stages and the tries of their entries are written in one transaction under an id of the
 *     caller, so that a repeated call changes nothing.
 *
 * Retried chunks are numbered downwards from -1, so that the load, which counts upwards, never takes one as its own.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { RetriedChunk } from '../../contracts/retry-errors.ts';
import type { AcquisitionFailureCode, Step } from '../../domain/failures.ts';
import { transition, type Acquisition } from '../../domain/lifecycle.ts';
import { inBulk, inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { markTried, ofRequests, resolveAlreadyPassed } from '../requests/error-entries.ts';
import { columnsOf, type Move } from '../requests/moves.ts';
import { asJson, idList } from '../database/rows.ts';

export interface ErrorsOfCode {
  municipality: string;
  code: AcquisitionFailureCode;
  /** ISO 8601. */
  before: string;
}

/** Persons of one chunk who stand at the same place (R1). */
export interface ParkedGroup {
  chunkId: string;
  attempt: number;
  step: Step;
  /** Set when their step is the file. */
  receiptNumber: string | null;
  /** The state that a retry leads to. */
  next: Acquisition;
}

const canShareAChunk = (code: AcquisitionFailureCode): SQL => sql`
  p.stage = 'NEEDS_ATTENTION' and p.failure_code = ${code} and p.chunk_id is not null and not p.in_chunk
  and not p.has_run and p.held_transfers = 0`;

/** What has failed since `before` may have been tried by this very retry. */
const isEntry = ({ municipality, code, before }: ErrorsOfCode): SQL => sql`
  f.municipality = ${municipality} and f.code = ${code} and f.resolved_at is null and f.inbox_id is null
  and f.trying is null and f.failed_at <= ${before}::timestamptz`;

/** The groups that have waited longest first; groups of fewer than `fewest` are left to single retries. */
export function listParkedGroups(db: Database, errors: ErrorsOfCode, fewest: number): Promise<ParkedGroup[]> {
  const { municipality, code } = errors;
  return inBulk(db, municipality, async (tx) => {
    const rows = await tx.execute<{ chunk_id: string; attempt: number; step: Step; receipt: string | null }>(sql`
      select p.chunk_id, p.attempt, p.failure_step as step,
        case when p.failure_step = 'file' then p.receipt_number end as receipt
      from failures f join persons p on p.municipality = f.municipality and p.person_id = f.person_id
      where ${isEntry(errors)} and f.chunk_id = p.chunk_id and ${canShareAChunk(code)}
      group by 1, 2, 3, 4 having count(*) >= ${fewest}::int
      order by min(f.first_seen_at), 1`);
    return rows.map(({ chunk_id: chunkId, attempt, step, receipt: receiptNumber }) => ({
      chunkId,
      attempt,
      step,
      receiptNumber,
      next: stateAfterRetry({ code, attempt, step, receiptNumber }),
    }));
  });
}

function stateAfterRetry({
  code,
  step,
  ...at
}: { code: AcquisitionFailureCode; step: Step } & Pick<ParkedGroup, 'attempt' | 'receiptNumber'>) {
  const failure = { code, step, since: new Date(0).toISOString() };
  const parkedState = {
    ...at,
    serialRequested: true,
    held: false,
    inChunk: false,
    stage: 'NEEDS_ATTENTION',
    failure,
  } as const;
  return transition(parkedState, { type: 'retried' });
}

const isIn = (municipality: string, { chunkId, attempt, step, receiptNumber }: ParkedGroup): SQL => sql`
  p.municipality = ${municipality} and p.chunk_id = ${chunkId}::uuid and p.attempt = ${attempt} and p.failure_step = ${step}
  and ${step === 'file' ? sql`p.receipt_number is not distinct from ${receiptNumber}` : sql`true`}`;

/** A chunk's step whose answer was lost although the other side has accepted it. */
export type TakenStep =
  { step: 'serial'; behind: 'fileRequest' } | { step: 'route'; behind: 'confirm'; confirmBy: Date };

/**
 * The other side has these lines, so a retry must not send them again: moves the persons behind the step. Returns how
 * many were moved.
 */
export function moveBehindStep(
  db: Database,
  { municipality, code }: Pick<ErrorsOfCode, 'municipality' | 'code'>,
  group: ParkedGroup,
  { personIds, taken }: { personIds: readonly string[]; taken: TakenStep },
): Promise<number> {
  const isRouted = taken.step === 'route';
  return inBulk(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ count: number }>(sql`
      with moved as (
        update persons p set failure_step = ${taken.behind}, updated_at = now()
          ${isRouted ? sql`, routed_at = now(), confirm_by = ${taken.confirmBy.toISOString()}::timestamptz` : sql``}
        where ${isIn(municipality, group)} and p.person_id = ${idList(personIds)} and ${canShareAChunk(code)}
        returning p.person_id
      ), counted as (
        update load_chunks c set parked = c.parked - m.count, routed = c.routed + m.count
        from (select count(*)::int as count from moved) m
        where c.municipality = ${municipality} and c.chunk_id = ${group.chunkId}::uuid and ${isRouted}::boolean
      )
      select count(*)::int as count from moved`);
    return row?.count ?? 0;
  });
}

export interface GroupRetry {
  group: ParkedGroup;
  /** Persons of the group who are not retried. */
  except: readonly string[];
  limit: number;
  chunkId: string;
  staffId: string;
  reason: string;
}

/** `chunk` is null when they only wait again for their confirmation and nothing needs to be sent. */
export function retryGroup(
  db: Database,
  errors: ErrorsOfCode,
  retry: GroupRetry,
): Promise<{ retried: number; chunk: RetriedChunk | null }> {
  const { municipality } = errors;
  return inBulk(db, municipality, async (tx) => {
    const loadId = await lockLoadOf(tx, municipality, retry.group.chunkId);
    const personIds = await lockMembers(tx, errors, retry);
    if (personIds.length === 0) return { retried: 0, chunk: null };
    const standing = { personIds, stage: retry.group.next.stage };
    if (retry.group.next.stage === 'ROUTED') {
      await waitOn(tx, errors, retry, personIds);
      await resolveAlreadyPassed(tx, municipality, standing);
      return { retried: personIds.length, chunk: null };
    }
    await makeChunk(tx, errors, { ...retry, loadId, personIds });
    await resolveAlreadyPassed(tx, municipality, standing);
    return { retried: personIds.length, chunk: { chunkId: retry.chunkId, loadId } };
  });
}

/**
 * Locks the load, because its chunks are numbered one after the other. A chunk gathered from single transfers has no
 * load.
 */
async function lockLoadOf(tx: Transaction, municipality: string, chunkId: string): Promise<string | null> {
  const [chunk] = await tx.execute<{ load_id: string | null }>(sql`
    select load_id from load_chunks where municipality = ${municipality} and chunk_id = ${chunkId}::uuid for update`);
  if (!chunk) throw new Error('There is no such chunk');
  const { load_id: loadId } = chunk;
  if (loadId !== null) {
    await tx.execute(sql`
      select from loads where municipality = ${municipality} and load_id = ${loadId}::uuid for update`);
  }
  return loadId;
}

async function lockMembers(
  tx: Transaction,
  errors: ErrorsOfCode,
  { group, except, limit }: GroupRetry,
): Promise<string[]> {
  const rows = await tx.execute<{ person_id: string }>(sql`
    select p.person_id from persons p
    where ${isIn(errors.municipality, group)} and ${canShareAChunk(errors.code)}
      and p.person_id = any(array(
        select person_id from failures f where ${isEntry(errors)} and f.chunk_id = ${group.chunkId}::uuid))
      and not p.person_id = ${idList(except)}
    order by p.person_id limit ${limit} for update`);
  return rows.map((row) => row.person_id);
}

/** The stage that a retry leads to: a step, or waiting for the confirmation. */
function stageOf({ stage }: Acquisition): Move['to'] {
  if (stage === 'NEEDS_ATTENTION' || stage === 'WAITING_FOR_HOURS' || stage === 'CANCELLED') {
    throw new Error('The machine leads a retry to no step of a chunk');
  }
  return stage;
}

/** Moves the persons to the state that the lifecycle gives; their entries are being tried. */
function moveAndTry(
  errors: ErrorsOfCode,
  { group, staffId, reason }: GroupRetry,
  personIds: readonly string[],
  more: SQL,
): SQL {
  const { municipality } = errors;
  const { next } = group;
  return sql`
    moved as (
      update persons p set attempt = ${next.attempt}, ${columnsOf({ by: 'chunk', to: stageOf(next) }, sql`, ${more}`)}
      where p.municipality = ${municipality} and p.person_id = ${idList(personIds)}
      returning p.person_id
    ), ${markTried(municipality, { which: ofRequests(personIds), action: 'retried', staffId, reason })}`;
}

async function waitOn(tx: Transaction, errors: ErrorsOfCode, retry: GroupRetry, personIds: string[]): Promise<void> {
  const { stage, attempt } = retry.group.next;
  const again = sql`confirm_by = now() + (p.confirm_by - p.routed_at), routed_at = now()`;
  await tx.execute(sql`
    with ${moveAndTry(errors, retry, personIds, again)}
    insert into timeline (municipality, person_id, event, stage, attempt, detail)
    select ${errors.municipality}, person_id, 'retried', ${stage}, ${attempt},
      jsonb_build_object('staffId', ${retry.staffId}::text) from moved`);
}

async function makeChunk(
  tx: Transaction,
  errors: ErrorsOfCode,
  { loadId, personIds, ...retry }: GroupRetry & { loadId: string | null; personIds: string[] },
): Promise<void> {
  const { municipality } = errors;
  const { chunkId, group, staffId } = retry;
  const count = personIds.length;
  const { stage } = group.next;
  // Only the new chunk counts these persons from now on.
  const countersLeft =
    group.step === 'confirm'
      ? sql`routed = routed - ${count}, unconfirmed = unconfirmed - ${count}`
      : sql`parked = parked - ${count}`;
  await tx.execute(sql`
    with ${moveAndTry(errors, retry, personIds, sql`chunk_id = ${chunkId}::uuid, in_chunk = true, due_at = null`)}, chunk as (
      -- The bulk retry starts its workflow at once; if that is lost, the chunk becomes due (storage/requests/due).
      insert into load_chunks (municipality, chunk_id, load_id, chunk_no, first_line, last_line, lines, stage, judged_at,
        members, due_at)
      select ${municipality}, ${chunkId}::uuid, ${loadId}::uuid,
        ${loadId === null ? sql`0` : sql`least(min(chunk_no), 0) - 1`}, 0, -1, 0, ${stage}, now(), ${count},
        now() + interval '30 seconds'
      from load_chunks where municipality = ${municipality} and load_id = ${loadId}::uuid
    ), before as (
      update load_chunks set members = members - ${count}, ${countersLeft}
      where municipality = ${municipality} and chunk_id = ${group.chunkId}::uuid
    ), member as (
      insert into chunk_members (municipality, chunk_id, person_id)
      select ${municipality}, ${chunkId}::uuid, person_id from moved order by person_id
    )
    insert into chunk_timeline (municipality, chunk_id, event, stage, detail)
    values (${municipality}, ${chunkId}::uuid, 'retried', ${stage}, ${asJson({ staffId, attempt: group.next.attempt })})`);
}

/** Finds the chunk that an earlier call made. */
export async function findRetriedChunk(
  db: Database,
  municipality: string,
  chunkId: string,
): Promise<(RetriedChunk & { members: number }) | undefined> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ load_id: string | null; members: number }>(sql`
      select load_id, members from load_chunks
      where municipality = ${municipality} and chunk_id = ${chunkId}::uuid`);
    return row && { chunkId, loadId: row.load_id, members: row.members };
  });
}

/** Lists retried chunks that have not ended. */
export function listUnfinishedChunks(db: Database, municipality: string): Promise<RetriedChunk[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ chunk_id: string; load_id: string | null }>(sql`
      select chunk_id, load_id from load_chunks
      where municipality = ${municipality} and chunk_no <= 0 and ended_at is null`);
    return rows.map((row) => ({ chunkId: row.chunk_id, loadId: row.load_id }));
  });
}
