/**
 * The confirmation cycle (確認部 42): reads pages of 依頼中 persons by key, and applies an answer to its whole page at once.
 * Workflows that wait for an answer are nudged (storage/requests/moves, M2). Only here does a request become 依頼済 (table
 * 33): the code's arrival at the intermediate server (S100) is not reported otherwise.
 */
import { sql, type SQL } from 'drizzle-orm';
import { failures, isAcquisitionFailureCode, type AcquisitionFailureCode } from '../../domain/failures.ts';
import type { ConfirmationOutcome } from '../../schema/confirmations.ts';
import { inBulk, inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { announceDue, columnsOf, nothingLivesThere } from '../requests/moves.ts';
import { listFailed, resolveConfirmed } from '../requests/error-entries.ts';
import { asJson, idList } from '../database/rows.ts';

export interface ConfirmationLine {
  personId: string;
  integratedAddressNumber: string;
  /**
   * The attempt that the answer is about: until the serial request of an attempt is accepted, the attempt before it.
   */
  attempt: number;
}

export function readPageToConfirm(
  db: Database,
  municipality: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<ConfirmationLine[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ person_id: string; integrated_address_number: string; attempt: number }>(sql`
      select person_id, integrated_address_number, attempt - (${isBeforeSerial})::int as attempt from persons p
      where municipality = ${municipality} and code_request_status = 'REQUESTING' and serial_requested_at is not null
        and person_id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
      order by person_id limit ${limit}`);
    return rows.map((row) => ({
      personId: row.person_id,
      integratedAddressNumber: row.integrated_address_number,
      attempt: row.attempt,
    }));
  });
}

/** True when the serial of this attempt was not accepted, or nobody knows that it was. */
const isBeforeSerial = sql`case
  when stage = 'NUMBERED' or failure_step is not distinct from 'serial' then true
  when stage = 'CANCELLED' then not exists (select from request_attempts r where r.municipality = p.municipality
    and r.state = 'ANSWERED' and r.request_id in (
      p.municipality || '/' || p.person_id || '/' || p.attempt || '/serial',
      p.municipality || '/' || p.chunk_id || '/' || p.attempt || '/serial'))
  else false end`;

export interface ConfirmationCounts {
  asked: number;
  acquired: number;
  errors: number;
  unknown: number;
  overdue: number;
}

export type ConfirmationAnswer = { personId: string; attempt: number } & (
  { result: 'acquired' | 'unknown' } | { result: 'error'; error: string }
);

export interface ConfirmationPage {
  runId: string;
  /** Whether it is the last page. */
  finished: boolean;
}

/**
 * Applies the answers of one page; a repeated or late one changes nothing that has moved on. What a run changes is
 * recorded and counted in the same transaction, so that its counts equal its list.
 */
export function applyConfirmation(
  db: Database,
  municipality: string,
  answers: readonly ConfirmationAnswer[],
  page: ConfirmationPage | null = null,
): Promise<ConfirmationCounts> {
  const runId = page?.runId ?? null;
  return inBulk(db, municipality, async (tx) => {
    const acquiredAnswers = answers.filter(({ result }) => result === 'acquired');
    const unknownAnswers = answers.filter(({ result }) => result === 'unknown');
    const errors = answers.flatMap((answer) =>
      answer.result === 'error'
        ? [{ personId: answer.personId, attempt: answer.attempt, code: codeOf(answer.error), reason: answer.error }]
        : [],
    );
    const [acquiredCount, errorCount, overdueCount] = await Promise.all([
      markAcquired(
        tx,
        municipality,
        acquiredAnswers.map(({ personId }) => personId),
        runId,
      ),
      markFailed(tx, municipality, errors, runId),
      markOverdue(tx, municipality, unknownAnswers, runId),
    ]);
    const counts = {
      asked: answers.length,
      acquired: acquiredCount,
      errors: errorCount,
      unknown: unknownAnswers.length - overdueCount,
      overdue: overdueCount,
    };
    if (page) await addToRun(tx, municipality, { ...page, counts });
    if (acquiredCount + errorCount + overdueCount > 0) await announceDue(tx, municipality);
    return counts;
  });
}

/**
 * An error means that this attempt has ended, so only a code whose retry starts anew may stand for it. Any other word
 * of a participant counts as a refusal and is kept in the failures row.
 */
export const codeOf = (error: string): AcquisitionFailureCode =>
  isAcquisitionFailureCode(error) && failures[error].retry.from === 'serial' ? error : 'CODE_REFUSED';

/** Adds the persons of the CTE `from` to the counts of their chunks; a data-modifying part of a statement. */
const countInChunks = (municipality: string, from: SQL, column: SQL): SQL => sql`
  update load_chunks c set ${column} = c.${column} + m.count
  from (select chunk_id, count(*)::int as count from ${from} where chunk_id is not null group by chunk_id) m
  where c.municipality = ${municipality} and c.chunk_id = m.chunk_id`;

/** Records what a run changed for the persons of the CTE `from`, who have an `attempt`; empty when there is no run. */
const writeDown = (
  municipality: string,
  runId: string | null,
  name: string,
  { from, outcome, reason = sql`null` }: { from: SQL; outcome: ConfirmationOutcome; reason?: SQL },
): SQL =>
  runId === null
    ? sql``
    : sql`, ${sql.identifier(name)} as (
      insert into confirmation_changes (municipality, run_id, person_id, outcome, attempt, reason)
      select ${municipality}, ${runId}, person_id, ${outcome}, attempt, ${reason} from ${from}
      on conflict do nothing
    )`;

/**
 * Sets 依頼済 from every stage in which the other side may hold a serial (domain/lifecycle, L2). Rows of table 33 change
 * in place.
 */
async function markAcquired(
  tx: Transaction,
  municipality: string,
  personIds: string[],
  runId: string | null,
): Promise<number> {
  if (personIds.length === 0) return 0;
  // Selects by the ids and a hashed set instead of a join, for the reason given at `inSet` in storage/database/rows.
  const isMoved = (column: SQL): SQL => sql`
    ${column} = ${idList(personIds)} and (${column} in (select person_id from moved)) is true`;
  const movedRows = await tx.execute(sql`
    with moved as (
      update persons p set ${columnsOf({ by: 'other', to: 'ACQUIRED' }, sql`, acquired_at = now()`)}
      where p.municipality = ${municipality} and p.person_id = ${idList(personIds)}
        and p.code_request_status = 'REQUESTING' and p.serial_requested_at is not null
      returning p.person_id, p.attempt, p.chunk_id, p.has_run
    ), counted as (
      ${countInChunks(municipality, sql`moved`, sql`acquired`)}
    ), rows_of_table_33 as (
      update address_information a set code_request_status = 'REQUESTED'
      where a.municipality = ${municipality} and ${isMoved(sql`a.person_id`)} and a.code_request_status <> 'REQUESTED'
    ), ${resolveConfirmed(municipality, isMoved)}, told as (
      -- For persons who were only ever in a chunk, acquired_at says the same, and the timeline is read with it.
      insert into timeline (municipality, person_id, event, stage, attempt)
      select ${municipality}, person_id, 'confirmed', 'ACQUIRED', attempt from moved where has_run or chunk_id is null
    )${writeDown(municipality, runId, 'changes', { from: sql`moved`, outcome: 'acquired' })}
    select person_id from moved`);
  return movedRows.length;
}

/** An error counts for the attempt that was asked about, once its serial was accepted. */
async function markFailed(
  tx: Transaction,
  municipality: string,
  errors: { personId: string; attempt: number; code: AcquisitionFailureCode; reason: string }[],
  runId: string | null,
): Promise<number> {
  if (errors.length === 0) return 0;
  const movedRows = await tx.execute(sql`
    with answered as (
      select * from jsonb_to_recordset(${asJson(errors)}) as t("personId" uuid, attempt int, code text, reason text)
    ), parked as (
      update persons p set ${columnsOf({ by: 'other', to: 'NEEDS_ATTENTION', code: sql`t.code`, step: 'confirm' })}
      from answered t
      where p.municipality = ${municipality} and p.person_id = t."personId" and p.attempt = t.attempt
        and p.code_request_status = 'REQUESTING' and p.stage not in ('NUMBERED', 'NEEDS_ATTENTION', 'CANCELLED')
      returning p.person_id, p.attempt, p.chunk_id, t.code, t.reason
    ), counted as (
      ${countInChunks(municipality, sql`parked`, sql`unconfirmed`)}
    ), dead as (
      -- The request was cancelled after S29, and now the other side has answered, so nothing is open any more.
      update persons p set ${nothingLivesThere}
      from answered t
      where p.municipality = ${municipality} and p.person_id = t."personId" and p.attempt = t.attempt
        and p.stage = 'CANCELLED' and p.serial_requested_at is not null
      returning p.person_id, p.attempt, t.code, t.reason
    ), closed as (
      insert into timeline (municipality, person_id, event, stage, attempt, detail)
      select ${municipality}, person_id, 'failed', 'CANCELLED', attempt,
        jsonb_build_object('code', code, 'step', 'confirm') from dead
    ), ${listFailed(municipality, { from: sql`parked`, step: 'confirm', chunkId: sql`chunk_id` })}, told as (
      insert into timeline (municipality, person_id, event, stage, attempt, detail)
      select ${municipality}, person_id, 'failed', 'NEEDS_ATTENTION', attempt,
        jsonb_build_object('code', code, 'step', 'confirm') from parked
    )${writeDown(municipality, runId, 'changes', { from: sql`parked`, outcome: 'error', reason: sql`reason` })}
    ${writeDown(municipality, runId, 'closures', { from: sql`dead`, outcome: 'error', reason: sql`reason` })}
    select person_id from parked union all select person_id from dead`);
  return movedRows.length;
}

/** Parks requests that are still without a code after their time limit. */
async function markOverdue(
  tx: Transaction,
  municipality: string,
  unknown: readonly { personId: string; attempt: number }[],
  runId: string | null,
): Promise<number> {
  if (unknown.length === 0) return 0;
  const attempts = asJson(Object.fromEntries(unknown.map(({ personId, attempt }) => [personId, attempt])));
  const movedRows = await tx.execute(sql`
    with parked as (
      update persons p set ${columnsOf({ by: 'other', to: 'NEEDS_ATTENTION', code: 'CODE_NOT_CONFIRMED', step: 'confirm' })}
      where p.municipality = ${municipality} and p.person_id = ${idList(unknown.map(({ personId }) => personId))}
        and p.stage = 'ROUTED' and p.confirm_by < now() and p.attempt = (${attempts} ->> p.person_id::text)::int
      returning p.person_id, p.attempt, p.chunk_id, p.failure_code as code, null::text as reason
    ), counted as (
      ${countInChunks(municipality, sql`parked`, sql`unconfirmed`)}
    ), ${listFailed(municipality, { from: sql`parked`, step: 'confirm', chunkId: sql`chunk_id` })}, told as (
      insert into timeline (municipality, person_id, event, stage, attempt, detail)
      select ${municipality}, person_id, 'failed', 'NEEDS_ATTENTION', attempt,
        jsonb_build_object('code', 'CODE_NOT_CONFIRMED', 'step', 'confirm') from parked
    )${writeDown(municipality, runId, 'changes', { from: sql`parked`, outcome: 'overdue' })}
    select person_id from parked`);
  return movedRows.length;
}

/** Counts a page without any lines. */
export function countConfirmation(
  db: Database,
  municipality: string,
  page: ConfirmationPage & { counts: ConfirmationCounts },
): Promise<void> {
  return inMunicipality(db, municipality, (tx) => addToRun(tx, municipality, page));
}

/** Adds a page's counts to its run; the first page inserts the row. */
async function addToRun(
  tx: Transaction,
  municipality: string,
  { runId, counts, finished }: ConfirmationPage & { counts: ConfirmationCounts },
): Promise<void> {
  await tx.execute(sql`
    insert into confirmation_runs as r (municipality, run_id, asked, acquired, errors, unknown, overdue, finished_at)
    values (${municipality}, ${runId}, ${counts.asked}, ${counts.acquired}, ${counts.errors}, ${counts.unknown},
      ${counts.overdue}, case when ${finished}::boolean then now() end)
    on conflict (municipality, run_id) do update set
      asked = r.asked + excluded.asked, acquired = r.acquired + excluded.acquired, errors = r.errors + excluded.errors,
      unknown = r.unknown + excluded.unknown, overdue = r.overdue + excluded.overdue, finished_at = excluded.finished_at`);
}
