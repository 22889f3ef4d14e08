/**
 * Retry, correction and cancel by staff. domain/lifecycle says what becomes of the person, and the entry of the error
 * list is tried or resolved in the same transaction (storage/requests/error-entries).
 */
import { sql, type SQL } from 'drizzle-orm';
import type { RequestFailureCode } from '../../domain/failures.ts';
import { transition, type Acquisition } from '../../domain/lifecycle.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import { acquisitionOf, findPerson, lockPersons } from '../requests/acquisitions.ts';
import { inMunicipality, isDeadlock, type Database, type Transaction } from '../database/database.ts';
import { reassignTransfer } from '../transfers/inbox.ts';
import { isTakenMeanwhile, judgeInTransaction, releaseHeld } from '../transfers/judging.ts';
import {
  markTried,
  ofRequests,
  resolveAlreadyPassed,
  resolveCancelled,
  resolveTaken,
} from '../requests/error-entries.ts';
import { announceDue, cancelIfNothingHeld, letGoOfHeld, writeAcquisition } from '../requests/moves.ts';
import { openPersonalNumber, personalNumberIndex, sealPersonalNumber } from '../database/personal-number.ts';
import { requestIdOf } from '../requests/steps.ts';
import { writeTimeline } from '../requests/timeline.ts';

export type StaffActionInput = {
  municipality: string;
  personId: string;
  staffId: string;
  reason: string;
  failureId: string | null;
} & (
  | {
      action: 'retry';
      /** How often the caller has seen the entry tried; undefined when the caller does not say. */
      tries?: number | undefined;
    }
  | { action: 'cancel' }
  | { action: 'correct'; correctionId: string }
);

export type StaffActionOutcome =
  { kind: 'done'; acquisition: Acquisition; notices: number } | { kind: 'refused'; code: RequestFailureCode };

interface FailureRow extends Record<string, unknown> {
  failure_id: string;
  inbox_id: string | null;
  tries: number;
}

const resolutions = { retry: 'retried', correct: 'corrected', cancel: 'cancelled' } as const;

/** What else is done in the transaction of an action; it may refuse it instead. */
export type Within = (tx: Transaction, act: () => Promise<StaffActionOutcome>) => Promise<StaffActionOutcome>;

export async function actOnAcquisition(
  { db, keys }: { db: Database; keys: KeyRing },
  input: StaffActionInput,
  within: Within = (_tx, act) => act(),
): Promise<StaffActionOutcome> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inMunicipality(db, input.municipality, (tx) => within(tx, () => actOnce(tx, keys, input)));
    } catch (err) {
      // At the same moment somebody else has stored the same number or locked the same two persons, so it is tried
      // again.
      if (tries === 3 || !(isTakenMeanwhile(err) || isDeadlock(err))) throw err;
    }
  }
}

async function actOnce(tx: Transaction, keys: KeyRing, input: StaffActionInput): Promise<StaffActionOutcome> {
  const { municipality, personId } = input;
  const [person] = await lockPersons(tx, municipality, { personIds: [personId] });
  const acquisition = person && acquisitionOf(person);
  if (!acquisition) return { kind: 'refused', code: 'UNKNOWN_RESIDENT' };
  // The answer to an action may be lost; a repeated action gets the same answer.
  if (await wasDone(tx, input, acquisition)) return { kind: 'done', acquisition, notices: 0 };
  const failure = await findOpenFailure(tx, input);
  if (input.failureId !== null && !failure) return { kind: 'refused', code: 'NOT_WAITING' };
  // Somebody else has tried the entry since the caller saw it.
  if (failure && input.action === 'retry' && (input.tries ?? failure.tries) !== failure.tries) {
    return { kind: 'refused', code: 'NOT_WAITING' };
  }
  await announceDue(tx, municipality);
  return failure?.inbox_id != null
    ? actOnHeldTransfer(tx, keys, input, { failureId: failure.failure_id, inboxId: failure.inbox_id })
    : actOnRequest(tx, keys, input, acquisition);
}

/**
 * Tells whether the action was done before: by the correction, by the entry of the error list, or else by the last
 * event, if it has left nothing to do. The action may have been about a held transfer beside the request.
 */
async function wasDone(tx: Transaction, input: StaffActionInput, acquisition: Acquisition): Promise<boolean> {
  const { municipality, personId, staffId, action } = input;
  if (action !== 'correct' && input.failureId === null) {
    const type = action === 'cancel' ? 'cancelled' : 'retried';
    if (transition(acquisition, { type }) !== acquisition) return false;
  }
  const event = resolutions[action];
  const matches = await tx.execute(
    input.action === 'correct'
      ? sql`select 1 from corrections where municipality = ${municipality}
          and correction_id = ${input.correctionId}::uuid and person_id = ${personId}::uuid and applied_at is not null`
      : input.failureId !== null
        ? sql`select 1 from failures f where municipality = ${municipality} and failure_id = ${input.failureId}::uuid
            and person_id = ${personId}::uuid and ${input.action === 'retry' ? wasTried(input) : wasCancelled(input)}`
        : sql`select 1 from (
              select event, detail from timeline where municipality = ${municipality} and person_id = ${personId}::uuid
              order by seq desc limit 1
            ) as last where event = ${event} and detail->>'staffId' = ${staffId}`,
  );
  return matches.length > 0;
}

const wasCancelled = ({ staffId, reason }: StaffActionInput): SQL => sql`
  resolution = 'cancelled' and staff_id = ${staffId} and staff_reason = ${reason}`;

/** Without `tries`, a try that has failed meanwhile may be another one, so the same words are a new retry. */
const wasTried = ({ staffId, reason, tries }: StaffActionInput & { action: 'retry' }): SQL => sql`
  exists (select from failure_tries t where t.municipality = f.municipality and t.failure_id = f.failure_id
    and t.try_no = ${tries === undefined ? sql`f.tries` : sql`${tries}::int + 1`}
    and t.action = 'retried' and t.staff_id = ${staffId} and t.staff_reason = ${reason}
    and (${tries !== undefined}::boolean or t.outcome is distinct from 'failed'))`;

async function findOpenFailure(tx: Transaction, input: StaffActionInput): Promise<FailureRow | undefined> {
  if (input.failureId === null) return undefined;
  const [row] = await tx.execute<FailureRow>(sql`
    select failure_id, inbox_id, tries from failures
    where municipality = ${input.municipality} and failure_id = ${input.failureId}::uuid
      and person_id = ${input.personId}::uuid and resolved_at is null`);
  return row;
}

async function actOnRequest(
  tx: Transaction,
  keys: KeyRing,
  input: StaffActionInput,
  acquisition: Acquisition,
): Promise<StaffActionOutcome> {
  const { municipality, personId, action } = input;
  if (action === 'correct' && acquisition.stage !== 'NEEDS_ATTENTION') return { kind: 'refused', code: 'NOT_WAITING' };
  const number = input.action === 'correct' ? await applyCorrectedNumber(tx, keys, input) : 'same';
  if (number === 'taken') return { kind: 'refused', code: 'PERSONAL_NUMBER_TAKEN' };
  // A correction that changes no number leaves the old request valid, so it is no reason for a new one.
  const isBehindSerial = acquisition.stage === 'CANCELLED' && !(await wasSerialBegun(tx, input, acquisition.attempt));
  const next = transition(
    acquisition,
    action === 'cancel'
      ? { type: 'cancelled' }
      : number === 'changed'
        ? { type: 'corrected' }
        : { type: 'retried', isBehindSerial },
  );
  if (next === acquisition) return { kind: 'refused', code: action === 'cancel' ? 'NOT_CANCELLABLE' : 'NOT_WAITING' };
  if (input.action === 'correct') await markApplied(tx, municipality, input.correctionId);
  await writeAcquisition(tx, municipality, personId, next);
  const refusesHeld = acquisition.held && !next.held;
  if (refusesHeld) await refuseHeldTransfers(tx, municipality, personId);
  if (next.stage === 'ROUTED') {
    // Staff wait again, for as long as the first time.
    await tx.execute(sql`
      update persons set confirm_by = now() + (confirm_by - routed_at), routed_at = now()
      where municipality = ${municipality} and person_id = ${personId}::uuid`);
  }
  if (action === 'cancel') {
    const which = sql`f.person_id = ${personId}::uuid and ${refusesHeld ? sql`true` : sql`f.inbox_id is null`}`;
    await resolveCancelled(tx, municipality, { ...input, which });
  } else {
    await tryEntries(tx, input, ofRequests([personId]));
    await resolveAlreadyPassed(tx, municipality, { personIds: [personId], stage: next.stage });
  }
  await writeTimeline(tx, municipality, [
    {
      personId,
      event: resolutions[action],
      stage: next.stage,
      attempt: next.attempt,
      detail: { staffId: input.staffId },
    },
  ]);
  return { kind: 'done', acquisition: next, notices: 0 };
}

/** Whether the person's own run or the chunk has begun the serial request of this attempt. */
async function wasSerialBegun(
  tx: Transaction,
  { municipality, personId }: { municipality: string; personId: string },
  attempt: number,
): Promise<boolean> {
  const begunAttempts = await tx.execute(sql`
    select from request_attempts r join persons p on p.municipality = r.municipality
      and r.request_id in (
        ${requestIdOf({ municipality, owner: { personId }, attempt, step: 'serial' })},
        p.municipality || '/' || p.chunk_id || '/' || ${attempt}::int || '/serial')
    where p.municipality = ${municipality} and p.person_id = ${personId}::uuid`);
  return begunAttempts.length > 0;
}

/** Refuses the held transfers of a person who has nothing else, because staff want none of them. */
async function refuseHeldTransfers(tx: Transaction, municipality: string, personId: string): Promise<void> {
  const refusedRows = await tx.execute(sql`
    update inbox set state = 'REFUSED'
    where municipality = ${municipality} and person_id = ${personId}::uuid and state = 'HELD' returning 1`);
  await letGoOfHeld(tx, { municipality, personId }, refusedRows.length);
}

/** Acts on a transfer that was held because the identity was in doubt. */
async function actOnHeldTransfer(
  tx: Transaction,
  keys: KeyRing,
  input: StaffActionInput,
  { failureId, inboxId }: { failureId: string; inboxId: string },
): Promise<StaffActionOutcome> {
  const { municipality, personId, action, staffId } = input;
  const which = sql`f.failure_id = ${failureId}::uuid`;
  await (input.action === 'cancel'
    ? resolveCancelled(tx, municipality, { ...input, which })
    : tryEntries(tx, input, which));
  if (input.action === 'cancel') {
    await tx.execute(sql`
      update inbox set state = 'REFUSED' where municipality = ${municipality} and inbox_id = ${inboxId}::uuid`);
    await letGoOfHeld(tx, { municipality, personId }, 1);
    await cancelIfNothingHeld(tx, { municipality, personId });
  } else if (input.action === 'correct') {
    const correction = await getCorrection(tx, input);
    await markApplied(tx, municipality, input.correctionId);
    if (correction.decision === 'same-person') {
      await tx.execute(sql`
        update inbox set identity_confirmed_by = ${staffId}
        where municipality = ${municipality} and inbox_id = ${inboxId}::uuid`);
      await releaseHeld(tx, municipality, { personId, inboxIds: [inboxId] });
    } else {
      const personalNumber = openPersonalNumber(keys, municipality, personId, correction.personal_number);
      const movedTo = await reassignTransfer(tx, keys, { municipality, inboxId, personalNumber });
      await letGoOfHeld(tx, { municipality, personId }, 1);
      if (movedTo !== personId) {
        await cancelIfNothingHeld(tx, { municipality, personId });
        await judgeInTransaction(tx, { municipality, requests: { personIds: [movedTo] } });
      }
    }
  } else {
    await releaseHeld(tx, municipality, { personId, inboxIds: [inboxId] });
  }
  // Judges the released transfer at once, so that staff see whether it is held again.
  const { notices } = await judgeInTransaction(tx, { municipality, requests: { personIds: [personId] } });
  if (action !== 'cancel') await resolveTaken(tx, municipality, failureId);
  const after = await findPerson(tx, municipality, personId);
  const acquisition = after && acquisitionOf(after);
  if (!acquisition) throw new Error('A person has lost its stage');
  await writeTimeline(tx, municipality, [
    {
      personId,
      event: resolutions[action],
      stage: acquisition.stage,
      attempt: acquisition.attempt,
      detail: { staffId },
    },
  ]);
  return { kind: 'done', acquisition, notices };
}

type CorrectionRow = Record<string, unknown> &
  ({ decision: 'same-person'; personal_number: null } | { decision: 'personal-number'; personal_number: Uint8Array });

async function getCorrection(
  tx: Transaction,
  { municipality, personId, correctionId }: { municipality: string; personId: string; correctionId: string },
): Promise<CorrectionRow> {
  const [row] = await tx.execute<CorrectionRow>(sql`
    select decision, personal_number from corrections
    where municipality = ${municipality} and correction_id = ${correctionId}::uuid and person_id = ${personId}::uuid`);
  if (!row) throw new Error('The correction is not stored');
  return row;
}

/** Returns `taken` when the number belongs to another person. A new row of table 33 keeps who changed it (S23). */
async function applyCorrectedNumber(
  tx: Transaction,
  keys: KeyRing,
  input: { municipality: string; personId: string; staffId: string; correctionId: string },
): Promise<'taken' | 'same' | 'changed'> {
  const { municipality, personId, staffId } = input;
  const correction = await getCorrection(tx, input);
  // The decision "same person" changes no number.
  if (correction.decision === 'same-person') return 'same';
  const personalNumber = openPersonalNumber(keys, municipality, personId, correction.personal_number);
  const index = personalNumberIndex(keys, municipality, personalNumber);
  const [owner] = await tx.execute<{ person_id: string }>(sql`
    select person_id from persons where municipality = ${municipality} and personal_number_index = ${index}`);
  if (owner) return owner.person_id === personId ? 'same' : 'taken';
  const sealed = sealPersonalNumber(keys, municipality, personId, personalNumber);
  // Only the number changes; the new row copies the current address information with its time.
  await tx.execute(sql`
    with changed as (
      update persons p set personal_number = ${sealed}, personal_number_index = ${index},
        last_history_seq = p.last_history_seq + 1, current_history_seq = p.last_history_seq + 1
      from persons before
      where p.municipality = ${municipality} and p.person_id = ${personId}::uuid
        and before.municipality = p.municipality and before.person_id = p.person_id
      returning p.municipality, p.person_id, p.last_history_seq, before.current_history_seq as copied_seq
    )
    insert into address_information (municipality, person_id, history_seq, personal_number, number_system,
      address_number, integrated_address_number, name, name_kana, name_key, name_kana_key, kana_name_key, birth_date_text,
      birth_date, birth_date_key, sex, address, address_key, key_version, contact, delivery, non_disclosure, code_request_status, operated_at, registered_at, staff_id)
    select c.municipality, c.person_id, c.last_history_seq, ${sealed}, a.number_system, a.address_number,
      a.integrated_address_number, a.name, a.name_kana, a.name_key, a.name_kana_key, a.kana_name_key, a.birth_date_text,
      a.birth_date, a.birth_date_key, a.sex, a.address, a.address_key, a.key_version, a.contact, a.delivery, a.non_disclosure, a.code_request_status, a.operated_at, now(), ${staffId}
    from changed c join address_information a on a.municipality = c.municipality and a.person_id = c.person_id
      and a.history_seq = c.copied_seq`);
  return 'changed';
}

async function markApplied(tx: Transaction, municipality: string, correctionId: string): Promise<void> {
  await tx.execute(sql`
    update corrections set applied_at = now()
    where municipality = ${municipality} and correction_id = ${correctionId}::uuid`);
}

async function tryEntries(tx: Transaction, input: StaffActionInput, which: SQL): Promise<void> {
  const { municipality, staffId, reason } = input;
  const action = input.action === 'correct' ? 'corrected' : 'retried';
  await tx.execute(sql`
    with ${markTried(municipality, { which, action, staffId, reason })}
    select from tried`);
}
