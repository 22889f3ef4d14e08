/**
 * Every write of what becomes of an entry of the error list; what staff write beside it is in storage/errors. An entry
 * is one problem of one person (schema/error-list).
 *
 * E1. A request that is parked has exactly one open entry, which waits for staff. What fails again continues the entry
 *     there is, with the person who looks after it, its notes and its age.
 * E2. Staff who try again leave the entry open; `trying` says so. It is resolved when the request gets over every step
 *     at which it has failed, when a confirmation comes, or when staff cancel.
 * E3. A try is a row of its own and ends in the transaction that shows how: passed, failed, or cancelled.
 *
 * The functions give parts of statements, or write together with the move of the person, because both are one fact.
 */
import { sql, type SQL } from 'drizzle-orm';
import { steps, type AcquisitionFailureCode, type Step } from '../../domain/failures.ts';
import { listStepsBehind } from '../../domain/retry-standing.ts';
import type { Stage } from '../../domain/stages.ts';
import type { Transaction } from '../database/database.ts';
import { asJson, idList } from '../database/rows.ts';

export type TryOutcome = 'passed' | 'failed' | 'cancelled';

/** Ends the open tries of the entries of the CTE `of`. Ids as an array, for the reason given at `inSet`. */
const endTries = (municipality: string, of: SQL, outcome: TryOutcome): SQL => sql`
  update failure_tries set ended_at = now(), outcome = ${outcome}
  where municipality = ${municipality} and ended_at is null and failure_id = any(array(select failure_id from ${of}))`;

const place = (step: SQL): SQL => sql`array_position(string_to_array(${steps.join(',')}, ','), ${step})`;

/**
 * CTEs that put the persons of the CTE `from` on the error list: `listed` and `tries_failed`. `from` has person_id,
 * attempt, code and reason; `chunkId` may be one of its columns.
 */
export const listFailed = (
  municipality: string,
  { from, step, chunkId }: { from: SQL; step: Step; chunkId: SQL },
): SQL => sql`
  listed as (
    insert into failures as f (municipality, person_id, chunk_id, code, step, attempt, reason)
    select ${municipality}, person_id, ${chunkId}, code, ${step}, attempt, reason from ${from}
    on conflict (municipality, person_id) where resolved_at is null and inbox_id is null do update set
      chunk_id = coalesce(excluded.chunk_id, f.chunk_id), code = excluded.code, step = excluded.step,
      attempt = excluded.attempt, reason = excluded.reason, failed_at = now(), trying = null,
      -- It is over only when the request gets further than it ever did.
      closes_past = case when ${place(sql`coalesce(f.closes_past, f.step)`)} > ${place(sql`excluded.step`)}
        then coalesce(f.closes_past, f.step) end
    returning f.failure_id, f.tries
  ), tries_failed as (
    ${endTries(municipality, sql`listed where tries > 0`, 'failed')}
  )`;

/** CTEs that resolve the entries of those persons of the CTE `from` who have got over every step that had failed. */
export function resolvePassed(municipality: string, { from, stage }: { from: SQL; stage: Stage }): SQL {
  return sql`
  passed as (
    update failures f set resolved_at = now(), resolution = f.trying, trying = null
    where f.municipality = ${municipality} and f.person_id = any(array(select person_id from ${from}))
      and f.resolved_at is null and f.inbox_id is null and f.trying is not null
      and coalesce(f.closes_past, f.step) = any(string_to_array(${listStepsBehind(stage).join(',')}, ','))
    returning f.failure_id
  ), tries_passed as (
    ${endTries(municipality, sql`passed`, 'passed')}
  )`;
}

/** CTEs that resolve the entries of the requests that a confirmation has fulfilled; `isMoved` is about a person_id. */
export const resolveConfirmed = (municipality: string, isMoved: (column: SQL) => SQL): SQL => sql`
  resolved as (
    update failures f set resolved_at = now(), resolution = 'confirmed', trying = null, staff_id = null,
      staff_reason = null
    where f.municipality = ${municipality} and ${isMoved(sql`f.person_id`)} and f.resolved_at is null
      and f.inbox_id is null
    returning f.failure_id, f.tries
  ), tries_confirmed as (
    ${endTries(municipality, sql`resolved where tries > 0`, 'passed')}
  )`;

export interface Acting {
  staffId: string;
  reason: string;
}

/** A CTE `tried` and one that writes the tries: the entries are tried again, and stay open. `which` is over `f`. */
export const markTried = (
  municipality: string,
  { which, action, staffId, reason }: Acting & { which: SQL; action: 'retried' | 'corrected' },
): SQL => sql`
  tried as (
    update failures f set trying = ${action}, tries = f.tries + 1, staff_id = ${staffId}, staff_reason = ${reason}
    where f.municipality = ${municipality} and f.resolved_at is null and ${which}
    returning f.*
  ), tries_begun as (
    insert into failure_tries (municipality, failure_id, try_no, failed_at, code, step, attempt, reason, chunk_id,
      action, staff_id, staff_reason)
    select municipality, failure_id, tries, failed_at, code, step, attempt, reason, chunk_id, ${action}, ${staffId},
      ${reason} from tried
  )`;

/** The entries of the requests of these persons, for `which` of `markTried`. */
export const ofRequests = (personIds: readonly string[]): SQL =>
  sql`f.person_id = ${idList(personIds)} and f.inbox_id is null`;

/**
 * A retry may find that the request is past its step already, because the other side had it. Then nothing is being
 * tried.
 */
export async function resolveAlreadyPassed(
  tx: Transaction,
  municipality: string,
  { personIds, stage }: { personIds: readonly string[]; stage: Stage },
): Promise<void> {
  await tx.execute(sql`
    with standing as (select unnest(string_to_array(${personIds.join(',')}, ',')::uuid[]) as person_id),
    ${resolvePassed(municipality, { from: sql`standing`, stage })}
    select from passed`);
}

/** Staff end what `which` (over `f`) says; a try under way ends with it. */
export async function resolveCancelled(
  tx: Transaction,
  municipality: string,
  { which, staffId, reason }: Acting & { which: SQL },
): Promise<void> {
  await tx.execute(sql`
    with cancelled as (
      update failures f set resolved_at = now(), resolution = 'cancelled', trying = null, staff_id = ${staffId},
        staff_reason = ${reason}
      where f.municipality = ${municipality} and f.resolved_at is null and ${which}
      returning f.failure_id
    ) ${endTries(municipality, sql`cancelled`, 'cancelled')}`);
}

export interface HeldTransfer {
  person_id: string;
  inbox_id: string;
  attempt: number;
}

/** A held transfer that is held again keeps its entry, also when it is another person's now. */
export async function listHeld(tx: Transaction, municipality: string, held: readonly HeldTransfer[]): Promise<void> {
  const code: AcquisitionFailureCode = 'IDENTITY_MISMATCH';
  await tx.execute(sql`
    with listed as (
      insert into failures as f (municipality, person_id, inbox_id, code, attempt)
      select ${municipality}, t.person_id, t.inbox_id, ${code}, t.attempt
      from jsonb_to_recordset(${asJson(held)}) as t(person_id uuid, inbox_id uuid, attempt int)
      on conflict (municipality, inbox_id) where resolved_at is null and inbox_id is not null do update set
        person_id = excluded.person_id, attempt = excluded.attempt, failed_at = now(), trying = null
      returning f.failure_id, f.tries
    ) ${endTries(municipality, sql`listed where tries > 0`, 'failed')}`);
}

/** The judge has taken a transfer that was tried again. */
export async function resolveTaken(tx: Transaction, municipality: string, failureId: string): Promise<void> {
  await tx.execute(sql`
    with passed as (
      update failures f set resolved_at = now(), resolution = f.trying, trying = null
      where f.municipality = ${municipality} and f.failure_id = ${failureId}::uuid and f.trying is not null
      returning f.failure_id
    ) ${endTries(municipality, sql`passed`, 'passed')}`);
}
