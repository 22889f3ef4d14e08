/** Reads the lifecycle's state from the columns of `persons`. */
import { sql } from 'drizzle-orm';
import type { AcquisitionFailureCode, Step } from '../../domain/failures.ts';
import type { Acquisition } from '../../domain/lifecycle.ts';
import type { CodeRequestStatus, Stage } from '../../domain/stages.ts';
import type { Transaction } from '../database/database.ts';
import { epochMs, inSet, type PersonSet } from '../database/rows.ts';

export interface PersonRow extends Record<string, unknown> {
  person_id: string;
  /** The blind index of the personal number, in hex; null when there is none. */
  personal_number: string | null;
  integrated_address_number: string | null;
  code_request_status: CodeRequestStatus;
  stage: Stage | null;
  attempt: number;
  serial_requested: boolean;
  receipt_number: string | null;
  opens_at: number | null;
  failure_code: AcquisitionFailureCode | null;
  failure_step: Step | null;
  failure_since: number | null;
  held_transfers: number;
  in_chunk: boolean;
  current_history_seq: number | null;
  last_history_seq: number;
}

export const personColumns = sql`
  person_id, encode(personal_number_index, 'hex') as personal_number, integrated_address_number, code_request_status,
  stage, attempt, serial_requested_at is not null as serial_requested, receipt_number,
  ${epochMs(sql`opens_at`)} as opens_at, failure_code, failure_step, ${epochMs(sql`failure_since`)} as failure_since,
  held_transfers, in_chunk, current_history_seq, last_history_seq`;

/**
 * Locks the rows by id, so that overlapping sets cannot wait for each other. The lock allows new rows that refer to
 * them, because the key never changes.
 */
export function lockPersons(tx: Transaction, municipality: string, requests: PersonSet): Promise<PersonRow[]> {
  return tx.execute<PersonRow>(sql`
    select ${personColumns} from persons
    where municipality = ${municipality} and ${inSet(sql`person_id`, municipality, requests)}
    order by person_id for no key update`);
}

export async function findPerson(
  tx: Transaction,
  municipality: string,
  personId: string,
): Promise<PersonRow | undefined> {
  const [row] = await tx.execute<PersonRow>(sql`
    select ${personColumns} from persons where municipality = ${municipality} and person_id = ${personId}::uuid`);
  return row;
}

/**
 * Null before the first transfer of this person was judged. The defaults never apply, because the table's checks
 * guarantee the values.
 */
export function acquisitionOf(row: PersonRow): Acquisition | null {
  const common = {
    attempt: row.attempt,
    serialRequested: row.serial_requested,
    held: row.held_transfers > 0,
    inChunk: row.in_chunk,
  };
  switch (row.stage) {
    case null:
      return null;
    case 'FILE_REQUESTED':
      return { ...common, stage: row.stage, receiptNumber: row.receipt_number ?? '' };
    case 'WAITING_FOR_HOURS':
      return { ...common, stage: row.stage, opensAt: new Date(row.opens_at ?? 0).toISOString() };
    case 'NEEDS_ATTENTION':
      return {
        ...common,
        stage: row.stage,
        failure: {
          code: row.failure_code ?? 'UNEXPECTED_ANSWER',
          step: row.failure_step ?? 'serial',
          since: new Date(row.failure_since ?? 0).toISOString(),
        },
        receiptNumber: row.receipt_number,
      };
    default:
      return { ...common, stage: row.stage };
  }
}
