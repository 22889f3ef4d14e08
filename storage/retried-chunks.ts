/**
 * Persons whom a chunk has put on the error list, tried again together: they become a new chunk, by the rules of the
 * staff retry of one person (storage/staff-actions), and run through the steps as any chunk does (design §4).
 *
 * R1. A chunk is made of persons who stand at one step of one attempt of one chunk, with no workflow of their own and
 *     nothing in doubt. So the machine has one answer for all of them, and one request of the chunk before is all that
 *     may live of them at the other side.
 * R2. They get a new chunk only after the other side has said that this request does not live there; whom it knows
 *     stands behind that step and sends it no more (`moveBehindStep`).
 * R3. Its rows, the persons' new stage and the resolved entries are one transaction, and its id is the caller's: made
 *     twice, it is made once.
 *
 * Retried chunks are numbered downwards from -1, so that the load, which counts upwards, never takes one for its own.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { ChunkStart, RetriedChunk } from '../contracts/retry-errors.ts';
import type { AcquisitionFailureCode, Step } from '../domain/failures.ts';
import { transition, type Acquisition } from '../domain/lifecycle.ts';
import type { Stage } from '../domain/stages.ts';
import { inBulk, inMunicipality, type Database, type Transaction } from './database.ts';
import { asJson, idList } from './rows.ts';

export interface ErrorsOfCode {
  municipality: string;
  code: AcquisitionFailureCode;
  /** ISO 8601. */
  before: string;
}

/** Those of one chunk who stand at the same place (R1). */
export interface ParkedGroup {
  chunkId: string;
  attempt: number;
  step: Step;
  /** Where it is a file that they stand at. */
  receiptNumber: string | null;
  /** Where a retry leads them. */
  next: Acquisition;
}

const canShareAChunk = (code: AcquisitionFailureCode): SQL => sql`
  p.stage = 'NEEDS_ATTENTION' and p.failure_code = ${code} and p.chunk_id is not null and not p.in_chunk
  and not p.has_run and p.held_transfers = 0`;

const isEntry = ({ municipality, code, before }: ErrorsOfCode): SQL => sql`
  f.municipality = ${municipality} and f.code = ${code} and f.resolved_at is null and f.inbox_id is null
  and f.first_seen_at <= ${before}::timestamptz`;

/** The longest waiting first; those of fewer than `fewest` are not worth a chunk. */
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
      next: retried({ code, attempt, step, receiptNumber }),
    }));
  });
}

function retried({
  code,
  step,
  ...at
}: { code: AcquisitionFailureCode; step: Step } & Pick<ParkedGroup, 'attempt' | 'receiptNumber'>) {
  const failure = { code, step, since: new Date(0).toISOString() };
  const parked = {
    ...at,
    serialRequested: true,
    held: false,
    inChunk: false,
    stage: 'NEEDS_ATTENTION',
    failure,
  } as const;
  return transition(parked, { type: 'retried' });
}

const isIn = (municipality: string, { chunkId, attempt, step, receiptNumber }: ParkedGroup): SQL => sql`
  p.municipality = ${municipality} and p.chunk_id = ${chunkId}::uuid and p.attempt = ${attempt} and p.failure_step = ${step}
  and ${step === 'file' ? sql`p.receipt_number is not distinct from ${receiptNumber}` : sql`true`}`;

/** The step of a chunk whose answer was lost, and that the other side has taken. */
export type TakenStep =
  { step: 'serial'; behind: 'fileRequest' } | { step: 'route'; behind: 'confirm'; confirmBy: Date };

/**
 * The other side has taken these lines after all, so their retry must not send them again: from now on they stand at
 * the step behind. Answers how many.
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
  /** Persons of the group who are left alone. */
  except: readonly string[];
  limit: number;
  /** Of the chunk that they become. */
  chunkId: string;
  staffId: string;
  reason: string;
}

/** `chunk`: null where they only wait on for their confirmation, so that there is nothing to send. */
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
    const { stage } = retry.group.next;
    if (stage === 'ROUTED') {
      await waitOn(tx, errors, retry, personIds);
      return { retried: personIds.length, chunk: null };
    }
    if (!isStart(stage)) throw new Error('The machine leads a retry to no step of a chunk');
    await makeChunk(tx, errors, { ...retry, loadId, personIds });
    const start = startOf({ stage, attempt: retry.group.next.attempt, receiptNumber: retry.group.receiptNumber });
    return { retried: personIds.length, chunk: { chunkId: retry.chunkId, loadId, start } };
  });
}

/** Chunks of one load are numbered one after the other. */
async function lockLoadOf(tx: Transaction, municipality: string, chunkId: string): Promise<string> {
  const [row] = await tx.execute<{ load_id: string }>(sql`
    select load_id from loads where municipality = ${municipality} and load_id = (
      select load_id from load_chunks where municipality = ${municipality} and chunk_id = ${chunkId}::uuid)
    for update`);
  if (!row) throw new Error('There is no such chunk');
  return row.load_id;
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

/** What becomes of a person by the machine (storage/acquisitions, writeAcquisition), and the entries that it resolves. */
function moved(
  errors: ErrorsOfCode,
  { group, staffId, reason }: GroupRetry,
  personIds: readonly string[],
  more: SQL,
): SQL {
  const { municipality } = errors;
  const { next } = group;
  return sql`
    moved as (
      update persons p set stage = ${next.stage}, attempt = ${next.attempt}, opens_at = null, failure_code = null,
        failure_step = null, failure_since = null, pending_word = null, updated_at = now(), ${more}
      where p.municipality = ${municipality} and p.person_id = ${idList(personIds)}
      returning p.person_id
    ), resolved as (
      update failures f set resolved_at = now(), resolution = 'retried', staff_id = ${staffId}, staff_reason = ${reason}
      where f.municipality = ${municipality} and f.person_id = ${idList(personIds)} and f.resolved_at is null
        and f.inbox_id is null
    )`;
}

async function waitOn(tx: Transaction, errors: ErrorsOfCode, retry: GroupRetry, personIds: string[]): Promise<void> {
  const { stage, attempt } = retry.group.next;
  const again = sql`confirm_by = now() + (p.confirm_by - p.routed_at), routed_at = now()`;
  await tx.execute(sql`
    with ${moved(errors, retry, personIds, again)}
    insert into timeline (municipality, person_id, event, stage, attempt, detail)
    select ${errors.municipality}, person_id, 'retried', ${stage}, ${attempt},
      jsonb_build_object('staffId', ${retry.staffId}::text) from moved`);
}

async function makeChunk(
  tx: Transaction,
  errors: ErrorsOfCode,
  { loadId, personIds, ...retry }: GroupRetry & { loadId: string; personIds: string[] },
): Promise<void> {
  const { municipality } = errors;
  const { chunkId, group, staffId } = retry;
  const count = personIds.length;
  const { stage } = group.next;
  // Whoever goes on with another chunk is counted by that one alone.
  const left =
    group.step === 'confirm'
      ? sql`routed = routed - ${count}, unconfirmed = unconfirmed - ${count}`
      : sql`parked = parked - ${count}`;
  await tx.execute(sql`
    with ${moved(errors, retry, personIds, sql`chunk_id = ${chunkId}::uuid, in_chunk = true`)}, chunk as (
      insert into load_chunks (municipality, chunk_id, load_id, chunk_no, first_line, last_line, lines, stage, judged_at, members)
      select ${municipality}, ${chunkId}::uuid, ${loadId}::uuid, least(min(chunk_no), 0) - 1, 0, -1, 0, ${stage}, now(), ${count}
      from load_chunks where municipality = ${municipality} and load_id = ${loadId}::uuid
    ), before as (
      update load_chunks set members = members - ${count}, ${left}
      where municipality = ${municipality} and chunk_id = ${group.chunkId}::uuid
    ), member as (
      insert into chunk_members (municipality, chunk_id, person_id)
      select ${municipality}, ${chunkId}::uuid, person_id from moved order by person_id
    )
    insert into chunk_timeline (municipality, chunk_id, event, stage, detail)
    values (${municipality}, ${chunkId}::uuid, 'retried', ${stage}, ${asJson({ staffId, attempt: group.next.attempt })})`);
}

/** One that was made before, from where it stands now. */
export async function findRetriedChunk(
  db: Database,
  municipality: string,
  chunkId: string,
): Promise<(RetriedChunk & { members: number }) | undefined> {
  const [chunk] = await inMunicipality(db, municipality, (tx) =>
    readChunks(tx, municipality, sql`c.chunk_id = ${chunkId}::uuid`),
  );
  return chunk;
}

/** Those that have not ended; a chunk that ends says so last. */
export function listUnfinishedChunks(db: Database, municipality: string): Promise<RetriedChunk[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const chunks = await readChunks(tx, municipality, sql`c.chunk_no < 0 and c.ended_at is null`);
    return chunks.map(({ chunkId, loadId, start }) => ({ chunkId, loadId, start }));
  });
}

async function readChunks(
  tx: Transaction,
  municipality: string,
  which: SQL,
): Promise<(RetriedChunk & { members: number })[]> {
  const rows = await tx.execute<{
    chunk_id: string;
    load_id: string;
    stage: Stage;
    members: number;
    attempt: number | null;
    receipt_number: string | null;
  }>(sql`
    select c.chunk_id, c.load_id, c.stage, c.members, p.attempt, p.receipt_number
    from load_chunks c left join lateral (
      select p.attempt, p.receipt_number from chunk_members m
      join persons p on p.municipality = m.municipality and p.person_id = m.person_id
      where m.municipality = c.municipality and m.chunk_id = c.chunk_id and p.chunk_id = c.chunk_id and p.in_chunk limit 1
    ) p on true
    where c.municipality = ${municipality} and ${which}`);
  return rows.map(({ chunk_id: chunkId, load_id: loadId, stage, members, attempt, receipt_number: receiptNumber }) => ({
    chunkId,
    loadId,
    members,
    start: startOf({ stage, attempt: attempt ?? 1, receiptNumber }),
  }));
}

const isStart = (stage: Stage): stage is ChunkStart['stage'] =>
  stage === 'NUMBERED' || stage === 'SERIAL_REQUESTED' || stage === 'FILE_REQUESTED' || stage === 'FILE_RECEIVED';

/** A chunk that waits for the hours looks at them again; one that is routed, or has nobody left, comes to its end. */
function startOf({
  stage,
  attempt,
  receiptNumber,
}: {
  stage: Stage;
  attempt: number;
  receiptNumber: string | null;
}): ChunkStart {
  const from = isStart(stage) ? stage : 'FILE_RECEIVED';
  return { stage: from, attempt, receiptNumber: from === 'FILE_REQUESTED' ? receiptNumber : null };
}
