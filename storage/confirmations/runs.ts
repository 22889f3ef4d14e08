/** Reads the confirmation runs (確認部 42) and what each of them changed. */
import { sql, type SQL } from 'drizzle-orm';
import type { AcquisitionFailureCode } from '../../domain/failures.ts';
import type { CodeRequestStatus, Stage } from '../../domain/stages.ts';
import type { ConfirmationOutcome } from '../../schema/confirmations.ts';
import { codeOf } from './confirming.ts';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

export interface ConfirmationRunView {
  runId: string;
  startedAt: Date;
  finishedAt: Date | null;
  asked: number;
  acquired: number;
  errors: number;
  unknown: number;
  overdue: number;
}

/** Lists the latest runs first, beginning after the run `before`. */
export function listConfirmationRuns(
  db: Database,
  municipality: string,
  limit: number,
  before?: string,
): Promise<ConfirmationRunView[]> {
  const isBefore =
    before === undefined
      ? sql``
      : sql`and (started_at, run_id) < (select started_at, run_id from confirmation_runs
          where municipality = ${municipality} and run_id = ${before})`;
  return inMunicipality(db, municipality, (tx) =>
    readRuns(
      tx,
      sql`municipality = ${municipality} ${isBefore} order by confirmation_runs.started_at desc, run_id desc limit ${limit}`,
    ),
  );
}

export function findConfirmationRun(
  db: Database,
  municipality: string,
  runId: string,
): Promise<ConfirmationRunView | undefined> {
  return inMunicipality(db, municipality, async (tx) => {
    const [run] = await readRuns(tx, sql`municipality = ${municipality} and run_id = ${runId}`);
    return run;
  });
}

async function readRuns(tx: Transaction, which: SQL): Promise<ConfirmationRunView[]> {
  const rows = await tx.execute<
    Record<string, unknown> &
      Omit<ConfirmationRunView, 'runId' | 'startedAt' | 'finishedAt'> & {
        run_id: string;
        started_at: number;
        finished_at: number | null;
      }
  >(sql`
    select run_id, ${epochMs(sql`started_at`)} as started_at, ${epochMs(sql`finished_at`)} as finished_at,
      asked, acquired, errors, unknown, overdue
    from confirmation_runs where ${which}`);
  return rows.map(({ run_id, started_at, finished_at, asked, acquired, errors, unknown, overdue }) => ({
    runId: run_id,
    startedAt: new Date(started_at),
    finishedAt: finished_at === null ? null : new Date(finished_at),
    asked,
    acquired,
    errors,
    unknown,
    overdue,
  }));
}

/** What a run changed for one person, and where that person stands now. */
export interface ConfirmationChange {
  personId: string;
  integratedAddressNumber: string | null;
  outcome: ConfirmationOutcome;
  /** The code in the error list; null when the linkage code was acquired. */
  code: AcquisitionFailureCode | null;
  /** The participant's own word for its error. */
  reason: string | null;
  attempt: number;
  stage: Stage;
  codeRequestStatus: CodeRequestStatus;
  /** The entry of the error list while it is open. */
  failureId: string | null;
}

/** `failed` are the changes that went to the error list. */
export type ConfirmationPart = 'acquired' | 'failed';

/** Ordered by person id, which says nothing about the person. */
export function listConfirmationChanges(
  db: Database,
  municipality: string,
  { runId, part, after, limit }: { runId: string; part: ConfirmationPart; after?: string | undefined; limit: number },
): Promise<ConfirmationChange[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<Record<string, unknown> & Omit<ConfirmationChange, 'code'>>(sql`
      with page as (
        select person_id, outcome, reason, attempt from confirmation_changes
        where municipality = ${municipality} and run_id = ${runId}
          and ${part === 'acquired' ? sql`outcome = 'acquired'` : sql`outcome <> 'acquired'`}
          and person_id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
        order by person_id limit ${limit}
      )
      select page.person_id as "personId", p.integrated_address_number as "integratedAddressNumber", page.outcome,
        page.reason, page.attempt, p.stage, p.code_request_status as "codeRequestStatus",
        ${part === 'acquired' ? sql`null` : openFailure(municipality)} as "failureId"
      from page join persons p on p.municipality = ${municipality} and p.person_id = page.person_id
      order by page.person_id`);
    return rows.map((row) => ({ ...row, code: codeOfChange(row) }));
  });
}

/** The open entry of the same attempt; an entry of a later attempt is another one. */
function openFailure(municipality: string): SQL {
  return sql`(select f.failure_id from failures f
    where f.municipality = ${municipality} and f.person_id = page.person_id and f.resolved_at is null
      and f.step = 'confirm' and f.attempt = page.attempt limit 1)`;
}

function codeOfChange({ outcome, reason }: Pick<ConfirmationChange, 'outcome' | 'reason'>): ConfirmationChange['code'] {
  if (outcome === 'acquired') return null;
  return outcome === 'overdue' ? 'CODE_NOT_CONFIRMED' : codeOf(reason ?? '');
}
