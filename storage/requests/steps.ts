/**
 * The steps of a request as moves in the database (S29–S34), for one person and for a chunk. A step begins by storing
 * its request id and reading its lines, and ends by moving the persons on. Both are guarded, by stage and attempt or by
 * stage and chunk, so a repeated or late run moves nobody who has moved on.
 *
 * What all persons of a chunk go through is written once, in the chunk's timeline and counts; what happens to one of
 * them alone is written as for a single person.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { AcquisitionFailureCode, Step } from '../../domain/failures.ts';
import type { Acquisition } from '../../domain/lifecycle.ts';
import type { ParticipantName } from '../../domain/participants.ts';
import type { Stage } from '../../domain/stages.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import { inBulk, inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { acquisitionOf, findPerson, personColumns, type PersonRow } from './acquisitions.ts';
import { columnsOfTry, type Try } from './due.ts';
import { listFailed, resolvePassed } from './error-entries.ts';
import { columnsOf, standsIn } from './moves.ts';
import { openPersonalNumber } from '../database/personal-number.ts';
import { asJson, inSet } from '../database/rows.ts';

/** Who makes a request; the id is part of the request id. */
export type Owner = { personId: string } | { chunkId: string };

const beginsIn: Record<Exclude<Step, 'confirm'>, readonly Stage[]> = {
  serial: ['NUMBERED'],
  fileRequest: ['SERIAL_REQUESTED'],
  file: ['FILE_REQUESTED'],
  route: ['FILE_RECEIVED', 'WAITING_FOR_HOURS'],
};

export interface StepLine {
  personId: string;
  integratedAddressNumber: string;
  personalNumber: string;
  /** Known from FILE_RECEIVED on. */
  processingSerial: string | null;
  /** Whether an earlier system assigned the integrated number. */
  numberGiven: boolean;
}

export interface BegunStep {
  requestId: string;
  /**
   * Request ids under which the other side may have the request: its own, if it was about to be sent before, and that
   * of the chunk that began this attempt. The other side is asked before anything is sent.
   */
  mayLiveUnder: string[];
  /** Empty when nobody needs this step, because it was done before. */
  lines: StepLine[];
  /** Persons of this attempt whom the step has put on the error list before; at most 100. */
  parked: { personId: string; code: AcquisitionFailureCode }[];
  /** The receipt number of S43, when the step was done before. */
  receiptNumber: string | null;
  /** How long the first of them has stood at this step. */
  standForSeconds: number;
}

export interface StepKey {
  municipality: string;
  owner: Owner;
  attempt: number;
  step: Exclude<Step, 'confirm'>;
}

const ownerId = (owner: Owner): string => ('personId' in owner ? owner.personId : owner.chunkId);

/** `{municipality}/{personId or chunkId}/{attempt}/{step}`. It contains no run id, so it survives every restart. */
export const requestIdOf = ({ municipality, owner, attempt, step }: StepKey): string =>
  `${municipality}/${ownerId(owner)}/${attempt}/${step}`;

type Owned = Pick<StepKey, 'municipality' | 'owner' | 'attempt'>;

/** A condition on `persons p`: whom a step of this owner is for. Persons who have left the chunk are excluded. */
function isOwned(key: Owned): SQL {
  const { municipality, owner } = key;
  const set = 'personId' in owner ? { personIds: [owner.personId] } : owner;
  return sql`${inSet(sql`p.person_id`, municipality, set)} and ${hasNotLeft(key)}`;
}

function hasNotLeft({ municipality, owner, attempt }: Owned): SQL {
  return 'personId' in owner
    ? sql`p.municipality = ${municipality} and p.attempt = ${attempt} and not p.in_chunk`
    : sql`p.municipality = ${municipality} and p.chunk_id = ${owner.chunkId}::uuid and p.in_chunk`;
}

function inStep<T>(
  db: Database,
  { municipality, owner }: Pick<StepKey, 'municipality' | 'owner'>,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return 'chunkId' in owner ? inBulk(db, municipality, work) : inMunicipality(db, municipality, work);
}

const lineColumns = sql`person_id, integrated_address_number, personal_number, processing_serial, number_given,
  extract(epoch from now() - p.updated_at)::float8 as stand_for`;

interface BeginningStep extends StepKey {
  participant: ParticipantName;
  /** When the run of one person gives its next sign of life; a chunk records its own (storage/requests/due). */
  trying?: Try;
}

export function beginStep({ db, keys }: { db: Database; keys: KeyRing }, key: BeginningStep): Promise<BegunStep> {
  return inStep(db, key, (tx) => beginInTransaction(tx, keys, key));
}

async function beginInTransaction(tx: Transaction, keys: KeyRing, key: BeginningStep): Promise<BegunStep> {
  const { municipality, owner, attempt, step, participant, trying } = key;
  const heardOf = trying && 'personId' in owner ? columnsOfTry(trying) : undefined;
  const requestId = requestIdOf(key);
  const members = sql`${isOwned(key)} and ${standsIn(beginsIn[step])}`;
  const read = tx.execute<{
    person_id: string;
    integrated_address_number: string;
    personal_number: Uint8Array;
    processing_serial: string | null;
    number_given: boolean;
    stand_for: number;
  }>(
    step === 'serial'
      ? // From here on the other side may have a serial (S29), so the confirmation asks about it.
        sql`update persons p set serial_requested_at = coalesce(serial_requested_at, now())
            ${heardOf ? sql`, ${heardOf}` : sql``} where ${members}
          returning ${lineColumns}`
      : heardOf
        ? sql`update persons p set ${heardOf} where ${members}
          returning ${lineColumns}`
        : sql`select ${lineColumns} from persons p
          where ${members} order by person_id`,
  );
  const readParked = tx.execute<{ person_id: string; failure_code: AcquisitionFailureCode }>(
    'personId' in owner
      ? sql`select person_id, failure_code from persons p
          where ${isOwned(key)} and stage = 'NEEDS_ATTENTION' and failure_step = ${step}`
      : sql`select person_id, code as failure_code from failures
          where municipality = ${municipality} and chunk_id = ${owner.chunkId}::uuid and step = ${step}
          order by person_id limit 100`,
  );
  const store = tx.execute<{ sends: number; receipt_number: string | null }>(sql`
    insert into request_attempts (municipality, request_id, person_id, chunk_id, attempt, step, participant,
      line_count, state, sends)
    values (${municipality}, ${requestId}, ${'personId' in owner ? owner.personId : null}::uuid,
      ${'chunkId' in owner ? owner.chunkId : null}::uuid, ${attempt}, ${step}, ${participant}, 0, 'SENDING', 1)
    on conflict (municipality, request_id) do update set sends = request_attempts.sends + 1
    returning sends, receipt_number`);
  const readOfChunk =
    'personId' in owner
      ? tx.execute<{ request_id: string }>(sql`
          select r.request_id from persons p join request_attempts r
            on r.municipality = p.municipality and r.chunk_id = p.chunk_id and r.step = ${step}
          where ${isOwned(key)} and p.chunk_id is not null`)
      : Promise.resolve([]);
  const [rows, parked, [stored], ofChunk] = await Promise.all([read, readParked, store, readOfChunk]);
  return {
    requestId,
    mayLiveUnder: [...((stored?.sends ?? 1) > 1 ? [requestId] : []), ...ofChunk.map((row) => row.request_id)],
    lines: rows.map((row) => ({
      personId: row.person_id,
      integratedAddressNumber: row.integrated_address_number,
      personalNumber: openPersonalNumber(keys, municipality, row.person_id, row.personal_number),
      processingSerial: row.processing_serial,
      numberGiven: row.number_given,
    })),
    parked: parked.map((row) => ({ personId: row.person_id, code: row.failure_code })),
    receiptNumber: stored?.receipt_number ?? null,
    standForSeconds: Math.max(0, ...rows.map((row) => row.stand_for)),
  };
}

export interface RefusedLine {
  personId: string;
  code: AcquisitionFailureCode;
  /** The participant's own code. */
  reason?: string;
}

/** The stage to which a step moves the accepted persons, and what is stored with it. */
export type StepEnd =
  | { stage: 'SERIAL_REQUESTED' }
  | { stage: 'FILE_REQUESTED'; receiptNumber: string }
  /** Only persons with a serial move on. */
  | { stage: 'FILE_RECEIVED'; serials: ReadonlyMap<string, string>; contentHash: Uint8Array }
  | { stage: 'ROUTED'; confirmBy: Date };

export interface FinishedStep {
  /** How many lines were sent. */
  lines: number;
  refused: readonly RefusedLine[];
  end: StepEnd;
}

/** Moves on everybody whom the step was for, except those refused. */
export function finishStep(db: Database, key: StepKey, finished: FinishedStep): Promise<void> {
  return inStep(db, key, (tx) => finishInTransaction(tx, key, finished));
}

/** Ends a step and begins the next one in one transaction. */
export function passOn(
  { db, keys }: { db: Database; keys: KeyRing },
  key: StepKey,
  finished: FinishedStep,
  next: { step: StepKey['step']; participant: ParticipantName },
): Promise<BegunStep> {
  return inStep(db, key, async (tx) => {
    await finishInTransaction(tx, key, finished);
    return beginInTransaction(tx, keys, { ...key, ...next });
  });
}

async function finishInTransaction(
  tx: Transaction,
  key: StepKey,
  { lines, refused, end }: FinishedStep,
): Promise<void> {
  const { municipality, step } = key;
  const receiptNumber = end.stage === 'FILE_REQUESTED' ? end.receiptNumber : null;
  const contentHash = end.stage === 'FILE_RECEIVED' ? end.contentHash : null;
  const move = tx.execute(sql`
    with moved as (
      update persons p set ${columnsOf({ by: moverOf(key), to: end.stage }, columnsOfEnd(end))}
      where ${isOwned(key)} and ${standsIn(beginsIn[step])}
        and ${refused.length === 0 ? sql`true` : sql`p.person_id <> all(${textIds(refused)})`}
        ${end.stage === 'FILE_RECEIVED' ? sql`and ${asJson(Object.fromEntries(end.serials))} ? p.person_id::text` : sql``}
      returning p.person_id, p.attempt
    ), ${resolvePassed(municipality, { from: sql`moved`, stage: end.stage })} ${recordMoved(key, { from: sql`moved`, event: step, stage: end.stage, count: end.stage === 'ROUTED' ? 'routed' : null })}`);
  const answered = tx.execute(sql`
    update request_attempts set state = 'ANSWERED', answered_at = now(), line_count = ${lines},
      receipt_number = coalesce(${receiptNumber}, receipt_number), content_hash = coalesce(${contentHash}, content_hash)
    where municipality = ${municipality} and request_id = ${requestIdOf(key)}`);
  await Promise.all([move, answered, parkPersons(tx, key, { refused, from: beginsIn[step] })]);
}

const moverOf = ({ owner }: Pick<StepKey, 'owner'>): 'run' | 'chunk' => ('personId' in owner ? 'run' : 'chunk');

const textIds = (lines: readonly { personId: string }[]): SQL =>
  sql`string_to_array(${lines.map(({ personId }) => personId).join(',')}, ',')::uuid[]`;

/** The columns that a step sets besides the stage. */
function columnsOfEnd(end: StepEnd): SQL {
  switch (end.stage) {
    case 'SERIAL_REQUESTED':
      return sql``;
    case 'FILE_REQUESTED':
      return sql`, receipt_number = ${end.receiptNumber}`;
    case 'FILE_RECEIVED':
      // A lookup instead of a join, for the reason given at `inSet` in storage/database/rows.
      return sql`, processing_serial = ${asJson(Object.fromEntries(end.serials))} ->> p.person_id::text`;
    case 'ROUTED':
      return sql`, routed_at = now(), confirm_by = ${end.confirmBy.toISOString()}::timestamptz`;
  }
}

/**
 * The end of a statement whose CTE `from` holds the moved persons: writes the timeline of each, or that of their chunk
 * and its counts.
 */
function recordMoved(
  { municipality, owner }: Pick<StepKey, 'municipality' | 'owner'>,
  {
    from,
    event,
    stage,
    count,
    detail,
    opensAt = sql`null`,
  }: { from: SQL; event: string; stage: Stage; count: 'routed' | null; detail?: SQL; opensAt?: SQL },
): SQL {
  if ('personId' in owner) {
    return sql`
      insert into timeline (municipality, person_id, event, stage, attempt, detail)
      select ${municipality}, person_id, ${event}, ${stage}, attempt, ${detail ?? sql`null::jsonb`} from ${from}`;
  }
  return sql`, counted as (
      update load_chunks c set stage = ${stage}, opens_at = ${opensAt}::timestamptz ${count === 'routed' ? sql`, routed = c.routed + moved.count` : sql``}
      from (select count(*)::int as count from ${from}) as moved
      where c.municipality = ${municipality} and c.chunk_id = ${owner.chunkId}::uuid and moved.count > 0
      returning c.chunk_id
    )
    insert into chunk_timeline (municipality, chunk_id, event, stage, detail)
    select ${municipality}, chunk_id, ${event}, ${stage}, ${detail ?? sql`null::jsonb`} from counted`;
}

/** Records that S34 must wait: nothing was sent, and the stage says until when. */
export async function waitForHours(db: Database, key: StepKey, opensAt: Date): Promise<void> {
  const until = sql`${opensAt.toISOString()}::timestamptz`;
  await inStep(db, key, (tx) =>
    tx.execute(sql`
      with moved as (
        update persons p set ${columnsOf({ by: moverOf(key), to: 'WAITING_FOR_HOURS', opensAt })}
        where ${isOwned(key)} and stage in ('FILE_RECEIVED', 'WAITING_FOR_HOURS')
          and (stage, opens_at) is distinct from ('WAITING_FOR_HOURS', ${until})
        returning person_id, attempt
      ) ${recordMoved(key, {
        from: sql`moved`,
        event: 'closed',
        stage: 'WAITING_FOR_HOURS',
        count: null,
        opensAt: until,
        detail: sql`jsonb_build_object('opensAt', ${opensAt.toISOString()}::text)`,
      })}`),
  );
}

/** Where the owner's persons stand: the person, or everybody left in the chunk, who move together. */
export function findStandingOf(db: Database, municipality: string, owner: Owner): Promise<Acquisition | null> {
  return inStep(db, { municipality, owner }, async (tx) => {
    if ('personId' in owner) {
      const row = await findPerson(tx, municipality, owner.personId);
      return row ? acquisitionOf(row) : null;
    }
    const [member] = await tx.execute<PersonRow>(sql`
      select ${personColumns} from persons p
      where ${isOwned({ municipality, owner, attempt: 0 })} limit 1`);
    const standing = member && acquisitionOf(member);
    return standing ? { ...standing, inChunk: false } : null;
  });
}

/**
 * Puts persons who still stand in `from` on the error list: stage, failures row and timeline together. They leave their
 * chunk; a workflow of their own that waits for the chunk is nudged.
 */
export async function parkPersons(
  tx: Transaction,
  key: Omit<StepKey, 'step'> & { step: Step },
  { refused, from }: { refused: readonly RefusedLine[]; from: readonly Stage[] },
): Promise<void> {
  if (refused.length === 0) return;
  const { municipality, owner, step, attempt } = key;
  const chunkId = 'chunkId' in owner ? owner.chunkId : null;
  const reasons = asJson(
    Object.fromEntries(refused.map(({ personId, code, reason }) => [personId, { code, reason: reason ?? null }])),
  );
  const serialRequestId = requestIdOf({ municipality, owner, attempt, step: 'serial' });
  await tx.execute(sql`
    with refused as materialized (
      select ${reasons} as by_person
    ), parked as (
      update persons p set
        ${columnsOf({ by: moverOf(key), to: 'NEEDS_ATTENTION', step, code: sql`r.by_person -> p.person_id::text ->> 'code'` })},
        -- After a refusal the other side has no serial, so there is nothing to confirm, unless an earlier attempt has one.
        serial_requested_at = case when ${step} = 'serial'
            and r.by_person -> p.person_id::text ->> 'code' = 'SERIAL_REFUSED' and p.serial_requested_at >= (
              select created_at from request_attempts where municipality = ${municipality} and request_id = ${serialRequestId}
            ) then null else p.serial_requested_at end
      from refused r
      where p.person_id = any(${textIds(refused)}) and ${standsIn(from)} and ${hasNotLeft(key)}
      returning p.person_id, p.attempt, p.failure_code as code, r.by_person -> p.person_id::text ->> 'reason' as reason
    ), ${listFailed(municipality, { from: sql`parked`, step, chunkId: sql`${chunkId}::uuid` })}, counted as (
      update load_chunks c set parked = c.parked + (select count(*)::int from parked)
      where c.municipality = ${municipality} and c.chunk_id = ${chunkId}::uuid
    )
    insert into timeline (municipality, person_id, event, stage, attempt, detail)
    select ${municipality}, person_id, 'failed', 'NEEDS_ATTENTION', attempt,
      jsonb_build_object('code', code, 'step', ${step}::text) from parked`);
}

/**
 * A step's time limit is over: parks everybody of the set who still stands before it. Persons whom the step has moved
 * on, although its answer was lost, are left alone.
 */
export async function parkSet(
  db: Database,
  {
    from,
    ...key
  }: {
    municipality: string;
    owner: Owner;
    attempt: number;
    step: Step;
    code: AcquisitionFailureCode;
    /** Where they may stand; by default before the step. */
    from?: readonly Stage[];
  },
): Promise<void> {
  const { step, code } = key;
  const stages = from ?? (step === 'confirm' ? ['ROUTED' as const] : beginsIn[step]);
  await inStep(db, key, async (tx) => {
    const members = await tx.execute<{ person_id: string }>(sql`
      select person_id from persons p where ${isOwned(key)} and ${standsIn(stages)}`);
    const refused = members.map((row) => ({ personId: row.person_id, code }));
    await parkPersons(tx, key, { refused, from: stages });
  });
}
