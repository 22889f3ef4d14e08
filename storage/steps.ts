/**
 * The steps of a request as moves in the database (S29–S34), for one person and for a chunk alike. A step begins by
 * storing its request id and reading its lines, and ends by moving the persons on; both are guarded by stage and
 * attempt, so a repeated or late run moves nobody who has moved on.
 */
import { sql } from 'drizzle-orm';
import type { AcquisitionFailureCode, Step } from '../domain/failures.ts';
import type { ParticipantName } from '../domain/participants.ts';
import type { Stage } from '../domain/stages.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { inMunicipality, type Database, type Transaction } from './database.ts';
import { openPersonalNumber } from './personal-number.ts';
import { asJson, inSet } from './rows.ts';

/** Whose request it is: its id is in the request id (design §3). */
export type Owner = { personId: string } | { chunkId: string };

/** A step that sends something, with the stages it begins in. */
const beginsIn: Record<Exclude<Step, 'confirm'>, readonly Stage[]> = {
  serial: ['NUMBERED'],
  fileRequest: ['SERIAL_REQUESTED'],
  file: ['FILE_REQUESTED'],
  route: ['FILE_RECEIVED', 'WAITING_FOR_HOURS'],
};

/** Where a step leaves those who are accepted. */
const endsIn: Record<Exclude<Step, 'confirm'>, Stage> = {
  serial: 'SERIAL_REQUESTED',
  fileRequest: 'FILE_REQUESTED',
  file: 'FILE_RECEIVED',
  route: 'ROUTED',
};

export interface StepLine {
  personId: string;
  integratedAddressNumber: string;
  personalNumber: string;
  /** Known from FILE_RECEIVED on. */
  processingSerial: string | null;
}

export interface BegunStep {
  requestId: string;
  /** How often this request was about to be sent before; above 0 the other side is asked before it is sent again. */
  sendsBefore: number;
  /** Empty when nobody is left who needs this step: it was done before. */
  lines: StepLine[];
  /** Persons of this attempt whom the step has put on the error list before; at most 100. */
  parked: { personId: string; code: AcquisitionFailureCode }[];
  /** What S43 answered when the step was done before. */
  receiptNumber: string | null;
}

export interface StepKey {
  municipality: string;
  owner: Owner;
  attempt: number;
  step: Exclude<Step, 'confirm'>;
}

const ownerId = (owner: Owner): string => ('personId' in owner ? owner.personId : owner.chunkId);

/** `{municipality}/{personId or chunkId}/{attempt}/{step}`: never from a run id, so that it survives every restart. */
export const requestIdOf = ({ municipality, owner, attempt, step }: StepKey): string =>
  `${municipality}/${ownerId(owner)}/${attempt}/${step}`;

const setOf = (owner: Owner) => ('personId' in owner ? { personIds: [owner.personId] } : { chunkId: owner.chunkId });

export async function beginStep(
  { db, keys }: { db: Database; keys: KeyRing },
  key: StepKey & { participant: ParticipantName },
): Promise<BegunStep> {
  const { municipality, owner, attempt, step, participant } = key;
  const requestId = requestIdOf(key);
  const members = sql`municipality = ${municipality} and ${inSet(sql`person_id`, municipality, setOf(owner))}
    and attempt = ${attempt} and stage = any(string_to_array(${beginsIn[step].join(',')}, ','))`;
  return inMunicipality(db, municipality, async (tx) => {
    const read = tx.execute<{
      person_id: string;
      integrated_address_number: string;
      personal_number: Uint8Array;
      processing_serial: string | null;
    }>(
      step === 'serial'
        ? // From here on the serial may live at the other side, so the confirmation asks about it.
          sql`update persons set serial_requested_at = coalesce(serial_requested_at, now()) where ${members}
            returning person_id, integrated_address_number, personal_number, processing_serial`
        : sql`select person_id, integrated_address_number, personal_number, processing_serial from persons
            where ${members} order by person_id`,
    );
    const readParked = tx.execute<{ person_id: string; failure_code: AcquisitionFailureCode }>(sql`
      select person_id, failure_code from persons
      where municipality = ${municipality} and ${inSet(sql`person_id`, municipality, setOf(owner))}
        and attempt = ${attempt} and stage = 'NEEDS_ATTENTION' and failure_step = ${step}
      order by person_id limit 100`);
    const store = tx.execute<{ sends: number; receipt_number: string | null }>(sql`
      insert into request_attempts (municipality, request_id, person_id, chunk_id, attempt, step, participant,
        line_count, state, sends)
      values (${municipality}, ${requestId}, ${'personId' in owner ? owner.personId : null}::uuid,
        ${'chunkId' in owner ? owner.chunkId : null}::uuid, ${attempt}, ${step}, ${participant}, 0, 'SENDING', 1)
      on conflict (municipality, request_id) do update set sends = request_attempts.sends + 1
      returning sends, receipt_number`);
    const [rows, parked, [stored]] = await Promise.all([read, readParked, store]);
    return {
      requestId,
      sendsBefore: (stored?.sends ?? 1) - 1,
      lines: rows.map((row) => ({
        personId: row.person_id,
        integratedAddressNumber: row.integrated_address_number,
        personalNumber: openPersonalNumber(keys, municipality, row.person_id, row.personal_number),
        processingSerial: row.processing_serial,
      })),
      parked: parked.map((row) => ({ personId: row.person_id, code: row.failure_code })),
      receiptNumber: stored?.receipt_number ?? null,
    };
  });
}

export interface RefusedLine {
  personId: string;
  code: AcquisitionFailureCode;
  /** The participant's own code. */
  reason?: string;
}

/** Where the accepted persons of a step go, and what they take along. */
export type StepEnd =
  | { stage: 'SERIAL_REQUESTED' }
  | { stage: 'FILE_REQUESTED'; receiptNumber: string }
  | { stage: 'FILE_RECEIVED'; serials: ReadonlyMap<string, string>; contentHash: Uint8Array }
  | { stage: 'ROUTED'; confirmBy: Date };

export async function finishStep(
  db: Database,
  key: StepKey,
  { accepted, refused, end }: { accepted: readonly string[]; refused: readonly RefusedLine[]; end: StepEnd },
): Promise<void> {
  const { municipality, attempt, step } = key;
  await inMunicipality(db, municipality, async (tx) => {
    const receiptNumber = end.stage === 'FILE_REQUESTED' ? end.receiptNumber : null;
    const serials = end.stage === 'FILE_RECEIVED' ? end.serials : null;
    const confirmBy = end.stage === 'ROUTED' ? end.confirmBy.toISOString() : null;
    const contentHash = end.stage === 'FILE_RECEIVED' ? end.contentHash : null;
    const rows = accepted.map((personId) => ({ id: personId, serial: serials?.get(personId) ?? null }));
    const moved = tx.execute(sql`
      with moved as (
        update persons p set
          stage = ${end.stage}, updated_at = now(), opens_at = null,
          receipt_number = coalesce(${receiptNumber}, p.receipt_number),
          processing_serial = coalesce(t.serial, p.processing_serial),
          routed_at = case when ${end.stage} = 'ROUTED' then now() else p.routed_at end,
          confirm_by = coalesce(${confirmBy}::timestamptz, p.confirm_by)
        from jsonb_to_recordset(${asJson(rows)}) as t(id uuid, serial text)
        where p.municipality = ${municipality} and p.person_id = t.id and p.attempt = ${attempt}
          and p.stage = any(string_to_array(${beginsIn[step].join(',')}, ','))
        returning p.person_id
      )
      insert into timeline (municipality, person_id, event, stage, attempt)
      select ${municipality}, person_id, ${step}, ${end.stage}, ${attempt} from moved`);
    const answered = tx.execute(sql`
      update request_attempts set state = 'ANSWERED', answered_at = now(),
        line_count = ${accepted.length + refused.length}, receipt_number = coalesce(${receiptNumber}, receipt_number),
        content_hash = coalesce(${contentHash}, content_hash)
      where municipality = ${municipality} and request_id = ${requestIdOf(key)}`);
    await Promise.all([moved, answered, parkPersons(tx, municipality, key, { refused, from: beginsIn[step] })]);
  });
}

/** S34 must wait: nothing was sent, and the stage says until when. Answers how many wait. */
export function waitForHours(db: Database, key: StepKey, opensAt: Date): Promise<number> {
  const { municipality, owner, attempt } = key;
  return inMunicipality(db, municipality, async (tx) => {
    await tx.execute(sql`
      with moved as (
        update persons set stage = 'WAITING_FOR_HOURS', opens_at = ${opensAt.toISOString()}::timestamptz, updated_at = now()
        where municipality = ${municipality} and ${inSet(sql`person_id`, municipality, setOf(owner))}
          and attempt = ${attempt} and stage in ('FILE_RECEIVED', 'WAITING_FOR_HOURS')
          and (stage, opens_at) is distinct from ('WAITING_FOR_HOURS', ${opensAt.toISOString()}::timestamptz)
        returning person_id
      )
      insert into timeline (municipality, person_id, event, stage, attempt, detail)
      select ${municipality}, person_id, 'closed', 'WAITING_FOR_HOURS', ${attempt},
        jsonb_build_object('opensAt', ${opensAt.toISOString()}::text) from moved`);
    const waiting = await tx.execute(sql`
      select 1 from persons where municipality = ${municipality}
        and ${inSet(sql`person_id`, municipality, setOf(owner))} and attempt = ${attempt} and stage = 'WAITING_FOR_HOURS'
      limit 1`);
    return waiting.length;
  });
}

/** To the error list (design §3, Failures): stage, failures row and timeline together, for those who still stand in `from`. */
async function parkPersons(
  tx: Transaction,
  municipality: string,
  { owner, attempt, step }: Omit<StepKey, 'step'> & { step: Step },
  { refused, from }: { refused: readonly RefusedLine[]; from: readonly Stage[] },
): Promise<void> {
  if (refused.length === 0) return;
  const rows = refused.map(({ personId, code, reason }) => ({ id: personId, code, reason: reason ?? null }));
  const serialRequestId = requestIdOf({ municipality, owner, attempt, step: 'serial' });
  await tx.execute(sql`
    with parked as (
      update persons p set
        stage = 'NEEDS_ATTENTION', failure_code = t.code, failure_step = ${step}, failure_since = now(),
        opens_at = null, updated_at = now(),
        -- A refused serial lives nowhere, so there is nothing to confirm, unless one of an earlier attempt may live.
        serial_requested_at = case when ${step} = 'serial' and t.code = 'SERIAL_REFUSED' and p.serial_requested_at >= (
            select created_at from request_attempts where municipality = ${municipality} and request_id = ${serialRequestId}
          ) then null else p.serial_requested_at end
      from jsonb_to_recordset(${asJson(rows)}) as t(id uuid, code text)
      where p.municipality = ${municipality} and p.person_id = t.id and p.attempt = ${attempt}
        and p.stage = any(string_to_array(${from.join(',')}, ','))
      returning p.person_id, t.code
    ), listed as (
      insert into failures (municipality, person_id, code, step, attempt, reason)
      select ${municipality}, k.person_id, k.code, ${step}, ${attempt}, t.reason
      from parked k join jsonb_to_recordset(${asJson(rows)}) as t(id uuid, reason text) on t.id = k.person_id
      on conflict do nothing
    )
    insert into timeline (municipality, person_id, event, stage, attempt, detail)
    select ${municipality}, person_id, 'failed', 'NEEDS_ATTENTION', ${attempt},
      jsonb_build_object('code', code, 'step', ${step}::text) from parked`);
}

/**
 * A step's time limit is used up for everybody of the set who has not moved on. Those whom the step itself has moved
 * count as not moved on: its answer was lost on the way to the workflow, which gives up (the retry finds it done).
 */
export async function parkSet(
  db: Database,
  key: { municipality: string; owner: Owner; attempt: number; step: Step; code: AcquisitionFailureCode },
): Promise<void> {
  const { municipality, owner, attempt, step, code } = key;
  const from: readonly Stage[] = step === 'confirm' ? ['ROUTED'] : [...beginsIn[step], endsIn[step]];
  await inMunicipality(db, municipality, async (tx) => {
    const members = await tx.execute<{ person_id: string }>(sql`
      select person_id from persons
      where municipality = ${municipality} and ${inSet(sql`person_id`, municipality, setOf(owner))}
        and attempt = ${attempt} and stage = any(string_to_array(${from.join(',')}, ','))`);
    const refused = members.map((row) => ({ personId: row.person_id, code }));
    await parkPersons(tx, municipality, key, { refused, from });
  });
}
